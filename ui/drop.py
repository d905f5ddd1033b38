"""Files and folders dropped anywhere on the window."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ui.basics.icons import pixmap
from ui.basics.theme import ACCENT, ACCENT_TEXT, GROUND, MARK, QUIET, SPACE, TEXT, body_font, colour

SIGN_PX = 40


def local_paths(mime: QMimeData) -> list[str]:
    """Return the absolute paths of what lies on this machine; links to elsewhere are left out."""
    paths = [Path(_path_of(url)) for url in mime.urls() if url.isLocalFile()]
    return list(dict.fromkeys(str(path) for path in paths if path.is_absolute()))


def _path_of(url: QUrl) -> str:
    """Return a path as Python has it; the name of a file need not be text, which Qt's own path would lose."""
    if os.name == "nt":
        return url.toLocalFile()
    return os.fsdecode(unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded)))


class DropTarget(QWidget):
    """Makes a window take files, and lies over it as long as files are held above.

    files_dropped: a list of paths.    below: what stays free at the top, because it takes pictures for itself.
    """

    files_dropped = Signal(object)

    def __init__(self, window: QWidget, below: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._below = below
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is dragged over the window."""
        if isinstance(event, QDragEnterEvent | QDragMoveEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.DragMove,
        ):
            # What comes from the window itself is in the library already.
            if not local_paths(event.mimeData()) or event.source() is not None:
                return False
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._cover()
            return True
        if isinstance(event, QDragLeaveEvent):
            self.hide()
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.hide()
            paths = local_paths(event.mimeData())
            if paths:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.files_dropped.emit(paths)
                return True
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a veil, an amber frame and a sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(colour(GROUND))
        veil.setAlphaF(0.97)
        painter.fillRect(self.rect(), veil)
        glow = QColor(colour(ACCENT))
        glow.setAlphaF(0.10)
        painter.setBrush(glow)
        painter.setPen(QPen(colour(MARK), 2, Qt.PenStyle.DashLine))
        frame = QRectF(self.rect()).adjusted(2 * SPACE, 2 * SPACE, -2 * SPACE, -2 * SPACE)
        painter.drawRoundedRect(frame, 2 * SPACE, 2 * SPACE)
        middle = frame.center()
        sign = pixmap("drop", colour(ACCENT_TEXT), self.devicePixelRatioF(), SIGN_PX)
        painter.drawPixmap(round(middle.x() - SIGN_PX / 2), round(middle.y() - SIGN_PX), sign)
        room = frame.adjusted(SPACE, 0, -SPACE, 0)
        room.setTop(middle.y() + SPACE)
        centred = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        painter.setFont(body_font(bold=True))
        painter.setPen(colour(TEXT))
        sentence = painter.drawText(room, centred, self.tr("Drop to add to the library"))
        room.setTop(sentence.bottom() + SPACE)
        painter.setFont(body_font())
        painter.setPen(colour(QUIET))
        picture = self.tr("A picture dropped on the search field finds pages that look like it.")
        painter.drawText(room, centred, picture)
        painter.end()

    def _cover(self) -> None:
        if not self.isVisible():
            self._fit()
            self.raise_()
            self.show()

    def _fit(self) -> None:
        top = 0 if self._below.isHidden() else self._below.mapTo(self._window, self._below.rect().bottomLeft()).y() + 1
        self.setGeometry(self._window.rect().adjusted(0, top, 0, 0))
