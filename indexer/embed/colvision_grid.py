"""Where on the page each token of a vision language model stands.

Models squash a page to the size they want, so that a cell is a plain fraction of it; none of them adds bars.
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from indexer.arrays import Ints
from indexer.types import LOOSE, PatchGrid

# How models that cut a page into tiles are told which tile follows.
_TILE = re.compile(r"<row_(\d+)_col_(\d+)>")


def cells_of(processor: Any, image_token: int, ids: Ints, size: tuple[int, int] | None) -> tuple[Ints, PatchGrid]:
    """Return the cell of each token, LOOSE for words and for a view of the whole page beside its tiles, and the grid.

    processor: of colpali-engine, which made the tokens.    ids: (tokens,), without padding.
    size: (rows, columns) of patches where the processor says so; None: it always makes a square, or tiles of squares.
    Raises ValueError when tokens and grid do not agree.
    """
    places = np.flatnonzero(ids == image_token)
    if size is not None:
        merged = processor.image_processor.merge_size
        grid = PatchGrid(size[0] // merged, size[1] // merged)
        page = np.arange(grid.rows * grid.cols)
    elif hasattr(processor, "image_seq_len"):
        page, grid = _tiles(processor, ids, places)
    else:
        side = _side(processor.image_seq_length)
        grid = PatchGrid(side, side)
        page = np.arange(side * side)
    if len(page) != len(places):
        raise ValueError(f"{len(places)} image tokens do not fill a grid of {grid.rows} x {grid.cols}")
    cells = np.full(len(ids), LOOSE, np.int32)
    cells[places] = page
    return cells, grid


def _tiles(processor: Any, ids: Ints, places: Any) -> tuple[Any, PatchGrid]:
    """Put tiles back together: each is named before it comes, and the whole page, which comes last, is not."""
    length = processor.image_seq_len
    side = _side(length)
    before = 0
    tiles: list[tuple[int, int] | None] = []
    for start in places[::length].tolist():
        named = _TILE.findall(processor.tokenizer.decode(ids[before:start].tolist()))
        tiles.append((int(named[-1][0]) - 1, int(named[-1][1]) - 1) if named else None)
        before = start + length
    cut = [tile for tile in tiles if tile is not None]
    if not cut:
        return np.arange(length), PatchGrid(side, side)
    rows, cols = (side * (1 + max(at)) for at in zip(*cut, strict=True))
    inside = np.arange(side)[:, None] * cols + np.arange(side)
    page = [
        np.full(length, LOOSE) if tile is None else (tile[0] * side * cols + tile[1] * side + inside).ravel()
        for tile in tiles
    ]
    return np.concatenate(page), PatchGrid(rows, cols)


def _side(tokens: int) -> int:
    side = math.isqrt(tokens)
    if side * side != tokens:
        raise ValueError(f"{tokens} image tokens are no square")
    return side
