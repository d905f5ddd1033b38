"""The sheet itself: white paper with its picture and its light, or with the sentence why there is no picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from indexer.types import Region
from ui.light import paint_light
from ui.theme import LINE, SPACE, body_font, colour

PAPER = QColor("white")
PAPER_QUIET = QColor("#666157")


def paint_paper(
    painter: QPainter, page: QRectF, image: QImage, regions: Sequence[Region], current: Region | None
) -> None:
    """Paint a page and its lit regions at `page`; only paper while `image` is null."""
    painter.fillRect(page, PAPER)
    if not image.isNull():
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(page, image)
        paint_light(painter, page, regions, current)
    painter.setPen(QPen(colour(LINE), 1))
    painter.drawRect(page.adjusted(-0.5, -0.5, 0.5, 0.5))


def paint_sentence(painter: QPainter, seen: QRectF, sentence: str) -> None:
    """Write a sentence in the middle of the part of the paper that is seen."""
    painter.setFont(body_font())
    painter.setPen(PAPER_QUIET)
    painter.drawText(
        seen.adjusted(4 * SPACE, 4 * SPACE, -4 * SPACE, -4 * SPACE),
        int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
        sentence,
    )
