"""Many pages in few bytes: which document, which number, and where their codes lie."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Ints
from indexer.types import Page


class PageList:
    """Pages in the order in which they came, 16 bytes each."""

    def __init__(self) -> None:
        self._documents: list[str] = []
        self._index: dict[str, int] = {}
        self._document_of = np.zeros(0, np.int32)
        self._numbers = np.zeros(0, np.int32)
        self._row_ids = np.zeros(0, np.int64)
        self._by_document: NDArray[np.intp] | None = None
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def resident_bytes(self) -> int:
        """How much memory the pages take, room to grow included."""
        ordered = self._by_document.nbytes if self._by_document is not None else 0
        names = sum(map(len, self._documents)) + 200 * len(self._documents)
        return self._document_of.nbytes + self._numbers.nbytes + self._row_ids.nbytes + ordered + names

    def extend(
        self, documents: Sequence[str], numbers: Sequence[int] | Ints, row_ids: Sequence[int] | NDArray[np.int64]
    ) -> None:
        """Add pages."""
        needed = self._count + len(documents)
        if needed > len(self._numbers):
            capacity = max(needed, len(self._numbers) * 5 // 4)
            self._document_of = np.resize(self._document_of, capacity)
            self._numbers = np.resize(self._numbers, capacity)
            self._row_ids = np.resize(self._row_ids, capacity)
        added = slice(self._count, needed)
        for document in dict.fromkeys(documents):
            if document not in self._index:
                self._index[document] = len(self._documents)
                self._documents.append(document)
        self._document_of[added] = [self._index[document] for document in documents]
        self._numbers[added] = numbers
        self._row_ids[added] = row_ids
        self._count, self._by_document = needed, None

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Drop the pages for which (pages,) `kept` is False; the others close ranks."""
        left = np.flatnonzero(kept)
        used, renumbered = np.unique(self._document_of[left], return_inverse=True)
        self._documents = [self._documents[at] for at in used.tolist()]
        self._index = {document: at for at, document in enumerate(self._documents)}
        self._document_of = renumbered.astype(np.int32)
        self._numbers, self._row_ids = self._numbers[left], self._row_ids[left]
        self._count, self._by_document = len(left), None

    def within(self, documents: Collection[str]) -> NDArray[np.bool_]:
        """Return (pages,): whether a page belongs to one of these documents."""
        chosen = np.array([document in documents for document in self._documents], np.bool_)
        return chosen[self._document_of[: self._count]]

    def pages(self, places: NDArray[np.int64]) -> list[Page]:
        """Return the pages at these places."""
        documents, numbers = self._document_of[places].tolist(), self._numbers[places].tolist()
        return [Page(self._documents[at], number) for at, number in zip(documents, numbers, strict=True)]

    def row_ids(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where the codes of these pages lie."""
        return self._row_ids[places]

    def find(self, pages: Collection[Page]) -> NDArray[np.int64]:
        """Return the places of those of these pages that are here."""
        if self._by_document is None:
            self._by_document = np.argsort(self._document_of[: self._count], kind="stable")
        order, documents_of = self._by_document, self._document_of[: self._count]
        known = [page for page in pages if page.document in self._index]
        documents = [self._index[page.document] for page in known]
        starts = np.searchsorted(documents_of, documents, side="left", sorter=order).tolist()
        ends = np.searchsorted(documents_of, documents, side="right", sorter=order).tolist()
        found: list[int] = []
        for page, start, end in zip(known, starts, ends, strict=True):
            some = order[start:end]
            found.extend(some[self._numbers[some] == page.number].tolist())
        return np.array(found, np.int64)
