"""The pages of a long answer that are not here yet: asked for when seen, dropped when they are far away."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.events import Failed, MoreHits, Results
from app.requests import Cancel, More
from ui.bridge import Bridge
from ui.results.model import ResultsModel

CHUNK = 12
"""What an answer brings at first, and each request for more of it: about a window full."""
MOST_ASKED = 2
"""Requests that wait for an answer at once."""
MOST_KEPT = 2000
"""Hits in memory; a hit with its regions takes some kilobytes."""


class FurtherHits(QObject):
    """Fills a model with the hits of the newest answer, in chunks."""

    def __init__(self, bridge: Bridge, model: ResultsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._model = model
        self._of = 0
        self._done: set[int] = set()
        self._asked: dict[int, int] = {}
        bridge.more_hits_arrived.connect(self._take)
        bridge.request_failed.connect(self._fail)

    def begin(self, results: Results) -> None:
        """Fetch for another answer, which the model shows already."""
        self._drop(set())
        self._of = results.ticket
        total = self._model.rowCount()
        here = len(results.hits)
        self._done = {chunk for chunk in range(-(-total // CHUNK)) if min((chunk + 1) * CHUNK, total) <= here}

    def show(self, rows: range) -> None:
        """Fetch what is missing of the rows on screen and of those that follow; forget what is far away."""
        if not rows:
            return
        last = (self._model.rowCount() - 1) // CHUNK
        # The next ones are fetched before they are reached, but not before anybody has begun to go there.
        chunks = range(rows[0] // CHUNK, min((rows[-1] + CHUNK // 2) // CHUNK, last) + 1)
        self._drop(set(chunks))
        for chunk in chunks:
            if len(self._asked) >= MOST_ASKED:
                break
            if chunk not in self._done and chunk not in self._asked.values():
                ticket = self._bridge.new_ticket()
                self._asked[ticket] = chunk
                self._bridge.send(More(ticket, self._of, chunk * CHUNK, CHUNK))
        first = max(0, rows[0] // CHUNK - MOST_KEPT // CHUNK // 2)
        near = range(first, first + MOST_KEPT // CHUNK)
        self._done.intersection_update(near)
        self._model.keep(range(near.start * CHUNK, near.stop * CHUNK))

    def _drop(self, wanted: set[int]) -> None:
        gone = tuple(ticket for ticket, chunk in self._asked.items() if chunk not in wanted)
        for ticket in gone:
            del self._asked[ticket]
        if gone:
            self._bridge.send(Cancel(gone))

    @Slot(object)
    def _take(self, more: MoreHits) -> None:
        chunk = self._asked.pop(more.ticket, None)
        if chunk is not None:
            self._done.add(chunk)
            self._model.put(more.start, more.hits)

    @Slot(object)
    def _fail(self, failed: Failed) -> None:
        # Not asked for again and again: another answer begins anew.
        chunk = self._asked.pop(failed.ticket, None)
        if chunk is not None:
            self._done.add(chunk)
