"""The words of the question below a page, each of which can be looked at alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from ui.basics.access import tab_through
from ui.basics.flow import FlowLayout
from ui.basics.theme import SPACE, set_tone


class TermChip(QToolButton):
    """A word of the question; pointing at it or focusing it shows only its evidence, pressing it keeps that."""

    looked_at = Signal(int)
    left = Signal()
    pressed_on = Signal(int, bool)

    def __init__(self, term: int, word: str) -> None:
        super().__init__()
        self.term = term
        self.setText(word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Show only the evidence for {word}").format(word=word))
        self.toggled.connect(self._tell)
        set_tone(self, "chip")

    def set_evidence(self, has_evidence: bool) -> None:
        """Say whether anything on the page answers the word."""
        self.setEnabled(has_evidence)
        if has_evidence:
            self.setToolTip(self.tr("Show only what answers this word"))
        else:
            self.setToolTip(self.tr("Nothing on this page answers this word"))

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep this term with Enter, too; the arrows go from word to word."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def _tell(self, on: bool) -> None:
        self.pressed_on.emit(self.term, on)


class TermChips(QWidget):
    """The words side by side. term_shown: the one whose evidence is to be seen alone, or None for all of them."""

    term_shown = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(SPACE // 2)
        self.setLayout(self._flow)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def chips(self) -> list[TermChip]:
        """The chips in the order of the words."""
        return [chip for chip in self._flow.widgets() if isinstance(chip, TermChip)]

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are shown."""
        return tuple(chip.text() for chip in self.chips)

    def show_words(self, words: Sequence[str], evidence: Collection[int]) -> None:
        """Show the words of a question. evidence: which of them the page answers. The same words stay as they are."""
        if self.words != tuple(words):
            self._flow.clear()
            for term, word in enumerate(words):
                chip = TermChip(term, word)
                chip.looked_at.connect(self._look_at)
                chip.left.connect(self._show_kept)
                chip.pressed_on.connect(self._keep)
                self._flow.addWidget(chip)
            tab_through(self, self.chips)
            self.setHidden(not words)
        for chip in self.chips:
            chip.set_evidence(chip.term in evidence)
        self._show_kept()

    def add_evidence(self, evidence: Collection[int]) -> None:
        """Say that the page answers further words, too."""
        for chip in self.chips:
            if chip.term in evidence:
                chip.set_evidence(True)

    def _look_at(self, term: int) -> None:
        self.term_shown.emit(term)

    def _keep(self, term: int, on: bool) -> None:
        for chip in self.chips:
            if on and chip.term != term:
                chip.setChecked(False)
        self._show_kept()

    def _show_kept(self) -> None:
        focused = [chip.term for chip in self.chips if chip.hasFocus()]
        kept = [chip.term for chip in self.chips if chip.isChecked() and chip.isEnabled()]
        shown = focused or kept
        self.term_shown.emit(shown[0] if shown else None)
