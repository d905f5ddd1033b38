"""What the default profile keeps of retrieval by look, beside a library of the same pages with exact vectors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.measuring.measures import RESAMPLES, Values, measure
from app.requests import Lane
from tests.benchmarks.brain import known
from tests.benchmarks.brain.lanes import rankings, relevant_pages
from tests.benchmarks.brain.library import Asked

_SEED = 20261122


def kept(asked: Asked, exact: Asked, say: Callable[[str], None]) -> None:
    """Ask both by look alone: known items, and the collection's own questions."""
    drawn = known.draw(known.words_of(asked))
    ranks = [np.array(known.look_ranks(each, drawn)) for each in (asked, exact)]
    rows: dict[str, tuple[Values, Values]] = {}
    for top in (1, 5):
        coded, whole = ((those < top).astype(np.float64) for those in ranks)
        rows[f"known items, recall@{top}"] = coded, whole
    for within, where in ((True, "within the right document"), (False, "over all pages")):
        coded, whole = (
            measure(relevant_pages(each), rankings(each, (Lane.LOOK,), within))["nDCG@5"] for each in (asked, exact)
        )
        rows[f"nDCG@5 {where}"] = coded, whole
    say(f"\n**Kept of uncompressed, {asked.name}**: profile {asked.store.looks.profile.name}, by look alone\n")
    say("| | questions | default | uncompressed | kept (goal: 0.98) | 95 % |")
    say("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, (coded, whole) in rows.items():
        low, high = _interval(coded, whole)
        say(
            f"| {name} | {len(coded)} | {coded.mean():.3f} | {whole.mean():.3f} | "
            f"{coded.mean() / whole.mean():.3f} | {low:.3f} to {high:.3f} |"
        )


def _interval(coded: Values, whole: Values) -> tuple[float, float]:
    """Draw questions anew, the same for both, and return where most of the ratios of means lie."""
    drawn = np.random.default_rng(_SEED).integers(len(coded), size=(RESAMPLES, len(coded)))
    low, high = np.percentile(coded[drawn].mean(axis=1) / whole[drawn].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
