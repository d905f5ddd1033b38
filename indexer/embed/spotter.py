"""The word spotter: finds tokens on a page by how they look, and imagines how a typed token looks.

ONNX Runtime sees pages, NumPy imagines words. What the files promise is in builtin_training/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats, Ints, unit_rows
from indexer.embed.letters import features

ROW_PX = 8
CELL_PX = 16
"""How high and how wide cells are."""

# So much of a page is looked at at once: somewhat more than a sheet of paper at 110 dpi.
_STRIP_PIXELS = 1_300_000
# What is seen at a place does not depend on what lies farther above or below: the stem's convolutions reach 20 px.
_SEEN_AROUND_PX = 32
# Of the 256 greys: what stands out less from its paper is not read.
_FAINT = 12
# How many strips of CELL_PX without print, one after the other: to see around a band costs four of them.
_WORTH_SKIPPING = 7
_PROBABLE = float(np.log(0.3 / 0.7))
_FEWEST_COLUMNS = 2

ALIKE = 0.9
"""Above this cosine two neighbouring cells show the same token."""


class Spotted(NamedTuple):
    """Cells of 8 x 16 px that hold the middle of a token: rows, columns, (n, dim) unit vectors, logits."""

    rows: Ints
    columns: Ints
    vectors: Floats
    salience: Floats

    def where(self, kept: NDArray[np.bool_]) -> Spotted:
        """Keep the cells for which (n,) `kept` is True."""
        return Spotted(self.rows[kept], self.columns[kept], self.vectors[kept], self.salience[kept])


class WordSpotter:
    """Both sides of the model, from a folder of exported files; each is loaded when it is first needed.

    May be used from several threads at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loading = Lock()

    @cached_property
    def _weights(self) -> Mapping[str, Floats]:
        with np.load(self._folder / "words.npz") as stored:
            return {
                name: stored[name] * stored[f"{name}_scale"][:, None] if f"{name}_scale" in stored else stored[name]
                for name in stored.files
                if not name.endswith("_scale")
            }

    @cached_property
    def _page_side(self) -> tuple[Any, Any]:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # Pages are looked at side by side: threads within one would only wait for each other.
        options.intra_op_num_threads = 1
        providers = ["CPUExecutionProvider"]
        return tuple(
            onnxruntime.InferenceSession(self._folder / name, options, providers)
            for name in ("page_rows.onnx", "page_words.onnx")
        )

    def spot(self, page: Bytes) -> Spotted:
        """Find the tokens of a (height, width) grey page, drawn at about 110 dpi."""
        height, width = page.shape
        padded = np.pad(page, ((0, -height % CELL_PX), (0, -width % CELL_PX)), constant_values=255)
        # A large page is looked at in strips: they see the same, and it takes no more memory than a small one.
        step = max(1, _STRIP_PIXELS // (max(padded.shape[1], 1) * CELL_PX)) * CELL_PX
        found = [
            self._spot_between(padded, start, min(start + step, bottom))
            for top, bottom in printed_bands(page)
            for start in range(top, bottom, step)
        ]
        return Spotted(*map(np.concatenate, zip(*found, strict=True))) if found else self._nothing

    def _spot_between(self, page: Bytes, top: int, bottom: int) -> Spotted:
        """Find the tokens between two heights, which are multiples of CELL_PX."""
        with self._loading:
            see, read = self._page_side
        above, below = max(0, top - _SEEN_AROUND_PX), min(len(page), bottom + _SEEN_AROUND_PX)
        seen, text = see.run(None, {"page": page[None, None, above:below]})
        first, last = (top - above) // ROW_PX, (bottom - above) // ROW_PX
        chosen = first + np.flatnonzero((text[first:last] > _PROBABLE).sum(1) >= _FEWEST_COLUMNS)
        if not len(chosen):
            return self._nothing
        vectors, salience = read.run(None, {"features": seen, "rows": chosen})
        row, column = np.nonzero(salience > _PROBABLE)
        return Spotted(
            (chosen[row] + above // ROW_PX).astype(np.int32),
            column.astype(np.int32),
            self._narrowed(vectors[row, column]),
            salience[row, column],
        )

    @property
    def _nothing(self) -> Spotted:
        empty = np.zeros(0, np.int32)
        return Spotted(empty, empty, np.zeros((0, self.dim), np.float32), empty.astype(np.float32))

    def imagine(self, words: Sequence[str]) -> Floats:
        """Return how words look: (words, dim) unit rows."""
        numbers, starts = features(words)
        weights = self._weights
        bag = np.add.reduceat(weights["table"][numbers], starts, axis=0)
        bag = bag - bag.mean(1, keepdims=True)
        bag = bag / np.sqrt((bag * bag).mean(1, keepdims=True) + 1e-5) * weights["norm_weight"] + weights["norm_bias"]
        hidden = np.maximum(bag @ weights["first"].T + weights["first_bias"], 0)
        hidden = np.maximum(hidden @ weights["second"].T + weights["second_bias"], 0)
        wide = hidden @ weights["last"].T + weights["last_bias"] + bag @ weights["skip"].T + weights["skip_bias"]
        return self._narrowed(wide)

    @property
    def dim(self) -> int:
        """How many numbers a vector has."""
        return int((self._weights["narrow"] if "narrow" in self._weights else self._weights["last"].T).shape[1])

    def _narrowed(self, vectors: Floats) -> Floats:
        """Turn vectors into the directions that matter, where the files name them, and make them unit rows."""
        return unit_rows(vectors @ self._weights["narrow"] if "narrow" in self._weights else vectors)


def printed_bands(page: Bytes) -> Iterator[tuple[int, int]]:
    """Yield the heights, from and to, between which a (height, width) page shows anything: multiples of CELL_PX."""
    strips = np.arange(0, len(page), CELL_PX)
    brightest, darkest = page.max(axis=1), page.min(axis=1)
    shown = np.flatnonzero(np.maximum.reduceat(brightest, strips) - np.minimum.reduceat(darkest, strips) > _FAINT)
    for band in np.split(shown, np.flatnonzero(np.diff(shown) > _WORTH_SKIPPING) + 1):
        if len(band):
            yield max(int(band[0]) - 1, 0) * CELL_PX, min(int(band[-1]) + 2, len(strips)) * CELL_PX


def merged(spotted: Spotted, alike: float = ALIKE) -> Spotted:
    """Keep one cell of each token: drop a cell beside a more salient one whose vector is as good as the same."""
    if not len(spotted.rows):
        return spotted
    grid = np.full((spotted.rows.max() + 3, spotted.columns.max() + 3), -1)
    grid[spotted.rows + 1, spotted.columns + 1] = np.arange(len(spotted.rows))
    dropped = np.zeros(len(spotted.rows), bool)
    for down, across in ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)):
        beside = grid[spotted.rows + 1 + down, spotted.columns + 1 + across]
        at = np.flatnonzero((beside >= 0) & (spotted.salience[beside] > spotted.salience))
        cosines = (spotted.vectors[at] * spotted.vectors[beside[at]]).sum(1)
        dropped[at[cosines >= alike]] = True
    return spotted.where(~dropped)


def cell_middle_px(rows: Ints, columns: Ints) -> tuple[Floats, Floats]:
    """Return the middles of cells as x and y in pixels."""
    return (columns.astype(np.float32) + 0.5) * CELL_PX, (rows.astype(np.float32) + 0.5) * ROW_PX
