"""The light on a saved page."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageStat

from app.export import lit_page
from indexer.types import Region

SIDE_PX = 400


def page(colour: str = "white", mode: str = "RGB") -> bytes:
    saved = io.BytesIO()
    Image.new(mode, (SIDE_PX, SIDE_PX), colour).save(saved, "PNG")
    return saved.getvalue()


def pixels(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as opened:
        assert opened.format == "PNG"
        return opened.convert("RGB")


def amber_at(png: bytes, x: float, y: float) -> int:
    """Return by how much red outshines blue, which is 0 for white, grey and black."""
    pixel = pixels(png).getpixel((int(x * SIDE_PX), int(y * SIDE_PX)))
    assert isinstance(pixel, tuple)
    return int(pixel[0] - pixel[2])


def test_only_the_regions_are_lit() -> None:
    lit = lit_page(page(), [Region((0.2, 0.2, 0.6, 0.4), 1.0)])
    assert amber_at(lit, 0.4, 0.3) > 80
    assert amber_at(lit, 0.1, 0.1) == amber_at(lit, 0.4, 0.6) == 0


def test_ink_stays_black_under_the_light() -> None:
    lit = lit_page(page("black"), [Region((0.2, 0.2, 0.6, 0.4), 1.0)])
    inside = pixels(lit).crop((100, 100, 200, 140)).convert("L")
    assert max(ImageStat.Stat(inside).mean) < 20


def test_a_dark_page_shows_where_it_is_lit() -> None:
    plain, lit = page("black"), lit_page(page("black"), [Region((0.2, 0.2, 0.6, 0.4), 1.0)])
    assert ImageChops.difference(pixels(plain), pixels(lit)).getbbox() is not None


def test_a_stronger_region_is_brighter() -> None:
    lit = lit_page(page(), [Region((0.1, 0.1, 0.3, 0.3), 1.0), Region((0.6, 0.6, 0.8, 0.8), 0.2)])
    assert amber_at(lit, 0.2, 0.2) > amber_at(lit, 0.7, 0.7) > 0


def test_light_upon_light_stays_readable() -> None:
    region = Region((0.2, 0.2, 0.6, 0.4), 1.0)
    assert lit_page(page(), [region] * 5) == lit_page(page(), [region])


def test_no_regions_and_grey_pictures_are_fine() -> None:
    assert amber_at(lit_page(page("white", "L"), []), 0.5, 0.5) == 0


def test_a_region_at_the_edge_of_the_page_or_without_extent_is_fine() -> None:
    lit_page(page(), [Region((0.0, 0.0, 1.0, 1.0), 1.0), Region((0.5, 0.5, 0.5, 0.5), 0.0)])
