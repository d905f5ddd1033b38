from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.events import EngineLost, Failed, FilesChanged, Ready
from app.requests import Ask, Cancel
from app.rows import FileState
from tests.gui.asking import ask
from tests.gui.fakes import ROOT, FakeEngine, answer, file_row, hit
from ui.basics.elided_button import ElidedButton
from ui.main_window import MainWindow


def test_typing_asks_once_after_a_pause(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    QTest.keyClicks(window.search.edit, "capital costs", delay=5)
    assert engine.sent(Ask) == []
    qtbot.waitUntil(lambda: len(engine.sent(Ask)) == 1)
    assert engine.sent(Ask)[0].text == "capital costs"


def test_enter_asks_at_once(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    assert ask(qtbot, window, engine).text == "capital costs"
    qtbot.wait(200)
    assert len(engine.sent(Ask)) == 1, "the pause after typing must not ask again"


def test_the_newest_question_wins(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    old = ask(qtbot, window, engine, "capital")
    new = ask(qtbot, window, engine, "capital costs")
    assert new.ticket > old.ticket
    engine.emit(answer(new.ticket, hit("new")))
    engine.emit(answer(old.ticket, hit("old"), hit("older")))
    qtbot.waitUntil(lambda: bool(window.results.view.hits.hits))
    qtbot.wait(50)
    assert [shown.page.document for shown in window.results.view.hits.hits] == ["new"]


def test_escape_clears_the_question_and_no_late_answer_comes_in(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    asked = ask(qtbot, window, engine)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.search.text == ""
    assert engine.sent(Cancel)[-1].tickets == (asked.ticket,)
    engine.emit(answer(asked.ticket, hit()))
    qtbot.wait(50)
    assert window.results.view.hits.hits == ()


@pytest.mark.parametrize("key", [Qt.Key.Key_F, Qt.Key.Key_K])
def test_control_f_and_control_k_go_to_the_search_field(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    window.activateWindow()
    window.library.tree.setFocus()
    QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.search.edit.hasFocus)


def test_arrow_down_goes_from_the_field_into_the_results(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    asked = ask(qtbot, window, engine)
    engine.emit(answer(asked.ticket, hit("a"), hit("b")))
    qtbot.waitUntil(lambda: len(window.results.view.hits.hits) == 2)
    QTest.keyClick(window.search.edit, Qt.Key.Key_Down)
    assert window.results.view.hasFocus()
    QTest.keyClick(window.results.view, Qt.Key.Key_Right)
    assert window.page.page == hit("b").page


def test_choosing_a_folder_limits_the_search_until_the_chip_is_pressed(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    ask(qtbot, window, engine)
    window.library.tree.setCurrentIndex(window.library.model.index_of(ROOT))
    assert engine.sent(Ask)[-1].within == (ROOT,)
    chip = window.search._scope
    assert chip.isVisible() and "Filings" in chip.text()
    chip.click()
    assert engine.sent(Ask)[-1].within == ()
    assert not chip.isVisible()


def test_newly_indexed_files_ask_the_question_again_but_not_at_every_event(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    window.searching.questions._again.setInterval(100)
    asked = ask(qtbot, window, engine)
    engine.emit(answer(asked.ticket, hit()))
    for number in range(5):
        engine.emit(FilesChanged((file_row(f"new_{number}.pdf"),)))
        qtbot.wait(5)
    qtbot.waitUntil(lambda: len(engine.sent(Ask)) == 2)
    qtbot.wait(150)
    assert len(engine.sent(Ask)) == 2
    assert engine.sent(Ask)[-1].ticket > asked.ticket


def test_a_question_in_flight_is_not_overtaken_by_itself(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    window.searching.questions._again.setInterval(20)
    ask(qtbot, window, engine)
    engine.emit(FilesChanged((file_row("new.pdf"),)))
    qtbot.wait(150)
    assert len(engine.sent(Ask)) == 1


def test_files_that_only_wait_ask_nothing(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    window.searching.questions._again.setInterval(20)
    asked = ask(qtbot, window, engine)
    engine.emit(answer(asked.ticket, hit()))
    engine.emit(FilesChanged((file_row("new.pdf", FileState.WAITING),)))
    qtbot.wait(100)
    assert len(engine.sent(Ask)) == 1


def test_a_lost_engine_is_told_and_the_question_is_asked_again_when_it_is_back(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    asked = ask(qtbot, window, engine)
    engine.emit(answer(asked.ticket, hit()))
    engine.emit(EngineLost("The search engine stopped and is being started again.", restarting=True))
    qtbot.waitUntil(lambda: len(window.notices.bars()) == 1)
    assert "stopped" in window.notices.bars()[0].sentence
    assert len(window.results.view.hits.hits) == 1, "what was found stays on screen"
    engine.emit(Ready("built-in, CPU"))
    qtbot.waitUntil(lambda: len(engine.sent(Ask)) == 2)
    assert engine.sent(Ask)[-1].text == "capital costs"
    assert engine.sent(Ask)[-1].ticket > asked.ticket
    assert window.notices.bars() == []


def test_an_engine_that_stays_away_leaves_its_sentence(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    engine.emit(EngineLost("Restart Pagelight to go on.", restarting=False))
    qtbot.waitUntil(lambda: len(window.notices.bars()) == 1)
    assert window.notices.bars()[0].is_problem


def test_a_question_that_cannot_be_answered_shows_why(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    asked = ask(qtbot, window, engine)
    engine.emit(Failed(asked.ticket, "The library is being repaired."))
    qtbot.waitUntil(lambda: window.results._hint._title.text() == "The library is being repaired.")


def test_without_a_question_examples_teach_what_to_ask(window: MainWindow, engine: FakeEngine) -> None:
    examples = [button for button in window.results._hint.findChildren(ElidedButton) if button.isVisible()]
    assert len(examples) == 3
    examples[0].click()
    assert engine.sent(Ask)[-1].text == examples[0].text() == window.search.text


def test_an_engine_that_is_gone_is_told_in_the_place_of_results_and_beside_old_ones(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    engine.emit(EngineLost("Restart Pagelight to go on.", restarting=False))
    qtbot.waitUntil(lambda: window.results._hint._title.text() == "Restart Pagelight to go on.")
    engine.emit(Ready("built-in, CPU"))
    qtbot.waitUntil(lambda: window.results._hint._title.text() == "What are you looking for?")
    asked = ask(qtbot, window, engine)
    engine.emit(answer(asked.ticket, hit()))
    engine.emit(EngineLost("Restart Pagelight to go on.", restarting=False))
    qtbot.waitUntil(lambda: "Not up to date" in window.results._count.text())
