"""K-means: the centroids that codebooks are made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Floats, Ints, unit_rows

_BLOCK_ROWS = 2048
_SEEDING_ROWS = 32  # for each centroid; more makes the seeding slower and the centroids no better
_ENOUGH = 1e-4
# Seeding one after the other takes a pass a centroid; among so many, vectors drawn at random are as good a start.
_MOST_SEEDED = 1024


def train_centroids(
    vectors: Floats, count: int, seed: int = 0, iterations: int = 20, *, spherical: bool = False
) -> Floats:
    """Find `count` centroids such that every vector is near one of them, the same ones for the same seed.

    vectors: (n, dim) float32.    spherical: centroids of unit length, for vectors of unit length.
    Returns (count, dim) float32; some repeat when there are fewer different vectors than that.
    Raises ValueError when there are no vectors.
    Source: Lloyd (1982), up to 1,024 centroids seeded on a sample by k-means++ (Arthur and Vassilvitskii, 2007).
    """
    if not len(vectors):
        raise ValueError("there are no vectors to find centroids of")
    vectors = np.ascontiguousarray(vectors, np.float32)
    rng = np.random.default_rng(seed)
    sample = vectors[np.sort(rng.permutation(len(vectors))[: _SEEDING_ROWS * count])]
    centroids = _seeded(sample, count, rng) if count <= _MOST_SEEDED else sample[_drawn(len(sample), count, rng)]
    if spherical:
        centroids = unit_rows(centroids)
    lengths = np.einsum("nd,nd->n", vectors, vectors)
    before = np.inf
    for _ in range(iterations):
        labels, closeness = _nearest(vectors, centroids)
        errors = np.maximum(lengths - 2 * closeness, 0)
        total = float(errors.sum(dtype=np.float64))
        sizes = np.bincount(labels, minlength=count)
        filled = np.flatnonzero(sizes)
        if len(filled) == count and total >= before * (1 - _ENOUGH):
            break
        before = total
        sorted_rows = vectors[np.argsort(labels, kind="stable")]
        starts = np.cumsum(sizes) - sizes
        centroids[filled] = np.add.reduceat(sorted_rows, starts[filled], axis=0) / sizes[filled, None]
        empty = np.flatnonzero(sizes == 0)
        if total:
            # A cluster that lost its vectors starts again at one that is badly off.
            lost = empty[: np.count_nonzero(errors)]
            chances = errors.astype(np.float64)
            centroids[lost] = vectors[rng.choice(len(vectors), len(lost), replace=False, p=chances / chances.sum())]
        if spherical:
            centroids = unit_rows(centroids)
    return centroids


def nearest(vectors: Floats, centroids: Floats) -> Ints:
    """Return the (n,) int32 rows of the (count, dim) centroids that the (n, dim) vectors are nearest to."""
    return _nearest(vectors, centroids)[0]


def _nearest(vectors: Floats, centroids: Floats) -> tuple[Ints, Floats]:
    """Return labels (n,), and closeness (n,): product with the centroid less half its squared length."""
    labels = np.empty(len(vectors), np.int32)
    closeness = np.empty(len(vectors), np.float32)
    halves = 0.5 * np.einsum("kd,kd->k", centroids, centroids)
    across = np.ascontiguousarray(centroids.T)
    for start in range(0, len(vectors), _BLOCK_ROWS):
        block = vectors[start : start + _BLOCK_ROWS] @ across
        block -= halves
        best = block.argmax(axis=1)
        labels[start : start + len(block)] = best
        closeness[start : start + len(block)] = block[np.arange(len(block)), best]
    return labels, closeness


def _seeded(sample: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Choose `count` rows of `sample`, each with a chance that grows with its squared distance to those before it."""
    lengths = np.einsum("nd,nd->n", sample, sample)
    chosen = [int(rng.integers(len(sample)))]
    distances: NDArray[np.float32] = np.full(len(sample), np.inf, np.float32)
    while len(chosen) < count:
        newest = chosen[-1]
        to_newest = lengths + lengths[newest] - 2 * (sample @ sample[newest])
        to_newest[newest] = 0
        np.minimum(distances, np.maximum(to_newest, 0), out=distances)
        chances = np.cumsum(distances, dtype=np.float64)
        at = np.searchsorted(chances, rng.random() * chances[-1], side="right")
        chosen.append(min(int(at), len(sample) - 1))
    return sample[chosen]


def _drawn(rows: int, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw `count` rows, each once before any is drawn again."""
    return np.resize(rng.permutation(rows), count)
