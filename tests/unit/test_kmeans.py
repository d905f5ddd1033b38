"""K-means against slow loops, and on vectors whose clusters are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import indexer.compress.kmeans
from indexer.arrays import Floats
from indexer.compress.kmeans import nearest, train_centroids

SEEDS = st.integers(0, 2**32 - 1)


def rows(count: int, dim: int, seed: int) -> Floats:
    return np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)


def clusters(centres: Floats, each: int, spread: float) -> Floats:
    noise = rows(len(centres) * each, centres.shape[1], 1) * np.float32(spread)
    vectors: Floats = np.repeat(centres, each, axis=0) + noise
    return vectors


def error(vectors: Floats, centroids: Floats) -> float:
    return float(((vectors - centroids[nearest(vectors, centroids)]) ** 2).sum(axis=1).mean())


@pytest.mark.parametrize("block_rows", [1, 7, 2048])
@given(st.integers(0, 30), st.integers(1, 20), st.integers(1, 40), SEEDS)
def test_the_nearest_centroid_is_the_one_at_the_smallest_distance(
    block_rows: int, count: int, centroid_count: int, dim: int, seed: int
) -> None:
    vectors, centroids = rows(count, dim, seed), rows(centroid_count, dim, seed + 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.compress.kmeans, "_BLOCK_ROWS", block_rows)
        labels = nearest(vectors, centroids)
    assert labels.dtype == np.int32
    assert labels.shape == (count,)
    for vector, label in zip(vectors, labels, strict=True):
        distances = [float(((vector - centroid) ** 2).sum()) for centroid in centroids]
        assert distances[label] == pytest.approx(min(distances), abs=1e-3)


@pytest.mark.parametrize("seed", range(5))
def test_every_cluster_gets_its_centroid(seed: int) -> None:
    centres = rows(20, 16, 5) * 3
    centroids = train_centroids(clusters(centres, 50, 0.1), 20, seed)
    for centre in centres:
        assert np.linalg.norm(centroids - centre, axis=1).min() < 0.2


def test_the_same_seed_gives_the_same_centroids() -> None:
    vectors = rows(500, 9, 0)
    np.testing.assert_array_equal(train_centroids(vectors, 30, 7), train_centroids(vectors, 30, 7))
    assert not np.array_equal(train_centroids(vectors, 30, 7), train_centroids(vectors, 30, 8))


def test_a_step_makes_centroids_fit_better() -> None:
    vectors = rows(2000, 8, 0)
    errors = [error(vectors, train_centroids(vectors, 40, 0, iterations)) for iterations in (0, 1, 5, 20)]
    assert errors == sorted(errors, reverse=True)


@given(st.integers(1, 20), st.integers(1, 40), st.integers(1, 12), st.booleans(), SEEDS)
def test_there_are_always_as_many_centroids_as_asked_for(
    count: int, wanted: int, dim: int, spherical: bool, seed: int
) -> None:
    vectors = rows(count, dim, seed)
    centroids = train_centroids(vectors, wanted, seed, spherical=spherical)
    assert centroids.dtype == np.float32
    assert centroids.shape == (wanted, dim)
    assert np.isfinite(centroids).all()
    if wanted >= count and not spherical:
        assert error(vectors, centroids) < 1e-4


def test_vectors_that_are_all_the_same_are_their_own_centroid() -> None:
    vectors = np.repeat(rows(1, 6, 3), 50, axis=0)
    np.testing.assert_allclose(train_centroids(vectors, 4), vectors[:4], rtol=1e-6)


def test_no_centroid_is_left_without_vectors() -> None:
    # One far point for every hundred near ones: seeds that fall together lose their vectors.
    vectors = np.concatenate([rows(1000, 4, 0) * np.float32(0.01), rows(10, 4, 1) * 100])
    centroids = train_centroids(vectors, 64, 2)
    assert np.bincount(nearest(vectors, centroids), minlength=64).min() > 0


def test_a_cluster_that_lost_its_vectors_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    centres = rows(4, 3, 0) * 10
    vectors = clusters(centres, 20, 0.01)
    monkeypatch.setattr(indexer.compress.kmeans, "_seeded", lambda *_: np.repeat(vectors[:1], 4, axis=0))
    centroids = train_centroids(vectors, 4)
    assert np.bincount(nearest(vectors, centroids), minlength=4).min() > 0


def test_spherical_centroids_have_unit_length() -> None:
    vectors = rows(300, 10, 0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    centroids = train_centroids(vectors, 12, spherical=True)
    np.testing.assert_allclose(np.linalg.norm(centroids, axis=1), 1, rtol=1e-5)


def test_there_are_no_centroids_of_no_vectors() -> None:
    with pytest.raises(ValueError, match="no vectors"):
        train_centroids(rows(0, 4, 0), 2)
