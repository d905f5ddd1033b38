"""The model that tests use where no page is drawn."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.question import parse
from indexer.types import PageContent, PageText
from tests.hashing_embedder import CELLS, HashingEmbedder, page_grid

EMBEDDER = HashingEmbedder()
FRACTION = st.floats(0, 1, width=32)


def page(words: Sequence[str], boxes: Sequence[tuple[float, ...]] | None = None, aspect: float = 0.7) -> PageContent:
    """A page with these words, side by side unless boxes say otherwise."""
    step = 1 / max(len(words), 1)
    places = boxes or [(at * step, 0.5, (at + 1) * step, 0.52) for at in range(len(words))]
    lines = np.zeros(len(words), np.int32)
    return PageContent(1, aspect, PageText(tuple(words), np.array(places, np.float32).reshape(-1, 4), lines))


def score(question: str, content: PageContent) -> float:
    (page_vectors,) = EMBEDDER.embed_pages([content])
    query = EMBEDDER.embed_question(parse(question))
    return float((query.vectors @ page_vectors.vectors.T).max(axis=1).mean())


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=12), FRACTION, FRACTION, FRACTION, FRACTION), max_size=30),
    st.floats(1e-6, 1e6),
)
def test_any_page_comes_out_as_unit_rows_in_cells_of_its_grid(
    placed: list[tuple[str, float, float, float, float]], aspect: float
) -> None:
    content = page([word for word, *_ in placed], [tuple(box) for _, *box in placed], aspect)
    (found,) = EMBEDDER.embed_pages([content])
    assert found.vectors.dtype == np.float32
    assert found.vectors.shape == (len(found.cells), EMBEDDER.dim)
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)
    assert found.cells.dtype == np.int32
    assert ((found.cells >= 0) & (found.cells < found.grid.rows * found.grid.cols)).all()
    assert len(set(found.cells.tolist())) == len(found.cells)


def test_a_page_without_words_has_no_vectors() -> None:
    blank, marks = EMBEDDER.embed_pages([page([]), page(["—", "…", "•"])])
    for found in (blank, marks):
        assert found.vectors.shape == (0, EMBEDDER.dim)
        assert found.cells.shape == (0,)


def test_pages_come_out_in_the_order_in_which_they_went_in() -> None:
    contents = [page(["soup"]), page([]), page(["ferry", "ticket"])]
    for together, content in zip(EMBEDDER.embed_pages(contents), contents, strict=True):
        (alone,) = EMBEDDER.embed_pages([content])
        np.testing.assert_array_equal(together.vectors, alone.vectors)
        np.testing.assert_array_equal(together.cells, alone.cells)


def test_a_word_lies_in_the_cell_that_holds_its_middle() -> None:
    (found,) = EMBEDDER.embed_pages([page(["ferry"], [(0.61, 0.30, 0.69, 0.36)])])
    left, top, right, bottom = found.grid.box(int(found.cells[0]))
    assert left <= 0.65 <= right
    assert top <= 0.33 <= bottom


def test_words_in_one_cell_share_a_vector() -> None:
    (found,) = EMBEDDER.embed_pages([page(["ferry", "soup"], [(0.5, 0.5, 0.5, 0.5)] * 2)])
    assert len(found.cells) == 1


def test_every_instance_makes_the_same_vectors() -> None:
    content = page("the last ferry leaves at nine".split())
    (first,), (second,) = HashingEmbedder().embed_pages([content]), HashingEmbedder().embed_pages([content])
    np.testing.assert_array_equal(first.vectors, second.vectors)


def test_another_process_makes_the_same_vectors(repository: Path) -> None:
    """Vectors in the store must still fit after a restart, whatever Python makes of its hashes."""
    code = (
        "from indexer.question import parse;"
        "from tests.hashing_embedder import HashingEmbedder;"
        "print(HashingEmbedder().embed_question(parse('winter ferry prices')).vectors.tobytes().hex())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip() == EMBEDDER.embed_question(parse("winter ferry prices")).vectors.tobytes().hex()


@given(st.lists(st.text("abcdefghij", min_size=3, max_size=10), min_size=2, max_size=8, unique=True), st.data())
def test_a_word_is_most_like_a_page_that_holds_it(words: list[str], data: st.DataObject) -> None:
    wanted = data.draw(st.sampled_from(words))
    with_it, without = page(words), page([word for word in words if word != wanted])
    assert score(wanted, with_it) > 0.9
    assert score(wanted, with_it) >= score(wanted, without) - 1e-6


def test_words_are_more_like_their_misspellings_than_like_strangers() -> None:
    pairs = {"restaurant": "restaurent", "timetable": "timetabel", "accommodation": "accomodation", "harbour": "harbor"}
    relatives = [score(word, page([wrong])) for word, wrong in pairs.items()]
    strangers = [score(word, page([other])) for word in pairs for other in pairs.values() if other != pairs[word]]
    assert np.mean(relatives) > np.mean(strangers) + 0.2


def test_a_question_has_a_row_for_each_telling_word() -> None:
    query = EMBEDDER.embed_question(parse("When does the last Ferry leave?"))
    assert query.tokens == ("last", "ferry", "leave")
    assert query.vectors.shape == (3, EMBEDDER.dim)
    np.testing.assert_allclose(np.linalg.norm(query.vectors, axis=1), 1, atol=1e-5)


def test_a_question_without_words_has_no_rows() -> None:
    query = EMBEDDER.embed_question(parse("?!"))
    assert (query.tokens, query.vectors.shape) == ((), (0, EMBEDDER.dim))


@given(st.floats(1e-9, 1e9))
def test_a_page_of_any_shape_is_cut_into_a_moderate_number_of_cells(aspect: float) -> None:
    grid = page_grid(aspect)
    assert grid.rows >= 1
    assert grid.cols >= 1
    assert grid.rows * grid.cols <= 2 * CELLS


@given(st.floats(0.2, 5))
def test_cells_are_about_three_times_as_wide_as_high(aspect: float) -> None:
    grid = page_grid(aspect)
    assert math.isclose(aspect * grid.rows / grid.cols, 3.0, rel_tol=0.2)
    assert math.isclose(grid.rows * grid.cols, CELLS, rel_tol=0.1)
