"""Pages and questions as vectors, for tests that need no model."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from indexer.arrays import Floats
from indexer.types import LOOSE, PatchEmbeddings, PatchGrid

SEEDS = st.integers(0, 2**32 - 1)


def unit_rows(count: int, dim: int, seed: int) -> Floats:
    """Draw unit vectors of any direction."""
    rows = np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def crowded_rows(count: int, dim: int, centres: int, spread: float, seed: int) -> Floats:
    """Draw unit vectors around a few centres, `spread` about the length of each one's own part."""
    rng = np.random.default_rng(seed)
    around = unit_rows(centres, dim, seed)[rng.integers(0, centres, count)]
    rows = around + spread * unit_rows(count, dim, seed + 1)
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@st.composite
def pages(draw: st.DrawFn, most: int = 30) -> PatchEmbeddings:
    """A page of up to `most` vectors, some alike, some the same, some loose, with ties among their salience."""
    count, dim, seed = draw(st.integers(0, most)), draw(st.integers(1, 12)), draw(SEEDS)
    rng = np.random.default_rng(seed)
    vectors = crowded_rows(count, dim, draw(st.integers(1, 6)), draw(st.sampled_from([0.0, 0.3, 2.0])), seed)
    cells = np.sort(rng.permutation(max(count, 1) * 2)[:count]).astype(np.int32)
    cells[rng.random(count) < draw(st.sampled_from([0.0, 0.3, 1.0]))] = LOOSE
    salience = rng.choice(np.array([0, 0.25, 0.5, 3], np.float32), count)
    return PatchEmbeddings(vectors, cells, PatchGrid(max(count, 1), 2), salience)


def members(page: PatchEmbeddings) -> list[list[int]]:
    """List the cells of each row."""
    owners = range(len(page.cells)) if page.owners is None else page.owners.tolist()
    rows: list[list[int]] = [[] for _ in page.vectors]
    for cell, owner in zip(page.cells.tolist(), owners, strict=True):
        rows[owner].append(cell)
    return rows


def check_page(page: PatchEmbeddings) -> None:
    """Check what holds for every page: unit rows, a cell for each, no cell twice, owners rising."""
    rows = members(page)
    assert page.vectors.dtype == np.float32
    assert page.cells.dtype == np.int32
    np.testing.assert_allclose(np.linalg.norm(page.vectors, axis=1), 1, atol=1e-5)
    assert page.salience is None or page.salience.shape == (len(rows),)
    assert all(rows)
    placed = [cell for row in rows for cell in row if cell != LOOSE]
    assert len(set(placed)) == len(placed)
    assert all(len({cell == LOOSE for cell in row}) == 1 for row in rows)
    if page.owners is not None:
        assert page.owners.dtype == np.int32
        assert (np.diff(page.owners) >= 0).all()
