"""Fonts: which of the installed ones pages are drawn in, and which are kept for validation."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from pathlib import Path

import pymupdf

_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/share/texmf/fonts"))

_COMMON = re.compile(r"Arimo|Tinos|Liberation(Sans|Serif)$|Carlito|Caladea|Nimbus(Sans|Roman)|texgyre(heros|termes)$")
"""The fonts of most offices, and their likenesses."""

_HELD_OUT = re.compile(
    r"EBGaramond|Cabin|OpenSans|Gentium|Courier$|Manrope|RobotoSlab|PTS|GilliusADF|Vollkorn|LibrisADF"
)
"""Designs with no near relative among the rest."""

_UNFIT = re.compile(
    r"Dingbat|Symbol|Emoji|Fallback|D050000L|Z003|Math|STIX(Size|Integrals|Variants|Non)|Hairline|Thin|ExtraLight|Caps|caps"
    r"|chorus|Outline|Keyboard|Initials|LinBiolinum_K|ScriptStd|Style|signfont|pcfont|stencil|ElstobD|OSP|Graphite"
    r"|lmroman5|lmroman6|dunh|cmunv|cmunu|cmunfi|fonts|latinmodern|LPfont|ComicNeue|OCRBX|OCRBL|OCRBE",
)
_NOTO = re.compile(r"Noto(Sans|Serif|SansDisplay|SerifDisplay|SansMono|Mono)$")

_BASIC = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;()/-%$&'\""
ACCENTED = "áàâäãåāąăæçćčďđéèêëęěēğíìîïīłñńňóòôöõőøœřśšşșťțúùûüůűūýÿźżžßÁÉÖÜØŁŠČ"
SIGNS = "€£§°×@#+–—’“”•"


class Face:
    """A font with the widths of its letters, and which of the rarer ones it has."""

    def __init__(self, font: pymupdf.Font) -> None:
        self.font = font
        self.is_fit = all(self.font.has_glyph(ord(sign)) for sign in _BASIC)
        self.has_accents = all(self.font.has_glyph(ord(sign)) for sign in ACCENTED)
        self.has_signs = all(self.font.has_glyph(ord(sign)) for sign in SIGNS)
        self._widths: dict[str, float] = {}

    def letter_width(self, letter: str) -> float:
        """Return how far a letter moves the pen, in units of the size."""
        width = self._widths.get(letter)
        if width is None:
            width = self._widths[letter] = float(self.font.glyph_advance(ord(letter)))
        return width

    def width(self, text: str, size: float) -> float:
        """Return the width of a text in points."""
        return sum(map(self.letter_width, text)) * size


def families(held_out: bool) -> dict[str, list[Path]]:
    """Find the installed fonts by family: those for training, or those kept for validation."""
    found: dict[str, list[Path]] = {}
    for folder in _FOLDERS:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() not in (".ttf", ".otf"):
                continue
            family = _family(path)
            foreign = family.startswith("Noto") and not _NOTO.match(family)
            if not foreign and not _UNFIT.search(path.stem) and bool(_HELD_OUT.match(family)) == held_out:
                found.setdefault(family, []).append(path)
    if not found:
        raise FileNotFoundError("No fonts found: install those that README.md names.")
    return found


def choose_face(rng: random.Random, held_out: bool) -> Face:
    """Choose a family, then a font of it; the common ones more often."""
    by_family, weights = _weighted(held_out)
    while True:
        family = rng.choices(list(by_family), weights)[0]
        face = _face(rng.choice(by_family[family]))
        if face is not None and face.is_fit:
            return face


@lru_cache(maxsize=2)
def _weighted(held_out: bool) -> tuple[dict[str, list[Path]], list[float]]:
    by_family = families(held_out)
    weights = [6.0 if _COMMON.match(name) else 0.5 if "mono" in name.lower() else 1.0 for name in by_family]
    return by_family, weights


@lru_cache(maxsize=128)
def _face(path: Path) -> Face | None:
    try:
        return Face(pymupdf.Font(fontfile=str(path)))
    except RuntimeError:  # MuPDF does not take every file that calls itself a font.
        return None


def _family(path: Path) -> str:
    return re.split(r"[-_\[. ]|(?<=[a-z])(\d|Bold|Italic|It$|Oblique|No$)|(?<=^cmun)|(?<=^PT[SFMNZC])", path.stem)[0]
