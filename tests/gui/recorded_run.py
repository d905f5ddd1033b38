"""Runs the application with a fake engine and tells what happened. A process can run Qt's loop only once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import ui.application
from app.events import Estimated, Event, Ready
from app.requests import AddPaths, Estimate, Request
from app.settings import Settings
from tests.gui.fakes import FakeEngine
from ui.main_window import MainWindow

told: dict[str, object] = {}


class RecordedEngine(FakeEngine):
    """Stands in for the engine's process."""

    def __init__(self, library: Path, on_event: Callable[[Event], None]) -> None:
        super().__init__()
        super().start(on_event)
        told["library"] = str(library)

    def start(self) -> None:  # type: ignore[override]  # The process knows where its events go from the beginning.
        windows = [window for window in QApplication.topLevelWidgets() if isinstance(window, MainWindow)]
        told["painted before the start"] = [window.isVisible() and window._painted for window in windows]
        self.emit(Ready("built-in, CPU"))
        QTimer.singleShot(100, windows[0].close)

    def send(self, request: Request) -> None:
        super().send(request)
        if isinstance(request, Estimate):
            self.emit(Estimated(request.ticket, 1, 1, 1.0, 4_000, is_whole=True))

    def close(self) -> None:
        told["added"] = [path for request in self.sent(AddPaths) for path in request.paths]
        told["closed"] = True


if __name__ == "__main__":
    setattr(ui.application, "EngineProcess", RecordedEngine)  # noqa: B010  # mypy would not have it otherwise.
    told["code"] = ui.application.run(Path(sys.argv[1]), sys.argv[2:], Settings("light"))
    print(json.dumps(told))
