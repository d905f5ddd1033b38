"""How good rankings are, and how sure one can be of it from so few questions."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ExpectedError

MEASURES = ("nDCG@5", "nDCG@10", "recall@1", "recall@5", "recall@10", "MRR")
RESAMPLES = 10_000
_RESAMPLES_AT_ONCE = 100
SEED = 20261120
INTERVAL = 0.95

Values: TypeAlias = NDArray[np.float64]
"""One value per question, in 0..1."""

Relevant: TypeAlias = Mapping[str, Mapping[str, int]]
"""Which pages answer a question, and how well: question to page to a grade above 0."""
Rankings: TypeAlias = Mapping[str, Sequence[str]]
"""What was found for a question: question to pages, best first."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions, and where most (INTERVAL) of the means over questions drawn anew lie."""

    mean: float
    low: float
    high: float


def check_installed() -> None:
    """Raise ExpectedError, with a sentence on what to do, where the library that measures is missing."""
    if find_spec("ir_measures") is None and getattr(sys, "frozen", False):
        raise ExpectedError(
            "Measuring on questions with known answers is not part of this package. Install Pagelight by pip for it: "
            'pip install "pagelight[eval]". What profiles cost on your own pages can be measured here: '
            "pagelight eval --compare profiles"
        )
    if find_spec("ir_measures") is None:
        raise ExpectedError(
            'Measuring needs the package ir-measures. To install it: pip install "pagelight[eval]", '
            "or in a checkout: uv sync --extra eval"
        )


def measure(relevant: Relevant, rankings: Rankings) -> dict[str, Values]:
    """Measure every question of `relevant`, in its order; one without a ranking counts 0.

    Returns the values of each of MEASURES. nDCG takes grades as they are, like trec_eval.
    """
    # Imported here: it is an extra that only this command wants.
    import ir_measures
    from ir_measures import RR, R, nDCG

    wanted = dict(zip((nDCG @ 5, nDCG @ 10, R @ 1, R @ 5, R @ 10, RR), MEASURES, strict=True))
    grades = {question: dict(pages) for question, pages in relevant.items()}
    # trec_eval goes by scores alone, so ranks become scores.
    scores = {
        question: {page: -float(rank) for rank, page in enumerate(rankings.get(question, ()))} for question in relevant
    }
    places = {question: place for place, question in enumerate(relevant)}
    values = {name: np.zeros(len(relevant), np.float64) for name in MEASURES}
    for each in ir_measures.iter_calc(list(wanted), grades, scores):
        values[wanted[each.measure]][places[each.query_id]] = each.value
    return values


def estimate(values: Values) -> Estimate:
    """Estimate a mean by the bootstrap.

    For two runs, give the differences question by question: that is the paired bootstrap.
    Source: An Introduction to the Bootstrap (Efron and Tibshirani, 1993), percentile interval.
    """
    means = np.concatenate([values[drawn].mean(axis=1) for drawn in _draws(len(values))])
    return Estimate(float(values.mean()), *_interval(means))


def kept(values: Values, reference: Values) -> Estimate:
    """Estimate which share of a reference's mean is kept, for the same questions in the same order.

    The bootstrap is paired. Where the reference has nothing, there is nothing to lose, and all of it is kept.
    """
    shares = np.concatenate([_share(values[drawn], reference[drawn]) for drawn in _draws(len(values))])
    return Estimate(float(_share(values[None], reference[None])[0]), *_interval(shares))


def share(hits: int, count: int) -> Estimate:
    """Estimate a share of yes among yes and no; unlike the bootstrap's, its interval is none too narrow near 1.

    Source: Wilson (1927), score interval.
    """
    z = NormalDist().inv_cdf((1 + INTERVAL) / 2)
    found = hits / count
    middle = (found + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(found * (1 - found) / count + (z / (2 * count)) ** 2) / (1 + z * z / count)
    return Estimate(found, max(middle - half, 0.0), min(middle + half, 1.0))


def _share(values: Values, reference: Values) -> Values:
    got, whole = values.sum(axis=1), reference.sum(axis=1)
    shares: Values = np.ones_like(got)
    np.divide(got, whole, out=shares, where=whole > 0)
    return shares


def _draws(count: int) -> Iterator[NDArray[np.int64]]:
    """Draw questions with replacement, always the same draws for as many."""
    random = np.random.default_rng(SEED)
    for _ in range(RESAMPLES // _RESAMPLES_AT_ONCE):
        yield random.integers(count, size=(_RESAMPLES_AT_ONCE, count))


def _interval(resampled: Values) -> tuple[float, float]:
    low, high = np.quantile(resampled, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
    return float(low), float(high)


def summary(values: Mapping[str, Values]) -> dict[str, Estimate]:
    """Estimate every measure."""
    return {name: estimate(of_questions) for name, of_questions in values.items()}


def differences(values: Mapping[str, Values], others: Mapping[str, Values]) -> dict[str, Estimate]:
    """Estimate by how much every measure is above another run's, for the same questions in the same order."""
    return {name: estimate(values[name] - others[name]) for name in values}
