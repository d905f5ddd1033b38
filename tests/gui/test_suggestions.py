"""What drops down below the search field: recent searches, how filters go on, and what can be typed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.requests import Ask
from tests.gui.asking import ask
from tests.gui.fakes import ROOT, FakeEngine, answer, file_row, hit, library
from ui.main_window import MainWindow
from ui.searching.recent_searches import MOST, WANTED, RecentSearches


def offered(window: MainWindow) -> list[str]:
    return [suggestion.text for suggestion in window.searching.suggesting.list.shown]


def press(window: MainWindow, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(window.search.edit, key, modifier)


def dwell_on(qtbot: QtBot, window: MainWindow, engine: FakeEngine, *texts: str) -> None:
    for text in texts:
        ask(qtbot, window, engine, text)
    window.search.clear()


def test_searches_that_were_meant_drop_down_below_the_empty_field_newest_first(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    press(window, Qt.Key.Key_Down)
    assert offered(window) == [], "nothing was searched for yet"
    window.search.setFocus()
    dwell_on(qtbot, window, engine, "capital costs", "site map")
    press(window, Qt.Key.Key_Down)
    assert offered(window) == ["site map", "capital costs", "Clear recent searches"]
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert engine.sent(Ask)[-1].text == "capital costs"
    assert window.search.text == "capital costs"
    assert offered(window) == []
    assert window.searching.suggesting.recent.newest_first() == ["capital costs", "site map"]


def test_only_what_was_dwelt_on_is_remembered(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    window.searching.suggesting._dwell.setInterval(300)
    QTest.keyClicks(window.search.edit, "capital")
    qtbot.waitUntil(lambda: len(engine.sent(Ask)) == 1)
    QTest.keyClicks(window.search.edit, " costs")
    qtbot.waitUntil(lambda: len(engine.sent(Ask)) == 2)
    assert window.searching.suggesting.recent.newest_first() == []
    qtbot.waitUntil(lambda: window.searching.suggesting.recent.newest_first() == ["capital costs"])
    window.search.edit.setText("map")
    qtbot.waitUntil(lambda: engine.sent(Ask)[-1].text == "map")
    engine.emit(answer(engine.sent(Ask)[-1].ticket, hit()))
    qtbot.waitUntil(lambda: bool(window.results.view.hits.hits))
    QTest.keyClick(window.results.view, Qt.Key.Key_Return)
    assert window.searching.suggesting.recent.newest_first()[0] == "map", "a hit was opened"


def test_recent_searches_can_be_removed_one_by_one_and_all(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    dwell_on(qtbot, window, engine, "one", "two", "three")
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Delete)
    assert offered(window)[:2] == ["three", "one"]
    press(window, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert window.searching.suggesting.recent.newest_first() == []
    press(window, Qt.Key.Key_Down)
    assert offered(window) == []


def test_the_mouse_opens_chooses_and_removes(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    dwell_on(qtbot, window, engine, "one", "two", "three")
    QTest.mouseClick(window.search.edit, Qt.MouseButton.LeftButton)
    rows = window.searching.suggesting.list.list
    second = rows.visualItemRect(rows.item(1))
    cross = second.center()
    cross.setX(second.right() - 12)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    assert offered(window) == ["three", "one", "Clear recent searches"]
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(1)).center())
    assert engine.sent(Ask)[-1].text == "one"


def test_escape_closes_the_list_and_leaves_the_question(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    dwell_on(qtbot, window, engine, "one")
    QTest.keyClicks(window.search.edit, "capital")
    press(window, Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.AltModifier)
    assert offered(window)[0] == "one"
    press(window, Qt.Key.Key_Escape)
    assert offered(window) == [] and window.search.text == "capital"
    press(window, Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.AltModifier)
    window.library.tree.setFocus()
    assert offered(window) == []


def test_no_more_than_twenty_are_kept_and_none_where_that_is_not_wanted(memory: QSettings) -> None:
    recent = RecentSearches(memory)
    for number in range(MOST + 5):
        recent.remember(f"{number} questions, at last")
    assert recent.newest_first() == [f"{number} questions, at last" for number in range(MOST + 4, 4, -1)]
    recent.remember("10 questions, at last")
    assert len(recent.newest_first()) == MOST and recent.newest_first()[0] == "10 questions, at last"
    memory.sync()
    again = RecentSearches(QSettings(memory.fileName(), QSettings.Format.IniFormat))
    assert again.newest_first() == recent.newest_first()
    memory.setValue(WANTED, False)
    recent.remember("a secret")
    assert recent.newest_first() == []
    memory.setValue(WANTED, True)
    assert "a secret" not in recent.newest_first()


def test_a_question_takes_the_place_of_its_own_beginning(memory: QSettings) -> None:
    recent = RecentSearches(memory)
    for text in ("site map", "cap", "capital costs"):
        recent.remember(text)
    assert recent.newest_first() == ["capital costs", "site map"]


def test_folders_and_types_complete_what_is_typed(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    engine.emit(library(file_row("Annual reports/one.pdf"), file_row("Letters/two.pdf")))
    qtbot.waitUntil(lambda: window.library.model.index_of(f"{ROOT}/Letters/two.pdf").isValid())
    QTest.keyClicks(window.search.edit, "costs in:")
    assert {"Annual reports", "Letters"} <= set(offered(window))
    QTest.keyClicks(window.search.edit, "ann")
    assert offered(window) == ["Annual reports"]
    press(window, Qt.Key.Key_Tab)
    assert window.search.edit.text() == 'costs in:"Annual reports" '
    assert window.search.edit.hasFocus()
    QTest.keyClicks(window.search.edit, "type:pi")
    assert offered(window) == ["picture"]
    press(window, Qt.Key.Key_Return)
    assert window.search.edit.text() == 'costs in:"Annual reports" type:picture '
    assert offered(window) == []


def test_enter_asks_once_a_filter_is_whole(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    QTest.keyClicks(window.search.edit, "costs type:pdf")
    press(window, Qt.Key.Key_Return)
    assert engine.sent(Ask)[-1].text == "costs type:pdf"
    assert window.search.edit.text() == "costs type:pdf"


def test_what_was_read_as_a_filter_is_a_chip_that_takes_it_out_of_the_text(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    asked = ask(qtbot, window, engine, 'costs in:"Annual reports" 2018 type:pdf')
    filters = ('in:"Annual reports"', "type:pdf")
    engine.emit(replace(answer(asked.ticket, hit()), filters=filters))
    qtbot.waitUntil(lambda: window.filters.isVisible())
    chips = [chip for chip in window.filters.findChildren(QToolButton) if chip.isVisible()]
    assert tuple(chip.text() for chip in chips) == filters
    chips[0].click()
    assert engine.sent(Ask)[-1].text == "costs 2018 type:pdf"
    engine.emit(replace(answer(engine.sent(Ask)[-1].ticket, hit()), filters=("type:pdf",)))
    qtbot.waitUntil(lambda: window.filters.shown == ("type:pdf",))
    window.search.clear()
    assert not window.filters.isVisible()


def test_the_field_says_what_can_be_typed(qtbot: QtBot, window: MainWindow) -> None:
    window.search.help_button.click()
    assert {'"annual report"', "-draft", "in:", "type:", "before:", "after:"} <= set(offered(window))
    assert all(suggestion.note for suggestion in window.searching.suggesting.list.shown)
    QTest.keyClicks(window.search.edit, "costs")
    QTest.keyClick(window, Qt.Key.Key_F1)
    rows = offered(window)
    press(window, *[Qt.Key.Key_Down] * (1 + rows.index("type:")), Qt.Key.Key_Return)
    assert window.search.edit.text() == "costs type:"
    assert "pdf" in offered(window)
