"""How a typed question is taken apart: terms, quotations, what must not be there, and other spellings."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.embed.letters import tokens
from indexer.question import Phrase, Question, parse
from indexer.text import cut

TYPED = st.text(st.sampled_from("ab1 5,.-–−\"“”„'’()$%?/&éß½ \tß한हि"), max_size=30)
WORD = st.sampled_from(["ferry", "soup", "tide", "annual", "report", "harbour", "Crème", "1577", "q3"])


def forms(question: str) -> dict[str, tuple[str, ...]]:
    asked = parse(question)
    return dict(zip(asked.terms, asked.variants, strict=True))


def looks(question: str) -> list[tuple[str, ...]]:
    return list(parse(question).spellings)


# --- words that ask ---


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("What was the capital expenditure in 2018?", ("capital", "expenditure", "2018")),
        ("how much did the harbour spend in Q3", ("harbour", "spend", "q3")),
        ("show me ferries", ("ferries",)),
        ("Find the list of ferries", ("ferries",)),
        ("passenger list", ("passenger", "list")),
        ("list price", ("list", "price")),
        ("How long is the pier?", ("pier",)),
        ("long piers", ("long", "piers")),
        ("What’s in the soup", ("soup",)),
        ("don't show me soup", ("soup",)),
        ("sales in May in the US", ("sales", "may", "us")),
        ("what is it", ("what", "is", "it")),
        ("Wie hoch war der Umsatz im Jahr 2018?", ("hoch", "umsatz", "jahr", "2018")),
        ("the war on die costs", ("war", "die", "costs")),
        ("Quel est le prix du billet", ("prix", "billet")),
        ("¿Cuánto cuesta el billete de la isla?", ("cuesta", "billete", "isla")),
        ("Quanto costa il biglietto per l'isola?", ("costa", "biglietto", "l'isola")),
        ("costs per day", ("costs", "per", "day")),
        ("ferries, soup;pier soup", ("ferries", "soup", "pier")),
        ("statement,cash of 1,577", ("statement", "cash", "1,577")),
        ("", ()),
        ("?! - …", ()),
    ],
)
def test_the_telling_words_of_a_question_are_its_terms(question: str, terms: tuple[str, ...]) -> None:
    assert parse(question).terms == terms


# --- quotations ---


@pytest.mark.parametrize(
    ("question", "terms", "demanded"),
    [
        ('"annual report" soup', ("annual report", "soup"), ("annual report",)),
        ("“annual report”", ("annual report",), ("annual report",)),
        ("„Annual of the Report“", ("annual of the report",), ("annual of the report",)),
        ('("soup")', ("soup",), ("soup",)),
        ('"annual rep', ("annual", "rep"), ()),
        ('soup "', ("soup",), ()),
        ('"" soup', ("soup",), ()),
        ('"?!" soup', ("soup",), ()),
        ('a 5" pipe and a 3" pipe', ("5", "pipe", "3"), ()),
        ('the numbers ["3","2"]', ("numbers", "3", "2"), ()),
        ("the harbour's master", ("harbour", "master"), ()),
        ('What does "net sales" mean?', ("net sales", "mean"), ()),
        ('where "net sales" are named', ("net sales", "named"), ()),
    ],
)
def test_what_stands_in_quotes_is_one_term_and_must_be_there_unless_a_sentence_asks(
    question: str, terms: tuple[str, ...], demanded: tuple[str, ...]
) -> None:
    asked = parse(question)
    assert asked.terms == terms
    assert asked.phrases == tuple(Phrase(text, exact=True) for text in demanded)


# --- minus ---


@pytest.mark.parametrize(
    ("question", "terms", "without"),
    [
        ("report -draft", ("report",), [Phrase("draft", exact=False)]),
        ('report -"annual report" −soup', ("report",), [Phrase("annual report", True), Phrase("soup", False)]),
        ("(-draft) report", ("report",), [Phrase("draft", exact=False)]),
        ("report -year-end", ("report",), [Phrase("year-end", exact=False)]),
        ("-the report", ("report",), [Phrase("the", exact=False)]),
        ("-draft", (), [Phrase("draft", exact=False)]),
        ("loss of -5", ("loss", "5"), []),
        ("2018-2019", ("2018-2019",), []),
        ("year-end e-mail", ("year-end", "e-mail"), []),
        ("soup - ferry", ("soup", "ferry"), []),
        ("soup – 3", ("soup", "3"), []),
        ("soup –ferry --pier", ("soup", "ferry", "pier"), []),
        ("-$5", ("5",), []),
    ],
)
def test_a_minus_at_the_beginning_of_a_word_keeps_pages_away(
    question: str, terms: tuple[str, ...], without: list[Phrase]
) -> None:
    asked = parse(question)
    assert asked.terms == terms
    assert asked.without == tuple(without)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When does the last ferry leave?", "When does the last ferry leave?"),
        ('say "annual report" and more', 'say "annual report" and more'),
        ("report -draft", "report"),
        ("-draft report", "report"),
        ('report -"annual report" −soup of 2018', "report of 2018"),
        ("year-end loss of -5", "year-end loss of -5"),
        ("  soup  ", "soup"),
        ("-draft", ""),
        ("", ""),
    ],
)
def test_what_is_meant_is_what_was_typed_without_what_must_not_be_there(question: str, text: str) -> None:
    assert " ".join(parse(question).text.split()) == text


# --- the same in other words ---


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("1577", {"1577": ("1577", "1,577")}),
        ("$1,577", {"1,577": ("1,577", "1577")}),
        ("12.4%", {"12.4": ("12.4", "12,4")}),
        ("1577.50", {"1577.50": ("1577.50", "1,577.50", "1577,50", "1.577,50")}),
        ("1 577", {"1": ("1", "1577", "1,577"), "577": ("577", "1577", "1,577")}),
        ("2018", {"2018": ("2018",)}),
        ("12/31/2022", {"12/31/2022": ("12/31/2022",)}),
        ("FY2018", {"fy2018": ("fy2018", "2018", "fy18")}),
        ("Q3", {"q3": ("q3", "3q")}),
        ("year-end", {"year-end": ("year-end", "yearend")}),
        ("year end", {"year": ("year", "yearend"), "end": ("end", "yearend")}),
        ("year to end", {"year": ("year",), "end": ("end",)}),
        ("AB-1234", {"ab-1234": ("ab-1234", "ab1234")}),
        ("Straße", {"strasse": ("strasse", "straße")}),
        ('"1577"', {"1577": ("1577",)}),
    ],
)
def test_a_term_has_the_forms_that_count_as_the_same(question: str, same: dict[str, tuple[str, ...]]) -> None:
    assert forms(question) == same


@pytest.mark.parametrize(
    ("question", "spellings"),
    [
        ("expenditures", [("expenditures", "expenditure")]),
        ("Lease", [("lease", "leases")]),
        ("companies company", [("companies", "company"), ("company", "companies")]),
        ("$1,577", [("1,577", "1577")]),
        ("1 577", [("1", "1577", "1,577"), ("577", "1577", "1,577")]),
        ("AB-1234", [("ab", "ab1234"), ("1234", "ab1234")]),
        ("year-end", [("year", "years", "yearend", "yearends"), ("end", "yearend", "yearends")]),
        ("year to end", [("year", "years"), ("end",)]),
        ('"report of the boards"', [("report",), ("boards",)]),
        ('"of the"', [("of",), ("the",)]),
        ("soup -draft", [("soup", "soups")]),
    ],
)
def test_each_token_is_spelled_as_it_may_look(question: str, spellings: list[tuple[str, ...]]) -> None:
    assert looks(question) == spellings


def test_the_tokens_of_a_term_know_it() -> None:
    asked = parse('soup "annual report" AB-1234')
    assert asked.spelled == (0, 1, 1, 2, 2)


# --- read by somebody who knows better ---


def test_a_word_that_was_taken_for_another_keeps_its_own_forms() -> None:
    asked = parse("fery soup").taking({"fery": "ferry"})
    assert asked.terms == ("fery", "soup")
    assert asked.taken_as == {"fery": "ferry"}
    assert asked.variants[0][0] == "fery"
    assert "ferry" in asked.variants[0]
    assert asked.spellings == (("fery", "feries", "ferry", "ferries"), ("soup", "soups"))


# --- whatever is typed ---


@given(TYPED | st.text(max_size=60))
@example('-"')
@example('"-')
@example("-\u0301a")
def test_no_question_loses_all_its_words(question: str) -> None:
    asked = parse(question)
    assert bool(asked.terms or asked.without) == any(True for _ in cut(question))
    assert len(set(asked.terms)) == len(asked.terms) == len(asked.variants)
    assert all(
        term == same[0] and len(set(same)) == len(same) for term, same in zip(asked.terms, asked.variants, strict=True)
    )
    assert all(each.pieces for each in (*asked.phrases, *asked.without))


@given(TYPED | st.text(max_size=60))
def test_spellings_are_what_the_letters_know(question: str) -> None:
    asked: Question = parse(question)
    assert len(asked.spelled) == len(asked.spellings)
    assert list(asked.spelled) == sorted(asked.spelled)
    for spelled in asked.spellings:
        assert spelled
        for spelling in spelled:
            assert [token.folded for token in tokens(spelling)] == [spelling]


@given(st.lists(WORD, min_size=1, max_size=4), st.sampled_from(['""', "“”", "„“"]), st.lists(WORD, max_size=3))
def test_quotes_and_minus_come_back_as_they_were_put(quoted: list[str], marks: str, others: list[str]) -> None:
    said = " ".join(quoted)
    folded = " ".join(word.folded for word in cut(said))
    demanding = parse(f"{' '.join(others)} {marks[0]}{said}{marks[1]}")
    assert demanding.phrases == (Phrase(folded, exact=True),)
    assert folded in demanding.terms
    refusing = parse(f"{' '.join(others)} -{marks[0]}{said}{marks[1]}")
    assert refusing.without == (Phrase(folded, exact=True),)
    assert refusing.terms == parse(" ".join(others)).terms


@given(TYPED | st.text(max_size=60))
def test_the_text_of_a_question_asks_for_the_same_and_refuses_nothing(question: str) -> None:
    asked = parse(question)
    again = parse(asked.text)
    assert again.without == ()
    assert again.text == asked.text
    if not asked.without:
        assert asked.text == question.strip()


@given(st.lists(WORD, min_size=1, max_size=4))
def test_case_and_accents_make_no_difference(words: list[str]) -> None:
    question = " ".join(words)
    assert parse(question.upper()).terms == parse(question).terms
    assert parse(unicodedata.normalize("NFD", question)).terms == parse(question).terms
