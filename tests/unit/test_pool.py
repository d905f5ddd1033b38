"""Pooling merges what is alike and loses no cell, against slow full agglomeration."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.arrays import Floats
from indexer.compress.pool import pool
from indexer.compress.prune import keep_top
from indexer.types import LOOSE, PatchEmbeddings, PatchGrid
from tests.embeddings import SEEDS, check_page, crowded_rows, members, pages, unit_rows

FACTORS = st.integers(1, 5)


def placed(vectors: Floats) -> PatchEmbeddings:
    cells = np.arange(len(vectors), dtype=np.int32)
    return PatchEmbeddings(vectors, cells, PatchGrid(1, max(len(vectors), 1)), np.zeros(len(vectors), np.float32))


def slow_clusters(vectors: Floats, count: int) -> list[list[int]]:
    """Merge the two clusters that are most alike on average, one pair at a time, until `count` are left."""
    similarity = vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    clusters = [[at] for at in range(len(vectors))]
    while len(clusters) > count:
        pairs = [(a, b) for b in range(len(clusters)) for a in range(b)]
        a, b = max(pairs, key=lambda pair: similarity[np.ix_(clusters[pair[0]], clusters[pair[1]])].mean())
        clusters[a] += clusters.pop(b)
    return sorted(sorted(cluster) for cluster in clusters)


def parted(page: PatchEmbeddings, loose: bool) -> int:
    return sum((row[0] == LOOSE) == loose for row in members(page))


@given(pages(), FACTORS)
def test_a_pooled_page_has_at_most_its_share_of_vectors_and_all_its_cells(page: PatchEmbeddings, factor: int) -> None:
    pooled = pool(page, factor)
    check_page(pooled)
    for loose in (False, True):
        before, after = parted(page, loose), parted(pooled, loose)
        assert min(before, 1) <= after <= -(-before // factor)
    assert sorted(pooled.cells.tolist()) == sorted(page.cells.tolist())


@given(pages())
def test_a_factor_of_one_changes_nothing(page: PatchEmbeddings) -> None:
    assert pool(page, 1) is page


@given(pages(), FACTORS)
def test_a_pooled_vector_is_the_direction_of_its_members_and_as_salient_as_the_best(
    page: PatchEmbeddings, factor: int
) -> None:
    assert page.salience is not None
    row_of = {cell: row for row, (cell,) in enumerate(members(page))}
    pooled = pool(page, factor)
    assert pooled.salience is not None
    for cells, vector, salience in zip(members(pooled), pooled.vectors, pooled.salience, strict=True):
        if LOOSE in cells:
            continue
        rows = [row_of[cell] for cell in cells]
        total = page.vectors[rows].sum(axis=0)
        if np.linalg.norm(total) > 0.01:
            np.testing.assert_allclose(vector, total / np.linalg.norm(total), atol=1e-3)
        assert salience == page.salience[rows].max()
    assert pooled.salience.tolist().count(3) <= page.salience.tolist().count(3)


@given(st.integers(2, 40), st.integers(8, 24), st.sampled_from([0.3, 0.8, 3.0]), st.integers(2, 4), SEEDS)
def test_the_clusters_are_those_of_merging_one_pair_at_a_time(
    count: int, dim: int, spread: float, factor: int, seed: int
) -> None:
    vectors = crowded_rows(count, dim, max(1, count // 6), spread, seed)
    assert sorted(members(pool(placed(vectors), factor))) == slow_clusters(vectors, -(-count // factor))


@given(st.integers(2, 40), st.integers(2, 4), SEEDS)
def test_the_order_of_the_rows_does_not_matter(count: int, factor: int, seed: int) -> None:
    page = placed(crowded_rows(count, 16, 5, 0.8, seed))
    order = np.random.default_rng(seed).permutation(count)
    other = PatchEmbeddings(page.vectors[order], page.cells[order], page.grid)
    assert {frozenset(row) for row in members(pool(page, factor))} == {
        frozenset(row) for row in members(pool(other, factor))
    }


@given(pages(), st.integers(2, 3), st.integers(2, 3))
def test_what_was_pooled_can_be_pooled_again(page: PatchEmbeddings, first: int, second: int) -> None:
    again = pool(pool(page, first), second)
    check_page(again)
    assert sorted(again.cells.tolist()) == sorted(page.cells.tolist())


@given(pages(), st.floats(0, 1), st.integers(2, 4))
def test_pruning_then_pooling_keeps_the_cells_that_pruning_kept(
    page: PatchEmbeddings, share: float, factor: int
) -> None:
    pruned = keep_top(page, share)
    pooled = pool(pruned, factor)
    check_page(pooled)
    assert sorted(pooled.cells.tolist()) == sorted(pruned.cells.tolist())


@given(pages(), st.integers(2, 4), st.floats(0, 1))
def test_pruning_what_was_pooled_takes_whole_vectors(page: PatchEmbeddings, factor: int, share: float) -> None:
    pooled = pool(page, factor)
    pruned = keep_top(pooled, share)
    check_page(pruned)
    left = iter(members(pooled))
    assert all(row in left for row in members(pruned))


def test_vectors_that_are_the_same_become_one_whatever_the_factor() -> None:
    vectors = np.repeat(unit_rows(3, 16, 1), 20, axis=0)
    assert sorted(map(len, members(pool(placed(vectors), 2)))) == [20, 20, 20]


def test_opposite_vectors_still_make_a_unit_row() -> None:
    pooled = pool(placed(np.array([[1, 0], [-1, 0]], np.float32)), 2)
    np.testing.assert_array_equal(pooled.vectors, [[1, 0]])
    assert members(pooled) == [[0, 1]]


def test_rows_come_in_the_order_of_the_page() -> None:
    a, b, c = unit_rows(3, 16, 4)
    pooled = pool(placed(np.stack([b, a, c, a, b, c])), 2)
    assert members(pooled) == [[0, 4], [1, 3], [2, 5]]


def test_a_factor_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        pool(placed(unit_rows(3, 4, 0)), 0)


@pytest.mark.parametrize("spread", [0.0005, 0.02, 0.3, 100])
def test_pages_of_every_kind_are_pooled_at_once(spread: float) -> None:
    """A guard against rounds that merge one pair each, not a benchmark: those take seconds."""
    page = placed(crowded_rows(1030, 128, 4, spread, 3))
    started = time.process_time()
    assert len(pool(page, 3).vectors) <= 344
    assert time.process_time() - started < 1


def test_vectors_that_are_all_equally_far_apart_are_pooled_at_once() -> None:
    started = time.process_time()
    assert len(pool(placed(np.eye(600, dtype=np.float32)), 3).vectors) == 200
    assert time.process_time() - started < 1
