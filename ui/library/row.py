"""How a folder or a file of the library is drawn: a sign, a name, and below it how it stands."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.rows import FileRow, FileState, Remedy
from ui.basics.icons import icon_px, pixmap
from ui.basics.item_state import paint_state
from ui.basics.theme import (
    ACCENT_TEXT,
    MARK,
    PROBLEM,
    QUIET,
    RAISED,
    SPACE,
    TEXT,
    body_font,
    colour,
    small_font,
)
from ui.library.branch import Branch
from ui.library.model import ROW_ROLE
from ui.library.words import share_read, status

BAR_PX = 3.0


class LibraryRowDelegate(QStyledItemDelegate):
    """Paints two lines, all rows equally high, so that ten thousand of them need no measuring."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of every row."""
        height = QFontMetricsF(body_font()).height() + QFontMetricsF(small_font()).height() + 1.5 * SPACE
        return QSize(120, round(height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Branch | FileRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

        def placed(rect: QRectF) -> QRectF:
            """Mirror a place within the row where people read from right to left."""
            return QRectF(QStyle.visualRect(option.direction, option.rect, rect.toRect()))

        frame = QRectF(option.rect).adjusted(0, 1, -SPACE / 2, -1)
        paint_state(painter, placed(frame), option.state)

        name, ink = _sign(row)
        size_px = icon_px()
        sign = pixmap(name, colour(ink), painter.device().devicePixelRatio(), size_px)
        sign_place = QRectF(frame.x() + SPACE / 2, frame.center().y() - size_px / 2, size_px, size_px)
        painter.drawPixmap(placed(sign_place).topLeft(), sign)

        body, small = QFontMetricsF(body_font()), QFontMetricsF(small_font())
        left = frame.x() + size_px + 1.25 * SPACE
        room = frame.right() - left - SPACE
        title = QRectF(left, frame.y() + SPACE / 2 - 1, room, body.height())
        below = QRectF(left, title.bottom(), room, small.height())
        left_align = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(body_font())
        painter.setPen(colour(TEXT))
        label = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.drawText(placed(title), left_align, body.elidedText(label, Qt.TextElideMode.ElideMiddle, room))

        text, share = status(row), _share_done(row)
        bar_room = 0.0
        if share is not None:
            bar_room = min(64.0, room / 3)
            bar = QRectF(below.right() - bar_room, below.center().y() - 1, bar_room, BAR_PX)
            _paint_bar(painter, placed(bar), share, option.direction)
            bar_room += SPACE
        painter.setFont(small_font())
        painter.setPen(colour(ink if ink is PROBLEM else QUIET))
        painter.drawText(
            placed(below), left_align, small.elidedText(text, Qt.TextElideMode.ElideRight, below.width() - bar_room)
        )
        painter.restore()


def _sign(row: Branch | FileRow) -> tuple[str, QPalette.ColorRole]:
    """Return the icon of a row and its colour."""
    if isinstance(row, Branch):
        if not row.is_present:
            return "unplugged", PROBLEM
        return ("pause" if row.root is not None and row.root.is_paused else "folder"), QUIET
    if row.state is FileState.FAILED:
        return ("lock" if row.remedy is Remedy.PASSWORD else "alert"), PROBLEM
    if row.state is FileState.WAITING:
        return "clock", QUIET
    if row.state is FileState.INDEXING:
        return "file", ACCENT_TEXT
    return "file", QUIET


def _share_done(row: Branch | FileRow) -> float | None:
    """Return how far a row is, 0..1, or None when there is nothing to wait for."""
    if isinstance(row, Branch):
        return row.share_done if row.is_present and row.share_done < 1 else None
    return share_read(row) if row.state is FileState.INDEXING else None


def _paint_bar(painter: QPainter, bar: QRectF, share: float, direction: Qt.LayoutDirection) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(RAISED))
    painter.drawRoundedRect(bar, BAR_PX / 2, BAR_PX / 2)
    painter.setBrush(colour(MARK))
    done = QRectF(bar.x(), bar.y(), max(BAR_PX, bar.width() * share), BAR_PX)
    if direction == Qt.LayoutDirection.RightToLeft:
        done.moveRight(bar.right())
    painter.drawRoundedRect(done, BAR_PX / 2, BAR_PX / 2)
