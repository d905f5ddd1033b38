"""Keeps the library true to the disk: what a person adds and removes, walking, and indexing a batch at a time."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, MutableMapping
from concurrent.futures import Future, ThreadPoolExecutor

from app.library import LibraryView
from app.messages import Activity, Event, FilesChanged, Notice
from indexer.arrays import Bytes
from indexer.embed import Embedder
from indexer.errors import DiskFull
from indexer.files import SeenFile, Walk, covers, is_below, shown, walk
from indexer.maxsim import CodedPages
from indexer.pipeline import Done, Embedded, Indexing, Opened, Step, Waiting
from indexer.plan import plan
from indexer.readers import Readers
from indexer.store import Store
from indexer.types import Page

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.25


class Upkeep:
    """Everything that changes the store and the codes in memory. Faces are told of it through `emit`.

    passwords: by path, for files that are locked; kept in memory only.
    wake: called from another thread when a walk has ended.
    """

    def __init__(
        self,
        store: Store,
        coded: CodedPages,
        embedder: Embedder,
        readers: Readers,
        passwords: MutableMapping[str, str],
        emit: Callable[[Event], None],
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._coded = coded
        self._embedder = embedder
        self._readers = readers
        self._passwords = passwords
        self._emit = emit
        self._wake = wake
        self._view = LibraryView(store)
        self._walker = ThreadPoolExecutor(1, thread_name_prefix="walker")
        self._walk: Future[list[Walk]] | None = None
        self._walk_again = False
        self._run: Indexing | None = None
        self._steps: Iterator[Step] = iter(())
        self._in_run: set[str] = set()
        self._gone: tuple[str, ...] = ()
        self._begun: dict[str, list[tuple[Page, Bytes]]] = {}
        self._is_paused = False
        self._told_at = 0.0

    def step(self) -> bool:
        """Take in a walk that has ended, or index one batch; says whether there was anything to do."""
        if self._walk is not None and self._walk.done():
            walks, self._walk = self._walk.result(), None
            if self._walk_again:
                self.rescan()
            else:
                self._walked(walks)
            return True
        return self._run is not None and not self._is_paused and self._index()

    @property
    def patience_s(self) -> float | None:
        """How long step() need not be called after it had nothing to do, unless woken; None means for ever."""
        # A slow reader must not keep finished documents out of the store, nor news from the person.
        return TELL_EVERY_S if self._run is not None and not self._is_paused else None

    def tell_library(self) -> None:
        """Send the whole library panel."""
        self._emit(self._view.state())

    def close(self) -> None:
        """Break off; what was not in the store yet is found again by the next plan."""
        self._break_off()
        self._walker.shutdown(wait=False, cancel_futures=True)

    # --- what belongs to the library ---

    def add(self, paths: Collection[str]) -> None:
        """Make files and folders part of the library, and index them."""
        found = []
        for path in map(os.path.abspath, paths):
            if os.path.lexists(path):
                found.append(path)
            else:
                self._emit(Notice(f"{shown(path)} does not exist.", is_problem=True))
        known = self._store.roots
        fresh = [path for path in dict.fromkeys(found) if not any(path == root or covers(root, path) for root in known)]
        roots = [*known, *fresh]
        excluded = {path for path in self._store.excluded if not any(is_below(path, added) for added in found)}
        try:
            self._store.save_roots(roots, excluded)
        except DiskFull as error:
            self._emit(Notice(error.sentence, is_problem=True))
        self.rescan()

    def remove(self, paths: Collection[str]) -> None:
        """Forget what lies at or below these paths, and leave it out from now on."""
        self._break_off()
        roots = [root for root in self._store.roots if not any(is_below(root, path) for path in paths)]
        inside = {path for path in paths if any(is_below(path, root) for root in roots)}
        gone = [known for known in self._store.places if any(is_below(known, path) for path in paths)]
        try:
            self._store.save_roots(roots, self._store.excluded | inside)
            self._forget(gone)
        except DiskFull as error:
            self._emit(Notice(error.sentence, is_problem=True))
        self.rescan()

    def retry(self, paths: Collection[str]) -> None:
        """Read failed files again, or all of them when none is named."""
        failed = [place.path for place in self._store.places.values() if place.document == ""]
        self._read_again([path for path in failed if not paths or path in paths])

    def unlock(self, path: str, password: str) -> None:
        """Read a locked file with a password."""
        self._passwords[path] = password
        self._read_again([path])

    def pause(self) -> None:
        """Stop after the batch in flight."""
        self._is_paused = True
        self._tell_progress()

    def resume(self) -> None:
        """Go on."""
        self._is_paused = False
        self.rescan()

    def _forget(self, paths: Collection[str]) -> None:
        self._coded.remove(self._store.forget(paths))
        self._view.forgot(paths)

    # --- comparing with the disk ---

    def rescan(self) -> None:
        """Compare the library with the disk, and index what is new or changed."""
        if self._walk is not None:
            self._walk_again = True
            return
        self._walk_again = False
        roots, excluded = self._store.roots, self._store.excluded
        self._walk = self._walker.submit(lambda: [walk(root, excluded) for root in roots])
        self._walk.add_done_callback(lambda _: self._wake())
        self._tell_progress()

    def _walked(self, walks: list[Walk]) -> None:
        self._view.walked(walks)
        for sentence in [sentence for each in walks for sentence in each.problems][:5]:
            self._emit(Notice(sentence, is_problem=True))
        planned = plan(walks, self._store.places)
        # Only when the new places are known: a document that was renamed must not be without a place in between.
        self._gone = planned.forget
        self._queue(planned.read)

    def _read_again(self, paths: Iterable[str]) -> None:
        files = []
        for path in paths:
            place = self._store.places.get(path)
            try:
                info = os.stat(path)
            except OSError:
                continue  # The plan forgets it, or its drive is away.
            root = place.root if place is not None else path
            files.append(SeenFile(path, root, info.st_size, info.st_mtime_ns))
        self._queue(files)

    # --- indexing ---

    def _queue(self, files: Iterable[SeenFile]) -> None:
        fresh = [file for file in files if file.path not in self._in_run]
        if self._run is None:
            self._view.begin_run()
            self._run = Indexing(self._store, self._readers, self._embedder, self._passwords)
            self._steps = self._run.steps()
        self._run.files.extend(fresh)
        self._in_run.update(file.path for file in fresh)
        self._view.queued(fresh)
        self._emit(self._view.state())
        self._tell_progress()

    def _index(self) -> bool:
        try:
            step = next(self._steps, None)
            if step is None and self._gone:
                self._forget(self._gone)
                self._gone = ()
        except DiskFull as error:
            log.error("the disk is full")
            self._break_down(error.sentence)
            return True
        except Exception:
            log.exception("indexing broke off")
            self._break_down(
                "Indexing stopped because of an error in Pagelight. What is indexed can be searched; resume to retry."
            )
            return True
        match step:
            case None:
                self._run = None
                self._in_run.clear()
                self._begun.clear()
                self._tell_all()
            case Waiting():
                pass
            case Opened(path, pages):
                self._view.opened(path, pages)
            case Embedded(path, pages):
                codes = [(row.page, row.look.codes) for row in pages if len(row.look.codes)]
                self._begun.setdefault(path, []).extend(codes)
                self._view.embedded(path, len(pages))
            case Done(places, dropped):
                self._coded.remove(dropped)
                for place in places:
                    self._in_run.discard(place.path)
                    for page, page_codes in self._begun.pop(place.path, ()):
                        if page.document in self._store.documents:
                            self._coded.add(page, page_codes)
                self._view.done(places)
        if time.monotonic() - self._told_at > TELL_EVERY_S:
            self._tell_changes()
        return not isinstance(step, Waiting)

    def _break_down(self, sentence: str) -> None:
        self._break_off()
        self._is_paused = True
        self._emit(Notice(sentence, is_problem=True))
        self._tell_all()

    def _break_off(self) -> None:
        if self._run is not None:
            self._run.cancel()
            self._run = None
        self._steps = iter(())
        self._gone = ()
        self._in_run.clear()
        self._begun.clear()
        self._view.reset()

    # --- telling ---

    @property
    def _activity(self) -> Activity:
        if self._is_paused:
            return Activity.PAUSED
        if self._walk is not None and self._run is None:
            return Activity.SCANNING
        return Activity.INDEXING if self._run is not None else Activity.IDLE

    def _tell_changes(self) -> None:
        if changed := self._view.take_changed():
            self._emit(FilesChanged(changed))
        self._tell_progress()

    def _tell_all(self) -> None:
        self._view.take_changed()
        self._emit(self._view.state())
        self._tell_progress()

    def _tell_progress(self) -> None:
        self._told_at = time.monotonic()
        self._emit(self._view.progress(self._activity))
