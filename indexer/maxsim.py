"""MaxSim over the codes of all pages, held in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats, Ints
from indexer.compress.codec import Codec, Scorer
from indexer.types import Page

_BLOCK_ROWS = 8192
_FIRST_CAPACITY = 4096


class CodedPages:
    """The codes of every page, in the order in which they came, and MaxSim over all of them.

    A page without patches is never added: it has no score, and there is nothing to pad.
    remembered: of how many tokens, those asked for last, it is remembered how like them pages are: whoever types adds
    words to words that were asked for.
    """

    def __init__(self, codec: Codec, remembered: int = 0) -> None:
        self._codec = codec
        self._remembered = remembered
        self._known: dict[bytes, Floats] = {}
        self._resident = codec.resident(np.zeros((0, codec.bytes_per_vector), np.uint8))
        self._starts: list[int] = []
        self._rows = 0
        self.pages: list[Page] = []

    def __len__(self) -> int:
        return len(self.pages)

    @property
    def resident_bytes(self) -> int:
        """How much memory the codes take, room to grow included."""
        return self._resident.nbytes

    def patches(self, place: int) -> int:
        """Return how many vectors the page at this place in `pages` has."""
        end = self._starts[place + 1] if place + 1 < len(self._starts) else self._rows
        return end - self._starts[place]

    def add(self, page: Page, codes: Bytes) -> None:
        """Add a page's (patches, bytes) codes. Raises ValueError when there are none."""
        if not len(codes):
            raise ValueError("a page without patches has no codes to score")
        rows = self._codec.resident(codes)
        needed = self._rows + len(rows)
        if needed > len(self._resident):
            capacity = max(needed, len(self._resident) * 3 // 2, _FIRST_CAPACITY)
            grown = np.empty((capacity, *rows.shape[1:]), rows.dtype)
            grown[: self._rows] = self._resident[: self._rows]
            self._resident = grown
        self._resident[self._rows : needed] = rows
        self._starts.append(self._rows)
        self._rows = needed
        self._known.clear()
        self.pages.append(page)

    def remove(self, documents: frozenset[str]) -> None:
        """Drop the pages of these documents."""
        if not any(page.document in documents for page in self.pages):
            return
        ends = [*self._starts[1:], self._rows]
        kept: list[Page] = []
        starts: list[int] = []
        row = 0
        for page, start, end in zip(self.pages, self._starts, ends, strict=True):
            if page.document in documents:
                continue
            self._resident[row : row + end - start] = self._resident[start:end]
            kept.append(page)
            starts.append(row)
            row += end - start
        self.pages, self._starts, self._rows = kept, starts, row
        self._known.clear()

    @property
    def patch_counts(self) -> Ints:
        """How many vectors each page has."""
        return np.diff([*self._starts, self._rows]).astype(np.int32)

    def scores(self, query: Floats) -> Floats:
        """Score every page: each query token takes its best patch, and the bests are added.

        query: (tokens, dim) float32, unit rows.    Returns (pages,) float32 in the order of `pages`.
        Source: ColBERT (Khattab and Zaharia, 2020), late interaction.
        """
        total: Floats = self.best(query).sum(axis=0)
        return total

    def wholes(self, query: Floats) -> Floats:
        """Return the cosine of each query token with the last vector of every page: (tokens, pages) float32."""
        if not self.pages:
            return np.zeros((len(query), 0), np.float32)
        ends = np.array([*self._starts[1:], self._rows])
        return self._codec.scorer(query)(self._resident[ends - 1])

    def best(self, query: Floats) -> Floats:
        """Return the cosine of each query token's best patch on every page: (tokens, pages) float32."""
        tokens = [token.tobytes() for token in query]
        fresh = [at for at, token in enumerate(tokens) if token not in self._known]
        known = self._known | dict(zip([tokens[at] for at in fresh], self._scanned(query[fresh]), strict=True))
        found = np.zeros((len(query), len(self.pages)), np.float32)
        for at, token in enumerate(tokens):
            found[at] = known[token]
        # Those that were asked for last stand last.
        asked = dict.fromkeys(tokens)
        order = [*(token for token in known if token not in asked), *asked]
        self._known = {token: known[token] for token in order[max(len(order) - self._remembered, 0) :]}
        return found

    def _scanned(self, query: Floats) -> Floats:
        found = np.zeros((len(query), len(self.pages)), np.float32)
        if not found.size:
            return found
        score = self._codec.scorer(query)
        starts = np.array(self._starts)
        for first, last, start, end in _blocks(starts, self._rows):
            found[:, first:last] = score.best(self._resident[start:end], starts[first:last] - start)
        return found


def _blocks(starts: NDArray[np.int64], rows: int) -> Iterator[tuple[int, int, int, int]]:
    """Cut pages into blocks whose numbers stay near the processor: as many whole pages as fit, but at least one.

    starts: (pages,) the first row of each, of `rows` in all.    Yields first and last page, first and last row; the
    last ones do not belong to it.
    """
    ends = np.append(starts[1:], rows)
    first = 0
    while first < len(starts):
        fitting = int(np.searchsorted(ends, starts[first] + _BLOCK_ROWS, side="right"))
        last = max(fitting, first + 1)
        yield first, last, int(starts[first]), int(ends[last - 1])
        first = last


def best_cosines(codec: Codec, score: Scorer, pages: Sequence[Bytes]) -> Floats:
    """Return the cosine of each query token's best patch on a few pages, by their codes: (tokens, pages) float32.

    pages: each (patches, bytes) with at least one patch; at least one page.
    """
    ends = np.cumsum([0, *map(len, pages)])
    starts = ends[:-1]
    best = [
        score.best(codec.resident(np.concatenate(pages[first:last])), starts[first:last] - start)
        for first, last, start, _ in _blocks(starts, int(ends[-1]))
    ]
    return np.concatenate(best, axis=1)


def maxsim(codec: Codec, score: Scorer, pages: Sequence[Bytes]) -> Floats:
    """Score a few pages by their codes, each (patches, bytes) with at least one patch; returns (pages,) float32."""
    if not pages:
        return np.zeros(0, np.float32)
    total: Floats = best_cosines(codec, score, pages).sum(axis=0)
    return total


def cosines(codec: Codec, query: Floats, codes: Bytes) -> Floats:
    """Return the (tokens, patches) cosines of a query with one page's codes."""
    return codec.scorer(query)(codec.resident(codes))


def best_pages(pages: Sequence[Page], scores: Floats, limit: int) -> list[tuple[Page, float]]:
    """Return the `limit` best pages with their scores, best first; ties by page, so that order never flickers."""
    if not len(scores):
        return []
    limit = min(limit, len(scores))
    threshold = np.partition(scores, -limit)[-limit]
    chosen = np.flatnonzero(scores >= threshold)
    ranked = sorted(((float(scores[at]), pages[at]) for at in chosen.tolist()), key=lambda item: (-item[0], item[1]))
    return [(page, score) for score, page in ranked[:limit]]
