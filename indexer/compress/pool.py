"""Pooling: similar vectors of a page become one, and nothing that the page shows is dropped.

Average linkage on the cosine. The mean similarity of all pairs of two clusters is the product of their means, so no
matrix has to be kept; and two clusters that are each other's nearest can be merged at once, in any order, without
changing the tree (average linkage is reducible). A round merges all such pairs, and the tree is cut afterwards.
Sources: token pooling (Clavié et al., 2024); reciprocal nearest neighbours (Murtagh, 1983).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Floats
from indexer.compress.members import loose_rows, merge_rows
from indexer.types import PatchEmbeddings

# Vectors this alike are one from the start: in a heap of equals hardly any two are each other's nearest.
_SAME = 1 - 1e-4
_EQUAL = np.float32(1e-6)


def pool(embeddings: PatchEmbeddings, factor: int) -> PatchEmbeddings:
    """Merge the vectors of a page to one in `factor`, rounded up, or fewer where many are the same.

    Every cell stays, with the vector that now stands for it. Vectors without a place (LOOSE) merge only with one
    another. Raises ValueError when factor < 1; a factor of 1 changes nothing.
    """
    if factor < 1:
        raise ValueError("a pooling factor is at least 1")
    if factor == 1:
        return embeddings
    loose = loose_rows(embeddings)
    groups = np.empty(len(loose), np.int32)
    for part in (np.flatnonzero(~loose), np.flatnonzero(loose)):
        # A group goes by the number of one of its rows, so that those of the two parts never meet.
        groups[part] = part[_clusters(embeddings.vectors[part], -(-len(part) // factor))]
    return merge_rows(embeddings, groups)


def _clusters(vectors: Floats, count: int) -> NDArray[np.intp]:
    """Cut vectors into at most `count` clusters by average linkage; returns one row of its cluster for each row."""
    if len(vectors) <= count:
        return np.arange(len(vectors))
    similarity = vectors @ vectors.T
    leaders = _leaders(similarity)
    distinct, among = np.unique(leaders, return_inverse=True)
    if len(distinct) <= count:
        return leaders
    if len(distinct) < len(vectors):
        similarity = similarity[np.ix_(distinct, distinct)]
    sizes = np.bincount(among).astype(np.float32)
    merged = _Tree(vectors[distinct], sizes, count).grow(-similarity).cut()
    return distinct[merged[among]]


def _leaders(similarity: Floats) -> NDArray[np.intp]:
    """Return for each row the first one that is all but the same, or itself."""
    same = similarity >= _SAME
    np.fill_diagonal(same, True)
    leaders = same.argmax(axis=1)
    # Only one step, so that a slow drift from row to row is not taken for sameness.
    return np.where(leaders[leaders] == leaders, leaders, np.arange(len(leaders)))


class _Tree:
    """The tree of merges over vectors; nodes 0 .. n - 1 are the vectors, later ones merges, children first.

    A height is a similarity with its sign turned, so that a tree grows from low to high.
    """

    def __init__(self, vectors: Floats, sizes: Floats, count: int) -> None:
        leaves, dim = vectors.shape
        nodes = 2 * leaves - 1
        self._leaves = leaves
        self._needed = leaves - count
        self._nodes = leaves
        self._means = np.empty((nodes, dim), np.float32)
        self._means[:leaves] = vectors
        self._sizes = np.empty(nodes, np.float32)
        self._sizes[:leaves] = sizes
        self._heights = np.full(nodes, -np.inf, np.float32)
        self._children = np.empty((nodes, 2), np.intp)
        self._nearest = np.empty(nodes, np.intp)
        self._gap = np.empty(nodes, np.float32)

    def grow(self, heights: Floats) -> _Tree:
        """Merge until the lowest merges, as many as are needed, are known.

        heights: (leaves, leaves), used up.
        """
        active = stale = np.arange(self._leaves)
        while True:
            rows = np.arange(len(stale))
            place = np.searchsorted(active, stale)
            heights[rows, place] = np.inf
            at = heights.argmin(axis=1)
            # Among equals everyone would choose the same one, and a round merge a single pair: neighbours pair up.
            beside = np.minimum(place ^ 1, len(active) - 1)
            at = np.where(heights[rows, beside] <= heights[rows, at] + _EQUAL, beside, at)
            self._nearest[stale] = active[at]
            self._gap[stale] = heights[rows, at]
            known = self._heights[self._leaves : self._nodes]
            if len(known) >= self._needed:
                # What is nearest to nothing below the cut takes part in no merge below it.
                active = active[self._gap[active] < np.partition(known, self._needed - 1)[self._needed - 1]]
            if len(active) < 2:
                return self
            new, gone = self._merge(active)
            rest = active[~gone[active]]
            # Whoever was nearest to neither half is not nearest to the whole: the others need no second look.
            stale = np.concatenate([rest[gone[self._nearest[rest]]], new])
            active = np.concatenate([rest, new])
            if len(active) < 2:
                return self
            heights = self._means[stale] @ self._means[active].T
            np.negative(heights, out=heights)

    def _merge(self, active: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Merge all pairs that are each other's nearest; returns the new nodes, and (nodes,) which are gone."""
        nearest = self._nearest[active]
        mutual = (self._nearest[nearest] == active) & (active < nearest)
        left, right = active[mutual], nearest[mutual]
        if not len(left):
            # Rounding can make three equals chase one another.
            closest = self._gap[active].argmin()
            left, right = active[closest, None], nearest[closest, None]
        new = np.arange(self._nodes, self._nodes + len(left))
        self._nodes += len(left)
        self._children[new, 0], self._children[new, 1] = left, right
        shares = self._sizes[left] / (self._sizes[left] + self._sizes[right])
        self._means[new] = self._means[left] * shares[:, None] + self._means[right] * (1 - shares)[:, None]
        self._sizes[new] = self._sizes[left] + self._sizes[right]
        # No lower than its children, which rounding could make it: a cut must not fall between them.
        below = np.maximum(self._heights[left], self._heights[right])
        self._heights[new] = np.maximum(self._gap[left], below)
        gone = np.zeros(len(self._heights), np.bool_)
        gone[left] = gone[right] = True
        return new, gone

    def cut(self) -> NDArray[np.intp]:
        """Return for each leaf one leaf of its cluster, after the lowest merges."""
        lowest = np.argsort(self._heights[self._leaves : self._nodes], kind="stable")[: self._needed] + self._leaves
        above = np.arange(self._nodes)
        above[self._children[lowest]] = lowest[:, None]
        while (above[above] != above).any():
            above = above[above]
        _, first, numbers = np.unique(above[: self._leaves], return_index=True, return_inverse=True)
        return first[numbers]
