from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.events import Notice
from ui.application import MEMORY, install_last_resort
from ui.basics.start_trace import TRACE
from ui.bridge import Bridge

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
from ui.basics.theme import Theme
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


def test_the_window_is_painted_before_the_engine_starts(repository: Path, tmp_path: Path) -> None:
    library, paper = str(tmp_path / "library"), str(tmp_path / "paper.pdf")
    ended = subprocess.run(
        [sys.executable, "-m", "tests.gui.recorded_run", library, paper],
        cwd=repository,
        env={**os.environ, MEMORY: str(tmp_path / "window.ini"), TRACE: "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(ended.stdout) == {
        "library": library,
        "painted before the start": [True],
        "added": [paper],
        "closed": True,
        "code": 0,
    }
    moments = [line.rsplit(" ", 1)[0] for line in ended.stderr.splitlines()]
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

    undo = install_last_resort(lambda sentence: bridge.receive(Notice(sentence, is_problem=True)))
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
