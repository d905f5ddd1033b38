"""Reads documents of the library again, for codes that cannot be made of those that are there."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from indexer.codes import CodesTable
from indexer.embed import Embedder
from indexer.files import SeenFile
from indexer.pipeline import CHUNKS_AHEAD, Done, Indexing, Step
from indexer.readers import Inspection, Problem, Readers, outcome
from indexer.readings import Reading
from indexer.store import Store
from indexer.types import PatchEmbeddings


class Reindexing(Indexing):
    """A run whose pages go into tables that are not in use yet, and that changes nothing else.

    into: where codes go.    unread: the files that could not be read.
    """

    def __init__(
        self,
        store: Store,
        readers: Readers,
        embedder: Embedder,
        passwords: Mapping[str, str],
        into: Sequence[CodesTable],
    ) -> None:
        super().__init__(store, readers, embedder, passwords)
        self.unread: list[str] = []
        self._into = into

    def sample(self, seed: int) -> Iterator[PatchEmbeddings | None]:
        """Yield the pages of `files` in an order drawn by a seed, to be cancelled after; None while one is waited for.

        Pages that cannot be read are left out.
        """
        pages: list[tuple[Reading, int]] = []
        for file in self.files:
            known = self._store.documents[self._store.places[file.path].document]
            reading = Reading(file, Inspection(known.document, known.kind, known.pages, file.size, file.mtime_ns))
            pages += [(reading, number) for number in range(1, known.pages + 1)]
        drawn = iter(np.random.default_rng(seed).permutation(len(pages)).tolist())
        while True:
            while len(self._chunks) + len(self._looking) < CHUNKS_AHEAD and (at := next(drawn, None)) is not None:
                reading, number = pages[at]
                self._chunks.append(self._read(reading, number, number, is_second_try=True))
            if self._chunks and self._chunks[0].future.done():
                chunk = self._chunks.popleft()
                found = outcome(chunk.future, chunk.reading.file.path, self._readers.page_timeout_s)
                if not isinstance(found, Problem):
                    self._look_at(chunk.reading, found)
            elif self._looking and self._looking[0].looks.done():
                yield from self._looking.popleft().looks.result()
            elif self._chunks or self._looking:
                yield None
            else:
                return

    def _begin(self) -> None:
        """Leave alone what another run may be writing."""

    def _inspected(self, file: SeenFile, future: Any, is_second_try: bool) -> Iterator[Step]:
        yield from super()._inspected(file, future, is_second_try)
        # Only the reading that has just begun: of one that goes on, pages may be on their way.
        for reading in [each for each in self._readings if each.file.path == file.path]:
            if reading.inspection.document not in self._store.documents:
                # It is another document by now: the next scan of the disk is about that.
                self.unread.append(reading.file.path)
                self._readings.remove(reading)

    def _is_there(self, document: str) -> bool:
        return any(document in table.documents for table in self._into)

    def _flush(self) -> Done:
        if self._pages:
            for table in self._into:
                table.add([(row.page, row.look) for row in self._pages])
        self.unread += [place.path for place in self._places if place.sentence]
        self._forget_flushed()
        return Done(())

    def _drop_pages(self, document: str) -> None:
        self._pages = [row for row in self._pages if row.page.document != document]
        for table in self._into:
            table.delete([document])

    def _finish_run(self) -> None:
        """Nothing of the library has become untidy."""
        self._looker.shutdown(wait=False)


def files_of(store: Store, but: Collection[str] = ()) -> tuple[list[SeenFile], list[str]]:
    """Return a file for each document but these, and the paths of documents none of whose files can be reached."""
    files, missing = [], []
    for document in sorted(set(store.documents) - set(but)):
        places = store.places_of(document)
        here = [place for place in places if os.path.exists(place.path)]
        if here:
            files.append(SeenFile(here[0].path, here[0].root, here[0].size, here[0].mtime_ns))
        else:
            missing += [place.path for place in places[:1]]
    return files, missing
