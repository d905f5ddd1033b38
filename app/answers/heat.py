"""The heat of a page: how strongly each of its parts answers each term of a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from app.answers.evidence import TermLookup, find_terms
from app.answers.look_lane import LookLane
from app.answers.ranking import Ranking
from app.answers.regions import Shown
from app.requests import Lane
from indexer.arrays import Floats
from indexer.rows import StoredText
from indexer.types import Page

LONG_SIDE = 48
"""How many places a page is cut into along its longer side."""
# How far the heat of a word reaches beyond it, in such places.
_REACH = 1.0


class HeatGrid(NamedTuple):
    """Heat: for each term rows x cols bytes, row by row, 0 for nothing to 255."""

    rows: int
    cols: int
    heat: tuple[bytes, ...]


def heat_map(page: Page, stored: StoredText, ranking: Ranking, eyes: Mapping[Lane, LookLane]) -> HeatGrid:
    """Find how strongly each part of a page answers each term: by its words, or else by how it looks.

    eyes: what looks at pages, by lane; the first counts that sees any term.
    """
    question, queries = ranking.sought.text, ranking.sought.queries
    rows, cols = places(stored.aspect)
    found = find_terms(stored.text, TermLookup(question))
    shown: Shown | None = Shown.of_words(stored.text.boxes, found, len(question.terms))
    if not found:
        seen = (eyes[lane].shown(queries[lane], question, page) for lane in eyes if lane in queries)
        shown = next((each for each in seen if each is not None and each.strengths.any()), None)
    if shown is None:
        return HeatGrid(rows, cols, (bytes(rows * cols),) * len(question.terms))
    heat = (spots(shown.boxes, strengths, rows, cols) for strengths in shown.strengths)
    return HeatGrid(rows, cols, tuple(np.rint(255 * each).astype(np.uint8).tobytes() for each in heat))


def places(aspect: float) -> tuple[int, int]:
    """Return into how many rows and columns of places a page is cut. aspect: its width / height."""
    if aspect >= 1:
        return max(1, round(LONG_SIDE / aspect)), LONG_SIDE
    return LONG_SIDE, max(1, round(LONG_SIDE * aspect))


def spots(boxes: Floats, strengths: Floats, rows: int, cols: int) -> Floats:
    """Let boxes glow: as strongly as each is inside, less and less around it; the strongest counts.

    boxes: (boxes, 4).    strengths: (boxes,) in 0..1.    Returns (rows, cols) in 0..1.
    """
    heat = np.zeros((rows, cols), np.float32)
    across = _fall(boxes[:, 0] * cols, boxes[:, 2] * cols, cols)
    down = _fall(boxes[:, 1] * rows, boxes[:, 3] * rows, rows)
    for at in np.flatnonzero(strengths).tolist():
        np.maximum(heat, strengths[at] * np.outer(down[at], across[at]), out=heat)
    return heat


def _fall(first: Floats, last: Floats, count: int) -> Floats:
    """Return (boxes, count): 1 at the places between two edges, falling off beyond them."""
    middles = np.arange(count, dtype=np.float32) + 0.5
    apart = np.maximum(np.maximum(first[:, None] - middles, middles - last[:, None]), 0)
    fall: Floats = np.exp(-((apart / _REACH) ** 2)).astype(np.float32)
    return fall
