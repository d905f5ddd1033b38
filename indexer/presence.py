"""Presence: what the cosines of a model that spots words say about whether a page has them.

A word's best cosine on a page is high by chance too, so adding cosines as they are ranks pages by noise. Each term is
taken to be there or not, softly, and counts by how few pages have it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.arrays import Floats, Ints
from indexer.types import QueryEmbedding

# How much a page with many different words is held back: 0 not at all, 1 in full. As in BM25, where it is 0.75.
_LENGTH = 0.5
_SATURATION = 1.5
# Of the word spotter's grid, whose rows are 8 px at 110 dpi: some two lines of print, and ten.
NEAR_ROWS, FAR_ROWS = 4, 25


@dataclass(frozen=True, slots=True)
class Presence:
    """How a model that spots words tells whether a page has one.

    low, high: below the first cosine it is not there, above the second it surely is, and half-way is half.
    """

    low: float
    high: float

    def __call__(self, cosines: Floats) -> Floats:
        """Return how surely something is there, 0..1."""
        sure: Floats = np.clip((cosines - np.float32(self.low)) / np.float32(self.high - self.low), 0, 1)
        return sure


def by_term(best: Floats, terms: Ints | None) -> Floats:
    """Let the best spelling of each term count: (tokens, pages) cosines become (terms, pages)."""
    if terms is None or not len(terms):
        return best
    starts = np.flatnonzero(np.diff(terms, prepend=terms[0] - 1))
    found: Floats = np.maximum.reduceat(best, starts, axis=0)
    return found


def rarity(sure: Floats) -> Floats:
    """Weigh terms by how few pages have them: (terms, pages) become (terms,). Source: the IDF of BM25."""
    pages = sure.shape[1]
    having = sure.sum(axis=1)
    weights: Floats = np.log(1 + (pages - having + 0.5) / (having + 0.5)).astype(np.float32)
    return weights


def presence_scores(sure: Floats, weights: Floats, words: Ints, usual_words: float) -> Floats:
    """Score pages by the share of a question that they have, rare terms first; returns (pages,) float32.

    sure: (terms, pages) in 0..1.    weights: (terms,).    words: (pages,) how many different ones a page has.
    usual_words: how many a page has on average. Of two pages that have as much, the one that says less else is better.
    """
    length = 1 - _LENGTH + _LENGTH * words / max(usual_words, 1.0)
    share = weights @ sure / max(float(weights.sum()), 1e-9)
    scores: Floats = (share * (1 + _SATURATION) / (1 + _SATURATION * length)).astype(np.float32)
    return scores


def term_weights(query: QueryEmbedding, best: Floats) -> Floats | None:
    """Weigh a question's terms by their rarity among pages: (tokens, pages) cosines become (terms,).

    None where cosines are added as they are.
    """
    if query.presence is None or not best.size:
        return None
    return rarity(query.presence(by_term(best, query.terms)))


def page_scores(
    query: QueryEmbedding,
    best: Floats,
    patches: Ints,
    weights: Floats | None = None,
    usual_patches: float | None = None,
) -> Floats:
    """Turn the cosines of each token's best patch into scores of pages: (tokens, pages) become (pages,) float32.

    MaxSim adds them, unless the question's model spots words.    patches: (pages,) how many vectors each page has.
    weights, usual_patches: `term_weights` in the whole library, and the mean number of vectors there; those of these
    pages where they are all that there are.
    """
    if query.presence is None:
        total: Floats = best.sum(axis=0)
        return total
    weights = term_weights(query, best) if weights is None else weights
    if weights is None:
        return np.zeros(best.shape[1], np.float32)
    usual = float(patches.mean()) if usual_patches is None else usual_patches
    return presence_scores(query.presence(by_term(best, query.terms)), weights, patches, usual)


def passage_shares(sure: Floats, pages: Ints, rows: Ints, weights: Floats, count: int) -> Floats:
    """Return the share of a question, rare terms first, that the best stretch of each page has: (count,) in 0..1.

    Terms count in full where they stand at most NEAR_ROWS rows above or below the stretch's middle, less the farther
    away, and not at all FAR_ROWS away: on a page that has all of them, those that belong together stand together.

    sure: (terms, places) in 0..1.    pages, rows: (places,) the page of each, below `count`, and its row of the grid.
    weights: (terms,).
    """
    terms, places = np.nonzero(sure)
    # Room above each page, so that none reaches into the next.
    height = int(rows.max(initial=0)) + 1 + FAR_ROWS
    on_row = np.zeros((len(sure), count * height), np.float32)
    np.maximum.at(on_row, (terms, pages[places] * height + FAR_ROWS + rows[places]), sure[terms, places])
    near = on_row.copy()
    for apart in range(1, FAR_ROWS):
        counts = np.float32(min(1.0, (FAR_ROWS - apart) / (FAR_ROWS - NEAR_ROWS)))
        np.maximum(near[:, apart:], counts * on_row[:, :-apart], out=near[:, apart:])
        np.maximum(near[:, :-apart], counts * on_row[:, apart:], out=near[:, :-apart])
    shares: Floats = (weights @ near).reshape(count, height)[:, FAR_ROWS:].max(axis=1)
    return shares / max(float(weights.sum()), 1e-9)
