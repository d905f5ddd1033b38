"""Scores of several lanes become one ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.messages import Lane
from indexer.types import Page

# Each lane's best page counts 1. The look lane of the stand-in embedder reads the same words as the text lane, with
# more noise, so words lead; a name says which document is meant, never which of its pages.
WEIGHTS: Mapping[Lane, float] = {Lane.TEXT: 0.7, Lane.LOOK: 0.25, Lane.NAME: 0.05}


# A page that only its document's name leads to stands as high as the share of the question that the name holds.
NAME_ALONE = 0.6


def fuse(candidates: Iterable[Page], lanes: Mapping[Lane, Mapping[Page, float]]) -> list[tuple[Page, float]]:
    """Blend the lanes' scores, each divided by its best; best page first, ties by page.

    lanes: positive scores by page, those of NAME in 0..1. A page that a lane has no score for gets nothing from it.
    Returns scores in 0..1, where 1 is a page that is the best of every lane.
    """
    best = {lane: max(scores.values(), default=1.0) for lane, scores in lanes.items()}
    totals = {}
    for page in candidates:
        shares = {lane: scores[page] / best[lane] for lane, scores in lanes.items() if page in scores}
        if shares.keys() == {Lane.NAME}:
            totals[page] = NAME_ALONE * lanes[Lane.NAME][page]
        else:
            totals[page] = sum(WEIGHTS[lane] * share for lane, share in shares.items())
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))
