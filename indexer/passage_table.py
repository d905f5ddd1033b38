"""What passages mean to one sentence model: a LanceDB table of their vectors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from lancedb.index import IvfSq

from indexer.arrays import Floats
from indexer.database import any_of, delete_where, documents_in, open_table, tidy
from indexer.types import Page

VECTOR = "vector"
# Fewer rows are looked through in some 15 ms. With an index 26,000 take half as long as without, and lose none of the
# first 900 of 60 questions. It is made anew each time there are so many times more.
_FEWEST_INDEXED = 10_000
_GROWTH = 4
# How many of the index's cells are looked at, and how many times too many rows are scored again by what is stored.
_PROBES = 32
_REFINED = 2
# A page has several passages, and the best of them counts.
_ROWS_A_PAGE = 3


@dataclass(frozen=True, slots=True)
class PassageVector:
    """A passage as it is stored. first, last: its first and last word on the page.    vector: (dim,), unit length."""

    page: Page
    first: int
    last: int
    vector: Floats


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """The passage of a page that is nearest to a question."""

    page: Page
    first: int
    last: int
    cosine: float


class PassageTable:
    """The passages of many pages, by one model.

    documents: those that have rows here. They come whole, or not at all.
    """

    def __init__(self, db: Any, name: str, dim: int) -> None:
        self.name = name
        self.dim = dim
        self._schema = pa.schema(
            [
                ("document", pa.string()),
                ("number", pa.int32()),
                ("first", pa.int32()),
                ("last", pa.int32()),
                (VECTOR, pa.list_(pa.float16(), dim)),
            ]
        )
        self._table = open_table(db, name, self._schema)
        self.documents: set[str] = set(documents_in(self._table))
        self._indexed = max((index.num_indexed_rows or 0 for index in self._table.list_indices()), default=0)

    def add(self, passages: Sequence[PassageVector]) -> None:
        """Add all passages of one or more documents, in one step that a crash cannot split."""
        if not passages:
            return
        flat = np.concatenate([passage.vector for passage in passages]).astype(np.float16)
        columns = [
            pa.array([passage.page.document for passage in passages]),
            pa.array([passage.page.number for passage in passages], pa.int32()),
            pa.array([passage.first for passage in passages], pa.int32()),
            pa.array([passage.last for passage in passages], pa.int32()),
            pa.FixedSizeListArray.from_arrays(pa.array(flat), self.dim),
        ]
        self._table.add(pa.table(columns, schema=self._schema))
        self.documents.update(passage.page.document for passage in passages)

    def delete(self, documents: Collection[str]) -> None:
        """Remove documents."""
        mine = self.documents.intersection(documents)
        delete_where(self._table, "document", mine)
        self.documents -= mine

    def count(self) -> int:
        """Return how many passages there are."""
        return int(self._table.count_rows())

    def tidy(self) -> None:
        """Merge small files, drop old versions, and bring new rows into the index."""
        tidy(self._table)
        count = self.count()
        if count >= _GROWTH * max(self._indexed, _FEWEST_INDEXED // _GROWTH):
            # An index learns where its cells are when it is made: one made of few rows fits many badly.
            self._table.create_index(VECTOR, config=IvfSq(distance_type="cosine"))
            self._indexed = count

    def search(self, vector: Floats, limit: int, documents: Collection[str] | None = None) -> list[FoundPassage]:
        """Return the pages, of these documents or of all, whose best passages are nearest to a question, best first."""
        if not limit or (documents is not None and not documents):
            return []
        wanted = _ROWS_A_PAGE * limit
        while True:
            found = self._nearest(vector, wanted, documents)
            best: dict[Page, FoundPassage] = {}
            for passage in found:
                best.setdefault(passage.page, passage)
            if len(best) >= limit or len(found) < wanted:
                return list(best.values())[:limit]
            wanted *= 4

    def _nearest(self, vector: Floats, rows: int, documents: Collection[str] | None) -> list[FoundPassage]:
        query = self._table.search(vector, vector_column_name=VECTOR, query_type="vector").distance_type("cosine")
        if self._indexed:
            query = query.nprobes(_PROBES).refine_factor(_REFINED)
        if documents is not None:
            query = query.where(any_of("document", documents), prefilter=True)
        names = ["document", "number", "first", "last", "_distance"]
        found = query.select(names).limit(rows).to_arrow()
        columns = (found[name].to_pylist() for name in names)
        return [
            FoundPassage(Page(document, number), first, last, 1 - distance)
            for document, number, first, last, distance in zip(*columns, strict=True)
        ]
