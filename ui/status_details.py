"""What the line at the bottom says in short, in full."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.basics.elided_label import ElidedLabel
from ui.basics.theme import SPACE, set_tone

WIDTH_LETTERS = 52


class StatusDetails(QFrame):
    """A small window over the line: names and values, and ways to what can be done. Esc or a click beside closes it."""

    failures_asked = Signal()
    settings_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        set_tone(self, "bar")
        self.setAccessibleName(self.tr("What is being done"))
        self._facts = QFormLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(2 * SPACE)
        self._facts.setVerticalSpacing(SPACE // 2)
        self._facts.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.failures = QPushButton(self.tr("Files that could not be read…"))
        self.settings = QPushButton(self.tr("Settings…"))
        buttons = QHBoxLayout()
        for button, signal in ((self.failures, self.failures_asked), (self.settings, self.settings_asked)):
            button.clicked.connect(self.hide)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addLayout(self._facts)
        layout.addLayout(buttons)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show names and values; the labels stay as long as the names are the same."""
        if [name for name, _ in facts] != [label.text() for label in self._labels(QFormLayout.ItemRole.LabelRole)]:
            while self._facts.rowCount():
                self._facts.removeRow(0)
            for name, _ in facts:
                label, value = QLabel(name), ElidedLabel()
                set_tone(label, "quiet")
                self._facts.addRow(label, value)
        for shown, (_, text) in zip(self._labels(QFormLayout.ItemRole.FieldRole), facts, strict=True):
            shown.setText(text)
            shown.setToolTip(text)

    def open_above(self, line: QWidget) -> None:
        """Show it over the left end of the line, as wide as there is room."""
        wanted = WIDTH_LETTERS * self.fontMetrics().averageCharWidth()
        self.setFixedWidth(min(max(wanted, self.minimumSizeHint().width()), line.width()))
        self.adjustSize()
        corner = line.mapToGlobal(line.rect().topLeft())
        self.move(corner.x() + SPACE, corner.y() - self.height())
        self.show()
        self.failures.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _labels(self, role: QFormLayout.ItemRole) -> list[QLabel]:
        items = (self._facts.itemAt(row, role) for row in range(self._facts.rowCount()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, QLabel)]
