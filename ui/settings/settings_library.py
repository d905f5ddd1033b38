"""The library in the settings: where it lies, what takes how much room, and what is left out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.events import LibraryState
from app.requests import Skip
from ui.basics import figures
from ui.basics.theme import SPACE, set_tone
from ui.bridge import Bridge
from ui.library import words as library_words


class SkippedNames(QListWidget):
    """The names that are left out."""

    removal_asked = Signal()

    def sizeHint(self) -> QSize:
        """Ask for no more room than is needed."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove a name with Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)


class LibraryPage(QWidget):
    """Facts about the library, and the list of names to leave out."""

    folder_asked = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._folder = QLabel()
        self._folder.setWordWrap(True)
        self._folder.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._open = QPushButton(self.tr("Open the folder"))
        self._open.setAutoDefault(False)
        self._open.clicked.connect(lambda: self.folder_asked.emit(self._folder.text()))
        self._sizes = QFormLayout()
        self._sizes.setContentsMargins(0, 0, 0, 0)
        self._sizes.setHorizontalSpacing(3 * SPACE)
        self._sizes.setVerticalSpacing(SPACE // 2)
        about = QLabel(
            self.tr(
                "Files and folders with these names are left out, and leave the library if they are in it. "
                "“*” stands for anything: *.tmp, Drafts, ~$*"
            )
        )
        about.setWordWrap(True)
        set_tone(about, "quiet")
        self.names = SkippedNames()
        self.names.setAccessibleName(self.tr("Names that are left out"))
        set_tone(self.names, "choices")
        self.names.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.names.setMinimumHeight(5 * self.names.fontMetrics().height())
        self.names.removal_asked.connect(self._remove)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("A name to leave out"))
        self.name.setAccessibleName(self.tr("A name to leave out"))
        self.name.returnPressed.connect(self._add)
        self.add = QPushButton(self.tr("Leave out"))
        self.add.clicked.connect(self._add)
        self.remove = QPushButton(self.tr("Take back in"))
        self.remove.clicked.connect(self._remove)
        for button in (self.add, self.remove):
            button.setAutoDefault(False)
        self._lay_out(about)
        bridge.library_changed.connect(self._show)

    def _lay_out(self, about: QLabel) -> None:
        where = QHBoxLayout()
        where.addWidget(self._folder, 1)
        where.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        adding = QHBoxLayout()
        for widget in (self.name, self.add, self.remove):
            adding.addWidget(widget, 1 if widget is self.name else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(_title(self.tr("Where it lies")))
        layout.addLayout(where)
        layout.addWidget(_title(self.tr("What takes room")))
        layout.addLayout(self._sizes)
        layout.addWidget(_title(self.tr("Left out")))
        layout.addWidget(about)
        layout.addWidget(self.names, 1)
        layout.addLayout(adding)

    def _names(self) -> tuple[str, ...]:
        return tuple(self.names.item(row).text() for row in range(self.names.count()))

    def _add(self) -> None:
        name = self.name.text().strip()
        if name:
            self.name.clear()
            if name not in self._names():
                self._bridge.send(Skip((*self._names(), name)))

    def _remove(self) -> None:
        item = self.names.currentItem()
        if item is not None:
            self._bridge.send(Skip(tuple(name for name in self._names() if name != item.text())))

    def _show(self, state: LibraryState) -> None:
        self._folder.setText(state.folder)
        while self._sizes.rowCount():
            self._sizes.removeRow(0)
        for kind, size in (*state.sizes, (self.tr("all of it"), state.bytes_on_disk)):
            value = QLabel(figures.size(size))
            set_tone(value, "quiet")
            self._sizes.addRow(library_words.use_of_disk(kind), value)
        if self._names() != state.skipped:
            self.names.clear()
            self.names.addItems(list(state.skipped))


def _title(text: str) -> QLabel:
    label = QLabel(text)
    set_tone(label, "title")
    return label
