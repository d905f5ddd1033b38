"""The library on the left: what was added, how far it is, what could not be read and what to do about it."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.events import FilesChanged, LibraryState
from app.requests import (
    RemovePaths,
    Rescan,
    Retry,
    Unlock,
)
from app.rows import FileRow, FileState, Remedy
from ui.bridge import Bridge
from ui.icons import IconButton, pixmap
from ui.library_model import LibraryModel, Root
from ui.library_row import LibraryRowDelegate
from ui.theme import QUIET, SPACE, colour, set_tone

ARROW_PX = 12


class LibraryTree(QTreeView):
    """The tree itself."""

    removal_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, model: LibraryModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(LibraryRowDelegate(model, self))
        self.setAccessibleName(self.tr("Library"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(2 * SPACE)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(True)
        self.setMouseTracking(True)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint our own arrow, and no state: the row itself shows that."""
        if self.model().hasChildren(index):
            name = "down" if self.isExpanded(index) else "right"
            arrow = pixmap(name, colour(QUIET), self.devicePixelRatioF(), ARROW_PX)
            left = rect.right() - (self.indentation() + ARROW_PX) // 2
            painter.drawPixmap(left, rect.center().y() - ARROW_PX // 2, arrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove what is selected with Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is selected."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_asked.emit(event.globalPos())
        else:
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))


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
        self._restoring = False
        self.model = LibraryModel(self)
        self.tree = LibraryTree(self.model)
        self.tree.selectionModel().selectionChanged.connect(self._select)
        self.tree.selectionModel().currentChanged.connect(lambda: self._show_detail())
        self.tree.removal_asked.connect(self.remove_selected)
        self.tree.menu_asked.connect(self._show_menu)
        self.tree.doubleClicked.connect(self._open)
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

        self._failures = QPushButton()
        set_tone(self._failures, "link")
        self._failures.setFlat(True)
        self._failures.clicked.connect(self._go_to_next_failure)
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._password = QPushButton(self.tr("Enter password…"))
        self._password.clicked.connect(self._ask_password)
        self._retry = QPushButton(self.tr("Try again"))
        self._retry.clicked.connect(self._retry_current)
        self._lay_out(title, rescan)
        self._show_detail()
        self._show_failures()

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
        self._detail = QWidget()
        detail = QVBoxLayout(self._detail)
        detail.setContentsMargins(2 * SPACE, SPACE // 2, SPACE, SPACE)
        detail.setSpacing(SPACE)
        detail.addWidget(self._sentence)
        detail.addLayout(buttons)
        links = QHBoxLayout()
        links.setContentsMargins(SPACE, 0, SPACE, SPACE // 2)
        links.addWidget(self._failures)
        links.addStretch(1)
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
        if self._restoring:
            return
        rows = [(self.model.path_of(index), self.model.row_of(index)) for index in self._selected()]
        # A file that could not be read is selected to see why; nothing could be found in it.
        scope = tuple(path for path, row in rows if not (isinstance(row, FileRow) and row.state is FileState.FAILED))
        if scope != self._scope:
            self._scope = scope
            self.scope_changed.emit(scope)
            match rows:
                case [(_, FileRow(state=FileState.INDEXED) as row)]:
                    self.file_chosen.emit(row)

    def _selected(self) -> list[QModelIndex]:
        return self.tree.selectionModel().selectedIndexes()

    # --- what people ask

    def remove_selected(self) -> None:
        """Forget what is selected; the files stay where they are."""
        paths = tuple(self.model.path_of(index) for index in self._selected())
        if paths:
            self.clear_scope()
            self._bridge.send(RemovePaths(paths))

    def _retry_current(self) -> None:
        path = self.model.path_of(self.tree.currentIndex())
        if path:
            self._bridge.send(Retry((path,)))

    def _ask_password(self) -> None:
        path = self.model.path_of(self.tree.currentIndex())
        if not path:
            return
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Password"))
        dialog.setLabelText(self.tr("Password for {name}:").format(name=PurePath(path).name))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.textValueSelected.connect(lambda password: self._bridge.send(Unlock(path, password)))
        dialog.open()

    def _go_to_next_failure(self) -> None:
        failed = [file.path for file in self.model.failed()]
        if not failed:
            return
        current = self.model.path_of(self.tree.currentIndex())
        path = failed[(failed.index(current) + 1) % len(failed)] if current in failed else failed[0]
        index = self.model.index_of(path)
        self.tree.expand(index.parent())
        self.tree.setCurrentIndex(index)
        self.tree.scrollTo(index)
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, index: QModelIndex) -> None:
        if isinstance(self.model.row_of(index), FileRow):
            self.open_asked.emit(self.model.path_of(index))

    def _show_menu(self, place: QPoint) -> None:
        row = self.model.row_of(self.tree.currentIndex())
        if row is None:
            return
        path = self.model.path_of(self.tree.currentIndex())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if isinstance(row, FileRow):
            menu.addAction(self.tr("Open in the system viewer"), lambda: self.open_asked.emit(path))
            menu.addAction(self.tr("Show in folder"), lambda: self.folder_asked.emit(path))
        else:
            menu.addAction(self.tr("Open the folder"), lambda: self.open_asked.emit(path))
        menu.addSeparator()
        if isinstance(row, FileRow) and row.remedy is Remedy.PASSWORD:
            menu.addAction(self.tr("Enter password…"), self._ask_password)
        if isinstance(row, FileRow) and row.state is FileState.FAILED:
            menu.addAction(self.tr("Try again"), self._retry_current)
        menu.addAction(self.tr("Remove from the library"), self.remove_selected)
        menu.popup(place)

    # --- what the engine says

    def _show_library(self, state: LibraryState) -> None:
        only_root_before = len(self.model.roots)
        expanded = {
            root.row.path for root in self.model.roots if self.tree.isExpanded(self.model.index_of(root.row.path))
        }
        chosen = [self.model.path_of(index) for index in self._selected()]
        current = self.model.path_of(self.tree.currentIndex())
        place = self.tree.verticalScrollBar().value()
        self._restoring = True
        if self.model.show(state):
            for path in expanded:
                self.tree.expand(self.model.index_of(path))
            if not only_root_before and len(self.model.roots) == 1:
                self.tree.expand(self.model.index(0, 0))
            selection = self.tree.selectionModel()
            selection.setCurrentIndex(self.model.index_of(current), selection.SelectionFlag.NoUpdate)
            for path in chosen:
                selection.select(self.model.index_of(path), selection.SelectionFlag.Select)
            self.tree.verticalScrollBar().setValue(place)
        self._restoring = False
        self._select()
        number = QLocale().toString
        pages = self.tr("1 page") if state.pages == 1 else self.tr("{n} pages").format(n=number(state.pages))
        self._summary.setText(f"{pages}  ·  {_shown_size(state.bytes_on_disk)}")
        found = self.tr("{documents} documents can be found. {textless} pages have no text layer.").format(
            documents=number(state.documents), textless=number(state.textless_pages)
        )
        sizes = [f"{_shown_size(size)}  {kind}" for kind, size in state.sizes]
        drawn = self.tr("Pictures of pages take no space: they are drawn when they are needed.")
        self._summary.setToolTip("\n".join([found, "", *sizes, drawn]) if sizes else found)
        self._show_failures()
        self._show_detail()

    def _show_files(self, changed: FilesChanged) -> None:
        self.model.update(changed.files)
        self._show_failures()
        self._show_detail()

    def _show_failures(self) -> None:
        count = sum(root.states[FileState.FAILED] for root in self.model.roots)
        self._failures.setVisible(count > 0)
        self._failures.setText(
            self.tr("1 file could not be read")
            if count == 1
            else self.tr("{n} files could not be read").format(n=QLocale().toString(count))
        )
        self._failures.setToolTip(self.tr("Show the next one"))

    def _show_detail(self) -> None:
        row = self.model.row_of(self.tree.currentIndex())
        sentence = ""
        if isinstance(row, Root) and not row.row.present:
            sentence = self.tr(
                "This place cannot be reached now. Its pages stay in the library until it is there again."
            )
        elif isinstance(row, FileRow):
            sentence = row.sentence
            if not sentence and row.textless:
                sentence = (
                    self.tr("1 page has no text layer: it is found by how its words look, and by the file's name.")
                    if row.textless == 1
                    else self.tr(
                        "{n} pages have no text layer: they are found by how their words look, and by the file's name."
                    ).format(n=QLocale().toString(row.textless))
                )
        failed = isinstance(row, FileRow) and row.state is FileState.FAILED
        locked = failed and isinstance(row, FileRow) and row.remedy is Remedy.PASSWORD
        self._detail.setVisible(bool(sentence))
        self._sentence.setText(sentence)
        set_tone(self._sentence, "problem" if failed else "small")
        self._password.setVisible(locked)
        self._retry.setVisible(failed and not locked)


def _shown_size(size: int) -> str:
    return QLocale().formattedDataSize(size, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
