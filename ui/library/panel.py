"""The library on the left: what was added, how far it is, what could not be read and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.events import FilesChanged, LibraryState
from app.requests import Pause, RemovePaths, Rescan, Resume, Retry, Unlock
from app.rows import FileRow, FileState, Remedy
from ui.basics import figures
from ui.basics.elided_button import ElidedButton
from ui.basics.icons import IconButton
from ui.basics.theme import SPACE, set_tone
from ui.bridge import Bridge
from ui.library import words as library_words
from ui.library.branch import Branch
from ui.library.model import LibraryModel
from ui.library.password import ask_password
from ui.library.tree import LibraryTree

if TYPE_CHECKING:
    from ui.library.failures_dialog import FailuresDialog

SOON_MS = 50


class LibraryPanel(QWidget):
    """Shows the library and sends what people ask of it."""

    add_files_asked = Signal()
    add_folder_asked = Signal()
    scope_changed = Signal(tuple)
    file_chosen = Signal(FileRow)
    open_asked = Signal(str)
    folder_asked = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._scope: tuple[str, ...] = ()
        self._library: LibraryState | None = None
        self._failures_dialog: FailuresDialog | None = None
        self.model = LibraryModel(self)
        self.tree = LibraryTree(self.model)
        self.tree.rows_chosen.connect(self._select)
        self.tree.selectionModel().currentChanged.connect(lambda: self._show_detail())
        self.tree.removal_asked.connect(self.remove_selected)
        self.tree.pause_asked.connect(self._toggle_pause)
        self.tree.menu_asked.connect(self._show_menu)
        self.tree.doubleClicked.connect(self._open)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._show_rest)
        for changed in (self.model.modelReset, self.model.dataChanged, self.model.rowsInserted):
            changed.connect(lambda *_: self._soon.isActive() or self._soon.start())
        bridge.library_changed.connect(self._show_library)
        bridge.files_changed.connect(self._show_files)

        title = QLabel(self.tr("Library"))
        set_tone(title, "title")
        self._add = IconButton("plus", self.tr("Add files or a folder"))
        menu = QMenu(self._add)
        menu.addAction(self.tr("Add files…"), self.add_files_asked.emit)
        menu.addAction(self.tr("Add folder…"), self.add_folder_asked.emit)
        self._add.setMenu(menu)
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        rescan = IconButton("rescan", self.tr("Look for new and changed files"))
        rescan.clicked.connect(lambda: bridge.send(Rescan()))
        self._summary = QLabel()
        set_tone(self._summary, "small")

        self._failures = ElidedButton()
        set_tone(self._failures, "link")
        self._failures.clicked.connect(self.show_failures)
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._password = QPushButton(self.tr("Enter password…"))
        self._password.clicked.connect(self._ask_password_of_current)
        self._retry = QPushButton(self.tr("Try again"))
        self._retry.clicked.connect(self._retry_current)
        self._pause = IconButton("pause", "")
        self._pause.clicked.connect(self._toggle_pause)
        self._lay_out(title, rescan)
        self._show_rest()

    def _lay_out(self, title: QLabel, rescan: IconButton) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(2 * SPACE, SPACE, SPACE, 0)
        header.setSpacing(SPACE // 2)
        header.addWidget(title, 1)
        header.addWidget(rescan)
        header.addWidget(self._add)
        self._summary.setContentsMargins(2 * SPACE, 0, SPACE, SPACE // 2)
        buttons = QHBoxLayout()
        buttons.addWidget(self._password)
        buttons.addWidget(self._retry)
        buttons.addStretch(1)
        told = QHBoxLayout()
        told.addWidget(self._sentence, 1)
        told.addWidget(self._pause, 0, Qt.AlignmentFlag.AlignTop)
        self._detail = QWidget()
        detail = QVBoxLayout(self._detail)
        detail.setContentsMargins(2 * SPACE, SPACE // 2, SPACE, SPACE)
        detail.setSpacing(SPACE)
        detail.addLayout(told)
        detail.addLayout(buttons)
        links = QHBoxLayout()
        links.setContentsMargins(SPACE, 0, SPACE, SPACE // 2)
        links.addWidget(self._failures)
        links.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self._summary)
        tree = QHBoxLayout()
        tree.setContentsMargins(SPACE // 2, 0, 0, 0)
        tree.addWidget(self.tree)
        layout.addLayout(tree, 1)
        layout.addWidget(self._detail)
        layout.addLayout(links)

    # --- scope

    @property
    def scope(self) -> tuple[str, ...]:
        """The paths that the search is limited to, or nothing for everywhere."""
        return self._scope

    def clear_scope(self) -> None:
        """Search everywhere again."""
        self.tree.clearSelection()
        self.tree.setCurrentIndex(QModelIndex())

    def _select(self) -> None:
        rows = self.tree.chosen()
        # A file that could not be read is selected to see why; nothing could be found in it.
        scope = tuple(row.path for row in rows if not _has_failed(row))
        if scope != self._scope:
            self._scope = scope
            self.scope_changed.emit(scope)
            match rows:
                case [FileRow(state=FileState.INDEXED) as row]:
                    self.file_chosen.emit(row)

    # --- what people ask

    def remove_selected(self) -> None:
        """Forget what is selected; the files stay where they are."""
        paths = tuple(row.path for row in self.tree.chosen())
        if paths:
            self.clear_scope()
            self._bridge.send(RemovePaths(paths))

    def show_failures(self) -> None:
        """List the files that could not be read."""
        # No earlier: the window opens sooner without it.
        from ui.library.failures_dialog import FailuresDialog

        if self._failures_dialog is None:
            self._failures_dialog = dialog = FailuresDialog(self.window())
            dialog.retry_asked.connect(lambda paths: self._bridge.send(Retry(paths)))
            dialog.removal_asked.connect(lambda paths: self._bridge.send(RemovePaths(paths)))
            dialog.password_asked.connect(self._ask_password)
            dialog.folder_asked.connect(self.folder_asked)
        self._failures_dialog.open_beside(self.model.failed())

    def _retry_current(self) -> None:
        match self.tree.current():
            case FileRow() as file:
                self._bridge.send(Retry((file.path,)))
            case Branch() as branch:
                self._bridge.send(Retry(tuple(file.path for file in branch.all_files() if _has_failed(file))))

    def _toggle_pause(self) -> None:
        match self.tree.current():
            case Branch(root=root) if root is not None:
                self._bridge.send(Resume((root.path,)) if root.is_paused else Pause((root.path,)))

    def _ask_password_of_current(self) -> None:
        row = self.tree.current()
        if row is not None:
            self._ask_password(row.path)

    def _ask_password(self, path: str) -> None:
        ask_password(self, path, lambda password: self._bridge.send(Unlock(path, password)))

    def _open(self, index: QModelIndex) -> None:
        if isinstance(self.model.row_of(index), FileRow):
            self.open_asked.emit(self.model.path_of(index))

    def _show_menu(self, place: QPoint) -> None:
        row = self.tree.current()
        if row is None:
            return
        path = row.path
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if isinstance(row, FileRow):
            menu.addAction(self.tr("Open in the system viewer"), lambda: self.open_asked.emit(path))
            menu.addAction(self.tr("Show in folder"), lambda: self.folder_asked.emit(path))
        else:
            menu.addAction(self.tr("Open the folder"), lambda: self.open_asked.emit(path))
        menu.addSeparator()
        if isinstance(row, FileRow) and row.remedy is Remedy.PASSWORD:
            menu.addAction(self.tr("Enter password…"), self._ask_password_of_current)
        if _has_failed(row):
            menu.addAction(self.tr("Try again"), self._retry_current)
        if isinstance(row, Branch):
            root = row.added.path
            menu.addAction(self.tr("Look for new and changed files here"), lambda: self._bridge.send(Rescan((root,))))
            if row.states[FileState.FAILED]:
                menu.addAction(self.tr("Try failed files here again"), self._retry_current)
            if row.root is not None:
                label = self.tr("Go on here") if row.root.is_paused else self.tr("Pause here")
                menu.addAction(label, self._toggle_pause)
        menu.addAction(self.tr("Remove from the library"), self.remove_selected)
        menu.popup(place)

    # --- what the engine says

    def _show_library(self, state: LibraryState) -> None:
        self.model.show(state)
        self._library = state
        self._show_summary()
        found = self.tr("{documents} can be found. Pages without a text layer: {textless}.").format(
            documents=figures.documents(state.documents), textless=figures.number(state.textless_pages)
        )
        sizes = [f"{figures.size(size)}  {library_words.use_of_disk(kind)}" for kind, size in state.sizes]
        drawn = self.tr("Pictures of pages take no space: they are drawn when they are needed.")
        self._summary.setToolTip("\n".join([found, "", *sizes, drawn]) if sizes else found)

    def _show_summary(self) -> None:
        """Say how much can be found; while files are indexed, that is more than the library said last."""
        if self._library is not None:
            pages = max(self._library.pages, self.model.pages if self.model.is_growing else 0)
            self._summary.setText(f"{figures.pages(pages)}  ·  {figures.size(self._library.bytes_on_disk)}")

    def _show_files(self, changed: FilesChanged) -> None:
        self.model.update(changed.files)

    def _show_rest(self) -> None:
        """Show what depends on the rows: what is said of the current one, and how many could not be read."""
        self._show_detail()
        self._show_summary()
        count = self.model.failures
        self._failures.setVisible(count > 0)
        self._failures.setText(
            self.tr("1 file could not be read")
            if count == 1
            else self.tr("{n} files could not be read").format(n=figures.number(count))
        )
        self._failures.setToolTip(self.tr("List them, with what can be done"))
        if self._failures_dialog is not None and self._failures_dialog.isVisible():
            self._failures_dialog.show_files(self.model.failed())

    def _show_detail(self) -> None:
        row = self.tree.current()
        sentence = library_words.remark(row) if row is not None else ""
        failed = row is not None and _has_failed(row)
        locked = isinstance(row, FileRow) and failed and row.remedy is Remedy.PASSWORD
        root = row.root if isinstance(row, Branch) else None
        self._detail.setVisible(bool(sentence))
        self._sentence.setText(sentence)
        set_tone(self._sentence, "problem" if failed else "small")
        self._password.setVisible(locked)
        self._retry.setVisible(failed and not locked)
        self._pause.setVisible(root is not None)
        if root is not None:
            self._pause.set_icon("play" if root.is_paused else "pause")
            self._pause.set_label(self.tr("Go on here (Ctrl+P)") if root.is_paused else self.tr("Pause here (Ctrl+P)"))


def _has_failed(row: Branch | FileRow) -> bool:
    return isinstance(row, FileRow) and row.state is FileState.FAILED
