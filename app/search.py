"""From a question to hits: candidates from each lane, fused, with their evidence boxed."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.chance import NONSENSE, SAMPLE_PAGES, Chance, measure_chance
from app.evidence import TermLookup, evidence, find_terms, term_weights
from app.fusion import fuse
from app.messages import Hit, Lane
from app.names import NameIndex, documents_named
from app.regions import cell_regions, line_evidence, spotted_words, word_regions
from indexer.arrays import unit_rows
from indexer.codes import CodesTable
from indexer.embed import Embedder
from indexer.embed.sentences import SentenceModel
from indexer.files import is_below
from indexer.look import LookIndex
from indexer.maxsim import cosines
from indexer.passage_table import FoundPassage
from indexer.plan import Place
from indexer.presence import by_term
from indexer.question import Question, parse
from indexer.store import Store
from indexer.text import stem
from indexer.types import Page, Region

CANDIDATES = 300
SHOWN = 0.05
"""The share of a question, rare words first, that a page must show to be found by its look, where words are spotted."""
MEANT = 0.3
"""The cosine above which a passage is lit as one that answers."""
RELATED = 0.15
"""The cosine above which a passage has anything to do with a question."""


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
    passage: FoundPassage | None = None


class Search:
    """Answers questions from one store and the look of its pages.

    sentences: the model that the store's passages were made by; None where meaning is not looked for.
    """

    def __init__(
        self, store: Store, look: LookIndex, embedder: Embedder, sentences: SentenceModel | None = None
    ) -> None:
        self._store = store
        self._look = look
        self._embedder = embedder
        self._sentences = sentences
        # The codes that chance was measured on, and how many pages there were then.
        self._measured: tuple[CodesTable, int, Chance] | None = None
        self._names = NameIndex(store)

    def answer(
        self, question: str, within: Sequence[str] = (), limit: int = 50, lanes: Collection[Lane] = tuple(Lane)
    ) -> Answer:
        """Rank the pages that answer a question in words, and box the evidence on each.

        within: only documents at or below these paths; empty means all.    lanes: the ways that may find a page.
        """
        documents = self._store.documents_below(within) if within else None
        asked = self._store.read_as(parse(question), documents)
        words = asked.terms
        ranked = self._rank(asked, documents, limit, lanes)
        pages = self._store.texts([each.page for each in ranked])
        lookup = TermLookup(asked)
        found = {page: find_terms(row.text, lookup) for page, row in pages.items()}
        weights = term_weights(len(words), list(found.values()))
        wordless = [each.page for each in ranked if not found[each.page]]
        looks = self._look_regions(asked, wordless, weights) if Lane.LOOK in lanes else {}
        hits = []
        for each in ranked:
            row, document = pages[each.page], self._store.documents[each.page.document]
            meant = each.passage if each.passage is not None and each.passage.cosine >= MEANT else None
            passage = (meant.first, meant.last) if meant is not None else None
            lit = evidence(row.text, found[each.page], weights, passage)
            regions = looks.get(each.page) or lit.regions
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
        return self._rank(self._store.read_as(parse(question), documents), documents, limit, lanes)

    def _rank(
        self, question: Question, documents: Collection[str] | None, limit: int, lanes: Collection[Lane]
    ) -> list[Ranked]:
        text: dict[Page, float] = {}
        look: dict[Page, float] = {}
        meaning: dict[Page, FoundPassage] = {}
        if Lane.TEXT in lanes:
            text = dict(self._store.find_text(question, CANDIDATES, documents))
        if Lane.MEANING in lanes:
            meaning = self._meaning_lane(question, documents)
        looking_alike: set[Page] = set()
        if Lane.LOOK in lanes:
            look, looking_alike = self._look_lane(question, documents, {*text, *meaning})
        name: dict[Page, float] = {}
        if Lane.NAME in lanes:
            name = self._name_lane(question, documents, {*text, *looking_alike, *meaning})
        refused = self._store.refused(
            question, [page for page in {*looking_alike, *meaning, *name} if page not in text]
        )
        candidates = {*text, *looking_alike, *meaning, *name} - refused
        scores = {
            Lane.TEXT: text,
            Lane.LOOK: look,
            Lane.MEANING: {page: found.cosine for page, found in meaning.items()},
            Lane.NAME: name,
        }
        scores = {lane: _of(some, candidates) for lane, some in scores.items()}
        found = {**{lane: some.keys() for lane, some in scores.items()}, Lane.LOOK: looking_alike}
        silent = self._store.silent(candidates - text.keys() - meaning.keys()) if meaning else ()
        return [
            Ranked(page, score, tuple(lane for lane in Lane if page in found[lane]), meaning.get(page))
            for page, score in fuse(candidates, scores, silent)[:limit]
        ]

    def _meaning_lane(self, question: Question, documents: Collection[str] | None) -> dict[Page, FoundPassage]:
        """Find the passages that are about what is asked, in its own words and in the telling ones alone."""
        if self._sentences is None or self._store.passages is None or not question.terms:
            return {}
        vector = unit_rows(self._sentences.embed([question.text, " ".join(question.terms)]).sum(axis=0, keepdims=True))
        found = self._store.passages.search(vector[0], CANDIDATES, documents)
        return {passage.page: passage for passage in found if passage.cosine > RELATED}

    def _look_lane(
        self, question: Question, documents: Collection[str] | None, others: Collection[Page]
    ) -> tuple[dict[Page, float], set[Page]]:
        """Score the pages that other lanes found and those that look alike; the latter are named too."""
        query = self._store.profile.shorten(self._embedder.embed_question(question))
        if not len(query.vectors):
            return {}, set()
        found = self._look.search(query, CANDIDATES, documents, others)
        if query.presence is not None:
            alike = {page for page, score in found.items() if score >= SHOWN}
            return _answering(found, alike, others), alike
        scores = {page: score / len(query.vectors) for page, score in found.items()}
        alike = set()
        if (chance := self._chance()) is not None:
            margin = chance.margin(len(query.vectors), self._count_pages(documents))
            alike = {page for page in scores if scores[page] >= chance.expected(found.patches[page]) + margin}
        return _answering(scores, alike, others), alike

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
        nonsense = self._store.profile.shorten(self._embedder.embed_question(parse(NONSENSE))).vectors
        chance = measure_chance(codes.codec, nonsense, [stored.codes for stored in sample])
        self._measured = codes, pages, chance
        return chance

    def _count_pages(self, documents: Collection[str] | None) -> int:
        """Count the pages that are looked through."""
        if documents is None:
            return len(self._look.way)
        known = self._store.documents
        return sum(known[document].pages for document in documents if document in known)

    def _look_regions(
        self, question: Question, pages: Sequence[Page], weights: Sequence[float]
    ) -> dict[Page, tuple[Region, ...]]:
        """Box what looks like the question, on pages where no word does."""
        # All of its tokens, whatever the profile: regions name tokens by their place in the question.
        query = self._embedder.embed_question(question)
        codec = self._store.codes.codec
        if codec is None or not len(query.vectors):
            return {}
        regions = {}
        for page, look in self._store.codes.read(pages).items():
            likeness = cosines(codec, query.vectors, look.codes)
            if query.presence is None:
                regions[page] = cell_regions(look.grid, look.cells, likeness, look.owners)
            elif len(look.codes):
                sure = query.presence(by_term(likeness, query.terms))
                letters = [max(map(len, some)) for some in question.spellings]
                text, shown = spotted_words(look, sure, letters)
                found = {at: question.spelled[token] for at, token in shown.items()}
                regions[page] = word_regions(text, found, line_evidence(text, found, weights))
        return regions

    def _name_lane(
        self, question: Question, documents: Collection[str] | None, found: Collection[Page]
    ) -> dict[Page, float]:
        """Score documents by the share of the question, rare words first, that the names of their files hold.

        The score goes to the pages that another lane found, or to the first page of a document that none did.
        """
        among = self._store.documents if documents is None else documents
        held = [
            documents_named(self._names, {stem(piece) for form in forms for piece in form.split()}, among)
            for forms in question.variants
        ]
        rarity = [math.log(1 + (len(among) - len(some) + 0.5) / (len(some) + 0.5)) for some in held]
        whole = sum(rarity)
        named: dict[str, float] = {}
        for some, rare in zip(held, rarity, strict=True):
            for document in some:
                named[document] = named.get(document, 0.0) + rare / whole
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


def _answering(scores: Mapping[Page, float], alike: Collection[Page], others: Collection[Page]) -> dict[Page, float]:
    """Keep the scores of pages that look alike, and of those that other lanes found and that are alike at all."""
    return {page: score for page, score in scores.items() if page in alike or (page in others and score > 0)}


def _of(scores: Mapping[Page, float], pages: Collection[Page]) -> dict[Page, float]:
    return {page: score for page, score in scores.items() if page in pages}
