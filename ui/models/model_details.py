"""One model: what is known of it, how far it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.rows import ModelStage
from ui.basics.elided_label import ElidedLabel
from ui.basics.engine_words import said
from ui.basics.flow import FlowLayout
from ui.basics.theme import SPACE, set_tone
from ui.models import model_words
from ui.models.addon_part import AddonPart
from ui.models.model_words import Choice


class ModelDetails(QWidget):
    """Shows a model; every button emits what is asked for, and does nothing itself."""

    download_asked = Signal(bool)
    stop_asked = Signal()
    remove_asked = Signal()
    use_asked = Signal()
    leave_asked = Signal()
    forget_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel()
        set_tone(self.title, "title")
        self._facts = QGridLayout()
        self._facts.setColumnStretch(1, 1)
        self._facts.setHorizontalSpacing(2 * SPACE)
        self._facts.setVerticalSpacing(SPACE // 2)
        self._shown_facts: list[tuple[str, str]] = []
        self.state, self.problem = QLabel(), QLabel()
        set_tone(self.problem, "problem")
        for label in (self.state, self.problem):
            label.setWordWrap(True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.addon = AddonPart()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximum(1000)
        self.bytes = QLabel()
        set_tone(self.bytes, "small")
        self.download = self._button(self.tr("Download"), lambda: self.download_asked.emit(True))
        self.anyway = self._button(self.tr("Download anyway"), lambda: self.download_asked.emit(False))
        self.stop = self._button(self.tr("Cancel the download"), self.stop_asked.emit)
        self.use = self._button(self.tr("Use with this library"), self.use_asked.emit)
        self.leave = self._button(self.tr("Stop using"), self.leave_asked.emit)
        self.remove = self._button(self.tr("Remove from this machine"), self.remove_asked.emit)
        self.forget = self._button(self.tr("Remove its work"), self.forget_asked.emit)
        for button in (self.download, self.use):
            set_tone(button, "primary")
        self._lay_out()

    def _button(self, text: str, pressed: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        # All of them side by side would make the window wide; no model has more than two.
        button.hide()
        button.clicked.connect(lambda: pressed())
        return button

    def _lay_out(self) -> None:
        buttons = FlowLayout(SPACE)
        for button in (self.download, self.anyway, self.stop, self.use, self.leave, self.remove, self.forget):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.title)
        layout.addLayout(self._facts)
        layout.addStretch(1)
        for widget in (self.addon, self.state, self.problem, self.bar, self.bytes):
            layout.addWidget(widget)
        layout.addLayout(buttons)

    def show_choice(
        self,
        choice: Choice,
        pages: int,
        busy: str,
        problem: str,
        is_memory_short: bool,
        is_stopped: bool,
        lacks_addon: bool,
    ) -> None:
        """Show a model; how it is with its add-on, `addon` is told.

        pages: of the library.    busy: the model that is downloaded or removed now, or "".    problem: what went wrong
        lately, or "".    is_memory_short, is_stopped: what became of its last download.    lacks_addon: whether it
        cannot be used before its add-on is installed.
        """
        self.title.setText(choice.name)
        self.title.setToolTip(choice.name)
        self._show_facts(model_words.facts(choice, pages))
        stopped = self.tr("Stopped. What has arrived is kept, and the next download goes on from there.")
        self._say(self.state, stopped if is_stopped else model_words.state(choice, pages))
        # That it lacks its add-on is said with what can be done about it.
        has_failed = choice.has_failed and not lacks_addon
        failure = said(choice.row.sentence) if choice.row is not None and has_failed else ""
        self._say(self.problem, problem or failure)
        is_arriving = busy == choice.name and not choice.is_here
        if not is_arriving or self.bar.isHidden():
            self.show_bytes(0, 0)
        is_looking = choice.row is not None and choice.row.stage is ModelStage.LOOKING and pages > 0
        if choice.row is not None and is_looking:
            self.bar.setValue(1000 * choice.row.pages_done // pages)
        self.bar.setAccessibleName(self.tr("Pages seen") if is_looking else self.tr("Download progress"))
        self.bar.setVisible(is_looking or is_arriving)
        self.bytes.setVisible(is_arriving)
        is_wanting = choice.can_be_downloaded and not is_arriving
        self.download.setVisible(is_wanting and not is_memory_short)
        self.anyway.setVisible(is_wanting and is_memory_short)
        for button in (self.download, self.anyway, self.use, self.remove):
            button.setEnabled(not busy)
            button.setToolTip(self.tr("{name} comes first.").format(name=busy) if busy else "")
        self.stop.setVisible(is_arriving)
        self.use.setVisible(choice.can_be_used and not lacks_addon)
        self.use.setText(self.tr("Try again") if choice.has_failed else self.tr("Use with this library"))
        self.leave.setVisible(choice.is_in_use)
        self.remove.setVisible(choice.is_here and not choice.is_in_use)
        self.forget.setVisible(choice.is_kept)

    def show_bytes(self, done: int, total: int) -> None:
        """Show how far the download is, in bytes; 0 in all while that is not known."""
        self.bar.setValue(1000 * done // total if total else 0)
        text = self.tr("{done} of {all}").format(done=model_words.size(done), all=model_words.size(total))
        self.bytes.setText(text if total else self.tr("Asking what there is to download…"))

    def _show_facts(self, facts: list[tuple[str, str]]) -> None:
        if facts == self._shown_facts:
            return
        self._shown_facts = facts
        while (item := self._facts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        for row, (name, value) in enumerate(facts):
            label, text = QLabel(name), QLabel(value)
            set_tone(label, "quiet")
            text.setWordWrap(True)
            text.setAccessibleName(f"{name}: {value}")
            # A name stands beside the first line of what it names.
            self._facts.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(text, row, 1)

    @staticmethod
    def _say(label: QLabel, sentence: str) -> None:
        label.setText(sentence)
        label.setVisible(bool(sentence))
