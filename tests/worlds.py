"""A folder of documents and a library of it, whose files can be read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.codes import CodesTable
from indexer.errors import ExpectedError
from indexer.files import walk
from indexer.pipeline import Indexing
from indexer.plan import plan
from indexer.reindexing import Reindexing
from indexer.store import Store
from tests.kept import Kept
from tests.libraries import EMBEDDER, InlineReaders
from tests.libraries import MODEL as EMBEDDERS_MODEL
from tests.looks import settle


class World(Kept):
    """A folder of documents and a library of it, which can be read again."""

    def __init__(self, folder: Path, papers: Path, readers: InlineReaders, profile: str = "") -> None:
        self.papers = papers
        self.readers = readers
        super().__init__(folder, profile, model=EMBEDDERS_MODEL, reindexing=self._reindexing)

    def _reindexing(self, store: Store, into: Sequence[CodesTable]) -> Reindexing:
        return Reindexing(store, self.readers, EMBEDDER, {}, into)

    def scan(self) -> None:
        """Compare the library with the folder, index what is new, and forget what is gone."""
        for step in self.begin_run():
            assert step
        planned = plan([walk(str(self.papers))], self.store.places)
        self.look.remove(self.store.forget(planned.forget))
        self.look.add(self.look.missing)

    def begin_run(self) -> Iterator[object]:
        """Begin to index what is new, a step at a time."""
        run = Indexing(self.store, self.readers, EMBEDDER, {})
        run.files.extend(plan([walk(str(self.papers))], self.store.places).read)
        return run.steps()

    def move(self, profile: str = "balanced", keep_exact: bool = False) -> str:
        """Read everything again for a profile; returns what was said of it."""
        self.want(profile, keep_exact, reread=True)
        try:
            settle(self.maintenance)
        except ExpectedError as error:
            assert self.told[-1] == error.sentence
        return self.told.pop()
