"""Sentences that the person should read, in the window and out of the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.basics.access import tab_through
from ui.basics.icons import IconButton, icon_px, pixmap
from ui.basics.theme import ACCENT_TEXT, MARK, PROBLEM, RADIUS, SPACE, SURFACE, colour

Action: TypeAlias = tuple[str, Callable[[], object]]
"""What a button says, and what it does."""

PASSING_MS = 8000
MOST = 3


class NoticeBar(QFrame):
    """One sentence with a button that sends it away, and one for what can be done, if anything can.

    A problem stays, and so does what is lasting; anything else leaves by itself.
    """

    def __init__(self, sentence: str, is_problem: bool, action: Action | None = None, is_lasting: bool = False) -> None:
        super().__init__()
        self.sentence = sentence
        self.is_problem = is_problem
        self.setAccessibleName(sentence)
        self._text = text = QLabel(sentence)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = IconButton("close", self.tr("Dismiss"))
        close.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(icon_px() + 3 * SPACE, SPACE // 2, SPACE // 2, SPACE // 2)
        layout.addWidget(text, 1)
        if action is not None:
            label, self._act = action
            button = QPushButton(label)
            button.clicked.connect(self._run)
            layout.addWidget(button)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        if not (is_problem or is_lasting):
            QTimer.singleShot(PASSING_MS, self, self.dismiss)

    def say(self, sentence: str) -> None:
        """Say something else."""
        self.sentence = sentence
        self.setAccessibleName(sentence)
        self._text.setText(sentence)

    def dismiss(self) -> None:
        """Go away."""
        self.hide()
        self.setParent(None)
        self.deleteLater()

    def _run(self) -> None:
        self.dismiss()
        self._act()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a quiet bar with a coloured edge and a sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(SURFACE))
        bar = QRectF(self.rect())
        painter.drawRoundedRect(bar, RADIUS, RADIUS)
        painter.setBrush(colour(PROBLEM if self.is_problem else MARK))
        painter.drawRoundedRect(QRectF(0, 0, SPACE / 2, bar.height()), 2, 2)
        sign = pixmap(
            "alert" if self.is_problem else "info",
            colour(PROBLEM if self.is_problem else ACCENT_TEXT),
            self.devicePixelRatioF(),
            icon_px(),
        )
        painter.drawPixmap(round(1.75 * SPACE), round((bar.height() - icon_px()) / 2), sign)
        painter.end()


class Notices(QWidget):
    """Holds the bars, the newest last; the same sentence never stands there twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE, 0, SPACE, SPACE)
        self._layout.setSpacing(SPACE // 2)
        self.hide()

    def bars(self) -> list[NoticeBar]:
        """Return the bars that stand there now."""
        items = (self._layout.itemAt(place) for place in range(self._layout.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [bar for bar in widgets if isinstance(bar, NoticeBar)]

    def say(
        self, sentence: str, is_problem: bool = False, action: Action | None = None, is_lasting: bool = False
    ) -> NoticeBar:
        """Show a sentence. action: what can be done about it."""
        for bar in self.bars():
            if bar.sentence == sentence:
                return bar
        while len(self.bars()) >= MOST:
            self.bars()[0].dismiss()
        bar = NoticeBar(sentence, is_problem, action, is_lasting)
        bar.destroyed.connect(self._hide_when_empty)
        self._layout.addWidget(bar)
        tab_through(self, self.findChildren(QAbstractButton))
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(bar, QAccessible.Event.Alert))
        return bar

    def take_back(self, sentence: str) -> None:
        """Remove a sentence that is no longer true."""
        for bar in self.bars():
            if bar.sentence == sentence:
                bar.dismiss()

    def _hide_when_empty(self) -> None:
        if not self.bars():
            self.hide()
