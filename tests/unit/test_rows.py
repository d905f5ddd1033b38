"""Rows of the store's tables give back what went into them."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import rows
from indexer.compress.exact import Float16Codec
from indexer.packing import in_page_order
from indexer.plan import Place
from indexer.rows import Document, StoredPage, StoredText
from indexer.types import Page, PageText, PatchEmbeddings, PatchGrid
from tests.embeddings import pages, unit_rows

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


@given(page_texts())
def test_words_and_lines_come_back_from_text(text: PageText) -> None:
    back = rows.split(rows.joined(text), np.zeros((len(text.words), 4), "<u2").tobytes())
    assert back.words == text.words
    np.testing.assert_array_equal(back.lines, text.lines)


@given(page_texts(), st.floats(0.125, 8, width=32))
def test_what_a_page_says_comes_back_with_boxes_to_a_fraction_of_a_pixel(text: PageText, aspect: float) -> None:
    page = Page("d", 3)
    look = PatchEmbeddings(np.zeros((0, 2), np.float32), np.zeros(0, np.int32), PatchGrid(1, 1))
    back = rows.texts(rows.pages_table([StoredPage(page, StoredText(text, aspect), look)]))
    assert list(back) == [page]
    assert back[page].text.words == text.words
    assert back[page].aspect == aspect
    assert back[page].text.boxes.dtype == np.float32
    np.testing.assert_allclose(back[page].text.boxes, text.boxes, atol=1e-5)
    np.testing.assert_array_equal(back[page].text.lines, text.lines)


@given(st.lists(pages(), max_size=4), st.booleans())
def test_how_pages_look_comes_back(some: list[PatchEmbeddings], with_salience: bool) -> None:
    dim = 5
    some = [in_page_order(replace(look, vectors=unit_rows(len(look.vectors), dim, 0))) for look in some]
    codec = Float16Codec(dim)
    named = {Page("d", at): look for at, look in enumerate(some)}
    table = rows.codes_table(list(named.items()), codec, with_salience=with_salience)
    coded, back = rows.codes(table, codec), rows.embeddings(table, codec, dim)
    assert list(coded) == [page for page, look in named.items() if len(look.vectors)]
    assert list(back) == list(named)
    for page, look in named.items():
        np.testing.assert_allclose(back[page].vectors, look.vectors, atol=1e-3)
        np.testing.assert_array_equal(back[page].cells, look.cells)
        assert (back[page].grid, back[page].owners) == (look.grid, None)
        if page in coded:
            np.testing.assert_array_equal(coded[page].codes, codec.encode(look.vectors))
            np.testing.assert_array_equal(coded[page].cells, look.cells)
            assert (coded[page].grid, coded[page].owners) == (look.grid, None)
        if with_salience and len(look.vectors):
            np.testing.assert_array_equal(back[page].salience, look.salience)
        else:
            assert back[page].salience is None


def test_pages_come_back_from_a_codec_that_waits_for_its_codebook() -> None:
    blank = PatchEmbeddings(np.zeros((0, 3), np.float32), np.zeros(0, np.int32), PatchGrid(2, 2))
    table = rows.codes_table([(Page("d", 1), blank)], None, with_salience=False)
    assert rows.embeddings(table, None, 3)[Page("d", 1)].vectors.shape == (0, 3)


@given(st.lists(st.lists(st.integers(0, 65535), max_size=9), max_size=4))
def test_sets_are_written_in_two_bytes_a_centroid(sets: list[list[int]]) -> None:
    table = rows.sets_table([(Page("d", at), at, np.array(each, np.int32)) for at, each in enumerate(sets)])
    assert [np.frombuffer(each, "<u2").tolist() for each in table["centroids"].to_pylist()] == sets


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
            "document: string, number: int32, rows: int32, cols: int32, cells: binary, codes: binary, salience: binary",
        ),
        (rows.SETS, "document: string, number: int32, row_id: int64, centroids: binary"),
    ],
)
def test_the_columns_are_those_of_this_format_version(schema: Any, columns: str) -> None:
    """Libraries on people's disks have these. Other columns, or other types, are another format version."""
    assert ", ".join(f"{field.name}: {field.type}" for field in schema) == columns
