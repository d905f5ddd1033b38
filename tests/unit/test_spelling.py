"""Other spellings of a word, and words that differ by one letter."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.spelling import edits, joined, one_letter_apart, other_forms, singular_and_plural


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("12500", ("12,500",)),
        ("12,500", ("12500",)),
        ("1'577", ("1577", "1,577")),
        ("1234567", ("1,234,567", "1.234.567")),
        ("1.234.567", ("1234567", "1,234,567")),
        ("1.577,50", ("1577.50", "1,577.50", "1577,50")),
        ("0.5", ("0,5",)),
        ("12,4", ("12.4",)),
        ("1.577", ()),
        ("0.125", ()),
        ("2018", ()),
        ("2,018", ()),
        ("0042", ()),
        ("4", ()),
        ("1,577,50", ()),
        ("4111111111111111", ()),
        ("1,57", ("1.57",)),
        ("fy18", ("2018", "fy2018")),
        ("3q", ("q3",)),
        ("q5", ()),
        ("e-mail", ("email",)),
        ("10-k", ("10k",)),
        ("2018-19", ()),
        ("state-of-the-art", ()),
        ("soup", ()),
    ],
)
def test_numbers_and_compounds_have_other_forms(word: str, same: tuple[str, ...]) -> None:
    assert other_forms(word) == same


@given(st.integers(0, 10**14))
@example(1900)
@example(2099)
@example(999)
def test_a_number_with_separators_and_without_lead_to_each_other(number: int) -> None:
    grouped, plain = f"{number:,}", str(number)
    if grouped != plain and not 1900 <= number < 2100:
        assert grouped in other_forms(plain)
        assert plain in other_forms(grouped)
    else:
        assert other_forms(plain) == ()


@pytest.mark.parametrize(
    ("first", "second", "made"),
    [
        ("year", "end", ("yearend",)),
        ("1", "577", ("1577", "1,577")),
        ("1", "577.50", ("1577.50", "1,577.50", "1577,50", "1.577,50")),
        ("2018", "577", ()),
        ("12", "34", ()),
        ("q3", "2018", ()),
    ],
)
def test_neighbours_make_one_word(first: str, second: str, made: tuple[str, ...]) -> None:
    assert joined(first, second) == made


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("lease", "leases"),
        ("index", "indexes"),
        ("branch", "branches"),
        ("class", "classes"),
        ("city", "cities"),
        ("ferry", "ferries"),
    ],
)
def test_singular_and_plural_lead_to_each_other(singular: str, plural: str) -> None:
    assert singular_and_plural(singular) == (plural,)
    assert singular_and_plural(plural) == (singular,)


@pytest.mark.parametrize("word", ["gas", "q3", "1577", "straße", "status", "ferry's", ""])
def test_what_is_hardly_a_noun_stays_as_it_is(word: str) -> None:
    assert singular_and_plural(word) == ()


@given(st.text("abc", min_size=1, max_size=6), st.text("abc", min_size=1, max_size=6))
def test_words_one_letter_apart_are_those_that_an_edit_makes(first: str, second: str) -> None:
    assert one_letter_apart(first, second) == (second in edits(first))
    assert one_letter_apart(first, second) == one_letter_apart(second, first)


@pytest.mark.parametrize("word", ["expendture", "exependiture", "epxenditure", "xependiture", "expendituri"])
def test_a_slip_of_the_finger_is_one_letter_apart(word: str) -> None:
    assert one_letter_apart(word, "expenditure")
    assert "expenditure" in edits(word)


def test_the_first_letter_is_believed() -> None:
    assert not one_letter_apart("lease", "tease")
    assert "tease" not in edits("lease")


def test_other_alphabets_have_their_own_letters() -> None:
    assert "паром" in edits("паро")
    assert "паром" in edits("порам") or "паром" in edits("парам")
    assert not any(letter in "abc" for word in edits("паром") for letter in word)
