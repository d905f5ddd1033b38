"""The question that is being answered: pictures are read first, and a slow model gets a moment, but no more."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from app.beside import Beside
from app.events import Event, Failed, Results
from app.requests import Ask, Lane, Piece
from app.search import Search
from indexer.arrays import Bytes
from indexer.errors import ExpectedError
from indexer.files import shown_name
from indexer.question import parse
from indexer.readers import Problem, Readers, cut, outcome
from indexer.store import Store
from indexer.types import QueryEmbedding, Sight

log = logging.getLogger(__name__)

# So long an answer waits for a model beside the built-in one, which then is still asked.
PATIENCE_S = 0.15
_NO_PRINT = "No words can be read in this picture, and no model that knows pictures is in use."
# With print as large as the built-in model wants it.
_PRINT = Sight(dpi=110, is_colour=True)
# A part is drawn as finely as models see whole pages, within what a reader can do in a moment.
_PICTURE_PIXELS = 1_500_000
_MOST_PIXELS = 12_000_000


@dataclass
class _Question:
    ask: Ask
    began: float = field(default_factory=time.perf_counter)
    reading: Any = None
    path: str = ""
    pictures: tuple[Bytes, Bytes] | None = None
    models: list[Future[QueryEmbedding]] | None = None
    is_told: bool = False


class Asking:
    """Answers one question at a time; a newer one takes the place of the older."""

    def __init__(
        self,
        store: Store,
        search: Search,
        beside: Beside,
        readers: Readers,
        passwords: Mapping[str, str],
        emit: Callable[[Event], None],
    ) -> None:
        self._store = store
        self._search = search
        self._beside = beside
        self._readers = readers
        self._passwords = passwords
        self._emit = emit
        self._question: _Question | None = None

    def ask(self, request: Ask) -> None:
        """Take a question on."""
        self._question = _Question(request)

    def cancel(self, tickets: tuple[int, ...]) -> None:
        """Forget the question, if it is one of these."""
        if self._question is not None and self._question.ask.ticket in tickets:
            self._question = None

    @property
    def patience_s(self) -> float | None:
        """How long step() need not be called after it did nothing, unless woken; None for ever."""
        if self._question is None or self._question.is_told or self._question.models is None:
            return None
        return max(0.0, self._question.began + PATIENCE_S - time.perf_counter())

    def step(self) -> bool:
        """Go on with the question as far as can be; says whether anything was done."""
        question = self._question
        if question is None:
            return False
        try:
            return self._go_on(question)
        except ExpectedError as error:
            sentence = error.sentence
        except Exception:
            log.exception("a question could not be answered")
            sentence = "This question could not be answered because of an error in Pagelight."
        self._question = None
        self._emit(Failed(question.ask.ticket, sentence))
        return True

    def _go_on(self, question: _Question) -> bool:
        if question.ask.piece is not None and question.pictures is None:
            if question.reading is None:
                self._read(question, question.ask.piece)
                return True
            if not question.reading.done():
                return False
            found = outcome(question.reading, question.path, self._readers.page_timeout_s)
            if isinstance(found, Problem):
                raise ExpectedError(found.sentence)
            question.pictures = found
        if question.models is None:
            question.models = []
            if self._beside.answers and Lane.MODEL in question.ask.lanes:
                picture = question.pictures[1] if question.pictures is not None else None
                question.models = self._beside.ask(parse(question.ask.text), picture)
        is_ready = all(future.done() for future in question.models)
        if not is_ready and (question.is_told or time.perf_counter() - question.began < PATIENCE_S):
            return False
        self._answer(question, is_ready)
        if is_ready:
            self._question = None
        question.is_told = True
        return True

    def _answer(self, question: _Question, is_final: bool) -> None:
        ask = question.ask
        others = {}
        if is_final and question.models:
            # A model that has ended says so itself, once; the question is answered without it.
            made = [future.result() for future in question.models if future.exception() is None]
            others = {Lane.MODEL: made} if len(made) == len(question.models) else {}
        picture = question.pictures[0] if question.pictures is not None else None
        sought = self._search.sought(ask.text, self._search.documents(ask.within), picture, others)
        answer = self._search.answer_sought(sought, ask.within, ask.limit, ask.lanes)
        elapsed_ms = (time.perf_counter() - question.began) * 1000
        can_see = any(len(query.vectors) for query in sought.queries.values())
        sentence = "" if picture is None or can_see or not is_final else _NO_PRINT
        self._emit(Results(ask.ticket, ask.text, answer.hits, answer.terms, elapsed_ms, sentence, is_final))

    def _read(self, question: _Question, piece: Piece) -> None:
        """Have a reader draw what is searched by: files are parsed nowhere else."""
        paths, number = [piece.path], 1
        if piece.page is not None:
            paths, number = [place.path for place in self._store.places_of(piece.page.document)], piece.page.number
        question.path = next(filter(os.path.exists, paths), "")
        if not question.path:
            name = shown_name(paths[0]) if paths else "This document"
            raise ExpectedError(f"{name} cannot be reached now, so it cannot be searched by.")
        password = self._passwords.get(question.path, "")
        left, top, right, bottom = piece.box
        whole_pixels = min(round(_PICTURE_PIXELS / max((right - left) * (bottom - top), 1e-6)), _MOST_PIXELS)
        sights = (_PRINT, Sight(is_colour=True, most_pixels=whole_pixels))
        question.reading = self._readers.submit(cut, question.path, password, number, piece.box, sights)
