"""Where the centroid sets of pages are kept: a LanceDB table beside the file of its centroids."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer import rows
from indexer.arrays import Floats, Ints
from indexer.database import delete_where, documents_in, open_table, tidy
from indexer.disk import replace_file
from indexer.types import Page

# Lists are merged that often while a library is opened.
_AT_ONCE = 100_000


class SetsTable:
    """The sets of many pages, over one set of centroids.

    centroids: (count, dim) float32, unit rows.    error: how far vectors lay from their centroids when these were made.
    pages: how many pages there were then.    documents: those that have rows here.
    Opening one whose centroids are missing raises FileNotFoundError.
    """

    def __init__(self, db: Any, name: str, codebooks: Path) -> None:
        self.name = name
        self._file = codebooks / f"{name}.npz"
        with np.load(self._file, allow_pickle=False) as file:
            # Laid out as products with questions want them.
            self.centroids: Floats = file["centroids"].astype(np.float32, order="F")
            self.error, self.pages = float(file["error"]), int(file["pages"])
        self._table = open_table(db, name, rows.SETS)
        self.documents: set[str] = set(documents_in(self._table))

    @staticmethod
    def create(db: Any, name: str, codebooks: Path, centroids: Floats, error: float, pages: int) -> SetsTable:
        """Make a table for sets over these centroids."""
        content = io.BytesIO()
        # Half the bits say as well which centroid is nearest, and assigning uses what was written.
        np.savez(content, centroids=centroids.astype(np.float16), error=np.array(error), pages=np.array(pages))
        replace_file(codebooks / f"{name}.npz", content.getvalue())
        return SetsTable(db, name, codebooks)

    def add(self, pages: Sequence[tuple[Page, int, Ints]]) -> None:
        """Add pages, the rows of their codes, and their sets."""
        if pages:
            self._table.add(rows.sets_table(pages))
            self.documents.update(page.document for page, _, _ in pages)

    def batches(self) -> Iterator[tuple[list[str], Ints, NDArray[np.int64], Ints, Ints]]:
        """Yield documents, numbers, rows of codes, sets end to end, and their lengths, of many pages at a time."""
        columns: list[tuple[list[str], Ints, NDArray[np.int64], Ints, Ints]] = []
        for batch in self._table.search().select(rows.SETS.names).limit(None).to_batches():
            flat = batch.column("centroids")
            offsets = np.frombuffer(flat.buffers()[1], "<i4")[flat.offset : flat.offset + len(flat) + 1]
            data = np.frombuffer(flat.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]
            numbers, row_ids = (batch.column(name).to_numpy() for name in ("number", "row_id"))
            lengths = (np.diff(offsets) // 2).astype(np.int32)
            documents = batch.column("document").to_pylist()
            columns.append((documents, numbers, row_ids, data.view("<u2").astype(np.int32), lengths))
            if sum(len(each[0]) for each in columns) >= _AT_ONCE:
                yield _joined(columns)
                columns = []
        if columns:
            yield _joined(columns)

    def delete(self, documents: Collection[str]) -> None:
        """Remove documents."""
        delete_where(self._table, "document", documents)
        self.documents.difference_update(documents)

    def tidy(self) -> None:
        """Merge small files and drop old versions."""
        tidy(self._table)


def _joined(
    batches: list[tuple[list[str], Ints, NDArray[np.int64], Ints, Ints]],
) -> tuple[list[str], Ints, NDArray[np.int64], Ints, Ints]:
    documents = [document for some, *_ in batches for document in some]
    numbers, row_ids, codes, lengths = (np.concatenate([each[at] for each in batches]) for at in range(1, 5))
    return documents, numbers, row_ids, codes, lengths
