"""A person at the window: types, points, drops, waits until something has happened, and looks at it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import (
    QAbstractAnimation,
    QMimeData,
    QPoint,
    QPointF,
    QSettings,
    Qt,
    QUrl,
)
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLineEdit, QWidget

from app import paths as places
from app.events import Event
from app.requests import AddPaths
from app.settings import Settings
from app.worker import EngineHandle, EngineProcess
from tests.stories.heard import Library
from tests.stories.material import Material
from tests.stories.seen import Painted, save_picture
from tests.stories.waiting import Unfulfilled, Waiting
from ui.basics.theme import Theme
from ui.desk import Desk
from ui.library.branch import Branch
from ui.main_window import MainWindow

REST_MS = 100
SETTLED_S = 8.0
NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

Dialog = TypeVar("Dialog", bound=QWidget)


@dataclass(slots=True)
class Step:
    """A step of a story: how long it took until it was done, and what there is to say of it."""

    name: str
    seconds: float = 0.0
    note: str = ""


class Player(Waiting):
    """Plays in one look. home: where Pagelight's things lie.    pictures: where screenshots go."""

    def __init__(self, theme: Theme, settings: Settings, home: Path, pictures: Path, made: Material) -> None:
        super().__init__()
        self.made = made
        self.home = home
        self.steps: list[Step] = []
        self.typed_ms: list[float] = []
        self.files: dict[str, int] = {}
        """Files that were written, with the number of pages or lines that they should have."""
        self.behind = ""
        self.questions = len(made.questions)
        self.is_brief = False
        """Whether no pictures are taken, and the library of the other stories is the one that the first makes."""
        self.library = Library()
        self._theme, self._settings, self._pictures = theme, settings, pictures
        self._story = 0
        self._desk: Desk | None = None
        pictures.mkdir(parents=True, exist_ok=True)

    # --- the program

    @property
    def desk(self) -> Desk:
        """The desk, which is there while a library is open."""
        assert self._desk is not None
        return self._desk

    @property
    def window(self) -> MainWindow:
        """The window that is open."""
        assert self.desk.window is not None
        return self.desk.window

    def begin(self, story: int) -> None:
        """Begin another story with empty hands."""
        self._story = story
        self.steps, self.typed_ms, self.files = [], [], {}
        self.heartbeat.step = "opening"
        self.heartbeat.begin()

    def open(self, library: Path | None = None) -> None:
        """Open a library, the usual one if none is given, unless it is open; wait until it answers."""
        wanted = library or places.default_library()
        if self._desk is not None and self._desk.library == wanted:
            self.window.search.clear()
            self.window.activateWindow()
            return
        self.close()
        self._desk = Desk(self._theme, self._settings, self._start_engine, self._open_memory)
        self._desk.open(wanted)
        self.listen()
        if self.behind and library is None:
            self.window.bridge.send(AddPaths((self.behind,)))

    def listen(self) -> None:
        """Hear what the engine of the open library says, until it answers questions."""
        self.library = library = Library()
        bridge = self.window.bridge
        for signal in (bridge.library_changed, bridge.files_changed, bridge.progress_changed):
            signal.connect(library.hear)
        self.until(lambda: library.state is not None, "the library has been opened")
        self.window.activateWindow()

    def close(self) -> None:
        """Quit."""
        if self._desk is not None:
            # The window is gone while the engine's end is waited for, so nobody is kept waiting.
            self.heartbeat.pause()
            self._desk.end()
            self._desk.deleteLater()
            self._desk = None
            self.heartbeat.resume()

    def forget_library(self, name: str) -> Path:
        """Return the folder of a library that is not there yet."""
        folder = self.home / name
        shutil.rmtree(folder, ignore_errors=True)
        (self.home / "window.ini").unlink(missing_ok=True)
        return folder

    def _start_engine(self, library: Path, on_event: Callable[[Event], None]) -> EngineHandle:
        engine = EngineProcess(library, on_event)
        engine.start()
        return engine

    def _open_memory(self) -> QSettings:
        return QSettings(str(self.home / "window.ini"), QSettings.Format.IniFormat)

    # --- waiting and looking

    @contextmanager
    def step(self, name: str, shown: bool = True) -> Iterator[Step]:
        """Take the time of what is done within, and then a picture of it, once thumbnails and page are there."""
        step = Step(name)
        self.heartbeat.step = name
        begun = time.perf_counter()
        try:
            yield step
            step.seconds = time.perf_counter() - begun
            self.steps.append(step)
        finally:
            if shown:
                self.look(f"{len(self.steps):02d} {name}")

    def look(self, name: str, is_needed: bool = False) -> None:
        """Save a picture of the window and of what lies over it, when nothing more arrives in it."""
        if self._desk is None or (self.is_brief and not is_needed):
            return
        # What has just been changed is laid out, and counted anew, in the next moment.
        self.wait(REST_MS)
        with suppress(Unfulfilled):
            self.until(self.is_settled, "all is drawn", SETTLED_S / self.limit_s)
        self.heartbeat.pause()
        save_picture(self.window, self._pictures / f"{self._story:02d}.{name.replace('/', ' ')}.png")
        self.heartbeat.resume()

    def is_settled(self) -> bool:
        """Whether nothing more is asked for that would be seen."""
        window = self.window
        canvas = window.page.canvas
        is_fading = canvas.heating._fade.state() is QAbstractAnimation.State.Running
        # Thumbnails and the page are asked for a moment after they come into view.
        is_asked = window.results.view._soon.isActive() or canvas._settled.isActive() or is_fading
        return not (is_asked or window.pictures._tickets)

    # --- hands

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY, widget: QWidget | None = None) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(widget or QApplication.focusWidget() or self.window, key, modifier)

    def click(self, widget: QWidget) -> None:
        """Click on something as soon as it can be clicked on."""
        self.until(lambda: widget.isVisible() and widget.isEnabled(), f"{widget.accessibleName()} can be clicked")
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def ask(self, text: str, is_added: bool = False) -> float:
        """Type a question and wait until its first results are painted; returns ms from the last key to that.

        is_added: behind what stands in the field.
        """
        window = self.window
        if not is_added:
            self.key(Qt.Key.Key_F, CTRL, window)
        edit = window.search.edit
        wanted = f"{edit.text()} {text}".strip() if is_added else text
        with Painted(window, wanted) as painted:
            QTest.keyClicks(edit, f" {text}" if is_added else text)
            begun = time.perf_counter()
            self.until(lambda: painted.at, f"results of “{wanted}”")
        return (painted.at - begun) * 1000

    def drop(self, *paths: str) -> None:
        """Drop files and folders on the window."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
        place, copy, button = self.window.rect().center(), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        QApplication.sendEvent(self.window, QDragEnterEvent(place, copy, mime, button, NO_KEY))
        self.look(f"{len(self.steps) + 1:02d} held over the window")
        QApplication.sendEvent(self.window, QDropEvent(QPointF(place), copy, mime, button, NO_KEY))

    def start_if_asked(self, root: str) -> str:
        """Wait for the estimate of a dropped folder, and start where that is asked; returns what was said."""
        bar, said = self.window.estimate, ""
        self.until(
            lambda: root in {row.path for row in self._roots()} or (bar.isVisible() and "with" in bar._text.text()),
            "the estimate",
        )
        if bar.isVisible():
            said = bar._text.text()
            self.look(f"{len(self.steps) + 1:02d} estimate")
            self.click(bar._start)
        self.until(lambda: root in {row.path for row in self._roots()}, "the folder is in the library")
        return said

    def dialog(self, kind: type[Dialog]) -> Dialog:
        """Wait for a dialog and return it."""
        self.until(lambda: self._dialogs(kind), f"a {kind.__name__}")
        return self._dialogs(kind)[0]

    def pick(self, path: str) -> None:
        """Give a file dialog what it asks for."""
        dialog = self.dialog(QFileDialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(path)
        dialog.accept()
        self.until(lambda: not self._dialogs(QFileDialog), "the file dialog has gone")
        self.window.activateWindow()

    def has_hit(self, path: str, page: int, among: int = 50) -> bool:
        """Whether a page is among the first results."""
        return any((hit.path, hit.page.number) == (path, page) for hit in self.window.results.view.hits.hits[:among])

    def says(self, part: str) -> bool:
        """Whether a notice in the window has these words."""
        return any(part in bar.sentence for bar in self.window.notices.bars())

    def give_password(self, password: str) -> None:
        """Answer the dialog that asks for one."""
        dialog = self.dialog(QInputDialog)
        field = dialog.findChild(QLineEdit)
        assert field is not None
        QTest.keyClicks(field, password)
        self.look(f"{len(self.steps) + 1:02d} password")
        dialog.accept()
        self.window.activateWindow()

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        """Move the mouse with its button held."""
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, NO_KEY, start)
        for part in range(1, 5):
            QTest.mouseMove(widget, start + (end - start) * part / 4)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, NO_KEY, end)

    def _dialogs(self, kind: type[Dialog]) -> list[Dialog]:
        return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]

    def _roots(self) -> list[Branch]:
        return self.window.library.model.roots
