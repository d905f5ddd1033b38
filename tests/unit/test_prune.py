"""Pruning keeps the telling ones, in order, and never empties a page."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.compress.prune import keep_adaptive, keep_telling_tokens, keep_top
from indexer.types import LOOSE, PatchEmbeddings, PatchGrid, QueryEmbedding
from tests.embeddings import SEEDS, check_page, members, pages, unit_rows

SHARES = st.sampled_from([0.0, 0.1, 0.4, 0.5, 0.6, 1.0])


def with_salience(*values: float) -> PatchEmbeddings:
    count = len(values)
    cells = np.arange(count, dtype=np.int32)
    return PatchEmbeddings(unit_rows(count, 4, 0), cells, PatchGrid(1, count), np.array(values, np.float32))


def question(count: int, seed: int) -> QueryEmbedding:
    return QueryEmbedding(unit_rows(count, 8, seed), tuple(f"word{at}" for at in range(count)))


def salience_of(page: PatchEmbeddings) -> list[float]:
    assert page.salience is not None
    values: list[float] = page.salience.tolist()
    return values


@given(pages(), SHARES)
def test_the_share_is_kept_and_nothing_dropped_tells_more(page: PatchEmbeddings, share: float) -> None:
    kept = keep_top(page, share)
    check_page(kept)
    count = len(page.vectors)
    assert len(kept.vectors) == min(count, max(1, math.ceil(round(share * count, 6))))
    assert sorted(salience_of(kept)) == sorted(salience_of(page))[count - len(kept.vectors) :]


@given(pages(), SHARES)
def test_kept_patches_are_untouched_and_in_order(page: PatchEmbeddings, share: float) -> None:
    rows = [(cell, *vector) for cell, vector in zip(page.cells.tolist(), page.vectors.tolist(), strict=True)]
    kept = keep_top(page, share)
    left = iter(rows)
    for row in zip(kept.cells.tolist(), kept.vectors.tolist(), strict=True):
        assert (row[0], *row[1]) in left


@given(pages(), SHARES, SEEDS)
def test_the_order_of_the_rows_matters_only_among_equals(page: PatchEmbeddings, share: float, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(page.vectors))
    assert page.salience is not None
    other = PatchEmbeddings(page.vectors[order], page.cells[order], page.grid, page.salience[order])
    assert sorted(salience_of(keep_top(page, share))) == sorted(salience_of(keep_top(other, share)))


def test_of_equals_the_first_are_kept() -> None:
    assert keep_top(with_salience(1, 2, 1, 1, 1), 0.6).cells.tolist() == [0, 1, 2]


def test_a_share_is_not_rounded_up_by_the_last_bit_of_a_float() -> None:
    assert len(keep_top(with_salience(*range(100)), 0.07).vectors) == 7


def test_a_prompt_vector_stays_only_if_its_salience_says_so() -> None:
    page = with_salience(1, 5, 3)
    page.cells[:2] = LOOSE
    assert keep_top(page, 0.6).cells.tolist() == [LOOSE, 2]


@given(pages(), st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0, 9.0]))
def test_what_reaches_the_page_s_own_threshold_is_kept_or_else_the_best(page: PatchEmbeddings, k: float) -> None:
    kept = keep_adaptive(page, k)
    check_page(kept)
    values = salience_of(page)
    if not values:
        assert not len(kept.vectors)
        return
    mean = sum(values) / len(values)
    threshold = mean + k * math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    expected = sorted(value for value in values if value >= threshold - 1e-9)
    assert sorted(salience_of(kept)) in (expected, [value for value in expected if value > threshold + 1e-9]) or (
        not expected and salience_of(kept) == [max(values)]
    )


@pytest.mark.parametrize("value", [0.1, 0.3, 7])
def test_where_all_are_equally_salient_all_are_kept(value: float) -> None:
    page = with_salience(*[value] * 7)
    assert keep_adaptive(page, 1) is page


@given(pages(), st.floats(-2, 2), st.floats(0, 2))
def test_a_higher_threshold_keeps_no_more(page: PatchEmbeddings, k: float, more: float) -> None:
    low, high = members(keep_adaptive(page, k)), members(keep_adaptive(page, k + more))
    assert len(high) <= len(low)


def test_a_page_without_salience_cannot_be_pruned() -> None:
    page = PatchEmbeddings(unit_rows(3, 4, 0), np.arange(3, dtype=np.int32), PatchGrid(1, 3))
    with pytest.raises(ValueError, match="no salience"):
        keep_top(page, 0.5)
    with pytest.raises(ValueError, match="no salience"):
        keep_adaptive(page, 0)


# --- questions ---


@given(st.integers(0, 20), SHARES, SEEDS)
def test_a_question_keeps_its_share_of_tokens_with_their_names_in_order(count: int, share: float, seed: int) -> None:
    query = question(count, seed)
    kept = keep_telling_tokens(query, share)
    assert len(kept.vectors) == len(kept.tokens) == min(count, max(1, math.ceil(round(share * count, 6))))
    numbers = [query.tokens.index(token) for token in kept.tokens]
    assert numbers == sorted(numbers)
    np.testing.assert_array_equal(kept.vectors, query.vectors[numbers])


def test_a_word_said_twice_goes_first() -> None:
    query = question(4, 1)
    query.vectors[3] = query.vectors[1]
    assert keep_telling_tokens(query, 0.75).tokens == ("word0", "word1", "word2")


def test_padding_that_says_what_all_say_goes_before_words_of_their_own() -> None:
    words = np.eye(4, 8, dtype=np.float32)
    mean = words.sum(axis=0) / 2
    padding = mean + 0.2 * np.eye(8, dtype=np.float32)[4:7]
    padding /= np.linalg.norm(padding, axis=1, keepdims=True)
    query = QueryEmbedding(np.concatenate([padding, words]), ("pad", "pad", "pad", "last", "ferry", "in", "winter"))
    assert keep_telling_tokens(query, 4 / 7).tokens == ("last", "ferry", "in", "winter")
