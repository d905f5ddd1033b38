"""How good what was found is: nDCG@10 against that of float MaxSim, and its ten best pages against float's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.measuring.measures import measure
from tests.benchmarks.engine.work import TOP, Work


@dataclass(frozen=True)
class Quality:
    """Figures over the questions that were asked.

    kept: nDCG@10 over that of float MaxSim for the same questions; nan where that finds nothing.
    recall: the share of float's ten best found.
    """

    ndcg: float
    kept: float
    recall: float
    questions: int


def quality(work: Work, truth: NDArray[np.int64], found: Sequence[Sequence[int]]) -> Quality:
    """Measure what was found for the first questions of the work."""
    exact = [row.tolist() for row in truth[: len(found)]]
    ndcg, ideal = _ndcg(work, found), _ndcg(work, exact)
    recalls = [len(set(ours) & set(theirs)) / TOP for ours, theirs in zip(found, exact, strict=True)]
    return Quality(ndcg, ndcg / ideal if ideal else math.nan, float(np.mean(recalls)), len(found))


def float_ndcg(work: Work, truth: NDArray[np.int64]) -> float:
    """Return the nDCG@10 of float MaxSim over all questions."""
    return _ndcg(work, [row.tolist() for row in truth])


def _ndcg(work: Work, found: Sequence[Sequence[int]]) -> float:
    def named(pages: Any) -> Any:
        return {str(number): {str(page): grade for page, grade in answers.items()} for number, answers in pages}

    relevant = named(enumerate(work.relevant[: len(found)]))
    rankings = {str(number): [str(page) for page in pages] for number, pages in enumerate(found)}
    return float(measure(relevant, rankings)["nDCG@10"].mean())
