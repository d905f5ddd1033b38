"""The pages that answer: a grid or a list of cards, and the sentences that stand there when there are none."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QLocale, QModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.messages import Hit, Results
from indexer.types import Page
from ui.card import CardDelegate
from ui.icons import IconButton
from ui.pictures import Thumbnails
from ui.results_model import ResultsModel
from ui.theme import SPACE, set_tone

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


class ResultsPanel(QWidget):
    """The middle of the window: how many pages answer, and the pages."""

    hit_chosen = Signal(Hit)
    hit_opened = Signal(Hit)
    view_changed = Signal(bool)
    open_asked = Signal(str)
    folder_asked = Signal(str)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Results | None = None
        self._indexing = False
        self.view = ResultsView(thumbnails)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.activated.connect(self._open)
        self.view.menu_asked.connect(self._show_menu)

        self._count = QLabel()
        set_tone(self._count, "small")
        self._grid_button = IconButton("grid", self.tr("Show as a grid"))
        self._list_button = IconButton("list", self.tr("Show as a list"))
        group = QButtonGroup(self)
        for button in (self._grid_button, self._list_button):
            button.setCheckable(True)
            group.addButton(button)
        self._grid_button.setChecked(True)
        self._grid_button.toggled.connect(self.set_grid)

        self._hint = _Sentence()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._hint)
        self._stack.addWidget(self.view)

        header = QHBoxLayout()
        header.setContentsMargins(SPACE * 3 // 2, SPACE, SPACE, 0)
        header.setSpacing(SPACE // 2)
        header.addWidget(self._count, 1)
        header.addWidget(self._grid_button)
        header.addWidget(self._list_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addLayout(header)
        layout.addWidget(self._stack, 1)
        self.clear()

    def set_grid(self, as_grid: bool) -> None:
        """Show a grid or a list."""
        (self._grid_button if as_grid else self._list_button).setChecked(True)
        if self.view.is_grid != as_grid:
            self.view.set_grid(as_grid)
            self.view_changed.emit(as_grid)

    def set_indexing(self, indexing: bool) -> None:
        """Say that more pages may arrive while files are being indexed."""
        if indexing != self._indexing:
            self._indexing = indexing
            self._describe()

    def clear(self) -> None:
        """Show that nothing was asked."""
        self._shown = None
        self.view.hits.show(())
        self._describe()

    def say(self, sentence: str) -> None:
        """Show a sentence in place of results."""
        self.clear()
        self._hint.say(sentence)

    def show_results(self, results: Results) -> None:
        """Show an answer. The same question again keeps the chosen page and the place in the list."""
        again = self._shown is not None and self._shown.text == results.text
        chosen = self.view.hits.hit(self.view.currentIndex())
        place = self.view.verticalScrollBar().value()
        self._shown = results
        self.view.hits.show(results.hits)
        self._describe()
        if not results.hits:
            return
        row = self.view.hits.row_of(chosen.page) if again and chosen is not None else None
        if again:
            self.view.verticalScrollBar().setValue(place)
        else:
            self.view.scrollToTop()
        self.view.setCurrentIndex(self.view.hits.index(row or 0))

    def _describe(self) -> None:
        number = QLocale().toString
        arriving = self.tr("Pages are still arriving.") if self._indexing else ""
        if self._shown is None:
            self._count.setText(arriving)
            self._hint.say(
                self.tr("What are you looking for?"),
                self.tr("Type what the page says, or what it looks like: a table of costs, a map, a signature."),
            )
            self._stack.setCurrentWidget(self._hint)
            return
        hits = self._shown.hits
        if not hits:
            self._count.setText(arriving)
            self._hint.say(
                self.tr("No good match."), arriving or self.tr("Try fewer words, other words, or a larger place.")
            )
            self._stack.setCurrentWidget(self._hint)
            return
        documents = len({hit.page.document for hit in hits})
        pages_part = self.tr("1 page") if len(hits) == 1 else self.tr("{n} pages").format(n=number(len(hits)))
        documents_part = (
            self.tr("1 document") if documents == 1 else self.tr("{n} documents").format(n=number(documents))
        )
        found = self.tr("{pages} in {documents}").format(pages=pages_part, documents=documents_part)
        self._count.setText(f"{found}  ·  {arriving}" if arriving else found)
        self._stack.setCurrentWidget(self.view)

    def _choose(self, index: QModelIndex) -> None:
        hit = self.view.hits.hit(index)
        if hit is not None:
            self.hit_chosen.emit(hit)

    def _open(self, index: QModelIndex) -> None:
        hit = self.view.hits.hit(index)
        if hit is not None:
            self.hit_opened.emit(hit)

    def _show_menu(self, hit: Hit, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open in the system viewer"), lambda: self.open_asked.emit(hit.path))
        menu.addAction(self.tr("Show in folder"), lambda: self.folder_asked.emit(hit.path))
        menu.popup(place)


class _Sentence(QWidget):
    """A sentence in the middle of an empty place, and a quieter one below it."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._more = QLabel(), QLabel()
        set_tone(self._title, "title")
        set_tone(self._more, "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 8 * SPACE)
        layout.addStretch(1)
        for label in (self._title, self._more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addStretch(1)

    def say(self, title: str, more: str = "") -> None:
        self._title.setText(title)
        self._more.setText(more)
        self._more.setVisible(bool(more))
