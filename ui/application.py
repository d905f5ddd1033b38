"""Opens the window: application, theme, engine, and what happens when something goes wrong that nobody expected."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app.events import Event
from app.settings import Settings
from app.worker import EngineHandle, EngineProcess
from ui.basics.access import install_roles
from ui.basics.icons import application_icon
from ui.basics.language import speak
from ui.basics.theme import Theme
from ui.desk import Desk
from ui.single_instance import hand_over

log = logging.getLogger(__name__)

MEMORY = "PAGELIGHT_WINDOW_SETTINGS"
"""Environment variable: an ini file to remember the window in, instead of the person's own settings."""

USUAL = Settings()


def window_memory() -> QSettings:
    """Open the place where the window remembers its size and view."""
    path = os.environ.get(MEMORY)
    return QSettings(path, QSettings.Format.IniFormat) if path else QSettings("Pagelight", "Pagelight")


def install_last_resort(tell_person: Callable[[str], None]) -> Callable[[], None]:
    """Log what nobody caught and say so in the window, from any thread. Returns a function that undoes it."""
    before = sys.excepthook, threading.excepthook

    def tell(kind: type[BaseException], error: BaseException | None, trail: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        log.error("not caught by anyone", exc_info=(kind, error or kind(), trail))
        tell_person(
            QCoreApplication.translate(
                "Application", "Something went wrong inside Pagelight. You can go on; the log says more."
            )
        )

    def tell_from_thread(args: threading.ExceptHookArgs) -> None:
        tell(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook, threading.excepthook = tell, tell_from_thread

    def undo() -> None:
        sys.excepthook, threading.excepthook = before

    return undo


class Application(QApplication):
    """The application of the system, which on a Mac is told of files that a person opens with it."""

    file_opened = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Take a file that the system hands over."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(event.file())
            return True
        return super().event(event)


def run(library: Path, paths: Sequence[str] = (), settings: Settings = USUAL) -> int:
    """Show the window and stay until it is closed; returns the exit code.

    paths: files and folders to add to the library. Where a window has that library open, it gets them instead.
    """

    def start_engine(library: Path, on_event: Callable[[Event], None]) -> EngineHandle:
        engine = EngineProcess(library, on_event)
        engine.start()
        return engine

    instance = QApplication.instance()
    application = instance if isinstance(instance, QApplication) else Application([*sys.argv[:1]])
    application.setApplicationName("Pagelight")
    application.setOrganizationName("Pagelight")
    application.setDesktopFileName("pagelight")
    if hand_over(library, paths):
        return 0
    install_roles()
    speak(application, settings.language)
    theme = Theme(application, settings.theme, settings.text_percent)
    application.setWindowIcon(application_icon())
    # Qt's loop lets Python's own handler wait for the next event; Ctrl+C in a terminal should end the program at once.
    interrupt_before = signal.signal(signal.SIGINT, signal.SIG_DFL)

    desk = Desk(theme, settings, start_engine, window_memory)
    if isinstance(application, Application):
        application.file_opened.connect(lambda path: desk.add([path]))
    undo_last_resort = install_last_resort(desk.tell_problem)
    desk.open(library, paths)
    try:
        return application.exec()
    finally:
        desk.end()
        undo_last_resort()
        signal.signal(signal.SIGINT, interrupt_before)
