"""Small print is drawn larger, by what the pixels show: dark or light, in columns, a little skewed, scanned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assets import builtin_model_dir
from indexer.arrays import Bytes
from indexer.embed.builtin import BuiltinEmbedder
from indexer.sources.print_size import enlargement
from indexer.sources.protocol import open_source
from indexer.types import Sight

WORDS = (
    "The company sold parts of its packaging business during the second quarter and expects that proceeds of about "
    "1,577 million will be used for general purposes such as the repayment of notes that fall due in 2031 "
).split()
DPI = 110


def page_of(points: float, columns: int = 1, leading: float = 1.2) -> pymupdf.Document:
    """Draw a page full of words, so many points large."""
    file = pymupdf.open()
    page = file.new_page(width=612, height=792)
    width = (612 - 80) / columns
    # Letters of this text are about .43 of the font's size wide.
    letters = int((width - 12) / (0.43 * points))
    text = " ".join(WORDS) + " "
    for column in range(columns):
        lines = int(690 / (leading * points))
        many = text * (lines * letters // len(text) + 2)
        said = "\n".join(many[column + at * letters :][:letters] for at in range(lines))
        page.insert_text((40 + column * width, 50), said, fontname="tiro", fontsize=points, lineheight=leading)
    return file


def seen(file: pymupdf.Document, dpi: int = DPI) -> Bytes:
    pixmap = file[0].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width)


@pytest.mark.parametrize("points", [4, 4.5, 5, 5.5])
@pytest.mark.parametrize(("columns", "leading"), [(1, 1.1), (1, 1.8), (3, 1.2)])
def test_print_that_is_too_small_is_enlarged(points: float, columns: int, leading: float) -> None:
    pixels = seen(page_of(points, columns, leading))
    larger = enlargement(pixels)
    assert points * larger >= 7.5
    assert larger <= 2
    assert enlargement(255 - pixels) == larger, "light on dark is print as well"
    assert enlargement(np.stack([pixels] * 3, axis=2)) == larger


@pytest.mark.parametrize("points", [8, 9, 10, 12, 18, 30])
@pytest.mark.parametrize(("columns", "leading"), [(1, 1.1), (1, 1.8), (2, 1.2)])
def test_print_that_can_be_read_stays_as_it_is(points: float, columns: int, leading: float) -> None:
    pixels = seen(page_of(points, columns, leading))
    assert enlargement(pixels) == enlargement(255 - pixels) == 1


@pytest.mark.parametrize("degrees", [-1.5, 1.5])
def test_a_page_that_is_a_little_skewed(degrees: float) -> None:
    def skewed(points: float) -> Bytes:
        picture = Image.fromarray(seen(page_of(points)))
        return np.asarray(picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255))

    assert enlargement(skewed(5)) > 1.5
    assert enlargement(skewed(10)) == 1


def test_a_large_title_is_not_given_up_for_small_labels() -> None:
    file = pymupdf.open()
    page = file.new_page(width=720, height=540)
    page.insert_text((40, 90), "Where the money went", fontname="hebo", fontsize=56)
    page.insert_text((40, 180), "and what came of it", fontname="hebo", fontsize=56)
    for at in range(12):
        page.insert_text((60, 300 + 9 * at), " ".join(WORDS[:9]), fontname="tiro", fontsize=5)
    assert enlargement(seen(file)) == 1
    assert enlargement(seen(file)[400:]) > 1.5, "the labels alone are small print"


def test_what_has_no_print_is_not_enlarged() -> None:
    rng = np.random.default_rng(0)
    assert enlargement(np.full((1200, 900), 255, np.uint8)) == 1
    assert enlargement(np.tile(np.linspace(0, 255, 900).astype(np.uint8), (1200, 1))) == 1
    assert enlargement(rng.integers(0, 256, (1200, 900), dtype=np.uint8)) == 1


@given(st.integers(0, 90), st.integers(0, 200), st.integers(0, 99))
def test_any_picture_has_a_size(height: int, width: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    assert 1 <= enlargement(pixels) <= 2


def test_readers_draw_small_print_larger(tmp_path: Path) -> None:
    small = Sight(DPI, enlarges_print=True)
    for name, points, larger in (("small", 5, True), ("usual", 10, False)):
        file = page_of(points)
        pdf, scan = tmp_path / f"{name}.pdf", tmp_path / f"{name}.png"
        file.save(pdf)
        Image.fromarray(seen(file, 220)).save(scan, dpi=(220, 220))
        for path in (pdf, scan):
            source = open_source(str(path))
            plain, enlarged = (source.read(1, sight).pixels for sight in (Sight(DPI), small))
            source.close()
            assert plain is not None and enlarged is not None
            assert (enlarged.shape[1] > 1.5 * plain.shape[1]) == larger
            assert enlarged.size <= 1.01 * small.most_pixels
            if not larger:
                np.testing.assert_array_equal(enlarged, plain)


def test_the_built_in_model_reads_print_of_five_points(tmp_path: Path) -> None:
    embedder = BuiltinEmbedder(builtin_model_dir())
    path = tmp_path / "small.pdf"
    page_of(5).save(path)
    source = open_source(str(path))
    asked = sorted({word.strip(",").lower() for word in WORDS if len(word) > 3})
    found = {}
    for sight in (Sight(DPI), embedder.sight):
        (page,) = embedder.embed_pages([source.read(1, sight)])
        alike = (embedder._spotter.imagine(asked) @ page.vectors.T).max(axis=1)
        found[sight] = float((alike > 0.6).mean())
    source.close()
    assert found[embedder.sight] > 0.9 > 0.7 > found[Sight(DPI)]
