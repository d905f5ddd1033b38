"""Makes what the stories are played with of a folder of PDFs. Apart, since a window's process has no PyMuPDF."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pymupdf

from tests.documents import write_pdf
from tests.stories.material import LOCKED_WORDS, LONG, NAME, PASSWORD, WORD, Material, Place, break_again

SCAN_DPI, PICTURE_DPI = 150, 110


def make_material(folder: Path, into: Path, questions: int) -> None:
    """Make the material of a folder, unless it was made before. Raises ValueError when there is too little text."""
    if (into / NAME).exists():
        return
    into.mkdir(parents=True, exist_ok=True)
    texts: dict[tuple[str, int], str] = {}
    lines: list[Place] = []
    for path in sorted(folder.rglob("*.pdf")):
        for number, text, found in _pages(path):
            texts[str(path), number] = text.lower()
            lines += found
    lines = [line for line in lines if len(line.telling.split()) >= 3]
    words = Counter(word for text in texts.values() for word in set(WORD.findall(text)) if len(word) > LONG)
    if not lines:
        raise ValueError(f"{folder} has no PDF with lines of text.")
    pictured, _ = _unmistakable(lines[len(lines) // 4 :], texts)
    quoted, quote = _unmistakable(lines[len(lines) // 2 :], texts)
    scanned, _ = _unmistakable(lines[len(lines) // 4 * 3 :], texts)
    page_words = sorted(set(WORD.findall(texts[quoted.path, quoted.page])), key=lambda word: (-len(word), word))
    every = max(1, len(lines) // questions)
    made = Material(
        folder=str(folder),
        questions=tuple(dict.fromkeys(line.telling for line in lines[::every]))[:questions],
        common=words.most_common(1)[0][0],
        quoted=quoted,
        quote=quote,
        other=next(word for word in page_words if word not in quote.lower()),
        pictured=pictured,
        picture=str(into / "a picture.png"),
        scanned=scanned,
        scan=str(into / "scans" / "scanned.pdf"),
        locked=str(into / "trouble" / "locked.pdf"),
        broken=str(into / "trouble" / "broken.pdf"),
        mended=str(into / "mended.pdf"),
    )
    _write(made)
    (into / NAME).write_text(json.dumps(asdict(made)), encoding="utf-8")


def _pages(path: Path) -> Iterator[tuple[int, str, list[Place]]]:
    document: Any
    try:
        document = pymupdf.open(path)
    except pymupdf.FileDataError:
        return
    with document:
        for page in document if not document.needs_pass else ():
            width, height = page.rect.width, page.rect.height
            by_line: dict[tuple[int, int], list[Any]] = {}
            for word in page.get_text("words"):
                by_line.setdefault((word[5], word[6]), []).append(word)
            places = []
            for words in by_line.values():
                left, top = min(word[0] for word in words), min(word[1] for word in words)
                right, bottom = max(word[2] for word in words), max(word[3] for word in words)
                box = (left / width, top / height, right / width, bottom / height)
                if 4 <= len(words) <= 14 and 0.1 < box[1] < 0.8 and 0 <= box[0] < box[2] <= 1 and not page.rotation:
                    places.append(Place(str(path), page.number + 1, " ".join(word[4] for word in words), box))
            yield page.number + 1, " ".join(page.get_text().split()), places


def _unmistakable(lines: list[Place], texts: dict[tuple[str, int], str]) -> tuple[Place, str]:
    """Return the first line with four words that stand so on its page alone, and those words."""
    for line in lines:
        words = line.text.split()
        for first in range(len(words) - 3):
            phrase = " ".join(words[first : first + 4])
            is_said = all(WORD.fullmatch(word) for word in words[first : first + 4]) and len(phrase) > 4 * LONG
            if is_said and sum(phrase.lower() in text for text in texts.values()) == 1:
                return line, phrase
    raise ValueError("No line of these PDFs is like no other.")


def _write(made: Material) -> None:
    for path in (made.scan, made.locked):
        Path(path).parent.mkdir(exist_ok=True)
    with pymupdf.open(made.pictured.path) as document:
        document[made.pictured.page - 1].get_pixmap(dpi=PICTURE_DPI).save(made.picture)
    scan: Any = pymupdf.open()
    with scan, pymupdf.open(made.scanned.path) as document:
        page = document[made.scanned.page - 1]
        sheet = scan.new_page(width=page.rect.width, height=page.rect.height)
        sheet.insert_image(sheet.rect, stream=page.get_pixmap(dpi=SCAN_DPI, colorspace=pymupdf.csGRAY).tobytes("jpeg"))
        scan.save(made.scan)
    write_pdf(Path(made.locked), [f"The {LOCKED_WORDS}."], password=PASSWORD)
    write_pdf(Path(made.mended), ["Elder flowers dried for the kites of Saint Osyth."])
    break_again(made)
