"""Codes as format 1 had them: cells as a plain list, and a bit for each that begins a row."""

from __future__ import annotations

from typing import Any

import numpy as np

from indexer import rows
from indexer.arrays import Floats, Ints
from indexer.codes import CodesTable
from indexer.compress.codec import packed
from indexer.database import table_names
from indexer.packing import in_page_order, pack_cells
from indexer.types import PatchEmbeddings, PatchGrid


def copy_first_format(db: Any, name: str, into: CodesTable) -> None:
    """Copy the codes of a table of format 1, if there is one; they stay as they are, only their order may change."""
    if into.codec is None or name not in table_names(db):
        return
    for batch in db.open_table(name).search().limit(None).to_batches():
        columns: dict[str, list[Any]] = {column: [] for column in rows.CODES.names}
        for row in batch.to_pylist():
            codes = np.frombuffer(row["codes"], np.uint8).reshape(-1, into.codec.bytes_per_vector)
            cells = np.frombuffer(row["cells"], "<i2").astype(np.int32)
            grid = PatchGrid(row["rows"], row["cols"])
            vectors: Floats = codes.astype(np.float32)
            page = in_page_order(PatchEmbeddings(vectors, cells, grid, None, _owners(row.get("owners"), len(cells))))
            kept = {key: row[key] for key in ("document", "number", "rows", "cols")}
            packed_cells = pack_cells(grid, page.cells, page.owners)
            new = kept | {"cells": packed_cells, "codes": packed(into.codec, page.vectors.astype(np.uint8))}
            for column, values in columns.items():
                values.append(new.get(column, b""))
        into.add_rows(columns)


def _owners(bits: bytes | None, members: int) -> Ints | None:
    if not bits:
        return None
    return np.cumsum(np.unpackbits(np.frombuffer(bits, np.uint8), count=members), dtype=np.int32) - np.int32(1)
