"""Drawing a box on the page and searching by what is in it, at any zoom and scroll."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.requests import Ask, Draw
from indexer.types import Box, Page
from tests.gui.asking import show
from tests.gui.fakes import FakeEngine, hit, picture
from ui.basics.light import place
from ui.main_window import MainWindow


@pytest.fixture
def page_shown(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> MainWindow:
    """A window that shows page 3, which is red in its right half."""
    show(qtbot, window, engine, hit())
    qtbot.waitUntil(lambda: any(not draw.thumbnail for draw in engine.sent(Draw)))
    asked = next(draw for draw in engine.sent(Draw) if not draw.thumbnail)
    engine.emit(picture(asked))
    canvas = window.page.canvas
    qtbot.waitUntil(lambda: not canvas.picture.whole.isNull())
    width, height = canvas.picture.whole.width(), canvas.picture.whole.height()
    painter = QPainter(canvas.picture.whole)
    painter.fillRect(width // 2, 0, width, height, QColor("red"))
    painter.end()
    return window


def point(window: MainWindow, across: float, down: float) -> QPoint:
    page = window.page.canvas.page_rect()
    return QPointF(page.x() + across * page.width(), page.y() + down * page.height()).toPoint()


def draw(window: MainWindow, box: Box) -> None:
    """Draw a box with the mouse, from its lower right to its upper left."""
    over, left = window.page.box, Qt.MouseButton.LeftButton
    QTest.mousePress(over, left, pos=point(window, *box[2:]))
    QTest.mouseMove(over, point(window, *box[:2]))
    QTest.mouseRelease(over, left, pos=point(window, *box[:2]))


def press_s(window: MainWindow) -> None:
    window.activateWindow()
    window.page.canvas.setFocus()
    QTest.keyClick(window.page.canvas, Qt.Key.Key_S)


@pytest.mark.parametrize("zoom", [1.0, 3.0])
def test_what_is_drawn_is_searched_by_at_any_zoom_and_scroll(
    qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine, zoom: float
) -> None:
    canvas, tool = page_shown.page.canvas, page_shown.page.box
    canvas.set_zoom(zoom)
    canvas.horizontalScrollBar().setValue(canvas.horizontalScrollBar().maximum() // 2)
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum() // 3)
    assert zoom == 1.0 or canvas.page_rect().y() < -200
    press_s(page_shown)
    assert tool.is_on
    wanted = (0.55, 0.4, 0.65, 0.5)
    draw(page_shown, wanted)
    assert tool.box == pytest.approx(wanted, abs=0.005)
    assert tool.find_button.isVisible()
    assert tool.rect().contains(tool._bar.geometry())
    tool.find_button.click()
    asked = engine.sent(Ask)[-1]
    assert asked.text == "capital costs" and asked.piece is not None
    assert asked.piece.page == Page("report", 3)
    assert asked.piece.box == pytest.approx(wanted, abs=0.005)
    assert tool.isHidden()
    chip = page_shown.search.chip
    assert chip.isVisible() and chip.toolTip() == "a part of report.pdf, page 3"
    image = chip.picture.pixmap().toImage()
    assert QColor(image.pixel(image.width() // 2, image.height() // 2)) == QColor("red")


def test_the_box_stays_on_its_part_of_the_page_while_zooming_and_scrolling(
    qtbot: QtBot, page_shown: MainWindow
) -> None:
    tool, canvas = page_shown.page.box, page_shown.page.canvas
    tool.turn(True)
    draw(page_shown, (0.2, 0.2, 0.5, 0.3))
    drawn, before = tool.box, tool._bar.pos()
    assert drawn is not None
    canvas.set_zoom(2.0)
    canvas.verticalScrollBar().setValue(200)
    assert tool.box == drawn
    assert tool._bar.pos() != before
    frame = place(drawn, canvas.page_rect())
    seen = canvas.viewport().grab().toImage().pixelColor(round(frame.center().x()), round(frame.top()))
    assert seen == QColor("#E8A317")


def test_the_page_still_scrolls_and_zooms_under_the_wheel(qtbot: QtBot, page_shown: MainWindow) -> None:
    page_shown.page.start_box()
    canvas, tool = page_shown.page.canvas, page_shown.page.box
    middle = QPointF(tool.mapTo(page_shown, tool.rect().center()))
    # As from the system: what a test sends to a widget stays there.
    window, control = page_shown.windowHandle(), Qt.KeyboardModifier.ControlModifier
    QTest.wheelEvent(window, middle, QPoint(0, 120), QPoint(), control)
    qtbot.waitUntil(lambda: canvas.zoom > 1.0)
    before = canvas.verticalScrollBar().value()
    QTest.wheelEvent(window, middle, QPoint(0, -120), QPoint())
    qtbot.waitUntil(lambda: canvas.verticalScrollBar().value() > before)


def test_escape_puts_the_box_away_before_it_does_anything_else(page_shown: MainWindow, engine: FakeEngine) -> None:
    press_s(page_shown)
    draw(page_shown, (0.2, 0.2, 0.5, 0.3))
    asked = len(engine.sent(Ask))
    QTest.keyClick(page_shown, Qt.Key.Key_Escape)
    assert not page_shown.page.box.is_on
    assert not page_shown.page.footer.select.isChecked()
    assert page_shown.search.text == "capital costs"
    assert len(engine.sent(Ask)) == asked


def test_a_click_is_no_box(page_shown: MainWindow) -> None:
    page_shown.page.start_box()
    draw(page_shown, (0.2, 0.2, 0.201, 0.201))
    assert page_shown.page.box.box is None
    assert not page_shown.page.box.find_button.isVisible()


def test_a_box_ends_at_the_edge_of_the_page(page_shown: MainWindow) -> None:
    page_shown.page.start_box()
    draw(page_shown, (-0.2, -0.2, 0.5, 0.3))
    assert page_shown.page.box.box == pytest.approx((0.0, 0.0, 0.5, 0.3), abs=0.005)


def test_the_keyboard_draws_moves_and_finds(page_shown: MainWindow, engine: FakeEngine) -> None:
    press_s(page_shown)
    canvas, tool = page_shown.page.canvas, page_shown.page.box
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert tool.is_on, "there is no box yet"
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    first = tool.box
    assert first is not None and 0 < first[0] < first[2] < 1
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert tool.box == pytest.approx((first[0] + 0.02, first[1], first[2] + 0.02, first[3] - 0.02))
    for _ in range(80):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    wanted = tool.box
    assert wanted is not None
    assert wanted[2] == pytest.approx(1.0)
    assert wanted[2] - wanted[0] == pytest.approx(first[2] - first[0])
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    piece = engine.sent(Ask)[-1].piece
    assert piece is not None and piece.box == wanted


def test_another_page_puts_the_box_away(page_shown: MainWindow) -> None:
    press_s(page_shown)
    draw(page_shown, (0.2, 0.2, 0.5, 0.3))
    QTest.keyClick(page_shown.page.canvas, Qt.Key.Key_PageDown)
    assert page_shown.page.page == Page("report", 4)
    assert not page_shown.page.box.is_on
    assert page_shown.page.box.box is None


def test_finding_from_the_full_page_shows_the_results(page_shown: MainWindow) -> None:
    page_shown.toggle_full_page()
    assert not page_shown.results.isVisible()
    page_shown.page.start_box()
    draw(page_shown, (0.2, 0.2, 0.5, 0.3))
    page_shown.page.box.find_button.click()
    assert page_shown.results.isVisible()
    assert page_shown.search.chip.isVisible()


def test_the_page_can_be_moved_while_a_box_is_drawn(page_shown: MainWindow) -> None:
    canvas, over = page_shown.page.canvas, page_shown.page.box
    page_shown.activateWindow()
    canvas.set_zoom(3.0)
    press_s(page_shown)
    draw(page_shown, (0.4, 0.4, 0.5, 0.45))
    drawn, bar = over.box, canvas.verticalScrollBar()
    before = bar.value()
    middle = Qt.MouseButton.MiddleButton
    QTest.mousePress(over, middle, pos=QPoint(200, 200))
    QTest.mouseMove(over, QPoint(200, 150))
    QTest.mouseRelease(over, middle, pos=QPoint(200, 150))
    assert bar.value() == before + 50, "the middle button moves the page"
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    assert over.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert bar.value() == before + 50, "and the space bar only lets the mouse do so"
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert not over.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert over.box == drawn


@pytest.mark.parametrize("width", [260, 420, 700])
def test_what_can_be_done_with_a_box_fits_beside_it(page_shown: MainWindow, width: int) -> None:
    view, tool = page_shown.page, page_shown.page.box
    page_shown.splitter.setSizes([200, 1280 - 200 - width, width])
    view.start_box()
    assert tool.rect().contains(tool._bar.geometry()), "the hint"
    tool._set_box((0.1, 0.1, 0.9, 0.9))
    assert tool.rect().contains(tool._bar.geometry())
    for button in (tool.find_button, tool.text_button, tool.picture_button, tool.close_button):
        place_in_bar = button.mapTo(tool._bar, QPoint(0, 0))
        assert tool._bar.rect().contains(place_in_bar + button.rect().bottomRight())
        assert button.width() >= button.sizeHint().width()
