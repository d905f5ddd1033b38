"""The pages of a library as they look, found by a scan or by candidates.

A scan looks at everything and is the faster way in a small library. Candidates take a fraction of the memory, and
hardly longer in a library a hundred times as large. Which is faster here is measured, not known.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Collection, Sequence

from indexer.arrays import unit_rows
from indexer.codes import StoredCodes
from indexer.disk import writing
from indexer.looks import Looks
from indexer.maxsim import maxsim
from indexer.two_stage import RERANKED, Candidates, Encodings
from indexer.types import Page, QueryEmbedding
from indexer.ways import Look, Scan, Scores

# What a scan may hold in memory, whichever way is faster.
MOST_RESIDENT_BYTES = 256 << 20
# Below this a measurement says nothing, and a scan takes no time.
_FEWEST_PAGES = 256
_TOKENS = 16
_MEASUREMENTS = 3


class LookIndex:
    """The pages of a library as they look to a model, found in the way that is the faster one here."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._measured_at = 0
        self._scan_ms_per_page = 0.0
        self._candidates_ms = 0.0
        self.way: Look = self._open()

    @property
    def missing(self) -> set[str]:
        """Whole documents that have codes, and are not found yet."""
        return (self._looks.documents.keys() & self._looks.codes.documents) - self.way.documents - self._wordless

    @property
    def wants_sets(self) -> bool:
        """Whether the library has outgrown a scan."""
        if not isinstance(self.way, Scan):
            return False
        if len(self.way) >= 2 * max(self._measured_at, _FEWEST_PAGES // 2):
            self._measure_scan(self.way)
        too_large = self.way.resident_bytes > MOST_RESIDENT_BYTES
        return too_large or self._scan_ms_per_page * len(self.way) > self._candidates_ms > 0

    def add(self, documents: Collection[str]) -> None:
        """Take in documents that are whole now. Raises DiskFull."""
        with writing():
            self.way.add(list(self._looks.codes.stored(documents)))
        self._wordless.update(set(documents) - self.way.documents)

    def remove(self, documents: Collection[str]) -> None:
        """Drop documents."""
        self.way.remove(documents)
        self._wordless.difference_update(documents)

    def use(self, way: Look) -> None:
        """Put another way in the place of the one in use; it knows at least as many pages."""
        way.remove(way.documents - self._looks.documents.keys())
        self.way = way
        self._measured_at = 0

    def search(
        self, query: QueryEmbedding, limit: int, documents: Collection[str] | None = None, also: Collection[Page] = ()
    ) -> Scores:
        """Score the best `limit` pages, of these documents or of all, and the pages named in `also`."""
        return self.way.search(query, limit, documents, also)

    def _open(self) -> Look:
        codes, sets = self._looks.codes, self._looks.sets
        # Documents without a single vector: nothing will ever find them by their look.
        self._wordless: set[str] = set()
        if codes.encoder is not None:
            encodings = Encodings(codes)
            encodings.documents.update(self._looks.documents.keys() & codes.documents)
            return encodings
        scan = Scan(codes)
        if sets is not None:
            candidates = Candidates(codes, sets)
            sample = codes.sample_stored(_FEWEST_PAGES, seed=0)
            scan.add(sample)
            self._measure_scan(scan)
            self._candidates_ms = _median_ms(
                lambda query: candidates.search(query, RERANKED, None, ()), self._some_queries(sample)
            )
            pages = codes.count()
            bytes_needed = scan.resident_bytes / max(len(scan), 1) * pages
            if self._scan_ms_per_page * pages > self._candidates_ms or bytes_needed > MOST_RESIDENT_BYTES:
                return candidates
            # This was measured: no rule of thumb is to say otherwise before the library has grown.
            self._measured_at = pages
            scan = Scan(codes)
        scan.add([stored for stored in codes.stored() if stored.page.document in self._looks.documents])
        self._wordless = (self._looks.documents.keys() & codes.documents) - scan.documents
        return scan

    def _measure_scan(self, scan: Scan) -> None:
        """Time a scan, and what candidates cost at least: reading some pages from disk and scoring them."""
        self._measured_at = len(scan)
        sample = self._looks.codes.sample_stored(RERANKED, seed=1)
        if not sample or self._looks.codes.codec is None:
            return
        codec, queries = self._looks.codes.codec, self._some_queries(sample)
        scan_ms = _median_ms(lambda query: scan.search(query, RERANKED, None, ()), queries)
        self._scan_ms_per_page = scan_ms / len(scan)
        row_ids = [stored.row_id for stored in sample]

        def rerank(query: QueryEmbedding) -> None:
            maxsim(codec, codec.scorer(query.vectors), list(self._looks.codes.take(row_ids).values()))

        self._candidates_ms = _median_ms(rerank, queries)

    def _some_queries(self, sample: Sequence[StoredCodes]) -> list[QueryEmbedding]:
        """Make questions of pages: different ones, because the ways remember what was asked last."""
        codec = self._looks.codes.codec
        if codec is None:
            return []
        largest = sorted(sample, key=lambda stored: -len(stored.codes))[:_MEASUREMENTS]
        asked = [unit_rows(codec.decode(stored.codes[:_TOKENS])) for stored in largest]
        return [QueryEmbedding(vectors, ("",) * len(vectors)) for vectors in asked]


def _median_ms(work: Callable[[QueryEmbedding], object], queries: Sequence[QueryEmbedding]) -> float:
    times = [0.0] if not queries else []
    for query in queries:
        start = time.perf_counter()
        work(query)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)
