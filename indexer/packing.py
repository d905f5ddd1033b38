"""Which cells a page's codes stand for, in few bytes.

A page whose rows share no cell is a map of its cells, a bit each, and, where rows were pooled, the row of each cell in
the order of the map. Any other page is a plain list.
"""

from __future__ import annotations

import numpy as np

from indexer.arrays import Ints
from indexer.types import LOOSE, PatchEmbeddings, PatchGrid

_LIST, _MAP, _MAP_AND_ROWS = range(3)


def in_page_order(embeddings: PatchEmbeddings) -> PatchEmbeddings:
    """Put rows in the order of their first cells, LOOSE rows last: an order that need not be written down.

    MaxSim does not care about order. A row that has a place loses its LOOSE members, which say nothing of it.
    """
    rows = len(embeddings.vectors)
    owners = np.arange(rows, dtype=np.int32) if embeddings.owners is None else embeddings.owners
    nowhere = embeddings.grid.rows * embeddings.grid.cols
    cells = np.where(embeddings.cells == LOOSE, nowhere, embeddings.cells)
    first = np.full(rows, nowhere)
    np.minimum.at(first, owners, cells)
    order = np.argsort(first, kind="stable")
    place = np.empty(rows, np.int32)
    place[order] = np.arange(rows, dtype=np.int32)
    owners = place[owners]
    members = np.lexsort((cells, owners))
    owners, cells = owners[members], cells[members]
    is_first = np.diff(owners, prepend=-1) != 0
    kept = (cells < nowhere) | is_first
    owners, cells = owners[kept], cells[kept]
    salience = None if embeddings.salience is None else embeddings.salience[order]
    return PatchEmbeddings(
        embeddings.vectors[order],
        np.where(cells < nowhere, cells, LOOSE).astype(np.int32),
        embeddings.grid,
        salience,
        None if len(owners) == rows else owners.astype(np.int32),
    )


def pack_cells(grid: PatchGrid, cells: Ints, owners: Ints | None) -> bytes:
    """Write the cells and owners of a page whose rows are `in_page_order`."""
    if not len(cells):
        return b""
    size = grid.rows * grid.cols
    placed = cells != LOOSE
    rows = np.arange(len(cells), dtype=np.int32) if owners is None else owners
    count = int(rows[-1]) + 1
    by_cell = np.argsort(cells[placed], kind="stable")
    shown, of_cell = cells[placed][by_cell], rows[placed][by_cell]
    if len(np.unique(shown)) < len(shown):
        starts = np.packbits(np.diff(rows, prepend=-1) != 0)
        return bytes([_LIST]) + len(cells).to_bytes(4, "little") + starts.tobytes() + cells.astype("<i4").tobytes()
    bits = np.zeros(size, np.bool_)
    bits[shown] = True
    loose = (count - len(np.unique(of_cell))).to_bytes(2, "little")
    page = loose + np.packbits(bits).tobytes()
    if np.array_equal(of_cell, np.arange(len(of_cell))):
        return bytes([_MAP]) + page
    ranks: bytes = of_cell.astype(_width(count)).tobytes()
    return bytes([_MAP_AND_ROWS]) + page + ranks


def unpack_cells(grid: PatchGrid, data: bytes) -> tuple[Ints, Ints | None]:
    """Undo `pack_cells`: the cells, and their owners or None."""
    if not data:
        return np.zeros(0, np.int32), None
    size = grid.rows * grid.cols
    if data[0] == _LIST:
        members = int.from_bytes(data[1:5], "little")
        end = 5 + -(-members // 8)
        starts = np.unpackbits(np.frombuffer(data[5:end], np.uint8), count=members)
        return _shown(np.frombuffer(data[end:], "<i4").astype(np.int32), np.cumsum(starts, dtype=np.int32) - 1)
    loose = int.from_bytes(data[1:3], "little")
    end = 3 + -(-size // 8)
    cells = np.flatnonzero(np.unpackbits(np.frombuffer(data[3:end], np.uint8), count=size)).astype(np.int32)
    rows = np.arange(len(cells), dtype=np.int32)
    if data[0] == _MAP_AND_ROWS:
        # One byte a cell, or two where there are more rows than a byte can tell apart.
        width = (len(data) - end) // max(len(cells), 1)
        rows = np.frombuffer(data[end:], f"<u{width}").astype(np.int32)
    placed = int(rows.max(initial=-1)) + 1
    cells = np.concatenate([cells, np.full(loose, LOOSE, np.int32)])
    rows = np.concatenate([rows, np.arange(placed, placed + loose, dtype=np.int32)])
    order = np.argsort(rows, kind="stable")
    return _shown(cells[order], rows[order])


def _shown(cells: Ints, rows: Ints) -> tuple[Ints, Ints | None]:
    return cells, None if np.array_equal(rows, np.arange(len(rows))) else rows.astype(np.int32)


def _width(count: int) -> str:
    return "<u1" if count <= 256 else "<u2" if count <= 65536 else "<u4"
