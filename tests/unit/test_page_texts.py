"""The text lane: any of the words, other forms of them, slips of the finger, quotations and what must not be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from indexer.page_texts import PageTexts
from indexer.plan import Place
from indexer.question import Question, parse
from indexer.store import Store
from indexer.types import Page
from tests.libraries import MODEL, stored, whole

SAID = {
    "a1" * 16: (
        "Revenue of $1,577 million, up 12.4%",
        "revenue of 1577 boats at the year end",
        "The Annual Report: capital expenditures and revenues",
        "report of the annual meeting, draft",
        "",
    ),
    "b2" * 16: (
        "consolidated statements of the harbour",
        "year-end drafts of an annual\nreport",
        "Part AB-1234 and part AB 99",
        "Crème brûlée in the Straße",
    ),
}
ALL = [f"{document[0]}{number}" for document, said in SAID.items() for number in range(1, len(said) + 1)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "library", MODEL)
    add(store, SAID)
    yield store
    store.close()


def add(store: Store, said: Mapping[str, tuple[str, ...]]) -> None:
    for document, texts in said.items():
        pages = [stored(document, number, text) for number, text in enumerate(texts, 1)]
        store.write(pages, [whole(document, pages)], [Place(f"/root/{document}.pdf", "/root", 10, 20, document)])


def named(pages: list[Page] | set[Page]) -> list[str]:
    return [f"{page.document[0]}{page.number}" for page in sorted(pages)]


def found(store: Store, question: str, among: str = "") -> list[str]:
    documents = {document for document in SAID if document[0] in among} if among else None
    asked = store.read_as(parse(question), documents)
    return named([page for page, _ in store.find_text(asked, 10, documents)])


# --- other forms ---


@pytest.mark.parametrize("question", ["1577", "1,577", "$1,577", "1 577", "€1'577"])
def test_a_number_is_found_with_separators_and_without(store: Store, question: str) -> None:
    assert found(store, question) == ["a1", "a2"]


@pytest.mark.parametrize(
    ("question", "pages"),
    [
        ("12.4%", ["a1"]),
        ("12,4 %", ["a1"]),
        ("12.4", ["a1"]),
        ("year-end", ["a2", "b2"]),
        ("What was the expenditure?", ["a3"]),
        ("creme", ["b4"]),
        ("CRÈME", ["b4"]),
        ("Straße", ["b4"]),
        ("ab-1234", ["b3"]),
        ("the of", []),
    ],
)
def test_words_are_found_as_written_and_as_people_type_them(store: Store, question: str, pages: list[str]) -> None:
    assert found(store, question) == pages


# --- slips of the finger ---


@pytest.mark.parametrize(
    ("typed", "taken", "pages"),
    [
        ("expendtures", "expenditures", ["a3"]),
        ("expeditures", "expenditures", ["a3"]),
        ("cosnolidated", "consolidated", ["b1"]),
        ("consolidatid", "consolidated", ["b1"]),
        ("harboour", "harbour", ["b1"]),
        ("revenu", None, ["a1", "a2", "a3"]),
        ("harbours", None, ["b1"]),
        ("yearend", "year end", ["a2", "b2"]),
        ("ab1234", "ab 1234", ["b3"]),
        ("draf", None, []),
        ("1578", None, []),
        ("zebra", None, []),
        ("throuhg", None, []),
    ],
)
def test_a_word_that_no_page_holds_is_taken_for_one_that_some_do(
    store: Store, typed: str, taken: str | None, pages: list[str]
) -> None:
    assert store.read_as(parse(typed)).taken_as == ({typed: taken} if taken else {})
    assert found(store, typed) == pages


def test_a_word_that_is_there_is_never_taken_for_another(store: Store) -> None:
    add(store, {"c3" * 16: ("expendtures",)})
    assert store.read_as(parse("expendtures")).taken_as == {}
    # Not even where only others are asked: somebody wrote it so, and may mean it.
    assert found(store, "expendtures", "ab") == []


def test_a_word_is_taken_for_one_of_the_documents_that_are_asked(store: Store) -> None:
    assert found(store, "expendtures", "a") == ["a3"]
    assert found(store, "expendtures", "b") == []
    assert store.read_as(parse("expendtures"), {"b2" * 16}).taken_as == {}
    assert store.read_as(parse("expendtures"), set()).taken_as == {}


def test_the_word_that_most_pages_hold_is_the_one(store: Store) -> None:
    add(store, {"c3" * 16: ("lantern", "lanterm", "lantern")})
    assert store.read_as(parse("lanten")).taken_as == {"lanten": "lantern"}


def test_a_word_that_was_not_there_may_come(store: Store) -> None:
    assert store.read_as(parse("expendtures harbour")).taken_as == {"expendtures": "expenditures"}
    add(store, {"c3" * 16: ("expendture",)})
    assert store.read_as(parse("expendtures harbour")).taken_as == {}


def test_what_was_typed_counts_more_than_what_it_was_taken_for(store: Store) -> None:
    typed, taken = (dict(store.find_text(store.read_as(parse(words)), 9)) for words in ("expenditures", "expendtures"))
    assert typed.keys() == taken.keys()
    assert all(taken[page] < typed[page] for page in typed)


def test_common_words_ask_the_index_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    ask = PageTexts._ask

    def counted(self: PageTexts, *how: Any, **more: Any) -> Any:
        asked.append(how)
        return ask(self, *how, **more)

    monkeypatch.setattr(PageTexts, "_ask", counted)
    for question in ("capital", "capital expenditures", "capital expenditures report"):
        store.read_as(parse(question))
    assert len(asked) == 3
    store.read_as(parse("report capital"))
    assert len(asked) == 3


# --- quotations, and what must not be there ---


@pytest.mark.parametrize(
    ("question", "pages"),
    [
        ("annual report", ["a3", "a4", "b2"]),
        ('"annual report"', ["a3", "b2"]),
        ('"Annual Report" -capital', ["b2"]),
        ('revenue "annual report"', ["a3", "b2"]),
        ('"report of the annual"', ["a4"]),
        ('"drafts"', ["b2"]),
        ('"year end"', ["a2", "b2"]),
        ('"12.4%"', ["a1"]),
        ('"$1577"', ["a2"]),
        ("annual -draft", ["a3"]),
        ('annual -"draft"', ["a3", "b2"]),
        ('annual -"annual report"', ["a4"]),
        ("-draft", []),
        ('What does the "annual report" say about revenue?', ["a1", "a2", "a3", "a4", "b2"]),
    ],
)
def test_pages_say_what_is_quoted_and_not_what_has_a_minus(store: Store, question: str, pages: list[str]) -> None:
    assert found(store, question) == pages


@pytest.mark.parametrize(("among", "pages"), [("a", ["a3"]), ("b", ["b2"]), ("ab", ["a3", "b2"])])
def test_a_quotation_is_found_only_among_the_documents_asked(store: Store, among: str, pages: list[str]) -> None:
    assert found(store, '"annual report"', among) == pages


def test_a_quotation_that_no_page_holds_is_looked_for_like_other_words(store: Store) -> None:
    asked = store.read_as(parse('"annual revenue" "drafts"'))
    assert asked.not_held == ("annual revenue",)
    assert [phrase.text for phrase in asked.phrases] == ["drafts"]
    assert found(store, '"harbour master"') == ["b1"]
    assert store.read_as(parse('"statements of"'), {"a1" * 16}).not_held == ("statements of",)


def test_enough_pages_are_found_however_many_are_kept_away(store: Store) -> None:
    add(store, {f"{number:032x}": ("lobster lobster soup",) for number in range(90)})
    add(store, {"cc" * 16: ("lobster pie with a long list of other things to eat",)})
    assert named([page for page, _ in store.find_text(parse("lobster -soup"), 3)]) == ["c1"]
    assert len(store.find_text(parse('"lobster soup"'), 70)) == 70


def test_other_lanes_learn_which_pages_are_refused(store: Store) -> None:
    pages = [Page(document, number) for document, said in SAID.items() for number in range(1, len(said) + 1)]
    assert store.refused(parse("annual"), pages) == set()
    assert named(store.refused(parse("annual -draft"), pages)) == ["a4", "b2"]
    # Nothing is known of a5, which has no text.
    assert named(store.refused(parse('"annual report"'), pages)) == sorted({*ALL} - {"a3", "a5", "b2"})
    assert store.refused(parse("-draft"), []) == set()


def test_nothing_is_found_for_nothing(store: Store) -> None:
    assert store.find_text(Question(), 5) == []
    assert store.read_as(Question()) == Question()


# --- pages that say little ---


def test_pages_with_no_text_or_hardly_any_are_known_by_their_numbers(store: Store) -> None:
    short, long = "c3" * 16, "d4" * 16
    add(store, {short: ("Page 7", "", "Exhibit A (continued)", "4" * 39, "4" * 40), long: ("word " * 30,)})
    texts = PageTexts(store._pages, lambda _: True, store.recognised)
    assert {document: set(some) for document, some in texts.saying_little({short, long}).items()} == {
        short: {1, 2, 3, 4},
        long: set(),
    }
    assert texts.saying_little(()) == {}


def test_what_a_document_says_is_looked_up_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = list(SAID)
    first = store._texts.saying_little(documents)
    for document, said in SAID.items():
        assert set(first[document]) == {number for number, text in enumerate(said, 1) if len(text) < 40}
    with monkeypatch.context() as patched:
        patched.setattr(store._texts, "_table", None)
        assert store._texts.saying_little(documents[:1]) == {documents[0]: first[documents[0]]}
        assert store._texts.saying_little(documents) == first


def test_without_passages_nothing_can_be_said_of_any_page(store: Store) -> None:
    pages = [Page(document, number) for document, said in SAID.items() for number in range(1, len(said) + 1)]
    assert store.silent(pages) == set(pages)
    assert store.silent([]) == set()
