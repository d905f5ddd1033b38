"""A window with an engine that does what the test says, and memory of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.events import Activity, Progress, Ready
from tests.gui.fakes import FakeEngine, file_row, library
from ui.application import Application
from ui.basics.theme import Theme
from ui.bridge import Bridge
from ui.main_window import MainWindow

OFFSCREEN_SAYS = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_SAYS, extend=True))


@pytest.fixture(scope="session")
def qapp_cls() -> type[Application]:
    return Application


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture(autouse=True)
def in_the_light(theme: Theme) -> Iterator[None]:
    yield
    if theme.choice != "light":
        theme.choose("light")


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def bridge(qapp: QApplication, engine: FakeEngine) -> Iterator[Bridge]:
    bridge = Bridge()
    bridge.start(engine.start)
    yield bridge
    bridge.close()


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def empty_window(qtbot: QtBot, bridge: Bridge, memory: QSettings) -> Iterator[MainWindow]:
    """A window that has just been opened for the first time."""
    window = MainWindow(bridge, memory)
    window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    bridge.close()
    window.close()
    window.end()
    window.deleteLater()


@pytest.fixture
def window(qtbot: QtBot, empty_window: MainWindow, engine: FakeEngine) -> MainWindow:
    """A window with a small library that has been indexed."""
    engine.emit(Ready("built-in, CPU"))
    engine.emit(library(file_row("report.pdf"), file_row("costs.pdf")))
    engine.emit(Progress(Activity.IDLE))
    qtbot.waitUntil(lambda: empty_window.body.currentWidget() is empty_window.splitter)
    return empty_window
