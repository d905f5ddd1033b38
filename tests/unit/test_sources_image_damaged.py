"""Pictures that are damaged or no pictures: what is said of them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from indexer.sources import SourceError, open_source
from indexer.types import Sight
from tests.sources import RED, halves, opened, refusal, turned


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
    halves((40, 30)).save(path, exif=turned())
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


def test_a_picture_that_says_it_is_gigantic_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(60_000, 60_000))
    assert refusal(path) == "bomb.png is too large a picture to open."


@pytest.mark.parametrize("content", [b"GIF89a", b"\x89PNG\r\n\x1a\n", b"II*\0\x08\0\0\0", b"\xff\xd8\xff", b"hello"])
def test_a_file_that_is_no_picture_is_named_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "Ætt.png"
    path.write_bytes(content)
    assert refusal(path) == "Ætt.png is damaged or not a picture."


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
