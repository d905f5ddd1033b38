"""The files that could not be read: why, and what can be done about each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.rows import FileRow, Remedy
from ui.basics import figures
from ui.basics.flow import FlowLayout
from ui.basics.theme import SPACE, set_tone
from ui.library import words as library_words

NOWHERE = QModelIndex()


class FailuresModel(QAbstractTableModel):
    """A row for each file: its name, and why it could not be read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.files: list[FileRow] = []

    def show(self, files: Sequence[FileRow]) -> None:
        """Show these files."""
        self.beginResetModel()
        self.files = list(files)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        """Return the number of files."""
        return 0 if parent.isValid() else len(self.files)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        """Return two: file and reason."""
        return 0 if parent.isValid() else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object | None:
        """Name the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("File"), self.tr("Why it could not be read"))[section]
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object | None:
        """Return what a cell says, and the whole of it as a tip."""
        file = self.files[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return library_words.reason(file) if index.column() else PurePath(file.path).name
        if role == Qt.ItemDataRole.ToolTipRole:
            return library_words.reason(file) if index.column() else file.path
        return None


class FailuresTable(QTableView):
    """The table, with keys for what can be done."""

    removal_asked = Signal()
    copy_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove with Delete, copy as text with Ctrl+C."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        else:
            super().keyPressEvent(event)


class FailuresDialog(QDialog):
    """A list beside the window; all signals but the last two carry a tuple of paths, those a path."""

    retry_asked = Signal(object)
    removal_asked = Signal(object)
    password_asked = Signal(str)
    folder_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Files that could not be read"))
        self.setModal(False)
        self.model = FailuresModel(self)
        self.table = FailuresTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.selectionModel().selectionChanged.connect(lambda: self._show_choice())
        self.table.removal_asked.connect(self._remove)
        self.table.copy_asked.connect(self._copy)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_tone(self.sentence, "quiet")
        self.retry = self._button(self.tr("Try again"), self._retry)
        self.password = self._button(
            self.tr("Enter password…"), lambda: self.password_asked.emit(self._chosen()[0].path)
        )
        self.folder = self._button(self.tr("Show in folder"), lambda: self.folder_asked.emit(self._chosen()[0].path))
        self.copy = self._button(self.tr("Copy as text"), self._copy)
        self.remove = self._button(self.tr("Remove from the library"), self._remove)
        self.all = self._button(self.tr("Select all"), self.table.selectAll)
        buttons = FlowLayout(SPACE)
        for button in (self.retry, self.password, self.folder, self.copy, self.remove, self.all):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.sentence)
        layout.addLayout(buttons)
        self.resize(QSize(760, 440).boundedTo(self.screen().availableSize()))
        self._show_choice()

    def open_beside(self, files: Sequence[FileRow]) -> None:
        """Show the dialog with these files."""
        self.show_files(files)
        self.show()
        self.raise_()
        self.activateWindow()
        self.table.setFocus()

    def show_files(self, files: Sequence[FileRow]) -> None:
        """Show these files, and keep those selected that were."""
        if list(files) == self.model.files:
            return
        chosen = {file.path for file in self._chosen()}
        is_first = not self.model.files
        self.model.show(files)
        selection = self.table.selectionModel()
        for row, file in enumerate(files):
            if file.path in chosen:
                flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
                selection.select(self.model.index(row, 0), flags)
        if is_first:
            self.table.resizeColumnToContents(0)
            self.table.setColumnWidth(0, min(self.table.columnWidth(0) + SPACE, self.width() // 2))
        if not self._chosen() and files:
            self.table.selectRow(0)
        self._show_choice()

    def _button(self, text: str, do: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(do)
        return button

    def _chosen(self) -> list[FileRow]:
        return [self.model.files[index.row()] for index in self.table.selectionModel().selectedRows()]

    def _show_choice(self) -> None:
        chosen = self._chosen()
        for button in (self.retry, self.copy, self.remove):
            button.setEnabled(bool(chosen))
        self.all.setEnabled(bool(self.model.files))
        self.folder.setEnabled(len(chosen) == 1)
        self.password.setEnabled(len(chosen) == 1 and chosen[0].remedy is Remedy.PASSWORD)
        if not self.model.files:
            text = self.tr("Every file could be read.")
        elif len(chosen) == 1:
            text = f"{chosen[0].path}\n{library_words.reason(chosen[0])}"
        else:
            text = self.tr("{n} files selected").format(n=figures.number(len(chosen))) if chosen else ""
        self.sentence.setText(text)

    def _retry(self) -> None:
        self.retry_asked.emit(tuple(file.path for file in self._chosen()))

    def _remove(self) -> None:
        if chosen := self._chosen():
            self.removal_asked.emit(tuple(file.path for file in chosen))

    def _copy(self) -> None:
        text = "\n".join(f"{file.path}\t{library_words.reason(file)}" for file in self._chosen())
        QGuiApplication.clipboard().setText(text)
