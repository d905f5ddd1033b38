"""Which grid cells each row of a page stands for, when rows are dropped or merged."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Ints
from indexer.types import LOOSE, PatchEmbeddings


def owners_of(embeddings: PatchEmbeddings) -> Ints:
    """Return (members,) int32: the row that each member cell belongs to, rising."""
    if embeddings.owners is None:
        return np.arange(len(embeddings.cells), dtype=np.int32)
    return embeddings.owners


def loose_rows(embeddings: PatchEmbeddings) -> NDArray[np.bool_]:
    """Return (rows,): whether a row stands for no place on the page."""
    loose = np.zeros(len(embeddings.vectors), np.bool_)
    loose[owners_of(embeddings)[embeddings.cells == LOOSE]] = True
    return loose


def keep_rows(embeddings: PatchEmbeddings, kept: NDArray[np.bool_]) -> PatchEmbeddings:
    """Drop the rows of a page that are not kept, with all their cells.

    kept: (rows,).
    """
    if kept.all():
        return embeddings
    of_kept = kept[owners_of(embeddings)]
    owners = None
    if embeddings.owners is not None:
        place = np.cumsum(kept, dtype=np.int32) - np.int32(1)
        owners = place[embeddings.owners[of_kept]]
    salience = None if embeddings.salience is None else embeddings.salience[kept]
    return PatchEmbeddings(embeddings.vectors[kept], embeddings.cells[of_kept], embeddings.grid, salience, owners)


def merge_rows(embeddings: PatchEmbeddings, groups: Ints) -> PatchEmbeddings:
    """Make one unit row of each group, which stands for all cells of its rows; groups come by their first row.

    groups: (rows,), any numbers; rows with the same number are one group. A row is as salient as its best.
    """
    if not len(groups):
        return embeddings
    _, first, numbers = np.unique(groups, return_index=True, return_inverse=True)
    # In the order of the page, not of the numbers.
    rank = np.empty(len(first), np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    groups = rank[numbers]
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    sums = np.add.reduceat(embeddings.vectors[order], starts, axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    # Vectors that cancel each other out have no direction between them; the first speaks for all.
    cancelled = lengths[:, 0] < 1e-6
    sums[cancelled] = embeddings.vectors[order[starts[cancelled]]]
    lengths[cancelled] = 1
    salience = None
    if embeddings.salience is not None:
        salience = np.maximum.reduceat(embeddings.salience[order], starts)
    owners = groups[owners_of(embeddings)]
    by_owner = np.argsort(owners, kind="stable")
    return PatchEmbeddings(sums / lengths, embeddings.cells[by_owner], embeddings.grid, salience, owners[by_owner])
