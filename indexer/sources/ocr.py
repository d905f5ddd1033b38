"""Print on pictures, read by Tesseract through PyMuPDF."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from indexer.arrays import Bytes, Floats, Ints
from indexer.ocr import Tesseract
from indexer.sources.mupdf import RGB, Pixmap, open_bytes
from indexer.sources.pdf import empty_text, words_on
from indexer.sources.protocol import SourceError
from indexer.types import PageText, Sight

# Tesseract is made for 300 dpi. Two sheets of paper; a newspaper's page is seen coarser.
SIGHT = Sight(dpi=300, is_colour=True, most_pixels=18_000_000)


def read_print(pixels: Bytes | None, tesseract: Tesseract) -> PageText:
    """Read a page as drawn for SIGHT, (height, width, 3) uint8; without pixels it has no words.

    Words stand in the order in which Tesseract reads them. Stains that it takes for marks are left out.
    Raises SourceError when Tesseract does not work.
    """
    if pixels is None or not pixels.size:
        return empty_text()
    height, width, _ = pixels.shape
    # In colour: of pixels in grey, PyMuPDF 2.0 makes a page without words, and says nothing.
    pixmap = Pixmap(RGB, width, height, np.ascontiguousarray(pixels).tobytes(), False)
    pixmap.set_dpi(SIGHT.dpi, SIGHT.dpi)
    try:
        with _quiet():
            data = pixmap.pdfocr_tobytes(compress=False, language=tesseract.languages, tessdata=tesseract.folder)
        with open_bytes(data) as file:
            text = words_on(file[0])
    except Exception as error:  # PyMuPDF raises many kinds.
        sentence = "Tesseract is installed but does not work. Check its language files, or install it again."
        raise SourceError(sentence, "retry", str(error)) from error
    kept = np.flatnonzero([any(map(str.isalnum, word)) for word in text.words])
    boxes = text.boxes[kept]
    return replace(text, words=tuple(text.words[at] for at in kept), boxes=boxes, lines=_lines(boxes))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep from the terminal what Tesseract says there, below Python."""
    try:
        terminal = os.dup(2)
    except OSError:  # There is none.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)
        os.close(nowhere)


def _lines(boxes: Floats) -> Ints:
    """Number lines: a word that stands beside the one before it goes on with its line.

    PyMuPDF begins another one wherever a scan is the least bit askew.
    """
    if not len(boxes):
        return np.zeros(0, np.int32)
    top, bottom = boxes[:, 1], boxes[:, 3]
    shared = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    lower = np.minimum(bottom[1:] - top[1:], bottom[:-1] - top[:-1])
    return np.concatenate([[0], np.cumsum(shared < lower / 2)]).astype(np.int32)
