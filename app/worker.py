"""The engine's process as seen from a face: start it, send requests, hear events, start it again when it dies.

Only this module starts the engine. Nothing here blocks the caller: a sender thread writes the pipe, a listener thread
reads it and calls `on_event`.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol, TypeAlias

from app.events import (
    EngineLost,
    Estimated,
    Event,
    Exported,
    Failed,
    HeatMap,
    ModelUsed,
    MoreHits,
    Picture,
    ProfilesCompared,
    Recompressed,
    Results,
    TextRead,
)
from app.requests import (
    Ask,
    Cancel,
    CompareProfiles,
    Draw,
    Estimate,
    Export,
    ForgetModel,
    Heat,
    More,
    ReadText,
    Recompress,
    Request,
    UseModel,
)

log = logging.getLogger(__name__)

_Ticketed: TypeAlias = (
    Ask | More | ReadText | Heat | Export | Draw | Estimate | CompareProfiles | Recompress | UseModel | ForgetModel
)
_Answer: TypeAlias = (
    MoreHits | TextRead | HeatMap | Exported | Picture | Recompressed | ModelUsed | ProfilesCompared | Failed
)

MAX_DEATHS = 3
DEATHS_WINDOW_S = 60.0
CLOSE_TIMEOUT_S = 10.0
CANNOT_OPEN = 3
"""The engine's exit code after a Notice said why the library cannot be opened; starting it again would not help."""


def _run_engine(library: Path, pipe: Connection, profile: str, keep_exact: bool) -> None:
    # Ctrl-C in a terminal reaches every process; the face decides what it means and closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Imported in the child only: the engine's libraries take seconds to load, and the window must not wait for them.
    from app.engine import main

    main(library, pipe, profile, keep_exact)


class EngineHandle(Protocol):
    """What a face holds of the engine."""

    def send(self, request: Request) -> None:
        """Hand over a request and return at once."""

    def close(self) -> None:
        """End the engine; no event comes after this returns."""


class EngineProcess:
    """An engine in a child process of its own, restarted when it dies.

    on_event is called from a thread of this object, one event at a time.
    profile, keep_exact: for a new library, as in Engine.
    A request with a ticket that the dying engine left unanswered is sent again once, then answered with Failed.
    """

    def __init__(
        self, library: Path, on_event: Callable[[Event], None], profile: str = "", keep_exact: bool = False
    ) -> None:
        self._library = library
        self._new = (profile, keep_exact)
        self._on_event = on_event
        self._outbox: SimpleQueue[Request | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._pending: dict[int, tuple[_Ticketed, int]] = {}
        self._deaths: deque[float] = deque(maxlen=MAX_DEATHS)
        self._closing = False
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the engine; it sends Ready, then LibraryState, when it can answer."""
        self._spawn()
        for name, work in (("engine-listener", self._listen), ("engine-sender", self._write)):
            thread = threading.Thread(target=work, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)
        # multiprocessing joins its children at exit; ours only ends when the pipe closes.
        atexit.register(self.close)

    @property
    def pid(self) -> int | None:
        """The process id of the engine that runs now."""
        return self._process.pid if self._process else None

    def send(self, request: Request) -> None:
        """Hand over a request and return at once."""
        with self._lock:
            if isinstance(request, _Ticketed):
                self._pending[request.ticket] = (request, 0)
            elif isinstance(request, Cancel):
                for ticket in request.tickets:
                    self._pending.pop(ticket, None)
        self._outbox.put(request)

    def close(self) -> None:
        """End the engine; no event comes after this returns. Kills it when it does not end within CLOSE_TIMEOUT_S."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
        atexit.unregister(self.close)
        self._outbox.put(None)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(CLOSE_TIMEOUT_S)
        if self._process is not None:
            self._process.join(CLOSE_TIMEOUT_S)
            if self._process.is_alive():
                log.warning("the engine did not end in time and was killed")
                self._process.kill()
                self._process.join()

    def _spawn(self) -> None:
        # OpenBLAS reads this once, at import, so it has to be there before the child begins. Its threads wait for each
        # other by spinning: beside busy readers, two of them made a question five times slower than one.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_run_engine, args=(self._library, theirs, *self._new), name="pagelight-engine")
        process.start()
        theirs.close()
        with self._lock:
            self._process, self._pipe = process, ours

    def _write(self) -> None:
        while (request := self._outbox.get()) is not None:
            pipe = self._pipe
            # An engine that has just died: the listener notices and sends again what still waits.
            with contextlib.suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.send(request)
        if self._pipe is not None:
            # A half-closed pipe is what tells the engine to end; the listener then reads the end of file.
            with contextlib.suppress(OSError, ValueError):
                self._pipe.send(None)

    def _listen(self) -> None:
        while True:
            assert self._pipe is not None and self._process is not None
            try:
                event = self._pipe.recv()
            except (EOFError, OSError):
                self._pipe.close()
                if self._closing or not self._restart():
                    return
                continue
            self._forget_answered(event)
            if not self._closing:
                self._on_event(event)

    def _forget_answered(self, event: Event) -> None:
        with self._lock:
            if isinstance(event, Results) and event.is_final:
                # The newest question wins: older ones will never be answered.
                for ticket, (request, _) in list(self._pending.items()):
                    if isinstance(request, Ask) and ticket <= event.ticket:
                        del self._pending[ticket]
            elif isinstance(event, _Answer) or (isinstance(event, Estimated) and event.is_whole):
                self._pending.pop(event.ticket, None)

    def _restart(self) -> bool:
        assert self._process is not None
        self._process.join()
        if self._process.exitcode == CANNOT_OPEN:
            self._fail_pending()
            self._on_event(EngineLost("The library could not be opened.", restarting=False))
            return False
        log.error("the engine ended with exit code %s", self._process.exitcode)
        now = time.monotonic()
        self._deaths.append(now)
        if len(self._deaths) == MAX_DEATHS and now - self._deaths[0] < DEATHS_WINDOW_S:
            self._fail_pending()
            self._on_event(
                EngineLost(
                    "The search engine stopped several times in a row. Your files are untouched; "
                    "restart Pagelight to go on.",
                    restarting=False,
                )
            )
            return False
        self._on_event(
            EngineLost("The search engine stopped unexpectedly and is being started again.", restarting=True)
        )
        self._spawn()
        self._send_again()
        return True

    def _send_again(self) -> None:
        given_up = []
        with self._lock:
            for ticket, (request, tries) in list(self._pending.items()):
                if tries:
                    given_up.append(ticket)
                    del self._pending[ticket]
                else:
                    self._pending[ticket] = (request, tries + 1)
                    self._outbox.put(request)
        for ticket in given_up:
            self._on_event(Failed(ticket, "The search engine stopped while it worked on this. Please try again."))

    def _fail_pending(self) -> None:
        with self._lock:
            tickets = list(self._pending)
            self._pending.clear()
        for ticket in tickets:
            self._on_event(Failed(ticket, "The search engine is not running."))
