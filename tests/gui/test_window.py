from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFormLayout
from pytestqt.qtbot import QtBot

from app.events import Activity, Notice, Progress, Ready
from app.requests import AddPaths, Estimate, Pause, Resume
from assets import samples_dir
from tests.gui.asking import show
from tests.gui.fakes import FakeEngine, hit, library
from ui.bridge import Bridge
from ui.main_window import MainWindow


def drop(window: MainWindow, *urls: QUrl) -> bool:
    """Drag something in and let it go; returns whether the window took it."""
    mime = QMimeData()
    mime.setUrls(list(urls))
    place, copy = QPoint(300, 300), Qt.DropAction.CopyAction
    no_button, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, copy, mime, no_button, no_key)
    QApplication.sendEvent(window, enter)
    covered = window.drop.isVisible()
    letting_go = QDropEvent(QPointF(place), copy, mime, no_button, no_key)
    QApplication.sendEvent(window, letting_go)
    assert not window.drop.isVisible()
    return covered


def test_files_and_folders_dropped_on_the_window_are_looked_at(
    empty_window: MainWindow, engine: FakeEngine, tmp_path: Path
) -> None:
    odd = tmp_path / "ärger & 100 %.pdf"
    odd.touch()
    assert drop(empty_window, QUrl.fromLocalFile(str(odd)), QUrl.fromLocalFile(str(tmp_path)))
    assert [asked.paths for asked in engine.sent(Estimate)] == [(str(odd), str(tmp_path))]


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are text there")
def test_a_dropped_file_keeps_a_name_that_is_no_text(
    empty_window: MainWindow, engine: FakeEngine, tmp_path: Path
) -> None:
    assert drop(empty_window, QUrl.fromEncoded(f"file://{tmp_path}/caf%E9%20%25.pdf".encode()))
    assert [asked.paths for asked in engine.sent(Estimate)] == [(f"{tmp_path}/caf\udce9 %.pdf",)]


def test_a_dropped_web_address_is_not_taken(empty_window: MainWindow, engine: FakeEngine) -> None:
    assert not drop(empty_window, QUrl("https://example.org/paper.pdf"))
    assert engine.requests == []


def test_the_search_field_leaves_files_to_the_window(empty_window: MainWindow) -> None:
    assert not empty_window.search.edit.acceptDrops()


def test_an_empty_library_teaches_what_to_do(qtbot: QtBot, empty_window: MainWindow, engine: FakeEngine) -> None:
    assert empty_window.welcome.isVisible()
    engine.emit(Ready("built-in, CPU"))
    engine.emit(library(roots=()))
    qtbot.wait(50)
    assert empty_window.welcome.isVisible()
    assert empty_window.search.edit.hasFocus()


def test_a_library_without_a_question_shows_a_hint(window: MainWindow) -> None:
    assert window.results._hint.isVisible()
    assert window.results._hint._title.text() == "What are you looking for?"


def test_the_status_line_tells_how_far_and_how_long(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    engine.emit(Progress(Activity.INDEXING, 3, 12, 430, 1000, 21.4, 245.0, "/x/y.pdf"))
    qtbot.waitUntil(lambda: "Indexing" in window.status._text.text())
    assert window.status._text.text() == "Indexing 43 %  ·  3 of 12 files  ·  21 pages/s  ·  4 min left"
    assert window.status._bar.isVisible()
    assert window.status._right.text() == "built-in, CPU"


def test_the_status_line_tells_that_documents_are_read_for_meaning(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    engine.emit(Progress(Activity.UNDERSTANDING, pages_done=430, pages_total=1000))
    qtbot.waitUntil(lambda: window.status._text.text() == "Reading for meaning 43 %")
    assert window.status._bar.isVisible() and window.status._bar.value() == 430
    assert window.status._pause.isVisible()
    engine.emit(Progress(Activity.IDLE))
    qtbot.waitUntil(lambda: not window.status._bar.isVisible())


def test_indexing_can_be_paused_and_resumed(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    status = window.status
    assert not status._pause.isVisible()
    engine.emit(Progress(Activity.INDEXING, 3, 12, 430, 1000, 21.4, 245.0))
    qtbot.waitUntil(status._pause.isVisible)
    status._pause.click()
    assert engine.sent(Pause) == [Pause()]
    engine.emit(Progress(Activity.PAUSED, 3, 12, 430, 1000))
    qtbot.waitUntil(lambda: status.is_paused)
    assert status._text.text() == "Paused at 43 %"
    status._pause.click()
    assert engine.sent(Resume) == [Resume()]


def test_a_notice_stands_once_and_can_be_dismissed(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    for _ in range(2):
        engine.emit(Notice("The disk is nearly full.", is_problem=True))
    qtbot.waitUntil(lambda: bool(window.notices.bars()))
    qtbot.wait(50)
    assert [bar.sentence for bar in window.notices.bars()] == ["The disk is nearly full."]
    button = window.notices.bars()[0].findChild(QAbstractButton)
    assert isinstance(button, QAbstractButton)
    button.click()
    assert window.notices.bars() == []
    qtbot.waitUntil(lambda: not window.notices.isVisible())


def test_notices_never_fill_the_window(qtbot: QtBot, window: MainWindow) -> None:
    for number in range(9):
        window.notices.say(f"Sentence {number}.")
    assert [bar.sentence for bar in window.notices.bars()] == ["Sentence 6.", "Sentence 7.", "Sentence 8."]


def test_the_window_opens_within_a_second(qtbot: QtBot, bridge: Bridge, memory: QSettings) -> None:
    begin = time.perf_counter()
    window = MainWindow(bridge, memory)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    assert time.perf_counter() - begin < 1.0
    window.close()
    window.pictures.close()


def test_the_window_opens_without_what_is_only_opened_later() -> None:
    later = (
        "ui.about",
        "ui.settings.settings_dialog",
        "ui.models.models_dialog",
        "ui.library.failures_dialog",
        "importlib.metadata",
    )
    told = f"import sys, ui.application; print([name for name in {later} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_window_remembers_how_it_was_left(qtbot: QtBot, bridge: Bridge, memory: QSettings) -> None:
    first = MainWindow(bridge, memory)
    first.show()
    first.resize(720, 640)
    first.results.set_grid(False)
    first._show_library(library())
    first.close()
    first.pictures.close()
    second = MainWindow(bridge, memory)
    assert (second.width(), second.height()) == (720, 640)
    assert not second.results.view.is_grid
    assert second.body.currentWidget() is second.splitter, "no invitation to those who have a library"
    second.pictures.close()


def test_requests_wait_for_the_engine(engine: FakeEngine, qapp: QApplication) -> None:
    bridge = Bridge()
    bridge.send(AddPaths(("/a",)))
    assert engine.requests == []
    bridge.start(engine.start)
    assert engine.requests == [AddPaths(("/a",))]
    bridge.close()
    assert engine.is_closed
    bridge.send(AddPaths(("/b",)))
    assert len(engine.requests) == 1


def test_everything_one_can_press_or_fill_in_has_a_name(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, hit())
    buttons = [button for button in window.findChildren(QAbstractButton) if button.isVisibleTo(window)]
    assert len(buttons) > 12
    assert [button for button in buttons if not (button.accessibleName() or button.text())] == []
    for widget in (window.results.view, window.library.tree, window.page.canvas, window.search.edit):
        assert widget.accessibleName()


def test_everything_can_be_reached_with_the_tab_key(qtbot: QtBot, window: MainWindow) -> None:
    window.search.edit.setFocus()
    reached = set()
    for _ in range(20):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    for widget in (window.search.edit, window.library.tree, window.library._add, window.results._grid_button):
        assert widget in reached


@pytest.mark.parametrize("key", ["Ctrl+O", "Ctrl+Shift+O", "Ctrl+Q", "Ctrl+F", "Ctrl+K", "F11", "F3", "Ctrl+0", "Esc"])
def test_every_promised_key_does_something(window: MainWindow, key: str) -> None:
    owners = [action for action in window.actions() if key in [keys.toString() for keys in action.shortcuts()]]
    assert len(owners) == 1, "a key with two owners does nothing"


def facts_of(window: MainWindow) -> dict[str, str]:
    details = window.status._details
    assert details is not None and details.isVisible()
    names, values = (
        [label.accessibleName() or label.text() for label in details._labels(role)]
        for role in (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole)
    )
    return dict(zip(names, values, strict=True))


def test_the_status_line_opens_all_that_is_known_and_keeps_it_new(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    window.status._text.setFocus()
    QTest.keyClick(window.status._text, Qt.Key.Key_Space)
    assert facts_of(window) == {
        "Now": "Ready",
        "Can be found": "2 documents, 20 pages",
        "On disk": "1 MB",
        "Model": "built-in, CPU",
    }
    engine.emit(Progress(Activity.INDEXING, 3, 12, 430, 1000, 21.4, 245.0, "/x/y.pdf"))
    qtbot.waitUntil(lambda: facts_of(window)["Now"] == "Indexing 43 %")
    shown = facts_of(window)
    assert (shown["File"], shown["Files"], shown["Pages"]) == ("/x/y.pdf", "3 of 12 files", "430 of 1000 pages")
    assert (shown["Speed"], shown["Time left"]) == ("21 pages/s", "4 min")
    details = window.status._details
    assert details is not None
    QTest.keyClick(details, Qt.Key.Key_Escape)
    assert not details.isVisible()


def test_after_a_sleep_the_time_left_is_not_known_at_once(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000_000.0
    monkeypatch.setattr("ui.status_line.time.time", lambda: now)
    progress = Progress(Activity.INDEXING, 3, 12, 430, 1000, 21.4, 245.0)
    window.status.show_progress(progress)
    assert "left" in window.status._text.text()
    now += 8 * 3600
    window.status.show_progress(progress)
    assert "left" not in window.status._text.text()
    now += 20
    window.status.show_progress(progress)
    assert "left" in window.status._text.text()


def test_samples_are_there_to_try_it(empty_window: MainWindow, engine: FakeEngine) -> None:
    empty_window.welcome.samples_asked.emit()
    (asked,) = engine.sent(Estimate)
    assert asked.paths == (str(samples_dir()),)
