"""Pictures of pages, drawn by a reader while a person waits."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from app.events import Event, Failed, Picture
from app.requests import Draw
from app.rows import Remedy
from indexer.files import shown_name
from indexer.readers import Problem, Readers, draw, outcome
from indexer.store import Store

_AT_ONCE = 2


class Drawing:
    """Draws pages: a sharp page before thumbnails, the newest request first, cancelled ones never."""

    def __init__(
        self, store: Store, readers: Readers, passwords: Mapping[str, str], emit: Callable[[Event], None]
    ) -> None:
        self._store = store
        self._readers = readers
        self._passwords = passwords
        self._emit = emit
        self._waiting: dict[int, Draw] = {}
        self._drawing: dict[int, tuple[Draw, str, Any]] = {}
        self._unwanted: set[int] = set()

    def want(self, request: Draw) -> None:
        """Take a request on."""
        self._waiting[request.ticket] = request

    def cancel(self, tickets: tuple[int, ...]) -> None:
        """Forget requests; one that a reader works on is drawn for nobody."""
        for ticket in tickets:
            self._waiting.pop(ticket, None)
            # Cancelling the future would kill the reader, and the next picture would have to wait for a new one.
            if ticket in self._drawing:
                self._unwanted.add(ticket)

    def step(self) -> bool:
        """Answer what is drawn and hand out what is next; says whether anything was answered."""
        answered = False
        for ticket, (request, path, future) in list(self._drawing.items()):
            if future.done():
                del self._drawing[ticket]
                if ticket in self._unwanted:
                    self._unwanted.remove(ticket)
                    continue
                self._answer(request, path, future)
                answered = True
        while self._waiting and len(self._drawing) < _AT_ONCE:
            ticket = max(self._waiting, key=lambda each: (not self._waiting[each].thumbnail, each))
            self._begin(self._waiting.pop(ticket))
        return answered

    def _begin(self, request: Draw) -> None:
        if not request.thumbnail:
            self._store.opened.note(request.page.document)
        places = self._store.places_of(request.page.document)
        # Any place will do that can be reached now.
        path = next((place.path for place in places if os.path.exists(place.path)), "")
        if not path:
            name = shown_name(places[0].path) if places else "This document"
            self._emit(Failed(request.ticket, f"{name} cannot be reached now, so its pages cannot be shown."))
            return
        password = self._passwords.get(path, "")
        number = request.page.number
        future = self._readers.submit(draw, path, password, number, request.width_px, request.thumbnail, request.clip)
        self._drawing[request.ticket] = (request, path, future)

    def _answer(self, request: Draw, path: str, future: Any) -> None:
        drawn = outcome(future, path, self._readers.page_timeout_s)
        if isinstance(drawn, Problem):
            self._emit(Failed(request.ticket, drawn.sentence, Remedy(drawn.remedy)))
        else:
            self._emit(Picture(request.ticket, request.page, drawn.data, drawn.width_px, drawn.height_px))
