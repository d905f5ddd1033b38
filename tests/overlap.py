"""How much of what one way lights up on a page another way lights up too."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.answers.regions import cell_regions
from indexer.arrays import Floats
from indexer.compress.codebook import train
from indexer.compress.codec import Codec
from indexer.compress.profiles import Profile
from indexer.maxsim import cosines
from indexer.types import PatchEmbeddings, PatchGrid, Region

ENOUGH = 0.5
"""Two ways agree on a page when what both light is at least this share of what either lights."""


def codec_for(profile: Profile, pages: Sequence[PatchEmbeddings], dim: int) -> Codec:
    """Make a profile's codec, trained on these pages if it has to be."""
    if not profile.is_trained:
        return profile.make_codec(dim)
    vectors = np.concatenate([profile.reduce(page).vectors for page in pages])
    return profile.make_codec(dim, train(profile.codec, vectors))


def lit(profile: Profile, codec: Codec, query: Floats, page: PatchEmbeddings) -> tuple[Region, ...]:
    """Light a page as a library of this profile would."""
    reduced = profile.reduce(page)
    found = cosines(codec, query, codec.encode(reduced.vectors))
    return cell_regions(reduced.grid, reduced.cells, found, reduced.owners)


def covered(grid: PatchGrid, regions: Sequence[Region]) -> NDArray[np.bool_]:
    """Return (rows, cols): the cells that lie in any of these boxes."""
    cells = np.zeros((grid.rows, grid.cols), np.bool_)
    for region in regions:
        left, top, right, bottom = region.box
        rows = slice(round(top * grid.rows), round(bottom * grid.rows))
        cells[rows, round(left * grid.cols) : round(right * grid.cols)] = True
    return cells


def iou(grid: PatchGrid, regions: Sequence[Region], others: Sequence[Region]) -> float:
    """Return the share of cells that both cover of those that either covers; 1 where neither covers any."""
    one, other = covered(grid, regions), covered(grid, others)
    either = int((one | other).sum())
    return float((one & other).sum()) / either if either else 1.0
