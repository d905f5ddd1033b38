"""From a question to hits: candidates from each lane, fused, with their evidence boxed."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from app.chance import NONSENSE
from app.events import Hit
from app.evidence import TermLookup, evidence, find_terms, term_weights
from app.fusion import fuse
from app.look_lane import CANDIDATES, LookLane
from app.names import NameIndex, documents_named
from app.requests import Lane
from indexer.arrays import Bytes, unit_rows
from indexer.embed import Embedder
from indexer.embed.sentences import SentenceModel
from indexer.files import is_below
from indexer.look import LookIndex
from indexer.passage_table import FoundPassage
from indexer.plan import Place
from indexer.question import Question, parse
from indexer.store import Store
from indexer.text import stem
from indexer.types import Page, QueryEmbedding, Region

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


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for.

    text: the question in words, read as somebody would who knows the library.
    queries: how it looks to the models, by lane; a lane that is not there is not searched by.
    has_picture: whether a picture is part of it.
    """

    text: Question
    queries: Mapping[Lane, QueryEmbedding]
    has_picture: bool = False


class Search:
    """Answers questions from one store and the look of its pages.

    eyes: the lanes that look at pages, by their names; another model's may come and go.
    sentences: the model that the store's passages were made by; None where meaning is not looked for.
    """

    def __init__(
        self, store: Store, look: LookIndex, embedder: Embedder, sentences: SentenceModel | None = None
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._sentences = sentences
        self._names = NameIndex(store)
        self.eyes: dict[Lane, LookLane] = {
            Lane.LOOK: LookLane(store.looks, look, lambda: embedder.embed_question(parse(NONSENSE)))
        }

    def sought(
        self,
        question: str,
        documents: Collection[str] | None = None,
        picture: Bytes | None = None,
        others: Mapping[Lane, Sequence[QueryEmbedding]] = MappingProxyType({}),
    ) -> Sought:
        """Put together what is looked for.

        documents: those that are searched; None means all.    picture: (height, width, 3) uint8, a picture that is part
        of the question.    others: how words and picture look to other models.
        """
        text = self._store.read_as(parse(question), documents)
        parts = [self._embedder.embed_question(text)]
        if picture is not None:
            parts.append(self._embedder.embed_picture(picture))
        queries = {lane: joined(some) for lane, some in {Lane.LOOK: parts, **others}.items()}
        return Sought(text, queries, picture is not None)

    def answer(
        self, question: str, within: Sequence[str] = (), limit: int = 50, lanes: Collection[Lane] = tuple(Lane)
    ) -> Answer:
        """Answer a question in words, by the built-in models alone."""
        return self.answer_sought(self.sought(question, self.documents(within)), within, limit, lanes)

    def documents(self, within: Sequence[str]) -> frozenset[str] | None:
        """Return the documents at or below these paths; None, for all, where there are no paths."""
        return self._store.documents_below(within) if within else None

    def answer_sought(
        self, sought: Sought, within: Sequence[str] = (), limit: int = 50, lanes: Collection[Lane] = tuple(Lane)
    ) -> Answer:
        """Rank the pages that answer, and box the evidence on each.

        within: only documents at or below these paths; empty means all.    lanes: the ways that may find a page.
        """
        asked = sought.text
        words = asked.terms
        ranked = self._rank(sought, self.documents(within), limit, lanes)
        pages = self._store.texts([each.page for each in ranked])
        lookup = TermLookup(asked)
        found = {page: find_terms(row.text, lookup) for page, row in pages.items()}
        weights = term_weights(len(words), list(found.values()))
        looks = self._look_regions(sought, ranked, found, weights)
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
        return self._rank(self.sought(question, documents), documents, limit, lanes)

    def _rank(
        self, sought: Sought, documents: Collection[str] | None, limit: int, lanes: Collection[Lane]
    ) -> list[Ranked]:
        question = sought.text
        text: dict[Page, float] = {}
        meaning: dict[Page, FoundPassage] = {}
        if Lane.TEXT in lanes:
            text = dict(self._store.find_text(question, CANDIDATES, documents))
        if Lane.MEANING in lanes:
            meaning = self._meaning_lane(question, documents)
        looks: dict[Lane, dict[Page, float]] = {}
        alike: dict[Lane, set[Page]] = {}
        for lane in sought.queries.keys() & self.eyes.keys() & set(lanes):
            others = {*text, *meaning}
            looks[lane], alike[lane] = self.eyes[lane].find(sought.queries[lane], documents, others, sought.has_picture)
        looking_alike = set().union(*alike.values())
        name: dict[Page, float] = {}
        if Lane.NAME in lanes:
            name = self._name_lane(question, documents, {*text, *looking_alike, *meaning})
        refused = self._store.refused(
            question, [page for page in {*looking_alike, *meaning, *name} if page not in text]
        )
        candidates = {*text, *looking_alike, *meaning, *name} - refused
        scores: dict[Lane, Mapping[Page, float]] = {
            Lane.TEXT: text,
            Lane.MEANING: {page: found.cosine for page, found in meaning.items()},
            Lane.NAME: name,
            **looks,
        }
        scores = {lane: _of(some, candidates) for lane, some in scores.items()}
        found = {**{lane: some.keys() for lane, some in scores.items()}, **alike}
        silent = self._store.silent(candidates - text.keys() - meaning.keys()) if meaning else ()
        unseen = self._unseen_by_model(candidates) if Lane.MODEL in looks else ()
        return [
            Ranked(page, score, tuple(lane for lane in Lane if page in found.get(lane, ())), meaning.get(page))
            for page, score in fuse(candidates, scores, silent, unseen)[:limit]
        ]

    def _unseen_by_model(self, pages: Collection[Page]) -> set[Page]:
        """Return those of some pages that the model beside the built-in one has not looked at yet."""
        eyes = self.eyes[Lane.MODEL]
        return {page for page in pages if not eyes.has_seen(page.document)}

    def _look_regions(
        self,
        sought: Sought,
        ranked: Sequence[Ranked],
        found: Mapping[Page, Mapping[int, int]],
        weights: Sequence[float],
    ) -> dict[Page, tuple[Region, ...]]:
        """Box what looks like the question: by words where the built-in model sees any, else by the other model."""
        regions: dict[Page, tuple[Region, ...]] = {}
        for lane, eyes in self.eyes.items():
            pages = [
                each.page
                for each in ranked
                if lane in each.lanes and not regions.get(each.page) and (sought.has_picture or not found[each.page])
            ]
            if lane in sought.queries and pages:
                query = sought.queries[lane]
                regions |= eyes.regions(query, sought.text, pages, weights, sought.has_picture)
        return regions

    def _meaning_lane(self, question: Question, documents: Collection[str] | None) -> dict[Page, FoundPassage]:
        """Find the passages that are about what is asked, in its own words and in the telling ones alone."""
        if self._sentences is None or self._store.passages is None or not question.terms:
            return {}
        vector = unit_rows(self._sentences.embed([question.text, " ".join(question.terms)]).sum(axis=0, keepdims=True))
        found = self._store.passages.search(vector[0], CANDIDATES, documents)
        return {passage.page: passage for passage in found if passage.cosine > RELATED}

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


def _of(scores: Mapping[Page, float], pages: Collection[Page]) -> dict[Page, float]:
    return {page: score for page, score in scores.items() if page in pages}


def joined(parts: Sequence[QueryEmbedding]) -> QueryEmbedding:
    """Put words and a picture together into one question of a model, each of which counts as much as the other.

    Where cosines are added, the vectors of each part are shortened to have one vector's length between them.
    """
    parts = [part for part in parts if len(part.vectors)] or list(parts[:1])
    if len(parts) == 1:
        return parts[0]
    presence = parts[0].presence
    vectors = [part.vectors if presence else part.vectors / np.float32(len(part.vectors)) for part in parts]
    terms = [np.arange(len(part.vectors), dtype=np.int32) if part.terms is None else part.terms for part in parts]
    first_of = np.cumsum([0, *(int(some[-1]) + 1 for some in terms)])
    return QueryEmbedding(
        np.concatenate(vectors),
        tuple(token for part in parts for token in part.tokens),
        np.concatenate([some + np.int32(first) for some, first in zip(terms, first_of, strict=False)]),
        presence,
        parts[0].is_whole,
    )
