"""The pages of a document as a narrow list of small pictures; only those on screen are drawn."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import (
    QAbstractListModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from indexer.types import Page
from ui.basics.paper import paint_edge, paint_ground
from ui.basics.theme import MARK, QUIET, RADIUS, SELECTED, SPACE, TEXT, colour, small_font
from ui.results.model import ResultsModel
from ui.results.pictures import Pictures, Thumbnails

PICTURE_WIDTH_PX = 72
THUMBNAIL_BYTES = 16 * 1024 * 1024
TALLEST = 1.42
"""Of the width; a longer page is shown from its top."""
SOON_MS = 40


class DocumentPages(QAbstractListModel):
    """The pages of one document; row 0 is page 1."""

    def __init__(self, hits: ResultsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._hits = hits
        self.document, self._count = "", 0

    def show(self, document: str, count: int) -> None:
        """Show another document."""
        if (document, count) != (self.document, self._count):
            self.beginResetModel()
            self.document, self._count = document, count
            self.endResetModel()

    def page(self, row: int) -> Page:
        """Return the page of a row."""
        return Page(self.document, row + 1)

    def answers(self, row: int) -> bool:
        """Say whether the page of a row is among the results."""
        return self._hits.row_of(self.page(row)) is not None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of pages."""
        return 0 if parent.isValid() else self._count

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object | None:
        """Return the number of the page, and to screen readers whether it answers."""
        number = QLocale().toString(index.row() + 1)
        if role == Qt.ItemDataRole.DisplayRole:
            return number
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            if self.answers(index.row()):
                return self.tr("page {number}, answers").format(number=number)
            return self.tr("page {number}").format(number=number)
        return None


class PageDelegate(QStyledItemDelegate):
    """Paints a page: its picture, its number, and an amber mark where it answers."""

    def __init__(self, thumbnails: Thumbnails, pages: DocumentPages, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails, self._pages = thumbnails, pages

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the same size for all pages."""
        number = QFontMetricsF(small_font()).height()
        return QSize(PICTURE_WIDTH_PX + 2 * SPACE, round(PICTURE_WIDTH_PX * TALLEST + number + 2 * SPACE))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one page."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(option.rect).adjusted(1, 1, -1, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(SELECTED))
            painter.drawRoundedRect(frame, RADIUS, RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour(MARK), 2))
            painter.drawRoundedRect(frame, RADIUS, RADIUS)
        number_height = QFontMetricsF(small_font()).height()
        room = QRectF(0, frame.y() + SPACE / 2, PICTURE_WIDTH_PX, frame.height() - number_height - 1.25 * SPACE)
        room.moveCenter(frame.center())
        room.moveTop(frame.y() + SPACE / 2)
        image = self._thumbnails.image(self._pages.page(index.row()))
        sheet = room
        if image is not None:
            height = room.width() * image.height() / image.width()
            sheet = QRectF(room.x(), room.y(), room.width(), min(height, room.height()))
        paint_ground(painter, sheet)
        if image is not None:
            share = sheet.width() / image.width()
            painter.drawImage(sheet, image, QRectF(0, 0, image.width(), sheet.height() / share))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        paint_edge(painter, sheet)
        if self._pages.answers(index.row()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(MARK))
            painter.drawRoundedRect(QRectF(sheet.x() - SPACE / 2 - 1, sheet.y(), SPACE / 2, sheet.height()), 2, 2)
        painter.setFont(small_font())
        painter.setPen(colour(TEXT if option.state & QStyle.StateFlag.State_Selected else QUIET))
        place = QRectF(frame.x(), frame.bottom() - number_height - SPACE / 4, frame.width(), number_height)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), str(index.data()))
        painter.restore()


class PageStrip(QListView):
    """Lists the pages of the document that is shown; the arrow keys turn its pages."""

    number_chosen = Signal(int)

    def __init__(self, pictures: Pictures, hits: ResultsModel) -> None:
        super().__init__()
        # Pictures of its own: those of the results come and go with what is seen there.
        self._thumbnails = Thumbnails(pictures, THUMBNAIL_BYTES, PICTURE_WIDTH_PX)
        self._thumbnails.ready.connect(self._repaint_page)
        self.pages = DocumentPages(hits, self)
        self._is_following = False
        self.setAccessibleName(self.tr("Pages of the document"))
        self.setModel(self.pages)
        self.setItemDelegate(PageDelegate(self._thumbnails, self.pages, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(4 * SPACE)
        self.selectionModel().currentChanged.connect(self._choose)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._show_thumbnails)
        for moved in (self.verticalScrollBar().valueChanged, self.verticalScrollBar().rangeChanged):
            moved.connect(self._look_soon)
        self.pages.modelReset.connect(self._look_soon)
        for changed in (hits.modelReset, hits.dataChanged):
            changed.connect(self.viewport().update)
        self._fit_width()

    def show_page(self, document: str, number: int, count: int) -> None:
        """Mark the page that is shown, and bring it into view."""
        self._is_following = True
        self.pages.show(document, count)
        self.setCurrentIndex(self.pages.index(number - 1))
        self._is_following = False

    def try_again(self) -> None:
        """Ask again for pictures that could not be drawn before."""
        self._thumbnails.forget_failures()
        self._look_soon()

    def visible_rows(self) -> range:
        """Return the rows that are at least partly on screen."""
        rows = range(self.pages.rowCount())
        first = bisect_left(rows, 0, key=lambda row: self.visualRect(self.pages.index(row)).bottom())
        last = bisect_left(rows, self.viewport().height(), key=lambda row: self.visualRect(self.pages.index(row)).top())
        return range(first, last)

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the current page into view."""
        super().showEvent(event)
        self.scrollTo(self.currentIndex())
        self._look_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look which pages are on screen now."""
        super().resizeEvent(event)
        self._look_soon()

    def _fit_width(self) -> None:
        self.setFixedWidth(PICTURE_WIDTH_PX + 2 * SPACE + self.verticalScrollBar().sizeHint().width())

    def _choose(self, index: QModelIndex) -> None:
        if not self._is_following and index.isValid():
            self.number_chosen.emit(index.row() + 1)

    def _look_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show_thumbnails(self) -> None:
        rows = self.visible_rows() if self.isVisible() else range(0)
        self._thumbnails.show([self.pages.page(row) for row in rows], self.devicePixelRatioF())

    def _repaint_page(self, page: Page) -> None:
        if page.document == self.pages.document:
            self.update(self.pages.index(page.number - 1))
