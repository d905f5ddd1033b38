"""The heat map: asked for only while it is wanted, laid over the page where it belongs, and readable through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget
from pytestqt.qtbot import QtBot

from app.events import Failed, HeatMap
from app.requests import Ask, Cancel, Heat
from indexer.types import Page
from tests.gui.asking import show
from tests.gui.fakes import MIDDLE, FakeEngine, answer, hit
from tests.gui.seen import colour_at, is_amber
from ui.basics.theme import Theme
from ui.main_window import MainWindow
from ui.page.heat import Heating

ROWS, COLS = 12, 9


def hot(row: int, col: int) -> bytes:
    """Nothing anywhere but at one cell and its neighbours."""
    return bytes(255 if abs(y - row) <= 1 and abs(x - col) <= 1 else 0 for y in range(ROWS) for x in range(COLS))


def heat_map(ticket: int, page: Page) -> HeatMap:
    """The first term is answered at the upper left, the second at the lower right."""
    return HeatMap(ticket, page, ROWS, COLS, (hot(2, 1), hot(9, 7)))


FIRST, SECOND = (1.5 / COLS, 2.5 / ROWS), (7.5 / COLS, 9.5 / ROWS)


class Still(QProxyStyle):
    """A system that asks for no motion."""

    def styleHint(  # noqa: N802
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        data: QStyleHintReturn | None = None,
    ) -> int:
        return 0 if hint is QStyle.StyleHint.SH_Widget_Animation_Duration else super().styleHint(hint)


@pytest.fixture
def heated(qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine) -> MainWindow:
    """A window with the heat map of page 3, which has faded in."""
    page_shown.page.footer.heat.click()
    engine.emit(heat_map(engine.sent(Heat)[-1].ticket, Page("report", 3)))
    qtbot.waitUntil(lambda: page_shown.page.canvas.heating.strength == 1.0)
    return page_shown


def test_heat_is_asked_for_with_a_key_and_only_then(page_shown: MainWindow, engine: FakeEngine) -> None:
    assert engine.sent(Heat) == []
    page_shown.activateWindow()
    page_shown.page.canvas.setFocus()
    QTest.keyClick(page_shown.page.canvas, Qt.Key.Key_H)
    (asked,) = engine.sent(Heat)
    assert (asked.of, asked.page) == (engine.sent(Ask)[-1].ticket, Page("report", 3))
    assert page_shown.page.footer.heat.isChecked()


def test_the_glow_lies_where_the_page_answers_and_takes_the_place_of_the_boxes(heated: MainWindow) -> None:
    assert is_amber(colour_at(heated, *FIRST)) and is_amber(colour_at(heated, *SECOND))
    for across, down in ((0.5, 0.45), (0.9, 0.1), (0.1, 0.9)):
        assert colour_at(heated, across, down) == QColor("white")
    heated.page.footer.heat.click()
    QTest.qWait(400)
    assert colour_at(heated, *FIRST) == QColor("white")
    assert is_amber(colour_at(heated, 0.5, 0.45)), "the boxes are back"


def test_the_match_at_hand_keeps_its_frame_in_the_heat(heated: MainWindow) -> None:
    heated.page.step_match(1)
    left, top, right, bottom = MIDDLE.box
    page = heated.page.canvas.page_rect()
    assert is_amber(colour_at(heated, (left + right) / 2, top - 1.5 / page.height()))
    assert colour_at(heated, (left + right) / 2, (top + bottom) / 2) == QColor("white")


def test_pointing_at_a_term_shows_only_its_heat(heated: MainWindow) -> None:
    heated.page.chips.chips[1].looked_at.emit(1)
    assert colour_at(heated, *FIRST) == QColor("white") and is_amber(colour_at(heated, *SECOND))
    heated.page.chips.chips[1].left.emit()
    assert is_amber(colour_at(heated, *FIRST))


def test_a_term_that_is_only_warm_somewhere_can_be_looked_at(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    show(qtbot, window, engine, hit(regions=(MIDDLE,)))
    assert [chip.isEnabled() for chip in window.page.chips.chips] == [True, False]
    window.page.footer.heat.click()
    engine.emit(heat_map(engine.sent(Heat)[-1].ticket, Page("report", 3)))
    qtbot.waitUntil(lambda: all(chip.isEnabled() for chip in window.page.chips.chips))


def test_another_page_has_heat_of_its_own(qtbot: QtBot, heated: MainWindow, engine: FakeEngine) -> None:
    heated.page.turn(1)
    assert heated.page.canvas.heating.strength == 0.0, "that of the last page is gone at once"
    overtaken = engine.sent(Heat)[-1]
    assert overtaken.page == Page("report", 4)
    heated.page.turn(1)
    assert (overtaken.ticket,) in [cancel.tickets for cancel in engine.sent(Cancel)]
    engine.emit(heat_map(overtaken.ticket, Page("report", 4)))
    qtbot.wait(50)
    assert heated.page.canvas.heating.strength == 0.0


def test_another_question_has_heat_of_its_own(qtbot: QtBot, heated: MainWindow, engine: FakeEngine) -> None:
    heated.search.edit.setText("staff")
    qtbot.waitUntil(lambda: engine.sent(Ask)[-1].text == "staff")
    again = engine.sent(Ask)[-1]
    results = answer(again.ticket, hit())
    engine.emit(type(results)(again.ticket, "staff", results.hits, ("staff",), 1.0))
    qtbot.waitUntil(lambda: engine.sent(Heat)[-1].of == again.ticket)
    assert engine.sent(Heat)[-1].page == Page("report", 3)


def test_a_page_without_heat_keeps_its_light_and_says_why(
    qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine
) -> None:
    page_shown.page.footer.heat.click()
    engine.emit(Failed(engine.sent(Heat)[-1].ticket, "This page has not been looked at yet."))
    qtbot.waitUntil(lambda: bool(page_shown.notices.bars()))
    assert page_shown.notices.bars()[0].sentence == "This page has not been looked at yet."
    assert is_amber(colour_at(page_shown, 0.5, 0.45))


@pytest.fixture
def still(qapp: QApplication, theme: Theme) -> Iterator[None]:
    qapp.setStyle(Still("Fusion"))
    theme.choose("light")
    yield
    qapp.setStyle("Fusion")
    theme.choose("light")


def test_nothing_moves_where_the_system_asks_for_that(qtbot: QtBot, still: None) -> None:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    heating = Heating(canvas)
    heating.show(heat_map(1, Page("report", 3)))
    assert heating.strength == 1.0
    heating.show(None)
    assert heating.strength == 0.0


def test_ink_in_the_hottest_place_stays_readable_and_dark_pages_glow(qtbot: QtBot) -> None:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    heating = Heating(canvas)
    heating.show(HeatMap(1, Page("report", 3), 2, 2, (bytes([255] * 4),)))
    qtbot.waitUntil(lambda: heating.strength == 1.0)
    page = QImage(40, 40, QImage.Format.Format_RGB32)
    page.fill(QColor("black"))
    painter = QPainter(page)
    painter.fillRect(0, 0, 20, 40, QColor("white"))
    heating.paint(painter, QRectF(0, 0, 40, 40))
    painter.end()
    paper, ink = page.pixelColor(10, 20), page.pixelColor(30, 20)
    assert is_amber(paper) and 20 < ink.lightness() < 60
    assert paper.lightness() - ink.lightness() > 90


def test_a_map_of_no_term_glows_nowhere(qtbot: QtBot) -> None:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    heating = Heating(canvas)
    heating.show(HeatMap(1, Page("report", 3), 2, 2, ()))
    qtbot.waitUntil(lambda: heating.strength == 1.0)
    page = QImage(8, 8, QImage.Format.Format_RGB32)
    page.fill(QColor("white"))
    painter = QPainter(page)
    heating.paint(painter, QRectF(0, 0, 8, 8))
    painter.end()
    assert page.pixelColor(4, 4) == QColor("white")
