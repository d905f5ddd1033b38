"""The built-in model: reads print on any page, with no download and no text layer, and finds what is typed.

It reads; it does not understand. Each different word of a page is one vector, which stands for every place where the
page shows that word.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from indexer.arrays import Bytes, Floats, Ints, unit_rows
from indexer.embed.spotter import CELL_PX, ROW_PX, Spotted, WordSpotter, merged
from indexer.embed.turned import spot_upright
from indexer.memory import step_back
from indexer.presence import Presence
from indexer.question import Question
from indexer.types import PageContent, PatchEmbeddings, PatchGrid, QueryEmbedding, Sight

MOST_WORDS = 600
"""How many different words of a page are kept, the most salient first."""

# Two places show the same word when their vectors are so alike. Set by judgement, and looked at on mmlongbench-dev.
_SAME_WORD = 0.88
# A page of small print like a newspaper's has a few thousand places; comparing all with all must stay cheap.
_MOST_PLACES = 6000
# By drawn pages in fonts that were kept out of training. It holds for clean ones: of the cosines of words that are
# there 95 in 100 are above .61, of those that are not 99 in 100 are below.
_PRESENCE = Presence(0.5, 0.7)
# How long the vector of another spelling is: what was typed, where it is there, counts for more. Looked at on
# FinanceBench.
_OTHER_SPELLING = np.float32(0.9)


class BuiltinEmbedder:
    """Finds the words that a page shows, and imagines how those of a question look. folder: of the model's files."""

    name = "pagelight-words"
    dim = 64
    sight: Sight | None = Sight(dpi=110, enlarges_print=True)
    usual_profile = "quality"

    def __init__(self, folder: Path) -> None:
        self._spotter = WordSpotter(folder)
        weights = b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in {".onnx", ".npz"})
        # Pages that are drawn in another way get other vectors of the same weights.
        self.revision = hashlib.sha256(weights + repr(self.sight).encode()).hexdigest()[:8]

    def embed_pages(self, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        """Find the words on each page. A page that could not be drawn, or shows no words, gets no vectors."""
        # Threads of its own for each call cost nothing beside the pages, and leave nothing to be closed.
        with ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="looker", initializer=step_back) as lookers:
            return list(lookers.map(self._embed, (page.pixels for page in pages)))

    def embed_question(self, question: Question) -> QueryEmbedding:
        """Imagine each word of a question, in each of its spellings."""
        words = tuple(word for some in question.spellings for word in some)
        if not words:
            return QueryEmbedding(np.zeros((0, self.dim), np.float32), ())
        terms_of = np.repeat(np.arange(len(question.spellings), dtype=np.int32), list(map(len, question.spellings)))
        vectors = self._spotter.imagine(words)
        is_typed = np.diff(terms_of, prepend=-1) > 0
        vectors[~is_typed] *= _OTHER_SPELLING
        return QueryEmbedding(vectors, words, terms_of, _PRESENCE)

    def embed_picture(self, pixels: Bytes) -> QueryEmbedding:
        """Ask for the words that a picture shows, as they look there."""
        # The weights of ITU-R BT.601, as for pages.
        grey = np.rint(pixels @ np.array([0.299, 0.587, 0.114], np.float32)).astype(np.uint8)
        shown = self._embed(grey)
        terms = np.arange(len(shown.vectors), dtype=np.int32)
        return QueryEmbedding(shown.vectors, ("",) * len(shown.vectors), terms, _PRESENCE)

    def _embed(self, pixels: Bytes | None) -> PatchEmbeddings:
        height, width = pixels.shape if pixels is not None else (0, 0)
        grid = PatchGrid(max(1, -(-height // ROW_PX)), max(1, -(-width // CELL_PX)))
        if pixels is None or not pixels.size:
            return PatchEmbeddings(np.zeros((0, self.dim), np.float32), np.zeros(0, np.int32), grid)
        return different_words(merged(spot_upright(self._spotter, pixels)), grid)


def different_words(spotted: Spotted, grid: PatchGrid) -> PatchEmbeddings:
    """Make one vector of all places that show the same word: their mean, which is surer than each of them."""
    order = np.argsort(-spotted.salience, kind="stable")[:_MOST_PLACES]
    vectors = spotted.vectors[order]
    cells = (spotted.rows[order] * grid.cols + spotted.columns[order]).astype(np.int32)
    word_of = same_words(vectors)
    kept = word_of < MOST_WORDS
    word_of, vectors, cells = word_of[kept], vectors[kept], cells[kept]
    words = int(word_of.max(initial=-1)) + 1
    sums = np.zeros((words, vectors.shape[1]), np.float32)
    np.add.at(sums, word_of, vectors)
    salience = np.full(words, -np.inf, np.float32)
    np.maximum.at(salience, word_of, spotted.salience[order][kept])
    by_word = np.lexsort((cells, word_of))
    return PatchEmbeddings(unit_rows(sums), cells[by_word], grid, salience, word_of[by_word].astype(np.int32))


def same_words(vectors: Floats) -> Ints:
    """Number the words that (places, dim) unit vectors show, in the order in which each first appears.

    A place shows the word of the first place that it is alike enough to, of those that began a word.
    """
    word_of = np.full(len(vectors), -1, np.int32)
    words = 0
    for at in range(len(vectors)):
        if word_of[at] < 0:
            later = at + np.flatnonzero(word_of[at:] < 0)
            word_of[later[vectors[later] @ vectors[at] >= _SAME_WORD]] = words
            word_of[at] = words
            words += 1
    return word_of
