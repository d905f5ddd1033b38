"""Whether Tesseract is installed, and which languages it reads there.

Only its language files are used: the engine itself is part of PyMuPDF.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Each language takes its time with every page, and whoever has more than these has not chosen them.
_MOST_LANGUAGES = 4
_ENGLISH = "eng"
# They find out how a page lies, or read nothing but formulas.
_NO_LANGUAGES = frozenset({"osd", "equ", "snum"})
_SUFFIX = ".traineddata"
_FOLDER = "tessdata"


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An installation. folder: of its language files.    languages: as Tesseract is told them, "eng+deu" say."""

    folder: str
    languages: str


def find_tesseract() -> Tesseract | None:
    """Return what is installed, or None. Where TESSDATA_PREFIX is set, nowhere else is looked."""
    for folder in _folders():
        installed = {path.name.removesuffix(_SUFFIX) for path in folder.glob(f"*{_SUFFIX}")} - _NO_LANGUAGES
        if installed:
            return Tesseract(str(folder), "+".join(_chosen(installed)))
    return None


def _chosen(installed: set[str]) -> list[str]:
    languages = sorted(installed, key=lambda language: (language != _ENGLISH, language))
    if len(languages) <= _MOST_LANGUAGES:
        return languages
    return [_ENGLISH] if _ENGLISH in installed else languages[:_MOST_LANGUAGES]


def _folders() -> Iterator[Path]:
    if told := os.environ.get("TESSDATA_PREFIX"):
        yield Path(told)
        return
    if program := shutil.which("tesseract"):
        beside = Path(os.path.realpath(program)).parent
        yield beside / _FOLDER
        yield from _shared(beside.parent)
    # A program that was started from the desktop may not have the terminal's PATH.
    if sys.platform == "win32":
        yield Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")) / "Tesseract-OCR" / _FOLDER
        return
    for prefix in ("/usr", "/usr/local", "/opt/homebrew", "/opt/local"):
        yield from _shared(Path(prefix))


def _shared(prefix: Path) -> Iterator[Path]:
    yield prefix / "share" / _FOLDER
    # Debian keeps each major version by itself.
    yield from sorted((prefix / "share" / "tesseract-ocr").glob(f"*/{_FOLDER}"), reverse=True)
