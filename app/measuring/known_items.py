"""Questions made of a library's own pages, where nobody has written any: some words of a page, or some of its patches.

What such a question looks for is known, the page it was made of; but here exact vectors say what is right, and the
questions only have to be of the kind that could be asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from indexer.embed import Embedder
from indexer.question import parse
from indexer.rows import Document, StoredText
from indexer.text import FILLERS, fold
from indexer.types import Page, PatchEmbeddings, QueryEmbedding

SEED = 20261120
WORDS = 5
PATCHES = 16

_SHORTEST_WORD = 3
_PAGES_AT_ONCE = 64
# Patches are scored as the words of this would be.
_ANY_QUESTION = "harbour"


class ExactLibrary(Protocol):
    """A library that may keep the exact vectors of its pages."""

    @property
    def keeps_exact(self) -> bool:
        """Whether it does."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """What it holds."""

    def exact_pages(self) -> Iterator[tuple[Page, PatchEmbeddings]]:
        """Yield pages with all their vectors, always in the same order; a page may have none."""

    def texts(self, pages: Collection[Page]) -> dict[Page, StoredText]:
        """Read what a few pages say."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Questions as vectors, and how many of them came from words and how many from patches."""

    questions: tuple[QueryEmbedding, ...]
    from_words: int
    from_patches: int


def draw_questions(library: ExactLibrary, embedder: Embedder, count: int, of: Sequence[Page] | None = None) -> Drawn:
    """Make a question of each of `count` pages, or of fewer where there are not so many; always the same ones.

    of: the pages to choose from; None: all of the library.
    A page gives WORDS telling words that stand close together, or PATCHES of its patches where it has not that many,
    or nothing where it has no patches either.
    """
    random = np.random.default_rng(SEED)
    pages = all_pages(library.documents) if of is None else of
    order = [pages[at] for at in random.permutation(len(pages)).tolist()]
    by_words: dict[Page, QueryEmbedding] = {}
    wordless: set[Page] = set()
    for start in range(0, len(order), _PAGES_AT_ONCE):
        some = order[start : start + _PAGES_AT_ONCE]
        texts = library.texts(some)
        for page in some:
            words = passage(texts[page].text.words, random) if page in texts else ()
            question = embedder.embed_question(parse(" ".join(words))) if words else None
            if question is not None and len(question.vectors):
                by_words[page] = question
            else:
                wordless.add(page)
        if len(by_words) >= count:
            break
    by_patches = _patches(library, embedder, wordless, random) if wordless else {}
    chosen = [page for page in order if page in by_words or page in by_patches][:count]
    questions = tuple(by_words[page] if page in by_words else by_patches[page] for page in chosen)
    from_words = sum(page in by_words for page in chosen)
    return Drawn(questions, from_words, len(chosen) - from_words)


def all_pages(documents: Mapping[str, Document]) -> list[Page]:
    """Return every page of some documents, in an order that does not change."""
    return [Page(name, number) for name, row in sorted(documents.items()) for number in range(1, row.pages + 1)]


def passage(words: Sequence[str], random: np.random.Generator) -> tuple[str, ...]:
    """Draw WORDS different telling words that follow one another, fillers left out; none where there are too few."""
    telling = [
        folded
        for folded in map(fold, words)
        if len(folded) >= _SHORTEST_WORD and folded not in FILLERS and any(sign.isalpha() for sign in folded)
    ]
    if len(set(telling)) < WORDS:
        return ()
    begin = int(random.integers(len(telling)))
    # Round the end of the page, so that every word has the same chance.
    return tuple(dict.fromkeys(telling[begin:] + telling[:begin]))[:WORDS]


def _patches(
    library: ExactLibrary, embedder: Embedder, wanted: Collection[Page], random: np.random.Generator
) -> dict[Page, QueryEmbedding]:
    """Draw patches of pages. Not the most telling ones: pruning keeps those, and would look better than it is."""
    presence = embedder.embed_question(parse(_ANY_QUESTION)).presence
    drawn = {}
    for page, embeddings in library.exact_pages():
        if page in wanted and len(embeddings.vectors):
            vectors = embeddings.vectors[np.sort(random.permutation(len(embeddings.vectors))[:PATCHES])]
            drawn[page] = QueryEmbedding(vectors, ("",) * len(vectors), presence=presence)
    return drawn
