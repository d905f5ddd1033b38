"""Writing the results to a file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.events import Exported, Exporting, Failed
from app.requests import Cancel, Export
from tests.gui.asking import ask
from tests.gui.fakes import FakeEngine, answer, hit
from ui.basics import outside
from ui.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


def export(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, path: str, keys: Qt.KeyboardModifier = CONTROL
) -> Export:
    """Ask, press the keys and choose a path."""
    asked = ask(qtbot, window, engine, 'capital: "costs"')
    engine.emit(replace(answer(asked.ticket, hit()), text='capital: "costs"', total=700))
    qtbot.waitUntil(lambda: window.results.view.hits.rowCount() == 700)
    QTest.keyClick(window, Qt.Key.Key_E, keys)
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert [name.rsplit("/")[-1] for name in dialog.selectedFiles()] == [f"capital costs.{path[-3:]}"]
    dialog.fileSelected.emit(path)
    dialog.close()
    exported = engine.sent(Export)[-1]
    assert (exported.of, exported.path) == (asked.ticket, path)
    return exported


def test_results_are_written_to_a_pdf_while_the_window_tells_how_far_it_is(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = export(qtbot, window, engine, "/home/ann/hits.pdf")
    assert asked.most == 100
    (bar,) = window.notices.bars()
    assert bar.sentence == "Writing hits.pdf…"
    engine.emit(Exporting(asked.ticket, 12, 100))
    qtbot.waitUntil(lambda: bar.sentence == "Writing hits.pdf: 12 of 100 pages.")
    engine.emit(Exported(asked.ticket, "/home/ann/hits.pdf", 99, 1))
    qtbot.waitUntil(lambda: window.notices.bars() != [bar])
    (bar,) = window.notices.bars()
    assert bar.sentence == "99 pages are written to hits.pdf. 1 page could not be drawn."
    shown: list[str] = []
    monkeypatch.setattr(outside, "show_in_folder", shown.append)
    bar.findChildren(QPushButton)[0].click()
    assert shown == ["/home/ann/hits.pdf"]


def test_a_table_has_all_that_answers(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    asked = export(qtbot, window, engine, "/home/ann/hits.csv", CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert asked.most == 700


def test_an_export_can_be_cancelled(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    asked = export(qtbot, window, engine, "/home/ann/hits.pdf")
    window.notices.bars()[0].findChildren(QPushButton)[0].click()
    assert engine.sent(Cancel)[-1].tickets == (asked.ticket,)
    assert window.notices.bars() == []


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("There is no room left on this disk.", "There is no room left on this disk."),
        ("", "The results have changed meanwhile. Export them again."),
    ],
)
def test_an_export_that_fails_says_why(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, sentence: str, said: str
) -> None:
    asked = export(qtbot, window, engine, "/home/ann/hits.pdf")
    window.notices.bars()[0].dismiss()
    engine.emit(Exporting(asked.ticket, 1, 100))
    engine.emit(Failed(asked.ticket, sentence))
    qtbot.waitUntil(lambda: bool(window.notices.bars()))
    assert [(bar.sentence, bar.is_problem) for bar in window.notices.bars()] == [(said, True)]


def test_without_results_there_is_nothing_to_export(window: MainWindow, engine: FakeEngine) -> None:
    QTest.keyClick(window, Qt.Key.Key_E, CONTROL)
    assert engine.sent(Export) == []
    assert "no results" in window.notices.bars()[0].sentence
