"""Words: how a question is cut into terms, and how a page's words are compared with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

# Words that ask rather than say. A question made of nothing else keeps them.
FILLERS = frozenset(
    """a about an and any are as at be been being by can could did do does for from had has have how i if in into is it
    its me my of on or our please should so than that the their them then there these they this those to was we were
    what when where which who whom whose why will with would you your""".split()
)

# These two are met by a word's outline: a for letters, digits and underscores, m for accents and vowel signs.
_ENGLISH = snowballstemmer.stemmer("english")

_TERM = re.compile(r"a[am]*(?:[.,'’&/-]a[am]*)*")
_CORE = re.compile(r"a(?:.*a)?m*", re.DOTALL)
_POSSESSIVE = re.compile(r"'s$")
# A comma without a space after it joins the digits of a number, and nothing else.
_SENTENCE_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_JOINT = re.compile(r"[-‐‑‒–—/&]")
_SURE = 4
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class Word(NamedTuple):
    """A word of a text, folded, and where it stands there."""

    folded: str
    start: int
    end: int


def cut(text: str) -> Iterator[Word]:
    """Yield the words of a text, without the marks between them."""
    for match in _TERM.finditer(_outline(text)):
        start = match.start()
        for piece in _SENTENCE_COMMA.split(text[start : match.end()]):
            end = start + len(piece)
            if folded := fold(piece):
                yield Word(folded, start, end)
            start = end + 1


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word as it is compared: lower case, no accents, no marks around it, no possessive."""
    # Twice, because taking a sign apart can bring a capital to light, and lowering one an accent.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark)).replace("’", "'")
    core = _CORE.search(_outline(plain))
    return _POSSESSIVE.sub("", plain[core.start() : core.end()]) if core else ""


@lru_cache(maxsize=65536)
def stem(folded: str) -> str:
    """Return a folded word's English stem by Snowball, as the text index does, so that what it matches can be lit."""
    stemmed: str = _ENGLISH.stemWord(folded)
    return stemmed


@lru_cache(maxsize=65536)
def pieces(word: str) -> tuple[str, ...]:
    """Return what a printed word is made of, in order: Year-End is year and end, $1,577 is 1577, a dash is nothing."""
    folded = fold(word)
    if not _JOINT.search(folded):
        return (_plain(folded),) if folded else ()
    return tuple(_plain(piece) for piece in map(fold, _JOINT.split(folded)) if piece)


@lru_cache(maxsize=65536)
def parts(word: str) -> frozenset[str]:
    """Return the stems by which a printed word can be met: the whole, and its halves around hyphens and slashes."""
    folded = fold(word)
    return frozenset(map(stem, {folded, *pieces(word)})) if folded else frozenset()


def sieve(stems: Collection[str]) -> Callable[[str], bool]:
    """Return a quick test of printed words that none with one of these stems among its `parts` fails, but most others.

    A stem is how its words begin, but for its last letter or two: capabl is the stem of capability.
    """
    plain = [found.replace(",", "") for found in stems]
    # Short stems lose one letter, but for those of dying and lying.
    lost = [1 if len(found) < _SURE and not found.endswith("ie") else 2 for found in plain]
    beginnings = {found[: max(1, len(found) - some)] for found, some in zip(plain, lost, strict=True)}
    if not beginnings:
        return lambda word: False
    hint = re.compile("|".join(map(re.escape, beginnings))).search
    return lambda word: not word.isascii() or hint(word.lower().replace(",", "")) is not None


def _plain(folded: str) -> str:
    # Whether the thousands are grouped makes no difference.
    return folded.replace(",", "") if _GROUPED.fullmatch(folded) else folded


def _outline(words: str) -> str:
    # To `re` itself an accent or a vowel sign is no part of a word, which would cut most words of Hindi or Thai.
    return "".join(
        "a" if sign.isalnum() or sign == "_" else "m" if unicodedata.category(sign)[0] == "M" else sign
        for sign in words
    )
