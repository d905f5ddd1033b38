"""Scores by table: every value of a byte of code has its part of the score worked out once for a query."""

from __future__ import annotations

import numpy as np

from indexer.arrays import Bytes, Floats

_BLOCK_ROWS = 2048


def add_lookups(tables: Floats, codes: Bytes) -> Floats:
    """Add up, for every token, what the table of each byte says.

    tables: (bytes, 256, tokens) float32.    codes: (n, bytes) uint8.    Returns (tokens, n) float32.
    Source: product quantisation (Jegou, Douze and Schmid, 2011), asymmetric distances.
    """
    tokens = tables.shape[2]
    total = np.empty((tokens, len(codes)), np.float32)
    # A byte's entries for all tokens lie side by side, so that one look-up copies one short run of memory.
    found = np.empty((_BLOCK_ROWS, tokens), np.float32)
    sums = np.empty((_BLOCK_ROWS, tokens), np.float32)
    for start in range(0, len(codes), _BLOCK_ROWS):
        columns = codes[start : start + _BLOCK_ROWS].T.astype(np.intp)
        rows = columns.shape[1]
        np.take(tables[0], columns[0], axis=0, out=sums[:rows], mode="clip")
        for table, column in zip(tables[1:], columns[1:], strict=True):
            sums[:rows] += np.take(table, column, axis=0, out=found[:rows], mode="clip")
        total[:, start : start + rows] = sums[:rows].T
    return total
