"""The light on a page: soft amber boxes that can be read through, the same in a thumbnail and in the page view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from indexer.types import Region
from ui.basics.theme import ACCENT, colour

RADIUS_PX = 5.0
WEAKEST, STRONGEST = 0.22, 0.52
"""How far white paper turns amber under the least and the most telling region."""
LIFT = 0.22
"""How far black turns amber."""
WHITE, BLACK = QColor("white"), QColor("black")


def place(box: tuple[float, float, float, float], page: QRectF) -> QRectF:
    """Put a box given in fractions of a page where the page is drawn."""
    left, top, right, bottom = box
    return QRectF(
        page.x() + left * page.width(),
        page.y() + top * page.height(),
        (right - left) * page.width(),
        (bottom - top) * page.height(),
    )


def lit_by(regions: Sequence[Region], term: int | None) -> list[Region]:
    """Return the regions that answer one term, or all of them when no term is chosen."""
    return [region for region in regions if term is None or term in region.tokens]


def in_reading_order(regions: Sequence[Region]) -> tuple[Region, ...]:
    """Sort regions as people read: down, then across."""
    return tuple(sorted(regions, key=lambda region: (region.box[1], region.box[0])))


def strongest(regions: Sequence[Region]) -> Region | None:
    """Return the region that answers most, or None where there is none."""
    return max(regions, key=lambda region: region.weight, default=None)


def paint_light(painter: QPainter, page: QRectF, regions: Sequence[Region], current: Region | None = None) -> None:
    """Light up regions of a page that has been painted at `page`; `current` gets a firmer edge."""
    amber = colour(ACCENT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(page, Qt.ClipOperation.IntersectClip)
    for region in regions:
        box, radius = _around(region, page)
        strength = WEAKEST + (STRONGEST - WEAKEST) * region.weight
        painter.setPen(Qt.PenStyle.NoPen)
        # Screening lifts what is dark a little and leaves paper white; multiplying then tints the paper and keeps ink
        # dark. Together they show on light and dark pages, and what is lit stays readable.
        for mode, light in (
            (QPainter.CompositionMode.CompositionMode_Screen, between(BLACK, amber, LIFT)),
            (QPainter.CompositionMode.CompositionMode_Multiply, between(WHITE, amber, strength)),
        ):
            painter.setCompositionMode(mode)
            painter.setBrush(light)
            painter.drawRoundedRect(box, radius, radius)

        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if region is current:
            paint_frame(painter, page, region)
        else:
            edge = QColor(amber)
            edge.setAlphaF(0.35 + 0.35 * region.weight)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(edge, 1.0))
            painter.drawRoundedRect(box, radius, radius)
    painter.restore()


def paint_frame(painter: QPainter, page: QRectF, region: Region) -> None:
    """Paint the firmer edge of the region at hand."""
    box, radius = _around(region, page)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour(ACCENT), 2.5))
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


def _around(region: Region, page: QRectF) -> tuple[QRectF, float]:
    """Return where a region is lit, and how round its corners are."""
    box = place(region.box, page).adjusted(-1.5, -1.5, 1.5, 1.5)
    return box, min(RADIUS_PX, box.height() / 3, box.width() / 3)


def between(one: QColor, other: QColor, share: float) -> QColor:
    """Mix two colours; share is that of the other, in 0..1."""
    return QColor.fromRgbF(
        one.redF() + share * (other.redF() - one.redF()),
        one.greenF() + share * (other.greenF() - one.greenF()),
        one.blueF() + share * (other.blueF() - one.blueF()),
    )
