"""The engine: one working thread that owns model, store and codes, and answers between two batches of indexing."""

from __future__ import annotations

import logging
import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from app.drawing import Drawing
from app.embedders import BUILT_IN, make_embedder
from app.logs import start_logging
from app.messages import (
    AddPaths,
    Ask,
    Cancel,
    Draw,
    Event,
    Failed,
    GetLibrary,
    Notice,
    Pause,
    Ready,
    Recompress,
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
from app.upkeep import Upkeep
from app.worker import CANNOT_OPEN
from assets import sentence_model_dir
from indexer.embed.sentences import SentenceModel
from indexer.errors import ExpectedError
from indexer.look import LookIndex
from indexer.readers import PAGE_TIMEOUT_S, Readers
from indexer.store import Model, Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the machine the engine may use."""

    readers: int = max(1, min(4, os.cpu_count() or 1))
    page_timeout_s: float = PAGE_TIMEOUT_S


class Engine:
    """One open library. Raises ExpectedError when it cannot be opened.

    profile: for a new library; "" means the usual one, or the one that the library has.    keep_exact: for a new
    library, whether vectors are also kept as the model made them.
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
        look = LookIndex(self._store)
        passwords: dict[str, str] = {}
        self._readers = Readers(limits.readers, wake, limits.page_timeout_s)
        # Readers of their own, so that a page a person wants to see never queues behind those being indexed.
        self._drawers = Readers(1, wake, limits.page_timeout_s)
        self._search = Search(self._store, look, embedder, sentences)
        self._drawing = Drawing(self._store, self._drawers, passwords, emit)
        self._upkeep = Upkeep(self._store, look, embedder, self._readers, passwords, emit, wake, sentences)
        self._question: Ask | None = None
        self._is_idle = False

    def open(self) -> None:
        """Say that questions are answered from now on, and compare the library with the disk."""
        self._emit(Ready("built-in", self._store.codes_name))
        self._upkeep.tell_library()
        self._upkeep.rescan()

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
                self._upkeep.add(paths)
            case RemovePaths(paths):
                self._upkeep.remove(paths)
            case Rescan():
                self._upkeep.rescan()
            case Retry(paths):
                self._upkeep.retry(paths)
            case Unlock(path, password):
                self._upkeep.unlock(path, password)
            case Pause():
                self._upkeep.pause()
            case Resume():
                self._upkeep.resume()
            case Recompress():
                self._upkeep.recompress(request)
            case GetLibrary():
                self._upkeep.tell_library()

    def step(self) -> None:
        """Do one piece of work, the most urgent first."""
        if self._question is not None:
            question, self._question = self._question, None
            self._answer(question)
            self._is_idle = False
        else:
            self._is_idle = not (self._drawing.step() or self._upkeep.step())

    @property
    def patience_s(self) -> float | None:
        """How long step() need not be called unless a request comes or `wake` is called; None means for ever."""
        return self._upkeep.patience_s if self._is_idle else 0.0

    def close(self) -> None:
        """End everything; what was not in the store yet is found again by the next plan."""
        self._upkeep.close()
        self._readers.close()
        self._drawers.close()
        self._store.close()

    def _answer(self, ask: Ask) -> None:
        start = time.perf_counter()
        try:
            answer = self._search.answer(ask.text, ask.within, ask.limit, ask.lanes)
        except Exception:
            log.exception("a question could not be answered")
            sentence = "This question could not be answered because of an error in Pagelight."
            self._emit(Failed(ask.ticket, sentence))
            return
        elapsed_ms = (time.perf_counter() - start) * 1000
        self._emit(Results(ask.ticket, ask.text, answer.hits, answer.terms, elapsed_ms))


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
