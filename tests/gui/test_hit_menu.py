"""What can be done with one of the results, from its menu and by dragging it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QDrag, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.events import TextRead
from app.requests import AddPaths, Ask, Draw, Piece, ReadText, RemovePaths
from tests.gui.asking import show
from tests.gui.fakes import FakeEngine, hit, picture
from ui.basics import outside
from ui.main_window import MainWindow

SHOWN = hit("report", 3)


@pytest.fixture
def results(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> MainWindow:
    show(qtbot, window, engine, SHOWN, hit("costs", 5))
    return window


def run(window: MainWindow, name: str) -> None:
    window.searching.menu.open_for(SHOWN, QPoint(300, 300))
    found = [action for action in window.searching.menu.actions() if action.text() == name]
    assert len(found) == 1, [action.text() for action in window.searching.menu.actions()]
    window.searching.menu.close()
    found[0].trigger()


def test_the_menu_opens_by_mouse_and_by_key(qtbot: QtBot, results: MainWindow) -> None:
    view = results.results.view
    with qtbot.waitSignal(view.menu_asked) as asked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.hits.index(1)).center())
        assert view.currentIndex().row() == 1
        place = view.visualRect(view.hits.index(0)).center()
        keyed = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, view.viewport().mapToGlobal(place))
        QApplication.sendEvent(view.viewport(), keyed)
    assert asked.args is not None and asked.args[0] == hit("costs", 5), "the menu is that of the current row"
    assert results.searching.menu.isVisible()
    results.searching.menu.close()


def test_text_and_picture_of_the_page_are_copied(qtbot: QtBot, results: MainWindow, engine: FakeEngine) -> None:
    run(results, "Copy the text of the page")
    asked = engine.sent(ReadText)[-1]
    assert asked.page == SHOWN.page
    engine.emit(TextRead(asked.ticket, "Purchases of property"))
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "Purchases of property")
    run(results, "Copy the page as a picture")
    drawn = engine.sent(Draw)[-1]
    assert drawn.page == SHOWN.page and drawn.width_px >= 1600
    engine.emit(picture(drawn, "red"))
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().image().width() == drawn.width_px)


def test_other_programs_get_the_file(results: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(outside, "open_in_viewer", lambda path, number: opened.append(f"{path} at {number}"))
    monkeypatch.setattr(outside, "show_in_folder", lambda path: opened.append(f"folder of {path}"))
    run(results, "Open in the system viewer")
    run(results, "Show in folder")
    assert opened == [f"{SHOWN.path} at 3", f"folder of {SHOWN.path}"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Elsewhere a program opens a file, not a page.")
@pytest.mark.parametrize(
    ("usual", "expected"), [("org.gnome.Evince.desktop", "evince --page-index=3"), ("other.desktop", "xdg-open")]
)
def test_a_viewer_that_can_be_told_opens_the_page(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, usual: str, expected: str
) -> None:
    called, programs = tmp_path / "called", tmp_path / "programs"
    programs.mkdir()
    writes = f'echo "$(basename "$0") $@" > "{called}.part"; mv "{called}.part" "{called}"'
    for name, line in (("xdg-mime", f"echo {usual}"), ("evince", writes), ("xdg-open", writes)):
        (programs / name).write_text(f"#!/bin/sh\n{line}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    document = tmp_path / "a report, $HOME.pdf"
    document.touch()
    assert outside.open_in_viewer(str(document), 3)
    qtbot.waitUntil(called.exists)
    assert called.read_text().strip() == f"{expected} {document}"


def test_opening_goes_to_the_page(results: MainWindow) -> None:
    run(results, "Open")
    assert results.page.canvas.hasFocus()


def test_a_page_is_searched_by(results: MainWindow, engine: FakeEngine) -> None:
    results.search.edit.clear()
    run(results, "Search by this page")
    assert engine.sent(Ask)[-1].piece == Piece(page=SHOWN.page)
    assert results.search.chip.toolTip() == "report.pdf, page 3"


def test_the_search_is_limited_to_a_document_until_the_chip_is_pressed(results: MainWindow, engine: FakeEngine) -> None:
    run(results, "Search in this document only")
    assert engine.sent(Ask)[-1].within == (SHOWN.path,)
    asked = len(engine.sent(Ask))
    results.search._scope.click()
    assert [again.within for again in engine.sent(Ask)[asked:]] == [()]
    assert not results.search._scope.isVisible()


def test_removing_says_what_happened_and_can_be_taken_back(results: MainWindow, engine: FakeEngine) -> None:
    run(results, "Remove from the library")
    assert engine.sent(RemovePaths) == [RemovePaths((SHOWN.path,))]
    (bar,) = results.notices.bars()
    assert bar.sentence == "report.pdf is removed from the library. The file itself stays where it is."
    (undo,) = bar.findChildren(QPushButton)
    undo.click()
    assert engine.sent(AddPaths) == [AddPaths((SHOWN.path,))]
    assert results.notices.bars() == []


def test_a_hit_is_dragged_as_a_file_and_as_a_picture_that_gets_sharp(
    qtbot: QtBot, results: MainWindow, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = results.results.view
    qtbot.waitUntil(lambda: any(draw.thumbnail and draw.page == SHOWN.page for draw in engine.sent(Draw)))
    thumbnail = next(draw for draw in engine.sent(Draw) if draw.thumbnail and draw.page == SHOWN.page)
    with qtbot.waitSignal(view._thumbnails.ready):
        engine.emit(picture(thumbnail, "blue"))
    held: list[object] = []

    def exec_(drag: QDrag, _action: Qt.DropAction) -> Qt.DropAction:
        mime = drag.mimeData()
        held.append([url.toLocalFile() for url in mime.urls()])
        held.append(mime.imageData().width())
        engine.emit(picture(engine.sent(Draw)[-1], "blue"))
        qtbot.waitUntil(lambda: mime.imageData().width() > 1000)
        held.append(QColor(mime.imageData().pixel(5, 5)).blue() > 200)
        # Dropped on the search field, it is searched by; the rest of the window does not take it.
        place, copy = QPoint(200, 15), Qt.DropAction.CopyAction
        enter = QDragEnterEvent(place, copy, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(results.search, enter)
        held.append(enter.isAccepted())
        dropped = QDropEvent(
            QPointF(place), copy, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop
        )
        QApplication.sendEvent(results.search, dropped)
        return copy

    monkeypatch.setattr(QDrag, "exec", exec_)
    first, second = (view.visualRect(view.hits.index(row)).center() for row in (0, 1))
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(view.viewport(), first + QPoint(30, 0))
    QTest.mouseMove(view.viewport(), second)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert held == [[SHOWN.path], thumbnail.width_px, True, True]
    assert engine.sent(Ask)[-1].piece == Piece(page=SHOWN.page)
