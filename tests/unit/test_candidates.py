from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import indexer.candidates
from indexer.arrays import Floats, Ints
from indexer.candidates import CodeSets, best_places, centroid_count, distance, train_sets, vectors_to_train_on
from tests.embeddings import crowded_rows

DIM = 12
CENTROIDS = 20
SETS = st.lists(st.lists(st.integers(0, CENTROIDS - 1), max_size=8, unique=True), max_size=12)
SEEDS = st.integers(0, 999)


def unit_rows(count: int, seed: int) -> Floats:
    rows = np.random.default_rng(seed).standard_normal((count, DIM)).astype(np.float32)
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def as_sets(pages: list[list[int]]) -> list[Ints]:
    return [np.array(sorted(codes), np.int32) for codes in pages]


def slow_score(query: Floats, centroids: Floats, codes: list[int], probes: int) -> float:
    total = 0.0
    for token in query:
        cosines = sorted(((float(token @ centroid), at) for at, centroid in enumerate(centroids)), reverse=True)[
            :probes
        ]
        total += max([cosine for cosine, at in cosines if at in codes], default=cosines[-1][0])
    return total


@given(SETS, SETS, st.integers(1, CENTROIDS), SEEDS, st.sampled_from([0, 1000]))
def test_estimates_are_those_of_the_slow_loop_in_long_list_and_tail(
    first: list[list[int]], second: list[list[int]], probes: int, seed: int, picked: int
) -> None:
    centroids, query = unit_rows(CENTROIDS, seed), unit_rows(3, seed + 1)
    sets = CodeSets(centroids)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.candidates, "_TAIL_PAGES", 3)
        patch.setattr(indexer.candidates, "_PICKED_PAGES", picked)
        sets.extend(as_sets(first))
        sets.extend(as_sets(second))
        expected = [slow_score(query, centroids, codes, probes) for codes in first + second]
        np.testing.assert_allclose(sets.scores(query, probes), expected, atol=1e-5)
        assert len(sets) == len(expected)


@given(SETS, st.data(), SEEDS)
def test_dropped_pages_are_gone_and_the_others_close_ranks(
    pages: list[list[int]], data: st.DataObject, seed: int
) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(pages), max_size=len(pages)))
    centroids, query = unit_rows(CENTROIDS, seed), unit_rows(2, seed + 1)
    sets, fresh = CodeSets(centroids), CodeSets(centroids)
    sets.extend(as_sets(pages))
    sets.keep(np.array(kept, bool))
    fresh.extend(as_sets([codes for codes, keep in zip(pages, kept, strict=True) if keep]))
    np.testing.assert_array_equal(sets.scores(query), fresh.scores(query))


def test_with_every_centroid_probed_the_estimate_is_maxsim_over_the_pages_centroids() -> None:
    centroids, query = unit_rows(CENTROIDS, 1), unit_rows(4, 2)
    sets = CodeSets(centroids)
    vectors = unit_rows(9, 3)
    codes = sets.codes(vectors)
    sets.extend([codes])
    assert codes.tolist() == sorted({int(np.argmax(centroids @ vector)) for vector in vectors})
    expected = (query @ centroids[codes].T).max(axis=1).sum()
    np.testing.assert_allclose(sets.scores(query, CENTROIDS), [expected], atol=1e-5)


def test_candidates_are_the_best_estimates_and_ties_go_by_number() -> None:
    centroids = np.eye(4, dtype=np.float32)
    sets = CodeSets(centroids)
    sets.extend(as_sets([[1], [0], [2], [0]]))
    assert sets.candidates(centroids[:1], 3, probes=4).tolist() == [1, 3, 0]
    assert sets.candidates(centroids[:1], 9, probes=4).tolist() == [1, 3, 0, 2]


def test_no_pages_no_tokens_and_pages_without_patches_are_no_trouble() -> None:
    sets = CodeSets(unit_rows(CENTROIDS, 1))
    assert sets.candidates(unit_rows(2, 1), 5).tolist() == []
    sets.extend([sets.codes(np.zeros((0, DIM), np.float32))])
    assert sets.scores(unit_rows(0, 1)).tolist() == [0.0]
    assert len(sets.scores(unit_rows(2, 1))) == 1


# --- centroids ---


@pytest.mark.parametrize("vectors", [0, 1, 100, 1023, 1024, 4095, 4096, 10**5, 10**6, 4 * 10**6, 10**9])
def test_as_many_centroids_are_wanted_as_the_rule_says(vectors: int) -> None:
    count = centroid_count(vectors)
    assert 256 <= count <= 16_384
    assert count & (count - 1) == 0
    wanted = 8 * vectors**0.5
    assert count == (256 if wanted < 256 else 16_384 if wanted >= 16_384 else count)
    assert wanted < 256 or (count <= wanted and (count == 16_384 or wanted < 2 * count))


def test_more_vectors_never_want_fewer_centroids() -> None:
    counts = [centroid_count(vectors) for vectors in range(0, 200_000, 97)]
    assert counts == sorted(counts) and len(set(counts)) > 3
    assert vectors_to_train_on(1024) >= 16 * 1024


@given(st.integers(1, 40), st.integers(1, 9), SEEDS)
def test_the_distance_to_centroids_is_that_of_the_slow_loop(count: int, centroids: int, seed: int) -> None:
    vectors, chosen = unit_rows(count, seed), unit_rows(centroids, seed + 1)
    expected = np.mean([1 - max(float(vector @ centroid) for centroid in chosen) for vector in vectors])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.candidates, "_BLOCK_ROWS", 7)
        assert distance(vectors, chosen) == pytest.approx(expected, abs=1e-5)


def test_trained_centroids_have_unit_length_and_lie_near_vectors_they_have_not_seen() -> None:
    vectors, unseen = crowded_rows(3000, DIM, 30, 0.3, 1), crowded_rows(6000, DIM, 30, 0.3, 1)[3000:]
    centroids, error = train_sets(vectors, 32)
    assert centroids.shape == (32, DIM)
    np.testing.assert_allclose(np.linalg.norm(centroids, axis=1), 1, atol=1e-5)
    assert error == pytest.approx(distance(unseen, centroids), rel=0.15)
    assert error < 0.5 * distance(vectors, unit_rows(32, 5))
    np.testing.assert_array_equal(train_sets(vectors, 32)[0], centroids)


@pytest.mark.parametrize("count", [1, 5, 9, 10, 200])
def test_fewer_vectors_than_centroids_are_no_trouble(count: int) -> None:
    vectors = unit_rows(count, 1)
    centroids, error = train_sets(vectors, 256)
    assert centroids.shape == (256, DIM) and np.isfinite(centroids).all()
    assert 0 <= error + 1e-6 <= 1
    assert len(CodeSets(centroids).codes(vectors)) <= count


@given(st.lists(st.one_of(st.integers(-3, 3), st.just(-np.inf)), max_size=20), st.integers(1, 25))
def test_the_best_places_are_the_first_of_all_places_sorted(scores: list[float], limit: int) -> None:
    expected = sorted((at for at, score in enumerate(scores) if score > -np.inf), key=lambda at: (-scores[at], at))
    assert best_places(np.array(scores, np.float32), limit).tolist() == expected[:limit]
