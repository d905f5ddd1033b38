"""A folder of documents and a library of it, for tests of what becomes of files."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.files import walk
from indexer.pipeline import Indexing, Step
from indexer.plan import plan
from indexer.readers import Readers
from indexer.store import Store
from indexer.types import Page
from tests.libraries import EMBEDDER, MODEL, codes_in


@dataclass
class IndexedFolder:
    """A folder of documents, and a library of it."""

    folder: Path
    home: Path
    store: Store
    readers: Readers
    passwords: dict[str, str] = field(default_factory=dict)

    def run(self) -> list[Step]:
        """Compare the library with the folder, index what is new, and then forget what is gone."""
        gone = plan([walk(str(self.folder))], self.store.places).forget
        steps = list(self.begin().steps())
        self.store.forget(gone)
        return steps

    def begin(self) -> Indexing:
        """Compare the library with the folder, and hand back the work."""
        self.store.remove_orphans()
        work = Indexing(self.store, self.readers, EMBEDDER, self.passwords)
        work.files.extend(plan([walk(str(self.folder))], self.store.places).read)
        return work

    def reopen(self) -> None:
        """Close the library and open it again, as after a crash."""
        self.store.close()
        self.store = Store(self.home, MODEL)

    def state(self) -> dict[str, Any]:
        """Everything that the library holds."""
        pages = [
            Page(row.document, number) for row in self.store.documents.values() for number in range(1, row.pages + 1)
        ]
        return {
            "places": dict(self.store.places),
            "documents": dict(self.store.documents),
            "texts": {page: row.text.words for page, row in self.store.texts(pages).items()},
            "codes": codes_in(self.store),
        }

    def sentence(self, name: str) -> str:
        """What is said about a file."""
        return self.store.places[str(self.folder / name)].sentence

    def indexed(self) -> list[str]:
        """The names of the files that are in the library, sorted."""
        return sorted(os.path.basename(place.path) for place in self.store.places.values() if place.document)


def check_whole(library: IndexedFolder) -> None:
    """Check that every document is there with all its pages, and each of them once."""
    rows = library.store._pages.to_arrow().select(["document", "number"]).to_pylist()
    codes = library.store.looks.codes._table.to_arrow().select(["document", "number"]).to_pylist()
    wanted = sorted(
        (document.document, number)
        for document in library.store.documents.values()
        for number in range(1, document.pages + 1)
    )
    assert sorted((row["document"], row["number"]) for row in rows) == wanted
    assert sorted((row["document"], row["number"]) for row in codes) == wanted
    assert library.store._documents.count_rows() == len(library.store.documents)
    assert {place.document for place in library.store.places.values() if place.document} == set(library.store.documents)
    assert library.store._places.count_rows() == len(library.store.places)
