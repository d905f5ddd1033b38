"""How good each lane is, each pair of lanes, and all of them, on questions with known answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from app.measuring.measures import Values, differences, estimate, measure
from app.requests import Lane
from tests.benchmarks.brain.library import Asked, same

MEASURE = "nDCG@5"
_DEPTH = 50
_SINGLE = (Lane.TEXT, Lane.LOOK, Lane.MEANING)


def rankings(asked: Asked, lanes: Sequence[Lane], within: bool) -> dict[str, list[str]]:
    """Ask every question by some lanes."""
    found = {}
    for question in asked.collection.questions:
        documents = {asked.document(question.doc)} if within else None
        ranked = asked.search.rank(question.text, documents, _DEPTH, lanes)
        found[question.id] = [asked.ids[each.page] for each in ranked if each.page in asked.ids]
    return found


def relevant_pages(asked: Asked) -> dict[str, dict[str, int]]:
    """Return which pages answer each question, by the ids they are found by."""
    return {
        question.id: {same(asked, page): grade for page, grade in question.relevant.items()}
        for question in asked.collection.questions
    }


def table(asked: Asked, within: bool, say: Callable[[str], None]) -> None:
    """Write a table of lanes, each beside all of them."""
    relevant = relevant_pages(asked)
    sets = [(lane,) for lane in _SINGLE] + list(combinations(_SINGLE, 2)) + [_SINGLE, tuple(Lane)]
    values = {lanes: measure(relevant, rankings(asked, lanes, within)) for lanes in sets}
    whole = values[tuple(Lane)]
    where = "within the right document" if within else "over all pages"
    say(f"\n**{asked.name}, {where}**, {len(relevant)} questions\n")
    say("| lanes | nDCG@5 | 95 % | recall@5 | all lanes above it | 95 % |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for lanes, figures in values.items():
        own, above = estimate(figures[MEASURE]), differences(whole, figures)[MEASURE]
        name = "all" if lanes == tuple(Lane) else " + ".join(lanes)
        say(
            f"| {name} | {own.mean * 100:.1f} | {own.low * 100:.1f} to {own.high * 100:.1f} | "
            f"{figures['recall@5'].mean() * 100:.1f} | {above.mean * 100:+.1f} | "
            f"{above.low * 100:+.1f} to {above.high * 100:+.1f} |"
        )
    _by_source(asked, values, say)


def _by_source(asked: Asked, values: dict[tuple[Lane, ...], dict[str, Values]], say: Callable[[str], None]) -> None:
    told = {row["_id"]: row.get("metadata", {}).get("evidence_sources", ()) for row in asked.queries}
    sources = [told.get(question.id, ()) for question in asked.collection.questions]
    kinds = sorted({kind for some in sources for kind in some})
    if not kinds:
        return
    say("\n| evidence | questions | " + " | ".join(_SINGLE) + " | all |\n| --- |" + " ---: |" * (len(_SINGLE) + 2))
    for kind in kinds:
        among = np.array([kind in some for some in sources])
        shown = [values[lanes][MEASURE][among].mean() * 100 for lanes in [*[(lane,) for lane in _SINGLE], tuple(Lane)]]
        say(f"| {kind} | {among.sum()} | " + " | ".join(f"{share:.1f}" for share in shown) + " |")
