"""From a question to hits: candidates from each lane, fused, with their evidence boxed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.chance import NONSENSE, SAMPLE_PAGES, Chance, measure_chance
from app.evidence import TermLookup, evidence, find_terms, term_weights
from app.fusion import fuse
from app.messages import Hit, Lane
from app.names import NameIndex, documents_named
from app.regions import cell_regions
from indexer.codes import CodesTable
from indexer.embed import Embedder
from indexer.files import is_below
from indexer.look import LookIndex
from indexer.maxsim import cosines
from indexer.plan import Place
from indexer.store import Store
from indexer.text import stem, terms
from indexer.types import Page, Region

CANDIDATES = 300


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
        # The codes that chance was measured on, and how many pages there were then.
        self._measured: tuple[CodesTable, int, Chance] | None = None
        self._names = NameIndex(store)

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
        hits = []
        for each in ranked:
            row, document = pages[each.page], self._store.documents[each.page.document]
            lit = evidence(row.text, found[each.page], weights)
            regions = lit.regions or looks.get(each.page, ())
            path = self._place(each.page.document, within).path
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
        alike: set[Page] = set()
        if (chance := self._chance()) is not None:
            margin = chance.margin(len(query), self._count_pages(documents))
            alike = {page for page in scores if scores[page] >= chance.expected(found.patches[page]) + margin}
        return {page: score for page, score in scores.items() if page in alike or (page in text and score > 0)}, alike

    def _chance(self) -> Chance | None:
        """Return what pages of this library score by chance; None when none has codes."""
        codes, pages = self._store.codes, len(self._look.way)
        if self._measured is not None:
            measured_on, pages_then, chance = self._measured
            if measured_on is codes and pages <= 2 * pages_then and pages_then <= 2 * pages:
                return chance
        sample = codes.sample_stored(SAMPLE_PAGES, seed=0)
        if codes.codec is None or not sample:
            return None
        nonsense = self._embedder.embed_question(NONSENSE).vectors
        chance = measure_chance(codes.codec, nonsense, [stored.codes for stored in sample])
        self._measured = codes, pages, chance
        return chance

    def _count_pages(self, documents: Collection[str] | None) -> int:
        """Count the pages that are looked through."""
        if documents is None:
            return len(self._look.way)
        known = self._store.documents
        return sum(known[document].pages for document in documents if document in known)

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
        among = self._store.documents if documents is None else documents
        stems = {stem(word) for word in words}
        held = documents_named(self._names, stems, among)
        holding = Counter(word for some in held.values() for word in some)
        rarity = {word: math.log(1 + len(among) / max(holding[word], 1)) for word in stems}
        whole = sum(rarity.values())
        named = {document: sum(rarity[word] for word in some) / whole for document, some in held.items()}
        scores = {page: named[page.document] for page in found if page.document in named}
        reached = {page.document for page in scores}
        return {**scores, **{Page(document, 1): score for document, score in named.items() if document not in reached}}

    def _place(self, document: str, within: Sequence[str]) -> Place:
        """Return where a document lies: at or below one of `within`, unless that is empty."""
        places = self._store.places_of(document)
        return next(
            (each for each in places if any(is_below(each.path, parent) for parent in within)),
            places[0],
        )
