"""What the stories are played with: questions, quotes, pictures, scans and locked files. How it is made: `making`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.types import Box

PASSWORD = "gooseberry"
LOCKED_WORDS = "zinnia ledger of the lamplighters"
WORD = re.compile(r"[A-Za-z]{3,}")
LONG = 5
"""Letters of a word that tells something."""
NAME = "material.json"


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a page: what it says, and where."""

    path: str
    page: int
    text: str
    box: Box

    @property
    def telling(self) -> str:
        """Up to four of its long words, as somebody would ask for them."""
        return " ".join([word for word in WORD.findall(self.text) if len(word) >= LONG][:4])


@dataclass(frozen=True, slots=True)
class Material:
    """All that is typed, dropped and looked for.

    common: a word of many pages.    quoted: a line with words that stand side by side on one page only.
    other: another word of that page.    pictured: the line in the middle of the page that `picture` shows.
    scan: a PDF without text, in a folder of its own, of the page of `scanned`.    trouble: a folder with `locked` and
    `broken`; `mended` is what the broken file should be.
    """

    folder: str
    questions: tuple[str, ...]
    common: str
    quoted: Place
    quote: str
    other: str
    pictured: Place
    picture: str
    scanned: Place
    scan: str
    locked: str
    broken: str
    mended: str

    @property
    def trouble(self) -> str:
        """The folder with what cannot be read."""
        return str(Path(self.locked).parent)


def read_material(into: Path) -> Material:
    """Return what was made. Raises OSError where nothing was."""
    kept = into / NAME
    values: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    for name in ("quoted", "pictured", "scanned"):
        values[name] = Place(**{**values[name], "box": tuple(values[name]["box"])})
    return Material(**{**values, "questions": tuple(values["questions"])})


def break_again(made: Material) -> None:
    """Have the broken file broken, as it was before somebody mended it."""
    Path(made.broken).write_bytes(b"%PDF-1.7\nThe rest of this file was lost.\n" * 40)
