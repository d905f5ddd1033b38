"""Pages without a text layer are read behind, by Tesseract where it is installed, each page once.

What is read goes where text layers are kept, so that words, meaning and light find it. It takes seconds a page.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from pebble import ProcessFuture

from indexer.ocr import Tesseract
from indexer.piecewise import Piecewise
from indexer.pipeline import TIDY_PAGES
from indexer.plan import Place
from indexer.readers import Problem, Readers, outcome, recognise
from indexer.store import Store
from indexer.types import Page, PageText

# So that a reader stays free for a file that comes meanwhile, on most machines.
_PAGES_AHEAD = 2
# A crash may cost a minute of work; each write leaves a version behind that names every file.
_PAGES_TOGETHER = 16
_NO_PRINT = PageText((), np.zeros((0, 4), np.float32), np.zeros(0, np.int32))


class OcrBehind(Piecewise):
    """Reads the pages of whole documents that have no text, in the library's order.

    passwords: by path. A document that cannot be reached or opened is left for when the disk was looked at again.
    """

    def __init__(self, store: Store, readers: Readers, passwords: Mapping[str, str], tesseract: Tesseract) -> None:
        super().__init__()
        self._store = store
        self._readers = readers
        self._passwords = passwords
        self._tesseract = tesseract
        self._reading: deque[tuple[int, ProcessFuture[Any]]] = deque()
        self._made: dict[Page, PageText] = {}
        # Documents whose last pages are among what was made, and not stored yet.
        self._gone_through: list[str] = []
        self._out_of_reach: set[str] = set()
        self._untidy_pages = 0

    @property
    def waiting_pages(self) -> int:
        """How many pages are to be read, of documents that were not gone through yet and can be reached."""
        return sum(self._store.documents[document].textless for document in self._waiting())

    def make_way(self) -> None:
        """Leave the readers to more urgent work; the pages they were at are begun again with the next step."""
        for _, future in self._reading:
            future.cancel()

    def disk_was_looked_at(self) -> None:
        """Try documents again that could not be reached or opened."""
        self._out_of_reach.clear()

    def close(self) -> None:
        """Break off; what was not stored is read again another time."""
        self._drop()
        self._made.clear()
        self._gone_through.clear()
        self._work = None

    def _waiting(self) -> list[str]:
        """Return the documents some of whose pages may have to be read."""
        finished = self._store.recognised.finished
        return [
            document
            for document, row in self._store.documents.items()
            if row.textless
            and document not in finished
            and document not in self._out_of_reach
            and document not in self._gone_through
        ]

    def _break_off(self) -> None:
        self.close()

    def _pieces(self) -> Iterator[bool]:
        # Looked at again after each document: others came or went in the meantime.
        while waiting := self._waiting():
            yield from self._document(waiting[0])
        self._flush()
        if self._untidy_pages:
            self._tidy()

    def _document(self, document: str) -> Iterator[bool]:
        """Read the pages of a document that were not tried yet."""
        place = next(filter(_is_as_it_was, self._store.places_of(document)), None)
        if place is None:
            self._out_of_reach.add(document)
            return
        left = deque(self._store.recognised.untried(document))
        while left or self._reading:
            while left and len(self._reading) < _PAGES_AHEAD:
                number = left.popleft()
                self._reading.append((number, self._submit(place, number)))
            while not self._reading[0][1].done():
                yield False
            number, future = self._reading.popleft()
            if future.cancelled():
                left.appendleft(number)
                continue
            found = outcome(future, place.path, self._readers.page_timeout_s)
            if isinstance(found, Problem) and not found.reader_lost:
                self._out_of_reach.add(document)
            if document in self._out_of_reach or document not in self._store.documents:
                self._drop()
                return
            # A page that takes too long, or too much memory, is taken to have no print.
            self._made[Page(document, number)] = _NO_PRINT if isinstance(found, Problem) else found
            if len(self._made) >= _PAGES_TOGETHER:
                self._flush()
            yield True
        self._gone_through.append(document)

    def _submit(self, place: Place, number: int) -> ProcessFuture[Any]:
        password = self._passwords.get(place.path, "")
        return self._readers.submit(recognise, place.path, password, number, self._tesseract)

    def _drop(self) -> None:
        self.make_way()
        self._reading.clear()

    def _flush(self) -> None:
        """Store what was read, of documents that are still there."""
        store = self._store
        made = {page: text for page, text in self._made.items() if page.document in store.documents}
        store.recognised.write(made)
        for document in self._gone_through:
            if document in store.documents:
                self._finish(document)
        self._made.clear()
        self._gone_through.clear()
        self._untidy_pages += len(made)
        if self._untidy_pages >= TIDY_PAGES:
            self._tidy()

    def _finish(self, document: str) -> None:
        row = self._store.documents[document]
        read = self._store.recognised.saying(document) - (row.pages - row.textless)
        # Before it is noted: should it break off in between, the document is gone through again.
        if read and self._store.passages is not None:
            self._store.passages.delete([document])
        self._store.recognised.finish(document, read)

    def _tidy(self) -> None:
        """Bring what was read into the text index."""
        self._store.tidy()
        self._untidy_pages = 0


def _is_as_it_was(place: Place) -> bool:
    """Tell whether a file is there, as it was when it was indexed."""
    try:
        info = os.stat(place.path)
    except OSError:
        return False
    return (info.st_size, info.st_mtime_ns) == (place.size, place.mtime_ns)
