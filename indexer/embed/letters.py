"""Letters: how print is cut into tokens, and the features by which the query side knows a token.

Training and search share this, so a change here needs new weights.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.arrays import Ints

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789.,-&"
"""What a token is made of. Any other sign counts as one unknown symbol."""

LONGEST = 32
"""Letters beyond these are not looked at."""

_PLACES = 16
_TRIGRAM_ROWS = 1536

_SYMBOLS = len(ALPHABET) + 2  # Zero is no symbol, the last one an unknown symbol.
_FROM_END = _PLACES * _SYMBOLS
_BIGRAMS = 2 * _PLACES * _SYMBOLS
_LENGTHS = _BIGRAMS + _SYMBOLS * _SYMBOLS
_TRIGRAMS = _LENGTHS + LONGEST + 1
FEATURES = _TRIGRAMS + _TRIGRAM_ROWS
"""How many features there are."""

_SYMBOL_OF = np.full(128, _SYMBOLS - 1, np.int64)
_SYMBOL_OF[[0, *map(ord, ALPHABET)]] = np.arange(_SYMBOLS - 1)

# Letters that Unicode does not take apart, as people without the key type them.
_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_PLAIN_SIGNS = str.maketrans("‐‑‒–—−’‘“”", "------''\"\"")

_SIGN = r"[^\W_]"
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)+{_SIGN}*"  # 1,577   12.4   1.5bn
    rf"|(?<!{_SIGN}){_LETTER}(?:\.{_LETTER})+(?!{_SIGN})"  # u.s   e.g
    rf"|{_SIGN}+(?:&{_SIGN}+)+"  # r&d   at&t
    rf"|(?<!{_SIGN}){_LETTER}-{_SIGN}+|{_SIGN}+-{_LETTER}(?!{_SIGN})"  # e-mail   10-k
    rf"|{_SIGN}+"
)


class Token(NamedTuple):
    """A token, folded, and the part of the text that it was cut from."""

    folded: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Cut text into what is looked for on a page: words and numbers, without single letters.

    Hyphens, slashes and apostrophes cut, unless one side of a hyphen is a single letter.
    """
    text = text.translate(_PLAIN_SIGNS)
    found = (Token(fold_letters(match.group()), match.start(), match.end()) for match in _TOKEN.finditer(text))
    return [token for token in found if len(token.folded) > 1 or token.folded.isdecimal()]


def fold_letters(text: str) -> str:
    """Write text in small letters without accents: Ł as l, ß as ss, Æ as ae."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN_LETTERS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_PLAIN_SIGNS)


def features(words: Sequence[str]) -> tuple[Ints, Ints]:
    """Tell words by their letters and the places of these from both ends, by pairs, threes and the length.

    Returns feature numbers, all words' one after another, and where each word's begin: (n,) int32, (words,) int32.
    """
    if not words:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    signs = np.array([word[:LONGEST] for word in words], f"<U{LONGEST}").view(np.uint32).reshape(len(words), LONGEST)
    symbols = np.zeros((len(words), LONGEST + 3), np.int64)
    symbols[:, 1 : LONGEST + 1] = _SYMBOL_OF[np.minimum(signs, 127)]
    first, second, third = symbols[:, :-2], symbols[:, 1:-1], symbols[:, 2:]
    lengths = (second > 0).sum(1, keepdims=True)
    places = np.arange(LONGEST + 1)
    is_letter = places < lengths
    from_start = np.minimum(places, _PLACES - 1) * _SYMBOLS + second
    from_end = _FROM_END + np.clip(lengths - 1 - places, 0, _PLACES - 1) * _SYMBOLS + second
    pairs = _BIGRAMS + first * _SYMBOLS + second
    threes = _TRIGRAMS + (first * 7919 + second * 104729 + third * 1299709) % _TRIGRAM_ROWS
    numbers = np.concatenate([from_start, from_end, pairs, threes, _LENGTHS + lengths], axis=1)
    present = np.concatenate([is_letter, is_letter, places <= lengths, is_letter, lengths >= 0], axis=1)
    counts = present.sum(1)
    return numbers[present].astype(np.int32), (np.cumsum(counts) - counts).astype(np.int32)
