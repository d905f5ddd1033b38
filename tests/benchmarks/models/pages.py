"""Documents of so many pages, and questions about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pymupdf

from tests.documents import write_pdf

_PAGES_A_DOCUMENT = 8
_WORDS_A_PAGE = 300
_WORDS_ASKED = 4
_SEED = 20261121


def cut(documents: Path | None, count: int, into: Path) -> Path:
    """Write PDFs of a few pages, so many together, drawn evenly from the PDFs below a folder, or made up."""
    into.mkdir(parents=True)
    if documents is None:
        rng = np.random.default_rng(_SEED)
        words = np.array(["".join(rng.choice([*"abcdefghijklmnopqrstuvwxyz"], 6)) for _ in range(2000)])
        said = ["\n".join(" ".join(line) for line in rng.choice(words, (_WORDS_A_PAGE // 8, 8))) for _ in range(count)]
        for start in range(0, count, _PAGES_A_DOCUMENT):
            write_pdf(into / f"{start:04}.pdf", said[start : start + _PAGES_A_DOCUMENT])
        return into
    opened: list[Any] = [pymupdf.open(path) for path in sorted(documents.rglob("*.pdf"))]
    places = [(document, number) for document in opened for number in range(len(document))]
    drawn = [places[at] for at in np.linspace(0, len(places) - 1, count).astype(int)]
    for start in range(0, count, _PAGES_A_DOCUMENT):
        part: Any = pymupdf.open()
        for document, number in drawn[start : start + _PAGES_A_DOCUMENT]:
            part.insert_pdf(document, from_page=number, to_page=number)
        part.save(into / f"{start:04}.pdf", garbage=3)
    return into


def questions(documents: Path, count: int) -> list[str]:
    """Return words that stand side by side on pages, so many times."""
    rng = np.random.default_rng(_SEED)
    pages: list[list[str]] = []
    for path in sorted(documents.glob("*.pdf")):
        opened: Any = pymupdf.open(path)
        pages += [words for page in opened if len(words := page.get_text().split()) > _WORDS_ASKED]
    asked = []
    for at in rng.integers(0, len(pages), count):
        begin = rng.integers(0, len(pages[at]) - _WORDS_ASKED)
        asked.append(" ".join(pages[at][begin : begin + _WORDS_ASKED]))
    return asked
