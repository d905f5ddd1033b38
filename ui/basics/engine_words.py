"""What the engine says, in the language of the window. The engine itself knows English alone, and stores it.

A text is recognised by the templates in engine.txt, which installer/translations.py gathers from the engine's sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication

TEMPLATES = Path(__file__).resolve().parents[2] / "assets" / "translations" / "engine.txt"
PLACE = re.compile(r"\{\d+\}")

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of the engine. mark: the longest piece between the places that it fills in.

    own: how many characters of it are always the same.
    """

    template: str
    mark: str
    own: int

    def readings(self, text: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """Return how a text may be this sentence: what it filled in, and the sentences that follow, or ""."""
        alone, before_others = _patterns(self.template)
        if match := alone.fullmatch(text):
            yield match.groups(), ""
        if match := before_others.fullmatch(text):
            *filled_in, rest = match.groups()
            yield tuple(filled_in), rest


def said(text: str) -> str:
    """Return what the engine said in the language of the window; what nobody translated stays as it is."""
    # The window's language as its catalogue has it: a person may have chosen another one than the system's.
    language = translate("Language", "en")
    return text if language == "en" else _said(text, language)


@lru_cache(maxsize=4096)
def _said(text: str, _language: str) -> str:
    _, translated = _read(text)
    return translated or text


def _read(text: str) -> tuple[int, str]:
    """Translate one sentence or several. Returns how many characters are the engine's own, and "" if one is unknown.

    Of several readings the one with most of such characters is taken: names of files may look like sentences.
    """
    sentences, words = _templates()
    if text.lower() in words:
        return len(text), translate("Engine", words[text.lower()])
    best = 0, ""
    # To look for a piece is much faster than to match, and few texts hold it.
    for sentence in [each for each in sentences if each.mark in text]:
        for filled_in, rest in sentence.readings(text):
            own, after = _read(rest) if rest else (0, "")
            own += sentence.own
            if own > best[0] and bool(rest) == bool(after):
                # What is filled in may be the engine's as well: why something failed.
                values = [_read(value)[1] or value for value in filled_in]
                best = own, " ".join(filter(None, (translate("Engine", sentence.template).format(*values), after)))
    return best


@cache
def _templates() -> tuple[tuple[_Sentence, ...], Mapping[str, str]]:
    """Read the sentences, and the texts without places by their small letters, which need no search."""
    templates = TEMPLATES.read_text(encoding="utf-8").splitlines()
    sentences = []
    for template in templates:
        pieces = PLACE.split(template)
        # The others are words that stand in a sentence, and never before one.
        if len(pieces) > 1 or "." in template:
            sentences.append(_Sentence(template, max(pieces, key=len), sum(map(len, pieces))))
    return tuple(sentences), {template.lower(): template for template in templates if not PLACE.search(template)}


@cache
def _patterns(template: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what matches a sentence, and the same with others after it."""
    pattern = "(.*?)".join(map(re.escape, PLACE.split(template)))
    return re.compile(pattern, re.DOTALL), re.compile(pattern + " (.+)", re.DOTALL)
