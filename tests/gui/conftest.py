"""A window with an engine that does what the test says, and memory of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings, QTranslator
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.events import Activity, Progress, Ready
from app.settings import Settings
from tests.gui.asking import show
from tests.gui.fakes import FakeEngine, file_row, hit, library
from tests.gui.states import STATES, SUBJECTS, settings
from ui.application import Application
from ui.basics.access import install_roles
from ui.basics.language import speak
from ui.basics.theme import Theme
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.settings.preferences import Preferences

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
def preferences(theme: Theme, tmp_path: Path) -> Iterator[Preferences]:
    told: list[str] = []
    preferences = Preferences(Settings(), tmp_path / "settings.json", theme, told.append)
    yield preferences
    preferences.end()
    theme.scale_text(100)
    assert told == []


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


@pytest.fixture
def page_shown(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> MainWindow:
    """A window that shows page 3 of 10 with two matches."""
    engine.draws_by_itself = True
    show(qtbot, window, engine, hit(), hit(number=4, regions=()))
    qtbot.waitUntil(lambda: window.page.canvas.picture.whole.width() > 320)
    qtbot.wait(100)
    return window


@pytest.fixture
def roles() -> None:
    """Let screen readers hear what is painted."""
    install_roles()


@pytest.fixture(params=[*STATES, *SUBJECTS], ids=lambda it: it.__name__ if callable(it) else f"settings {it}")
def looked_at(
    request: pytest.FixtureRequest, qtbot: QtBot, window: MainWindow, engine: FakeEngine, preferences: Preferences
) -> Iterator[QWidget]:
    """A window in a state, with the keyboard in it."""
    opened = (
        settings(request.param)(qtbot, window, engine, preferences)
        if isinstance(request.param, int)
        else request.param(qtbot, window, engine)
    )
    opened.activateWindow()
    qtbot.waitUntil(opened.isVisible)
    qtbot.wait(20)
    yield opened
    if opened is not window:
        opened.close()


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """Windows that are made meanwhile speak German."""
    before, there = QLocale(), set(qapp.findChildren(QTranslator))
    speak(qapp, "de")
    yield
    for translator in set(qapp.findChildren(QTranslator)) - there:
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)
