"""Names of files and folders, as words of a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.answers.names import NameIndex, documents_named
from app.answers.search import Search
from app.requests import Lane
from indexer.look import LookIndex
from indexer.plan import Place
from indexer.store import Store
from indexer.text import stem
from indexer.types import Page
from tests.libraries import EMBEDDER, MODEL, stored, whole

PATHS = {
    "a1" * 16: "/root/Filings/3M/Annual-Report_FY2018.pdf",
    "b2" * 16: "/root/Filings/3M/10K 2022.pdf",
    "c3" * 16: "/root/Filings/BestBuy/PepsiCo_2022Q1_8K.pdf",
    "d4" * 16: "/root/Filings/Zürich/Straßenkarte.png",
    "e5" * 16: "/root/Invoices/scan_0017.pdf",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "library", MODEL)
    for document, path in PATHS.items():
        pages = [stored(document, 1, "")]
        store.write(pages, [whole(document, pages)], [Place(path, "/root", 1, 1, document)])
    yield store
    store.close()


@pytest.fixture
def index(store: Store) -> NameIndex:
    return NameIndex(store)


def named(index: NameIndex, *words: str) -> str:
    """The documents, by their first letters, whose names hold any of the words."""
    found = documents_named(index, [stem(word) for word in words], PATHS)
    return "".join(sorted(document[0] for document in found))


@pytest.mark.parametrize(
    ("word", "documents"),
    [
        ("3m", "ab"),  # The folder that the file lies in.
        ("report", "a"),
        ("reports", "a"),
        ("bestbuy", "c"),
        ("invoice", "e"),
        ("filings", ""),  # What lies further up says little: everything does so.
        ("root", ""),
        ("fy2018", "a"),
        ("2018", "a"),
        ("2022", "bc"),
        ("8k", "c"),
        ("10k", "b"),
        ("0017", "e"),
        ("zurich", "d"),
        ("strassenkarte", "d"),
        ("pepsi", "c"),  # Long enough to be looked for inside words.
        ("strassen", "d"),
        ("best", ""),  # Too short for that.
        ("nothing", ""),
    ],
)
def test_documents_are_known_by_the_words_of_their_names_and_of_their_folders(
    index: NameIndex, word: str, documents: str
) -> None:
    assert named(index, word) == documents


def test_what_joins_letters_and_digits_is_known_whole_and_in_its_parts(index: NameIndex) -> None:
    assert named(index, "2022q1") == named(index, "pepsico") == "c"
    assert named(index, "q") == named(index, "1") == "c"


def test_words_never_reach_from_one_name_into_the_next(store: Store, index: NameIndex) -> None:
    store.write(places=[Place("/root/x/harbour.pdf", "/root", 1, 1, "a1" * 16)])
    store.write(places=[Place("/root/y/master.pdf", "/root", 1, 1, "b2" * 16)])
    assert named(index, "harbour") == "a"
    assert named(index, "harbourmaster") == named(index, "bourmas") == ""


def test_names_that_come_and_go_are_noticed(store: Store, index: NameIndex) -> None:
    assert named(index, "marrowby") == ""
    store.write(places=[Place("/root/Marrowby/scan.pdf", "/root", 1, 1, "e5" * 16)])
    assert named(index, "marrowby") == "e"
    store.forget(["/root/Marrowby/scan.pdf"])
    assert named(index, "marrowby") == ""
    assert named(index, "invoice") == "e"


def test_only_documents_that_are_asked_are_named(index: NameIndex) -> None:
    assert documents_named(index, [stem("2022")], {"c3" * 16}) == {"c3" * 16}


def test_a_question_that_names_a_company_and_a_year_leads_to_its_filing(store: Store) -> None:
    """Three companies say the same; the folder and the name tell which is meant."""
    search = Search(store, LookIndex(store.looks), EMBEDDER)
    first = search.answer("What were the capital expenditures of 3M in 2018?").hits[0]
    assert (first.page, first.lanes) == (Page("a1" * 16, 1), (Lane.NAME,))
