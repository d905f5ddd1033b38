"""One page, sharp at any zoom, with its light. Shows the old picture scaled until the sharp one has arrived."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QPinchGesture, QWidget

from indexer.types import Box, Region
from ui.light import lit_by, place
from ui.paper import paint_paper, paint_sentence
from ui.theme import ACCENT, RAISED, SPACE, colour

MARGIN_PX = 2 * SPACE
FIT_MAX_PX = 1100
"""Fitting a page to a very wide window would leave three lines of it to be seen."""
ZOOM_MIN, ZOOM_MAX, ZOOM_STEP = 0.25, 8.0, 1.2
WIDTH_MAX_PX = 4000
AREA_MAX_PX = 24_000_000
"""A long receipt at the greatest width would take more memory than a picture is worth."""
SETTLE_MS = 180


class PageCanvas(QAbstractScrollArea):
    """Paints a page and its regions; asks for a picture of another width when the zoom has settled.

    Zoom 1.0 fits the width of the canvas, up to FIT_MAX_PX.
    """

    picture_wanted = Signal(int)
    zoom_changed = Signal(float)
    page_turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._asked_width_px = 0
        self._aspect = 0.0
        self._zoom = 1.0
        self._regions: tuple[Region, ...] = ()
        self._term: int | None = None
        self._current: Region | None = None
        self._sentence = ""
        self._grabbed: QPoint | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Page"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self._want_picture)

    # --- what is shown

    def show_page(self, aspect: float, preview: QImage | None = None) -> None:
        """Show another page from its top, with a small picture of it until a sharp one comes."""
        self._aspect = aspect if aspect > 0 else 0.7
        self._image = preview if preview is not None else QImage()
        self._asked_width_px = 0
        self._sentence = ""
        self._regions, self._term, self._current = (), None, None
        self._fit_bars()
        self.verticalScrollBar().setValue(0)
        # Someone who holds an arrow key passes many pages; only the one they stop at is drawn sharply.
        self._settled.start(SETTLE_MS // 3)
        self.viewport().update()

    def show_nothing(self) -> None:
        """Show an empty place."""
        self._aspect = 0.0
        self._settled.stop()
        self._fit_bars()
        self.viewport().update()

    def set_image(self, image: QImage) -> None:
        """Show a picture of the page that has arrived."""
        self._image = image
        self._sentence = ""
        self._aspect = image.width() / image.height()
        self._fit_bars()
        self.viewport().update()

    def set_sentence(self, sentence: str) -> None:
        """Say on the page why it cannot be drawn."""
        self._sentence = sentence
        self.viewport().update()

    def set_regions(self, regions: Sequence[Region]) -> None:
        """Light up other regions."""
        self._regions = tuple(regions)
        self.viewport().update()

    def set_term(self, term: int | None) -> None:
        """Show only what answers one term, or everything again."""
        self._term = term
        self.viewport().update()

    def set_current(self, region: Region | None) -> None:
        """Give one region a firmer edge and bring it into view."""
        self._current = region
        if region is not None:
            self._reveal(region)
        self.viewport().update()

    def cut_out(self, box: Box) -> QImage:
        """Return a part of the page as it is shown now; null while there is no picture of it."""
        return self._image.copy(place(box, QRectF(self._image.rect())).toAlignedRect())

    @property
    def has_failed(self) -> bool:
        """Whether a sentence stands in place of the page."""
        return bool(self._sentence)

    # --- zoom

    @property
    def zoom(self) -> float:
        """How wide the page is, 1.0 when it fits the canvas."""
        return self._zoom

    def set_zoom(self, zoom: float, fixed: QPointF | None = None) -> None:
        """Zoom so that the point `fixed` of the canvas (its middle when None) stays where it is."""
        zoom = max(ZOOM_MIN, min(ZOOM_MAX, zoom))
        if abs(zoom - 1.0) < 0.02:
            zoom = 1.0
        if zoom == self._zoom:
            return
        point = fixed if fixed is not None else QRectF(self.viewport().rect()).center()
        before = self.page_rect()
        across = (point.x() - before.x()) / max(1.0, before.width())
        down = (point.y() - before.y()) / max(1.0, before.height())
        self._zoom = zoom
        self._fit_bars()
        after = self.page_rect()
        across_bar, down_bar = self.horizontalScrollBar(), self.verticalScrollBar()
        across_bar.setValue(across_bar.value() + round(after.x() + across * after.width() - point.x()))
        down_bar.setValue(down_bar.value() + round(after.y() + down * after.height() - point.y()))
        self._settled.start(SETTLE_MS)
        self.viewport().update()
        self.zoom_changed.emit(zoom)

    def zoom_in(self) -> None:
        """Show the page larger."""
        self.set_zoom(self._zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """Show the page smaller."""
        self.set_zoom(self._zoom / ZOOM_STEP)

    def fit_width(self) -> None:
        """Show the whole width of the page."""
        self.set_zoom(1.0)

    # --- geometry

    def page_rect(self) -> QRectF:
        """Return where the page lies in the viewport, in logical pixels."""
        size = self._page_size()
        room = self.viewport().size()
        x = max(MARGIN_PX, (room.width() - size.width()) // 2) - self.horizontalScrollBar().value()
        # A page that is shorter than the canvas stays at the top, where the eye already is.
        y = MARGIN_PX - self.verticalScrollBar().value()
        return QRectF(x, y, size.width(), size.height())

    def _page_size(self) -> QSize:
        if not self._aspect:
            return QSize(0, 0)
        width = max(16, round(min(FIT_MAX_PX, self.viewport().width() - 2 * MARGIN_PX) * self._zoom))
        return QSize(width, max(16, round(width / self._aspect)))

    def _fit_bars(self) -> None:
        size, room = self._page_size(), self.viewport().size()
        for bar, page, seen in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setPageStep(seen)
            bar.setSingleStep(4 * SPACE)
            bar.setRange(0, max(0, page + 2 * MARGIN_PX - seen) if page else 0)

    def _reveal(self, region: Region) -> None:
        box, room = place(region.box, self.page_rect()), self.viewport().rect()
        for bar, low, high, seen in (
            (self.horizontalScrollBar(), box.left(), box.right(), room.width()),
            (self.verticalScrollBar(), box.top(), box.bottom(), room.height()),
        ):
            if low < MARGIN_PX or high > seen - MARGIN_PX:
                bar.setValue(bar.value() + round((low + high - seen) / 2))

    def wanted_width_px(self) -> int:
        """Return how many pixels wide a picture must be to be sharp now, within reason."""
        sharp = self._page_size().width() * self.devicePixelRatioF()
        return max(1, round(min(sharp, WIDTH_MAX_PX, sqrt(AREA_MAX_PX * self._aspect))))

    def _want_picture(self) -> None:
        width_px = self.wanted_width_px()
        if self._aspect and self.isVisible() and width_px != self._asked_width_px:
            self._asked_width_px = width_px
            self.picture_wanted.emit(width_px)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page, its light and what stands in place of a page."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colour(RAISED))
        if self._aspect:
            page = self.page_rect()
            paint_paper(painter, page, self._image, lit_by(self._regions, self._term), self._current)
            if self._sentence:
                paint_sentence(painter, page.intersected(QRectF(self.viewport().rect())), self._sentence)
        if self.hasFocus():
            painter.setPen(QPen(colour(ACCENT), 2))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))
        painter.end()

    # --- input

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page as wide as the canvas and sharpen it when the size has settled."""
        super().resizeEvent(event)
        self._fit_bars()
        self._settled.start(SETTLE_MS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or zoom at the pointer while Ctrl is held."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom with two fingers on a touchpad or a touch screen."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.set_zoom(self._zoom * (1 + event.value()), event.position())
            return True
        if event.type() == QEvent.Type.Gesture:
            pinch = event.gesture(Qt.GestureType.PinchGesture)  # type: ignore[attr-defined]
            if isinstance(pinch, QPinchGesture):
                self.set_zoom(self._zoom * pinch.scaleFactor(), pinch.centerPoint())
                return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the page."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the page along with the pointer."""
        if self._grabbed is not None:
            moved = event.position().toPoint() - self._grabbed
            self._grabbed = event.position().toPoint()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the page."""
        self._grabbed = None
        self.viewport().unsetCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages with Page Up and Page Down; the arrows scroll."""
        if event.key() == Qt.Key.Key_PageDown:
            self.page_turned.emit(1)
        elif event.key() == Qt.Key.Key_PageUp:
            self.page_turned.emit(-1)
        elif event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif event.key() == Qt.Key.Key_End:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus has gone."""
        super().focusOutEvent(event)
        self.viewport().update()
