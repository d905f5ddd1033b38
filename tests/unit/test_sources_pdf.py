"""PDFs as pages: which words are on them, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import indexer.sources.pdf
from indexer.types import Box, PageText, Sight
from tests.documents import A4, write_pdf
from tests.sources import opened

SLACK = 0.012
"""A pixel or two of the small pictures that are drawn here."""


def ink(pixels: Any) -> Box:
    """Return the box around everything dark in grey pixels."""
    dark = pixels < 160
    rows, cols = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    height, width = dark.shape
    return cols[0] / width, rows[0] / height, (cols[-1] + 1) / width, (rows[-1] + 1) / height


def area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def text_of(
    path: Path,
    *words: tuple[tuple[float, float], str],
    size: tuple[float, float] = (200, 200),
    fontsize: float = 24,
    crop: tuple[float, float, float, float] | None = None,
) -> PageText:
    """Write a page with words at these places, given in points, and return its text layer as it is read."""
    document: Any = pymupdf.open()
    page = document.new_page(width=size[0], height=size[1])
    for at, word in words:
        page.insert_text(at, word, fontsize=fontsize)
    if crop:
        page.set_cropbox(pymupdf.Rect(crop))
    document.save(path)
    document.close()
    with opened(path) as source:
        return source.read(1, None).text


@settings(max_examples=40)
@given(
    rotation=st.sampled_from([0, 90, 180, 270]),
    crop=st.sampled_from([None, (100, 50, 500, 700), (0, 150, 300, 450)]),
    origin=st.sampled_from([(0, 0), (-50, -20), (-80, 40)]),
    left=st.integers(110, 180),
    top=st.integers(250, 400),
)
def test_a_words_box_lies_around_its_ink(
    rotation: int, crop: tuple[int, ...] | None, origin: tuple[int, int], left: int, top: int
) -> None:
    document: Any = pymupdf.open()
    page = document.new_page(width=595, height=842)
    page.insert_text((left, top), "Harbour", fontsize=24)
    page.set_mediabox(pymupdf.Rect(origin[0], origin[1], origin[0] + 595, origin[1] + 842))
    if crop:
        page.set_cropbox(pymupdf.Rect(crop))
    page.set_rotation(rotation)
    data = document.tobytes()
    document.close()
    source: Any = object.__new__(indexer.sources.pdf.PdfSource)
    source._file = pymupdf.open(stream=data, filetype="pdf")
    found = source.read(1, Sight(400))
    source.close()
    assert found.problem == ""
    assert found.pixels is not None
    height, width = found.pixels.shape
    assert found.aspect == pytest.approx(width / height, rel=0.01)
    assert found.text.words == ("Harbour",)
    (box,), drawn = found.text.boxes.tolist(), ink(found.pixels)
    assert box[0] - SLACK <= drawn[0]
    assert box[1] - SLACK <= drawn[1]
    assert box[2] + SLACK >= drawn[2]
    assert box[3] + SLACK >= drawn[3]
    assert area(drawn) > 0.35 * area((box[0], box[1], box[2], box[3]))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_come_in_reading_order_with_rising_lines(tmp_path: Path, rotation: int) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["the last ferry\nleaves at nine", ""], rotation=rotation)
    with opened(path) as source:
        assert (source.kind, source.pages) == ("pdf", 2)
        text, blank = source.read(1, None).text, source.read(2, None)
    assert text.words == ("the", "last", "ferry", "leaves", "at", "nine")
    assert text.lines.tolist() == [0, 0, 0, 1, 1, 1]
    assert (blank.text.words, blank.text.boxes.shape, blank.problem) == ((), (0, 4), "")


def test_words_outside_the_crop_box_are_not_on_the_page(tmp_path: Path) -> None:
    words = [((50, 50), "above"), ((250, 400), "inside"), ((50, 780), "below"), ((560, 400), "beside")]
    text = text_of(tmp_path / "a.pdf", *words, size=(600, 800), fontsize=12, crop=(200, 300, 500, 600))
    assert text.words == ("inside",)
    assert (text.boxes >= 0).all()
    assert (text.boxes <= 1).all()


def test_a_word_that_is_cut_by_the_edge_of_the_page_ends_there(tmp_path: Path) -> None:
    text = text_of(tmp_path / "a.pdf", ((-10, 100), "Harbour"))
    assert text.words == ("Harbour",)
    assert text.boxes[0, 0] == 0


def test_a_sliver_at_the_edge_of_the_page_is_no_word(tmp_path: Path) -> None:
    assert text_of(tmp_path / "a.pdf", ((-85, 100), "Harbour"), ((50, 150), "ferry")).words == ("ferry",)


def test_no_word_holds_white_space(tmp_path: Path) -> None:
    said = "12\N{NO-BREAK SPACE}500 people \N{NO-BREAK SPACE} here"
    text = text_of(tmp_path / "a.pdf", ((50, 50), said), size=A4, fontsize=11)
    assert all(word.split() == [word] for word in text.words)
    assert len(text.words) == len(text.boxes) == len(text.lines)
    assert "".join(text.words) == "12500peoplehere"


def test_pixels_are_drawn_only_when_asked_for(tmp_path: Path) -> None:
    with opened(write_pdf(tmp_path / "a.pdf")) as source:
        assert source.read(1, None).pixels is None
        pixels = source.read(1, Sight(36)).pixels
    assert pixels is not None
    assert pixels.shape[1] == 298


def test_a_model_that_wants_colours_gets_as_many_pixels_as_it_takes(tmp_path: Path) -> None:
    with opened(write_pdf(tmp_path / "a.pdf", size=(400, 600))) as source:
        pixels = source.read(1, Sight(is_colour=True, most_pixels=60_000)).pixels
    assert pixels is not None
    assert pixels.shape[2] == 3
    assert pixels.shape[0] * pixels.shape[1] == pytest.approx(60_000, rel=0.02)
    assert pixels.shape[1] / pixels.shape[0] == pytest.approx(2 / 3, rel=0.01)
