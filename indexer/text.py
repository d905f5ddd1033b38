"""Words: how a question is cut into terms, and how a page's words are compared with them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

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
_POSSESSIVE = re.compile(r"['’]s$")


def terms(question: str) -> tuple[str, ...]:
    """Cut a question into the words that carry it, each once, in order, folded by `fold`."""
    found = [fold(question[match.start() : match.end()]) for match in _TERM.finditer(_outline(question))]
    telling = [term for term in found if term and term not in FILLERS]
    return tuple(dict.fromkeys(telling or [term for term in found if term]))


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word as it is compared: lower case, no accents, no marks around it, no possessive."""
    # Twice, because taking a sign apart can bring a capital to light, and lowering one an accent.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    core = _CORE.search(_outline(plain))
    return _POSSESSIVE.sub("", plain[core.start() : core.end()]) if core else ""


@lru_cache(maxsize=65536)
def stem(folded: str) -> str:
    """Return a folded word's English stem by Snowball, as the text index does, so that what it matches can be lit."""
    stemmed: str = _ENGLISH.stemWord(folded)
    return stemmed


@lru_cache(maxsize=65536)
def parts(word: str) -> frozenset[str]:
    """Return the stems by which a printed word can be met: the whole, and its halves around hyphens and slashes."""
    folded = fold(word)
    pieces = [piece for piece in re.split(r"[-/&]", folded) if piece]
    return frozenset(stem(piece) for piece in (folded, folded.replace(",", ""), *pieces) if piece)


def _outline(words: str) -> str:
    # To `re` itself an accent or a vowel sign is no part of a word, which would cut most words of Hindi or Thai.
    return "".join(
        "a" if sign.isalnum() or sign == "_" else "m" if unicodedata.category(sign)[0] == "M" else sign
        for sign in words
    )
