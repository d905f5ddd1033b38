"""A little program of its own whose window hands out a file or folder by drag and drop.

python -m tests.gui.x_drag_source X Y PATH
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class Source(QWidget):
    """Starts a drag as soon as the mouse moves over it with a button down."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Begin to drag."""
        drag = QDrag(self)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(sys.argv[3])])
        drag.setMimeData(mime)
        print("dragging", flush=True)
        drag.exec(Qt.DropAction.CopyAction)


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    source = Source()
    source.setWindowFlags(Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.FramelessWindowHint)
    source.setGeometry(int(sys.argv[1]), int(sys.argv[2]), 120, 120)
    source.show()
    print("shown", flush=True)
    sys.exit(application.exec())
