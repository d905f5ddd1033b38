"""PDFs as pages: how large they are drawn."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

import indexer.sources.pdf
from indexer.types import WHOLE, Box
from tests.documents import A4, write_pdf
from tests.sources import opened


@pytest.mark.parametrize(("thumbnail", "form"), [(True, "JPEG"), (False, "PNG")])
def test_a_page_is_drawn_as_wide_as_asked(tmp_path: Path, thumbnail: bool, form: str) -> None:
    with opened(write_pdf(tmp_path / "a.pdf", size=(400, 600))) as source:
        drawn = source.draw(1, 200, thumbnail)
    assert (drawn.width_px, drawn.height_px) == (200, 300)
    with Image.open(io.BytesIO(drawn.data)) as image:
        assert (image.format, image.size) == (form, (200, 300))


@pytest.mark.parametrize(
    ("size", "clip"),
    [
        *[(size, WHOLE) for size in [(14400, 14400), (14400, 300), (300, 14400), (600, 800)]],
        (A4, (0.5, 0.5, 0.6, 0.6)),
    ],
)
def test_no_page_or_part_of_one_is_drawn_with_more_pixels_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[float, float], clip: Box
) -> None:
    monkeypatch.setattr(indexer.sources.pdf, "MAX_PIXELS", 50_000)
    with opened(write_pdf(tmp_path / "a.pdf", size=size)) as source:
        drawn = source.draw(1, 100_000, thumbnail=False, clip=clip)
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
