"""Pictures as pages: how large they are drawn, for a person and for a model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import indexer.sources.image
from indexer.types import Sight
from tests.documents import write_picture
from tests.sources import BLUE, RED, halves, opened, pixels, turned


@settings(max_examples=30)
@given(
    size=st.tuples(st.integers(1, 300), st.integers(1, 300)),
    width_px=st.integers(1, 400),
    thumbnail=st.booleans(),
    suffix=st.sampled_from(["PNG", "JPEG"]),
)
def test_a_picture_is_drawn_no_wider_than_asked_and_never_enlarged(
    tmp_path_factory: pytest.TempPathFactory, size: tuple[int, int], width_px: int, thumbnail: bool, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("picture") / "a"
    Image.new("RGB", size, "navy").save(path, suffix)
    with opened(path) as source:
        assert source.read(1, None).aspect == pytest.approx(size[0] / size[1])
        picture = source.draw(1, width_px, thumbnail)
    assert picture.width_px == min(size[0], width_px)
    assert abs(picture.height_px - max(1, size[1] * picture.width_px / size[0])) <= 1
    pixels(picture)


def test_the_same_open_jpeg_can_be_drawn_small_and_then_large(tmp_path: Path) -> None:
    """A JPEG decodes less when less is asked for; what was read small must not stay small."""
    path = write_picture(tmp_path / "a.jpg", (1600, 800))
    with opened(path) as source:
        source.read(1, None)
        sizes = [source.draw(1, width_px, thumbnail=False).width_px for width_px in (100, 1600, 200, 1200)]
    assert sizes == [100, 1600, 200, 1200]


def test_the_same_open_picture_can_be_drawn_again_and_again(tmp_path: Path) -> None:
    halves((80, 40)).save(tmp_path / "a.jpg", exif=turned(), quality=95)
    with opened(tmp_path / "a.jpg") as source:
        first, second = (pixels(source.draw(1, 40, thumbnail=False)) for _ in range(2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("size", [(4000, 50), (50, 4000), (500, 500)])
def test_no_picture_is_drawn_with_more_pixels_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(indexer.sources.image, "MAX_PIXELS", 10_000)
    with opened(write_picture(tmp_path / "a.png", size)) as source:
        picture = source.draw(1, 100_000, thumbnail=False)
    assert 9_000 < picture.width_px * picture.height_px < 10_500


@pytest.mark.parametrize("size", [(3, 70_000), (70_000, 3)])
@pytest.mark.parametrize("thumbnail", [True, False])
def test_the_longest_strips_can_be_drawn(tmp_path: Path, size: tuple[int, int], thumbnail: bool) -> None:
    with opened(write_picture(tmp_path / "strip.png", size)) as source:
        picture = source.draw(1, 70_000, thumbnail)
    assert max(pixels(picture).shape) > 30_000


@pytest.mark.parametrize("suffix", ["png", "jpg"])
@pytest.mark.parametrize("width_px", [200, 10_000])
def test_a_part_of_a_picture_is_drawn_as_finely_as_all_of_it(tmp_path: Path, suffix: str, width_px: int) -> None:
    halves((800, 400)).save(tmp_path / f"a.{suffix}", quality=95)
    with opened(tmp_path / f"a.{suffix}") as source:
        part = source.draw(1, width_px, thumbnail=False, clip=(0.25, 0.5, 0.75, 1.0))
    assert (part.width_px, part.height_px) == ((100, 50) if width_px == 200 else (400, 200))
    row = pixels(part)[part.height_px // 2]
    quarter = part.width_px // 4
    for colour, seen in ((RED, row[quarter]), (BLUE, row[3 * quarter])):
        assert abs(seen - colour).max() < 12


@pytest.mark.parametrize(("most_pixels", "size"), [(600, (20, 30)), (1_000_000, (40, 60))])
def test_colours_come_as_large_as_a_model_takes_them_and_never_larger_than_they_are(
    tmp_path: Path, most_pixels: int, size: tuple[int, int]
) -> None:
    halves((60, 40)).save(tmp_path / "a.png")
    with opened(tmp_path / "a.png") as source:
        pixels = source.read(1, Sight(is_colour=True, most_pixels=most_pixels)).pixels
    assert pixels is not None
    assert pixels.shape == (*size, 3)
    assert (tuple(pixels[5, 2]), tuple(pixels[5, -3])) == (RED, BLUE)
