"""Tells a person who is elsewhere that long work has ended."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QSystemTrayIcon

from app.events import Activity, Progress
from ui.basics import figures
from ui.basics.icons import application_icon
from ui.bridge import Bridge

LONG_S = 60.0
GAP_S = 30.0
"""After so long without news the machine has slept, and nothing was done meanwhile."""
WORK = (Activity.INDEXING, Activity.UNDERSTANDING, Activity.RECOGNISING)


class FinishedWork(QObject):
    """Adds up the time that work takes; at its end the system tells, or the window's title and its place in the bar."""

    def __init__(self, bridge: Bridge, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._title = window.windowTitle()
        self._worked_s = 0.0
        self._pages = 0
        self._heard_at: float | None = None
        self._tray: QSystemTrayIcon | None = None
        bridge.progress_changed.connect(self._hear)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the news back once the window is looked at."""
        if event.type() == QEvent.Type.WindowActivate:
            self._take_back()
        return False

    def _hear(self, progress: Progress) -> None:
        # Wall time, because a machine that sleeps may stop the other clock.
        now = time.time()
        if self._heard_at is not None and 0 < now - self._heard_at < GAP_S:
            self._worked_s += now - self._heard_at
        self._heard_at = now if progress.activity in WORK else None
        if progress.activity is Activity.INDEXING:
            self._pages = progress.pages_done
        elif progress.activity is Activity.IDLE:
            if self._worked_s >= LONG_S and not self._window.isActiveWindow():
                self._tell()
            self._worked_s, self._pages = 0.0, 0

    def _tell(self) -> None:
        done = (
            self.tr("{pages} read. They can be found now.").format(pages=figures.pages(self._pages))
            if self._pages
            else self.tr("The library is up to date.")
        )
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._tray = QSystemTrayIcon(application_icon(), self)
            self._tray.messageClicked.connect(self._window.activateWindow)
            # Some systems only show what an icon says that is there.
            self._tray.show()
            self._tray.showMessage(self.tr("Indexing has finished"), done, application_icon())
        else:
            self._window.setWindowTitle(self.tr("Indexing has finished – {title}").format(title=self._title))
            QApplication.alert(self._window)

    def _take_back(self) -> None:
        self._window.setWindowTitle(self._title)
        if self._tray is not None:
            self._tray.hide()
            self._tray.deleteLater()
            self._tray = None
