from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.events import Estimated, Failed
from app.requests import AddPaths, Cancel, Estimate
from tests.gui.fakes import ROOT, FakeEngine
from ui.main_window import MainWindow

LONG = Estimated(0, 412, 9_812, 16 * 60.0, 30_000_000, is_whole=True)
MORE = "/home/ann/Scans"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


def drop(window: MainWindow, engine: FakeEngine, *paths: str) -> int:
    """Add paths, and return the ticket of what is asked about them."""
    window.add_paths(paths)
    return engine.sent(Estimate)[-1].ticket


@pytest.mark.parametrize(("pages", "seconds"), [(49, 300.0), (49, None), (900, 29.0), (0, None)])
def test_what_is_done_soon_is_begun_without_asking(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, pages: int, seconds: float | None
) -> None:
    ticket = drop(window, engine, ROOT)
    engine.emit(Estimated(ticket, 3, pages, seconds, 1_000, is_whole=True))
    qtbot.waitUntil(lambda: engine.sent(AddPaths) == [AddPaths((ROOT,))])
    assert window.estimate.isHidden()


def test_long_work_is_told_and_begun_on_a_yes(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    ticket = drop(window, engine, ROOT)
    engine.emit(replace(LONG, ticket=ticket))
    qtbot.waitUntil(window.estimate.isVisible)
    assert window.estimate._text.text() == "412 files, about 9,800 pages: 16 min, 30 MB with the built-in model"
    assert engine.sent(AddPaths) == []
    QTest.keyClick(window.estimate._start, Qt.Key.Key_Space)
    assert engine.sent(AddPaths) == [AddPaths((ROOT,))]
    assert window.estimate.isHidden()


def test_what_is_counted_so_far_is_told_and_refined(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    ticket = drop(window, engine, ROOT)
    engine.emit(Estimated(ticket, 100, 2_000, None, 0, is_whole=False))
    text = window.estimate._text
    qtbot.waitUntil(lambda: text.text() == "Counting, so far 100 files, 2,000 pages")
    engine.emit(replace(LONG, ticket=ticket, seconds=None))
    qtbot.waitUntil(lambda: text.text() == "412 files, about 9,800 pages: 30 MB with the built-in model")


def test_few_files_so_far_are_not_taken_for_all(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    ticket = drop(window, engine, ROOT)
    engine.emit(Estimated(ticket, 1, 4, 1.0, 0, is_whole=False))
    qtbot.wait(50)
    assert engine.sent(AddPaths) == []
    qtbot.waitUntil(window.estimate.isVisible)


def test_paths_dropped_meanwhile_join(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    first = drop(window, engine, ROOT)
    engine.emit(replace(LONG, ticket=first))
    qtbot.waitUntil(window.estimate.isVisible)
    second = drop(window, engine, MORE, ROOT)
    assert engine.sent(Estimate)[-1].paths == (ROOT, MORE)
    assert engine.sent(Cancel) == [Cancel((first,))]
    engine.emit(Estimated(first, 1, 1, 1.0, 1, is_whole=True))
    engine.emit(replace(LONG, ticket=second, files=500))
    qtbot.waitUntil(lambda: window.estimate._text.text().startswith("500 files"))
    assert engine.sent(AddPaths) == [], "an answer to the first question says nothing about the second"


def test_a_no_adds_nothing_and_is_forgotten(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    ticket = drop(window, engine, ROOT)
    engine.emit(replace(LONG, ticket=ticket))
    qtbot.waitUntil(window.estimate.isVisible)
    window.estimate._cancel.click()
    assert window.estimate.isHidden()
    assert engine.sent(Cancel) == [Cancel((ticket,))]
    assert engine.sent(AddPaths) == []
    drop(window, engine, MORE)
    assert engine.sent(Estimate)[-1].paths == (MORE,)


def test_what_cannot_be_estimated_is_tried(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    ticket = drop(window, engine, ROOT)
    engine.emit(Failed(ticket, "The folder cannot be read."))
    qtbot.waitUntil(lambda: engine.sent(AddPaths) == [AddPaths((ROOT,))])
