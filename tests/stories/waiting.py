"""Waiting until something is so, while the window lives."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEventLoop, QObject, QTimer

from tests.stories.heartbeat import Heartbeat

LOOK_EVERY_MS = 5
LONG_WORK = 10.0
"""Times the usual limit: for what a folder may take."""


class Unfulfilled(Exception):
    """Something did not happen in time, or not as it should."""


class Waiting(QObject):
    """Has a heartbeat, and a limit for what should happen soon."""

    def __init__(self) -> None:
        super().__init__()
        self.heartbeat = Heartbeat()
        self.limit_s = 120.0

    def until(self, is_so: Callable[[], object], what: str, times: float = 1.0) -> None:
        """Let the window live until something is so. Raises Unfulfilled after `times` the usual limit."""
        limit_s = times * self.limit_s
        end = monotonic() + limit_s
        while not is_so():
            if monotonic() > end:
                raise Unfulfilled(f"{self.heartbeat.step}: not after {limit_s:.0f} s: {what}")
            self.wait(LOOK_EVERY_MS)

    def wait(self, ms: int) -> None:
        """Let the window live for a moment."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def expect(self, is_so: object, what: str) -> None:
        """Raise Unfulfilled if something is not so."""
        if not is_so:
            raise Unfulfilled(f"{self.heartbeat.step}: {what}")
