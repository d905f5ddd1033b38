"""The engine: one working thread that owns model, store and codes, and answers between two batches of indexing."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from app.answers.asking import Asking
from app.answers.search import Search
from app.beside import Beside, FindModel
from app.compare_behind import ComparingProfiles
from app.drawing import Drawing
from app.estimate import Estimates
from app.events import Event, Notice, Ready
from app.export_hits import Exports
from app.logs import start_logging
from app.models.catalogue import BUILT_IN
from app.models.embedders import make_embedder, model_maker
from app.models.speeds import note_speed
from app.paths import log_folder
from app.requests import (
    AddPaths,
    Ask,
    Cancel,
    CompareProfiles,
    Draw,
    Estimate,
    Export,
    ForgetModel,
    GetLibrary,
    Heat,
    More,
    Pause,
    ReadText,
    Recompress,
    RemovePaths,
    Request,
    Rescan,
    Resume,
    Retry,
    Skip,
    Unlock,
    UseModel,
)
from app.upkeep import Upkeep
from app.worker import CANNOT_OPEN
from assets import sentence_model_dir
from indexer.embed.sentences import SentenceModel
from indexer.errors import DiskFull, ExpectedError
from indexer.look import LookIndex
from indexer.looks import Model
from indexer.ocr import find_tesseract
from indexer.readers import PAGE_TIMEOUT_S, Readers
from indexer.store import Store


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the machine the engine may use."""

    readers: int = max(1, min(4, os.cpu_count() or 1))
    page_timeout_s: float = PAGE_TIMEOUT_S


class Engine:
    """One open library. Raises ExpectedError when it cannot be opened.

    profile: for a new library; "" means the usual one, or the one that the library has.    keep_exact: for a new
    library, whether vectors are also kept as the model made them.
    find_model: finds another model by its name.
    emit: told every event.    wake: called from other threads when step() has something to do again.
    """

    def __init__(
        self,
        library: Path,
        emit: Callable[[Event], None],
        wake: Callable[[], None],
        profile: str = "",
        keep_exact: bool = False,
        limits: Limits | None = None,
        find_model: FindModel = model_maker,
    ) -> None:
        limits = limits or Limits()
        self._emit = emit
        embedder = make_embedder(BUILT_IN)
        sentences = SentenceModel(sentence_model_dir())
        self._store = Store(
            library,
            Model(embedder.name, embedder.revision, embedder.dim, embedder.usual_profile),
            profile,
            keep_exact,
            Model(sentences.name, sentences.revision, sentences.dim),
        )
        look = LookIndex(self._store.looks)
        passwords: dict[str, str] = {}
        self._readers = Readers(limits.readers, wake, limits.page_timeout_s)
        # Readers of their own, so that a page a person wants to see never queues behind those being indexed.
        self._drawers = Readers(1, wake, limits.page_timeout_s)
        search = Search(self._store, look, embedder, sentences)
        self._drawing = Drawing(self._store, self._drawers, passwords, emit)
        self._beside = Beside(self._store, search, self._readers, passwords, find_model, emit, wake, note_speed)
        self._asking = Asking(self._store, search, self._beside, self._drawers, passwords, emit)
        self._exports = Exports(self._store, search, self._drawers, passwords, emit)
        self._upkeep = Upkeep(
            self._store,
            look,
            embedder,
            self._readers,
            passwords,
            emit,
            wake,
            sentences,
            self._beside,
            find_tesseract(),
        )
        self._estimates = Estimates(self._store, self._readers, embedder, passwords, emit, wake)
        self._comparing = ComparingProfiles(self._store, self._readers, embedder, passwords, emit, wake)
        self._is_idle = False

    def open(self) -> None:
        """Say that questions are answered from now on, and compare the library with the disk."""
        self._emit(Ready("built-in", self._store.looks.codes_name))
        self._beside.open()
        self._upkeep.tell_library()
        self._upkeep.rescan()

    def accept(self, request: Request) -> None:
        """Take a request on; step() does the work."""
        match request:
            case Ask():
                self._asking.ask(request)
            case More() | ReadText() | Heat():
                self._asking.ask_more(request)
            case Export():
                self._exports.begin(request, self._asking.ranking(request.of))
            case Draw():
                self._drawing.want(request)
            case Cancel(tickets):
                self._drawing.cancel(tickets)
                self._estimates.cancel(tickets)
                self._comparing.cancel(tickets)
                self._asking.cancel(tickets)
                self._exports.cancel(tickets)
            case Estimate():
                self._estimates.want(request)
            case AddPaths(paths):
                self._upkeep.add(paths)
            case RemovePaths(paths):
                self._upkeep.remove(paths)
            case Rescan(roots):
                self._upkeep.rescan(roots or None)
            case Retry(paths):
                self._upkeep.retry(paths)
            case Unlock(path, password):
                self._upkeep.unlock(path, password)
            case Pause(roots):
                self._upkeep.pause(roots)
            case Resume(roots):
                self._upkeep.resume(roots)
            case Skip(names):
                self._upkeep.skip(names)
            case CompareProfiles():
                self._comparing.want(request)
            case Recompress():
                self._upkeep.recompress(request)
            case UseModel():
                self._beside.use(request)
                self._upkeep.tell_library()
            case ForgetModel():
                self._beside.forget(request)
                self._upkeep.tell_library()
            case GetLibrary():
                self._upkeep.tell_library()

    def step(self) -> None:
        """Do one piece of work, the most urgent first."""
        moved = self._asking.step() or self._drawing.step() or self._exports.step()
        if not moved:
            moved = self._upkeep.step()
            moved = self._look_beside() or moved
            moved = self._estimates.step(self._upkeep.is_indexing) or moved
            moved = self._comparing.step() or moved
        self._is_idle = not moved

    def _look_beside(self) -> bool:
        try:
            return self._beside.step(self._upkeep.is_indexing, self._upkeep.is_paused)
        except DiskFull as error:
            self._upkeep.break_down(error.sentence)
            return True

    @property
    def patience_s(self) -> float | None:
        """How long step() need not be called unless a request comes or `wake` is called; None means for ever."""
        if not self._is_idle:
            return 0.0
        waits = [each.patience_s for each in (self._asking, self._upkeep, self._estimates)]
        return min((wait for wait in waits if wait is not None), default=None)

    def close(self) -> None:
        """End everything; what was not in the store yet is found again by the next plan."""
        self._estimates.close()
        self._comparing.close()
        self._exports.close()
        self._upkeep.close()
        self._beside.close()
        self._readers.close()
        self._drawers.close()
        self._store.close()


def main(
    library: Path, pipe: Connection, profile: str = "", keep_exact: bool = False, limits: Limits | None = None
) -> None:
    """Run an engine until the pipe closes or None comes through it."""
    start_logging(log_folder(), "engine")
    woken, waker = multiprocessing.Pipe(duplex=False)

    def wake() -> None:
        # A full pipe is as good as one more byte: the loop wakes all the same.
        if not woken.poll():
            waker.send(None)

    try:
        engine = Engine(library, _sender(pipe), wake, profile, keep_exact, limits)
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
