"""The engine: one working thread that owns model, store and codes, and answers between two batches of indexing."""

from __future__ import annotations

import logging
import multiprocessing
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from app.drawing import Drawing
from app.library import LibraryView
from app.logs import start_logging
from app.messages import (
    Activity,
    AddPaths,
    Ask,
    Cancel,
    Draw,
    Event,
    Failed,
    FilesChanged,
    GetLibrary,
    Notice,
    Pause,
    Ready,
    RemovePaths,
    Request,
    Rescan,
    Results,
    Resume,
    Retry,
    Unlock,
)
from app.paths import log_folder
from app.search import Search
from app.worker import CANNOT_OPEN
from indexer.arrays import Bytes
from indexer.compress.scalar import ScalarCodec
from indexer.embed.builtin import BuiltinEmbedder
from indexer.errors import DiskFull, ExpectedError
from indexer.files import SeenFile, Walk, is_below, shown, walk
from indexer.maxsim import CodedPages
from indexer.pipeline import Done, Embedded, Indexing, Opened, Step, Waiting
from indexer.plan import plan
from indexer.readers import PAGE_TIMEOUT_S, Readers
from indexer.store import Model, Store
from indexer.types import Page

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.25


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the machine the engine may use."""

    readers: int = max(1, min(4, os.cpu_count() or 1))
    page_timeout_s: float = PAGE_TIMEOUT_S


class Engine:
    """One open library. Raises ExpectedError when it cannot be opened.

    emit: told every event.    wake: called from other threads when step() has something to do again.
    """

    def __init__(
        self, library: Path, emit: Callable[[Event], None], wake: Callable[[], None], limits: Limits | None = None
    ) -> None:
        limits = limits or Limits()
        self._emit = emit
        self._embedder = BuiltinEmbedder()
        self._codec = ScalarCodec(self._embedder.dim)
        model = Model(self._embedder.name, self._embedder.revision, self._embedder.dim, self._codec.name)
        self._store = Store(library, model)
        self._coded = CodedPages(self._codec)
        for page, codes in self._store.all_codes():
            self._coded.add(page, codes)
        self._search = Search(self._store, self._coded, self._embedder, self._codec)
        self._passwords: dict[str, str] = {}
        self._readers = Readers(limits.readers, wake, limits.page_timeout_s)
        # Readers of their own, so that a page a person wants to see never queues behind those being indexed.
        self._drawers = Readers(1, wake, limits.page_timeout_s)
        self._drawing = Drawing(self._store, self._drawers, self._passwords, emit)
        self._view = LibraryView(self._store)
        self._question: Ask | None = None
        self._walker = ThreadPoolExecutor(1, thread_name_prefix="walker")
        self._wake = wake
        self._walk: Future[list[Walk]] | None = None
        self._walk_again = False
        self._run: Indexing | None = None
        self._steps: Iterator[Step] = iter(())
        self._in_run: set[str] = set()
        self._gone: tuple[str, ...] = ()
        self._begun: dict[str, list[tuple[Page, Bytes]]] = {}
        self._is_paused = False
        self._is_waiting = False
        self._told_at = 0.0

    def open(self) -> None:
        """Say that questions are answered from now on, and compare the library with the disk."""
        self._emit(Ready("built-in"))
        self._emit(self._view.state())
        self._rescan()

    # --- requests ---

    def accept(self, request: Request) -> None:
        """Take a request on; step() does the work."""
        match request:
            case Ask():
                self._question = request
            case Draw():
                self._drawing.want(request)
            case Cancel(tickets):
                self._drawing.cancel(tickets)
                if self._question is not None and self._question.ticket in tickets:
                    self._question = None
            case AddPaths(paths):
                self._add(paths)
            case RemovePaths(paths):
                self._remove(paths)
            case Rescan():
                self._rescan()
            case Retry(paths):
                failed = [place.path for place in self._store.places.values() if place.document == ""]
                self._read_again([path for path in failed if not paths or path in paths])
            case Unlock(path, password):
                self._passwords[path] = password
                self._read_again([path])
            case Pause():
                self._is_paused = True
                self._tell_progress()
            case Resume():
                self._is_paused = False
                self._rescan()
            case GetLibrary():
                self._emit(self._view.state())

    def step(self) -> None:
        """Do one piece of work, the most urgent first."""
        self._is_waiting = False
        if self._question is not None:
            question, self._question = self._question, None
            self._answer(question)
        elif self._drawing.step():
            pass
        elif self._walk is not None and self._walk.done():
            walks, self._walk = self._walk.result(), None
            if self._walk_again:
                self._rescan()
            else:
                self._walked(walks)
        elif self._run is not None and not self._is_paused:
            self._index()
        else:
            self._is_waiting = True

    @property
    def patience_s(self) -> float | None:
        """How long step() need not be called unless a request comes or `wake` is called; None means for ever."""
        if not self._is_waiting:
            return 0.0
        # A slow reader must not keep finished documents out of the store, nor news from the person.
        return TELL_EVERY_S if self._run is not None and not self._is_paused else None

    def close(self) -> None:
        """End everything; what was not in the store yet is found again by the next plan."""
        self._break_off()
        self._walker.shutdown(wait=False, cancel_futures=True)
        self._readers.close()
        self._drawers.close()
        self._store.close()

    # --- answering ---

    def _answer(self, ask: Ask) -> None:
        start = time.perf_counter()
        try:
            answer = self._search.answer(ask.text, ask.within, ask.limit)
        except Exception:
            log.exception("a question could not be answered")
            sentence = "This question could not be answered because of an error in Pagelight."
            self._emit(Failed(ask.ticket, sentence))
            return
        elapsed_ms = (time.perf_counter() - start) * 1000
        self._emit(Results(ask.ticket, ask.text, answer.hits, answer.terms, elapsed_ms))

    # --- what belongs to the library ---

    def _add(self, paths: Collection[str]) -> None:
        found = []
        for path in map(os.path.abspath, paths):
            if os.path.lexists(path):
                found.append(path)
            else:
                self._emit(Notice(f"{shown(path)} does not exist.", is_problem=True))
        roots = [*self._store.roots, *(path for path in dict.fromkeys(found) if path not in self._store.roots)]
        excluded = {path for path in self._store.excluded if not any(is_below(path, added) for added in found)}
        try:
            self._store.save_roots(roots, excluded)
        except DiskFull as error:
            self._emit(Notice(error.sentence, is_problem=True))
        self._rescan()

    def _remove(self, paths: Collection[str]) -> None:
        self._break_off()
        roots = [root for root in self._store.roots if not any(is_below(root, path) for path in paths)]
        inside = {path for path in paths if any(is_below(path, root) for root in roots)}
        gone = [known for known in self._store.places if any(is_below(known, path) for path in paths)]
        try:
            self._store.save_roots(roots, self._store.excluded | inside)
            self._forget(gone)
        except DiskFull as error:
            self._emit(Notice(error.sentence, is_problem=True))
        self._rescan()

    def _forget(self, paths: Collection[str]) -> None:
        self._coded.remove(self._store.forget(paths))
        self._view.forgot(paths)

    # --- comparing with the disk ---

    def _rescan(self) -> None:
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
            self._run = Indexing(self._store, self._readers, self._embedder, self._codec, self._passwords)
            self._steps = self._run.steps()
        self._run.files.extend(fresh)
        self._in_run.update(file.path for file in fresh)
        self._view.queued(fresh)
        self._emit(self._view.state())
        self._tell_progress()

    def _index(self) -> None:
        try:
            step = next(self._steps, None)
            if step is None and self._gone:
                self._forget(self._gone)
                self._gone = ()
        except DiskFull as error:
            log.error("the disk is full")
            self._break_off()
            self._is_paused = True
            self._emit(Notice(error.sentence, is_problem=True))
            self._tell_all()
            return
        except Exception:
            log.exception("indexing broke off")
            self._break_off()
            self._is_paused = True
            sentence = (
                "Indexing stopped because of an error in Pagelight. What is indexed can be searched; resume to retry."
            )
            self._emit(Notice(sentence, is_problem=True))
            self._tell_all()
            return
        match step:
            case None:
                self._run = None
                self._in_run.clear()
                self._begun.clear()
                self._tell_all()
            case Waiting():
                self._is_waiting = True
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


def main(library: Path, pipe: Connection, limits: Limits | None = None) -> None:
    """Run an engine until the pipe closes or None comes through it."""
    start_logging(log_folder(), "engine")
    woken, waker = multiprocessing.Pipe(duplex=False)

    def wake() -> None:
        # A full pipe is as good as one more byte: the loop wakes all the same.
        if not woken.poll():
            waker.send(None)

    try:
        engine = Engine(library, _sender(pipe), wake, limits)
    except ExpectedError as error:
        pipe.send(Notice(error.sentence, is_problem=True))
        raise SystemExit(CANNOT_OPEN) from None
    try:
        engine.open()
        _serve(engine, pipe, woken)
    finally:
        engine.close()


def _serve(engine: Engine, pipe: Connection, woken: Connection) -> None:
    while True:
        wait([pipe, woken], engine.patience_s)
        while woken.poll():
            woken.recv()
        while pipe.poll():
            try:
                request: Any = pipe.recv()
            except (EOFError, OSError):
                return
            if request is None:
                return
            engine.accept(request)
        engine.step()


def _sender(pipe: Connection) -> Callable[[Event], None]:
    def send(event: Event) -> None:
        try:
            pipe.send(event)
        except OSError:
            raise SystemExit(0) from None  # Nobody listens any more.

    return send
