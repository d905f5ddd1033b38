"""The tables of a library, and the small file that says which of them are in use."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import lancedb

from indexer.about import About, read_about, write_about
from indexer.database import table_names
from indexer.disk import writing

COMMON = frozenset({"places", "documents", "pages", "recognised"})
"""The tables that no model has a share in."""


class Tables:
    """A library's folder: library.json, the tables in it, and their codebooks.

    Raises LibraryTooNew, DiskFull, or ExpectedError when library.json cannot be understood.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about: About = read_about(folder)
        self.codebooks = folder / "codebooks"
        with writing():
            self.codebooks.mkdir(exist_ok=True)
            self.db: Any = lancedb.connect(folder / "tables")

    def save(self, about: About) -> None:
        """Replace library.json."""
        with writing():
            write_about(self.folder, about)
        self.about = about

    def free_name(self, stem: str) -> str:
        """Return a name that no table has."""
        taken = set(table_names(self.db))
        return next(name for number in range(1, len(taken) + 2) if (name := f"{stem}-{number}") not in taken)

    def drop_unused(self, of: Collection[str] | None = None) -> None:
        """Drop tables that library.json does not name: an earlier run was making them, or they were replaced.

        of: what their names begin with; None: any.
        """
        models = self.about.models.values()
        used = {name for each in models for name in (each.codes, each.sets, each.exact, each.coming)}
        used.add(self.about.passages)

        def is_unused(name: str) -> bool:
            return name not in used and (of is None or name.startswith(tuple(of)))

        with writing():
            for name in table_names(self.db):
                if is_unused(name) and name not in COMMON:
                    self.db.drop_table(name)
            for file in self.codebooks.iterdir():
                if is_unused(file.name.removesuffix(".npz")):
                    file.unlink()
