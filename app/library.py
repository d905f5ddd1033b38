"""The library as a person sees it: a row for each file, and how far the work is."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable

from app.events import Activity, LibraryState, Progress
from app.rows import FileRow, FileState, ModelRow, Remedy, RootRow
from indexer.files import SeenFile, Walk
from indexer.plan import Place
from indexer.store import Store

_RATE_WINDOW_S = 15.0
_MENDED = "It is tried again once the file is replaced."
# Of fewer, most of the time is that of readers that start.
_TELLING_PAGES = 200
# Who waited for longer was paused.
_LONGEST_PIECE_S = 5.0


class LibraryView:
    """Keeps the rows and figures that faces are told about, as indexing goes on."""

    def __init__(
        self,
        store: Store,
        models: Callable[[], tuple[ModelRow, ...]] = tuple,
        is_watched: Callable[[str], bool] = lambda root: False,
    ) -> None:
        self._store = store
        self._models = models
        self._is_watched = is_watched
        self.rows: dict[str, FileRow] = {place.path: self._row(place) for place in store.places.values()}
        self._is_present: dict[str, bool] = {}
        self._changed: set[str] = set()
        self.begin_run()

    # --- what happens ---

    def begin_run(self) -> None:
        """Count from nothing again."""
        self._files_total = self._files_done = self._pages_total = self._pages_done = 0
        self._file = ""
        self._busy_s = 0.0
        self._recent: deque[tuple[float, int]] = deque([(time.monotonic(), 0)])

    def walked(self, walks: Iterable[Walk]) -> None:
        """Take note of which roots can be reached."""
        self._is_present.update((walk.root, walk.present) for walk in walks)

    def queued(self, files: Collection[SeenFile]) -> None:
        """Files are going to be read."""
        self._files_total += len(files)
        self.waiting(files)

    def waiting(self, files: Iterable[SeenFile]) -> None:
        """Files are going to be read once their root is not paused any more."""
        for file in files:
            row = FileRow(file.path, file.root, FileState.WAITING)
            if self.rows.get(file.path) != row:
                self._set(row)

    def held(self, files: Collection[SeenFile]) -> None:
        """Files that were going to be read wait for longer."""
        self._files_total -= len(files)

    def opened(self, path: str, pages: int) -> None:
        """A file's pages were counted."""
        self._pages_total += pages
        self._file = path
        # A file that was deleted meanwhile is forgotten while its pages are still on their way.
        if path in self.rows:
            self._set(FileRow(path, self.rows[path].root, FileState.INDEXING, pages))

    def embedded(self, path: str, pages: int) -> None:
        """Some pages of a file went through."""
        self._pages_done += pages
        self._file = path
        now = time.monotonic()
        self._busy_s += min(now - self._recent[-1][0], _LONGEST_PIECE_S)
        self._recent.append((now, self._pages_done))
        if row := self.rows.get(path):
            self._set(FileRow(path, row.root, FileState.INDEXING, row.pages, row.pages_done + pages))

    def done(self, places: Collection[Place]) -> None:
        """Files are in the store, whole or with a sentence."""
        self._files_done += len(places)
        for place in places:
            row = self.rows.get(place.path)
            if row is not None and row.state is FileState.INDEXING:
                # Pages that will not come any more must not keep the work from looking finished.
                self._pages_total -= row.pages - row.pages_done
            self._set(self._row(place))

    def forgot(self, paths: Iterable[str]) -> None:
        """Files are no longer in the library."""
        for path in paths:
            self.rows.pop(path, None)
            self._changed.discard(path)

    def reset(self) -> None:
        """Show what the store holds, after work was broken off."""
        self.rows = {place.path: self._row(place) for place in self._store.places.values()}
        self._changed.clear()

    # --- what is told ---

    def take_changed(self) -> tuple[FileRow, ...]:
        """Return the rows that changed since the last call."""
        rows = tuple(self.rows[path] for path in self._changed)
        self._changed.clear()
        return rows

    def state(self) -> LibraryState:
        """Return everything."""
        documents = self._store.documents.values()
        sizes = self._store.size_bytes()
        return LibraryState(
            roots=self.roots(),
            files=tuple(sorted(self.rows.values(), key=lambda row: row.path)),
            documents=len(documents),
            pages=sum(row.pages for row in documents),
            textless_pages=sum(row.textless for row in documents),
            bytes_on_disk=sum(sizes.values()),
            sizes=tuple(sorted(sizes.items(), key=lambda item: -item[1])),
            profile=self._store.looks.profile.name,
            keeps_exact=self._store.looks.keeps_exact,
            models=self._models(),
            skipped=self._store.skipped,
            folder=str(self._store.folder),
        )

    def roots(self) -> tuple[RootRow, ...]:
        """Return what was added."""
        return tuple(self._root(root) for root in self._store.roots)

    def speed(self) -> float | None:
        """Return the pages a second since begin_run, pauses left out, or None where they were too few to tell."""
        return self._pages_done / self._busy_s if self._pages_done >= _TELLING_PAGES and self._busy_s else None

    def progress(self, activity: Activity) -> Progress:
        """Return how far the work is. The rate is that of the last seconds."""
        now = time.monotonic()
        while len(self._recent) > 2 and now - self._recent[0][0] > _RATE_WINDOW_S:
            self._recent.popleft()
        since, pages_then = self._recent[0]
        rate = (self._pages_done - pages_then) / max(now - since, 0.1)
        left = self._pages_total - self._pages_done
        unopened = self._files_total - self._files_done
        return Progress(
            activity,
            files_done=self._files_done,
            files_total=self._files_total,
            pages_done=self._pages_done,
            pages_total=self._pages_total,
            pages_per_s=rate,
            seconds_left=self._seconds_left(rate, left, unopened),
            file=self._file if activity is Activity.INDEXING else "",
        )

    def _seconds_left(self, rate: float, pages_left: int, files_left: int) -> float | None:
        if rate <= 0 or not self._files_done:
            return None
        # Files that were not opened yet are taken to be like those that were.
        opened = sum(1 for row in self.rows.values() if row.state is FileState.INDEXING)
        pages_per_file = self._pages_total / max(self._files_done + opened, 1)
        return (pages_left + max(files_left - opened, 0) * pages_per_file) / rate

    def _set(self, row: FileRow) -> None:
        self.rows[row.path] = row
        self._changed.add(row.path)

    def _row(self, place: Place) -> FileRow:
        document = self._store.documents.get(place.document)
        if document is None:
            remedy = Remedy(place.remedy)
            # Where there is nothing to press, there is still something to do.
            sentence = place.sentence if remedy else f"{place.sentence} {_MENDED}".lstrip()
            return FileRow(place.path, place.root, FileState.FAILED, sentence=sentence, remedy=remedy)
        return FileRow(
            place.path,
            place.root,
            FileState.INDEXED,
            document.pages,
            document.pages,
            document.textless,
            document.note,
            document=place.document,
        )

    def _root(self, path: str) -> RootRow:
        is_present = self._is_present.get(path)
        return RootRow(
            path,
            is_folder=path not in self.rows,
            present=os.path.lexists(path) if is_present is None else is_present,
            is_paused=path in self._store.paused,
            is_watched=self._is_watched(path),
        )
