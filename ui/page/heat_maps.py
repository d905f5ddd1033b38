"""The heat map of the page that is shown: asked for while it is wanted, and only then."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.events import Failed, HeatMap
from app.requests import Cancel, Heat
from indexer.types import Page
from ui.bridge import Bridge


class HeatMaps(QObject):
    """Follows question and page. changed: the map to be shown now, or None.    told: why there is none."""

    changed = Signal(object)
    told = Signal(str, bool)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._is_on = False
        self._of = 0
        self._terms: tuple[str, ...] = ()
        self._page: Page | None = None
        self._ticket: int | None = None
        self._heat: HeatMap | None = None
        bridge.heat_arrived.connect(self._take)
        bridge.request_failed.connect(self._fail)

    def turn(self, on: bool) -> None:
        """Show heat maps from now on, or no longer."""
        self._is_on = on
        if on:
            self._ask()
            self.changed.emit(self._heat)
        else:
            self._cancel()
            self.changed.emit(None)

    def set_question(self, of: int, terms: Sequence[str]) -> None:
        """Take over another answered question. of: its ticket."""
        self._of = of
        if self._terms != tuple(terms):
            self._terms = tuple(terms)
            self._forget()

    def show(self, page: Page | None) -> None:
        """Follow to a page."""
        if page != self._page:
            self._page = page
            self._forget()
        self._ask()

    def _ask(self) -> None:
        if self._is_on and self._terms and self._page is not None and self._heat is None and self._ticket is None:
            self._ticket = self._bridge.new_ticket()
            self._bridge.send(Heat(self._ticket, self._of, self._page))

    def _cancel(self) -> None:
        if self._ticket is not None:
            self._bridge.send(Cancel((self._ticket,)))
            self._ticket = None

    def _forget(self) -> None:
        self._cancel()
        if self._heat is not None:
            self._heat = None
            self.changed.emit(None)

    @Slot(object)
    def _take(self, heat: HeatMap) -> None:
        if heat.ticket == self._ticket:
            self._ticket, self._heat = None, heat
            self.changed.emit(heat)

    @Slot(object)
    def _fail(self, failed: Failed) -> None:
        if failed.ticket == self._ticket:
            self._ticket = None
            if failed.sentence:
                self.told.emit(failed.sentence, False)
