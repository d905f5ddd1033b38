"""What stands in the place of results when there are none: what happened, and what can be asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.basics.elided_button import ElidedButton
from ui.basics.theme import SPACE, set_tone


class ResultsHint(QWidget):
    """A sentence in the middle of an empty place, a quieter one below it, and questions to try."""

    example_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title, self._more = QLabel(), QLabel()
        set_tone(self._title, "title")
        set_tone(self._more, "quiet")
        self._examples = QVBoxLayout()
        self._examples.setSpacing(SPACE // 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 8 * SPACE)
        layout.setSpacing(SPACE)
        layout.addStretch(1)
        for label in (self._title, self._more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addLayout(self._examples)
        layout.addStretch(1)

    @property
    def sentence(self) -> str:
        """The sentence that stands there."""
        return self._title.text()

    def say(self, title: str, more: str = "", examples: Sequence[str] = ()) -> None:
        """Show sentences. examples: questions that can be pressed, to be asked."""
        self._title.setText(title)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        while (item := self._examples.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for example in examples:
            button = ElidedButton()
            button.setText(example)
            set_tone(button, "example")
            button.setAccessibleName(self.tr("Search for {question}").format(question=example))
            button.clicked.connect(self._choose)
            self._examples.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, ElidedButton):
            self.example_chosen.emit(button.text())
