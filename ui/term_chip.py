"""The words of the question below a page, each of which can be looked at alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QToolButton

from ui.theme import set_tone


class TermChip(QToolButton):
    """A word of the question; pointing at it or focusing it shows only its evidence, pressing it keeps that."""

    looked_at = Signal(int)
    left = Signal()

    def __init__(self, term: int, word: str, has_evidence: bool) -> None:
        super().__init__()
        self.term = term
        self.setText(word)
        self.setCheckable(True)
        self.setEnabled(has_evidence)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Show only the evidence for {word}").format(word=word))
        if has_evidence:
            self.setToolTip(self.tr("Show only what answers this word"))
        else:
            self.setToolTip(self.tr("Nothing on this page answers this word"))
        set_tone(self, "chip")

    def enterEvent(self, event: QEnterEvent) -> None:
        """Look at this term."""
        self.looked_at.emit(self.term)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Look away."""
        self.left.emit()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Look at this term with the keyboard."""
        self.looked_at.emit(self.term)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Look away with the keyboard."""
        self.left.emit()
        super().focusOutEvent(event)
