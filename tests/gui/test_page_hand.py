"""Mouse, touch and keyboard on the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.page.page_canvas import CLOSE_UP, PageCanvas
from ui.page.page_hand import QUIET_MS, PageHand

LEFT, MIDDLE_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def canvas(qtbot: QtBot) -> PageCanvas:
    canvas = PageCanvas()
    qtbot.addWidget(canvas)
    PageHand(canvas)
    canvas.resize(400, 300)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.show_page(0.75)
    return canvas


def roll(canvas: PageCanvas, notches: int, phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase) -> None:
    """Turn the wheel, downwards for positive numbers."""
    middle = QPointF(canvas.viewport().rect().center())
    for _ in range(abs(notches)):
        event = QWheelEvent(
            middle,
            canvas.viewport().mapToGlobal(middle),
            QPoint(),
            QPoint(0, -120 if notches > 0 else 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            phase,
            False,
        )
        QApplication.sendEvent(canvas.viewport(), event)


def turned(canvas: PageCanvas) -> list[tuple[int, bool]]:
    seen: list[tuple[int, bool]] = []
    canvas.page_turned.connect(lambda pages, to_end: seen.append((pages, to_end)))
    return seen


@pytest.mark.parametrize("button", [LEFT, MIDDLE_BUTTON])
def test_the_page_is_moved_by_the_left_and_by_the_middle_button(canvas: PageCanvas, button: Qt.MouseButton) -> None:
    canvas.set_zoom(3.0)
    bars = canvas.horizontalScrollBar(), canvas.verticalScrollBar()
    before = [bar.value() for bar in bars]
    QTest.mousePress(canvas.viewport(), button, pos=QPoint(200, 150))
    QTest.mouseMove(canvas.viewport(), QPoint(170, 130))
    QTest.mouseRelease(canvas.viewport(), button, pos=QPoint(170, 130))
    QTest.mouseMove(canvas.viewport(), QPoint(10, 10))
    assert [bar.value() for bar in bars] == [before[0] + 30, before[1] + 20]


def test_a_double_click_fits_the_width_and_returns_to_where_one_was(canvas: PageCanvas) -> None:
    QTest.mouseDClick(canvas.viewport(), LEFT, pos=QPoint(200, 150))
    assert canvas.zoom == CLOSE_UP
    canvas.set_zoom(3.5)
    QTest.mouseDClick(canvas.viewport(), LEFT, pos=QPoint(200, 150))
    assert canvas.zoom == 1.0
    QTest.mouseDClick(canvas.viewport(), LEFT, pos=QPoint(200, 150))
    assert canvas.zoom == 3.5


def test_scrolling_on_at_the_end_of_a_page_turns_it_but_a_swing_does_not(qtbot: QtBot, canvas: PageCanvas) -> None:
    seen, bar = turned(canvas), canvas.verticalScrollBar()
    roll(canvas, 40)
    assert bar.value() == bar.maximum()
    assert seen == [], "what swings to the end stays there"
    qtbot.wait(QUIET_MS + 50)
    roll(canvas, 1)
    assert seen == []
    roll(canvas, 1)
    assert seen == [(1, False)]
    roll(canvas, 6)
    assert seen == [(1, False)], "one page at a time"


def test_scrolling_back_at_the_top_shows_the_end_of_the_page_before(canvas: PageCanvas) -> None:
    seen = turned(canvas)
    roll(canvas, -2, Qt.ScrollPhase.ScrollMomentum)
    assert seen == [], "a touchpad that still runs on turns nothing"
    roll(canvas, -2)
    assert seen == [(-1, True)]


def test_the_space_bar_reads_on_screen_by_screen(canvas: PageCanvas) -> None:
    seen, bar = turned(canvas), canvas.verticalScrollBar()
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert 0 < bar.value() < canvas.viewport().height()
    for _ in range(10):
        if bar.value() < bar.maximum():
            QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert seen == []
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    bar.setValue(0)
    QTest.keyClick(canvas, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert seen == [(1, False), (-1, True)]


def test_keys_with_control_are_left_to_the_window(canvas: PageCanvas) -> None:
    seen = turned(canvas)
    QTest.keyClick(canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert seen == []
