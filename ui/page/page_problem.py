"""Why a page cannot be shown, in its place, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from app.rows import Remedy
from ui.basics.flow import FlowLayout
from ui.basics.theme import SPACE, set_tone
from ui.page.page_canvas import PageCanvas

WIDTH_PX = 44 * SPACE


class PageProblem(QFrame):
    """A sentence in the middle of the canvas, and the button that may help."""

    again_asked = Signal()
    password_asked = Signal()

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        set_tone(self, "bar")
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again_button = QPushButton(self.tr("Try again"))
        self.again_button.clicked.connect(self.again_asked)
        self.password_button = QPushButton(self.tr("Enter password…"))
        self.password_button.clicked.connect(self.password_asked)
        buttons = FlowLayout(SPACE)
        buttons.addWidget(self.again_button)
        buttons.addWidget(self.password_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(self._sentence)
        layout.addLayout(buttons)
        canvas.viewport().installEventFilter(self)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said now, or ""."""
        return "" if self.isHidden() else self._sentence.text()

    def say(self, sentence: str, remedy: Remedy) -> None:
        """Show why the page cannot be shown."""
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.password_button.setVisible(remedy is Remedy.PASSWORD)
        self._fit()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room = self._canvas.viewport().size()
        width = min(max(WIDTH_PX, self.minimumSizeHint().width()), room.width() - 2 * SPACE)
        height = self.heightForWidth(width)
        self.setGeometry((room.width() - width) // 2, max(SPACE, (room.height() - height) // 3), width, height)
