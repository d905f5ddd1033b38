"""The picture of a page: all of it while that is small enough, else also the part that is looked at, sharp."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from indexer.types import WHOLE, Box
from ui.basics.light import place

WHOLE_PIXELS = 8_000_000
"""A whole page with more would take long to draw, to send and to decode, for the little that is seen of it."""
PART_PIXELS = 12_000_000
MARGINS = (0.5, 0.25, 0.0)
"""How much further than what is seen a part reaches on each side, so that a little scrolling needs no other."""
ROUNDING_PX = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture that would be sharp: how wide the whole page is to be drawn, and which part of it."""

    width_px: int
    clip: Box = WHOLE


class PagePicture:
    """Keeps what has come of a page, paints the best of it, and says what is missing. Sizes are in device pixels."""

    def __init__(self) -> None:
        self.clear(QImage())

    def clear(self, preview: QImage) -> None:
        """Begin with another page. preview: a small picture of it, or a null one."""
        self.whole = preview
        self.part = QImage()
        self._whole_px = 0
        self._part = Wanted(0)
        self._asked: Wanted | None = None
        self._is_whole_enough = True

    def wanted(self, size: QSize, seen: QRectF) -> Wanted | None:
        """Return what is to be asked for now; None where all is sharp or asked for already.

        size: of the page as it is shown.    seen: the part of it on screen, from the page's corner.
        """
        width, height = size.width(), size.height()
        self._is_whole_enough = width * height <= WHOLE_PIXELS
        if self._is_whole_enough:
            wanted = Wanted(width) if self._whole_px != width and not self._is_finest else None
        elif self._is_finest:
            wanted = None
        elif not _covers(self._part, width, size, seen):
            if self._asked is not None and _covers(self._asked, width, size, seen):
                return None
            wanted = Wanted(width, _around(seen, size))
        else:
            # Scrolling further should not show the few pixels of a preview.
            coarse = floor(sqrt(WHOLE_PIXELS * width / height))
            wanted = Wanted(coarse) if self._whole_px < coarse / 2 else None
        if wanted is None or wanted == self._asked:
            return None
        self._asked = wanted
        return wanted

    def take(self, image: QImage) -> None:
        """Take over what was asked for last."""
        asked, self._asked = self._asked or Wanted(image.width()), None
        if asked.clip == WHOLE:
            self.whole, self._whole_px = image, asked.width_px
            if self._is_whole_enough:
                self.part, self._part = QImage(), Wanted(0)
        else:
            self.part, self._part = image, asked

    def cut_out(self, box: Box) -> QImage:
        """Return a part of the page as finely as it is here; null while there is no picture of it."""
        left, top, right, bottom = clip = self._part.clip
        if self.part.isNull() or not (left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom):
            return self.whole.copy(place(box, QRectF(self.whole.rect())).toAlignedRect())
        width, height = self.part.width() / (right - left), self.part.height() / (bottom - top)
        page = QRectF(-clip[0] * width, -clip[1] * height, width, height)
        return self.part.copy(place(box, page).toAlignedRect())

    def paint(self, painter: QPainter, page: QRectF, seen: QRectF) -> None:
        """Paint the page at `page`, of which `seen` is on screen; both in logical pixels."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        at = QRectF() if self.part.isNull() else place(self._part.clip, page)
        if not self.whole.isNull() and not at.contains(page.intersected(seen)):
            paint_sharp(painter, page, self.whole)
        if not self.part.isNull():
            paint_sharp(painter, at, self.part)

    @property
    def _is_finest(self) -> bool:
        """Whether the file itself has no more pixels than are here; a scan is never enlarged."""
        return 0 < self.whole.width() < self._whole_px - ROUNDING_PX


def paint_sharp(painter: QPainter, target: QRectF, image: QImage) -> None:
    """Paint an image at its own size where that is the target's but for rounding, so that nothing of it is blurred."""
    ratio = painter.device().devicePixelRatio()
    width, height = target.width() * ratio, target.height() * ratio
    if abs(image.width() - width) <= ROUNDING_PX and abs(image.height() - height) <= ROUNDING_PX:
        x, y = round(target.x() * ratio) / ratio, round(target.y() * ratio) / ratio
        target = QRectF(x, y, image.width() / ratio, image.height() / ratio)
    painter.drawImage(target, image)


def _covers(had: Wanted, width_px: int, size: QSize, seen: QRectF) -> bool:
    part = place(had.clip, QRectF(0, 0, size.width(), size.height())).adjusted(-1, -1, 1, 1)
    return had.width_px == width_px and part.contains(seen)


def _around(seen: QRectF, size: QSize) -> Box:
    """Return what is seen with a margin, in whole pixels, as a part of the page."""
    page = QRectF(0, 0, size.width(), size.height())
    part = seen
    for margin in MARGINS:
        across, down = margin * seen.width(), margin * seen.height()
        part = seen.adjusted(-across, -down, across, down).intersected(page)
        if part.width() * part.height() <= PART_PIXELS:
            break
    width, height = size.width(), size.height()
    return (
        floor(part.left()) / width,
        floor(part.top()) / height,
        min(1.0, ceil(part.right()) / width),
        min(1.0, ceil(part.bottom()) / height),
    )
