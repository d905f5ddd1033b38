"""A command's hold on the engine: start it, ask, wait for what answers, end it."""

from __future__ import annotations

import itertools
import queue
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias, TypeVar

from app.events import (
    Activity,
    EngineLost,
    Event,
    Exported,
    Exporting,
    Failed,
    LibraryState,
    ModelChanged,
    ModelUsed,
    Notice,
    Picture,
    Progress,
    Ready,
    Recompressed,
    Recompressing,
    Results,
)
from app.requests import (
    Ask,
    Draw,
    Export,
    ForgetModel,
    GetLibrary,
    Lane,
    Piece,
    Recompress,
    Request,
    UseModel,
)
from app.rows import ModelStage
from app.worker import EngineHandle, EngineProcess
from indexer.errors import ExpectedError
from indexer.types import Page

OpenEngine: TypeAlias = Callable[[Path, Callable[[Event], None]], EngineHandle]
Answer = TypeVar("Answer", Results, Picture, Exported, Recompressed, ModelUsed)

# A wait without an end cannot be interrupted by Ctrl-C on Windows, so waits are cut into pieces.
WAIT_PIECE_S = 0.2


class LibraryNotOpened(ExpectedError):
    """The library cannot be used now: busy, too new, missing, or its engine does not run."""


def open_engine(
    library: Path, on_event: Callable[[Event], None], profile: str = "", keep_exact: bool = False
) -> EngineHandle:
    """Start an engine in a process of its own. profile, keep_exact: for a new library, as in Engine."""
    engine = EngineProcess(library, on_event, profile, keep_exact)
    # Ctrl-C reaches every process of a terminal; the engine inherits, from its first moment on, that it is not meant.
    heeded = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        engine.start()
    finally:
        signal.signal(signal.SIGINT, heeded)
    return engine


class Session:
    """An engine that a command holds. Entering waits until the library is open, leaving ends the engine.

    say: told every notice of the engine, a sentence each.
    Waiting raises LibraryNotOpened when the engine is lost, and ExpectedError when it takes longer than `timeout_s`.
    """

    def __init__(
        self,
        library: Path,
        say: Callable[[str], None],
        open_engine: OpenEngine = open_engine,
        timeout_s: float | None = None,
    ) -> None:
        self._library_folder = library
        self._say = say
        self._open_engine = open_engine
        self._timeout_s = timeout_s
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._tickets = itertools.count(1)
        self._is_open = False
        self.ready: Ready
        """What the engine said of itself when it had opened the library."""
        self.library: LibraryState
        """The newest state of the library that was heard of."""

    def __enter__(self) -> Self:
        self._engine = self._open_engine(self._library_folder, self._events.put)
        try:
            for event in self.events():
                if isinstance(event, Ready):
                    self._is_open = True
                    self.ready = event
                if isinstance(event, LibraryState):
                    break
        except BaseException:
            self._engine.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._engine.close()

    def send(self, request: Request) -> None:
        """Hand a request to the engine."""
        self._engine.send(request)

    def ask(
        self,
        text: str,
        within: Sequence[str] = (),
        limit: int = 10,
        lanes: Sequence[Lane] = tuple(Lane),
        piece: Piece | None = None,
    ) -> Results:
        """Ask a question and wait for its answer."""
        ticket = next(self._tickets)
        self.send(Ask(ticket, text, tuple(within), limit, tuple(lanes), piece))
        return self._answer(Results, ticket)

    def export(self, of: Results, path: Path, most: int, told: Callable[[Exporting], None]) -> Exported:
        """Write the best hits of the newest answer to a file and wait for it; `told` hears how far it is.

        path: absolute, ends with .pdf or .csv. Raises ExpectedError when it cannot be written.
        """
        ticket = next(self._tickets)
        self.send(Export(ticket, of.ticket, str(path), most))
        return self._answer(Exported, ticket, exporting=told)

    def recompress(
        self, profile: str, keep_exact: bool | None, reread: bool, told: Callable[[Recompressing], None]
    ) -> Recompressed:
        """Move the library to another profile and wait for it; `told` hears how far it is.

        Raises ExpectedError when it stays as it is.
        """
        ticket = next(self._tickets)
        self.send(Recompress(ticket, profile, keep_exact, reread))
        return self._answer(Recompressed, ticket, told)

    def wait_for_model(self) -> None:
        """Wait until the model that is used besides the built-in one is loaded, or cannot be."""
        row = next((row for row in self.library.models if row.stage is ModelStage.LOADING), None)
        if row is None:
            return
        self._say(f"Loading {row.name}.")
        for event in self.events():
            if isinstance(event, ModelChanged) and event.row.stage is not ModelStage.LOADING:
                return

    def use_model(self, name: str) -> None:
        """Have a model look at the library besides the built-in one, "" for none, and wait until it is loaded."""
        ticket = next(self._tickets)
        self.send(UseModel(ticket, name))
        self._answer(ModelUsed, ticket)

    def forget_model(self, key: str) -> None:
        """Remove what a model that is not in use made of the library."""
        ticket = next(self._tickets)
        self.send(ForgetModel(ticket, key))
        self._answer(ModelUsed, ticket)

    def draw(self, page: Page, width_px: int) -> Picture:
        """Have a page drawn and wait for the picture."""
        ticket = next(self._tickets)
        self.send(Draw(ticket, page, width_px))
        return self._answer(Picture, ticket)

    def refresh(self, timeout_s: float | None = None) -> LibraryState:
        """Ask what the library holds now and wait for it."""
        # What is still unread is older than the question.
        while not self._events.empty():
            self._heed(self._events.get())
        self.send(GetLibrary())
        for event in self.events(timeout_s):
            if isinstance(event, LibraryState):
                break
        return self.library

    def events(self, timeout_s: float | None = None) -> Iterator[Event]:
        """Yield what the engine says, as it says it, for as long as the caller listens."""
        timeout_s = timeout_s if timeout_s is not None else self._timeout_s
        end = time.monotonic() + timeout_s if timeout_s is not None else None
        while end is None or time.monotonic() < end:
            try:
                event = self._events.get(timeout=WAIT_PIECE_S)
            except queue.Empty:
                continue
            self._heed(event)
            yield event
        raise ExpectedError(f"The search engine did not answer within {timeout_s:.0f} seconds.")

    def _heed(self, event: Event) -> None:
        match event:
            case LibraryState():
                self.library = event
            case Notice(sentence, is_problem=True) if not self._is_open:
                raise LibraryNotOpened(sentence)
            case Notice(sentence):
                self._say(sentence)
            case EngineLost(sentence, restarting=False):
                raise LibraryNotOpened(sentence)
            case EngineLost(sentence):
                self._say(sentence)

    def _answer(
        self,
        kind: type[Answer],
        ticket: int,
        recompressing: Callable[[Recompressing], None] = lambda event: None,
        exporting: Callable[[Exporting], None] = lambda event: None,
    ) -> Answer:
        for event in self.events():
            if isinstance(event, Recompressing):
                recompressing(event)
            if isinstance(event, Exporting) and event.ticket == ticket:
                exporting(event)
            if isinstance(event, Failed) and event.ticket == ticket:
                raise ExpectedError(event.sentence)
            if kind is Recompressed and isinstance(event, Progress) and event.activity is Activity.PAUSED:
                # The engine has said why; a command has nobody who would resume.
                raise ExpectedError("The work has stopped. The library stays as it was.")
            if isinstance(event, Results) and not event.is_final:
                continue
            if isinstance(event, kind) and event.ticket == ticket:
                return event
        raise AssertionError("events never end by themselves")
