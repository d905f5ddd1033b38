"""The pages that answer as a grid or a list of cards; only those on screen are drawn and asked for."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QImage, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyleOptionViewItem, QWidget

from app.events import Hit
from indexer.types import Page
from ui.basics.theme import SPACE, body_font
from ui.results.card import CardDelegate, paint_header
from ui.results.cells import Cells
from ui.results.model import ResultsModel
from ui.results.pictures import Thumbnails

CARD_WIDTH_PX = 208
SOON_MS = 40


class ResultsView(QListView):
    """Places and paints cards by itself, as QListView knows neither headers nor ten thousand rows that are cheap.

    What it says to screen readers is QListView's. seen: the range of rows on screen, soon after it has changed.
    """

    menu_asked = Signal(Hit, QPoint)
    drag_started = Signal(Hit, QImage)
    seen = Signal(object)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._model = ResultsModel(self)
        self._cards = CardDelegate(thumbnails, self)
        self._cells = Cells((), self._cards.cell, 1)
        self._pointed = -1
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._look)
        self.setAccessibleName(self.tr("Results"))
        self.setModel(self._model)
        self.setItemDelegate(self._cards)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that comes and goes would change the width of the cards, and so whether the bar is needed.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.entered.connect(lambda index: self._point_at(index.row()))
        self.viewportEntered.connect(lambda: self._point_at(-1))
        for moved in (self.verticalScrollBar().valueChanged, self.verticalScrollBar().rangeChanged):
            moved.connect(lambda *_: self._look_soon())
        self._model.dataChanged.connect(lambda *_: self._look_soon())
        thumbnails.ready.connect(self._repaint_page)

    @property
    def hits(self) -> ResultsModel:
        """The model with the hits."""
        return self._model

    @property
    def is_grid(self) -> bool:
        """Whether cards stand side by side."""
        return self._cards.as_grid

    def set_grid(self, as_grid: bool) -> None:
        """Show cards side by side, or rows one below the other."""
        self._cards.as_grid = as_grid
        self._place()
        self.scrollTo(self.currentIndex())

    def try_again(self) -> None:
        """Ask again for thumbnails that could not be drawn before."""
        self._thumbnails.forget_failures()
        self._look_soon()

    def visible_rows(self) -> range:
        """Return the rows that are at least partly on screen."""
        top = self.verticalOffset()
        return self._cells.between(top, top + self.viewport().height())

    # --- where things are

    def _place(self) -> None:
        """Work out the places of all rows, and keep those in view that are."""
        rows, columns = self.visible_rows(), self._cells.columns
        # One pixel less than the room, so that the focus ring of the last card is not cut.
        width = self.viewport().width() - 1
        if self._cards.as_grid:
            across = max(1, width // CARD_WIDTH_PX)
            self._cards.cell = self._cards.grid_cell(width // across)
        else:
            across = 1
            self._cards.cell = QSize(width, self._cards.row_height())
        groups = self._model.groups
        header_px = QFontMetrics(body_font(bold=True)).height() + 2 * SPACE if groups else 0
        total = self._model.rowCount()
        counts = [group.pages for group in groups] or ([total] if total else [])
        self._cards.direction = self.layoutDirection()
        self._cells = Cells(counts, self._cards.cell, across, header_px, self.isRightToLeft())
        self.updateGeometries()
        if across != columns and rows and rows[0] < total:
            self.verticalScrollBar().setValue(self._cells.rect(rows[0]).top() - header_px)
        self.viewport().update()
        self._look_soon()

    def doItemsLayout(self) -> None:
        """Place the rows."""
        self._place()
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """Tell the scroll bar how much there is."""
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._cells.height - room))
        bar.setPageStep(room)
        bar.setSingleStep(4 * SPACE)

    def reset(self) -> None:
        """Show another answer."""
        super().reset()
        self._pointed = -1
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the cards fill the new width evenly."""
        QAbstractItemView.resizeEvent(self, event)
        self._place()

    def horizontalOffset(self) -> int:
        """Return 0: nothing is wider than the view."""
        return 0

    def verticalOffset(self) -> int:
        """Return how far the cards are scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted already; only the rest is painted."""
        self.scrollDirtyRegion(dx, dy)
        self.viewport().scroll(dx, dy)

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Return where a row is in the viewport."""
        if not 0 <= index.row() < self._cells.rows:
            return QRect()
        return self._cells.rect(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the row at a point of the viewport."""
        row = self._cells.row_at(point.x(), point.y() + self.verticalOffset())
        return QModelIndex() if row is None else self._model.index(row)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row into view, with its header where it is the first below that."""
        if not 0 <= index.row() < self._cells.rows:
            return
        rect = self._cells.rect(index.row())
        top, bottom = rect.top() - self._cells.header_px, rect.bottom() + 1
        bar, room = self.verticalScrollBar(), self.viewport().height()
        places = QAbstractItemView.ScrollHint
        if hint == places.PositionAtCenter:
            bar.setValue((top + bottom - room) // 2)
        elif hint == places.PositionAtTop or (hint == places.EnsureVisible and top < bar.value()):
            bar.setValue(top)
        elif hint == places.PositionAtBottom or bottom > bar.value() + room:
            bar.setValue(min(bottom - room, top))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Return where a key leads from the current row."""
        last = self._cells.rows - 1
        if last < 0:
            return QModelIndex()
        actions = QAbstractItemView.CursorAction
        row = self.currentIndex().row()
        if row < 0 or action == actions.MoveHome:
            return self._model.index(0)
        if action == actions.MoveEnd:
            return self._model.index(last)
        ahead = -1 if self.isRightToLeft() else 1
        steps = {actions.MoveLeft: -ahead, actions.MoveRight: ahead, actions.MovePrevious: -1, actions.MoveNext: 1}
        if action in steps:
            return self._model.index(min(max(row + steps[action], 0), last))
        rect = self._cells.rect(row)
        x, page = rect.center().x(), max(rect.height(), self.viewport().height() - rect.height() // 2)
        match action:
            case actions.MoveUp:
                to = self._cells.row_near(x, rect.top() - 1, upwards=True) if rect.top() > 0 else row
            case actions.MoveDown:
                to = self._cells.row_near(x, rect.bottom() + 1)
            case actions.MovePageUp:
                to = self._cells.row_near(x, rect.center().y() - page, upwards=True)
            case _:
                to = self._cells.row_near(x, rect.center().y() + page)
        return self._model.index(to)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the one row at a place."""
        self.selectionModel().select(self.indexAt(rect.center()), command)

    def visualRegionForSelection(self, selection: object) -> QRegion:
        """Return where the selected row is."""
        return QRegion(self.visualRect(self.currentIndex()))

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: looking through names of thousands of rows is what the search field is for."""

    # --- what is seen

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards and headers that are touched."""
        top = self.verticalOffset()
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        usual = option.state & ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
        current = self.currentIndex().row()
        touched = event.rect().translated(0, top)
        for row in self._cells.between(touched.top(), touched.bottom() + 1):
            rect = self._cells.rect(row).translated(0, -top)
            if not event.region().intersects(rect):
                continue
            option.rect = rect
            option.state = usual
            if row == current:
                option.state |= QStyle.StateFlag.State_Selected
                if self.hasFocus():
                    option.state |= QStyle.StateFlag.State_HasFocus
            if row == self._pointed:
                option.state |= QStyle.StateFlag.State_MouseOver
            self._cards.paint(painter, option, self._model.index(row))
        for group, rect in self._cells.headers(touched.top(), touched.bottom() + 1):
            paint_header(painter, rect.translated(0, -top), self._model.groups[group], option.direction)
        painter.end()

    def _point_at(self, row: int) -> None:
        before, self._pointed = self._pointed, row
        for changed in {before, row} - {-1}:
            self.update(self._model.index(changed))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._point_at(-1)
        super().leaveEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Say which hit is dragged, and what it looks like."""
        hit = self._model.hit(self.currentIndex())
        if hit is not None:
            self.drag_started.emit(hit, self._thumbnails.image(hit.page) or QImage())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the hit under the pointer, or with the current one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        hit = self._model.hit(index)
        if hit is not None:
            self.menu_asked.emit(
                hit, event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
            )

    def _look_soon(self) -> None:
        # Not pushed back by every step: thumbnails also come in while someone keeps scrolling.
        if not self._soon.isActive():
            self._soon.start()

    def _look(self) -> None:
        rows = self.visible_rows() if self.isVisible() else range(0)
        pages = [hit.page for row in rows if (hit := self._model.at(row)) is not None]
        self._thumbnails.show(pages, self.devicePixelRatioF())
        self.seen.emit(rows)

    def _repaint_page(self, page: Page) -> None:
        row = self._model.row_of(page)
        hit = self._model.at(row) if row is not None else None
        if row is not None and hit is not None:
            # Painted one after the other, not all that have arrived when they are to be on screen.
            self._cards.card(hit, self.devicePixelRatioF())
            self.update(self._model.index(row))
