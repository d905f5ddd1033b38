"""What is open: one library with its window and its engine, and how another one takes its place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app import paths as places
from app.events import Event, Notice
from app.settings import Settings
from app.worker import EngineHandle
from ui.basics.file_dialogs import pick
from ui.basics.theme import Theme
from ui.bridge import Bridge
from ui.finished_work import FinishedWork
from ui.main_window import MainWindow
from ui.settings.preferences import Preferences
from ui.single_instance import OpenLibrary, hand_over

if TYPE_CHECKING:
    from ui.settings.settings_dialog import SettingsDialog

UNPAINTED_START_MS = 500
LOOK_AGAIN_MS = 100


class Desk(QObject):
    """Opens one library at a time.

    start_engine: starts an engine on a library and tells it where events go.    open_memory: opens the place where
    windows remember how they were left.
    """

    def __init__(
        self,
        theme: Theme,
        chosen: Settings,
        start_engine: Callable[[Path, Callable[[Event], None]], EngineHandle],
        open_memory: Callable[[], QSettings],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._start_engine = start_engine
        self._open_memory = open_memory
        self._ending: dict[Path, threading.Thread] = {}
        self._settings_dialog: SettingsDialog | None = None
        self.preferences = Preferences(chosen, places.settings_file(), theme, self.tell_problem, self)
        self.library = Path()
        self.bridge = Bridge(self)
        self.window: MainWindow | None = None
        self._listening: OpenLibrary | None = None

    # --- opening and ending

    def open(self, library: Path, paths: Sequence[str] = ()) -> None:
        """Show the window of a library, in place of the one that is open, and add paths to it."""
        self._leave()
        self.library = library
        self.bridge = Bridge(self)
        self.window = window = MainWindow(self.bridge, self._open_memory())
        if library != places.default_library():
            window.setWindowTitle(self.tr("{library} – Pagelight").format(library=library.name))
        FinishedWork(self.bridge, window)
        window.settings_asked.connect(self.show_settings)
        window.about_asked.connect(self.show_about)
        window.libraries_menu.aboutToShow.connect(self._fill_libraries_menu)
        self._listening = OpenLibrary(library, self)
        self._listening.started_again.connect(self.add)
        # The window comes first; starting a process takes long enough to be seen. One that starts hidden is never
        # painted.
        start = partial(self._start, self.bridge, library)
        window.first_painted.connect(lambda: QTimer.singleShot(0, start))
        QTimer.singleShot(UNPAINTED_START_MS, start)
        window.add_paths(paths)
        window.show()

    def add(self, paths: Sequence[str]) -> None:
        """Come to the front, and add paths to the library that is open."""
        if self.window is not None:
            self.window.setWindowState(
                self.window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive
            )
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()
            self.window.add_paths(paths)

    def tell_problem(self, sentence: str) -> None:
        """Say something in the window that wants attention, from any thread."""
        self.bridge.receive(Notice(sentence, is_problem=True))

    def end(self) -> None:
        """End the engine and wait for everything that still works."""
        self._leave()
        for thread in self._ending.values():
            thread.join()
        self.preferences.end()

    def _start(self, bridge: Bridge, library: Path) -> None:
        if bridge.is_started or bridge is not self.bridge:
            return
        ending = self._ending.get(library)
        if ending is not None and ending.is_alive():
            # The library is locked until the engine that had it open has ended.
            QTimer.singleShot(LOOK_AGAIN_MS, partial(self._start, bridge, library))
            return
        bridge.start(partial(self._start_engine, library))

    def _leave(self) -> None:
        if self.window is None:
            return
        if self._settings_dialog is not None:
            self._settings_dialog.close()
            self._settings_dialog = None
        if self._listening is not None:
            self._listening.end()
        thread = threading.Thread(target=self.bridge.let_go(), name="engine-end")
        thread.start()
        self._ending[self.library] = thread
        self.window.close()
        self.window.end()
        self.window.deleteLater()
        self.window = None

    # --- several libraries

    def switch(self, library: Path) -> None:
        """Open another library, now and at the next start."""
        if library == self.library:
            return
        usual = places.default_library()
        if hand_over(library, ()):
            assert self.window is not None
            self.window.notices.say(self.tr("{library} is open in another window.").format(library=library))
            return
        self.preferences.open_next_time("" if library == usual else str(library))
        memory = self._open_memory()
        memory.setValue("library/known", False)
        # Between two windows there is none, which is no reason to end.
        QGuiApplication.setQuitOnLastWindowClosed(False)
        self.open(library)
        QGuiApplication.setQuitOnLastWindowClosed(True)

    def _fill_libraries_menu(self) -> None:
        assert self.window is not None
        menu = self.window.libraries_menu
        menu.clear()
        menu.addAction(self.tr("Open another library…"), self.ask_for_library)
        menu.addAction(self.tr("New library…"), self.ask_for_new_library)
        menu.addSeparator()
        usual = places.default_library()
        for library in (usual, *map(Path, self.preferences.chosen.recent_libraries)):
            name = self.tr("My library") if library == usual else str(library)
            action = menu.addAction(name, partial(self.switch, library))
            action.setCheckable(True)
            action.setChecked(library == self.library)

    def ask_for_library(self) -> None:
        """Let a person pick a library that is there."""
        title = self.tr("Open the folder of a library")
        assert self.window is not None
        pick(self.window, title, QFileDialog.FileMode.Directory, lambda picked: self._open_picked(Path(picked[0])))

    def ask_for_new_library(self) -> None:
        """Let a person pick an empty folder for a new library."""
        title = self.tr("Choose an empty folder for the new library")
        assert self.window is not None
        pick(self.window, title, QFileDialog.FileMode.Directory, lambda picked: self._make_picked(Path(picked[0])))

    def _open_picked(self, folder: Path) -> None:
        if places.is_library(folder):
            self.switch(folder)
        else:
            self.tell_problem(
                self.tr(
                    "{folder} is not a library of Pagelight. To keep a new one there, choose “New library…”; "
                    "to search the files in it, choose “Add folder…”."
                ).format(folder=folder)
            )

    def _make_picked(self, folder: Path) -> None:
        if places.is_library(folder) or next(folder.iterdir(), None) is None:
            self.switch(folder)
        else:
            self.tell_problem(
                self.tr("There are files in {folder}. A new library needs an empty folder.").format(folder=folder)
            )

    # --- dialogs

    def show_settings(self) -> None:
        """Show what can be chosen."""
        # No earlier, nor the next one: the window opens sooner without them.
        from ui.settings.settings_dialog import SettingsDialog

        assert self.window is not None
        if self._settings_dialog is None:
            self._settings_dialog = SettingsDialog(self.bridge, self.preferences, self._open_memory(), self.window)
            self._settings_dialog.models_asked.connect(self.window.show_models)
            self._settings_dialog.folder_asked.connect(self.window.library.open_asked)
        self._settings_dialog.open_beside()

    def show_about(self) -> None:
        """Show which Pagelight this is, and what others wrote of it."""
        from ui.about import AboutDialog

        AboutDialog(self.window).show()
