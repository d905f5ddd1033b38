"""Pictures as pages."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import indexer.sources.image
from indexer.sources import PageSource, SourceError, open_source
from indexer.types import PageImage, Sight
from tests.documents import write_picture

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


@contextmanager
def opened(path: Path) -> Iterator[PageSource]:
    source = open_source(str(path))
    try:
        yield source
    finally:
        source.close()


def pixels(picture: PageImage) -> Any:
    """Decode a picture as an array of (rows, cols, 3)."""
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.size == (picture.width_px, picture.height_px)
        assert image.mode == "RGB"
        return np.array(image).astype(int)


def grey(color: tuple[int, int, int]) -> int:
    """Return how light a colour is, as Pillow weighs it."""
    return int(np.asarray(Image.new("RGB", (1, 1), color).convert("L"))[0, 0])


def drawn(path: Path, width_px: int = 400, number: int = 1) -> Any:
    with opened(path) as source:
        return pixels(source.draw(number, width_px, thumbnail=False))


def halves(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Make a picture that is red on the left and blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image


def png_header(width: int, height: int) -> bytes:
    """Write a PNG that says it is this large and holds nothing."""
    chunks = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in [
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(b"")),
            (b"IEND", b""),
        ]
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


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
    """Orientation 6: what was on the left comes out on top."""
    exif = Image.Exif()
    exif[0x0112] = 6
    halves((80, 40)).save(tmp_path / f"a{suffix}", exif=exif, quality=95)
    with opened(tmp_path / f"a{suffix}") as source:
        found = source.read(1, Sight(40))
    assert found.aspect == pytest.approx(0.5)
    assert found.pixels is not None
    assert found.pixels.shape == (80, 40)
    with opened(tmp_path / f"a{suffix}") as source:
        shown = pixels(source.draw(1, 40, thumbnail=False))
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


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize(("low", "high"), [(0, 65535), (1000, 3000)])
def test_sixteen_bits_are_scaled_and_not_clipped(tmp_path: Path, suffix: str, low: int, high: int) -> None:
    """A scanner's or a microscope's greys may fill all sixteen bits or a few of them."""
    levels = np.linspace(low, high, 256).astype(np.uint16)
    Image.fromarray(np.tile(levels, (20, 1))).save(tmp_path / f"a{suffix}")
    shown = drawn(tmp_path / f"a{suffix}")[10, :, 0]
    assert shown[0] < 4
    assert shown[-1] > 251
    assert abs(shown[128] - 128) < 6
    assert (np.diff(shown) >= 0).all()


def test_fractions_of_one_are_scaled_and_not_clipped(tmp_path: Path) -> None:
    levels = np.linspace(0.1, 0.3, 256, dtype=np.float32)
    Image.fromarray(np.tile(levels, (20, 1))).save(tmp_path / "a.tif")
    shown = drawn(tmp_path / "a.tif")[10, :, 0]
    assert shown[0] < 4
    assert shown[-1] > 251


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


# --- sizes ---


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
    exif = Image.Exif()
    exif[0x0112] = 6
    halves((80, 40)).save(tmp_path / "a.jpg", exif=exif, quality=95)
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


# --- what cannot be read ---


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif", ".bmp", ".gif"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_truncated_picture_is_said_to_be_damaged(tmp_path: Path, suffix: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    path = tmp_path / f"a{suffix}"
    Image.fromarray(noise).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: max(1, int(len(whole) * share))])
    try:
        source = open_source(str(path))
    except SourceError as error:
        assert error.sentence == f"{path.name} is damaged or not a picture."
        return
    found = source.read(1, None)
    with pytest.raises(SourceError) as raised:
        source.draw(1, 50, thumbnail=True)
    source.close()
    assert found.problem == "Page 1 could not be read (damaged)."
    assert raised.value.sentence == f"{path.name} cannot be drawn: the picture is damaged."


@pytest.mark.allow_log_warnings
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif", ".bmp", ".gif"])
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 30))
def test_a_damaged_picture_never_fails_in_another_way(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, seed: int, count: int
) -> None:
    path = tmp_path_factory.mktemp("damaged") / f"a{suffix}"
    exif = Image.Exif()
    exif[0x0112] = 6
    halves((40, 30)).save(path, exif=exif)
    chance = np.random.default_rng(seed)
    damaged = bytearray(path.read_bytes())
    for at in chance.integers(0, len(damaged), count):
        damaged[at] = chance.integers(256)
    path.write_bytes(damaged)
    try:
        source = open_source(str(path))
    except SourceError:
        return
    found = source.read(1, Sight(30))
    assert (found.pixels is None) == bool(found.problem)
    source.close()


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


def test_a_picture_that_says_it_is_gigantic_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(60_000, 60_000))
    with pytest.raises(SourceError) as raised:
        open_source(str(path))
    assert raised.value.sentence == "bomb.png is too large a picture to open."


@pytest.mark.parametrize("content", [b"GIF89a", b"\x89PNG\r\n\x1a\n", b"II*\0\x08\0\0\0", b"\xff\xd8\xff", b"hello"])
def test_a_file_that_is_no_picture_is_named_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "Ætt.png"
    path.write_bytes(content)
    with pytest.raises(SourceError) as raised:
        open_source(str(path))
    assert raised.value.sentence == "Ætt.png is damaged or not a picture."


def test_a_tiff_with_one_damaged_page_shows_the_others(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    noise = np.random.default_rng(1).integers(0, 255, (40, 40, 3), dtype=np.uint8)
    pages = [Image.new("RGB", (40, 40), RED), Image.fromarray(noise)]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="tiff_lzw")
    data = path.read_bytes()
    # The last page's pixels lie last but for its directory; a stretch of them is overwritten.
    path.write_bytes(data[: len(data) // 2] + b"\0" * 400 + data[len(data) // 2 + 400 :])
    with opened(path) as source:
        assert source.pages == 2
        assert source.read(1, None).problem == ""
        damaged = source.read(2, None)
        assert damaged.problem in {"", "Page 2 could not be read (damaged)."}
        assert source.read(1, None).problem == ""
