"""How large the print on a page is, by its pixels alone: small print is drawn larger, or nobody can read it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes

# Lines of print that are lower than the first are enlarged to the second, but never more than so many times. Looked at
# on 280 drawings of pages of mmlongbench-dev at 55 to 160 dpi: of those whose usual word box is below 10.7 px high,
# where the built-in model begins to miss words, 86 in 100 have lower lines; of those above 14.5 px, 1 in 100.
_SMALL_PX, _GOOD_PX = 5.8, 9.0
_MOST = 2.0
# Nor so many that the largest print becomes higher than this: the model reads such print no better than small one,
# and a slide's title says more than the labels of its figure. Less than the second is not worth another drawing.
_LARGE_PX, _LEAST = 20.0, 1.3

# In strips so narrow a page may be skewed a little, or have columns whose lines do not meet.
_STRIP_PX = 32
_EDGE = 40
_FEWEST_EDGES = 3
_LOWEST_PX, _HIGHEST_PX = 2, 60
_FEWEST_LINES = 20


def enlargement(pixels: Bytes) -> float:
    """Return how many times larger a page is to be drawn for its print to be read, 1 to 2.

    pixels: (height, width) uint8, or (height, width, 3), of which the green ones are looked at.
    """
    heights = np.sort(_line_heights(pixels if pixels.ndim == 2 else pixels[..., 1]))
    if len(heights) < _FEWEST_LINES:
        return 1.0
    # Rather the smaller print: on the same page headings and figures are larger.
    usual = float(heights[len(heights) // 10 : len(heights) * 6 // 10].mean())
    largest = float(heights[len(heights) * 19 // 20])
    larger = min(_GOOD_PX / usual, _MOST, _LARGE_PX / largest)
    return larger if usual < _SMALL_PX and larger > _LEAST else 1.0


def _line_heights(grey: Bytes) -> NDArray[np.int64]:
    """Return the heights of pieces of lines: rows of a strip that have many strokes, dark on light or light on dark."""
    is_edge = np.abs(np.diff(grey.astype(np.int16), axis=1)) > _EDGE
    strips = is_edge.shape[1] // _STRIP_PX
    edges = is_edge[:, : strips * _STRIP_PX].reshape(len(grey), strips, _STRIP_PX).sum(axis=2).T
    heights = []
    for strip in edges:
        turns = np.flatnonzero(np.diff(strip >= _FEWEST_EDGES, prepend=False, append=False))
        heights.append(turns[1::2] - turns[::2])
    found = np.concatenate(heights) if heights else np.zeros(0, np.int64)
    return found[(found >= _LOWEST_PX) & (found <= _HIGHEST_PX)]
