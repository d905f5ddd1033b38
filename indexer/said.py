"""What a page says, word after word: whether it says a phrase, and where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from indexer.question import Phrase, Question
from indexer.text import pieces, stem

_SIGN = r"[^\W_]"
_BETWEEN = r"(?:'s)?[\W_]+"
_ACCENTS = re.compile("[\u0300-\u036f]")
_OTHER_SCRIPTS = re.compile("[\u0370-\u1fff\u20d0-\u20ff\u2c00-\U0010ffff]")
_NUMBER = re.compile(r"(\d+)(\.\d+)?")


class Said:
    """The words of a page, cut at hyphens and slashes, so that Year-End says year and end."""

    def __init__(self, words: Sequence[str]) -> None:
        cut = [(piece, at) for at, word in enumerate(words) for piece in pieces(word)]
        self._pieces = [piece for piece, _ in cut]
        self._word_of = [at for _, at in cut]

    def places(self, phrase: Phrase) -> Iterator[range]:
        """Yield the words that say a phrase, wherever they do."""
        said, wanted = self._pieces, list(phrase.pieces)
        if not phrase.exact:
            said, wanted = list(map(stem, said)), list(map(stem, wanted))
        at = -1
        while wanted:
            try:
                at = said.index(wanted[0], at + 1)
            except ValueError:
                return
            if said[at : at + len(wanted)] == wanted:
                yield range(self._word_of[at], self._word_of[at + len(wanted) - 1] + 1)


def admits(question: Question, text: str) -> bool:
    """Tell whether a page's text says all that it must, and nothing that it must not."""
    plain = _plain(text)
    return all(_says(plain, phrase) for phrase in question.phrases) and not any(
        _says(plain, phrase) for phrase in question.without
    )


def says(text: str, phrase: Phrase) -> bool:
    """Tell whether a text says a phrase, as `Said` does, without cutting all of it into words."""
    return _says(_plain(text), phrase)


def _says(plain: str, phrase: Phrase) -> bool:
    wanted = phrase.pieces
    beginnings, pattern = _pattern(wanted, phrase.exact)
    # Most texts are told apart by this alone, in a fraction of the time.
    if not wanted or not all(beginning in plain for beginning in beginnings):
        return False
    if phrase.exact:
        return bool(pattern.search(plain))
    stems = [stem(piece) for piece in wanted if not _NUMBER.fullmatch(piece)]
    return any([*map(stem, match.groups())] == stems for match in pattern.finditer(plain))


@lru_cache(maxsize=256)
def _pattern(wanted: tuple[str, ...], exact: bool) -> tuple[list[str], re.Pattern[str]]:
    """Write a phrase as how its words begin, and as a pattern.

    Inexact, the pattern is too wide, and its groups are the words whose stems decide.
    """
    beginnings, written = [], []
    for piece in wanted:
        if number := _NUMBER.fullmatch(piece):
            # Zeros before it make it a code, which has no thousands.
            digits = f"{int(number[1]):,}" if piece[0] != "0" else number[1]
            sign = re.escape(digits).replace(",", ",?") + re.escape(number[2] or "")
            written.append(rf"(?<!\d[.,]){sign}(?![.,]\d)")
        elif exact:
            beginnings.append(piece)
            written.append(re.escape(piece))
        else:
            begun = piece if piece.startswith(stem(piece)) else stem(piece)[:-1]
            beginnings.append(begun)
            written.append(rf"({re.escape(begun)}{_SIGN}*)")
    return beginnings, re.compile(rf"(?<!{_SIGN}){_BETWEEN.join(written)}(?!{_SIGN})")


def _plain(text: str) -> str:
    """Fold a whole text as `fold` does a word."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text).casefold()
    if _OTHER_SCRIPTS.search(folded):
        folded = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return _ACCENTS.sub("", folded).replace("’", "'")
