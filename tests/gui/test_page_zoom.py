"""A page is sharp at any zoom, and no more is drawn than is looked at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.requests import Cancel
from indexer.types import WHOLE
from tests.gui.asking import sharp
from tests.gui.fakes import FakeEngine, picture
from tests.gui.seen import colour_at
from ui.basics.light import place
from ui.main_window import MainWindow
from ui.page.page_picture import PART_PIXELS, WHOLE_PIXELS


def test_pages_that_are_only_passed_are_not_drawn(qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine) -> None:
    before = len(sharp(engine))
    for _ in range(6):
        page_shown.page.turn(1)
    qtbot.waitUntil(lambda: len(sharp(engine)) == before + 1)
    qtbot.wait(150)
    assert [draw.page.number for draw in sharp(engine)[before:]] == [9]


def test_zooming_shows_the_old_picture_and_asks_once_for_a_sharp_one(
    qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine
) -> None:
    canvas = page_shown.page.canvas
    engine.draws_by_itself = False
    before, old = len(sharp(engine)), sharp(engine)[-1].width_px
    for _ in range(4):
        QTest.keyClick(page_shown, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert len(sharp(engine)) == before, "nothing is drawn while the zoom changes"
    assert canvas.picture.whole.width() == old
    qtbot.waitUntil(lambda: len(sharp(engine)) == before + 1)
    assert sharp(engine)[-1].width_px == pytest.approx(old * 1.2**4, abs=2)
    engine.emit(picture(sharp(engine)[-1]))
    qtbot.waitUntil(lambda: canvas.picture.whole.width() == sharp(engine)[-1].width_px)
    QTest.keyClick(page_shown, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == 1.0


def test_a_drawing_that_is_overtaken_is_cancelled(qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine) -> None:
    engine.draws_by_itself = False
    canvas = page_shown.page.canvas
    before = len(sharp(engine))
    canvas.set_zoom(2.0)
    qtbot.waitUntil(lambda: len(sharp(engine)) == before + 1)
    overtaken = sharp(engine)[-1]
    canvas.set_zoom(3.0)
    qtbot.waitUntil(lambda: len(sharp(engine)) == before + 2)
    assert (overtaken.ticket,) in [cancel.tickets for cancel in engine.sent(Cancel)]


@pytest.mark.parametrize("zoom", [2.0, 4.0, 8.0])
def test_every_zoom_is_sharp_and_none_asks_for_a_picture_beyond_reason(
    qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine, zoom: float
) -> None:
    page_shown.resize(1800, 900)
    page_shown.toggle_full_page()
    canvas = page_shown.page.canvas
    canvas.set_zoom(zoom)
    qtbot.waitUntil(lambda: sharp(engine)[-1].width_px == canvas.page_rect().width())
    draw = sharp(engine)[-1]
    left, top, right, bottom = draw.clip
    pixels = (right - left) * (bottom - top) * draw.width_px**2 / 0.75
    assert pixels <= (WHOLE_PIXELS if draw.clip == WHOLE else PART_PIXELS) + 20_000
    seen = canvas.viewport().rect().toRectF().intersected(canvas.page_rect())
    assert place(draw.clip, canvas.page_rect()).adjusted(-1, -1, 1, 1).contains(seen)


def test_scrolling_away_from_the_sharp_part_asks_for_another(
    qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine
) -> None:
    canvas, bar = page_shown.page.canvas, page_shown.page.canvas.verticalScrollBar()
    canvas.set_zoom(8.0)
    qtbot.waitUntil(lambda: sharp(engine)[-1].clip != WHOLE)
    qtbot.wait(400)
    before = len(sharp(engine))
    bar.setValue(bar.value() + 20)
    qtbot.wait(300)
    assert len(sharp(engine)) == before, "what is near was drawn as well"
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: len(sharp(engine)) > before)
    assert sharp(engine)[-1].clip[3] == 1.0
    canvas.fit_width()
    qtbot.wait(300)
    assert canvas.picture.part.isNull(), "the part is not kept when the whole page is sharp again"


def test_the_sharp_part_lies_where_it_belongs(qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine) -> None:
    engine.draws_by_itself = False
    canvas = page_shown.page.canvas
    canvas.set_zoom(8.0)
    qtbot.waitUntil(lambda: sharp(engine)[-1].clip != WHOLE)
    engine.emit(picture(sharp(engine)[-1], "blue"))
    qtbot.waitUntil(lambda: not canvas.picture.part.isNull())
    page_shown.page.canvas.set_regions(())
    shown = canvas.viewport().grab().toImage()
    assert shown.pixelColor(shown.width() // 2, shown.height() // 2) == QColor("blue")
    canvas.set_zoom(1.0)
    left, top, right, bottom = sharp(engine)[-1].clip
    assert colour_at(page_shown, (left + right) / 2, (top + bottom) / 2) == QColor("blue")
    assert colour_at(page_shown, right + 0.05, (top + bottom) / 2) == QColor("white")


def test_the_wheel_with_control_zooms_at_the_pointer(page_shown: MainWindow) -> None:
    canvas = page_shown.page.canvas
    point = QPointF(100, 150)
    before = canvas.page_rect()
    share = (point.x() - before.x()) / before.width(), (point.y() - before.y()) / before.height()
    wheel = QWheelEvent(
        point,
        canvas.viewport().mapToGlobal(point),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), wheel)
    after = canvas.page_rect()
    assert canvas.zoom == pytest.approx(1.44)
    assert after.x() + share[0] * after.width() == pytest.approx(point.x(), abs=2)
    assert after.y() + share[1] * after.height() == pytest.approx(point.y(), abs=2)
