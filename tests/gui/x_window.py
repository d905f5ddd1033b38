"""Runs the real window for a test on a real X server, and reports on standard output what it shows.

    python -m tests.gui.x_window LIBRARY SCREENSHOT

Lines: "window X Y WIDTH HEIGHT" when it is up, "indexed N" when work is done and N documents are searchable, and
"hits JSON" whenever results are shown. It ends when its standard input closes.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.events import (
    Activity,
    LibraryState,
    Progress,
    Results,
)
from app.settings import Settings
from ui.application import run
from ui.main_window import MainWindow
from ui.results.view import ResultsView


def say(line: str) -> None:
    """Tell the test."""
    print(line, flush=True)


class Reporter(QObject):
    """Watches the window from inside and tells what it shows."""

    input_closed = Signal()

    def __init__(self, application: QApplication, screenshot: Path) -> None:
        super().__init__(application)
        self._screenshot = screenshot
        self._window: QWidget | None = None
        self._documents = 0
        self.input_closed.connect(application.closeAllWindows)
        threading.Thread(target=self._wait_for_end, daemon=True).start()
        self._timer = QTimer(self, interval=50)
        self._timer.timeout.connect(self._look_for_window)
        self._timer.start()

    def _wait_for_end(self) -> None:
        sys.stdin.read()
        self.input_closed.emit()

    def _look_for_window(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, MainWindow) and widget.isVisible() and widget.windowHandle().isExposed():
                self._timer.stop()
                self._window = widget
                bridge = widget.bridge
                bridge.library_changed.connect(self._library)
                bridge.progress_changed.connect(self._progress)
                bridge.results_arrived.connect(self._results)
                place = widget.geometry()
                say(f"window {place.x()} {place.y()} {place.width()} {place.height()}")

    def _library(self, state: LibraryState) -> None:
        self._documents = state.documents

    def _progress(self, progress: Progress) -> None:
        if progress.activity is Activity.IDLE:
            say(f"indexed {self._documents}")

    def _results(self, results: Results) -> None:
        # Thumbnails and the page follow a moment later.
        QTimer.singleShot(1500, lambda: self._show(results.text))

    def _show(self, question: str) -> None:
        assert self._window is not None
        view = self._window.findChild(ResultsView)
        assert isinstance(view, ResultsView)
        shown = [
            {
                "path": hit.path,
                "page": hit.page.number,
                "lanes": list(hit.lanes),
                "regions": [[*region.box] for region in hit.regions],
            }
            for hit in view.hits.hits
        ]
        self._window.screen().grabWindow(0).save(str(self._screenshot))
        say("hits " + json.dumps({"question": question, "shown": shown}))


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    reporter = Reporter(application, Path(sys.argv[2]))
    sys.exit(run(Path(sys.argv[1]), settings=Settings("light")))
