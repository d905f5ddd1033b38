"""What is done with any table of LanceDB."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import Any

from indexer.types import Page

# Row ids that stay as they are when files are merged: what is in memory keeps them.
_STABLE_IDS = {"new_table_enable_stable_row_ids": "true"}
_MOST_KNOWN = 100_000


def open_table(db: Any, name: str, schema: Any) -> Any:
    """Open a table, or make it; ids of its rows never change."""
    return db.create_table(name, schema=schema, exist_ok=True, storage_options=_STABLE_IDS)


def table_names(db: Any) -> list[str]:
    """Return the names of all tables."""
    names: list[str] = []
    token = None
    while True:
        page = db.list_tables(page_token=token)
        names += page.tables
        token = page.page_token
        if not token:
            return names


def documents_in(table: Any) -> list[str]:
    """Return the documents that have rows in a table."""
    found: list[str] = table.search().select(["document"]).limit(None).to_arrow()["document"].unique().to_pylist()
    return found


def delete_where(table: Any, column: str, values: Collection[str]) -> None:
    """Delete the rows with these values, if any."""
    for some in chunks(list(values), 500):
        table.delete(any_of(column, some))


def tidy(table: Any) -> None:
    """Merge small files, bring new rows into indexes, drop old versions."""
    with warnings.catch_warnings():
        # Nobody else reads the library's tables: its lock is ours.
        warnings.filterwarnings("ignore", message="optimize", category=UserWarning)
        table.optimize(cleanup_older_than=timedelta(0), delete_unverified=True)


def any_of(column: str, values: Iterable[str]) -> str:
    """Write a filter. Values are hex digests made here, so there is nothing to quote."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def chunks(values: list[str], size: int) -> Iterator[list[str]]:
    """Cut a list into pieces."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


class PageRows:
    """Reads rows of a table that has a `document` and a `number` by where they lie, which it remembers.

    To look for them by document and number takes three times as long.

    What it remembers holds for one version of the table: to tidy it up may move rows.
    """

    def __init__(self, table: Any) -> None:
        self._table = table
        self._version = -1
        self._row_ids: dict[str, dict[int, int]] = {}
        self._known = 0

    def read(self, pages: Collection[Page]) -> Any:
        """Read the rows of a few pages, those that there are, in no order."""
        if (version := self._table.version) != self._version or self._known > _MOST_KNOWN:
            self._version, self._row_ids, self._known = version, {}, 0
        if new := {page.document for page in pages} - self._row_ids.keys():
            self._look_for(new)
        lying = (self._row_ids[page.document].get(page.number) for page in pages)
        return self._table.take_row_ids(sorted(row_id for row_id in lying if row_id is not None)).to_arrow()

    def _look_for(self, documents: Collection[str]) -> None:
        search = self._table.search().where(any_of("document", documents)).select(["document", "number"])
        found = search.with_row_id(True).limit(None).to_arrow()
        self._known += len(found)
        self._row_ids.update({document: {} for document in documents})
        columns = (found[name].to_pylist() for name in ("document", "number", "_rowid"))
        for document, number, row_id in zip(*columns, strict=True):
            self._row_ids[document][number] = row_id
