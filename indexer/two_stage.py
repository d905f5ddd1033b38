"""Ways to find pages by their look in two stages: likely pages first, and then only these by their codes.

Likely pages come from sets of centroids held in memory, or from encodings that the database looks through.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats, unit_rows
from indexer.candidates import CodeSets, best_places, distance
from indexer.codes import CodesTable, StoredCodes
from indexer.maxsim import CodedPages, best_cosines
from indexer.memory import give_back
from indexer.page_list import PageList
from indexer.presence import by_term, page_scores, term_weights
from indexer.sets import SetsTable
from indexer.types import Page, QueryEmbedding
from indexer.ways import TOKENS_REMEMBERED, Scores

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
# Sets leave what they do not need of this to the codes that were read last: all of a small library's, in effect, while
# in a large one a page is seldom asked for twice.
_RESIDENT_BYTES = 9_000_000
# Of words that are spotted, by the library's centroids.
_HOPELESS = 0.3
_TERM_PROBES = 64


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
        self._recent = RecentCodes(codes)

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def documents(self) -> set[str]:
        """The documents whose sets there are."""
        return self.sets.documents

    @property
    def resident_bytes(self) -> int:
        """How much memory sets, pages and the codes read last take."""
        return self._code_sets.resident_bytes + self._pages.resident_bytes + self._recent.resident_bytes

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
        named = self._pages.find(also)
        estimates = self.estimate(query, scorer.weights)
        if documents is not None:
            estimates[~self._pages.within(documents)] = -np.inf
        hopeful = best_places(estimates, max(limit, RERANKED))
        # Reading many rows at once takes hardly longer than reading few: so there are two blocks, not many.
        first = max(_FIRST_BLOCK, 2 * limit)
        # How much better than its estimate a page has turned out to be, at most.
        surprise = -np.inf
        for start, block in ((0, np.concatenate([named, hopeful[:first]])), (first, hopeful[first:])):
            if not len(block):
                break
            # Only sums of cosines can be compared with sums of cosines.
            best_left = float(estimates[block[0]]) + surprise if query.presence is None else np.inf
            if start and best_left < _nth_best(exact.values(), limit):
                break
            fresh = np.array([at for at in dict.fromkeys(block.tolist()) if at not in exact], np.int64)
            self._score(scorer, fresh, exact, patches)
            surprise = max([surprise, *(exact[at] - float(estimates[at]) for at in fresh.tolist() if at in exact)])
        pages = self._pages.pages(np.fromiter(exact, np.int64))
        counts = [patches[at] for at in exact]
        return Scores(
            dict(zip(pages, exact.values(), strict=True)), dict(zip(pages, counts, strict=True)), scorer.weights
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
        """Score some pages by their codes."""
        row_ids = dict(zip(places.tolist(), self._pages.row_ids(places).tolist(), strict=True))
        room = _RESIDENT_BYTES - self._code_sets.resident_bytes - self._pages.resident_bytes
        found = self._recent.take(list(row_ids.values()), room)
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


class RecentCodes:
    """The codes of the pages that were asked for last, in memory. Rows of a table never change."""

    def __init__(self, codes: CodesTable) -> None:
        self._codes = codes
        self._kept: dict[int, Bytes] = {}
        self.resident_bytes = 0

    def take(self, row_ids: Sequence[int], most_bytes: int) -> dict[int, Bytes]:
        """Return the codes of a few rows, read from disk if need be, and keep `most_bytes` of the last that were taken.

        Rows that are gone, or have no codes, are left out.
        """
        found = {row_id: self._kept.pop(row_id) for row_id in row_ids if row_id in self._kept}
        read = self._codes.take([row_id for row_id in row_ids if row_id not in found])
        if most_bytes <= 0 and not found and not self._kept:
            return read
        # What is read is a view of everything that was read with it.
        found.update((row_id, codes.copy()) for row_id, codes in read.items())
        self._kept.update(found)
        self.resident_bytes += sum(found[row_id].nbytes for row_id in read)
        while self._kept and self.resident_bytes > most_bytes:
            self.resident_bytes -= self._kept.pop(next(iter(self._kept))).nbytes
        return found


class _Sample:
    """Pages drawn from a library, to tell how rare a term is in all of it."""

    def __init__(self, codes: CodesTable) -> None:
        self._codes = codes
        self._drawn: CodedPages | None = None
        self._drawn_of = 0

    def __call__(self) -> CodedPages | None:
        """Return the sample; it is drawn again when the library has doubled."""
        if self._codes.codec is not None and (self._drawn is None or self._codes.count() > 2 * self._drawn_of):
            self._drawn = CodedPages(self._codes.codec, TOKENS_REMEMBERED)
            self._drawn_of = self._codes.count()
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
