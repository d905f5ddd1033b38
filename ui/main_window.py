"""The window: where things stand, which menus there are, and who hears whom. What they do is their own business."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.messages import (
    Activity,
    AddPaths,
    EngineLost,
    FileRow,
    Hit,
    LibraryState,
    Notice,
    Pause,
    Progress,
    Ready,
    Rescan,
    Results,
    Resume,
    Retry,
)
from indexer.types import Page
from ui import menus, outside
from ui.bridge import Bridge
from ui.drop import DropTarget
from ui.icons import IconButton
from ui.library_panel import LibraryPanel
from ui.menus import SEPARATOR, Command
from ui.notices import Notices
from ui.page_view import PageView
from ui.pictures import Pictures, Thumbnails
from ui.questions import Questions
from ui.results import ResultsPanel
from ui.search_bar import SearchBar
from ui.status_line import StatusLine
from ui.theme import SPACE
from ui.welcome import Welcome

TRACE = "PAGELIGHT_TRACE_START"
FILE_TYPES = "*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp *.gif"


def trace(moment: str) -> None:
    """Say when a moment of the start was reached, if someone measures it."""
    if os.environ.get(TRACE):
        print(f"{moment} {time.time():.3f}", file=sys.stderr, flush=True)


class MainWindow(QMainWindow):
    """Search on top, library on the left, results in the middle, the page on the right, status at the bottom."""

    first_painted = Signal()

    def __init__(self, bridge: Bridge, memory: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._memory = memory
        self._painted = False
        self._loss = ""
        self._page_is_full = False
        self._beside_page: list[QWidget] = []
        self.setWindowTitle("Pagelight")
        self.pictures = Pictures(bridge, self)
        thumbnails = Thumbnails(self.pictures)
        self.questions = Questions(bridge, self)
        self.search = SearchBar()
        self.notices = Notices()
        self.library = LibraryPanel(bridge)
        self.results = ResultsPanel(thumbnails)
        self.page = PageView(self.pictures, thumbnails, self.results.view.hits)
        self.status = StatusLine()
        self.welcome = Welcome()
        self.drop = DropTarget(self)
        self._menu_button = IconButton("menu", self.tr("Menu (F10)"))
        self._lay_out()
        self._make_menus()
        self._connect()
        self._recall()
        self.search.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        top.setSpacing(SPACE)
        top.addWidget(self._menu_button)
        top.addWidget(self.search, 1)
        self._top = QWidget()
        self._top.setLayout(top)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for place, (panel, stretch) in enumerate(((self.library, 0), (self.results, 1), (self.page, 1))):
            panel.setMinimumWidth(200)
            self.splitter.addWidget(panel)
            self.splitter.setStretchFactor(place, stretch)
        self.splitter.setSizes([248, 500, 532])
        self.body = QStackedWidget()
        self.body.addWidget(self.welcome)
        self.body.addWidget(self.splitter)
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._top, self.notices, self.body, self.status):
            layout.addWidget(widget, 1 if widget is self.body else 0)
        self.setCentralWidget(central)
        self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize()))

    def _make_menus(self) -> None:
        tr = menus.tr
        canvas = self.page.canvas
        files = (
            Command(tr("Add files…"), ("Ctrl+O",), self.ask_for_files),
            Command(tr("Add folder…"), ("Ctrl+Shift+O",), self.ask_for_folder),
            SEPARATOR,
            Command(tr("Look for new and changed files"), ("F5",), lambda: self._bridge.send(Rescan())),
            Command(tr("Pause or go on indexing"), ("Ctrl+Shift+P",), self._toggle_pause),
            Command(tr("Try failed files again"), (), lambda: self._bridge.send(Retry())),
            SEPARATOR,
            Command(tr("Quit"), ("Ctrl+Q",), self.close),
        )
        search = (
            Command(tr("Search"), ("Ctrl+F", "Ctrl+K"), self.focus_search),
            Command(tr("Clear"), ("Esc",), self.step_back),
            SEPARATOR,
            Command(tr("Next match"), ("F3",), lambda: self.page.step_match(1)),
            Command(tr("Previous match"), ("Shift+F3",), lambda: self.page.step_match(-1)),
            Command(tr("Next page"), ("Ctrl+PgDown",), lambda: self.page.turn(1)),
            Command(tr("Previous page"), ("Ctrl+PgUp",), lambda: self.page.turn(-1)),
        )
        view = (
            Command(tr("Grid"), ("Ctrl+1",), lambda: self.results.set_grid(True)),
            Command(tr("List"), ("Ctrl+2",), lambda: self.results.set_grid(False)),
            Command(tr("Library"), ("Ctrl+L",), lambda: self.library.setVisible(self.library.isHidden())),
            SEPARATOR,
            Command(tr("Larger"), ("Ctrl++", "Ctrl+="), canvas.zoom_in),
            Command(tr("Smaller"), ("Ctrl+-",), canvas.zoom_out),
            Command(tr("Fit the width"), ("Ctrl+0",), canvas.fit_width),
            SEPARATOR,
            Command(tr("Page fills the window"), ("F11",), lambda: self.fill_with_page(not self._page_is_full)),
            Command(tr("Full screen"), ("Shift+F11",), self._toggle_full_screen),
        )
        menu = QMenu(self)
        menus.fill(self, menu, ((tr("Library"), files), (tr("Search"), search), (tr("View"), view)))
        self._menu_button.setMenu(menu)
        self._menu_button.setShortcut("F10")
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _connect(self) -> None:
        bridge, search, results, page = self._bridge, self.search, self.results, self.page
        search.asked.connect(self.questions.ask)
        search.left_downwards.connect(results.view.setFocus)
        search.scope_cleared.connect(self.library.clear_scope)
        self.questions.answered.connect(self._show_answer)
        self.questions.cleared.connect(self._show_no_question)
        self.questions.refused.connect(results.say)
        results.hit_chosen.connect(page.show_hit)
        results.hit_opened.connect(lambda _hit: page.canvas.setFocus())
        results.view_changed.connect(lambda as_grid: self._memory.setValue("results/grid", as_grid))
        page.full_asked.connect(lambda: self.fill_with_page(not self._page_is_full))
        self.library.scope_changed.connect(search.show_scope)
        self.library.scope_changed.connect(self.questions.limit)
        self.library.file_chosen.connect(self._browse)
        for opener in (results, page, self.library):
            opener.open_asked.connect(self._open_outside)
            opener.folder_asked.connect(self._show_folder_outside)
        for adder in (self.welcome, self.library):
            adder.add_files_asked.connect(self.ask_for_files)
            adder.add_folder_asked.connect(self.ask_for_folder)
        self.drop.files_dropped.connect(self.add_paths)
        self.status.pause_asked.connect(lambda: bridge.send(Pause()))
        self.status.resume_asked.connect(lambda: bridge.send(Resume()))
        bridge.library_changed.connect(self._show_library)
        bridge.progress_changed.connect(self._show_progress)
        bridge.notice_given.connect(self._show_notice)
        bridge.engine_ready.connect(self._show_ready)
        bridge.engine_lost.connect(self._show_loss)

    # --- commands

    def add_paths(self, paths: Sequence[str]) -> None:
        """Add files and folders to the library."""
        if paths:
            self._bridge.send(AddPaths(tuple(os.path.abspath(path) for path in paths)))

    def ask_for_files(self) -> None:
        """Let a person pick files; the window goes on meanwhile."""
        dialog = self._file_dialog(self.tr("Add files"), QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Documents and pictures ({types})").format(types=FILE_TYPES), "*"])
        dialog.open()

    def ask_for_folder(self) -> None:
        """Let a person pick a folder; the window goes on meanwhile."""
        dialog = self._file_dialog(self.tr("Add folder"), QFileDialog.FileMode.Directory)
        dialog.open()

    def _file_dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self.add_paths)
        return dialog

    def focus_search(self) -> None:
        """Go to the search field and select what is there."""
        self.fill_with_page(False)
        self.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.edit.selectAll()

    def step_back(self) -> None:
        """Leave the full page, else clear the question, else search everywhere again."""
        if self._page_is_full:
            self.fill_with_page(False)
        elif self.search.edit.text():
            self.search.clear()
        else:
            self.library.clear_scope()
            self.search.setFocus()

    def fill_with_page(self, full: bool) -> None:
        """Let the page have the whole window, or bring everything else back."""
        if full == self._page_is_full or (full and self.page.page is None):
            return
        self._page_is_full = full
        if full:
            self._beside_page = [part for part in (self._top, self.library, self.results) if not part.isHidden()]
        for part in self._beside_page:
            part.setVisible(not full)
        (self.page.canvas if full else self.results.view).setFocus()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _toggle_pause(self) -> None:
        self._bridge.send(Resume() if self.status.is_paused else Pause())

    def _open_outside(self, path: str) -> None:
        if not outside.open_in_viewer(path):
            self.notices.say(self.tr("No program was found that opens {path}.").format(path=path), True)

    def _show_folder_outside(self, path: str) -> None:
        if not outside.show_in_folder(path):
            self.notices.say(self.tr("The folder of {path} could not be opened.").format(path=path), True)

    def _browse(self, file: FileRow) -> None:
        """Without a question, show a file from its first page on."""
        if not self.questions.text:
            self.page.set_terms(())
            first = Page(file.document, 1)
            self.page.show_hit(Hit(first, 0.0, (), (), file.path, file.pages, aspect=0.0))

    # --- what the engine says

    def _show_answer(self, results: Results) -> None:
        self.page.set_terms(results.terms)
        self.results.show_results(results)
        if not results.hits:
            self.page.show_nothing()

    def _show_no_question(self) -> None:
        self.results.clear()
        self.page.show_nothing()

    def _show_library(self, state: LibraryState) -> None:
        self.status.show_library(state)
        self._memory.setValue("library/known", bool(state.roots))
        self.body.setCurrentWidget(self.splitter if state.roots else self.welcome)

    def _show_progress(self, progress: Progress) -> None:
        self.status.show_progress(progress)
        self.results.set_indexing(progress.activity in (Activity.INDEXING, Activity.SCANNING))

    def _show_notice(self, notice: Notice) -> None:
        self.notices.say(notice.sentence, notice.is_problem)

    def _show_ready(self, ready: Ready) -> None:
        trace("ready")
        self.notices.take_back(self._loss)
        self.status.show_model(ready.model)
        self.results.view.try_again()
        self.page.try_again()

    def _show_loss(self, lost: EngineLost) -> None:
        self._loss = lost.sentence
        self.notices.say(lost.sentence, is_problem=True)
        self.status.show_stopped(self.tr("Starting again…") if lost.restarting else self.tr("Stopped"))
        self.results.set_indexing(False)

    # --- the window itself

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the window can be seen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            trace("first paint")
            self.first_painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window was left."""
        self.fill_with_page(False)
        self._memory.setValue("window/geometry", self.saveGeometry())
        self._memory.setValue("window/splitter", self.splitter.saveState())
        super().closeEvent(event)

    def _recall(self) -> None:
        geometry, splitter = self._memory.value("window/geometry"), self._memory.value("window/splitter")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(splitter, QByteArray):
            self.splitter.restoreState(splitter)
        self.results.set_grid(self._memory.value("results/grid", True, bool) is True)
        # Until the engine has opened the library, the window shows what it showed last.
        known = self._memory.value("library/known", False, bool) is True
        self.body.setCurrentWidget(self.splitter if known else self.welcome)
