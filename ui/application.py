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

from PySide6.QtCore import QCoreApplication, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from app.events import Event, Notice
from app.worker import EngineHandle, EngineProcess
from ui.bridge import Bridge
from ui.icons import application_icon
from ui.main_window import MainWindow
from ui.theme import CHOICES, Theme

log = logging.getLogger(__name__)

MEMORY = "PAGELIGHT_WINDOW_SETTINGS"
"""Environment variable: an ini file to remember the window in, instead of the person's own settings."""

UNPAINTED_START_MS = 500


def window_memory() -> QSettings:
    """Open the place where the window remembers its size and view."""
    path = os.environ.get(MEMORY)
    return QSettings(path, QSettings.Format.IniFormat) if path else QSettings("Pagelight", "Pagelight")


def install_last_resort(bridge: Bridge) -> Callable[[], None]:
    """Log what nobody caught and say so in the window, from any thread. Returns a function that undoes it."""
    before = sys.excepthook, threading.excepthook

    def tell(kind: type[BaseException], error: BaseException | None, trail: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        log.error("not caught by anyone", exc_info=(kind, error or kind(), trail))
        bridge.receive(
            Notice(
                QCoreApplication.translate(
                    "Application", "Something went wrong inside Pagelight. You can go on; the log says more."
                ),
                is_problem=True,
            )
        )

    def tell_from_thread(args: threading.ExceptHookArgs) -> None:
        tell(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook, threading.excepthook = tell, tell_from_thread

    def undo() -> None:
        sys.excepthook, threading.excepthook = before

    return undo


def run(library: Path, paths: Sequence[str] = (), theme: str = "system") -> int:
    """Show the window and stay until it is closed; returns the exit code.

    paths: files and folders to add to the library.    theme: "system", "light" or "dark".
    """

    def start_engine(on_event: Callable[[Event], None]) -> EngineHandle:
        engine = EngineProcess(library, on_event)
        engine.start()
        return engine

    instance = QApplication.instance()
    application = instance if isinstance(instance, QApplication) else QApplication([*sys.argv[:1]])
    application.setApplicationName("Pagelight")
    application.setOrganizationName("Pagelight")
    application.setDesktopFileName("pagelight")
    Theme(application, next((choice for choice in CHOICES if choice == theme), "system"))
    application.setWindowIcon(application_icon())
    # Qt's loop lets Python's own handler wait for the next event; Ctrl+C in a terminal should end the program at once.
    interrupt_before = signal.signal(signal.SIGINT, signal.SIG_DFL)

    bridge = Bridge()
    undo_last_resort = install_last_resort(bridge)
    window = MainWindow(bridge, window_memory())
    started = False

    def start_once() -> None:
        nonlocal started
        if not started:
            started = True
            bridge.start(start_engine)

    # The window comes first; starting a process takes long enough to be seen. One that starts hidden is never painted.
    window.first_painted.connect(lambda: QTimer.singleShot(0, start_once))
    QTimer.singleShot(UNPAINTED_START_MS, start_once)
    window.add_paths(paths)
    window.show()
    try:
        return application.exec()
    finally:
        bridge.close()
        window.end()
        undo_last_resort()
        signal.signal(signal.SIGINT, interrupt_before)
