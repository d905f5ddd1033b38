"""The page that is chosen: its light, the way from match to match, and its terms."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indexer.types import Page, Region
from tests.gui.asking import sharp, show
from tests.gui.fakes import LOWER, MIDDLE, FakeEngine, hit, picture
from tests.gui.seen import colour_at, is_amber
from ui.basics.light import place
from ui.main_window import MainWindow

# --- light ---


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


# --- from match to match, from page to page ---


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


def test_the_page_can_have_the_whole_window(qtbot: QtBot, page_shown: MainWindow) -> None:
    QTest.keyClick(page_shown, Qt.Key.Key_F11)
    assert page_shown.page.isVisible() and not page_shown.results.isVisible() and not page_shown.library.isVisible()
    QTest.keyClick(page_shown, Qt.Key.Key_Escape)
    assert page_shown.results.isVisible() and page_shown.library.isVisible()
    assert page_shown.search.text == "capital costs", "the first Escape only leaves the page"


# --- terms ---


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
