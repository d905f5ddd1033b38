"""The heat of a page: where it glows, how strongly, and by whose eyes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.heat import LONG_SIDE, HeatGrid, heat_map, places, spots
from app.answers.look_lane import LookLane
from app.answers.ranking import Ranking
from app.answers.regions import Shown, alike_cells
from app.answers.sought import Scope, Sought
from app.requests import Lane
from indexer.arrays import Floats
from indexer.question import Question, parse
from indexer.rows import StoredText
from indexer.types import LOOSE, Page, PageCodes, PatchGrid, QueryEmbedding
from tests.libraries import page_text

PAGE = Page("a1" * 16, 1)
QUERY = QueryEmbedding(np.ones((1, 2), np.float32), ("ferry",))
EDGES = st.floats(0, 1, width=32)


class Eyes(LookLane):
    """Sees one place for each term, or nothing."""

    def __init__(self, shown: Shown | None) -> None:
        self._shown = shown

    def shown(self, query: QueryEmbedding, question: Question, page: Page) -> Shown | None:
        return self._shown


def heat_of(text: str, question: str, eyes: Mapping[Lane, LookLane] | None = None) -> HeatGrid:
    sought = Sought(parse(question), dict.fromkeys(Lane, QUERY))
    return heat_map(PAGE, StoredText(page_text(text), 0.75), Ranking(sought, Scope(), []), eyes or {})


def grids(heat: HeatGrid) -> list[Floats]:
    return [np.frombuffer(each, np.uint8).reshape(heat.rows, heat.cols).astype(np.float32) for each in heat.heat]


@given(st.floats(0.01, 100))
def test_a_page_is_cut_as_it_is_shaped(aspect: float) -> None:
    rows, cols = places(aspect)
    assert max(rows, cols) == LONG_SIDE and min(rows, cols) >= 1
    if 0.1 < aspect < 10:
        assert cols / rows == pytest.approx(aspect, rel=0.15)


@given(st.lists(st.tuples(EDGES, EDGES, EDGES, EDGES, EDGES), max_size=6), st.integers(1, 12), st.integers(1, 12))
def test_spots_are_full_inside_and_fade_outside(made: list[tuple[float, ...]], rows: int, cols: int) -> None:
    boxes = np.array([[min(a, c), min(b, d), max(a, c), max(b, d)] for a, b, c, d, _ in made], np.float32).reshape(
        -1, 4
    )
    strengths = np.array([strength for *_, strength in made], np.float32)
    heat = spots(boxes, strengths, rows, cols)
    assert heat.shape == (rows, cols)
    assert (heat >= 0).all() and (heat <= strengths.max(initial=0) + 1e-6).all()
    for row in range(rows):
        for col in range(cols):
            x, y = (col + 0.5) / cols, (row + 0.5) / rows
            inside = [s for (a, b, c, d), s in zip(boxes, strengths, strict=True) if a <= x <= c and b <= y <= d]
            assert heat[row, col] >= max(inside, default=0) - 1e-3


def test_each_term_glows_where_its_words_are() -> None:
    ferry, noon = grids(heat_of("The ferry leaves\nfrom the pier\nat noon today", "ferry noon"))
    rows = ferry.shape[0]
    assert ferry.argmax() // ferry.shape[1] < rows / 3 < 2 * rows / 3 <= noon.argmax() // noon.shape[1]
    assert ferry.max() == noon.max() == 255
    assert ferry[rows // 2 :].max() == 0


def test_a_page_without_such_words_glows_by_the_first_eyes_that_see_any() -> None:
    corner = Shown(np.array([[0, 0, 0.2, 0.2]], np.float32), np.array([[0.5]], np.float32))
    nothing = Shown(corner.boxes, np.zeros((1, 1), np.float32))
    for blind in (Eyes(None), Eyes(nothing)):
        (heat,) = grids(heat_of("", "ferry", {Lane.LOOK: blind, Lane.MODEL: Eyes(corner)}))
        assert heat[0, 0] == pytest.approx(128, abs=1) and heat[-1, -1] == 0
        (heat,) = grids(heat_of("", "ferry", {Lane.LOOK: blind}))
        assert not heat.any()
    (heat,) = grids(heat_of("The last ferry", "ferry", {Lane.LOOK: Eyes(corner)}))
    assert heat.max() == 255


def test_a_question_without_words_has_no_heat() -> None:
    assert heat_of("The ferry", "").heat == ()


def test_cells_glow_by_how_much_more_than_the_usual_one_they_are_alike() -> None:
    cells = np.array([0, 1, 2, 3, LOOSE], np.int32)
    look = PageCodes(np.zeros((5, 1), np.uint8), cells, PatchGrid(2, 2))
    likeness = np.array([[0.5, 0.5, 0.5, 0.9, 0.99], [0.1, 0.2, 0.1, 0.1, 0.9], [0.9, 0.1, 0.1, 0.1, 0.1]], np.float32)
    shown = alike_cells(look, likeness, [0, 1, None], 3)
    assert shown.boxes.tolist() == [[0, 0, 0.5, 0.5], [0.5, 0, 1, 0.5], [0, 0.5, 0.5, 1], [0.5, 0.5, 1, 1]]
    # What is like nothing much does not glow, nor does a token that is no term's, nor a vector of no place.
    assert shown.strengths.tolist() == [[0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_cells_that_share_a_vector_glow_alike_and_terms_of_several_tokens_by_the_best() -> None:
    look = PageCodes(
        np.zeros((2, 1), np.uint8), np.array([0, 3, 1], np.int32), PatchGrid(2, 2), np.array([0, 0, 1], np.int32)
    )
    likeness = np.array([[0.9, 0.4], [0.4, 0.8]], np.float32)
    shown = alike_cells(look, likeness, [0, 0], 1)
    assert shown.strengths[0, 2] == 1
    assert shown.strengths[0, 0] == shown.strengths[0, 1]


def test_a_page_that_is_alike_all_over_or_has_no_places_does_not_fail() -> None:
    look = PageCodes(np.zeros((2, 1), np.uint8), np.array([0, 1], np.int32), PatchGrid(1, 2))
    assert alike_cells(look, np.full((1, 2), 0.8, np.float32), [0], 1).strengths.tolist() == [[1, 1]]
    loose = PageCodes(np.zeros((1, 1), np.uint8), np.array([LOOSE], np.int32), PatchGrid(1, 1))
    assert alike_cells(loose, np.ones((1, 1), np.float32), [0], 1).strengths.shape == (1, 0)
