"""Files into the store, one batch at a time.

`Indexing.steps()` is a generator: whoever drives it decides when the next batch may run, and answers questions in
between. Readers work ahead in their own processes; nothing here waits for them.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias

from indexer.embed import Embedder
from indexer.files import SeenFile, shown_name
from indexer.memory import step_back
from indexer.plan import Place
from indexer.readers import Problem, Readers, inspect, outcome, read
from indexer.readings import Chunk, Looking, Reading, changed_place_of, note_on, place_of
from indexer.rows import Document, StoredPage, StoredText
from indexer.scripts import unread_script
from indexer.store import Store
from indexer.types import Page, PageContent

CHUNK_PAGES = 16
FILES_AHEAD = 8
CHUNKS_AHEAD = 6
FLUSH_PAGES = 128
FLUSH_AFTER_S = 0.5
TIDY_PAGES = 512


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing can be done until a reader has finished."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's pages were counted and are going to be read."""

    path: str
    pages: int


@dataclass(frozen=True, slots=True)
class Embedded:
    """Some pages of a file went through; they are visible once the file is Done."""

    path: str
    pages: int


@dataclass(frozen=True, slots=True)
class Done:
    """These places are in the store now, whole or with the sentence that says why not.

    dropped: documents that are no longer in the store, because no place leads to them any more.
    """

    places: tuple[Place, ...]
    dropped: frozenset[str] = frozenset()


Step: TypeAlias = Waiting | Opened | Embedded | Done


class Indexing:
    """The work of one run.

    files: what is still to be opened, after what goes ahead of it: see `add`.
    passwords: by path, looked up when a file is opened.
    """

    def __init__(self, store: Store, readers: Readers, embedder: Embedder, passwords: Mapping[str, str]) -> None:
        self.files: deque[SeenFile] = deque()
        self._ahead: deque[SeenFile] = deque()
        self._store = store
        self._readers = readers
        self._embedder = embedder
        self._passwords = passwords
        self._inspecting: deque[tuple[SeenFile, Any, bool]] = deque()
        self._readings: deque[Reading] = deque()
        self._chunks: deque[Chunk] = deque()
        self._looking: deque[Looking] = deque()
        # The engine answers questions while a model looks at pages.
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="looking", initializer=step_back)
        self._pages: list[StoredPage] = []
        self._documents: list[Document] = []
        self._places: list[Place] = []
        self._flushed_at = time.monotonic()
        self._untidy_pages = 0

    def add(self, files: Collection[SeenFile]) -> None:
        """Read files, too. What comes later and is less than what waits goes ahead: a scan does not wait for a disk."""
        waiting = sum(file.size for file in (*self.files, *(reading.file for reading in self._readings)))
        goes_ahead = sum(file.size for file in files) < waiting
        (self._ahead if goes_ahead else self.files).extend(files)

    def take_back(self, roots: Collection[str]) -> list[SeenFile]:
        """Return the files of these roots that were not opened yet, and do not open them."""
        held = [file for file in (*self._ahead, *self.files) if file.root in roots]
        for waiting in (self._ahead, self.files):
            left = [file for file in waiting if file.root not in roots]
            waiting.clear()
            waiting.extend(left)
        return held

    def steps(self) -> Iterator[Step]:
        """Do the work, a batch between two yields. Raises DiskFull; the documents begun then are not in the store."""
        self._begin()
        # Looked at after every step that is handed out: what is added meanwhile must still be read.
        while self._has_files or self._places:
            self._look_ahead()
            moved = False
            if self._inspecting and self._inspecting[0][1].done():
                moved = True
                yield from self._inspected(*self._inspecting.popleft())
            elif self._chunks and self._chunks[0].future.done():
                moved = True
                yield from self._was_read(self._chunks.popleft())
            elif self._looking and self._looking[0].looks.done():
                moved = True
                yield from self._was_looked_at(self._looking.popleft())
            is_late = time.monotonic() - self._flushed_at > FLUSH_AFTER_S
            if len(self._pages) >= FLUSH_PAGES or (self._places and (is_late or not self._has_files)):
                yield self._flush()
            elif not moved:
                yield Waiting()
        self._finish_run()

    def _begin(self) -> None:
        # What an earlier run left when it broke off would otherwise be there twice.
        self._store.remove_orphans()

    def _finish_run(self) -> None:
        self._looker.shutdown(wait=False)
        if self._untidy_pages:
            self._store.tidy()

    @property
    def _has_files(self) -> bool:
        return bool(self.files or self._ahead or self._inspecting or self._readings)

    def cancel(self) -> None:
        """Let go of the work in flight; what was not flushed is lost, and found again by the next plan."""
        for _, future, _ in self._inspecting:
            future.cancel()
        for chunk in self._chunks:
            chunk.future.cancel()
        self._looker.shutdown(wait=False, cancel_futures=True)

    # --- readers ahead of us ---

    def _look_ahead(self) -> None:
        while self._ahead and len(self._inspecting) < FILES_AHEAD:
            self._inspect(self._ahead.popleft(), is_second_try=False)
        while self.files and len(self._inspecting) + len(self._readings) < FILES_AHEAD:
            self._inspect(self.files.popleft(), is_second_try=False)
        # A document can be found once all of it was read: the one that takes least is read first.
        for reading in sorted(self._readings, key=lambda each: each.inspection.pages - each.next_page):
            while (
                len(self._chunks) + len(self._looking) < CHUNKS_AHEAD and reading.next_page <= reading.inspection.pages
            ):
                first = reading.next_page
                last = min(first + CHUNK_PAGES - 1, reading.inspection.pages)
                reading.next_page = last + 1
                self._chunks.append(self._read(reading, first, last, is_second_try=False))

    def _inspect(self, file: SeenFile, is_second_try: bool) -> None:
        future = self._readers.submit(inspect, file.path, self._passwords.get(file.path, ""))
        self._inspecting.append((file, future, is_second_try))

    def _read(self, reading: Reading, first: int, last: int, is_second_try: bool) -> Chunk:
        path = reading.file.path
        password = self._passwords.get(path, "")
        future = self._readers.submit(read, path, password, first, last, self._embedder.sight)
        return Chunk(reading, first, last, future, is_second_try)

    # --- what they bring ---

    def _inspected(self, file: SeenFile, future: Any, is_second_try: bool) -> Iterator[Step]:
        found = outcome(future, file.path, self._readers.page_timeout_s)
        if isinstance(found, Problem):
            if found.reader_lost and not is_second_try:
                self._inspect(file, is_second_try=True)
            elif self._is_there(found.document):
                self._places.append(place_of(file, found.document))
            else:
                self._places.append(place_of(file, "", found))
            return
        for reading in self._readings:
            if reading.inspection.document == found.document:
                reading.also.append(file)
                return
        seen = SeenFile(file.path, file.root, found.size, found.mtime_ns)
        # Documents that wait for the next flush count as there: whoever reads one again writes its pages twice.
        if self._is_there(found.document) or any(row.document == found.document for row in self._documents):
            self._places.append(place_of(seen, found.document))
            return
        self._readings.append(Reading(seen, found))
        yield Opened(file.path, found.pages)

    def _was_read(self, chunk: Chunk) -> Iterator[Step]:
        reading = chunk.reading
        found = outcome(chunk.future, reading.file.path, self._readers.page_timeout_s)
        if not isinstance(found, Problem):
            self._look_at(reading, found)
        elif found.reader_lost and not chunk.is_second_try:
            # One page of the chunk is to blame: the second try takes them one by one.
            numbers = range(chunk.first, chunk.last + 1)
            singles = [self._read(reading, number, number, is_second_try=True) for number in numbers]
            self._chunks.extendleft(reversed(singles))
        else:
            sentence = f"Page {chunk.first}: {found.sentence}" if found.reader_lost else found.sentence
            yield from self._set_aside(reading, Problem(sentence, found.remedy))

    def _look_at(self, reading: Reading, contents: list[PageContent]) -> None:
        looks = self._looker.submit(self._embedder.embed_pages, contents)
        looks.add_done_callback(lambda _: self._readers.on_done())
        self._looking.append(Looking(reading, contents, looks))

    def _was_looked_at(self, looking: Looking) -> Iterator[Step]:
        reading, looks = looking.reading, looking.looks.result()
        if reading not in self._readings:
            return  # The file was set aside over another of its pages.
        for content, look in zip(looking.contents, looks, strict=True):
            page = Page(reading.inspection.document, content.number)
            self._pages.append(StoredPage(page, StoredText(content.text, content.aspect), look))
            if not content.text.words:
                reading.textless += 1
            reading.signs.update("".join(content.text.words))
            if content.problem:
                reading.damaged.append(content.number)
        reading.pages_done += len(looks)
        if reading.pages_done == reading.inspection.pages:
            self._finish(reading)
        yield Embedded(reading.file.path, len(looks))

    def _finish(self, reading: Reading) -> None:
        self._readings.remove(reading)
        files = [reading.file, *reading.also]
        if len(reading.damaged) == reading.inspection.pages:
            self._drop_pages(reading.inspection.document)
            problem = Problem(f"{shown_name(reading.file.path)} is damaged: none of its pages can be read.")
            self._places.extend(place_of(file, "", problem) for file in files)
            return
        inspection = reading.inspection
        note = note_on(reading.damaged, inspection.pages, unread_script(reading.signs))
        self._documents.append(Document(inspection.document, inspection.kind, inspection.pages, reading.textless, note))
        self._places.extend(changed_place_of(file) or place_of(file, inspection.document) for file in files)

    def _set_aside(self, reading: Reading, problem: Problem) -> Iterator[Step]:
        self._readings.remove(reading)
        for chunk in [chunk for chunk in self._chunks if chunk.reading is reading]:
            chunk.future.cancel()
            self._chunks.remove(chunk)
        self._drop_pages(reading.inspection.document)
        self._places.extend(place_of(file, "", problem) for file in [reading.file, *reading.also])
        yield self._flush()

    def _drop_pages(self, document: str) -> None:
        self._pages = [row for row in self._pages if row.page.document != document]
        self._store.discard([document])

    # --- into the store ---

    def _is_there(self, document: str) -> bool:
        return document in self._store.documents

    def _flush(self) -> Done:
        places = tuple(self._places)
        self._store.write(self._pages, self._documents, places)
        # A file that changed may have left the old content's document without a place.
        dropped = self._store.drop_homeless() if places else frozenset()
        self._untidy_pages += len(self._pages)
        self._forget_flushed()
        if self._untidy_pages >= TIDY_PAGES:
            self._store.tidy()
            self._untidy_pages = 0
        return Done(places, dropped)

    def _forget_flushed(self) -> None:
        self._pages, self._documents, self._places = [], [], []
        self._flushed_at = time.monotonic()
