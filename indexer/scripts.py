"""Which script a text is written in, and whether the built-in model reads it by look."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

# By the first word of a letter's name in Unicode. Letters of any other name (Latin, mathematics) count as read.
_SCRIPTS = {
    "ARABIC": "Arabic",
    "ARMENIAN": "Armenian",
    "BENGALI": "Bengali",
    "CJK": "Chinese",
    "CYRILLIC": "Cyrillic",
    "DEVANAGARI": "Devanagari",
    "ETHIOPIC": "Ethiopic",
    "GEORGIAN": "Georgian",
    "GREEK": "Greek",
    "GUJARATI": "Gujarati",
    "GURMUKHI": "Gurmukhi",
    "HANGUL": "Korean",
    "HEBREW": "Hebrew",
    "HIRAGANA": "Japanese",
    "KANNADA": "Kannada",
    "KATAKANA": "Japanese",
    "KHMER": "Khmer",
    "LAO": "Lao",
    "MALAYALAM": "Malayalam",
    "MYANMAR": "Burmese",
    "SINHALA": "Sinhala",
    "TAMIL": "Tamil",
    "TELUGU": "Telugu",
    "THAI": "Thai",
    "TIBETAN": "Tibetan",
}
# Japanese is written in Chinese signs as well, Chinese hardly ever in these.
_JAPANESE_SHARE = 0.1


def unread_script(signs: Mapping[str, int]) -> str:
    """Return the script that most letters of a text are of, if the built-in model does not read it; else "".

    signs: how often the text has each character; what is no letter does not count.
    """
    letters: Counter[str] = Counter()
    for sign, often in signs.items():
        if sign.isalpha():
            letters[_script(sign)] += often
    if letters["Japanese"] > _JAPANESE_SHARE * letters["Chinese"]:
        letters["Japanese"] += letters.pop("Chinese", 0)
    (script, most), *_ = letters.most_common(1) or [("", 0)]
    return script if most > letters.total() / 2 else ""


@lru_cache(maxsize=65536)
def _script(letter: str) -> str:
    return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "")
