"""A model for tests: it hashes the letters of words, and does not look at pixels.

It takes the words of the text layer, hashes the character n-grams of each into a vector, and adds the words that lie
in one cell of a page grid. That is real late interaction from end to end, fast, deterministic and without any weights.
A page without a text layer comes out with no vectors.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from indexer.arrays import Bytes, Floats
from indexer.question import Question
from indexer.text import fold, stem
from indexer.types import PageContent, PatchEmbeddings, PatchGrid, QueryEmbedding, Sight

CELLS = 640
CELL_ASPECT = 3.0
"""Cells are about three times as wide as they are high, as words are."""

_BUCKETS = 1 << 14
_WHOLE_WORD = 1.5
_MAX_LETTERS = 40


class HashingEmbedder:
    """Hashes character n-grams of words into patch vectors. See the module for what it is and is not."""

    name = "builtin-hash"
    revision = "1"
    dim = 64
    sight: Sight | None = None
    # Each vector is a word of its own, and there is no salience: merging and dropping lose what was asked for.
    usual_profile = "quality"

    def __init__(self) -> None:
        rng = np.random.default_rng(20261120)
        self._table = rng.standard_normal((_BUCKETS, self.dim)).astype(np.float32) / np.sqrt(np.float32(self.dim))
        self._vector = lru_cache(maxsize=100_000)(self._hash)

    def embed_pages(self, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        """Embed the words of each page; cells without a word get no vector."""
        return [self._embed_page(page) for page in pages]

    def embed_question(self, question: Question) -> QueryEmbedding:
        """Embed each telling word of a question."""
        words = question.terms
        vectors = np.array([self._vector(stem(word)) for word in words], np.float32).reshape(len(words), self.dim)
        return QueryEmbedding(vectors, words)

    def embed_picture(self, pixels: Bytes) -> QueryEmbedding:
        """It reads the text layer, and a picture has none."""
        return QueryEmbedding(np.zeros((0, self.dim), np.float32), ())

    def _embed_page(self, page: PageContent) -> PatchEmbeddings:
        grid = page_grid(page.aspect)
        vectors: list[Floats] = []
        places: list[int] = []
        for word, box in zip(page.text.words, page.text.boxes, strict=True):
            folded = fold(word)
            if folded:
                row = min(int((box[1] + box[3]) / 2 * grid.rows), grid.rows - 1)
                col = min(int((box[0] + box[2]) / 2 * grid.cols), grid.cols - 1)
                vectors.append(self._vector(stem(folded)))
                places.append(row * grid.cols + col)
        if not vectors:
            return PatchEmbeddings(np.zeros((0, self.dim), np.float32), np.zeros(0, np.int32), grid)
        cells, inverse = np.unique(np.array(places, np.int32), return_inverse=True)
        sums = np.zeros((len(cells), self.dim), np.float32)
        np.add.at(sums, inverse, np.array(vectors))
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return PatchEmbeddings(sums, cells, grid)

    def _hash(self, word: str) -> Floats:
        marked = f"<{word[:_MAX_LETTERS]}>"
        grams = [marked[start : start + 3] for start in range(len(marked) - 2)]
        vector = self._row(marked) * np.float32(_WHOLE_WORD * np.sqrt(max(len(grams), 1)))
        for gram in grams:
            vector = vector + self._row(gram)
        unit: Floats = vector / max(float(np.linalg.norm(vector)), 1e-9)
        return unit

    def _row(self, feature: str) -> Floats:
        row: Floats = self._table[zlib.crc32(feature.encode("utf-8", "surrogatepass")) % _BUCKETS]
        return row


def page_grid(aspect: float) -> PatchGrid:
    """Cut a page of this width / height into about CELLS cells of about CELL_ASPECT."""
    cols = round(float(np.clip(np.sqrt(CELLS * aspect / CELL_ASPECT), 1, CELLS)))
    return PatchGrid(rows=max(1, round(CELLS / cols)), cols=cols)
