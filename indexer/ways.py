"""Ways to find pages by their look: a scan of codes held in memory, or candidates whose codes are read from disk.

Candidates come from sets of centroids held in memory, or from encodings that the database looks through.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats, unit_rows
from indexer.candidates import CodeSets, best_places, distance
from indexer.codes import CodesTable, StoredCodes
from indexer.maxsim import CodedPages, best_cosines, best_pages
from indexer.memory import give_back
from indexer.page_list import PageList
from indexer.presence import by_term, page_scores, term_weights
from indexer.sets import SetsTable
from indexer.types import Page, QueryEmbedding

RERANKED = 100
"""How many candidates are scored by their codes, at least."""
ENCODED = 200
"""How many pages are scored that encodings found: they tell less than sets do."""
SAMPLED = 512
"""How many pages tell how rare a term is, where not all pages are looked at."""
# So many of the most hopeful candidates are read from disk at least, before the others are given up or read as well.
_FIRST_BLOCK = 32
_WATCHED = 256
_TELLING = 4096
# Of words that are spotted, by the library's centroids.
_HOPELESS = 0.3
_TERM_PROBES = 64


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
            self._coded = CodedPages(self.codes.codec)
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


class Candidates:
    """Holds of each page the set of centroids it falls to, and reads from disk the codes of the likely ones."""

    def __init__(self, codes: CodesTable, sets: SetsTable) -> None:
        self.codes = codes
        self.sets = sets
        self._code_sets = CodeSets(sets.centroids)
        self._pages = PageList()
        for documents, numbers, row_ids, centroids, lengths in sets.batches():
            self._pages.extend(documents, numbers, row_ids)
            self._code_sets.extend_flat(centroids, lengths)
        self._code_sets.settle()
        give_back()
        self._watched, self._distance_sum = 0, 0.0
        self._sample = _Sample(codes)

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def documents(self) -> set[str]:
        """The documents whose sets there are."""
        return self.sets.documents

    @property
    def resident_bytes(self) -> int:
        """How much memory sets and pages take."""
        return self._code_sets.resident_bytes + self._pages.resident_bytes

    @property
    def drift(self) -> float:
        """How much farther from their centroids new vectors lie than those these were made for; 1 is no farther."""
        if self._watched < _TELLING or not self.sets.error:
            return 1.0
        return self._distance_sum / self._watched / self.sets.error

    def add(self, pages: Sequence[StoredCodes]) -> None:
        """Find the sets of pages by what their codes stand for, and keep them."""
        if not pages or self.codes.codec is None:
            return
        added = []
        for stored in pages:
            vectors = self.codes.codec.decode(stored.codes)
            # Codes may leave vectors shorter than they were; which centroid is nearest does not depend on it.
            added.append((stored.page, stored.row_id, self._code_sets.codes(vectors)))
            self._watch(vectors)
        self.sets.add(added)
        self._pages.extend(
            [page.document for page, _, _ in added],
            [page.number for page, _, _ in added],
            [row_id for _, row_id, _ in added],
        )
        self._code_sets.extend([centroids for _, _, centroids in added])

    def remove(self, documents: Collection[str]) -> None:
        """Drop the pages of these documents; their rows are the store's to remove."""
        gone = self._pages.within(documents)
        if gone.any():
            self._pages.keep(~gone)
            self._code_sets.keep(~gone)
        self.documents.difference_update(documents)

    def search(
        self, query: QueryEmbedding, limit: int, documents: Collection[str] | None, also: Collection[Page]
    ) -> Scores:
        """Estimate every page by its set, and score the likely ones by their codes until no other can be better."""
        if self.codes.codec is None or not len(query.vectors) or not len(self._pages):
            return Scores()
        scorer = _Scorer(self.codes, query, self._sample)
        exact: dict[int, float] = {}
        patches: dict[int, int] = {}
        self._score(scorer, self._pages.find(also), exact, patches)
        estimates = self.estimate(query, scorer.weights)
        if documents is not None:
            estimates[~self._pages.within(documents)] = -np.inf
        # How much better than its estimate a page has turned out to be, at most.
        surprise = max((value - float(estimates[at]) for at, value in exact.items()), default=-np.inf)
        hopeful = best_places(estimates, max(limit, RERANKED))
        # Reading many rows at once takes hardly longer than reading few: so there are two blocks, not many.
        first = max(_FIRST_BLOCK, 2 * limit)
        for start, block in ((0, hopeful[:first]), (first, hopeful[first:])):
            if not len(block):
                break
            # Only sums of cosines can be compared with sums of cosines.
            best_left = float(estimates[block[0]]) + surprise if query.presence is None else np.inf
            if start and best_left < _nth_best(exact.values(), limit):
                break
            fresh = np.array([at for at in block.tolist() if at not in exact], np.int64)
            self._score(scorer, fresh, exact, patches)
            surprise = max([surprise, *(exact[at] - float(estimates[at]) for at in fresh.tolist() if at in exact)])
        pages = {at: self._pages.page(at) for at in exact}
        return Scores(
            {page: exact[at] for at, page in pages.items()},
            {page: patches[at] for at, page in pages.items()},
            scorer.weights,
        )

    def estimate(self, query: QueryEmbedding, weights: Floats | None) -> Floats:
        """Estimate every page by its set; returns (pages,) float32.

        weights: of the question's terms in the library; None where all count the same, or cosines are added.
        """
        if query.presence is None:
            return self._code_sets.scores(query.vectors)
        cosines = by_term(self._code_sets.cosines(query.vectors), query.terms)
        # A word is less like its centroid than like itself, so what is unlike is no proof that it is missing.
        hopeful = np.clip((cosines - _HOPELESS) / (query.presence.high - _HOPELESS), 0, 1)
        weighed = hopeful if weights is None else hopeful * weights[:, None]
        return self._code_sets.added(weighed.astype(np.float32), _TERM_PROBES)

    def _score(
        self, scorer: _Scorer, places: NDArray[np.int64], exact: dict[int, float], patches: dict[int, int]
    ) -> None:
        """Read the codes of some pages and score them."""
        row_ids = dict(zip(places.tolist(), self._pages.row_ids(places).tolist(), strict=True))
        found = self.codes.take(list(row_ids.values()))
        here = [at for at, row_id in row_ids.items() if row_id in found]
        if here:
            scores = scorer([found[row_ids[at]] for at in here])
            exact.update(zip(here, scores.tolist(), strict=True))
            patches.update((at, len(found[row_ids[at]])) for at in here)

    def _watch(self, vectors: Floats) -> None:
        looked_at = vectors[:: -(-len(vectors) // _WATCHED)]
        self._distance_sum += len(looked_at) * distance(unit_rows(looked_at), self.sets.centroids)
        self._watched += len(looked_at)
        if self._watched > 8 * _TELLING:
            self._watched, self._distance_sum = self._watched // 2, self._distance_sum / 2


class Encodings:
    """Lets the database find likely pages by their MUVERA encodings; nothing is held in memory."""

    def __init__(self, codes: CodesTable) -> None:
        self.codes = codes
        self.documents: set[str] = set()
        self._sample = _Sample(codes)

    def __len__(self) -> int:
        return self.codes.count()

    @property
    def resident_bytes(self) -> int:
        """How much memory it takes."""
        return 0

    def add(self, pages: Sequence[StoredCodes]) -> None:
        """Take note of documents; their rows are there already."""
        self.documents.update(stored.page.document for stored in pages)

    def remove(self, documents: Collection[str]) -> None:
        """Drop documents; their rows are the store's to remove."""
        self.documents.difference_update(documents)

    def search(
        self, query: QueryEmbedding, limit: int, documents: Collection[str] | None, also: Collection[Page]
    ) -> Scores:
        """Score the pages with the best encodings, and those that were named, by their codes."""
        if self.codes.codec is None or not len(query.vectors) or (documents is not None and not documents):
            return Scores()
        found = self.codes.nearest(query.vectors, max(limit, ENCODED), documents)
        codes = {stored.page: stored.codes for stored, _ in found if stored.page.document in self.documents}
        codes.update((page, look.codes) for page, look in self.codes.read(set(also) - codes.keys()).items())
        scorer = _Scorer(self.codes, query, self._sample)
        scores = scorer(list(codes.values()))
        patches = {page: len(rows) for page, rows in codes.items()}
        return Scores(dict(zip(codes, scores.tolist(), strict=True)), patches, scorer.weights)


class _Sample:
    """Pages drawn from a library, to tell how rare a term is in all of it."""

    def __init__(self, codes: CodesTable) -> None:
        self._codes = codes
        self._drawn: CodedPages | None = None
        self._drawn_of = 0

    def __call__(self) -> CodedPages | None:
        """Return the sample; it is drawn again when the library has doubled."""
        if self._codes.codec is not None and (self._drawn is None or self._codes.count() > 2 * self._drawn_of):
            self._drawn, self._drawn_of = CodedPages(self._codes.codec), self._codes.count()
            for stored in self._codes.sample_stored(SAMPLED, seed=2):
                if len(stored.codes):
                    self._drawn.add(stored.page, stored.codes)
        return self._drawn


class _Scorer:
    """Scores a few pages of a library by their codes. weights: of the question's terms, in all of the library."""

    def __init__(self, codes: CodesTable, query: QueryEmbedding, sample: _Sample) -> None:
        assert codes.codec is not None
        self._query, self._codec = query, codes.codec
        self._score = codes.codec.scorer(query.vectors)
        self.weights: Floats | None = None
        self._usual_patches: float | None = None
        if query.presence is not None and (drawn := sample()):
            self.weights = term_weights(query, drawn.best(query.vectors))
            self._usual_patches = float(drawn.patch_counts.mean())

    def __call__(self, pages: Sequence[Bytes]) -> Floats:
        if not pages:
            return np.zeros(0, np.float32)
        scored = [codes[-1:] for codes in pages] if self._query.is_whole else pages
        best = best_cosines(self._codec, self._score, scored)
        patches = np.array([len(codes) for codes in pages], np.int32)
        return page_scores(self._query, best, patches, self.weights, self._usual_patches)


def _nth_best(values: Collection[float], n: int) -> float:
    return -np.inf if len(values) < n else float(np.partition(np.array(list(values)), -n)[-n])
