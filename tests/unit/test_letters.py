"""How print is cut into tokens, and told apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.embed.letters import ALPHABET, FEATURES, LONGEST, features, fold_letters, tokens


def cut(text: str) -> list[str]:
    return [token.folded for token in tokens(text)]


def told(word: str) -> list[int]:
    return sorted(features([word])[0].tolist())


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("costs $1,577.25 (12.4%)", ["costs", "1,577.25", "12.4"]),
        ("Q3 FY2018, a 1.5bn loss", ["q3", "fy2018", "1.5bn", "loss"]),
        ("U.S. R&D at AT&T", ["u.s", "r&d", "at", "at&t"]),
        ("Form 10-K by e-mail", ["form", "10-k", "by", "e-mail"]),
        ("long-term AB-1234 12/31/2022 1990–95", ["long", "term", "ab", "1234", "12", "31", "2022", "1990", "95"]),
        ("The company’s l'été", ["the", "company", "ete"]),
        ("a 5 b", ["5"]),
        ("", []),
    ],
)
def test_print_is_cut_into_words_and_numbers_as_written(printed: str, found: list[str]) -> None:
    assert cut(printed) == found


def test_a_token_knows_where_it_stood() -> None:
    printed = "Straße (Łódź) 1,577"
    assert [printed[token.start : token.end] for token in tokens(printed)] == ["Straße", "Łódź", "1,577"]


def test_letters_without_their_own_key_are_folded() -> None:
    assert fold_letters("ŁÓDŹ Straße Ærø naïve ÿ Đ") == "lodz strasse aero naive y d"


@given(st.text(max_size=60))
def test_any_text_can_be_cut_and_told(text: str) -> None:
    found = tokens(text)
    numbers, starts = features([token.folded for token in found])
    assert len(starts) == len(found)
    assert ((numbers >= 0) & (numbers < FEATURES)).all()


@given(st.lists(st.text(ALPHABET, min_size=1, max_size=LONGEST + 8), min_size=2, max_size=6))
def test_words_told_together_are_told_as_if_alone(words: list[str]) -> None:
    numbers, starts = features(words)
    parts = np.split(numbers, starts[1:])
    assert [sorted(part.tolist()) for part in parts] == [told(word) for word in words]


@given(st.text(ALPHABET, min_size=1, max_size=LONGEST), st.text(ALPHABET, min_size=1, max_size=LONGEST))
def test_short_words_that_differ_are_told_differently(one: str, other: str) -> None:
    assert one == other or told(one) != told(other)


def test_one_changed_figure_is_told() -> None:
    assert len({tuple(told(number)) for number in ("1,577", "1,578", "1,677", "1,757", "1577", "15,77")}) == 6


def test_no_words_are_told_by_nothing() -> None:
    numbers, starts = features([])
    assert len(numbers) == len(starts) == 0
