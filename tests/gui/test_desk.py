"""Libraries that take each other's place, and later starts that hand over what they were given."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QTextBrowser
from pytestqt.qtbot import QtBot

from app import paths as places
from app import settings
from app.events import Event, Ready
from app.requests import Estimate
from app.settings import Settings
from tests.gui.fakes import ROOT, FakeEngine
from ui.about import AboutDialog
from ui.application import Application
from ui.basics.theme import Theme
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.settings.settings_dialog import SettingsDialog
from ui.single_instance import OpenLibrary, address, hand_over

REPOSITORY = Path(__file__).resolve().parents[2]


class Engines:
    """Starts a fake engine for each library."""

    def __init__(self) -> None:
        self.of: dict[Path, FakeEngine] = {}
        self.may_end = threading.Event()
        self.may_end.set()

    def start(self, library: Path, on_event: Callable[[Event], None]) -> FakeEngine:
        engine = SlowEngine(self.may_end)
        engine.start(on_event)
        self.of[library] = engine
        return engine


class SlowEngine(FakeEngine):
    """Takes its time to end."""

    def __init__(self, may_end: threading.Event) -> None:
        super().__init__()
        self._may_end = may_end

    def close(self) -> None:
        self._may_end.wait(10)
        super().close()


@pytest.fixture
def engines() -> Engines:
    return Engines()


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, engines: Engines, tmp_path: Path) -> Iterator[Desk]:
    def open_memory() -> QSettings:
        return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)

    desk = Desk(theme, Settings("light"), engines.start, open_memory)
    desk.open(places.default_library())
    qtbot.waitUntil(lambda: places.default_library() in engines.of)
    yield desk
    engines.may_end.set()
    desk.end()
    desk.deleteLater()


def window_of(desk: Desk) -> MainWindow:
    assert desk.window is not None
    return desk.window


def another(tmp_path: Path, name: str = "Scans") -> Path:
    """Make the folder of a library."""
    folder = tmp_path / name
    folder.mkdir()
    (folder / "library.json").touch()
    return folder


def choices(desk: Desk) -> list[tuple[str, bool]]:
    menu = window_of(desk).libraries_menu
    menu.aboutToShow.emit()
    return [(action.text(), action.isChecked()) for action in menu.actions() if not action.isSeparator()]


def test_another_library_takes_the_place_of_the_one_that_is_open(
    qtbot: QtBot, desk: Desk, engines: Engines, tmp_path: Path
) -> None:
    first, other = window_of(desk), another(tmp_path)
    first.resize(720, 640)
    desk._open_picked(other)
    qtbot.waitUntil(lambda: other in engines.of)
    assert window_of(desk) is not first and window_of(desk).isVisible()
    assert window_of(desk).windowTitle() == "Scans – Pagelight"
    assert window_of(desk).size().width() == 720
    qtbot.waitUntil(lambda: engines.of[places.default_library()].is_closed)
    engines.of[other].emit(Ready("built-in"))
    qtbot.waitUntil(lambda: window_of(desk).status._right.text() == "built-in")
    assert choices(desk)[2:] == [("My library", False), (str(other), True)]
    desk.preferences.end()
    kept, _ = settings.load(places.settings_file())
    assert (kept.last_library, kept.recent_libraries) == (str(other), (str(other),))


def test_a_library_that_is_still_closing_is_waited_for(
    qtbot: QtBot, desk: Desk, engines: Engines, tmp_path: Path
) -> None:
    usual, other = places.default_library(), another(tmp_path)
    engines.may_end.clear()
    desk.switch(other)
    qtbot.waitUntil(lambda: other in engines.of)
    before = engines.of.pop(usual)
    desk.switch(usual)
    qtbot.wait(300)
    assert usual not in engines.of, "it is locked"
    engines.may_end.set()
    qtbot.waitUntil(lambda: usual in engines.of)
    assert before.is_closed
    desk.preferences.end()
    assert settings.load(places.settings_file())[0].last_library == ""


def test_a_folder_that_is_no_library_is_not_opened(qtbot: QtBot, desk: Desk, engines: Engines, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.pdf").touch()
    desk._open_picked(tmp_path / "papers")
    qtbot.waitUntil(lambda: len(window_of(desk).notices.bars()) == 1)
    desk._make_picked(tmp_path / "papers")
    qtbot.waitUntil(lambda: len(window_of(desk).notices.bars()) == 2)
    assert "empty folder" in window_of(desk).notices.bars()[1].sentence
    assert len(engines.of) == 1
    (tmp_path / "new").mkdir()
    desk._make_picked(tmp_path / "new")
    qtbot.waitUntil(lambda: tmp_path / "new" in engines.of)


def start_again(library: Path, *paths: str) -> subprocess.Popen[str]:
    """Hand paths over from another process, which says whether somebody took them."""
    program = (
        "import sys; from pathlib import Path; from ui.single_instance import hand_over\n"
        "print(hand_over(Path(sys.argv[1]), sys.argv[2:]))"
    )
    command = [sys.executable, "-c", program, str(library), *paths]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)


def test_a_second_start_hands_its_paths_over(qtbot: QtBot, desk: Desk, engines: Engines) -> None:
    odd = "/home/ann/\udcff & ü.pdf"
    window_of(desk).showMinimized()
    engine = engines.of[places.default_library()]
    with start_again(places.default_library(), ROOT, odd) as second:
        qtbot.waitUntil(lambda: bool(engine.sent(Estimate)), timeout=30_000)
        assert second.communicate(timeout=30)[0] == "True\n"
    assert [asked.paths for asked in engine.sent(Estimate)] == [(ROOT, odd)]
    assert not window_of(desk).isMinimized() and window_of(desk).isVisible()


def test_nobody_hears_a_start_on_another_library(desk: Desk, tmp_path: Path) -> None:
    assert not hand_over(tmp_path, [ROOT])


def test_what_a_crash_left_behind_is_in_nobodys_way(qtbot: QtBot, tmp_path: Path) -> None:
    first = OpenLibrary(tmp_path)
    left = Path(first._server.fullServerName())
    first.end()
    left.touch()
    second = OpenLibrary(tmp_path)
    with start_again(tmp_path) as started:
        with qtbot.waitSignal(second.started_again, timeout=30_000) as heard:
            pass
        assert started.communicate(timeout=30)[0] == "True\n"
    assert heard.args == [[]]
    second.end()
    assert not hand_over(tmp_path, [])
    assert len(address(tmp_path)) < 60, "some systems allow no long names"


def test_a_mac_hands_files_to_the_application(qtbot: QtBot, qapp: QApplication) -> None:
    assert isinstance(qapp, Application)
    with qtbot.waitSignal(qapp.file_opened) as heard:
        QApplication.sendEvent(qapp, QFileOpenEvent(QUrl.fromLocalFile(f"{ROOT}/a.pdf")))
    assert heard.args == [f"{ROOT}/a.pdf"]


def test_settings_and_about_open_beside_the_window(qtbot: QtBot, desk: Desk) -> None:
    window_of(desk).settings_asked.emit()
    (shown,) = window_of(desk).findChildren(SettingsDialog)
    assert shown.isVisible()
    window_of(desk).about_asked.emit()
    (about,) = window_of(desk).findChildren(AboutDialog)
    notices, licence = (about.texts.widget(tab) for tab in (0, 1))
    assert isinstance(notices, QTextBrowser) and "Third-party notices" in notices.toPlainText()
    assert isinstance(licence, QTextBrowser) and "GNU AFFERO GENERAL PUBLIC LICENSE" in licence.toPlainText()
    assert about.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
