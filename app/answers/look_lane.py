"""A lane that finds pages by how they look to one model, and lights what looks like the question on them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from app.answers.chance import SAMPLE_PAGES, Chance, measure_chance
from app.answers.regions import SURE, Shown, alike_cells, cell_regions, line_evidence, spotted_words, word_regions
from indexer.arrays import Floats
from indexer.codes import CodesTable
from indexer.look import LookIndex
from indexer.looks import Looks
from indexer.maxsim import cosines
from indexer.presence import Presence, by_term, passage_shares
from indexer.question import Question
from indexer.text import fold
from indexer.types import LOOSE, Page, PageCodes, PageText, QueryEmbedding, Region
from indexer.ways import Scores

CANDIDATES = 300
SHOWN = 0.05
"""The share of a question, rare words first, that a page must show to be found by its look, where words are spotted."""

READ_CLOSELY = 32
"""Of so many pages it is looked up whether they show the words in one place."""
TOGETHER = 0.3
"""How much of a page's score depends on that; chosen on known items and questions of mmlongbench-dev."""

# Shorter pieces are in too many words.
_TELLING = 3
# A place that is lit by a model that compares wholes is more alike than others of its page by so many deviations.
_STANDS_OUT = 1.5


class LookLane:
    """One model's eyes on the library.

    nonsense: returns how chance.NONSENSE looks to the model, at once or nearly so: it is asked for during a question.
    """

    def __init__(self, looks: Looks, index: LookIndex, nonsense: Callable[[], QueryEmbedding]) -> None:
        self._looks = looks
        self._index = index
        self._nonsense = nonsense
        # The codes that chance was measured on, and how many pages there were then.
        self._measured: tuple[CodesTable, int, Chance] | None = None

    @property
    def pages(self) -> int:
        """How many pages are looked through."""
        return len(self._index.way)

    def has_seen(self, document: str) -> bool:
        """Return whether the model has looked at a document."""
        return document in self._index.way.documents

    def find(
        self,
        query: QueryEmbedding,
        documents: Collection[str] | None,
        others: Collection[Page],
        is_picture: bool = False,
    ) -> tuple[dict[Page, float], set[Page]]:
        """Score the pages that other lanes found and those that look alike; the latter are named too.

        Where cosines are added, scores are what a page has beyond chance: all pages have much in common.

        is_picture: the question is a picture, or has one in it. Patches are like patches by chance much more than words
        are, and there is nothing to measure that by: the best pages are what looks alike.
        """
        if not len(query.vectors):
            return {}, set()
        found = self._index.search(self._looks.profile.shorten(query), CANDIDATES, documents, others)
        if query.presence is not None:
            alike = {page for page, score in found.items() if score >= SHOWN}
            return _answering(self._in_passages(query, found), alike, others), alike
        if is_picture:
            least = min(found.values(), default=0.0)
            return _answering({page: score - least for page, score in found.items()}, found.keys(), others), {*found}
        tokens = len(query.vectors)
        if (chance := self._chance()) is None:
            return {}, set()
        scores = {page: score / tokens - chance.expected(found.patches[page]) for page, score in found.items()}
        margin = chance.margin(tokens, self._count_pages(documents))
        alike = {page for page in scores if scores[page] >= margin}
        return _answering(scores, alike, others), alike

    def _in_passages(self, query: QueryEmbedding, found: Scores) -> dict[Page, float]:
        """Hold pages back that show the words far from one another; only the best are looked at so closely."""
        scores, weights, codec = dict(found), found.weights, self._looks.codes.codec
        if codec is None or weights is None or len(weights) < 2 or query.presence is None:
            return scores
        best = sorted(scores, key=lambda page: -scores[page])[:READ_CLOSELY]
        looks = {page: look for page, look in self._looks.codes.read(best).items() if len(look.codes)}
        if not looks:
            return scores
        alike = cosines(codec, query.vectors, np.concatenate([look.codes for look in looks.values()]))
        sure = query.presence(by_term(alike, query.terms))
        starts = np.cumsum([0, *(len(look.codes) for look in looks.values())])
        shown = weights @ np.maximum.reduceat(sure, starts[:-1], axis=1) / max(float(weights.sum()), 1e-9)
        codes, pages, rows = [], [], []
        for at, look in enumerate(looks.values()):
            owners = np.arange(len(look.cells)) if look.owners is None else look.owners
            placed = look.cells != LOOSE
            codes.append(owners[placed] + starts[at])
            pages.append(np.full(int(placed.sum()), at, np.int32))
            rows.append(look.cells[placed] // look.grid.cols)
        places = np.concatenate(codes)
        together = passage_shares(
            sure[:, places], np.concatenate(pages), np.concatenate(rows), weights, len(looks)
        ) / np.maximum(shown, 1e-9)
        for page, share in zip(looks, together.tolist(), strict=True):
            scores[page] *= 1 - TOGETHER + TOGETHER * min(share, 1.0)
        return scores

    def regions(
        self,
        query: QueryEmbedding,
        question: Question,
        pages: Sequence[Page],
        weights: Sequence[float],
        is_picture: bool = False,
    ) -> dict[Page, tuple[Region, ...]]:
        """Box what looks like the question, on some pages.

        query: with all of its tokens. Regions name the question's terms.
        weights: how much each of the question's words says.    is_picture: as in `find`.
        """
        codec = self._looks.codes.codec
        if codec is None or not len(query.vectors):
            return {}
        regions = {}
        names = [_term_of(token, question.terms) for token in query.tokens]
        for page, look in self._looks.codes.read(pages).items():
            likeness = cosines(codec, query.vectors, look.codes)
            if query.is_whole:
                likeness = _standing_out(likeness, look)
            elif query.presence is not None and is_picture:
                likeness = np.where(query.presence(likeness) >= SURE, likeness, 0)
            if query.presence is None or is_picture:
                lit = cell_regions(look.grid, look.cells, likeness, look.owners)
                regions[page] = tuple(replace(region, tokens=_named(region.tokens, names)) for region in lit)
            elif len(look.codes):
                text, found = _spotted(query, query.presence, question, look, likeness)
                regions[page] = word_regions(text, found, line_evidence(text, found, weights))
        return regions

    def shown(self, query: QueryEmbedding, question: Question, page: Page) -> Shown | None:
        """Return where a page shows the question's terms; None where nothing is known of how it looks."""
        codec, look = self._looks.codes.codec, self._looks.codes.read([page]).get(page)
        if codec is None or look is None or not len(query.vectors):
            return None
        likeness = cosines(codec, query.vectors, look.codes)
        names = [_term_of(token, question.terms) for token in query.tokens]
        if query.is_whole:
            return alike_cells(look, _standing_out(likeness, look), names, len(question.terms))
        if query.presence is None:
            return alike_cells(look, likeness, names, len(question.terms))
        if not question.spellings:
            return None
        text, found = _spotted(query, query.presence, question, look, likeness)
        return Shown.of_words(text.boxes, found, len(question.terms))

    def _chance(self) -> Chance | None:
        """Return what pages of this library score by chance; None when none has codes."""
        codes, pages = self._looks.codes, self.pages
        if self._measured is not None:
            measured_on, pages_then, chance = self._measured
            if measured_on is codes and pages <= 2 * pages_then and pages_then <= 2 * pages:
                return chance
        sample = codes.sample_stored(SAMPLE_PAGES, seed=0)
        if codes.codec is None or not sample:
            return None
        nonsense = self._looks.profile.shorten(self._nonsense())
        scored = [stored.codes[-1:] if nonsense.is_whole else stored.codes for stored in sample]
        chance = measure_chance(codes.codec, nonsense.vectors, scored)
        self._measured = codes, pages, chance
        return chance

    def _count_pages(self, documents: Collection[str] | None) -> int:
        """Count the pages that are looked through."""
        if documents is None:
            return self.pages
        known = self._looks.documents
        return sum(known[document].pages for document in documents if document in known)


def _spotted(
    query: QueryEmbedding, presence: Presence, question: Question, look: PageCodes, likeness: Floats
) -> tuple[PageText, dict[int, int]]:
    """Return the words of the question that are spotted on a page, and the term of each."""
    # Behind the words' own spellings come those of a picture, where there is one.
    sure = presence(by_term(likeness, query.terms))[: len(question.spellings)]
    letters = [max(map(len, some)) for some in question.spellings]
    text, shown = spotted_words(look, sure, letters)
    return text, {at: question.spelled[token] for at, token in shown.items()}


def _term_of(token: str, terms: Sequence[str]) -> int | None:
    """Return which of a question's terms a model's token is, or is a part of; models cut words in their own ways."""
    letters = fold(token.strip("Ġ▁# "))
    return next(
        (at for at, term in enumerate(terms) if letters == term or (len(letters) >= _TELLING and letters in term)), None
    )


def _named(tokens: Sequence[int], names: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(sorted({name for token in tokens if (name := names[token]) is not None}))


def _standing_out(likeness: Floats, look: PageCodes) -> Floats:
    """Return by how many standard deviations each place is more alike than a page's places are; the dull ones by 0."""
    places = np.ones(len(look.codes), bool)
    owners = np.arange(len(look.cells)) if look.owners is None else look.owners
    places[owners[look.cells == LOOSE]] = False
    if not places.any():
        return np.zeros_like(likeness)
    alike = likeness[:, places]
    spread = np.maximum(alike.std(axis=1, keepdims=True), 1e-6)
    apart = np.where(places, (likeness - alike.mean(axis=1, keepdims=True)) / spread, 0)
    return np.where(apart >= _STANDS_OUT, apart, 0).astype(np.float32)


def _answering(scores: Mapping[Page, float], alike: Collection[Page], others: Collection[Page]) -> dict[Page, float]:
    """Keep the scores of pages that look alike, and of those that other lanes found and that are alike at all."""
    return {page: score for page, score in scores.items() if page in alike or (page in others and score > 0)}
