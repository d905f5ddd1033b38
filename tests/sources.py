"""Files opened as sources of pages, and what these draw."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from indexer.sources import PageSource, SourceError, open_source
from indexer.types import PageImage

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


@contextmanager
def opened(path: Path, password: str = "") -> Iterator[PageSource]:
    source = open_source(str(path), password)
    try:
        yield source
    finally:
        source.close()


def refusal(path: Path, password: str = "") -> str:
    """Return what is said of a file that cannot be opened."""
    with pytest.raises(SourceError) as raised, opened(path, password):
        pass
    return raised.value.sentence


def pixels(picture: PageImage) -> Any:
    """Decode a picture as an array of (rows, cols, 3)."""
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.size == (picture.width_px, picture.height_px)
        assert image.mode == "RGB"
        return np.array(image).astype(int)


def drawn(path: Path, width_px: int = 400, number: int = 1) -> Any:
    with opened(path) as source:
        return pixels(source.draw(number, width_px, thumbnail=False))


def halves(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Make a picture that is red on the left and blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image


def turned() -> Image.Exif:
    """Return what a camera writes that was turned: orientation 6, what was on the left comes out on top."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif
