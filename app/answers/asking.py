"""The question that is being answered: pictures are read first, and a slow model gets a moment, but no more.

What its best pages are is told at once; further down, where they are many, it is looked up in the step after that.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from app.answers.evidence import text_in
from app.answers.filters import Filtered, read
from app.answers.heat import heat_map
from app.answers.ranking import Ranking, grouped
from app.answers.search import Search
from app.beside import Beside
from app.events import Event, Failed, Group, HeatMap, Hit, MoreHits, Results, TextRead
from app.requests import Ask, Heat, Lane, More, Piece, ReadText
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
_ERROR = "This question could not be answered because of an error in Pagelight."
_NO_PRINT = "No words can be read in this picture, and no model that knows pictures is in use."
# With print as large as the built-in model wants it.
_PRINT = Sight(dpi=110, is_colour=True, enlarges_print=True)
# A part is drawn as finely as models see whole pages, within what a reader can do in a moment.
_PICTURE_PIXELS = 1_500_000
_MOST_PIXELS = 12_000_000
_LONGEST_QUOTED = 80
_QUOTES = '"“„«‟＂'


@dataclass
class _Question:
    ask: Ask
    filtered: Filtered
    began: float = field(default_factory=time.perf_counter)
    reading: Any = None
    path: str = ""
    pictures: tuple[Bytes, Bytes] | None = None
    models: list[Future[QueryEmbedding]] | None = None
    is_ready: bool = False
    ranking: Ranking | None = None
    told: tuple[Hit, ...] = ()
    elapsed_ms: float = 0.0


class Asking:
    """Answers one question at a time, and what is asked about its answer; a newer one takes the place of the older."""

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
        # The newest question, and what was found, as far as it is known.
        self._newest = 0
        self._ranking: Ranking | None = None
        self._later: dict[int, More | ReadText | Heat] = {}

    def ask(self, request: Ask) -> None:
        """Take a question on."""
        self._question = _Question(request, read(request.text))
        self._newest, self._ranking = request.ticket, None

    def ask_more(self, request: More | ReadText | Heat) -> None:
        """Take on what is asked about an answer, or about a page."""
        self._later[request.ticket] = request

    def ranking(self, ticket: int) -> Ranking | None:
        """Return what the question with this ticket found; None where it is not the newest, or not answered yet."""
        return self._ranking if ticket == self._newest else None

    def cancel(self, tickets: tuple[int, ...]) -> None:
        """Forget the question, and what was asked about it, if it is one of these."""
        if self._newest in tickets:
            self._question, self._ranking, self._newest = None, None, 0
        for ticket in tickets:
            self._later.pop(ticket, None)

    @property
    def patience_s(self) -> float | None:
        """How long step() need not be called after it did nothing, unless woken; None for ever."""
        if self._question is None or self._question.ranking is not None or self._question.models is None:
            return None
        return max(0.0, self._question.began + PATIENCE_S - time.perf_counter())

    def step(self) -> bool:
        """Go on with the question as far as can be, or with what was asked about it; says whether anything was done."""
        question = self._question
        if question is None:
            return self._reply()
        try:
            return self._go_on(question) or self._reply()
        except ExpectedError as error:
            sentence = error.sentence
        except Exception:
            log.exception("a question could not be answered")
            sentence = _ERROR
        self._question, self._newest = None, 0
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
                words = question.filtered.words
                question.models = self._beside.ask(parse(words), picture) if words or picture is not None else []
        if question.is_ready and question.ranking is not None:
            self._search.deepen(question.ranking)
        else:
            question.is_ready = all(future.done() for future in question.models)
            is_patient = time.perf_counter() - question.began < PATIENCE_S
            if not question.is_ready and (question.ranking is not None or is_patient):
                return False
            question.ranking, question.told = self._find(question), ()
        if question.ask.grouped:
            question.ranking.pages = [*chain.from_iterable(grouped(question.ranking.pages).values())]
        self._ranking = question.ranking
        self._answer(question, question.ranking)
        return True

    def _find(self, question: _Question) -> Ranking:
        ask, words = question.ask, question.filtered.words
        others = {}
        if question.is_ready and question.models:
            # A model that has ended says so itself, once; the question is answered without it.
            made = [future.result() for future in question.models if future.exception() is None]
            others = {Lane.MODEL: made} if len(made) == len(question.models) else {}
        picture = question.pictures[0] if question.pictures is not None else None
        scope = self._search.scope(ask.within, question.filtered.filters)
        return self._search.find(self._search.sought(words, scope.documents, picture, others), scope, ask.lanes)

    def _answer(self, question: _Question, ranking: Ranking) -> None:
        ask = question.ask
        # What is found further down mostly changes nothing of these hits; what a slow model finds does.
        best = [each.page for each in ranking.pages[: ask.limit]]
        if not question.told or best != [hit.page for hit in question.told]:
            question.told = self._search.hits(ranking, 0, ask.limit)
            question.elapsed_ms = (time.perf_counter() - question.began) * 1000
        is_final = question.is_ready and ranking.is_whole
        groups = self._groups(ranking) if ask.grouped else ()
        self._emit(
            Results(
                ask.ticket,
                ask.text,
                question.told,
                ranking.sought.text.terms,
                question.elapsed_ms,
                self._sentence(question.filtered, ranking) if is_final else "",
                is_final,
                len(ranking.pages),
                groups,
                tuple(each.typed for each in question.filtered.filters),
            )
        )
        if is_final:
            self._question = None

    def _groups(self, ranking: Ranking) -> tuple[Group, ...]:
        place = ranking.scope.place
        return tuple(Group(place(self._store, each).path, len(some)) for each, some in grouped(ranking.pages).items())

    def _sentence(self, filtered: Filtered, ranking: Ranking) -> str:
        """Say what to know about an answer."""
        said = [each.sentence for each in filtered.unclear]
        sought = ranking.sought
        if sought.has_picture and not any(len(query.vectors) for query in sought.queries.values()):
            said.append(_NO_PRINT)
        elif filtered.filters and ranking.scope.documents is not None and not ranking.scope.documents:
            said.append(f"No file fits {' '.join(each.typed for each in filtered.filters)}.")
        elif sought.text.terms and self._store.documents and not ranking.is_good:
            words = filtered.words
            short = words if len(words) <= _LONGEST_QUOTED else f"{words[:_LONGEST_QUOTED].rstrip()}…"
            # What is in quotes already is not put in quotes again.
            said.append(f"No good match for {short}." if short[0] in _QUOTES else f"No good match for “{short}”.")
            if ranking.pages:
                said.append("These pages come nearest.")
        return " ".join(said)

    def _reply(self) -> bool:
        """Answer the oldest of what was asked about an answer, once that is there."""
        for request in self._later.values():
            if isinstance(request, ReadText) or request.of != self._newest or self._ranking is not None:
                break
        else:
            return False
        del self._later[request.ticket]
        try:
            self._emit(self._replied(request))
        except ExpectedError as error:
            self._emit(Failed(request.ticket, error.sentence))
        except Exception:
            log.exception("what was asked about an answer could not be told")
            self._emit(Failed(request.ticket, _ERROR))
        return True

    def _replied(self, request: More | ReadText | Heat) -> Event:
        if isinstance(request, ReadText):
            stored = self._store.texts([request.page]).get(request.page)
            return TextRead(request.ticket, text_in(stored.text, request.box) if stored is not None else "")
        ranking = self.ranking(request.of)
        if ranking is None:
            return Failed(request.ticket, "")
        if isinstance(request, More):
            return MoreHits(request.ticket, request.start, self._search.hits(ranking, request.start, request.count))
        stored = self._store.texts([request.page]).get(request.page)
        if stored is None:
            return Failed(request.ticket, "")
        return HeatMap(request.ticket, request.page, *heat_map(request.page, stored, ranking, self._search.eyes))

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
