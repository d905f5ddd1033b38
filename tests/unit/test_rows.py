"""Rows of the store's tables give back what went into them."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import rows
from indexer.plan import Place
from indexer.rows import Document, StoredPage, StoredText
from indexer.types import LOOSE, Page, PageCodes, PageText, PatchGrid

# A word is what is left between white space, so white space is exactly what str.split finds.
WORD = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(lambda it: it.split() == [it])
FRACTION = st.floats(0, 1, width=32)
NAME = st.binary(min_size=1, max_size=20).filter(lambda raw: b"\0" not in raw).map(os.fsdecode)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def page_texts(draw: st.DrawFn) -> PageText:
    lines = draw(st.lists(st.lists(WORD, min_size=1, max_size=5), max_size=6))
    words = tuple(word for line in lines for word in line)
    boxes = draw(st.lists(st.tuples(*[FRACTION] * 4), min_size=len(words), max_size=len(words)))
    numbers = [number for number, line in enumerate(lines) for _ in line]
    return PageText(words, np.array(boxes, np.float32).reshape(-1, 4), np.array(numbers, np.int32))


@st.composite
def looks(draw: st.DrawFn, width: int) -> PageCodes:
    grid = PatchGrid(draw(st.integers(1, 100)), draw(st.integers(1, 100)))
    cells = draw(st.lists(st.integers(LOOSE, grid.rows * grid.cols - 1), max_size=20))
    owners = None
    count = len(cells)
    if draw(st.booleans()) and cells:
        rest = len(cells) - 1
        begins = [1, *draw(st.lists(st.integers(0, 1), min_size=rest, max_size=rest))]
        owners = np.cumsum(begins, dtype=np.int32) - np.int32(1)
        count = sum(begins)
    codes = draw(st.binary(min_size=count * width, max_size=count * width))
    return PageCodes(np.frombuffer(codes, np.uint8).reshape(-1, width), np.array(cells, np.int32), grid, owners)


@given(page_texts())
def test_words_and_lines_come_back_from_text(text: PageText) -> None:
    back = rows.split(rows.joined(text), np.zeros((len(text.words), 4), "<u2").tobytes())
    assert back.words == text.words
    np.testing.assert_array_equal(back.lines, text.lines)


@given(page_texts(), st.floats(0.125, 8, width=32))
def test_what_a_page_says_comes_back_with_boxes_to_a_fraction_of_a_pixel(text: PageText, aspect: float) -> None:
    page = Page("d", 3)
    look = PageCodes(np.zeros((0, 2), np.uint8), np.zeros(0, np.int32), PatchGrid(1, 1))
    back = rows.texts(rows.pages_table([StoredPage(page, StoredText(text, aspect), look)]))
    assert list(back) == [page]
    assert back[page].text.words == text.words
    assert back[page].aspect == aspect
    assert back[page].text.boxes.dtype == np.float32
    np.testing.assert_allclose(back[page].text.boxes, text.boxes, atol=1e-5)
    np.testing.assert_array_equal(back[page].text.lines, text.lines)


@given(st.integers(1, 8).flatmap(lambda width: st.tuples(st.just(width), st.lists(looks(width), max_size=4))))
def test_how_pages_look_comes_back(widths_and_looks: tuple[int, list[PageCodes]]) -> None:
    width, some = widths_and_looks
    empty = StoredText(PageText((), np.zeros((0, 4), np.float32), np.zeros(0, np.int32)), 1.0)
    pages = [StoredPage(Page("d", at), empty, look) for at, look in enumerate(some)]
    back = rows.codes(rows.codes_table(pages), width)
    assert list(back) == [row.page for row in pages]
    for row in pages:
        np.testing.assert_array_equal(back[row.page].codes, row.look.codes)
        np.testing.assert_array_equal(back[row.page].cells, row.look.cells)
        assert back[row.page].grid == row.look.grid
        owners = back[row.page].owners
        if owners is None or row.look.owners is None:
            assert owners is row.look.owners
        else:
            np.testing.assert_array_equal(owners, row.look.owners)
            assert owners.dtype == np.int32


def test_a_page_without_vectors_comes_back_without_owners() -> None:
    nothing = np.zeros(0, np.int32)
    look = PageCodes(np.zeros((0, 2), np.uint8), nothing, PatchGrid(1, 1), nothing)
    empty = StoredText(PageText((), np.zeros((0, 4), np.float32), nothing), 1.0)
    table = rows.codes_table([StoredPage(Page("d", 1), empty, look)])
    assert rows.codes(table, 2)[Page("d", 1)].owners is None


@given(
    st.lists(
        st.builds(Place, NAME, NAME, st.integers(-1, 2**62), st.integers(0, 2**62), TEXT, TEXT, st.just("retry")),
        max_size=5,
    )
)
def test_places_come_back_whatever_their_names_are_made_of(places: list[Place]) -> None:
    assert list(rows.places(rows.places_table(places))) == places


@given(
    st.lists(
        st.builds(Document, TEXT, st.sampled_from(["pdf", "image"]), st.integers(1, 10**6), st.integers(0, 99), TEXT),
        max_size=5,
    )
)
def test_documents_come_back(documents: list[Document]) -> None:
    assert list(rows.documents(rows.documents_table(documents))) == documents


@given(NAME, NAME)
def test_the_key_of_a_path_is_its_own_and_safe_in_a_filter(path: str, other: str) -> None:
    assert rows.place_id(path).isalnum()
    assert (rows.place_id(path) == rows.place_id(other)) == (path == other)


@pytest.mark.parametrize(
    ("schema", "columns"),
    [
        (
            rows.PLACES,
            "id: string, path: binary, root: binary, size: int64, mtime_ns: int64, document: string, sentence: string, "
            "remedy: string",
        ),
        (rows.DOCUMENTS, "document: string, kind: string, pages: int32, textless: int32, note: string"),
        (rows.PAGES, "document: string, number: int32, aspect: float, text: string, boxes: binary"),
        (
            rows.CODES,
            "document: string, number: int32, rows: int32, cols: int32, cells: binary, codes: binary, owners: binary",
        ),
    ],
)
def test_the_columns_are_those_of_this_format_version(schema: Any, columns: str) -> None:
    """Libraries on people's disks have these. Other columns, or other types, are another format version."""
    assert ", ".join(f"{field.name}: {field.type}" for field in schema) == columns
