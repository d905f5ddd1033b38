"""What a hit shows: its lit regions and the line of text that matched."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.answers.regions import MAX_REGIONS, line_evidence, passage_regions, word_regions
from indexer.question import Phrase, Question
from indexer.said import Said
from indexer.text import parts, pieces, sieve, stem
from indexer.types import Box, PageText, Region

NO_TERM = -1

_LONGEST_LINE = 240
_IN_PASSAGE = 1.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a page answers. bold: (start, end) character ranges of the matching words in `line`."""

    regions: tuple[Region, ...]
    line: str
    bold: tuple[tuple[int, int], ...]


class TermLookup(dict[str, int]):
    """Leads from a printed word to the term that it answers by itself, or NO_TERM; learns words as it meets them.

    phrases: what takes several words to answer, with the term that they answer together.
    """

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.phrases: list[tuple[int, Phrase]] = []
        self._stems: dict[str, int] = {}
        self._exact: dict[str, int] = {}
        quoted = {phrase.text for phrase in question.phrases}
        for at, (term, forms) in enumerate(zip(question.terms, question.variants, strict=True)):
            for phrase in (Phrase(form, exact=term in quoted) for form in forms):
                if len(phrase.pieces) > 1:
                    self.phrases.append((at, phrase))
                if not phrase.exact:
                    self._stems.setdefault(stem(phrase.text), at)
                elif len(phrase.pieces) == 1:
                    self._exact.setdefault(phrase.pieces[0], at)
        self._may_answer = sieve({*self._stems, *self._exact})
        self._pieces = _Pieces({stem(piece) for _, phrase in self.phrases for piece in phrase.pieces})

    def __missing__(self, word: str) -> int:
        # Hardly any word answers, and this is asked for every word of many pages.
        if not self._may_answer(word):
            self[word] = NO_TERM
            return NO_TERM
        answered = [self._stems[part] for part in self._stems.keys() & parts(word)]
        if self._exact:
            answered += [self._exact[piece] for piece in self._exact.keys() & set(pieces(word))]
        term = min(answered, default=NO_TERM)
        self[word] = term
        return term

    def find_phrases(self, words: Sequence[str]) -> tuple[dict[int, int], dict[int, int]]:
        """Find the words of a page that answer a term together, and those that would: word index to term index.

        The latter are the words of a compound on a page that has them only apart, which is what it was found by.
        """
        if not self.phrases:
            return {}, {}
        held = list(map(self._pieces.__getitem__, words))
        on_page = frozenset().union(*held)
        wanted = [(term, phrase, {*map(stem, phrase.pieces)}) for term, phrase in self.phrases]
        together: dict[int, int] = {}
        if any(stems <= on_page for _, _, stems in wanted):
            said = Said(words)
            together = {at: term for term, phrase, _ in wanted for place in said.places(phrase) for at in place}
        apart = {
            at: term
            for term, phrase, stems in wanted
            if not phrase.exact and term not in together.values() and not stems.isdisjoint(on_page)
            for at, some in enumerate(held)
            if not stems.isdisjoint(some)
        }
        return together, apart


class _Pieces(dict[str, frozenset[str]]):
    """Leads from a printed word to those of some stems that it has; learns words as it meets them."""

    def __init__(self, stems: Collection[str]) -> None:
        super().__init__()
        self._stems = frozenset(stems)
        self._may_have = sieve(self._stems)

    def __missing__(self, word: str) -> frozenset[str]:
        self[word] = found = self._stems & parts(word) if self._may_have(word) else frozenset()
        return found


def find_terms(text: PageText, lookup: TermLookup) -> dict[int, int]:
    """Find the words of a page that answer a term: word index to term index."""
    terms = list(map(lookup.__getitem__, text.words))
    alone = {at: terms[at] for at in np.flatnonzero(np.array(terms) != NO_TERM).tolist()}
    together, apart = lookup.find_phrases(text.words)
    return dict(sorted({**apart, **alone, **together}.items()))


def term_weights(count: int, found: Sequence[Mapping[int, int]]) -> tuple[float, ...]:
    """Weigh `count` terms by how few of the pages hold each, so that a word on every page lights nothing by itself.

    found: for each page, what find_terms found there.
    """
    holding = [0] * count
    for matched in found:
        for at in set(matched.values()):
            holding[at] += 1
    return tuple(math.log(1 + (len(found) + 1) / (held + 0.5)) for held in holding)


def evidence(
    text: PageText, found: Mapping[int, int], weights: Sequence[float], passage: tuple[int, int] | None = None
) -> Evidence:
    """Box the words of a page that answer, and choose the line that says most of it.

    passage: the first and the last word of what means most nearly what was asked. It is lit too, and words in it count
    for more than the same words elsewhere.
    """
    lines = line_evidence(text, found, weights)
    meant: tuple[Region, ...] = ()
    if passage is not None:
        meant = passage_regions(text, *passage)
        inside = set(text.lines[passage[0] : passage[1] + 1].tolist())
        lines = {line: value * (_IN_PASSAGE if line in inside else 1) for line, value in lines.items()}
    if not lines:
        if passage is None:
            return Evidence((), "", ())
        on_line = [int(at) for at in np.flatnonzero(text.lines == text.lines[passage[0]])]
        meant = tuple(Region(each.box, 1.0, each.tokens) for each in meant)
        return Evidence(meant, _line(text.words, on_line, set(on_line[:1]))[0], ())
    best = max(lines, key=lambda line: (lines[line], -line))
    on_line = [int(at) for at in np.flatnonzero(text.lines == best)]
    line, bold = _line(text.words, on_line, set(found))
    return Evidence((*word_regions(text, found, lines), *meant)[:MAX_REGIONS], line, bold)


def text_in(text: PageText, box: Box) -> str:
    """Return the words of a page whose middles lie in a box, line by line in reading order."""
    left, top, right, bottom = box
    across, down = (text.boxes[:, 0] + text.boxes[:, 2]) / 2, (text.boxes[:, 1] + text.boxes[:, 3]) / 2
    inside = np.flatnonzero((across >= left) & (across <= right) & (down >= top) & (down <= bottom))
    lines: dict[int, list[str]] = {}
    for at in inside.tolist():
        lines.setdefault(int(text.lines[at]), []).append(text.words[at])
    return "\n".join(map(" ".join, lines.values()))


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
