"""Scores of several lanes become one ranking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from heapq import nlargest

from app.requests import Lane
from indexer.types import Page

# These weights were chosen on the mmlongbench-dev documents, and looked at on all questions of FinanceBench. Looked at
# there too: LEAST_REACH, and the weight of another spelling. Chosen there: that meaning is asked for by the mean of the
# question's vector and that of its telling words. So no figure on either collection is one of documents never seen.
# Words and look both tell which of the asked words a page has, so the surer of the two counts; meaning tells something
# else, and counts as much.
MEANING = 0.5
# What a page without words can still be: meaning says nothing of it, so that its look speaks for both.
SILENT = 0.9
# What the model beside the built-in ones counts, where it has looked: by judgement, with nothing to measure it by.
MODEL = 0.5
# A name says which document is meant, never which of its pages.
NAME = 0.25
# The best pages by their words may have little of the question: the look lane knows, which sees all pages alike.
_BEST_BY_WORDS = 3
LEAST_REACH = 0.5
# A page that only its document's name leads to stands as high as the share of the question that the name holds.
NAME_ALONE = 0.5


def fuse(
    candidates: Iterable[Page],
    lanes: Mapping[Lane, Mapping[Page, float]],
    silent: Collection[Page] = (),
    unseen: Collection[Page] = (),
) -> list[tuple[Page, float]]:
    """Blend the lanes' scores, each divided by its best; best page first, ties by page.

    lanes: positive scores by page. A page that a lane has no score for gets nothing from it. The best by words count
    for no more than the share of the best look that they have, so that a page with few of the asked words, the only one
    with a text layer say, does not beat a scan that shows them all.
    silent: pages that have no words, or whose meaning is not known yet.    unseen: pages that the model beside the
    built-in ones has not looked at yet.
    Returns scores in 0..1, where 1 is a page that is the best of every lane.
    """
    best = {lane: max(scores.values(), default=0.0) for lane, scores in lanes.items()}
    meaning = MEANING if best.get(Lane.MEANING) else 0.0
    # A picture with no words in it is the model's alone to answer.
    is_alone = not any(best.get(lane) for lane in (Lane.TEXT, Lane.LOOK, Lane.MEANING))
    model = (1.0 if is_alone else MODEL) if best.get(Lane.MODEL) else 0.0
    whole = 1 + (NAME if best.get(Lane.NAME) else 0.0)
    reach = _reach(lanes.get(Lane.TEXT, {}), lanes.get(Lane.LOOK, {}))
    # There are many candidates, and most lanes know few of them.
    text, look, mean, modelled, named = (
        {page: score / best[lane] for page, score in lanes.get(lane, {}).items()}
        for lane in (Lane.TEXT, Lane.LOOK, Lane.MEANING, Lane.MODEL, Lane.NAME)
    )
    totals = {}
    for page in candidates:
        name = named.get(page, 0.0)
        if name and not (page in text or page in look or page in mean or page in modelled):
            totals[page] = NAME_ALONE * name
            continue
        shown = max(reach * text.get(page, 0.0), look.get(page, 0.0))
        if page in silent:
            answers = (SILENT if meaning else 1.0) * shown
        else:
            answers = (1 - meaning) * shown + meaning * mean.get(page, 0.0)
        if page in unseen:
            answers *= SILENT if model else 1.0
        else:
            answers = (1 - model) * answers + model * modelled.get(page, 0.0)
        totals[page] = (answers + NAME * name) / whole
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))


def _reach(text: Mapping[Page, float], look: Mapping[Page, float]) -> float:
    """Return how far the best pages by their words come up to the best look, LEAST_REACH..1."""
    if not text or not look:
        return 1.0
    best = nlargest(_BEST_BY_WORDS, text, key=lambda page: (text[page], page))
    return max(LEAST_REACH, max(look.get(page, 0.0) for page in best) / max(look.values()))
