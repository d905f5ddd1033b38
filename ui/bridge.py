"""The engine as the window sees it: requests go out, events come back as signals in the GUI thread.

Nowhere else does anything cross from another thread into the window, except decoded pictures (see `pictures`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from itertools import count

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.events import (
    EngineLost,
    Estimated,
    Event,
    Exported,
    Exporting,
    Failed,
    FilesChanged,
    HeatMap,
    LibraryState,
    ModelChanged,
    ModelUsed,
    MoreHits,
    Notice,
    Picture,
    ProfilesCompared,
    Progress,
    Ready,
    Recompressed,
    Recompressing,
    Results,
    TextRead,
)
from app.requests import Request
from app.worker import EngineHandle
from ui.basics.engine_words import said

log = logging.getLogger(__name__)


class Bridge(QObject):
    """Turns the engine's events into signals and hands out tickets. What is sent before the start waits for it."""

    results_arrived = Signal(object)
    picture_arrived = Signal(object)
    request_failed = Signal(object)
    library_changed = Signal(object)
    files_changed = Signal(object)
    model_changed = Signal(object)
    model_used = Signal(object)
    progress_changed = Signal(object)
    notice_given = Signal(object)
    engine_ready = Signal(object)
    engine_lost = Signal(object)
    more_hits_arrived = Signal(object)
    text_read = Signal(object)
    heat_arrived = Signal(object)
    export_progressed = Signal(object)
    exported = Signal(object)
    estimate_arrived = Signal(object)
    profiles_compared = Signal(object)
    recompress_progressed = Signal(object)
    recompressed = Signal(object)

    _event_received = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine: EngineHandle | None = None
        self._closed = False
        self._waiting: list[Request] = []
        self._tickets = count(1)
        self._signals = {
            Results: self.results_arrived,
            Picture: self.picture_arrived,
            Failed: self.request_failed,
            LibraryState: self.library_changed,
            FilesChanged: self.files_changed,
            ModelChanged: self.model_changed,
            ModelUsed: self.model_used,
            Progress: self.progress_changed,
            Notice: self.notice_given,
            Ready: self.engine_ready,
            EngineLost: self.engine_lost,
            MoreHits: self.more_hits_arrived,
            TextRead: self.text_read,
            HeatMap: self.heat_arrived,
            Exporting: self.export_progressed,
            Exported: self.exported,
            Estimated: self.estimate_arrived,
            ProfilesCompared: self.profiles_compared,
            Recompressing: self.recompress_progressed,
            Recompressed: self.recompressed,
        }
        self._event_received.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self, start_engine: Callable[[Callable[[Event], None]], EngineHandle]) -> None:
        """Start an engine with a function that is told where events go and returns the handle."""
        self._engine = start_engine(self.receive)
        for request in self._waiting:
            self._engine.send(request)
        self._waiting.clear()

    @property
    def is_started(self) -> bool:
        """Whether there is an engine, or there was one."""
        return self._engine is not None or self._closed

    def new_ticket(self) -> int:
        """Return a number higher than all before it."""
        return next(self._tickets)

    def send(self, request: Request) -> None:
        """Hand a request to the engine and return at once."""
        if self._closed:
            return
        if self._engine is None:
            self._waiting.append(request)
        else:
            self._engine.send(request)

    def receive(self, event: Event) -> None:
        """Take an event from any thread; its signal is emitted soon after in the GUI thread."""
        if not self._closed:
            self._event_received.emit(event)

    def close(self) -> None:
        """End the engine; nothing is sent or delivered any more."""
        self.let_go()()

    def let_go(self) -> Callable[[], None]:
        """Send and deliver nothing any more. Returns what ends the engine, which may take seconds."""
        self._closed = True
        return self._engine.close if self._engine is not None else lambda: None

    @Slot(object)
    def _deliver(self, event: Event) -> None:
        if self._closed:
            return
        # Sentences in rows are translated where rows are shown: there may be thousands.
        if isinstance(event, Results | Failed | Notice | EngineLost):
            event = replace(event, sentence=said(event.sentence))
        signal = self._signals.get(type(event))
        if signal is None:
            log.error("no signal for an event of type %s", type(event).__name__)
        else:
            signal.emit(event)
