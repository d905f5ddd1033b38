"""The sheet itself: white paper with an edge that shows on any ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ui.basics.theme import LINE, colour

PAPER = QColor("white")


def paint_ground(painter: QPainter, page: QRectF) -> None:
    """Paint the paper, on which the picture of the page comes."""
    painter.fillRect(page, PAPER)


def paint_edge(painter: QPainter, page: QRectF) -> None:
    """Paint the edge of the paper, over whatever is on it."""
    painter.setPen(QPen(colour(LINE), 1))
    painter.drawRect(page.adjusted(-0.5, -0.5, 0.5, 0.5))
