"""Pictures as pages, as a person sees them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from indexer.types import Sight
from tests.documents import write_picture
from tests.sources import BLUE, GREEN, RED, drawn, halves, opened, turned


def grey(color: tuple[int, int, int]) -> int:
    """Return how light a colour is, as Pillow weighs it."""
    return int(np.asarray(Image.new("RGB", (1, 1), color).convert("L"))[0, 0])


# --- formats ---


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".jpeg", ".webp", ".tif", ".bmp", ".gif"])
def test_every_format_is_one_page_without_words(tmp_path: Path, suffix: str) -> None:
    path = write_picture(tmp_path / f"a{suffix}", (60, 40), "red")
    with opened(path) as source:
        assert (source.kind, source.pages) == ("image", 1)
        found = source.read(1, Sight(30))
    assert (found.number, found.aspect, found.text.words, found.problem) == (1, 1.5, (), "")
    assert found.pixels is not None
    assert abs(int(found.pixels[10, 10]) - grey(RED)) < 12


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF"])
@pytest.mark.parametrize("name", ["scan", "scan.pdf", "scan.png"])
def test_a_picture_is_known_by_what_it_holds(tmp_path: Path, form: str, name: str) -> None:
    halves().save(tmp_path / name, form)
    with opened(tmp_path / name) as source:
        assert source.kind == "image"
        assert source.read(1, None).problem == ""


def test_a_tiff_has_a_page_for_each_picture(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    pages = [Image.new("RGB", size, color) for size, color in [((40, 60), RED), ((60, 40), GREEN), ((50, 50), BLUE)]]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    with opened(path) as source:
        assert source.pages == 3
        # Not in order, as a person looks at them.
        for number, aspect, color in [(3, 1.0, BLUE), (1, 40 / 60, RED), (2, 1.5, GREEN), (1, 40 / 60, RED)]:
            found = source.read(number, Sight(20))
            assert (found.number, found.problem) == (number, "")
            assert found.aspect == pytest.approx(aspect)
            assert found.pixels is not None
            assert found.pixels[5, 5] == grey(color)


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".png"])
def test_an_animation_is_one_page(tmp_path: Path, suffix: str) -> None:
    frames = [Image.new("RGB", (30, 20), color) for color in (RED, GREEN, BLUE)]
    frames[0].save(tmp_path / f"a{suffix}", save_all=True, append_images=frames[1:], lossless=True)
    with opened(tmp_path / f"a{suffix}") as source:
        assert source.pages == 1
    assert (drawn(tmp_path / f"a{suffix}")[10, 10] == RED).all()


# --- as a person sees it ---


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_a_picture_that_a_camera_turned_is_shown_upright(tmp_path: Path, suffix: str) -> None:
    halves((80, 40)).save(tmp_path / f"a{suffix}", exif=turned(), quality=95)
    with opened(tmp_path / f"a{suffix}") as source:
        found = source.read(1, Sight(40))
    assert found.aspect == pytest.approx(0.5)
    assert found.pixels is not None
    assert found.pixels.shape == (80, 40)
    shown = drawn(tmp_path / f"a{suffix}", 40)
    assert abs(shown[10, 20] - RED).max() < 40
    assert abs(shown[70, 20] - BLUE).max() < 40


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "PA"])
def test_what_is_transparent_is_white(tmp_path: Path, mode: str) -> None:
    image = Image.new("RGBA", (20, 10), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (10, 0, 20, 10))
    if mode == "P":
        flat = Image.new("P", (20, 10), 0)
        flat.putpalette([*GREEN, 0, 0, 0])
        flat.paste(1, (10, 0, 20, 10))
        flat.save(tmp_path / "a.png", transparency=0)
    elif mode == "PA":
        image.quantize(4).save(tmp_path / "a.png")
    else:
        image.convert(mode).save(tmp_path / "a.png")
    shown = drawn(tmp_path / "a.png")
    assert (shown[5, 3] == 255).all()
    assert (shown[5, 16] == 0).all()


@pytest.mark.parametrize(
    ("suffix", "kind", "low", "high"),
    [
        *[(suffix, np.uint16, *ends) for suffix in (".png", ".tif") for ends in [(0, 65535), (1000, 3000)]],
        (".tif", np.float32, 0.1, 0.3),
    ],
)
def test_finer_greys_are_scaled_and_not_clipped(
    tmp_path: Path, suffix: str, kind: type[np.generic], low: float, high: float
) -> None:
    """A scanner's or a microscope's greys may fill all sixteen bits or a few of them, or be fractions of one."""
    levels = np.linspace(low, high, 256).astype(kind)
    Image.fromarray(np.tile(levels, (20, 1))).save(tmp_path / f"a{suffix}")
    shown = drawn(tmp_path / f"a{suffix}")[10, :, 0]
    assert shown[0] < 4
    assert shown[-1] > 251
    assert abs(shown[128] - 128) < 6
    assert (np.diff(shown) >= 0).all()


@pytest.mark.parametrize("mode", ["1", "L", "CMYK", "YCbCr", "LAB", "I", "F", "P"])
def test_every_kind_of_pixel_can_be_shown(tmp_path: Path, mode: str) -> None:
    source = Image.new("L", (30, 20), 0)
    source.paste(255, (15, 0, 30, 20))
    image = source.convert("RGB").convert(mode) if mode in {"CMYK", "YCbCr", "P"} else source
    if mode in {"1", "I", "F"}:
        image = source.convert(mode)
    elif mode == "LAB":
        image = Image.merge("LAB", (source, Image.new("L", (30, 20), 128), Image.new("L", (30, 20), 128)))
    image.save(tmp_path / "a.tif")
    shown = drawn(tmp_path / "a.tif")
    assert shown[10, 5].max() < 60
    assert shown[10, 25].min() > 195
