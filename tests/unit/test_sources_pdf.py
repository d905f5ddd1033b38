"""PDFs as pages: where the words are, and what is said of files that cannot be read."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import indexer.sources.pdf
from indexer.sources import PageSource, SourceError, open_source
from indexer.types import Box, PageImage, Sight
from tests.documents import write_pdf

SLACK = 0.012
"""A pixel or two of the small pictures that are drawn here."""


@contextmanager
def opened(path: Path, password: str = "") -> Iterator[PageSource]:
    source = open_source(str(path), password)
    try:
        yield source
    finally:
        source.close()


def sentence_for(path: Path, password: str = "") -> str:
    with pytest.raises(SourceError) as raised, opened(path, password):
        pass
    return raised.value.sentence


def ink(picture: PageImage | Any) -> Box:
    """Return the box around everything dark in a picture, encoded or grey pixels."""
    if isinstance(picture, PageImage):
        with Image.open(io.BytesIO(picture.data)) as image:
            assert image.size == (picture.width_px, picture.height_px)
            picture = np.array(image.convert("L"))
    dark = picture < 160
    rows, cols = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    height, width = dark.shape
    return cols[0] / width, rows[0] / height, (cols[-1] + 1) / width, (rows[-1] + 1) / height


def area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def raw_pdf(pages: str) -> bytes:
    """Write a PDF by hand, with this as the entries of its page tree."""
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages "
        + pages.encode()
        + b">>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>\nendobj\n"
        b"trailer\n<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )


# --- words and their boxes ---


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
    document: Any = pymupdf.open()
    page = document.new_page(width=600, height=800)
    for at, word in [((50, 50), "above"), ((250, 400), "inside"), ((50, 780), "below"), ((560, 400), "beside")]:
        page.insert_text(at, word, fontsize=12)
    page.set_cropbox(pymupdf.Rect(200, 300, 500, 600))
    document.save(tmp_path / "a.pdf")
    document.close()
    with opened(tmp_path / "a.pdf") as source:
        text = source.read(1, None).text
    assert text.words == ("inside",)
    assert (text.boxes >= 0).all()
    assert (text.boxes <= 1).all()


def test_a_word_that_is_cut_by_the_edge_of_the_page_ends_there(tmp_path: Path) -> None:
    document: Any = pymupdf.open()
    document.new_page(width=200, height=200).insert_text((-10, 100), "Harbour", fontsize=24)
    document.save(tmp_path / "a.pdf")
    document.close()
    with opened(tmp_path / "a.pdf") as source:
        text = source.read(1, None).text
    assert text.words == ("Harbour",)
    assert text.boxes[0, 0] == 0


def test_a_sliver_at_the_edge_of_the_page_is_no_word(tmp_path: Path) -> None:
    document: Any = pymupdf.open()
    page = document.new_page(width=200, height=200)
    page.insert_text((-85, 100), "Harbour", fontsize=24)
    page.insert_text((50, 150), "ferry", fontsize=24)
    document.save(tmp_path / "a.pdf")
    document.close()
    with opened(tmp_path / "a.pdf") as source:
        assert source.read(1, None).text.words == ("ferry",)


def test_no_word_holds_white_space(tmp_path: Path) -> None:
    document: Any = pymupdf.open()
    page = document.new_page()
    page.insert_text((50, 50), "12\N{NO-BREAK SPACE}500 people \N{NO-BREAK SPACE} here")
    document.save(tmp_path / "a.pdf")
    document.close()
    with opened(tmp_path / "a.pdf") as source:
        text = source.read(1, None).text
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


# --- drawing ---


@pytest.mark.parametrize(("thumbnail", "form"), [(True, "JPEG"), (False, "PNG")])
def test_a_page_is_drawn_as_wide_as_asked(tmp_path: Path, thumbnail: bool, form: str) -> None:
    with opened(write_pdf(tmp_path / "a.pdf", size=(400, 600))) as source:
        drawn = source.draw(1, 200, thumbnail)
    assert (drawn.width_px, drawn.height_px) == (200, 300)
    with Image.open(io.BytesIO(drawn.data)) as image:
        assert (image.format, image.size) == (form, (200, 300))


@pytest.mark.parametrize("size", [(14400, 14400), (14400, 300), (300, 14400), (600, 800)])
def test_no_page_is_drawn_with_more_pixels_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(indexer.sources.pdf, "MAX_PIXELS", 50_000)
    with opened(write_pdf(tmp_path / "a.pdf", size=size)) as source:
        drawn = source.draw(1, 100_000, thumbnail=False)
    assert 40_000 < drawn.width_px * drawn.height_px < 52_000


@pytest.mark.parametrize("size", [(3, 14400), (14400, 3), (10, 14400), (0.5, 5000), (5000, 0.5), (3, 3)])
@pytest.mark.parametrize("thumbnail", [True, False])
def test_the_thinnest_pages_are_read_and_drawn(tmp_path: Path, size: tuple[float, float], thumbnail: bool) -> None:
    with opened(write_pdf(tmp_path / "strip.pdf", [""], size=size)) as source:
        assert source.read(1, None).problem == ""
        drawn = source.draw(1, 240, thumbnail)
    with Image.open(io.BytesIO(drawn.data)) as image:
        assert image.size == (drawn.width_px, drawn.height_px)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_part_of_a_page_is_the_same_as_that_part_of_all_of_it(tmp_path: Path, rotation: int) -> None:
    path = write_pdf(
        tmp_path / "a.pdf", ["\n".join(["words all over the page " * 2] * 30)], size=(400, 600), rotation=rotation
    )
    with opened(path) as source:
        whole = source.draw(1, 1200, thumbnail=False)
        clip = (0.25, 0.125, 0.5, 0.375)
        part = source.draw(1, 1200, thumbnail=False, clip=clip)
    with Image.open(io.BytesIO(whole.data)) as page, Image.open(io.BytesIO(part.data)) as cut:
        left, top, right, bottom = (round(share * side) for share, side in zip(clip, page.size * 2, strict=True))
        box = (left, top, right, bottom)
        assert page.crop(box).getextrema() == ((0, 255),) * 3, "there is something to compare"
        assert page.crop(box).tobytes() == cut.tobytes()


def test_no_part_of_a_page_is_drawn_with_more_pixels_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer.sources.pdf, "MAX_PIXELS", 50_000)
    with opened(write_pdf(tmp_path / "a.pdf")) as source:
        drawn = source.draw(1, 100_000, thumbnail=False, clip=(0.5, 0.5, 0.6, 0.6))
    assert 40_000 < drawn.width_px * drawn.height_px < 52_000


# --- what cannot be read ---


def test_a_locked_file_asks_for_its_password(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "secret.pdf", ["the treasure"], password="open sesame")
    with pytest.raises(SourceError) as locked:
        open_source(str(path))
    with pytest.raises(SourceError) as wrong:
        open_source(str(path), "guess")
    assert (locked.value.sentence, locked.value.remedy) == ("secret.pdf is locked with a password.", "password")
    assert (wrong.value.sentence, wrong.value.remedy) == ("The password for secret.pdf is wrong.", "password")
    with opened(path, "open sesame") as source:
        assert source.read(1, None).text.words == ("the", "treasure")


def test_a_password_for_a_file_that_needs_none_does_no_harm(tmp_path: Path) -> None:
    with opened(write_pdf(tmp_path / "a.pdf"), "never mind") as source:
        assert source.pages == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"This is a letter, not a PDF.", "is damaged or not a PDF"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 ob", "is damaged or not a PDF"),
        (raw_pdf("/Kids[]/Count 0"), "has no pages"),
        (b"<html><body>Please log in to download.</body></html>", "is damaged or not a PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "is damaged or not a PDF"),
    ],
)
def test_a_file_that_is_no_pdf_is_named_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "Ætt report.pdf"
    path.write_bytes(content)
    sentence = sentence_for(path)
    assert "Ætt report.pdf" in sentence
    assert said in sentence
    assert sentence.endswith(".")


def test_a_file_that_is_gone_or_cannot_be_opened_may_be_tried_again(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.pdf", tmp_path):
        with pytest.raises(SourceError) as raised:
            open_source(str(path))
        assert path.name in raised.value.sentence
        assert raised.value.remedy == "retry"


def test_a_file_of_another_kind_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("just text")
    assert sentence_for(path) == "notes is neither a PDF nor a picture that Pagelight can read."


def test_a_pdf_is_known_by_what_it_holds(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["harbour"]).rename(tmp_path / "scan")
    with opened(path) as source:
        assert (source.kind, source.pages) == ("pdf", 1)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_pdf_is_mended_or_refused_with_a_sentence(tmp_path: Path, share: float) -> None:
    whole = write_pdf(tmp_path / "whole.pdf", [f"page {number}" for number in range(20)]).read_bytes()
    path = tmp_path / "half.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    try:
        source = open_source(str(path))
    except SourceError as error:
        assert "half.pdf" in error.sentence
        return
    contents = [source.read(number, Sight(50)) for number in range(1, source.pages + 1)]
    source.close()
    assert contents


def test_a_page_that_cannot_be_read_says_so_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(raw_pdf("/Kids[3 0 R 99 0 R 3 0 R]/Count 3"))
    with opened(path) as source:
        first, lost = source.read(1, Sight(50)), source.read(source.pages, Sight(50))
        assert first.problem == ""
        assert first.pixels is not None
        if lost.problem:
            assert lost.problem.startswith(f"Page {source.pages} could not be read")
            assert (lost.text.words, lost.pixels) == ((), None)
        beyond = source.read(7, Sight(50))
        assert beyond.problem.startswith("Page 7 could not be read")
        with pytest.raises(SourceError) as raised:
            source.draw(7, 50, thumbnail=True)
    assert raised.value.sentence == "Page 7 of a.pdf cannot be drawn: this part of the file is damaged."


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_name_that_is_no_text_can_be_opened_and_said(tmp_path: Path) -> None:
    good = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.pdf"))
    write_pdf(tmp_path / "a.pdf", ["harbour"]).rename(good)
    with opened(good) as source:
        assert source.read(1, None).text.words == ("harbour",)
    good.write_bytes(b"no longer a PDF")
    sentence = sentence_for(good)
    assert sentence.encode("utf-8")
    assert "caf\N{REPLACEMENT CHARACTER}.pdf" in sentence
