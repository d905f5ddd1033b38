"""The tree of the library: it keeps what was open and chosen when the library comes anew."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QTreeView

from app.rows import FileRow
from ui.basics.icons import icon_px, pixmap
from ui.basics.theme import QUIET, SPACE, colour
from ui.library.branch import Branch
from ui.library.model import LibraryModel
from ui.library.row import LibraryRowDelegate


class LibraryTree(QTreeView):
    """Folders and files with their state.

    rows_chosen: what is selected is not what it was; rows are told, not indexes.
    """

    rows_chosen = Signal()
    removal_asked = Signal()
    pause_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, model: LibraryModel) -> None:
        super().__init__()
        self._rows = model
        self._open: set[str] = set()
        self._chosen: list[str] = []
        self._current = ""
        self._scrolled = 0
        self._is_restoring = False
        self.setModel(model)
        self.setItemDelegate(LibraryRowDelegate(self))
        self.setAccessibleName(self.tr("Library"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(2 * SPACE)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(True)
        self.setMouseTracking(True)
        self.expanded.connect(lambda index: self._open.add(model.path_of(index)))
        self.collapsed.connect(lambda index: self._open.discard(model.path_of(index)))
        self.selectionModel().selectionChanged.connect(self._tell_chosen)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)

    def chosen(self) -> list[Branch | FileRow]:
        """Return the rows that are selected."""
        rows = (self._rows.row_of(index) for index in self.selectionModel().selectedIndexes())
        return [row for row in rows if row is not None]

    def current(self) -> Branch | FileRow | None:
        """Return the row that the keyboard is on."""
        return self._rows.row_of(self.currentIndex())

    def go_to(self, path: str) -> None:
        """Select a row and show it."""
        index = self._rows.index_of(path)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint our own arrow, and no state: the row itself shows that."""
        if self.model().hasChildren(index):
            aside = "left" if self.isRightToLeft() else "right"
            size_px = min(self.indentation(), icon_px() * 2 // 3)
            name = "down" if self.isExpanded(index) else aside
            arrow = pixmap(name, colour(QUIET), self.devicePixelRatioF(), size_px)
            left = rect.right() - (self.indentation() + size_px) // 2
            place = QRect(left, rect.center().y() - size_px // 2, size_px, size_px)
            painter.drawPixmap(QStyle.visualRect(self.layoutDirection(), rect, place).topLeft(), arrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove what is selected with Delete, pause or go on with Ctrl+P."""
        if event.key() == Qt.Key.Key_Delete or event.matches(QKeySequence.StandardKey.Delete):
            self.removal_asked.emit()
        elif event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.pause_asked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is selected."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_asked.emit(event.globalPos())
        else:
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))

    def _tell_chosen(self) -> None:
        if not self._is_restoring:
            self.rows_chosen.emit()

    def _keep(self) -> None:
        self._is_restoring = True
        self._chosen = [row.path for row in self.chosen()]
        self._current = self._rows.path_of(self.currentIndex())
        self._scrolled = self.verticalScrollBar().value()

    def _restore(self) -> None:
        roots = self._rows.roots
        if not self._open and len(roots) == 1:
            self._open.add(roots[0].path)
        for path in self._open:
            self.expand(self._rows.index_of(path))
        selection = self.selectionModel()
        selection.setCurrentIndex(self._rows.index_of(self._current), selection.SelectionFlag.NoUpdate)
        for path in self._chosen:
            selection.select(self._rows.index_of(path), selection.SelectionFlag.Select)
        self.verticalScrollBar().setValue(self._scrolled)
        self._is_restoring = False
        self.rows_chosen.emit()
