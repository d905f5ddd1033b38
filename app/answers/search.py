"""From a question to hits: candidates from each lane, fused, with their evidence boxed."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from types import MappingProxyType

from app.answers.chance import NONSENSE
from app.answers.evidence import TermLookup, evidence, find_terms, term_weights
from app.answers.filters import Filter
from app.answers.fusion import fuse
from app.answers.look_lane import CANDIDATES, LookLane
from app.answers.names import NameIndex, documents_named
from app.answers.ranking import Ranked, Ranking
from app.answers.sought import Scope, Scopes, Sought, joined
from app.events import Hit
from app.requests import Lane
from indexer.arrays import Bytes, unit_rows
from indexer.embed import Embedder
from indexer.embed.sentences import SentenceModel
from indexer.errors import ExpectedError
from indexer.look import LookIndex
from indexer.passage_table import FoundPassage
from indexer.question import Question, parse
from indexer.store import Store
from indexer.text import stem
from indexer.types import Page, QueryEmbedding, Region

MEANT = 0.3
"""The cosine above which a passage is lit as one that answers."""
RELATED = 0.15
"""The cosine above which a passage has anything to do with a question."""
MOST = 10_000
"""How many pages an answer has at most."""
MOST_EXACT = 1_000
"""How many of them further down, where a question is held against the text of every page."""
# The share of a question, rare words first, that a page must show, or the name of its file hold, to be a good match.
_ENOUGH = 0.4
# And the share of its terms that one must have in print.
_ENOUGH_TERMS = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found: hits, best first, and the terms that were looked for."""

    hits: tuple[Hit, ...]
    terms: tuple[str, ...]


class Outdated(ExpectedError):
    """Pages of an answer have left the library since. There is nothing to say: it is asked again by itself."""


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
        self._scopes = Scopes(store)
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

    def scope(self, within: Sequence[str] = (), filters: Sequence[Filter] = ()) -> Scope:
        """Find what lies at or below these paths, empty for all, and passes these filters."""
        return self._scopes.find(within, filters)

    def answer(
        self, question: str, within: Sequence[str] = (), limit: int = 50, lanes: Collection[Lane] = tuple(Lane)
    ) -> Answer:
        """Answer a question in words, by the built-in models alone."""
        scope = self.scope(within)
        ranking = self.find(self.sought(question, scope.documents), scope, lanes)
        return Answer(self.hits(ranking, 0, limit), ranking.sought.text.terms)

    def find(self, sought: Sought, scope: Scope, lanes: Collection[Lane] = tuple(Lane)) -> Ranking:
        """Rank the pages that answer. lanes: the ways that may find a page.

        Where nothing is looked for, and only filters were given, all pages that pass them are listed.
        """
        if scope.filters and not sought.text.terms and not sought.has_picture:
            return self._list(sought, scope)
        return self._rank(sought, scope, lanes)

    def deepen(self, ranking: Ranking) -> None:
        """Put the further pages with words of the question behind those that are ranked.

        They are many, and to find them takes longer than to find the best.
        """
        if ranking.is_whole:
            return
        question = ranking.sought.text
        is_exact = question.phrases or question.without
        known = {each.page for each in ranking.pages}
        found = self._store.find_text(question, MOST_EXACT if is_exact else MOST, ranking.scope.documents)
        further = [(page, score) for page, score in found if page not in known][: MOST - len(known)]
        least = ranking.pages[-1].score / further[0][1] if further else 0.0
        ranking.pages += [Ranked(page, score * least, (Lane.TEXT,)) for page, score in further]
        ranking.is_whole = True

    def hits(self, ranking: Ranking, start: int, count: int) -> tuple[Hit, ...]:
        """Look up the evidence of `count` ranked pages from place `start` on. Raises Outdated."""
        ranked = ranking.pages[start : start + count]
        asked = ranking.sought.text
        pages = self._store.texts([each.page for each in ranked])
        if not all(each.page in pages and each.page.document in self._store.documents for each in ranked):
            raise Outdated("")
        lookup = TermLookup(asked)
        found = {page: find_terms(row.text, lookup) for page, row in pages.items()}
        if ranking.weights is None:
            ranking.weights = term_weights(len(asked.terms), list(found.values()))
            most = max((len(set(terms.values())) for terms in found.values()), default=0)
            ranking.is_good |= most >= _ENOUGH_TERMS * len(asked.terms)
        weights = ranking.weights
        looks = self._look_regions(ranking.sought, ranked, found, weights)
        hits = []
        for each in ranked:
            row, document = pages[each.page], self._store.documents[each.page.document]
            meant = each.passage if each.passage is not None and each.passage.cosine >= MEANT else None
            passage = (meant.first, meant.last) if meant is not None else None
            lit = evidence(row.text, found[each.page], weights, passage)
            regions = looks.get(each.page) or lit.regions
            path = ranking.scope.place(self._store, each.page.document).path
            hits.append(
                Hit(each.page, each.score, each.lanes, regions, path, document.pages, row.aspect, lit.line, lit.bold)
            )
        return tuple(hits)

    def rank(
        self,
        question: str,
        documents: Collection[str] | None = None,
        limit: int = CANDIDATES,
        lanes: Collection[Lane] = tuple(Lane),
    ) -> list[Ranked]:
        """Rank pages, without their evidence, among `documents` or all, as if there were no other lanes than these."""
        scope = Scope(documents=frozenset(documents) if documents is not None else None)
        return self._rank(self.sought(question, documents), scope, lanes).pages[:limit]

    def _list(self, sought: Sought, scope: Scope) -> Ranking:
        """List pages in scope: the first ones of the documents that were changed last, then their other ones."""
        among = self._store.documents if scope.documents is None else scope.documents
        newest = sorted(among, key=lambda each: (-scope.place(self._store, each).mtime_ns, each))
        first = [Page(document, 1) for document in newest]
        others = (Page(each, number) for each in newest for number in range(2, self._store.documents[each].pages + 1))
        listed = list(islice(chain(first, others), MOST))
        refused = self._store.refused(sought.text, listed)
        return Ranking(sought, scope, [Ranked(page, 0.0, ()) for page in listed if page not in refused], is_good=True)

    def _rank(self, sought: Sought, scope: Scope, lanes: Collection[Lane]) -> Ranking:
        question, documents = sought.text, scope.documents
        # The two wait for the database and for ONNX Runtime, and need nothing of each other.
        with ThreadPoolExecutor(1, "words") as beside:
            by_words = beside.submit(self._text_lane, question, documents) if Lane.TEXT in lanes else None
            meaning = self._meaning_lane(question, documents) if Lane.MEANING in lanes else {}
            text = by_words.result() if by_words is not None else {}
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
        lanes_found = [(lane, found[lane]) for lane in Lane if lane in found]
        ranked = [
            Ranked(page, score, tuple(lane for lane, some in lanes_found if page in some), meaning.get(page))
            for page, score in fuse(candidates, scores, silent, unseen)[:MOST]
        ]
        # Pages of documents that are still being read were asked for and left out.
        is_whole = len(text) < CANDIDATES // 2 or not ranked
        return Ranking(sought, scope, ranked, is_whole, self._is_sure(sought, scores, alike))

    def _is_sure(
        self, sought: Sought, scores: Mapping[Lane, Mapping[Page, float]], alike: Mapping[Lane, Collection[Page]]
    ) -> bool:
        """Tell whether a lane other than that of words, whose scores say nothing of it, is sure of any page."""
        if sought.has_picture or max(scores[Lane.MEANING].values(), default=0.0) >= MEANT:
            return True
        # Where cosines are added, only what is beyond chance looks alike at all.
        shares = [Lane.NAME, *(lane for lane in alike if sought.queries[lane].presence is not None)]
        return any(max(scores[lane].values(), default=0.0) >= _ENOUGH for lane in shares) or any(
            alike[lane] for lane in alike.keys() - set(shares)
        )

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

    def _text_lane(self, question: Question, documents: Collection[str] | None) -> dict[Page, float]:
        return dict(self._store.find_text(question, CANDIDATES, documents))

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


def _of(scores: Mapping[Page, float], pages: Collection[Page]) -> dict[Page, float]:
    return {page: score for page, score in scores.items() if page in pages}
