"""Targets: a drawn tile, spoiled as paper, scanners and cameras do, and what the network should say of each cell."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from indexer.arrays import Bytes, Ints
from indexer.embed.builtin_training.drawing import SIDE_PX, Tile
from indexer.embed.spotter import CELL_PX, ROW_PX

Labels: TypeAlias = NDArray[np.int8]

TRAINED_PX = 512
COLUMN_PX = 2
UNSURE = -1

_EDGE = 0.2
"""A middle nearer than this to the next cell, in cells, may be seen in that one as well."""


@dataclass(frozen=True)
class Example:
    """What is trained on.

    image: (512, 512) uint8.    letters: (64, 256) int8, the letter's class in each column of 2 px, zero where there is
    none, or UNSURE.    salience: (64, 32) int8, whether a token's middle lies in the cell, or UNSURE.
    places: (tokens, 2) int32, rows and columns of the cells that stand for the tokens.
    """

    image: Bytes
    letters: Labels
    salience: Labels
    places: Ints
    tokens: tuple[str, ...]


def example(tile: Tile, rng: random.Random) -> Example:
    """Cut a tile somewhere, spoil it by chance, and label its cells."""
    left, top = rng.randint(0, SIDE_PX - TRAINED_PX), rng.randint(0, SIDE_PX - TRAINED_PX)
    image = tile.image[top : top + TRAINED_PX, left : left + TRAINED_PX]
    salience, places, found = _token_cells(tile, left, top)
    return Example(spoiled(image, rng), _letter_columns(tile, left, top), salience, places, found)


def spoiled(image: Bytes, rng: random.Random) -> Bytes:
    """Blur, thicken, fade, light unevenly, add noise, compress, invert or make it 1-bit: each now and then."""
    size = (image.shape[1], image.shape[0])
    picture = Image.fromarray(np.ascontiguousarray(image))
    kind = rng.random()
    if kind < 0.2:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.9)))
    elif kind < 0.28:
        thickness = rng.uniform(1.5, 2.5)
        picture = picture.resize((int(size[0] * thickness), int(size[1] * thickness)), Image.Resampling.BICUBIC)
        picture = picture.filter(rng.choice([ImageFilter.MinFilter(3), ImageFilter.MaxFilter(3)]))
        picture = picture.resize(size, Image.Resampling.BILINEAR)
    elif kind < 0.36:
        coarser = rng.uniform(1.02, 1.25)
        picture = picture.resize((int(size[0] / coarser), int(size[1] / coarser)), Image.Resampling.BILINEAR)
        picture = picture.resize(size, Image.Resampling.BICUBIC)
    elif kind < 0.41:
        finer = rng.uniform(1.6, 2.2)  # A fax is finer than what we look at, so its dots become greys again.
        picture = picture.resize((int(size[0] * finer), int(size[1] * finer)), Image.Resampling.BICUBIC)
        cut = rng.randint(90, 190)
        picture = picture.point([0] * cut + [255] * (256 - cut)).resize(size, Image.Resampling.BOX)
    grey = np.asarray(picture).astype(np.float32)
    noise = np.random.default_rng(rng.getrandbits(32))
    if rng.random() < 0.3:
        low, high = rng.uniform(0, 80), rng.uniform(190, 255)
        grey = low + (high - low) / 255 * grey
    if rng.random() < 0.1:
        slopes = np.linspace(rng.uniform(0.6, 1), rng.uniform(0.8, 1), size[0], dtype=np.float32)
        grey *= slopes * np.linspace(rng.uniform(0.7, 1), 1, size[1], dtype=np.float32)[:, None]
    if rng.random() < 0.3:
        grey += noise.standard_normal(grey.shape, np.float32) * np.float32(rng.uniform(2, 18))
    if rng.random() < 0.06:
        grey = 255 - grey
    final = grey.clip(0, 255).astype(np.uint8)
    if rng.random() < 0.2:
        buffer = io.BytesIO()
        Image.fromarray(final).save(buffer, "JPEG", quality=rng.randint(25, 80))
        final = np.asarray(Image.open(buffer))
    return final


def _letter_columns(tile: Tile, left: int, top: int) -> Labels:
    rows, columns = TRAINED_PX // ROW_PX, TRAINED_PX // COLUMN_PX
    labels = np.zeros((rows, columns), np.int8)
    letters = tile.letters
    begin = np.rint((letters[:, 1] - left) / COLUMN_PX).astype(int)
    end = np.maximum(begin + 1, np.rint((letters[:, 2] - left) / COLUMN_PX).astype(int))
    middle = letters[:, 3] - top
    reach = 0.42 * letters[:, 4]
    upper, lower = ((middle - reach) // ROW_PX).astype(int), ((middle + reach) // ROW_PX).astype(int)
    row, kind = (middle // ROW_PX).astype(int), letters[:, 0].astype(int)
    inside = (end > 0) & (begin < columns) & (lower >= 0) & (upper < rows)
    spans = np.stack([begin.clip(0), end, upper.clip(0), lower, row, kind], 1)[inside].tolist()
    for first, last, high, low, _, _ in spans:
        labels[high : low + 1, first:last] = UNSURE
    for first, last, _, _, at, letter in spans:
        if 0 <= at < rows:
            labels[at, first:last] = letter
    return labels


def _token_cells(tile: Tile, left: int, top: int) -> tuple[Labels, Ints, tuple[str, ...]]:
    rows, columns = TRAINED_PX // ROW_PX, TRAINED_PX // CELL_PX
    salience = np.zeros((rows, columns), np.int8)
    holders: dict[tuple[int, int], tuple[int, str]] = {}
    for token, (x, y, half, size) in zip(tile.tokens, (tile.boxes - (left, top, 0, 0)).tolist(), strict=True):
        across, down = x / CELL_PX, y / ROW_PX
        if not (0 <= across < columns and 0 <= down < rows):
            continue
        row, column = int(down), int(across)
        whole = x - half > -1 and x + half < TRAINED_PX + 1 and 0.4 * size < y < TRAINED_PX - 0.4 * size
        for near_row in _near(down, rows):
            for near_column in _near(across, columns):
                is_home = (near_row, near_column) == (row, column)
                if not is_home or not whole:
                    if salience[near_row, near_column] != 1:
                        salience[near_row, near_column] = UNSURE
                else:
                    salience[row, column] = 1
                rank = (len(token) + 100 if is_home else len(token)) if whole else 0
                if rank > holders.get((near_row, near_column), (-1, ""))[0]:
                    holders[near_row, near_column] = rank, token
    held = {place: token for place, (rank, token) in holders.items() if rank}
    return salience, np.array(list(held), np.int32).reshape(-1, 2), tuple(held.values())


def _near(place: float, count: int) -> list[int]:
    home = int(place)
    if place - home < _EDGE and home > 0:
        return [home, home - 1]
    if place - home > 1 - _EDGE and home + 1 < count:
        return [home, home + 1]
    return [home]
