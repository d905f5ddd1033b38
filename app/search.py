"""From a question to hits: candidates from each lane, fused, with their evidence boxed."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.evidence import TermLookup, evidence, find_terms, term_weights
from app.fusion import fuse
from app.messages import Hit, Lane
from app.regions import cell_regions
from indexer.embed import Embedder
from indexer.files import is_below
from indexer.look import LookIndex
from indexer.maxsim import cosines
from indexer.plan import Place
from indexer.store import Store
from indexer.text import fold, stem, terms
from indexer.types import Page, Region

CANDIDATES = 300
# A page counts as found by its look when it is at least this alike, on average over the question's tokens. Unrelated
# words of the stand-in embedder stay below.
LOOK_FLOOR = 0.62

_NAME_PIECE = re.compile(r"[^\W_]+")
_LONG = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found: hits, best first, and the terms that were looked for."""

    hits: tuple[Hit, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A page that answers, before its evidence is looked up."""

    page: Page
    score: float
    lanes: tuple[Lane, ...]


class Search:
    """Answers questions from one store and the look of its pages."""

    def __init__(self, store: Store, look: LookIndex, embedder: Embedder) -> None:
        self._store = store
        self._look = look
        self._embedder = embedder

    def answer(
        self, question: str, within: Sequence[str] = (), limit: int = 50, lanes: Collection[Lane] = tuple(Lane)
    ) -> Answer:
        """Rank the pages that answer a question in words, and box the evidence on each.

        within: only documents at or below these paths; empty means all.    lanes: the ways that may find a page.
        """
        words = terms(question)
        ranked = self.rank(question, self._store.documents_below(within) if within else None, limit, lanes)
        pages = self._store.texts([each.page for each in ranked])
        lookup = TermLookup(words)
        found = {page: find_terms(row.text, lookup) for page, row in pages.items()}
        weights = term_weights(len(words), list(found.values()))
        wordless = [each.page for each in ranked if not found[each.page]]
        looks = self._look_regions(question, wordless) if Lane.LOOK in lanes else {}
        places = self._places(within)
        hits = []
        for each in ranked:
            row, document = pages[each.page], self._store.documents[each.page.document]
            lit = evidence(row.text, found[each.page], weights)
            regions = lit.regions or looks.get(each.page, ())
            path = places[each.page.document].path
            hits.append(
                Hit(each.page, each.score, each.lanes, regions, path, document.pages, row.aspect, lit.line, lit.bold)
            )
        return Answer(tuple(hits), words)

    def rank(
        self,
        question: str,
        documents: Collection[str] | None = None,
        limit: int = CANDIDATES,
        lanes: Collection[Lane] = tuple(Lane),
    ) -> list[Ranked]:
        """Rank pages, without their evidence, among `documents` or all, as if there were no other lanes than these."""
        words = terms(question)
        text: dict[Page, float] = {}
        look: dict[Page, float] = {}
        name: dict[Page, float] = {}
        looking_alike: set[Page] = set()
        if Lane.TEXT in lanes:
            text = dict(self._store.find_text(" ".join(words), CANDIDATES, documents))
        if Lane.LOOK in lanes:
            look, looking_alike = self._look_lane(question, documents, text)
        if Lane.NAME in lanes:
            name = self._name_lane(words, documents, {*text, *looking_alike})
        scores = {Lane.TEXT: text, Lane.LOOK: look, Lane.NAME: name}
        found = {Lane.TEXT: text.keys(), Lane.LOOK: looking_alike, Lane.NAME: name.keys()}
        return [
            Ranked(page, score, tuple(lane for lane in Lane if page in found[lane]))
            for page, score in fuse({*text, *looking_alike, *name}, scores)[:limit]
        ]

    def _look_lane(
        self, question: str, documents: Collection[str] | None, text: Collection[Page]
    ) -> tuple[dict[Page, float], set[Page]]:
        """Score by MaxSim the pages that text found and those that look alike; the latter are named too."""
        query = self._embedder.embed_question(question).vectors
        if not len(query):
            return {}, set()
        found = self._look.search(query, CANDIDATES, documents, text)
        scores = {page: score / len(query) for page, score in found.items()}
        alike = {page for page, score in scores.items() if score >= LOOK_FLOOR}
        return {page: score for page, score in scores.items() if page in alike or (page in text and score > 0)}, alike

    def _look_regions(self, question: str, pages: Sequence[Page]) -> dict[Page, tuple[Region, ...]]:
        """Box the cells that look like the question, on pages where no word does."""
        query = self._embedder.embed_question(question).vectors
        codec = self._store.codes.codec
        if codec is None:
            return {}
        return {
            page: cell_regions(look.grid, look.cells, cosines(codec, query, look.codes), look.owners)
            for page, look in self._store.codes.read(pages).items()
        }

    def _name_lane(
        self, words: Sequence[str], documents: Collection[str] | None, found: Collection[Page]
    ) -> dict[Page, float]:
        """Score documents by the share of the question, rare words first, that their file names hold.

        The score goes to the pages that another lane found, or to the first page of a document that none did.
        """
        stems = {stem(word) for word in words}
        held: dict[str, set[str]] = {}
        for place in self._store.places.values():
            if place.document in (self._store.documents if documents is None else documents):
                held.setdefault(place.document, set()).update(_held(stems, Path(place.path).stem))
        holding = Counter(word for some in held.values() for word in some)
        rarity = {word: math.log(1 + len(held) / max(holding[word], 1)) for word in stems}
        whole = sum(rarity.values())
        named = {document: sum(rarity[word] for word in some) / whole for document, some in held.items() if some}
        scores = {page: named[page.document] for page in found if page.document in named}
        reached = {page.document for page in scores}
        return {**scores, **{Page(document, 1): score for document, score in named.items() if document not in reached}}

    def _places(self, within: Sequence[str]) -> Mapping[str, Place]:
        """Return one place for each document: one at or below `within`, unless that is empty."""
        places: dict[str, Place] = {}
        for place in self._store.places.values():
            if not within or any(is_below(place.path, parent) for parent in within):
                places.setdefault(place.document, place)
        return places


def _held(stems: Collection[str], name: str) -> set[str]:
    """Return the stems that a file name holds: as a word of their own, or, when long enough, run into others."""
    pieces = [fold(piece) for piece in _NAME_PIECE.findall(name)]
    own = {stem(piece) for piece in pieces}
    return {word for word in stems if word in own or (len(word) >= _LONG and any(word in piece for piece in pieces))}
