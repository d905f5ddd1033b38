"""How a root or a file of the library is drawn: a sign, a name, and below it how it stands."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.rows import FileRow, FileState, Remedy
from ui.icons import SIZE_PX, pixmap
from ui.library_model import ROW_ROLE, LibraryModel, Root, file_percent
from ui.theme import (
    ACCENT,
    ACCENT_TEXT,
    LINE,
    PROBLEM,
    QUIET,
    RADIUS,
    RAISED,
    SELECTED,
    SPACE,
    TEXT,
    body_font,
    colour,
    small_font,
)

BAR_PX = 3.0


class LibraryRowDelegate(QStyledItemDelegate):
    """Paints two lines, all rows equally high, so that ten thousand of them need no measuring."""

    def __init__(self, model: LibraryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of every row."""
        height = QFontMetricsF(body_font()).height() + QFontMetricsF(small_font()).height() + 1.5 * SPACE
        return QSize(120, round(height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Root | FileRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(option.rect).adjusted(0, 1, -SPACE / 2, -1)
        self._paint_state(painter, frame, option.state)

        name, ink = _sign(row)
        sign = pixmap(name, colour(ink), painter.device().devicePixelRatio())
        painter.drawPixmap(round(frame.x() + SPACE / 2), round(frame.center().y() - SIZE_PX / 2), sign)

        body, small = QFontMetricsF(body_font()), QFontMetricsF(small_font())
        left = frame.x() + SIZE_PX + 1.25 * SPACE
        room = frame.right() - left - SPACE
        title = QRectF(left, frame.y() + SPACE / 2 - 1, room, body.height())
        below = QRectF(left, title.bottom(), room, small.height())
        left_align = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(body_font())
        painter.setPen(colour(TEXT))
        label = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.drawText(title, left_align, body.elidedText(label, Qt.TextElideMode.ElideMiddle, room))

        percent = _percent(row)
        text = self._model.status(row)
        # A failure needs the room for its sentence.
        if isinstance(row, FileRow) and row.state is not FileState.FAILED and (folder := _folder(row)):
            text = f"{text} · {folder}"
        bar_room = 0.0
        if percent is not None:
            bar_room = min(64.0, room / 3)
            _paint_bar(painter, QRectF(below.right() - bar_room, below.center().y() - 1, bar_room, BAR_PX), percent)
            bar_room += SPACE
        painter.setFont(small_font())
        painter.setPen(colour(ink if ink is PROBLEM else QUIET))
        painter.drawText(
            below, left_align, small.elidedText(text, Qt.TextElideMode.ElideRight, below.width() - bar_room)
        )
        painter.restore()

    def _paint_state(self, painter: QPainter, frame: QRectF, state: QStyle.StateFlag) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(colour(SELECTED))
            painter.drawRoundedRect(frame, RADIUS, RADIUS)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colour(RAISED))
            painter.drawRoundedRect(frame, RADIUS, RADIUS)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour(ACCENT), 2))
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), RADIUS, RADIUS)


def _folder(file: FileRow) -> str:
    """Return the folders between a root and its file, or ""."""
    try:
        inside = PurePath(file.path).relative_to(file.root).parent
    except ValueError:
        return ""
    return "" if inside == PurePath(".") else str(inside)


def _sign(row: Root | FileRow) -> tuple[str, QPalette.ColorRole]:
    """Return the icon of a row and its colour."""
    if isinstance(row, Root):
        return ("folder", QUIET) if row.row.present else ("unplugged", PROBLEM)
    if row.state is FileState.FAILED:
        return ("lock" if row.remedy is Remedy.PASSWORD else "alert"), PROBLEM
    if row.state is FileState.WAITING:
        return "clock", QUIET
    if row.state is FileState.INDEXING:
        return "file", ACCENT_TEXT
    return "file", QUIET


def _percent(row: Root | FileRow) -> float | None:
    """Return how far a row is, or None when there is nothing to wait for."""
    if isinstance(row, Root):
        return row.percent if row.row.present and row.percent < 100 else None
    return file_percent(row) if row.state is FileState.INDEXING else None


def _paint_bar(painter: QPainter, bar: QRectF, percent: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(LINE))
    painter.drawRoundedRect(bar, BAR_PX / 2, BAR_PX / 2)
    painter.setBrush(colour(ACCENT))
    painter.drawRoundedRect(
        QRectF(bar.x(), bar.y(), max(BAR_PX, bar.width() * percent / 100), BAR_PX), BAR_PX / 2, BAR_PX / 2
    )
