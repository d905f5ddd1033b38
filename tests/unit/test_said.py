"""Whether a page says a phrase, and where."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.question import Phrase, parse
from indexer.said import Said, admits, says

TEXT = "The Year-End report’s total:\n$1,577 (or 12.4%) — Crème of the U.S. drafts"
WORDS = [
    "tide",
    "Tides",
    "table",
    "tide-table",
    "Café",
    "cafe's",
    "1,577",
    "1577",
    "$12.4",
    "—",
    "U.S.",
    "the",
    "résumé",
]


@pytest.mark.parametrize(
    ("phrase", "exact", "said"),
    [
        ("year end report", True, "Year-End report’s"),
        ("report total", True, "report’s total:"),
        ("total 1577", True, "total: $1,577"),
        ("1,577 or 12.4", True, "$1,577 (or 12.4%)"),
        ("12.4 creme", True, "12.4%) — Crème"),
        ("of the u.s", True, "of the U.S."),
        ("draft", False, "drafts"),
        ("draft", True, ""),
        ("yearend", True, ""),
        ("report year", True, ""),
        ("577", True, ""),
        ("12", True, ""),
        ("ear end", True, ""),
    ],
)
def test_a_phrase_is_said_in_that_order_whatever_stands_between(phrase: str, exact: bool, said: str) -> None:
    words = TEXT.split()
    places = list(Said(words).places(Phrase(phrase, exact)))
    assert [" ".join(words[at] for at in place) for place in places] == ([said] if said else [])
    assert says(TEXT, Phrase(phrase, exact)) == bool(said)


@given(
    st.lists(st.sampled_from(WORDS), max_size=8),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    st.booleans(),
)
@example(["1577"], ["1,577"], True)
def test_saying_and_finding_where_agree(words: list[str], wanted: list[str], exact: bool) -> None:
    (phrase,) = parse(f'-"{" ".join(wanted)}"').without or [Phrase("", exact=True)]
    phrase = Phrase(phrase.text, exact)
    assert says(" ".join(words), phrase) == any(True for _ in Said(words).places(phrase))


@pytest.mark.parametrize(
    ("question", "admitted"),
    [
        ("soup", True),
        ('"year end"', True),
        ('"end year"', False),
        ('"year end" "drafts"', True),
        ('"year end" "draft"', False),
        ("soup -draft", False),
        ('soup -"draft"', True),
        ("soup -1577 ", True),
        ('soup -"1577"', False),
        ("soup -soup", True),
    ],
)
def test_a_page_must_say_what_is_quoted_and_nothing_with_a_minus(question: str, admitted: bool) -> None:
    assert admits(parse(question), TEXT) == admitted


def test_an_empty_page_says_nothing() -> None:
    assert list(Said([]).places(Phrase("soup", exact=False))) == []
    assert not says("", Phrase("soup", exact=False))
    assert not says("soup", Phrase("—", exact=True))
