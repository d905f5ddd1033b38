"""The heat map of a page: a soft amber glow where it answers, that can be read through like the light."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QObject, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyle

from app.events import HeatMap
from ui.basics.light import BLACK, LIFT, WHITE, between
from ui.basics.theme import ACCENT, colour

HOTTEST = 0.8
"""How far white paper turns amber where it answers most."""
_LEVELS = 256
_DOUBLINGS = 3
"""Cells are doubled so often before they are painted: each time rounds their corners a little more."""


def glow(heat: HeatMap, term: int | None) -> tuple[QImage, QImage]:
    """Return what lifts dark places and what tints light ones: for one term, or for all, whichever is strongest."""
    nothing = bytes(heat.rows * heat.cols)
    levels = heat.heat[term] if term is not None else bytes(map(max, nothing, nothing, *heat.heat))
    amber = colour(ACCENT)
    return _tinted(levels, heat, BLACK, amber, LIFT), _tinted(levels, heat, WHITE, amber, HOTTEST)


def _tinted(levels: bytes, heat: HeatMap, paper: QColor, amber: QColor, most: float) -> QImage:
    cells = QImage(levels, heat.cols, heat.rows, heat.cols, QImage.Format.Format_Indexed8)
    cells.setColorTable([between(paper, amber, most * level / (_LEVELS - 1)).rgb() for level in range(_LEVELS)])
    image = cells.convertToFormat(QImage.Format.Format_RGB32)
    for _ in range(_DOUBLINGS):
        image = image.scaled(
            2 * image.width(),
            2 * image.height(),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return image


class Heating(QObject):
    """The glow that is shown now, fading in and out where the system has nothing against motion."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heat: HeatMap | None = None
        self._term: int | None = None
        self._images: tuple[QImage, QImage] | None = None
        self.strength = 0.0
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.valueChanged.connect(self._set_strength)
        self._fade.finished.connect(self._forget)

    @property
    def heat(self) -> HeatMap | None:
        """The map that is shown, or None."""
        return self._heat if self._fade.direction() is QAbstractAnimation.Direction.Forward else None

    def show(self, heat: HeatMap | None) -> None:
        """Let a map appear, or go again."""
        if heat is None and self.heat is None:
            return
        if heat is not None:
            self._heat, self._images = heat, None
        forward, backward = QAbstractAnimation.Direction.Forward, QAbstractAnimation.Direction.Backward
        self._fade.setDirection(forward if heat is not None else backward)
        # Zero where the system asks for no motion; then the animation is over at once.
        self._fade.setDuration(QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration))
        self._fade.start()

    def clear(self) -> None:
        """Be gone at once: the page is another."""
        self._fade.stop()
        self._fade.setDirection(QAbstractAnimation.Direction.Backward)
        self._set_strength(0.0)
        self._forget()

    def set_term(self, term: int | None) -> None:
        """Show what answers one term, or everything again."""
        self._term, self._images = term, None
        self.changed.emit()

    def paint(self, painter: QPainter, page: QRectF) -> None:
        """Paint the glow over a page that has been painted at `page`."""
        if self._heat is None or not self.strength:
            return
        if self._images is None:
            term = self._term if self._term is not None and self._term < len(self._heat.heat) else None
            self._images = glow(self._heat, term)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(self.strength)
        lift, tint = self._images
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Screen)
        painter.drawImage(page, lift)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.drawImage(page, tint)
        painter.restore()

    def _set_strength(self, strength: float) -> None:
        self.strength = strength
        self.changed.emit()

    def _forget(self) -> None:
        if self._fade.direction() is QAbstractAnimation.Direction.Backward:
            self._heat, self._images = None, None
