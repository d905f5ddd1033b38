"""What pages score by chance: the measure of what it means that a page looks like a question.

A token's best patch is the best of many, so it is somewhat alike however little the page has to do with the question,
and the more so the more patches there are. How much that is depends on the model and on what was done to its vectors.
So it is measured on the library itself, with words that mean nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from indexer.arrays import Bytes, Floats
from indexer.compress.codec import Codec

NONSENSE = (
    "bezuk dorafin gulit wopezar hinum tarvo kesolap jidug muvetar zofip lerunag pocit vadesum ribok nezatul fogiv "
    "kupamer socad tilovek yaruf beginot hazunel wumir doketas pelivug gorab sinuted cafoz rulemap vekit jonadur mosif"
)
"""Words that are in no library, and sound like those that are."""

SAMPLE_PAGES = 64
"""How many pages are enough to measure on."""

# How often a question about nothing in the library may find a page by its look.
_FALSE_ALARMS = 0.01
# The best of many draws follows a Gumbel distribution, which leans to the high side.
_SKEWNESS = 1.14


@dataclass(frozen=True, slots=True)
class Chance:
    """What a question about nothing scores, on average over its tokens.

    level: on a page with one patch.    rise: for each time that the patches become e times as many.
    spread_of_pages, spread_of_tokens: standard deviations of pages, and of single tokens, from that.
    """

    level: float
    rise: float
    spread_of_pages: float
    spread_of_tokens: float

    def expected(self, patches: int) -> float:
        """Return what a page with so many patches scores by chance."""
        return self.level + self.rise * math.log(patches)

    def margin(self, tokens: int, pages: int) -> float:
        """Return by how much a page must score more, so that hardly any of so many would by chance.

        tokens: of the question; the more there are, the less chance can do. Bonferroni's bound on a normal quantile,
        corrected for skewness after Cornish and Fisher (1938).
        """
        z = NormalDist().inv_cdf(1 - _FALSE_ALARMS / max(pages, 1))
        z += (z * z - 1) * _SKEWNESS / 6 / math.sqrt(tokens)
        return z * math.hypot(self.spread_of_pages, self.spread_of_tokens / math.sqrt(tokens))


def measure_chance(codec: Codec, nonsense: Floats, pages: Sequence[Bytes]) -> Chance:
    """Measure what tokens without a meaning score on some pages.

    nonsense: (tokens, dim) float32, unit rows, at least one.    pages: (patches, bytes) codes, at least one page, none
    of them empty.
    """
    score = codec.scorer(nonsense)
    best = np.stack([score(codec.resident(codes)).max(axis=1) for codes in pages], axis=1)
    sizes = np.log([len(codes) for codes in pages])
    apart = sizes - sizes.mean()
    # Pages all of one size say nothing of how chance grows with it.
    rise = float(apart @ best.mean(axis=0) / (apart @ apart)) if apart @ apart > 1e-6 else 0.0
    level = float(best.mean() - rise * sizes.mean())
    left = best - (level + rise * sizes)
    return Chance(level, rise, float(left.mean(axis=0).std()), float(left.std()))
