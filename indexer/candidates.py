"""Candidates: which few pages are worth exact scoring, found without looking at the others.

Each page is the set of centroids that its patches fall to. An inverted list leads from a centroid to the pages that
have it. A question's token probes its nearest centroids; a page gets, for that token, the cosine of the best probed
centroid it has, or that of the last probed one where it has none; the tokens are added. That is MaxSim with every patch
moved to its centroid. Source: the centroid interaction of PLAID (Santhanam et al., 2022); the floor is ours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Floats, Ints
from indexer.compress.kmeans import train_centroids

PROBES = 16
MOST_CENTROIDS = 16_384  # a page's set stays within two bytes a centroid, and assigning within some milliseconds
_FEWEST_CENTROIDS = 256
_VECTORS_PER_CENTROID = 16
_ITERATIONS = 6
_MEASURED_ON = 4096
_BLOCK_ROWS = 8192
_TAIL_PAGES = 4096
_TAIL_SHARE = 0.25
_PICKED_PAGES = 1 << 18


def centroid_count(vectors: int) -> int:
    """Return how many centroids suit so many vectors: the power of two at or below 8 * sqrt(vectors), within bounds.

    Source: the rule of ColBERTv2 (Santhanam et al., 2022) with half its factor; lists half as many cost half as much.
    """
    suited = int(8 * math.sqrt(max(vectors, 1)))
    return min(max(1 << (suited.bit_length() - 1), _FEWEST_CENTROIDS), MOST_CENTROIDS)


def vectors_to_train_on(centroids: int) -> int:
    """Return how many vectors are worth training on."""
    return centroids * _VECTORS_PER_CENTROID + _MEASURED_ON


def train_sets(vectors: Floats, count: int, seed: int = 0) -> tuple[Floats, float]:
    """Find `count` unit centroids for (n, dim) unit vectors, n > 0, and how far vectors lie from theirs."""
    order = np.random.default_rng(seed).permutation(len(vectors))
    apart = min(len(vectors) // 10, _MEASURED_ON)
    chosen = np.sort(order[apart:][: count * _VECTORS_PER_CENTROID])
    centroids = train_centroids(vectors[chosen], count, seed, _ITERATIONS, spherical=True)
    return centroids, distance(vectors[order[:apart]] if apart else vectors, centroids)


def distance(vectors: Floats, centroids: Floats) -> float:
    """Return 1 less the mean cosine of (n, dim) vectors, n > 0, with their nearest centroids."""
    best = [
        (vectors[start : start + _BLOCK_ROWS] @ centroids.T).max(axis=1)
        for start in range(0, len(vectors), _BLOCK_ROWS)
    ]
    return 1 - float(np.concatenate(best).mean(dtype=np.float64))


class CodeSets:
    """The centroid sets of many pages, numbered in the order in which they came.

    centroids: (count, dim) float32, unit rows.
    New pages gather in a short list of their own, which is merged into the long one when it has grown.
    """

    def __init__(self, centroids: Floats) -> None:
        self._centroids = centroids
        self._lists = _InvertedLists(len(centroids), 0, [])
        self._tail: list[tuple[Ints, Ints]] = []
        self._tail_pages = 0
        self._tail_lists: _InvertedLists | None = None

    def __len__(self) -> int:
        return self._lists.pages + self._tail_pages

    @property
    def resident_bytes(self) -> int:
        """How much memory the lists and the centroids take."""
        tail = self._tail_lists.resident_bytes if self._tail_lists is not None else 0
        tail += sum(codes.nbytes + lengths.nbytes for codes, lengths in self._tail)
        return self._centroids.nbytes + self._lists.resident_bytes + tail

    def codes(self, vectors: Floats) -> Ints:
        """Return the rising, distinct centroid numbers that a page's (patches, dim) vectors fall to."""
        nearest = [
            np.argmax(vectors[start : start + _BLOCK_ROWS] @ self._centroids.T, axis=1)
            for start in range(0, len(vectors), _BLOCK_ROWS)
        ]
        return np.unique(np.concatenate(nearest)).astype(np.int32) if nearest else np.zeros(0, np.int32)

    def extend(self, pages: Sequence[Ints]) -> None:
        """Add pages as their sets of centroid numbers."""
        if pages:
            self.extend_flat(np.concatenate(pages), np.array([len(codes) for codes in pages], np.int32))

    def extend_flat(self, codes: Ints, lengths: Ints) -> None:
        """Add pages whose sets lie end to end: (codes,) and, of each page, how many are its own."""
        self._tail.append((codes, lengths))
        self._tail_pages += len(lengths)
        self._tail_lists = None
        if self._tail_pages > max(_TAIL_PAGES, _TAIL_SHARE * self._lists.pages):
            self.settle()

    def settle(self) -> None:
        """Merge the short list into the long one, whatever its length."""
        if self._tail:
            self._lists = self._lists.with_more(*_end_to_end(self._tail))
        self._tail, self._tail_pages, self._tail_lists = [], 0, None

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Drop the pages for which (pages,) `kept` is False; the others close ranks."""
        self.settle()
        self._lists = self._lists.without(kept)

    def scores(self, query: Floats, probes: int = PROBES) -> Floats:
        """Estimate MaxSim for every page.

        query: (tokens, dim) float32, unit rows.    Returns (pages,) float32; an estimate is never less than the MaxSim
        over the page's centroids, and equals it when every centroid is probed.
        """
        return self.added(self.cosines(query), probes)

    def cosines(self, query: Floats) -> Floats:
        """Return the (tokens, centroids) cosines of a question with all centroids."""
        found: Floats = query @ self._centroids.T
        return found

    def added(self, values: Floats, probes: int = PROBES) -> Floats:
        """Add to each page, for each row of (rows, centroids) values, that of its best probed centroid.

        A page that has none of the `probes` best gets the value of the last of these.    Returns (pages,) float32.
        """
        probes = min(probes, len(self._centroids))
        if not len(values) or not len(self):
            return np.zeros(len(self), np.float32)
        if self._tail and self._tail_lists is None:
            self._tail_lists = _InvertedLists(len(self._centroids), 0, []).with_more(*_end_to_end(self._tail))
        nearest = np.argpartition(values, -probes, axis=1)[:, -probes:]
        best = np.take_along_axis(values, nearest, axis=1)
        least = best.min(axis=1, keepdims=True)
        total = np.full(len(self), least.sum(), np.float32)
        for probed, gains in zip(nearest, best - least, strict=True):
            rising = np.argsort(gains)[np.count_nonzero(gains <= 0) :]
            if len(rising):
                self._lists.add_best(probed[rising], gains[rising], total[: self._lists.pages])
                if self._tail_lists is not None:
                    self._tail_lists.add_best(probed[rising], gains[rising], total[self._lists.pages :])
        return total

    def candidates(self, query: Floats, limit: int, probes: int = PROBES) -> NDArray[np.int64]:
        """Return the numbers of the `limit` pages with the best estimates, best first; ties by number."""
        return best_places(self.scores(query, probes), limit)


def best_places(scores: Floats, limit: int) -> NDArray[np.int64]:
    """Return where the `limit` best scores are, best first; ties by place. Those of minus infinity are left out."""
    if limit < len(scores):
        chosen = np.flatnonzero(scores >= np.partition(scores, -limit)[-limit])
    else:
        chosen = np.arange(len(scores))
    chosen = chosen[scores[chosen] > -np.inf]
    return chosen[np.argsort(-scores[chosen], kind="stable")][:limit]


def _end_to_end(chunks: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    codes, lengths = zip(*chunks, strict=True)
    return np.concatenate(codes), np.concatenate(lengths)


class _InvertedLists:
    """For each centroid the pages that have it, end to end in one array."""

    def __init__(self, centroids: int, pages: int, lists: Sequence[NDArray[np.uint32]]) -> None:
        self.pages = pages
        self._centroids = centroids
        self._bounds = np.zeros(centroids + 1, np.int64)
        if lists:
            self._bounds[1:] = np.cumsum([len(each) for each in lists])
        self._entries = np.concatenate(lists) if lists else np.zeros(0, np.uint32)
        self._best = np.empty(pages, np.float32)

    @property
    def resident_bytes(self) -> int:
        return self._entries.nbytes + self._bounds.nbytes + self._best.nbytes

    def add_best(self, probed: NDArray[np.int64], gains: Floats, total: Floats) -> None:
        """Add to the total of each page in a probed list the most that these lists give it; gains are above 0 and rise.

        Few pages are in any of them. But to pick these is worth it only while all totals stay near the processor.
        """
        starts, ends = self._bounds[probed].tolist(), self._bounds[probed + 1].tolist()
        lists = [self._entries[start:end] for start, end in zip(starts, ends, strict=True)]
        best = self._best
        if self.pages > _PICKED_PAGES:
            best.fill(0)
            for entries, gain in zip(lists, gains.tolist(), strict=True):
                best[entries] = gain
            total += best
            return
        pages = np.concatenate(lists, dtype=np.int64)
        best[pages] = 0
        np.maximum.at(best, pages, np.repeat(gains, [len(each) for each in lists]))
        # A page in several lists is named as often, and put back with the same sum each time.
        total[pages] = total[pages] + best[pages]

    def with_more(self, codes: Ints, lengths: Ints) -> _InvertedLists:
        """Return lists that hold more pages, whose codes lie end to end, numbered from where these end."""
        numbers = np.repeat(np.arange(self.pages, self.pages + len(lengths), dtype=np.uint32), lengths)
        order = np.argsort(codes, kind="stable")
        more = np.split(numbers[order], np.searchsorted(codes[order], np.arange(1, self._centroids)))
        return _InvertedLists(self._centroids, self.pages + len(lengths), self._joined(more))

    def without(self, kept: NDArray[np.bool_]) -> _InvertedLists:
        """Return lists of the kept pages only, numbered anew."""
        renumbered = (np.cumsum(kept) - 1).astype(np.uint32)
        lists = [renumbered[entries[kept[entries]]] for entries in self._split()]
        return _InvertedLists(self._centroids, int(kept.sum()), lists)

    def _split(self) -> list[NDArray[np.uint32]]:
        return np.split(self._entries, self._bounds[1:-1])

    def _joined(self, more: Sequence[NDArray[np.uint32]]) -> list[NDArray[np.uint32]]:
        if not len(self._entries):
            return list(more)
        return [np.concatenate(pair) for pair in zip(self._split(), more, strict=True)]
