"""A page that cannot be drawn says why, and what can be done about it."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.events import Failed, Ready
from app.requests import Draw, Unlock
from app.rows import Remedy
from tests.gui.asking import sharp, show
from tests.gui.fakes import FakeEngine, hit
from ui.main_window import MainWindow


def fail(qtbot: QtBot, window: MainWindow, engine: FakeEngine, sentence: str, remedy: Remedy = Remedy.NONE) -> None:
    """Show a page that cannot be drawn, and wait until this sentence stands in its place."""
    show(qtbot, window, engine, hit())
    qtbot.waitUntil(lambda: bool(sharp(engine)))
    engine.emit(Failed(sharp(engine)[-1].ticket, sentence, remedy))
    qtbot.waitUntil(lambda: window.page.problem.sentence == sentence)


def test_a_page_that_cannot_be_drawn_says_why(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    fail(qtbot, window, engine, "This file has been moved or deleted.")
    assert window.page.problem.again_button.isVisible() and not window.page.problem.password_button.isVisible()


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


def test_a_page_that_cannot_be_drawn_is_tried_again_when_asked(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    fail(qtbot, window, engine, "report.pdf took longer than 30 s to read.", Remedy.RETRY)
    assert not window.page.problem.password_button.isVisible()
    engine.draws_by_itself = True
    window.page.problem.again_button.click()
    qtbot.waitUntil(lambda: window.page.canvas.picture.whole.width() > 320)
    assert window.page.problem.sentence == ""


def test_a_locked_page_is_unlocked_where_it_stands(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    fail(qtbot, window, engine, "report.pdf is locked with a password.", Remedy.PASSWORD)
    qtbot.waitUntil(lambda: window.page.problem.password_button.isVisible())
    window.page.problem.password_button.click()
    dialog = window.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog) and dialog.textEchoMode() is QLineEdit.EchoMode.Password
    asked = len(sharp(engine))
    dialog.setTextValue("sesame")
    dialog.accept()
    assert engine.sent(Unlock) == [Unlock(hit().path, "sesame")]
    qtbot.waitUntil(lambda: len(sharp(engine)) == asked + 1)
