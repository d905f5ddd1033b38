"""A fake model that knows colours: for tests of everything around a model that looks at pictures of pages."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.arrays import Bytes, Floats, unit_rows
from indexer.errors import ExpectedError
from indexer.question import Question
from indexer.types import PageContent, PatchEmbeddings, PatchGrid, QueryEmbedding, Sight

GRID = PatchGrid(4, 4)
COLOURS = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}


class SeeingEmbedder:
    """Sees the colour of each of 4 x 4 cells. Words other than colours have a direction that no page has.

    delay_s: for each page.    stop_file: once it exists, the process is killed over the next page.
    """

    name = "seeing"
    revision = "1"
    dim = 8
    sight: Sight | None = Sight(is_colour=True, most_pixels=10_000)
    usual_profile = "quality"

    def __init__(self, delay_s: float = 0.0, stop_file: str = "") -> None:
        self._delay_s = delay_s
        self._stop_file = stop_file

    def embed_pages(self, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        """See some pages."""
        return [self._see(page) for page in pages]

    def embed_question(self, question: Question) -> QueryEmbedding:
        """Imagine the colours that a question names."""
        words = question.terms or ("nothing",)
        rows = np.zeros((len(words), self.dim), np.float32)
        for row, word in zip(rows, words, strict=True):
            if word in COLOURS:
                row[:3] = np.array(COLOURS[word], np.float32) / 255
            else:
                row[3 + sum(map(ord, word)) % 5] = 1
        return QueryEmbedding(unit_rows(rows), tuple(words))

    def embed_picture(self, pixels: Bytes) -> QueryEmbedding:
        """Ask for the colours of a picture."""
        rows = _cells(pixels)
        return QueryEmbedding(rows, ("",) * len(rows))

    def _see(self, page: PageContent) -> PatchEmbeddings:
        time.sleep(self._delay_s)
        if self._stop_file and Path(self._stop_file).exists():
            os.kill(os.getpid(), 9)
        if page.pixels is None:
            return PatchEmbeddings(np.zeros((0, self.dim), np.float32), np.zeros(0, np.int32), GRID)
        return PatchEmbeddings(_cells(page.pixels), np.arange(16, dtype=np.int32), GRID)


class UnloadableEmbedder(SeeingEmbedder):
    """Cannot be loaded."""

    def __init__(self) -> None:
        raise ExpectedError("There is not enough memory for this model.")


def _cells(pixels: Bytes) -> Floats:
    rows = np.zeros((16, SeeingEmbedder.dim), np.float32)
    height, width = pixels.shape[:2]
    for at in range(16):
        row, column = divmod(at, 4)
        part = pixels[row * height // 4 : (row + 1) * height // 4, column * width // 4 : (column + 1) * width // 4]
        rows[at, :3] = part.reshape(-1, 3).mean(axis=0) / 255 if part.size else 0
        rows[at, 7] = 0.05  # Black has a direction, too.
    return unit_rows(rows)
