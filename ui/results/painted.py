"""What takes long to paint, painted once and kept, so that a screen full of it is there within a frame."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap

LIMIT_BYTES = 64 * 1024 * 1024


class Painted:
    """Pictures of the things seen last, as far as there is room for them."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()

    def picture(self, thing: Hashable, size: QSize, ratio: float, paint: Callable[[QPainter], object]) -> QPixmap:
        """Return the picture of a thing, painted now unless it is here in the colours and the text size of now.

        size: in logical pixels.    ratio: the device pixel ratio of the screen.
        """
        key = (thing, size.width(), size.height(), ratio, QGuiApplication.palette().cacheKey(), QGuiApplication.font())
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = QPixmap((size.toSizeF() * ratio).toSize())
            kept.setDevicePixelRatio(ratio)
            kept.fill(Qt.GlobalColor.transparent)
            painter = QPainter(kept)
            paint(painter)
            painter.end()
            self._bytes += _bytes_of(kept)
            while self._bytes > self._limit_bytes and len(self._kept) > 1:
                self._bytes -= _bytes_of(self._kept.popitem(last=False)[1])
        self._kept.move_to_end(key)
        return kept


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * picture.depth() // 8
