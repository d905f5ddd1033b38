"""The strip with the pages of the document beside the page."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.requests import Draw
from indexer.types import Page
from tests.gui.asking import show
from tests.gui.fakes import FakeEngine, hit
from ui.basics.theme import MARK, colour
from ui.main_window import MainWindow
from ui.page.page_strip import PICTURE_WIDTH_PX, PageStrip


def pictures_asked(engine: FakeEngine) -> set[int]:
    """The pages of which small pictures for the strip were asked for."""
    return {draw.page.number for draw in engine.sent(Draw) if draw.thumbnail and draw.width_px == PICTURE_WIDTH_PX}


@pytest.fixture
def strip(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> PageStrip:
    """The strip of a document of 5,000 pages, of which 300 and 302 answer; page 300 is shown."""
    engine.draws_by_itself = True
    show(qtbot, window, engine, *(hit(number=number, page_count=5000) for number in (300, 302)))
    QTest.keyClick(window, Qt.Key.Key_F9)
    strip = window.page.strip
    qtbot.waitUntil(lambda: strip.isVisible() and bool(pictures_asked(engine)))
    return strip


def test_the_page_that_is_shown_is_in_sight_and_only_what_is_seen_is_drawn(
    qtbot: QtBot, strip: PageStrip, engine: FakeEngine
) -> None:
    assert strip.pages.rowCount() == 5000
    assert strip.currentIndex().row() == 299
    rows = strip.visible_rows()
    assert 299 in rows and len(rows) < 15
    qtbot.waitUntil(lambda: pictures_asked(engine) >= {row + 1 for row in rows})
    assert len(pictures_asked(engine)) < 30


def test_pages_that_answer_are_marked(strip: PageStrip) -> None:
    def is_marked(row: int) -> bool:
        strip.scrollTo(strip.pages.index(row))
        rect = strip.visualRect(strip.pages.index(row))
        line = strip.viewport().grab(rect).toImage()
        return any(line.pixelColor(x, line.height() // 3) == colour(MARK) for x in range(line.width()))

    assert [is_marked(row) for row in (299, 300, 301)] == [True, False, True]
    said = [strip.pages.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in (299, 300)]
    assert said == ["page 300, answers", "page 301"]


def test_the_arrow_keys_turn_the_pages_and_the_page_moves_the_strip(
    qtbot: QtBot, strip: PageStrip, window: MainWindow
) -> None:
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Down)
    assert window.page.page == Page("report", 301)
    QTest.keyClick(strip, Qt.Key.Key_End)
    assert window.page.page == Page("report", 5000)
    window.page.turn(-4000)
    assert strip.currentIndex().row() == 999
    assert 999 in strip.visible_rows()


def test_another_document_has_a_strip_of_its_own(
    qtbot: QtBot, strip: PageStrip, window: MainWindow, engine: FakeEngine
) -> None:
    show(qtbot, window, engine, hit("costs", 7))
    assert (strip.pages.rowCount(), strip.currentIndex().row()) == (10, 6)


def test_five_thousand_pages_are_passed_without_a_pause(qtbot: QtBot, strip: PageStrip, engine: FakeEngine) -> None:
    began, bar = time.process_time(), strip.verticalScrollBar()
    steps = 40
    for step in range(steps):
        bar.setValue(bar.maximum() * step // steps)
        strip.visible_rows()
        strip.repaint()
    assert (time.process_time() - began) / steps < 0.05
    assert len(pictures_asked(engine)) < 60, "what is only passed is not drawn"


def test_whether_the_strip_is_shown_is_remembered(strip: PageStrip, window: MainWindow, memory: QSettings) -> None:
    assert memory.value("page/strip", False, bool) is True
    again = MainWindow(window.bridge, memory)
    assert again.page.header.strip.isChecked()
    again.end()
    again.deleteLater()
