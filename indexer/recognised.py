"""What was read on pages without a text layer: it goes to the table of pages, and marks to a table of their own.

Marks say what was tried, so that a page with no print is not tried again and again. A document's last mark, for the
document as a whole, is written when all of its pages were tried; until then, those are left that have no text and no
mark.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from indexer import rows
from indexer.database import PageRows, any_of, delete_where, documents_in, open_table, tidy
from indexer.rows import StoredPage, StoredText
from indexer.types import Page, PageText, PatchEmbeddings, PatchGrid

NAME = "recognised"
# No page has this number.
_WHOLE = 0
_SCHEMA = pa.schema([("document", pa.string()), ("number", pa.int32()), ("words", pa.int32())])
_NO_LOOK = PatchEmbeddings(np.zeros((0, 0), np.float32), np.zeros(0, np.int32), PatchGrid(1, 1))


class Recognised:
    """What was read on pages without a text layer.

    pages: the table of pages.    documents: those that have marks.    finished: those all of whose pages were tried,
    and how many of these say something now.    writes: by document, how often its text changed since this was opened.
    """

    def __init__(self, db: Any, pages: Any) -> None:
        self._pages = pages
        self._table = open_table(db, NAME, _SCHEMA)
        self._rows = PageRows(self._table)
        self.documents: set[str] = set(documents_in(self._table))
        whole = self._table.search().where(f"number = {_WHOLE}").limit(None).to_arrow()
        self.finished: dict[str, int] = dict(
            zip(whole["document"].to_pylist(), whole["words"].to_pylist(), strict=True)
        )
        self.writes: dict[str, int] = {}

    def untried(self, document: str) -> list[int]:
        """Return the numbers of a document's pages that have no text and were not tried."""
        tried = _numbers(self._table, any_of("document", [document]))
        return sorted(_numbers(self._pages, f"{any_of('document', [document])} AND text = ''") - tried)

    def write(self, texts: Mapping[Page, PageText]) -> None:
        """Store what was read on pages, those that have no print among them."""
        if not texts:
            return
        said = {page: text for page, text in texts.items() if text.words}
        if said:
            new = rows.pages_table([StoredPage(page, StoredText(text, 0.0), _NO_LOOK) for page, text in said.items()])
            # Of a page that is there, these columns alone.
            new = new.select(["document", "number", "text", "boxes"])
            self._pages.merge_insert(["document", "number"]).when_matched_update_all().execute(new)
            self._count_writes({page.document for page in said})
        # After the text: of a page that has it, a lost mark is no harm.
        self._mark(texts, [len(text.words) for text in texts.values()])

    def saying(self, document: str) -> int:
        """Count the pages of a document that say anything, by their text layer or by what was read."""
        return int(self._pages.count_rows(f"{any_of('document', [document])} AND text != ''"))

    def finish(self, document: str, read: int) -> None:
        """Take note, for good, that all pages of a document were tried, and how many of them say something now."""
        self._mark([Page(document, _WHOLE)], [read])
        self.finished[document] = read

    def among(self, pages: Collection[Page]) -> set[Page]:
        """Return those of a few pages whose text was recognised."""
        some = [page for page in pages if page.document in self.documents]
        found = self._rows.read(some).to_pylist() if some else []
        return {Page(row["document"], row["number"]) for row in found if row["words"]}

    def delete(self, documents: Collection[str]) -> None:
        """Forget documents."""
        delete_where(self._table, "document", self.documents.intersection(documents))
        self.documents.difference_update(documents)
        for document in documents:
            self.finished.pop(document, None)
        # Should it come back, it comes without what was read.
        self._count_writes(self.writes.keys() & set(documents))

    def tidy(self) -> None:
        """Merge small files, and drop old versions."""
        tidy(self._table)

    def _count_writes(self, documents: Collection[str]) -> None:
        self.writes.update((document, self.writes.get(document, 0) + 1) for document in documents)

    def _mark(self, pages: Collection[Page], words: list[int]) -> None:
        self._table.add(pa.table({**_keys(pages), "words": words}, schema=_SCHEMA))
        self.documents.update(page.document for page in pages)


def _keys(pages: Iterable[Page]) -> dict[str, list[Any]]:
    listed = list(pages)
    return {"document": [page.document for page in listed], "number": [page.number for page in listed]}


def _numbers(table: Any, where: str) -> set[int]:
    return set(table.search().where(where).select(["number"]).limit(None).to_arrow()["number"].to_pylist())
