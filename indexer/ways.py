"""Ways to find pages by their look, and the first of them: a scan of codes held in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from typing import Protocol

import numpy as np

from indexer.arrays import Floats
from indexer.codes import CodesTable, StoredCodes
from indexer.maxsim import CodedPages, best_pages
from indexer.presence import page_scores, term_weights
from indexer.types import Page, QueryEmbedding

TOKENS_REMEMBERED = 64
"""Some of the words of the last questions; each takes 4 bytes a page."""


class Scores(dict[Page, float]):
    """How well pages match: their MaxSim, or what `presence` makes of it.

    patches: how many vectors each of them has: of more, the best is better by chance.
    weights: (terms,) how much each term of the question counts; None where cosines are added.
    """

    def __init__(
        self,
        scores: Mapping[Page, float] | None = None,
        patches: Mapping[Page, int] | None = None,
        weights: Floats | None = None,
    ) -> None:
        super().__init__(scores or {})
        self.patches = patches or {}
        self.weights = weights


class Look(Protocol):
    """A way to find pages."""

    codes: CodesTable

    def __len__(self) -> int: ...

    @property
    def documents(self) -> Set[str]:
        """Those whose pages it knows."""

    @property
    def resident_bytes(self) -> int:
        """How much memory it takes."""

    def add(self, pages: Sequence[StoredCodes]) -> None:
        """Add pages."""

    def remove(self, documents: Collection[str]) -> None:
        """Drop the pages of these documents."""

    def search(
        self, query: QueryEmbedding, limit: int, documents: Collection[str] | None, also: Collection[Page]
    ) -> Scores:
        """Score the best `limit` pages, of these documents or of all, and the pages named in `also`."""


class Scan:
    """Holds the codes of all pages in memory and looks at every one."""

    def __init__(self, codes: CodesTable) -> None:
        self.codes = codes
        self.documents: set[str] = set()
        self._coded: CodedPages | None = None

    def __len__(self) -> int:
        return len(self._coded) if self._coded is not None else 0

    @property
    def resident_bytes(self) -> int:
        """How much memory the codes take."""
        return self._coded.resident_bytes if self._coded is not None else 0

    def add(self, pages: Sequence[StoredCodes]) -> None:
        """Add pages."""
        if pages and self._coded is None and self.codes.codec is not None:
            self._coded = CodedPages(self.codes.codec, TOKENS_REMEMBERED)
        for stored in pages:
            if self._coded is not None:
                self._coded.add(stored.page, stored.codes)
                self.documents.add(stored.page.document)

    def remove(self, documents: Collection[str]) -> None:
        """Drop the pages of these documents."""
        if self._coded is not None:
            self._coded.remove(frozenset(documents))
        self.documents.difference_update(documents)

    def search(
        self, query: QueryEmbedding, limit: int, documents: Collection[str] | None, also: Collection[Page]
    ) -> Scores:
        """Score every page, and return those that were asked for."""
        if self._coded is None:
            return Scores()
        pages = self._coded.pages
        best_of = self._coded.wholes if query.is_whole else self._coded.best
        best, patches = best_of(query.vectors), self._coded.patch_counts
        weights = term_weights(query, best)
        scores = page_scores(query, best, patches, weights)
        places: Sequence[int] = range(len(pages))
        if documents is not None:
            places = [at for at, page in enumerate(pages) if page.document in documents]
            pages, scores = [pages[at] for at in places], scores[places]
        hits = best_pages(pages, scores, limit)
        wanted = set(np.flatnonzero(scores >= hits[-1][1]).tolist()) if hits else set()
        if also:
            wanted.update(at for at, page in enumerate(pages) if page in also)
        found = {pages[at]: float(scores[at]) for at in wanted if pages[at] in also} | dict(hits)
        counts = {pages[at]: self._coded.patches(places[at]) for at in wanted if pages[at] in found}
        return Scores(found, counts, weights)
