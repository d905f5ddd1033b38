"""Pages are cut into passages short enough for a sentence model, at the ends of sentences and lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from indexer.arrays import Ints
from indexer.embed.sentences import Tokens
from indexer.types import PageText

# To be raised whenever pages are cut differently: what was stored before is made again then.
CUTTING = 1
WORDS = 120
OVERLAP = 30
_SENTENCE_ENDS = (".", "!", "?", ":", "。", "！", "？")
_CLOSING = "\"'”’»)]"


@dataclass(frozen=True, slots=True)
class Passage:
    """Part of a page. first, last: its first and last word.    tokens: what the model is to be given."""

    first: int
    last: int
    tokens: Ints


def passages(text: PageText, tokens: Tokens, longest: int, words: int = WORDS, overlap: int = OVERLAP) -> list[Passage]:
    """Cut a page into passages of at most so many words and tokens; neighbours share some words.

    tokens: those of all the page's words. Nothing is left out: each word that has any is in a passage, with all of its
    tokens. Only a word that is too long by itself is spread over several.
    """
    if not len(tokens.ids):
        return []
    starts = np.searchsorted(tokens.words, np.arange(len(text.words) + 1)).astype(np.int32)
    return [
        Passage(first, end - 1, piece)
        for first, end in _cuts(_rests(text), starts, longest, words, overlap)
        for piece in _pieces(tokens.ids[starts[first] : starts[end]], longest)
    ]


def _cuts(rests: Ints, starts: Ints, longest: int, words: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Yield the first word of each passage and the one after its last.

    rests: as `_rests` says.    starts: the first token of each word, and after the last the number of tokens.
    """
    count = len(rests) - 1
    first = covered = 0
    while True:
        fits = int(np.searchsorted(starts, starts[first] + longest, side="right")) - 1
        end = min(first + _even(count - first, words, overlap), max(fits, first + 1))
        if end <= covered:  # Nothing but what is shared would fit.
            first = covered
            continue
        if end < count:
            end = _best(rests, max(first + (end - first) // 2, covered + 1), end)
        yield first, end
        if end == count:
            return
        covered = end
        shared = min(overlap, (end - first) // 3)
        first = _best(rests, end - shared, end - shared // 2)


def _even(left: int, words: int, overlap: int) -> int:
    """Share out the words that are left, so that the last passage is no mere scrap."""
    if left <= words:
        return left
    pieces = -(-(left - overlap) // (words - overlap))
    return min(words, -(-(left + (pieces - 1) * overlap) // pieces) + overlap // 2)


def _best(rests: Ints, earliest: int, latest: int) -> int:
    """Return where it is best to cut, from the one word to the other; late rather than early."""
    return latest - int(np.argmax(rests[earliest : latest + 1][::-1]))


def _rests(text: PageText) -> Ints:
    """Say before each word, and after the last, how good a place it is to cut: 1 between lines, 2 between sentences."""
    between_lines = np.diff(text.lines, prepend=-1, append=-1) != 0
    ends = [False, *(word.rstrip(_CLOSING).endswith(_SENTENCE_ENDS) for word in text.words)]
    rests: Ints = between_lines.astype(np.int32) + 2 * np.array(ends, np.int32)
    return rests


def _pieces(ids: Ints, longest: int) -> Iterator[Ints]:
    """Cut what is too long anywhere."""
    for start in range(0, len(ids), longest):
        yield ids[start : start + longest]
