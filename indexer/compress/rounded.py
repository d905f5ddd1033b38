"""Scores of codes that unpack to small levels: the query is rounded to 8 bits, so that integers do the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats
from indexer.compress.codec import Scorer
from indexer.compress.integers import product


def rounded_scorer(
    weights: Floats, centre: float, unpack: Callable[[NDArray[Any]], Bytes], offsets: Floats | None = None
) -> Scorer:
    """Score rows by (levels - centre) @ weights.T + offsets, each token's weights rounded to 8 bits.

    weights: (tokens, width).    offsets: (tokens,), zero when left out.
    unpack: turns n resident rows into (n, width) levels, at most 127: older processors add two products in 16 bits.
    """
    scales: Floats = np.maximum(np.abs(weights).max(axis=1), np.float32(1e-9)) / np.float32(127)
    rounded = np.ascontiguousarray(np.rint(weights / scales[:, None]).astype(np.int8).T)
    constants = rounded.sum(axis=0, dtype=np.float32) * np.float32(-centre) * scales
    if offsets is not None:
        constants += offsets

    return Scorer(lambda rows: product(unpack(rows), rounded), scales, constants)
