"""One page, sharp at any zoom, with its light. Shows the old picture scaled until the sharp one has arrived."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.events import HeatMap
from indexer.types import Region
from ui.basics.light import lit_by, paint_frame, paint_light, place
from ui.basics.paper import paint_edge, paint_ground
from ui.basics.theme import MARK, RAISED, SPACE, colour
from ui.page.heat import Heating
from ui.page.page_picture import PagePicture

MARGIN_PX = 2 * SPACE
FIT_MAX_PX = 1100
"""Fitting a page to a very wide window would leave three lines of it to be seen."""
ZOOM_MIN, ZOOM_MAX, ZOOM_STEP = 0.25, 8.0, 1.2
CLOSE_UP = 2.0
"""The zoom of a double click, unless another one was left by the last."""
SETTLE_MS = 180
USUAL_ASPECT = 0.7


class PageCanvas(QAbstractScrollArea):
    """Paints a page and its regions; asks for sharper pictures when zoom and place have settled.

    Zoom 1.0 fits the width of the canvas, up to FIT_MAX_PX. picture_wanted: a Wanted. page_turned: by how many pages,
    and whether the end of that page is to be seen. The hand that moves all this is a PageHand.
    """

    picture_wanted = Signal(object)
    zoom_changed = Signal(float)
    page_turned = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = PagePicture()
        self.heating = Heating(self)
        self.heating.changed.connect(self.viewport().update)
        self._aspect = 0.0
        self._zoom = 1.0
        self._close_up = CLOSE_UP
        self._regions: tuple[Region, ...] = ()
        self._term: int | None = None
        self._current: Region | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Page"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self._want_picture)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._settle_soon)

    # --- what is shown

    def show_page(self, aspect: float, preview: QImage | None = None) -> None:
        """Show another page from its top, with a small picture of it until a sharp one comes."""
        self._aspect = aspect if aspect > 0 else USUAL_ASPECT
        self.picture.clear(preview if preview is not None else QImage())
        self.heating.clear()
        self._regions, self._current = (), None
        self._fit_bars()
        self.verticalScrollBar().setValue(0)
        # Someone who holds an arrow key passes many pages; only the one they stop at is drawn sharply.
        self._settled.start(SETTLE_MS // 3)
        self.viewport().update()

    def show_nothing(self) -> None:
        """Show an empty place."""
        self._aspect = 0.0
        self.picture.clear(QImage())
        self.heating.clear()
        self._settled.stop()
        self._fit_bars()
        self.viewport().update()

    def show_end(self) -> None:
        """Go to the end of the page."""
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def set_image(self, image: QImage) -> None:
        """Show a picture of the page that has arrived."""
        self.picture.take(image)
        whole = self.picture.whole
        # Sizes are rounded to pixels; what is known of the page is more exact, if it is not another shape altogether.
        if abs(whole.height() * self._aspect - whole.width()) > 2:
            self._aspect = whole.width() / whole.height()
            self._fit_bars()
        self._settle_soon()
        self.viewport().update()

    def set_regions(self, regions: Sequence[Region]) -> None:
        """Light up other regions."""
        self._regions = tuple(regions)
        self.viewport().update()

    def set_heat(self, heat: HeatMap | None) -> None:
        """Let a heat map glow in place of the regions, or show these again."""
        self.heating.show(heat)

    def set_term(self, term: int | None) -> None:
        """Show only what answers one term, or everything again."""
        self._term = term
        self.heating.set_term(term)
        self.viewport().update()

    def set_current(self, region: Region | None) -> None:
        """Give one region a firmer edge and bring it into view."""
        self._current = region
        self.reveal(region)
        self.viewport().update()

    # --- zoom

    @property
    def zoom(self) -> float:
        """How wide the page is, 1.0 when it fits the canvas."""
        return self._zoom

    def set_zoom(self, zoom: float, fixed: QPointF | None = None) -> None:
        """Zoom so that the point `fixed` of the canvas stays where it is; if None, the match at hand or the middle."""
        zoom = max(ZOOM_MIN, min(ZOOM_MAX, zoom))
        if abs(zoom - 1.0) < 0.02:
            zoom = 1.0
        if zoom == self._zoom:
            return
        point = fixed if fixed is not None else self._point_at_hand()
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

    def _point_at_hand(self) -> QPointF:
        room = QRectF(self.viewport().rect())
        if self._current is not None:
            match = place(self._current.box, self.page_rect()).center()
            if room.contains(match):
                return match
        return room.center()

    def zoom_in(self) -> None:
        """Show the page larger."""
        self.set_zoom(self._zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """Show the page smaller."""
        self.set_zoom(self._zoom / ZOOM_STEP)

    def fit_width(self) -> None:
        """Show the whole width of the page."""
        self.set_zoom(1.0)

    def toggle_fit(self, fixed: QPointF) -> None:
        """Fit the width, or return to the zoom from which that was done, at this point of the canvas."""
        if self._zoom == 1.0:
            self.set_zoom(self._close_up, fixed)
        else:
            self._close_up = self._zoom
            self.fit_width()

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

    def reveal(self, region: Region | None) -> None:
        """Bring a region into view if it is not."""
        if region is None:
            return
        box, room = place(region.box, self.page_rect()), self.viewport().rect()
        for bar, low, high, seen in (
            (self.horizontalScrollBar(), box.left(), box.right(), room.width()),
            (self.verticalScrollBar(), box.top(), box.bottom(), room.height()),
        ):
            if low < MARGIN_PX or high > seen - MARGIN_PX:
                bar.setValue(bar.value() + round((low + high - seen) / 2))

    # --- pictures

    def _settle_soon(self) -> None:
        # Not pushed back by every step: what comes into view is drawn while someone keeps scrolling.
        if self._aspect and not self._settled.isActive():
            self._settled.start(SETTLE_MS)

    def _want_picture(self) -> None:
        page, ratio = self.page_rect(), self.devicePixelRatioF()
        if not self._aspect or not self.isVisible():
            return
        seen = QRectF(self.viewport().rect()).intersected(page).translated(-page.topLeft())
        seen = QRectF(seen.topLeft() * ratio, seen.size() * ratio)
        wanted = self.picture.wanted((page.size() * ratio).toSize(), seen)
        if wanted is not None:
            self.picture_wanted.emit(wanted)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page, and its light or its heat."""
        painter = QPainter(self.viewport())
        seen = QRectF(self.viewport().rect())
        painter.fillRect(seen, colour(RAISED))
        if self._aspect:
            page = self.page_rect()
            paint_ground(painter, page)
            self.picture.paint(painter, page, seen)
            if not self.picture.whole.isNull():
                self._paint_light(painter, page)
            paint_edge(painter, page)
        if self.hasFocus():
            painter.setPen(QPen(colour(MARK), 2))
            painter.drawRect(seen.adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_light(self, painter: QPainter, page: QRectF) -> None:
        glow = self.heating.strength
        if glow < 1.0:
            painter.setOpacity(1.0 - glow)
            paint_light(painter, page, lit_by(self._regions, self._term), self._current)
            painter.setOpacity(1.0)
        if glow > 0.0:
            self.heating.paint(painter, page)
            if self._current is not None:
                paint_frame(painter, page, self._current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page as wide as the canvas and sharpen it when the size has settled."""
        super().resizeEvent(event)
        self._fit_bars()
        self._settled.start(SETTLE_MS)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus has gone."""
        super().focusOutEvent(event)
        self.viewport().update()
