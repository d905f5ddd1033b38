"""How it is with the add-on of the model that is shown: what there is to know of it, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ui.basics import figures
from ui.basics.elided_label import ElidedLabel
from ui.basics.flow import FlowLayout
from ui.basics.theme import SPACE, set_tone
from ui.models import addon_words
from ui.models.addons_here import AddonRow


class AddonPart(QWidget):
    """Shows an add-on; every button emits what is asked for, and does nothing itself.

    get_asked: to get it, or to see how far that is.
    """

    get_asked = Signal()
    stop_asked = Signal()
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state, self.problem = QLabel(), QLabel()
        set_tone(self.problem, "problem")
        for label in (self.state, self.problem):
            label.setWordWrap(True)
        self.line = ElidedLabel()
        set_tone(self.line, "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximum(0)
        self.bar.setAccessibleName(self.tr("The add-on is being worked on"))
        self.get = self._button(self.get_asked.emit)
        self.stop = self._button(self.stop_asked.emit)
        self.stop.setText(self.tr("Cancel the installation"))
        self.remove = self._button(self.remove_asked.emit)
        self.remove.setText(self.tr("Remove the add-on"))
        buttons = FlowLayout(SPACE)
        for button in (self.get, self.stop, self.remove):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for widget in (self.state, self.bar, self.line, self.problem):
            layout.addWidget(widget)
        layout.addLayout(buttons)

    def show_row(self, row: AddonRow, about_bytes: int, busy: str, line: str | None, problem: str) -> None:
        """Show an add-on.

        about_bytes: what it would take.    busy: the add-on that is worked on now, or "".    line: what is said of its
        installation, None where none is going on.    problem: what went wrong lately, or "".
        """
        title = addon_words.title(row.name)
        is_mine = busy == row.name
        is_installing = is_mine and line is not None
        if is_installing:
            told = self.tr("The add-on “{addon}” is being installed…").format(addon=title)
        elif is_mine:
            told = self.tr("The add-on “{addon}” is being removed…").format(addon=title)
        elif row.is_lacking:
            told = self.tr("This model needs the add-on “{addon}” (about {size}), which is not installed.").format(
                addon=title, size=figures.size(about_bytes)
            )
        else:
            told = addon_words.installed(row)
        self.state.setText(told)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.bar.setVisible(is_mine)
        self.show_line(line or "")
        self.line.setVisible(is_installing)
        if is_installing:
            self.get.setText(self.tr("Show what is done…"))
        else:
            self.get.setText(self.tr("Get the add-on…") if row.is_lacking else self.tr("Install it again…"))
        set_tone(self.get, "primary" if row.is_lacking and not is_mine else "")
        self.get.setVisible(is_installing or (not is_mine and (row.is_lacking or not row.is_current)))
        self.stop.setVisible(is_installing)
        self.remove.setVisible(not is_mine and row.bytes_here > 0)
        for button in (self.get, self.remove):
            is_waiting = busy not in ("", row.name)
            button.setEnabled(not is_waiting)
            first = self.tr("{name} comes first.").format(name=addon_words.title(busy)) if is_waiting else ""
            button.setToolTip(first)

    def show_line(self, line: str) -> None:
        """Show what is being done just now."""
        self.line.setText(line)

    @staticmethod
    def _button(pressed: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        button.hide()
        button.clicked.connect(lambda: pressed())
        return button
