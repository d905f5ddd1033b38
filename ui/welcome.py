"""What stands in the window while the library is empty: what to do, and a button that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.basics.icons import pixmap
from ui.basics.theme import SPACE, set_tone

MARK_PX = 72


class Welcome(QWidget):
    """Invites to drop or to choose files."""

    add_files_asked = Signal()
    add_folder_asked = Signal()
    samples_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark = QLabel()
        mark.setPixmap(pixmap("pagelight", QColor("black"), self.devicePixelRatioF(), MARK_PX))
        what = QLabel(
            self.tr(
                "Pagelight finds pages by what they say and what they look like, and lights up the part that answers."
            )
        )
        sentence = QLabel(self.tr("Drop PDFs, pictures or folders here."))
        set_tone(sentence, "title")
        more = QLabel(self.tr("They stay where they are, and nothing leaves this machine."))
        set_tone(more, "quiet")
        samples = QPushButton(self.tr("Try it with sample documents"))
        set_tone(samples, "example")
        samples.clicked.connect(self.samples_asked)
        add_folder = QPushButton(self.tr("Add folder…"))
        set_tone(add_folder, "primary")
        add_folder.clicked.connect(self.add_folder_asked)
        add_files = QPushButton(self.tr("Add files…"))
        add_files.clicked.connect(self.add_files_asked)

        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        buttons.addWidget(add_folder)
        buttons.addWidget(add_files)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * SPACE, SPACE, 4 * SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addStretch(2)
        for label in (mark, sentence, what, more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is not mark)
            layout.addWidget(label)
        layout.addSpacing(SPACE)
        layout.addLayout(buttons)
        layout.addWidget(samples, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)
