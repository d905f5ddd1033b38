"""Where the centroid sets of pages are kept: a LanceDB table beside the file of its centroids."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer import rows
from indexer.arrays import Floats, Ints
from indexer.codes import delete_where, documents_in, open_table, tidy
from indexer.disk import replace_file
from indexer.types import Page


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
            self.centroids: Floats = file["centroids"].astype(np.float32)
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

    def batches(self) -> Iterator[tuple[list[str], Ints, NDArray[np.int64], list[Ints]]]:
        """Yield documents, numbers, rows of codes, and sets of every page, some thousands at a time."""
        for batch in self._table.search().select(rows.SETS.names).limit(None).to_batches():
            flat = batch.column("centroids")
            offsets = np.frombuffer(flat.buffers()[1], "<i4")[flat.offset : flat.offset + len(flat) + 1]
            centroids = np.frombuffer(flat.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]].view("<u2")
            sets = np.split(centroids.astype(np.int32), (offsets[1:-1] - offsets[0]) // 2)
            numbers, row_ids = (batch.column(name).to_numpy() for name in ("number", "row_id"))
            yield batch.column("document").to_pylist(), numbers, row_ids, sets

    def delete(self, documents: Collection[str]) -> None:
        """Remove documents."""
        delete_where(self._table, "document", documents)
        self.documents.difference_update(documents)

    def tidy(self) -> None:
        """Merge small files and drop old versions."""
        tidy(self._table)

    def drop(self, db: Any) -> None:
        """Remove the whole table and its centroids."""
        db.drop_table(self.name)
        with suppress(FileNotFoundError):
            self._file.unlink()
