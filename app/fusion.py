"""Scores of several lanes become one ranking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from app.messages import Lane
from indexer.types import Page

# Chosen on mmlongbench documents, and looked at on half of those of FinanceBench. Words and look both tell which of the
# asked words a page has, so the surer of the two counts; meaning tells something else, and counts as much.
MEANING = 0.5
# What a page without words can still be: meaning says nothing of it, so that its look speaks for both.
SILENT = 0.9
# A name says which document is meant, never which of its pages.
NAME = 0.25
# A page that only its document's name leads to stands as high as the share of the question that the name holds.
NAME_ALONE = 0.5


def fuse(
    candidates: Iterable[Page], lanes: Mapping[Lane, Mapping[Page, float]], silent: Collection[Page] = ()
) -> list[tuple[Page, float]]:
    """Blend the lanes' scores, each divided by its best; best page first, ties by page.

    lanes: positive scores by page. A page that a lane has no score for gets nothing from it.
    silent: pages that have no words, or whose meaning is not known yet.
    Returns scores in 0..1, where 1 is a page that is the best of every lane.
    """
    best = {lane: max(scores.values(), default=0.0) for lane, scores in lanes.items()}
    meaning = MEANING if best.get(Lane.MEANING) else 0.0
    whole = 1 + (NAME if best.get(Lane.NAME) else 0.0)
    totals = {}
    for page in candidates:
        share = {lane: scores[page] / best[lane] for lane, scores in lanes.items() if page in scores}
        if share.keys() == {Lane.NAME}:
            totals[page] = NAME_ALONE * share[Lane.NAME]
            continue
        shown = max(share.get(Lane.TEXT, 0.0), share.get(Lane.LOOK, 0.0))
        if page in silent:
            answers = (SILENT if meaning else 1.0) * shown
        else:
            answers = (1 - meaning) * shown + meaning * share.get(Lane.MEANING, 0.0)
        totals[page] = (answers + NAME * share.get(Lane.NAME, 0.0)) / whole
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))
