from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import ui.application
from app.messages import AddPaths, Event, Ready
from tests.gui.fakes import FakeEngine
from ui.application import MEMORY, install_last_resort, run
from ui.bridge import Bridge
from ui.main_window import TRACE, MainWindow

HEAVY = ("numpy", "torch", "pymupdf", "fitz", "lancedb", "onnxruntime", "PIL", "pyarrow", "transformers")
IMPORT_AND_TELL = f"""
import sys
import ui.application
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""
OPEN_AND_SAVE = """
import sys
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.theme import Theme
application = QApplication([])
Theme(application, "light")
window = MainWindow(Bridge(), QSettings(sys.argv[1], QSettings.Format.IniFormat))
def finish():
    print(application.platformName(), window.grab().toImage().pixelColor(640, 790).name())
    window.close()
window.first_painted.connect(lambda: QTimer.singleShot(200, finish))
window.show()
application.exec()
window.pictures.close()
"""


class RecordedEngine(FakeEngine):
    """Stands in for the engine's process and remembers what was already on screen when it was started."""

    started: RecordedEngine | None = None

    def __init__(self, library: Path, on_event: Callable[[Event], None]) -> None:
        super().__init__()
        self.library = library
        self._on_event = on_event
        self.windows_painted = 0
        RecordedEngine.started = self

    def start(self) -> None:  # type: ignore[override]  # The process knows where its events go from the beginning.
        self.windows_painted = sum(
            window.isVisible() and window._painted
            for window in QApplication.topLevelWidgets()
            if isinstance(window, MainWindow)
        )
        self.emit(Ready("built-in, CPU"))
        QTimer.singleShot(100, QApplication.quit)


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication) -> type[RecordedEngine]:
    monkeypatch.setattr(ui.application, "EngineProcess", RecordedEngine)
    monkeypatch.setenv(MEMORY, str(tmp_path / "window.ini"))
    return RecordedEngine


def test_the_window_is_painted_before_the_engine_starts(
    recorded: type[RecordedEngine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(TRACE, "1")
    assert run(tmp_path / "library", [str(tmp_path / "paper.pdf")], theme="light") == 0
    engine = recorded.started
    assert engine is not None
    assert engine.library == tmp_path / "library"
    assert engine.windows_painted == 1
    assert engine.requests == [AddPaths((str(tmp_path / "paper.pdf"),))]
    assert engine.is_closed
    moments = [line.rsplit(" ", 1)[0] for line in capfd.readouterr().err.splitlines()]
    assert [moment for moment in moments if moment in ("first paint", "ready")] == ["first paint", "ready"]


def test_the_window_imports_nothing_heavy(repository: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", IMPORT_AND_TELL], cwd=repository, capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.split() == []


@pytest.mark.xserver
def test_the_window_opens_on_a_real_x_server(repository: Path, tmp_path: Path) -> None:
    here = [sys.executable, "-c", OPEN_AND_SAVE, str(tmp_path / "window.ini")]
    command = here if os.environ.get("DISPLAY") else ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24", *here]
    told = subprocess.run(
        command,
        cwd=repository,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert told.stdout.split() == ["xcb", "#f5f4f0"]


@pytest.mark.allow_log_warnings
def test_what_nobody_caught_is_logged_and_told_from_any_thread(
    qtbot: QtBot, bridge: Bridge, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    bridge.notice_given.connect(lambda notice: told.append(notice.sentence))

    def fail() -> None:
        raise RuntimeError("a bug of ours")

    undo = install_last_resort(bridge)
    try:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        sys.excepthook(RuntimeError, RuntimeError("another one"), None)
        qtbot.waitUntil(lambda: len(told) == 2)
    finally:
        undo()
    assert "went wrong" in told[0]
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["a bug of ours", "another one"]
