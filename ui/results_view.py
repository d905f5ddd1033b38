"""The pages that answer as a grid or a list of cards; only those on screen are drawn."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from app.events import Hit
from indexer.types import Page
from ui.card import CardDelegate
from ui.pictures import Thumbnails
from ui.results_model import ResultsModel
from ui.theme import SPACE

CARD_WIDTH_PX = 208
SOON_MS = 40


class ResultsView(QListView):
    """A list of cards that asks for thumbnails of the visible ones only."""

    menu_asked = Signal(Hit, QPoint)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._model = ResultsModel(self)
        self._cards = CardDelegate(thumbnails, self)
        self.setAccessibleName(self.tr("Results"))
        self.setModel(self._model)
        self.setItemDelegate(self._cards)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that comes and goes would change the width of the cards, and so whether the bar is needed.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(4 * SPACE)
        self.setMouseTracking(True)

        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._show_thumbnails)
        for moved in (self.verticalScrollBar().valueChanged, self.verticalScrollBar().rangeChanged):
            moved.connect(lambda *_: self._look_soon())
        self._model.modelReset.connect(self._look_soon)
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
        self._fit_cells()
        self.scrollTo(self.currentIndex())

    def try_again(self) -> None:
        """Ask again for thumbnails that could not be drawn before."""
        self._thumbnails.forget_failures()
        self._look_soon()

    def visible_rows(self) -> range:
        """Return the rows that are at least partly on screen."""
        rows = range(self._model.rowCount())
        first = bisect_left(rows, 0, key=lambda row: self._rect_of(row).bottom())
        last = bisect_left(rows, self.viewport().height(), key=lambda row: self._rect_of(row).top())
        return range(first, last)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the cards fill the new width evenly."""
        super().resizeEvent(event)
        self._fit_cells()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the hit under the pointer, or with the current one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        hit = self._model.hit(index)
        if hit is not None:
            self.menu_asked.emit(
                hit, event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
            )

    def _rect_of(self, row: int) -> QRect:
        return self.visualRect(self._model.index(row))

    def _fit_cells(self) -> None:
        # One pixel less than the room: a line that is exactly full would already be broken.
        width = self.viewport().width() - 1
        if self._cards.as_grid:
            self._cards.cell = self._cards.grid_cell(width // max(1, width // CARD_WIDTH_PX))
        else:
            self._cards.cell = QSize(width, self._cards.row_height())
        self.setGridSize(self._cards.cell)
        self._look_soon()

    def _look_soon(self) -> None:
        # Not pushed back by every step: thumbnails also come in while someone keeps scrolling.
        if not self._soon.isActive():
            self._soon.start()

    def _show_thumbnails(self) -> None:
        hits = self._model.hits
        rows = self.visible_rows() if self.isVisible() else range(0)
        self._thumbnails.show([hits[row].page for row in rows], self.devicePixelRatioF())

    def _repaint_page(self, page: Page) -> None:
        row = self._model.row_of(page)
        if row is not None:
            self.update(self._model.index(row))
