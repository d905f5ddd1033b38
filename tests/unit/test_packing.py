"""Cells in few bytes come back as they were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.compress.pool import pool
from indexer.packing import in_page_order, pack_cells, unpack_cells
from indexer.types import LOOSE, PatchEmbeddings, PatchGrid
from tests.embeddings import pages, unit_rows


def members(page: PatchEmbeddings) -> list[tuple[bytes, float, list[int]]]:
    """Say which places each row stands for, whatever the order of rows."""
    owners = np.arange(len(page.cells)) if page.owners is None else page.owners
    salience = np.zeros(len(page.vectors)) if page.salience is None else page.salience
    cells = [set(page.cells[owners == row].tolist()) for row in range(len(page.vectors))]
    return sorted(
        (vector.tobytes(), float(weight), sorted(some - {LOOSE} or some))
        for vector, weight, some in zip(page.vectors, salience, cells, strict=True)
    )


@st.composite
def laid_out(draw: st.DrawFn) -> PatchEmbeddings:
    """A page as models make them, pooled or not, sometimes with two rows for one cell."""
    page = draw(pages())
    if draw(st.booleans()) and len(page.cells):
        doubled = page.cells.copy()
        doubled[-1] = doubled[0]
        page = replace(page, cells=doubled)
    return pool(page, draw(st.integers(1, 4)))


@given(laid_out())
def test_page_order_keeps_every_row_with_its_salience_and_places(page: PatchEmbeddings) -> None:
    ordered = in_page_order(page)
    assert members(ordered) == members(page)
    again = in_page_order(ordered)
    np.testing.assert_array_equal(again.vectors, ordered.vectors)
    np.testing.assert_array_equal(again.cells, ordered.cells)


@given(laid_out())
def test_cells_and_owners_come_back(page: PatchEmbeddings) -> None:
    page = in_page_order(page)
    cells, owners = unpack_cells(page.grid, pack_cells(page.grid, page.cells, page.owners))
    np.testing.assert_array_equal(cells, page.cells)
    if owners is None or page.owners is None:
        assert owners is page.owners
    else:
        np.testing.assert_array_equal(owners, page.owners)
        assert owners.dtype == np.int32
    assert cells.dtype == np.int32


@pytest.mark.parametrize(("rows", "width"), [(256, 1), (257, 2)])
def test_rows_take_a_second_byte_only_when_they_need_it(rows: int, width: int) -> None:
    grid = PatchGrid(40, 40)
    cells = np.arange(2 * rows, dtype=np.int32)
    owners = np.repeat(np.arange(rows, dtype=np.int32), 2)
    # Every row has a cell of the first half and one of the second, so that rows do not come in the order of the map.
    page = PatchEmbeddings(unit_rows(rows, 4, 0), cells.reshape(2, rows).T.ravel(), grid, None, owners)
    packed = pack_cells(grid, page.cells, page.owners)
    assert len(packed) == 3 + 1600 // 8 + 2 * rows * width
    np.testing.assert_array_equal(unpack_cells(grid, packed)[0], page.cells)


def test_a_page_of_a_thousand_cells_takes_a_bit_for_each() -> None:
    grid = PatchGrid(32, 32)
    cells = np.concatenate([np.arange(1024), np.full(6, LOOSE)]).astype(np.int32)
    assert len(pack_cells(grid, cells, None)) == 131
