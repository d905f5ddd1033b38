"""An engine driven step by step in the test's own process, where its surroundings can be made to fail."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from app.beside import FindModel
from app.engine import Engine
from app.events import (
    Activity,
    Event,
    LibraryState,
    Progress,
)
from app.models.embedders import model_maker
from app.requests import Request


class InlineEngine:
    """An engine without a process: requests are handed over and steps are taken by the test."""

    def __init__(
        self, library: Path, profile: str = "", keep_exact: bool = False, find_model: FindModel = model_maker
    ) -> None:
        self.events: list[Event] = []
        self._activity = Activity.SCANNING
        self._woken = threading.Event()
        self.engine = Engine(library, self._hear, self._woken.set, profile, keep_exact, find_model=find_model)
        self.engine.open()

    def do(self, *requests: Request) -> list[Event]:
        """Hand requests over, step until there is nothing to do, and return what was told."""
        self.events.clear()
        for request in requests:
            self.engine.accept(request)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            self.engine.step()
            patience_s = self.engine.patience_s
            if patience_s is None and self._activity in {Activity.IDLE, Activity.PAUSED}:
                return list(self.events)
            # A walk of folders wakes it when it is over.
            if patience_s != 0:
                self._woken.wait(patience_s or 1)
                self._woken.clear()
        raise TimeoutError

    def _hear(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Progress):
            self._activity = event.activity


def last_state(events: list[Event]) -> LibraryState:
    """Return the newest state of the library."""
    return next(event for event in reversed(events) if isinstance(event, LibraryState))
