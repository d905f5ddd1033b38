"""A picture of what smallness costs: bytes a page against what is kept of the answers, one dot a profile, as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

Rect: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels."""

WIDTH, HEIGHT = 880, 520
FRAME: Rect = (84, 64, 850, 446)

_INK, _FAINT, _LINE, _ACCENT = "#2b2b2b", "#6b6b6b", "#e4e2de", "#c77700"
_FONT = 14
# Wide enough for a bold letter of any usual sans-serif.
_LETTER_WIDTH = 8.6
_LABEL_HEIGHT = 18
_DOT = 6
_GAP = 5


@dataclass(frozen=True, slots=True)
class Dot:
    """A profile: what it takes, what it keeps in percent, and where most of that lies."""

    label: str
    bytes_per_page: float
    kept: float
    low: float
    high: float


def draw(dots: Sequence[Dot], title: str, kept: str, size: str = "bytes per page, log scale") -> str:
    """Draw dots with their labels, which never lie upon one another. kept, size: what the axes are called.

    Raises ValueError when there are no dots.
    """
    if not dots:
        raise ValueError("there is nothing to draw")
    across = _Log([dot.bytes_per_page for dot in dots])
    up = _Percent([dot.low for dot in dots], [dot.high for dot in dots])
    left, top, right, bottom = FRAME
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="system-ui, Segoe UI, Helvetica, Arial, sans-serif" font-size="{_FONT}" fill="{_INK}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(left, 34, title, size=18, weight=600),
    ]
    for value in across.ticks():
        x = across.place(value)
        parts.append(f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom}" stroke="{_LINE}"/>')
        parts.append(_text(x, bottom + 22, _short(value), anchor="middle", fill=_FAINT))
    for value in up.ticks():
        y = up.place(value)
        parts.append(f'<line x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="{_LINE}"/>')
        parts.append(_text(left - 10, y + 5, f"{value:g} %", anchor="end", fill=_FAINT))
    parts.append(_text((left + right) / 2, bottom + 50, size, anchor="middle"))
    parts.append(_text(left, top - 10, kept))
    places = [(across.place(dot.bytes_per_page), up.place(dot.kept)) for dot in dots]
    for dot, (x, _) in zip(dots, places, strict=True):
        low, high = up.place(dot.low), up.place(dot.high)
        parts.append(
            f'<line x1="{x:.1f}" y1="{low:.1f}" x2="{x:.1f}" y2="{high:.1f}" stroke="{_ACCENT}" opacity="0.4"/>'
        )
    labels = place_labels([dot.label for dot in dots], places)
    for dot, (x, y), rect in zip(dots, places, labels, strict=True):
        near_x, near_y = min(max(x, rect[0]), rect[2]), min(max(y, rect[1]), rect[3])
        if math.hypot(near_x - x, near_y - y) > _DOT + 2 * _GAP:
            parts.append(
                f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{near_x:.1f}" y2="{near_y:.1f}" stroke="{_FAINT}" opacity="0.5"/>'
            )
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_DOT}" fill="{_ACCENT}" stroke="#ffffff">'
            f"<title>{escape(dot.label)}: {dot.bytes_per_page:,.0f} bytes a page, {dot.kept:.1f} % "
            f"({dot.low:.1f} to {dot.high:.1f})</title></circle>"
        )
        # Letters are narrower than is reckoned with, so a label holds on to its dot's side of the place.
        anchor, at = "middle", (rect[0] + rect[2]) / 2
        if rect[0] > x:
            anchor, at = "start", rect[0]
        elif rect[2] < x:
            anchor, at = "end", rect[2]
        parts.append(_text(at, rect[3] - 4, dot.label, anchor=anchor, weight=600))
    return "\n".join([*parts, "</svg>"]) + "\n"


def place_labels(labels: Sequence[str], dots: Sequence[tuple[float, float]]) -> list[Rect]:
    """Find a place for each label: beside its dot if it can be, in the frame, upon no dot and no other label."""
    taken = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in dots]
    placed: list[Rect] = []
    for label, (x, y) in zip(labels, dots, strict=True):
        rects = _candidates(len(label) * _LETTER_WIDTH, x, y)
        rect = next(rect for rect in rects if not any(_overlap(rect, other) for other in (*taken, *placed)))
        placed.append(rect)
    return placed


def _candidates(width: float, x: float, y: float) -> list[Rect]:
    """List places in the frame for a label, the nearest first; of those as near, the right one."""
    left, top, right, bottom = FRAME
    half = _LABEL_HEIGHT / 2
    beside = [
        (x + _DOT + _GAP, y - half),
        (x - _DOT - _GAP - width, y - half),
        (x - width / 2, y - _DOT - _GAP - _LABEL_HEIGHT),
        (x - width / 2, y + _DOT + _GAP),
    ]
    # All over the frame, so that there is one however crowded it is.
    rows = range(int(top), int(bottom) - _LABEL_HEIGHT + 1, _LABEL_HEIGHT // 2)
    columns = range(int(left), int(right - width) + 1, 12)
    far = [(float(column), float(row)) for row in rows for column in columns]
    far.sort(key=lambda at: math.hypot(at[0] + width / 2 - x, (at[1] + half - y) * 2))
    return [
        (at_x, at_y, at_x + width, at_y + _LABEL_HEIGHT)
        for at_x, at_y in (*beside, *far)
        if at_x >= left and at_y >= top and at_x + width <= right and at_y + _LABEL_HEIGHT <= bottom
    ]


def _overlap(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class _Log:
    """The axis from left to right."""

    def __init__(self, values: Sequence[float]) -> None:
        self._low = math.log10(max(min(values), 1)) - 0.15
        self._high = math.log10(max(*values, 1)) + 0.15 if len(values) > 1 else self._low + 1

    def place(self, value: float) -> float:
        """Return where a value lies."""
        share = (math.log10(max(value, 1)) - self._low) / (self._high - self._low)
        return FRAME[0] + share * (FRAME[2] - FRAME[0])

    def ticks(self) -> list[float]:
        """Return round numbers along the axis: 1, 2 and 5 times the powers of ten, or the powers alone."""
        steps = (1, 2, 5) if self._high - self._low < 3 else (1,)
        powers = range(math.floor(self._low), math.ceil(self._high) + 1)
        values = [step * 10.0**power for power in powers for step in steps]
        return [value for value in values if self._low <= math.log10(value) <= self._high]


class _Percent:
    """The axis from bottom to top: from nothing, or from near the lowest when all is kept nearly whole."""

    def __init__(self, lows: Sequence[float], highs: Sequence[float]) -> None:
        self._low = max(math.floor(min(lows) / 10) * 10 - 10, 0) if min(lows) > 50 else 0
        self._high = max(math.ceil(max(*highs, 100.0) / 5) * 5, self._low + 20)

    def place(self, value: float) -> float:
        """Return where a value lies."""
        share = (value - self._low) / (self._high - self._low)
        return FRAME[3] - share * (FRAME[3] - FRAME[1])

    def ticks(self) -> list[float]:
        """Return round numbers along the axis."""
        step = 5 if self._high - self._low <= 50 else 20
        return [float(value) for value in range(math.ceil(self._low / step) * step, int(self._high) + 1, step)]


def _short(value: float) -> str:
    for unit, name in ((1e6, "M"), (1e3, "k")):
        if value >= unit:
            return f"{value / unit:g}{name}"
    return f"{value:g}"


def _text(
    x: float, y: float, text: str, size: int = _FONT, weight: int = 400, anchor: str = "start", fill: str = _INK
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{fill}">{escape(text)}</text>'
    )
