"""A list below the search field to choose from with the field's own keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.basics.access import announce
from ui.basics.icons import icon_px, pixmap
from ui.basics.theme import QUIET, RADIUS, SELECTED, SPACE, TEXT, body_font, colour, small_font

MOST_ROWS = 12
MOST_LETTERS = 90
_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to choose.

    note: what it means.    is_removable: whether it can be taken off the list.
    is_quiet: whether it steps back behind the others.
    """

    text: str
    note: str = ""
    is_removable: bool = False
    is_quiet: bool = False


class Suggestions(QFrame):
    """Lies over the window below a field, which keeps the focus and hands over the keys."""

    chosen = Signal(object)
    removed = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field.window())
        self._field = field
        self._shown: tuple[Suggestion, ...] = ()
        self.setProperty("tone", "bar")
        self.setAutoFillBackground(True)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Suggestions"))
        self._rows = _RowDelegate(self.list)
        self.list.setItemDelegate(self._rows)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self.list.viewport().installEventFilter(self)
        self.window().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE // 2, SPACE // 2, SPACE // 2, SPACE // 2)
        layout.addWidget(self.list)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return not self.isHidden()

    @property
    def current(self) -> Suggestion | None:
        """What would be chosen now."""
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @property
    def shown(self) -> tuple[Suggestion, ...]:
        """All that can be chosen."""
        return self._shown if self.is_open else ()

    def open_with(self, suggestions: Sequence[Suggestion], current: int = -1) -> None:
        """Show a list, or nothing where it is empty. current: the row that is chosen already."""
        self.list.clear()
        self._shown = tuple(suggestions)
        if not suggestions:
            self.hide()
            return
        for suggestion in suggestions:
            item = QListWidgetItem(suggestion.text)
            item.setData(_ROLE, suggestion)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (suggestion.text, suggestion.note)))
            )
            self.list.addItem(item)
        self.list.setCurrentRow(current)
        letters = self.fontMetrics()
        self._rows.notes_px = max(letters.horizontalAdvance(one.text) for one in suggestions) + 4 * SPACE
        width = min(self._field.width(), MOST_LETTERS * letters.averageCharWidth())
        row_px = self.list.sizeHintForRow(0)
        height = row_px * min(len(suggestions), MOST_ROWS) + 2 * (SPACE // 2 + self.frameWidth())
        place = self._field.mapTo(self._field.window(), QPoint(0, self._field.height() + 2))
        room = self._field.window().height() - place.y() - SPACE
        self.setGeometry(QRect(place, QSize(width, max(row_px, min(height, room)))))
        self.raise_()
        self.show()
        self._announce()

    def step(self, rows: int) -> None:
        """Go down or up; beyond the ends, to none and then around."""
        count = self.list.count()
        row = (self.list.currentRow() + 1 + rows) % (count + 1) - 1
        self.list.setCurrentRow(row)
        if row >= 0:
            self.list.scrollToItem(self.list.item(row))
        self._announce()

    def take(self) -> bool:
        """Choose the current row; returns whether there was one."""
        current = self.current
        if current is not None:
            self.hide()
            self.chosen.emit(current)
        return current is not None

    def remove(self) -> bool:
        """Take the current row off the list; returns whether it could be."""
        current, row = self.current, self.list.currentRow()
        if current is None or not current.is_removable:
            return False
        self.removed.emit(current)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        return True

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Choose or remove with the mouse; do not stay where the field has been."""
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self.hide()
            return False
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            place = event.position().toPoint()
            item = self.list.itemAt(place)
            if item is not None and event.button() == Qt.MouseButton.LeftButton:
                self.list.setCurrentItem(item)
                cross = _cross(self.list.visualItemRect(item), self.list.layoutDirection())
                if not (cross.contains(place) and self.remove()):
                    self.take()
            return True
        return False

    def _announce(self) -> None:
        if self.current is not None:
            announce(self._field, self.list.currentItem().data(Qt.ItemDataRole.AccessibleTextRole))


def _cross(row: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Return where the cross of a removable row is."""
    side = icon_px() + SPACE
    return QStyle.visualRect(direction, row, QRect(row.right() - side, row.center().y() - side // 2, side, side))


class _RowDelegate(QStyledItemDelegate):
    notes_px = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, option.fontMetrics.height() + SPACE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        suggestion = index.data(_ROLE)
        row = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(SELECTED))
            painter.drawRoundedRect(row, RADIUS, RADIUS)
        placed = partial(QStyle.visualRect, option.direction, row)
        inner = row.adjusted(SPACE, 0, -SPACE, 0)
        if suggestion.is_removable:
            inner.setRight(inner.right() - icon_px() - 2 * SPACE)
            if is_current:
                size_px = icon_px()
                place = _cross(row, option.direction).center() - QPoint(size_px // 2, size_px // 2) + QPoint(1, 1)
                cross = pixmap("close", colour(QUIET), painter.device().devicePixelRatio(), size_px)
                painter.drawPixmap(place, cross)
        # What is suggested begins where the words in the field begin.
        inner.setLeft(inner.left() + icon_px())
        _draw(painter, placed(inner), suggestion.text, is_quiet=suggestion.is_quiet)
        if suggestion.note:
            _draw(painter, placed(inner.adjusted(self.notes_px, 0, 0, 0)), suggestion.note, is_quiet=True)
        painter.restore()


def _draw(painter: QPainter, place: QRect, text: str, is_quiet: bool) -> None:
    painter.setFont(small_font() if is_quiet else body_font())
    painter.setPen(colour(QUIET if is_quiet else TEXT))
    fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), fitting)
