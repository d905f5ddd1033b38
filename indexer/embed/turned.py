"""Pages that lie on their side, or stand on their head: the turn is found by how surely the model sees words.

Print that stands upright is mostly seen with a mean probability of 0.92 and more, upside down with two to five
hundredths less than the same page upright, and sideways hardly ever with more than 0.7. Looked at on 34 pages of the
development collections, each turned four ways: two of the 136 were not turned back.
"""

from __future__ import annotations

import numpy as np

from indexer.arrays import Bytes, Floats, Ints
from indexer.embed.spotter import CELL_PX, ROW_PX, Spotted, WordSpotter

_SURELY_UPRIGHT = 0.93
_MAYBE_UPSIDE_DOWN = 0.75
_CLEARLY_SURER = 0.015
_FEWEST_CELLS = 15
# So much of the page's height, where most words are, is enough to tell.
_STRIP = 0.3


def spot_upright(spotter: WordSpotter, page: Bytes) -> Spotted:
    """Find the tokens of a (height, width) grey page whichever way it lies; cells are those of the page as it is."""
    spotted = spotter.spot(page)
    sure = _sureness(spotted)
    if sure >= _SURELY_UPRIGHT or len(spotted.rows) < _FEWEST_CELLS:
        return spotted
    top, bottom = _busiest(page, spotted)
    seen = {0: spotted.where((spotted.rows >= top // ROW_PX) & (spotted.rows < bottom // ROW_PX))}
    for turns in (2,) if sure >= _MAYBE_UPSIDE_DOWN else (1, 2, 3):
        seen[turns] = spotter.spot(_turned(page[top:bottom], turns))
    sureness = {turns: _sureness(each) for turns, each in seen.items() if len(each.rows) >= _FEWEST_CELLS}
    best = max(sureness, key=lambda turns: sureness[turns], default=0)
    if best == 0 or sureness[best] < sureness.get(0, 0.0) + _CLEARLY_SURER:
        return spotted
    turned = spotter.spot(_turned(page, best))
    # A strip may mislead, and a page that was turned wrongly is lost: hardly any lie otherwise than they should.
    if _sureness(turned) < sure + _CLEARLY_SURER:
        return spotted
    return _turned_back(turned, best, page.shape)


def _busiest(page: Bytes, spotted: Spotted) -> tuple[int, int]:
    """Return from where to where, in pixels, the strip of a page reaches that shows most words."""
    height = max(int(page.shape[0] * _STRIP), ROW_PX)
    per_row = np.bincount(spotted.rows, minlength=-(-page.shape[0] // ROW_PX))
    within = np.convolve(per_row, np.ones(-(-height // ROW_PX), np.int64), "valid")
    top = int(within.argmax()) * ROW_PX
    return top, top + height


def _sureness(spotted: Spotted) -> float:
    """Return the mean probability with which cells are taken for a word's middle."""
    if not len(spotted.salience):
        return 0.0
    return float((1 / (1 + np.exp(-spotted.salience.astype(np.float64)))).mean())


def _turned(page: Bytes, turns: int) -> Bytes:
    """Turn a page so many quarters against the clock."""
    return np.ascontiguousarray(np.rot90(page, turns))


def _turned_back(spotted: Spotted, turns: int, shape: tuple[int, ...]) -> Spotted:
    """Say where the tokens of a turned page are on the page as it was, (height, width)."""
    height, width = shape
    down = (spotted.rows.astype(np.float32) + 0.5) * ROW_PX
    across = (spotted.columns.astype(np.float32) + 0.5) * CELL_PX
    x, y = {1: (width - down, across), 2: (width - across, height - down), 3: (down, height - across)}[turns]
    return spotted._replace(rows=_cells(y, ROW_PX, height), columns=_cells(x, CELL_PX, width))


def _cells(px: Floats, size_px: int, length_px: int) -> Ints:
    """Return the cells that places lie in; what the model saw on its own padding goes to the last one."""
    return np.clip(px // size_px, 0, max(-(-length_px // size_px) - 1, 0)).astype(np.int32)
