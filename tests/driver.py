"""An engine in its own process, for tests and benchmarks that go the way a face goes."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

from app.events import (
    Activity,
    Event,
    LibraryState,
    Progress,
    Ready,
    Results,
)
from app.requests import AddPaths, Ask, Request
from app.worker import EngineProcess

Wanted = TypeVar("Wanted", bound=Event)


class Driver:
    """An engine as a face holds it: requests go in, events are waited for."""

    def __init__(self, library: Path, profile: str = "") -> None:
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.engine = EngineProcess(library, self._events.put, profile)
        self._ticket = 0
        self.understanding_since: float | None = None

    def __enter__(self) -> Self:
        self.engine.start()
        self.wait(Ready)
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.close()

    def wait(
        self, kind: type[Wanted], where: Callable[[Wanted], bool] = lambda _: True, timeout_s: float = 900
    ) -> Wanted:
        """Wait for an event of a kind that fits."""
        end = time.monotonic() + timeout_s
        while (left := end - time.monotonic()) > 0:
            event = self._events.get(timeout=left)
            if isinstance(event, kind) and where(event):
                return event
        raise TimeoutError(kind.__name__)

    def next_event(self, timeout_s: float = 60) -> Event:
        """Wait for whatever comes."""
        return self._events.get(timeout=timeout_s)

    def settle(self) -> LibraryState:
        """Wait until the work is done; returns the library as it is then."""
        state: list[LibraryState] = []
        while True:
            event = self._events.get(timeout=900)
            if isinstance(event, LibraryState):
                state.append(event)
            elif isinstance(event, Progress) and event.activity is Activity.UNDERSTANDING:
                self.understanding_since = self.understanding_since or time.perf_counter()
            elif isinstance(event, Progress) and event.activity is Activity.IDLE and state:
                return state[-1]

    def index(self, *paths: str) -> LibraryState:
        """Add paths and wait until they are indexed."""
        self.settle()
        self.engine.send(AddPaths(paths))
        return self.settle()

    def send(self, request: Request) -> None:
        """Send without waiting."""
        self.engine.send(request)

    def ask(self, text: str, within: tuple[str, ...] = (), limit: int = 50) -> tuple[Results, float]:
        """Ask and wait; returns the answer and the milliseconds until it was here."""
        self._ticket += 1
        start = time.perf_counter()
        self.engine.send(Ask(self._ticket, text, within, limit))
        results = self.wait(Results, lambda event: event.ticket == self._ticket)
        return results, (time.perf_counter() - start) * 1000
