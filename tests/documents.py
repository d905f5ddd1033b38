"""Little documents for tests, written with the libraries that people's own programs use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pymupdf
from PIL import Image

AES_256 = 5  # pymupdf.PDF_ENCRYPT_AES_256, which its types leave out
A4 = (595.0, 842.0)


def write_pdf(
    path: Path,
    pages: Sequence[str] = ("Nothing much.",),
    *,
    size: tuple[float, float] = A4,
    rotation: int = 0,
    password: str = "",
) -> Path:
    """Write a PDF with these pages; a line feed begins a new line, an empty page has no words."""
    document: Any = pymupdf.open()
    for said in pages:
        page = document.new_page(width=size[0], height=size[1])
        page.insert_text((40, 60), said.split("\n"), fontsize=12)
        page.set_rotation(rotation)
    locked = {"encryption": AES_256, "user_pw": password, "owner_pw": password} if password else {}
    document.save(path, **locked)
    document.close()
    return path


def write_picture(path: Path, size: tuple[int, int] = (60, 40), color: str = "navy", **options: Any) -> Path:
    """Write a picture of one colour, in the format that the name asks for."""
    with Image.new("RGB", size, color) as image:
        image.save(path, **options)
    return path
