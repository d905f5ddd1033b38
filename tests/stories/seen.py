"""What is on the screen: when results are, and a picture of all of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Self

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from app.events import Results
from ui.main_window import MainWindow


def save_picture(window: QWidget, path: Path) -> None:
    """Save a picture of a window with the dialogs and menus that lie over it, each framed by a line."""
    picture = window.grab().toImage()
    ratio = picture.devicePixelRatio()
    over = [widget for widget in QApplication.topLevelWidgets() if widget is not window and widget.isVisible()]
    whole = window.geometry()
    for widget in over:
        whole = whole.united(widget.geometry())
    canvas = QImage(whole.size() * ratio, QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(Qt.GlobalColor.darkGray)
    painter = QPainter(canvas)
    painter.drawImage(window.geometry().topLeft() - whole.topLeft(), picture)
    for widget in over:
        place = widget.geometry().topLeft() - whole.topLeft()
        painter.drawPixmap(place, widget.grab())
        painter.drawRect(widget.rect().translated(place).adjusted(-1, -1, 0, 0))
    painter.end()
    canvas.save(str(path))


class Painted(QObject):
    """Notices when the results of a question are on the screen. at: when that was, 0.0 before."""

    def __init__(self, window: MainWindow, text: str) -> None:
        super().__init__()
        self.at = 0.0
        self._bridge, self._view, self._text = window.bridge, window.results, text
        self._has_arrived = False

    def __enter__(self) -> Self:
        self._bridge.results_arrived.connect(self._hear)
        self._view.installEventFilter(self)
        self._view.view.viewport().installEventFilter(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._bridge.results_arrived.disconnect(self._hear)
        self._view.removeEventFilter(self)
        self._view.view.viewport().removeEventFilter(self)

    def _hear(self, results: Results) -> None:
        self._has_arrived = self._has_arrived or results.text == self._text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Wait for the end of the painting that follows the answer."""
        if self._has_arrived and not self.at and event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        self.at = self.at or time.perf_counter()
