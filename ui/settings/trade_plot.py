"""A picture of what smallness costs: bytes a page across, on a log scale, and up what is kept of the answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.events import ProfileCost
from ui.basics import figures
from ui.basics.theme import LINE, MARK, QUIET, SPACE, SURFACE, TEXT, body_font, colour, small_font

DOT_PX = 5.0
CLICK_PX = 24.0
FAR_PX = 14.0
"""A label that is farther from its dot has a line to it."""


def place_labels(sizes: Sequence[QSizeF], dots: Sequence[QPointF], frame: QRectF) -> list[QRectF]:
    """Find a place in the frame for each label: near its dot, upon no dot and no other label, as far as there is room.

    sizes, dots: one each for every label.
    """
    taken = [QRectF(dot.x() - DOT_PX, dot.y() - DOT_PX, 2 * DOT_PX, 2 * DOT_PX) for dot in dots]
    placed: list[QRectF] = []
    for size, dot in zip(sizes, dots, strict=True):
        width, height, gap = size.width(), size.height(), DOT_PX + 5
        near = [
            QPointF(dot.x() + gap, dot.y() - height / 2),
            QPointF(dot.x() - gap - width, dot.y() - height / 2),
            QPointF(dot.x() - width / 2, dot.y() - gap - height),
            QPointF(dot.x() - width / 2, dot.y() + gap),
        ]
        steps = sorted(product(range(-8, 9), repeat=2), key=lambda step: math.hypot(*step))
        far = [QPointF(dot.x() + (x - 1) * width / 2, dot.y() + (y - 1) * height / 2) for x, y in steps]
        rects = [rect for at in (*near, *far) if frame.contains(rect := QRectF(at, size))]
        free = (rect for rect in rects if not any(rect.intersects(other) for other in (*taken, *placed)))
        placed.append(next(free, rects[0] if rects else QRectF(near[0], size)))
    return placed


class TradePlot(QWidget):
    """A labelled dot for each profile; the one in use is filled, the one that is chosen has a ring.

    Everything in it also stands in the table beside it, which is how it is read without eyes and used without a mouse.
    """

    profile_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profiles: tuple[ProfileCost, ...] = ()
        self._current = ""
        self._chosen = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Size against what is kept"))

    def show_profiles(self, profiles: Sequence[ProfileCost], current: str, chosen: str) -> None:
        """Show these profiles, the one in use, and the one that is chosen."""
        self._profiles, self._current, self._chosen = tuple(profiles), current, chosen
        self.setAccessibleDescription(
            "\n".join(
                self.tr("{name}: {size} a page, {kept} kept").format(
                    name=profile.name,
                    size=figures.exact_size(profile.bytes_per_page),
                    kept=figures.exact_percent(profile.kept),
                )
                for profile in self._profiles
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which the labels have room."""
        height = QFontMetricsF(body_font()).height()
        return QSize(round(24 * height), round(16 * height))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which anything can be seen."""
        return self.sizeHint() * 0.6

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the dot that was clicked."""
        places = {profile.name: self._place(profile) for profile in self._profiles}
        if places:
            at = event.position()
            name = min(places, key=lambda name: math.hypot((places[name] - at).x(), (places[name] - at).y()))
            if math.hypot((places[name] - at).x(), (places[name] - at).y()) < CLICK_PX:
                self.profile_chosen.emit(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the axes, the dots and their labels."""
        if not self._profiles:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        dots = [self._place(profile) for profile in self._profiles]
        metrics = QFontMetricsF(body_font(bold=True))
        sizes = [QSizeF(metrics.horizontalAdvance(p.name) + 2, metrics.height()) for p in self._profiles]
        labels = place_labels(sizes, dots, QRectF(self.rect()).adjusted(self._frame().left() + 2, 0, -2, 0))
        for profile, dot, label in zip(self._profiles, dots, labels, strict=True):
            near = QPointF(
                min(max(dot.x(), label.left()), label.right()), min(max(dot.y(), label.top()), label.bottom())
            )
            if math.hypot((near - dot).x(), (near - dot).y()) > FAR_PX:
                painter.setPen(QPen(colour(QUIET), 1))
                painter.drawLine(dot, near)
            is_current, is_chosen = profile.name == self._current, profile.name == self._chosen
            painter.setPen(QPen(colour(MARK), 2))
            painter.setBrush(colour(MARK if is_current else SURFACE))
            painter.drawEllipse(dot, DOT_PX, DOT_PX)
            if is_chosen:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colour(TEXT), 1.5))
                painter.drawEllipse(dot, DOT_PX + 3, DOT_PX + 3)
            painter.setFont(body_font(bold=is_current))
            painter.setPen(colour(TEXT if is_current or is_chosen else QUIET))
            painter.drawText(label, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), profile.name)
        painter.end()

    def _paint_axes(self, painter: QPainter) -> None:
        frame, metrics = self._frame(), QFontMetricsF(small_font())
        painter.setFont(small_font())
        low, high = self._kept()
        step = 0.05 if high - low <= 0.25 else 0.1 if high - low <= 0.5 else 0.2
        for number in range(round((high - low) / step) + 1):
            share = high - number * step
            y = frame.bottom() - frame.height() * (share - low) / (high - low)
            painter.setPen(QPen(colour(LINE), 1))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.setPen(colour(QUIET))
            text = figures.exact_percent(share)
            box = QRectF(0, y - metrics.height() / 2, frame.left() - SPACE / 2, metrics.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        low, high = self._log_bytes()
        last_right = -math.inf
        for power, factor in product(range(math.floor(low), math.ceil(high) + 1), (1, 2, 5)):
            size = factor * 10.0**power
            if not low <= math.log10(size) <= high:
                continue
            x = frame.left() + frame.width() * (math.log10(size) - low) / (high - low)
            painter.setPen(QPen(colour(LINE), 1))
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            text = figures.size(size)
            width = metrics.horizontalAdvance(text) + 2
            if x - width / 2 > last_right + SPACE and x + width / 2 < self.width():
                painter.setPen(colour(QUIET))
                box = QRectF(x - width / 2, frame.bottom() + SPACE / 2, width, metrics.height())
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
                last_right = x + width / 2
        painter.setPen(colour(QUIET))
        below = QRectF(frame.left(), frame.bottom() + SPACE / 2 + metrics.height(), frame.width(), metrics.height())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), self.tr("bytes a page, log scale"))
        above = QRectF(0, 0, self.width(), metrics.height())
        painter.drawText(above, int(Qt.AlignmentFlag.AlignLeft), self.tr("kept of the answers"))

    def _frame(self) -> QRectF:
        metrics = QFontMetricsF(small_font())
        left = metrics.horizontalAdvance("100.0 %") + SPACE
        return QRectF(self.rect()).adjusted(left, 1.5 * metrics.height(), -2 * SPACE, -2 * metrics.height() - SPACE)

    def _place(self, profile: ProfileCost) -> QPointF:
        frame, (low, high), (left, right) = self._frame(), self._kept(), self._log_bytes()
        across = (math.log10(max(profile.bytes_per_page, 1.0)) - left) / (right - left)
        up = (profile.kept - low) / (high - low)
        return QPointF(frame.left() + frame.width() * across, frame.bottom() - frame.height() * up)

    def _kept(self) -> tuple[float, float]:
        """Return the ends of the upward axis: round twentieths, with what is kept whole at the top."""
        lowest = min(profile.kept for profile in self._profiles)
        return min(max(0.0, math.floor(20 * lowest - 0.5) / 20), 0.8), 1.0

    def _log_bytes(self) -> tuple[float, float]:
        """Return the ends of the axis across, as powers of ten."""
        sizes = [math.log10(max(profile.bytes_per_page, 1.0)) for profile in self._profiles]
        return min(sizes) - 0.2, max(sizes) + 0.3
