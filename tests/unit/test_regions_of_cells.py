"""Cells that answer a token become boxes, against slow obvious versions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.regions import cell_regions
from indexer.arrays import Floats, Ints
from indexer.types import LOOSE, PatchGrid
from tests.regions import check, holds


@st.composite
def scored_grids(draw: st.DrawFn) -> tuple[PatchGrid, Ints, Floats]:
    """The cells of a page that hold a vector, and how alike each is to each token."""
    grid = PatchGrid(draw(st.integers(1, 6)), draw(st.integers(1, 6)))
    cells = draw(st.lists(st.integers(LOOSE, grid.rows * grid.cols - 1), max_size=12))
    tokens = draw(st.integers(0, 3))
    alike = st.sampled_from([-0.5, 0.0, 0.3, 0.5, 0.8, 0.9, 1.0])
    scores = [draw(st.lists(alike, min_size=len(cells), max_size=len(cells))) for _ in range(tokens)]
    return grid, np.array(cells, np.int32), np.array(scores, np.float32).reshape(tokens, len(cells))


@given(scored_grids())
def test_cell_regions_lie_on_the_page_and_the_strongest_has_weight_one(page: tuple[PatchGrid, Ints, Floats]) -> None:
    check(cell_regions(*page))


@given(scored_grids())
def test_a_region_holds_the_cells_that_answer_its_tokens_and_no_cell_is_left_dark(
    page: tuple[PatchGrid, Ints, Floats],
) -> None:
    grid, cells, scores = page
    regions = cell_regions(grid, cells, scores)
    lit = [
        (token, grid.box(int(cell)))
        for token, row in enumerate(scores.tolist())
        for cell, score in zip(cells, row, strict=True)
        if cell != LOOSE and score >= max(np.float32(0.85 * max(row)), np.float32(0.35))
    ]
    for token, box in lit:
        assert any(holds(region.box, box) and token in region.tokens for region in regions)
    for region in regions:
        assert set(region.tokens) <= {token for token, box in lit if holds(region.box, box)}


@given(scored_grids())
def test_loose_vectors_never_make_a_region(page: tuple[PatchGrid, Ints, Floats]) -> None:
    grid, cells, scores = page
    assert cell_regions(grid, np.full_like(cells, LOOSE), scores) == ()


@given(scored_grids(), st.integers(0, 2**32 - 1))
def test_a_vector_that_stands_for_several_cells_lights_them_all(
    page: tuple[PatchGrid, Ints, Floats], seed: int
) -> None:
    grid, cells, scores = page
    drawn = np.sort(np.random.default_rng(seed).integers(0, max(scores.shape[1], 1), len(cells)))
    owners = np.unique(drawn, return_inverse=True)[1].astype(np.int32)
    rows = scores[:, : int(owners.max(initial=-1)) + 1]
    # A cell of its own for each member, all with the same score, is the slow way to say it.
    assert cell_regions(grid, cells, rows, owners) == cell_regions(grid, cells, rows[:, owners])


def test_cells_far_apart_that_one_vector_stands_for_are_two_boxes() -> None:
    grid = PatchGrid(3, 3)
    regions = cell_regions(
        grid, np.array([0, 8, 4], np.int32), np.array([[0.9, 0.1]], np.float32), np.array([0, 0, 1], np.int32)
    )
    assert [region.box for region in regions] == [grid.box(0), grid.box(8)]


def test_a_token_that_a_loose_vector_answers_best_points_nowhere() -> None:
    scores = np.array([[0.99, 0.5]], np.float32)
    assert cell_regions(PatchGrid(2, 2), np.array([LOOSE, 1], np.int32), scores) == ()


def test_a_token_that_is_like_nothing_here_points_nowhere() -> None:
    assert cell_regions(PatchGrid(1, 2), np.array([0, 1], np.int32), np.array([[0.2, 0.3]], np.float32)) == ()


def test_cells_that_touch_grow_into_one_box() -> None:
    grid = PatchGrid(4, 4)
    cells = np.array([0, 5, 15], np.int32)
    (whole, corner) = cell_regions(grid, cells, np.array([[0.9, 0.9, 0.9]], np.float32))
    assert {whole.box, corner.box} == {(0.0, 0.0, 0.5, 0.5), (0.75, 0.75, 1.0, 1.0)}


def test_a_place_that_answers_more_tokens_is_stronger() -> None:
    grid = PatchGrid(3, 3)
    scores = np.array([[0.9, 0.9], [0.9, 0.0]], np.float32)
    first, second = cell_regions(grid, np.array([8, 0], np.int32), scores)
    assert (first.box, first.tokens, first.weight) == (grid.box(8), (0, 1), 1.0)
    assert second.tokens == (0,)
    # The first token lights both cells, the second only one of them.
    common, rare = math.log(2), math.log(3)
    assert second.weight == pytest.approx((common / (common + rare)) ** 2)


def test_a_token_that_lights_half_the_page_counts_for_less_than_one_that_lights_a_single_place() -> None:
    grid = PatchGrid(3, 3)
    cells = np.array([0, 2, 6, 8], np.int32)
    scores = np.array([[0.9, 0.9, 0.9, 0.0], [0.0, 0.0, 0.0, 0.9]], np.float32)
    regions = cell_regions(grid, cells, scores)
    assert regions[0].box == grid.box(8)
    assert len(regions) == 4


@given(st.integers(1, 50), st.integers(1, 50))
def test_the_cells_of_a_grid_tile_the_page(rows: int, cols: int) -> None:
    grid = PatchGrid(rows, cols)
    boxes = [grid.box(cell) for cell in range(rows * cols)]
    assert boxes[0][:2] == (0, 0)
    assert boxes[-1][2:] == (1, 1)
    for cell, (left, top, right, bottom) in enumerate(boxes):
        row, col = cell // cols, cell % cols
        assert (left, top) == (col / cols, row / rows)
        if col + 1 < cols:
            assert boxes[cell + 1][0] == right
        if row + 1 < rows:
            assert boxes[cell + cols][1] == bottom
