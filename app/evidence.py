"""What a hit shows: its lit regions and the line of text that matched."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.regions import line_evidence, word_regions
from indexer.text import parts, stem
from indexer.types import PageText, Region

NO_TERM = -1

_LONGEST_LINE = 240


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a page answers. bold: (start, end) character ranges of the matching words in `line`."""

    regions: tuple[Region, ...]
    line: str
    bold: tuple[tuple[int, int], ...]


class TermLookup(dict[str, int]):
    """Leads from a printed word to the term that it answers, or NO_TERM; learns words as it meets them."""

    def __init__(self, terms: Sequence[str]) -> None:
        super().__init__()
        self._stems = {stem(term): at for at, term in reversed(list(enumerate(terms)))}

    def __missing__(self, word: str) -> int:
        shared = self._stems.keys() & parts(word)
        term = min(self._stems[part] for part in shared) if shared else NO_TERM
        self[word] = term
        return term


def find_terms(text: PageText, lookup: TermLookup) -> dict[int, int]:
    """Find the words of a page that answer a term: word index to term index."""
    terms = list(map(lookup.__getitem__, text.words))
    return {at: terms[at] for at in np.flatnonzero(np.array(terms) != NO_TERM).tolist()}


def term_weights(count: int, found: Sequence[Mapping[int, int]]) -> tuple[float, ...]:
    """Weigh `count` terms by how few of the pages hold each, so that a word on every page lights nothing by itself.

    found: for each page, what find_terms found there.
    """
    holding = [0] * count
    for matched in found:
        for at in set(matched.values()):
            holding[at] += 1
    return tuple(math.log(1 + (len(found) + 1) / (held + 0.5)) for held in holding)


def evidence(text: PageText, found: Mapping[int, int], weights: Sequence[float]) -> Evidence:
    """Box the words of a page that answer, and choose the line that says most of it."""
    lines = line_evidence(text, found, weights)
    if not lines:
        return Evidence((), "", ())
    best = max(lines, key=lambda line: (lines[line], -line))
    on_line = [int(at) for at in np.flatnonzero(text.lines == best)]
    line, bold = _line(text.words, on_line, set(found))
    return Evidence(word_regions(text, found, lines), line, bold)


def _line(words: Sequence[str], on_line: Sequence[int], found: set[int]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Join a line's words, as many as fit around the first match."""
    first = next(at for at in on_line if at in found)
    start = on_line[0]
    while sum(len(words[at]) + 1 for at in range(start, first)) > _LONGEST_LINE // 3:
        start += 1
    line, bold = ("… " if start > on_line[0] else ""), []
    for at in range(start, on_line[-1] + 1):
        room = _LONGEST_LINE - len(line)
        if len(words[at]) > room:
            if at == first:
                bold.append((len(line), _LONGEST_LINE))
                line += words[at][:room]
            line += "…"
            break
        if at in found:
            bold.append((len(line), len(line) + len(words[at])))
        line += words[at] + (" " if at < on_line[-1] else "")
    return line, tuple(bold)
