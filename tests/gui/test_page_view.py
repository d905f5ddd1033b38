from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.events import Failed, Ready
from app.requests import Cancel, Draw, Unlock
from app.rows import Remedy
from indexer.types import WHOLE, Page, Region
from tests.gui.fakes import LOWER, MIDDLE, FakeEngine, hit, picture
from tests.gui.test_results import show
from ui.basics.light import place
from ui.main_window import MainWindow
from ui.page.page_picture import PART_PIXELS, WHOLE_PIXELS


def sharp(engine: FakeEngine) -> list[Draw]:
    return [draw for draw in engine.sent(Draw) if not draw.thumbnail]


def colour_at(window: MainWindow, across: float, down: float) -> QColor:
    """The colour on screen at a place given in fractions of the page."""
    canvas = window.page.canvas
    point = place((across, down, across, down), canvas.page_rect()).topLeft().toPoint()
    return QColor(canvas.viewport().grab().toImage().pixel(point))


def is_amber(colour: QColor) -> bool:
    return colour.red() > 200 and colour.red() - colour.blue() > 40 and colour.red() > colour.green() > colour.blue()


@pytest.fixture
def page_shown(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> MainWindow:
    """A window that shows page 3 of 10 with two matches."""
    engine.draws_by_itself = True
    show(qtbot, window, engine, hit(), hit(number=4, regions=()))
    qtbot.waitUntil(lambda: not window.page.canvas.picture.whole.isNull() and bool(sharp(engine)))
    qtbot.wait(100)
    return window


def test_a_chosen_hit_is_drawn_as_wide_as_the_canvas_needs(page_shown: MainWindow, engine: FakeEngine) -> None:
    draw = sharp(engine)[-1]
    assert draw.page == Page("report", 3)
    canvas = page_shown.page.canvas
    assert draw.width_px == round(canvas.page_rect().width() * canvas.devicePixelRatioF())
    assert page_shown.page.header.place.text() == "page 3 of 10"


def test_light_lies_where_the_regions_are_and_nowhere_else(page_shown: MainWindow) -> None:
    assert is_amber(colour_at(page_shown, 0.5, 0.45))
    assert is_amber(colour_at(page_shown, 0.5, 0.75))
    for across, down in ((0.5, 0.3), (0.1, 0.45), (0.9, 0.45), (0.5, 0.6)):
        assert colour_at(page_shown, across, down) == QColor("white")


def test_ink_under_the_light_stays_dark(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, hit())
    qtbot.waitUntil(lambda: bool(sharp(engine)))
    engine.emit(picture(sharp(engine)[-1], "black"))
    qtbot.waitUntil(lambda: not window.page.canvas.picture.whole.isNull())
    assert colour_at(window, 0.5, 0.45).lightness() < 40


def test_a_stronger_region_is_lit_more(page_shown: MainWindow) -> None:
    assert colour_at(page_shown, 0.5, 0.45).blue() < colour_at(page_shown, 0.5, 0.75).blue()


def test_next_and_previous_match_walk_in_reading_order_and_around(qtbot: QtBot, page_shown: MainWindow) -> None:
    page = page_shown.page
    seen: list[Region | None] = []
    for step in (1, 1, -1):
        page.step_match(step)
        seen.append(page.canvas._current)
    assert seen == [MIDDLE, LOWER, MIDDLE]
    page.step_match(1)
    assert page.footer.matches.accessibleName() == "match 2 of 2"


def test_matches_are_walked_through_from_result_to_result(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, hit(), hit("costs", 7), hit("costs", 9, regions=()))
    page, seen = window.page, list[tuple[Page | None, str]]()
    for key in (*[Qt.Key.Key_F3] * 5, *[Qt.Key.Key_F3] * 2):
        back = Qt.KeyboardModifier.ShiftModifier if len(seen) >= 5 else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(window, key, back)
        seen.append((page.page, page.footer.matches.accessibleName()))
    report, costs, nothing = Page("report", 3), Page("costs", 7), (Page("costs", 9), "No match on this page")
    assert seen == [
        (report, "match 1 of 2"),
        (report, "match 2 of 2"),
        (costs, "match 1 of 2"),
        (costs, "match 2 of 2"),
        nothing,
        (costs, "match 2 of 2"),
        (costs, "match 1 of 2"),
    ]
    assert window.results.view.currentIndex().row() == 1


def test_the_matches_of_a_page_alone_are_walked_around(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, hit())
    seen: list[Region | None] = []
    for step in (1, 1, 1, -1):
        window.page.step_match(step)
        seen.append(window.page.canvas._current)
    assert seen == [MIDDLE, LOWER, MIDDLE, LOWER]


def test_what_answers_most_is_in_sight_from_the_start(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    window.resize(1800, 500)
    bottom = Region((0.1, 0.95, 0.9, 0.97), 1.0, (0,))
    show(qtbot, window, engine, hit(regions=(LOWER, bottom)))
    canvas = window.page.canvas
    box = place(bottom.box, canvas.page_rect())
    assert canvas.viewport().rect().contains(box.center().toPoint())


def test_a_match_out_of_sight_is_scrolled_to(qtbot: QtBot, page_shown: MainWindow) -> None:
    canvas = page_shown.page.canvas
    canvas.set_zoom(4.0)
    page_shown.page.step_match(1)
    page_shown.page.step_match(1)
    box = place(LOWER.box, canvas.page_rect())
    assert canvas.viewport().rect().contains(box.center().toPoint())


def test_page_up_and_page_down_turn_the_pages_of_the_document(
    qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine
) -> None:
    canvas = page_shown.page.canvas
    QTest.keyClick(canvas, Qt.Key.Key_PageDown)
    assert page_shown.page.page == Page("report", 4)
    qtbot.waitUntil(lambda: sharp(engine)[-1].page == Page("report", 4))
    for _ in range(9):
        QTest.keyClick(canvas, Qt.Key.Key_PageDown)
    assert page_shown.page.page == Page("report", 10)
    assert not page_shown.page.header.next_page.isEnabled()
    for _ in range(12):
        QTest.keyClick(canvas, Qt.Key.Key_PageUp)
    assert page_shown.page.page == Page("report", 1)
    assert page_shown.page.footer.matches.accessibleName() == "No match on this page"


def test_turning_back_to_the_hit_brings_its_light_back(qtbot: QtBot, page_shown: MainWindow) -> None:
    page_shown.page.turn(2)
    assert not page_shown.page.canvas._regions
    page_shown.page.turn(-2)
    assert page_shown.page.canvas._regions == (MIDDLE, LOWER)


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


def test_a_page_that_cannot_be_drawn_says_why(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, hit())
    qtbot.waitUntil(lambda: bool(sharp(engine)))
    engine.emit(Failed(sharp(engine)[-1].ticket, "This file has been moved or deleted."))
    qtbot.waitUntil(lambda: bool(window.page.problem.sentence))
    assert window.page.problem.sentence == "This file has been moved or deleted."


def test_an_engine_that_is_back_draws_what_the_lost_one_could_not(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    show(qtbot, window, engine, hit())
    qtbot.waitUntil(lambda: len(engine.sent(Draw)) == 2)
    for draw in engine.sent(Draw):
        engine.emit(Failed(draw.ticket, "The search engine is not running."))
    qtbot.waitUntil(lambda: bool(window.page.problem.sentence))
    engine.draws_by_itself = True
    engine.emit(Ready("built-in, CPU"))
    qtbot.waitUntil(lambda: len(engine.sent(Draw)) == 4)
    assert not window.page.problem.sentence
    assert {draw.thumbnail for draw in engine.sent(Draw)[2:]} == {True, False}


def test_pointing_at_a_term_shows_only_its_evidence(qtbot: QtBot, page_shown: MainWindow) -> None:
    chips = page_shown.page.chips.chips
    assert [chip.text() for chip in chips] == ["capital", "costs"]
    chips[1].looked_at.emit(1)
    assert colour_at(page_shown, 0.5, 0.45) == QColor("white")
    assert is_amber(colour_at(page_shown, 0.5, 0.75))
    QApplication.sendEvent(chips[1], QEvent(QEvent.Type.Leave))
    assert is_amber(colour_at(page_shown, 0.5, 0.45))
    chips[0].click()
    assert colour_at(page_shown, 0.5, 0.75) == QColor("white"), "a pressed chip keeps its evidence"


def test_a_term_without_evidence_cannot_be_chosen(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, hit(regions=(MIDDLE,)))
    chips = window.page.chips.chips
    assert [chip.isEnabled() for chip in chips] == [True, False]


def test_the_page_can_have_the_whole_window(qtbot: QtBot, page_shown: MainWindow) -> None:
    QTest.keyClick(page_shown, Qt.Key.Key_F11)
    assert page_shown.page.isVisible() and not page_shown.results.isVisible() and not page_shown.library.isVisible()
    QTest.keyClick(page_shown, Qt.Key.Key_Escape)
    assert page_shown.results.isVisible() and page_shown.library.isVisible()
    assert page_shown.search.text == "capital costs", "the first Escape only leaves the page"


def test_a_page_that_cannot_be_drawn_is_tried_again_when_asked(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    show(qtbot, window, engine, hit())
    qtbot.waitUntil(lambda: bool(sharp(engine)))
    engine.emit(Failed(sharp(engine)[-1].ticket, "report.pdf took longer than 30 s to read.", Remedy.RETRY))
    qtbot.waitUntil(lambda: bool(window.page.problem.sentence))
    assert not window.page.problem.password_button.isVisible()
    engine.draws_by_itself = True
    window.page.problem.again_button.click()
    qtbot.waitUntil(lambda: window.page.canvas.picture.whole.width() > 320)
    assert window.page.problem.sentence == ""


def test_a_locked_page_is_unlocked_where_it_stands(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, hit())
    qtbot.waitUntil(lambda: bool(sharp(engine)))
    engine.emit(Failed(sharp(engine)[-1].ticket, "report.pdf is locked with a password.", Remedy.PASSWORD))
    qtbot.waitUntil(lambda: window.page.problem.password_button.isVisible())
    window.page.problem.password_button.click()
    dialog = window.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog) and dialog.textEchoMode() is QLineEdit.EchoMode.Password
    asked = len(sharp(engine))
    dialog.setTextValue("sesame")
    dialog.accept()
    assert engine.sent(Unlock) == [Unlock(hit().path, "sesame")]
    qtbot.waitUntil(lambda: len(sharp(engine)) == asked + 1)


def test_a_pinned_term_stays_while_pages_are_turned_and_pointed_at(page_shown: MainWindow) -> None:
    chips, seen = page_shown.page.chips, list[object]()
    chips.chips[1].click()
    chips.term_shown.connect(seen.append)
    chips.chips[0].looked_at.emit(0)
    chips.chips[0].left.emit()
    page_shown.page.turn(1)
    page_shown.page.turn(-1)
    assert seen[:2] == [0, 1] and seen[-1] == 1
    chips.chips[0].click()
    assert [chip.isChecked() for chip in chips.chips] == [True, False], "only one is pinned"


def test_terms_are_looked_at_and_pinned_with_the_keyboard(page_shown: MainWindow) -> None:
    page_shown.activateWindow()
    chips, seen = page_shown.page.chips, list[object]()
    chips.term_shown.connect(seen.append)
    chips.chips[0].setFocus()
    QTest.keyClick(chips.chips[0], Qt.Key.Key_Right)
    assert chips.chips[1].hasFocus()
    QTest.keyClick(chips.chips[1], Qt.Key.Key_Return)
    page_shown.page.canvas.setFocus()
    assert seen[0] == 0 and seen[-1] == 1 and chips.chips[1].isChecked()
