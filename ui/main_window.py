"""The window: where things stand, which menus there are, and who hears whom. What they do is their own business."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.events import Activity, EngineLost, Hit, LibraryState, Progress, Ready
from app.requests import Pause, Resume
from app.rows import FileRow
from assets import samples_dir
from indexer.types import Page
from ui.basics import menus, outside
from ui.basics.file_dialogs import pick
from ui.basics.icons import IconButton
from ui.basics.start_trace import trace
from ui.basics.theme import SPACE
from ui.bridge import Bridge
from ui.commands import commands
from ui.drop import DropTarget
from ui.library.estimate_bar import EstimateBar
from ui.library.panel import LibraryPanel
from ui.models.models_here import ModelsHere
from ui.notices import Notices
from ui.page.full_page import FullPage
from ui.page.page_copy import PageCopy
from ui.page.page_view import PageView
from ui.results.panel import ResultsPanel
from ui.results.pictures import Pictures, Thumbnails
from ui.searching.clippings import PICTURE_SUFFIXES
from ui.searching.filter_chips import FilterChips
from ui.searching.search_bar import SearchBar
from ui.searching.searching import Searching
from ui.status_line import StatusLine
from ui.welcome import Welcome
from ui.window_memory import recall_flag, recall_places, save_places

if TYPE_CHECKING:
    from ui.models.models_dialog import ModelsDialog

FILE_TYPES = " ".join(f"*{suffix}" for suffix in (".pdf", *PICTURE_SUFFIXES))


class MainWindow(QMainWindow):
    """Search on top, library on the left, results in the middle, the page on the right, status at the bottom."""

    first_painted = Signal()
    settings_asked = Signal()
    about_asked = Signal()

    def __init__(self, bridge: Bridge, memory: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self._memory = memory
        self._painted = False
        self._loss = ""
        self.setWindowTitle("Pagelight")
        self.pictures = Pictures(bridge, self)
        thumbnails = Thumbnails(self.pictures)
        self.models = ModelsHere(bridge, self)
        self._models_dialog: ModelsDialog | None = None
        self.search = SearchBar()
        self.filters = FilterChips()
        self.notices = Notices()
        self.estimate = EstimateBar(bridge)
        self.library = LibraryPanel(bridge)
        self.results = ResultsPanel(thumbnails)
        self.copies = PageCopy(bridge, self)
        self.page = PageView(bridge, self.pictures, thumbnails, self.results.view.hits, self.copies)
        self.status = StatusLine()
        self.welcome = Welcome()
        self._menu_button = IconButton("menu", self.tr("Menu (F10)"))
        self._lay_out()
        self.searching = Searching(self, thumbnails, memory)
        self._make_menus()
        self._connect()
        self._recall()
        self.search.setFocus()

    def _lay_out(self) -> None:
        top = QGridLayout()
        top.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        top.setSpacing(SPACE)
        top.addWidget(self._menu_button, 0, 0)
        top.addWidget(self.search, 0, 1)
        top.addWidget(self.filters, 1, 1)
        self._top = QWidget()
        self._top.setLayout(top)
        self.drop = DropTarget(self, below=self._top)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        # From the outside in: what is put into something else is polished again with all that it holds.
        central = QWidget()
        self.setCentralWidget(central)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.body = QStackedWidget()
        for widget in (self._top, self.notices, self.estimate, self.body):
            layout.addWidget(widget, 1 if widget is self.body else 0)
        self.body.addWidget(self.welcome)
        self.body.addWidget(self.splitter)
        for place, (panel, stretch) in enumerate(((self.library, 0), (self.results, 1), (self.page, 1))):
            panel.setMinimumWidth(200)
            self.splitter.addWidget(panel)
            self.splitter.setStretchFactor(place, stretch)
        self.splitter.setSizes([248, 500, 532])
        # Last, as the Tab key comes to it last.
        layout.addWidget(self.status)
        self.full_page = FullPage((self._top, self.library, self.results), self.page.canvas, self.results.view)
        # What is left of a small screen beside the frame and the title, which are the system's.
        room = self.screen().availableSize() - QSize(2 * SPACE, 6 * SPACE)
        self.resize(QSize(1280, 800).boundedTo(room))

    def _make_menus(self) -> None:
        menu = QMenu(self)
        self.libraries_menu = menus.fill(self, menu, commands(self), self.tr("Libraries"))
        self._menu_button.setMenu(menu)
        self._menu_button.setShortcut("F10")
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _connect(self) -> None:
        bridge, page = self.bridge, self.page
        page.full_asked.connect(self.toggle_full_page)
        page.match_left.connect(self._step_hit)
        page.header.strip.toggled.connect(lambda on: self._memory.setValue("page/strip", on))
        for teller in (page, self.copies):
            teller.told.connect(self.notices.say)
        self.library.file_chosen.connect(self._browse)
        for opener in (self.searching.menu, page, self.library):
            opener.open_asked.connect(self._open_outside)
            opener.folder_asked.connect(self._show_folder_outside)
        self.searching.exports.folder_asked.connect(self._show_folder_outside)
        for adder in (self.welcome, self.library):
            adder.add_files_asked.connect(self.ask_for_files)
            adder.add_folder_asked.connect(self.ask_for_folder)
        self.welcome.samples_asked.connect(lambda: self.add_paths([str(samples_dir())]))
        self.drop.files_dropped.connect(self.add_paths)
        self.status.pause_asked.connect(lambda: bridge.send(Pause()))
        self.status.failures_asked.connect(self.library.show_failures)
        self.status.settings_asked.connect(self.settings_asked)
        self.status.resume_asked.connect(lambda: bridge.send(Resume()))
        self.models.changed.connect(lambda: self.status.show_beside(self.models.in_use, self.models.pages))
        bridge.library_changed.connect(self._show_library)
        bridge.progress_changed.connect(self._show_progress)
        bridge.notice_given.connect(lambda notice: self.notices.say(notice.sentence, notice.is_problem))
        bridge.engine_ready.connect(self._show_ready)
        bridge.engine_lost.connect(self._show_loss)

    # --- commands

    def add_paths(self, paths: Sequence[str]) -> None:
        """Add files and folders to the library, after saying what it takes where that is much."""
        self.estimate.propose([os.path.abspath(path) for path in paths])

    def ask_for_files(self) -> None:
        """Let a person pick files."""
        kinds = self.tr("Documents and pictures ({types})").format(types=FILE_TYPES), "*"
        pick(self, self.tr("Add files"), QFileDialog.FileMode.ExistingFiles, self.add_paths, kinds)

    def ask_for_folder(self) -> None:
        """Let a person pick a folder."""
        pick(self, self.tr("Add folder"), QFileDialog.FileMode.Directory, self.add_paths)

    def focus_search(self) -> None:
        """Go to the search field and select what is there."""
        self.full_page.turn(False)
        self.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.edit.selectAll()

    def step_back(self) -> None:
        """Put the box on the page away, else leave the full page, else clear the question, else search everywhere."""
        if self.page.box.is_on:
            self.page.box.turn(False)
        elif self.full_page.is_on:
            self.full_page.turn(False)
        elif self.search.is_asking:
            self.search.clear()
        else:
            self.searching.search_everywhere()
            self.search.setFocus()

    def toggle_full_page(self) -> None:
        """Let the page have the whole window, if there is one, or no longer."""
        self.full_page.turn(not self.full_page.is_on and self.page.page is not None)

    def toggle_full_screen(self) -> None:
        """Let the window have the whole screen, or no longer."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def toggle_pause(self) -> None:
        """Pause indexing, or go on."""
        self.bridge.send(Resume() if self.status.is_paused else Pause())

    def show_models(self) -> None:
        """Show which models there are beside the built-in one."""
        # No earlier: the window opens sooner without it.
        from ui.models.models_dialog import ModelsDialog

        if self._models_dialog is None:
            self._models_dialog = ModelsDialog(self.bridge, self.models, self)
            self._models_dialog.told.connect(self.notices.say)
        self._models_dialog.open_beside()

    def _step_hit(self, step: int) -> None:
        """Go to the next or the previous result, and stay on the page where there is none."""
        view = self.results.view
        row = view.currentIndex().row() + step
        if 0 <= row < view.hits.rowCount():
            view.setCurrentIndex(view.hits.index(row))
        else:
            self.page.go_around(step)

    def _open_outside(self, path: str, number: int = 1) -> None:
        if not outside.open_in_viewer(path, number):
            self.notices.say(self.tr("No program was found that opens {path}.").format(path=path), True)

    def _show_folder_outside(self, path: str) -> None:
        if not outside.show_in_folder(path):
            self.notices.say(self.tr("The folder of {path} could not be opened.").format(path=path), True)

    def _browse(self, file: FileRow) -> None:
        """Without a question, show a file from its first page on."""
        if not self.searching.questions.is_asking:
            self.page.set_question(0, ())
            first = Page(file.document, 1)
            self.page.show_hit(Hit(first, 0.0, (), (), file.path, file.pages, aspect=0.0))

    # --- what the engine says

    def _show_library(self, state: LibraryState) -> None:
        self.status.show_library(state)
        self._memory.setValue("library/known", bool(state.roots))
        self.body.setCurrentWidget(self.splitter if state.roots else self.welcome)

    def _show_progress(self, progress: Progress) -> None:
        self.status.show_progress(progress)
        self.results.set_indexing(progress.activity in (Activity.INDEXING, Activity.SCANNING))

    def _show_ready(self, ready: Ready) -> None:
        trace("ready")
        self.notices.take_back(self._loss)
        self.status.show_model(ready.model)
        self.results.set_loss("")
        self.results.view.try_again()
        self.page.try_again()

    def _show_loss(self, lost: EngineLost) -> None:
        self._loss = lost.sentence
        self.notices.say(lost.sentence, is_problem=True)
        self.status.show_stopped(self.tr("Starting again…") if lost.restarting else self.tr("Stopped"))
        self.results.set_indexing(False)
        self.results.set_loss(lost.sentence)

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
        self.full_page.turn(False)
        save_places(self._memory, self, self.splitter)
        super().closeEvent(event)

    def end(self) -> None:
        """Wait for the threads of the window, and delete what was only kept while it was open."""
        self.pictures.close()
        self.copies.close()
        self.search.close_session()
        if self._models_dialog is not None:
            self._models_dialog.end()

    def _recall(self) -> None:
        recall_places(self._memory, self, self.splitter)
        self.results.set_grid(recall_flag(self._memory, "results/grid", True))
        self.results.set_grouped(recall_flag(self._memory, "results/grouped", False))
        self.page.header.strip.setChecked(recall_flag(self._memory, "page/strip", False))
        # Until the engine has opened the library, the window shows what it showed last.
        is_known = recall_flag(self._memory, "library/known", False)
        self.body.setCurrentWidget(self.splitter if is_known else self.welcome)
