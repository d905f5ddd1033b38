from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from app.events import FilesChanged
from app.requests import RemovePaths, Retry, Unlock
from tests.gui.fakes import DAMAGED, LOCKED, FakeEngine, file_row
from ui.library.failures_dialog import FailuresDialog
from ui.main_window import MainWindow


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> FailuresDialog:
    """The list of two files, one damaged and one locked, opened by its link."""
    engine.emit(FilesChanged((LOCKED, DAMAGED)))
    panel = window.library
    qtbot.waitUntil(panel._failures.isVisible)
    QTest.keyClick(panel._failures, Qt.Key.Key_Space)
    opened = panel._failures_dialog
    assert opened is not None and opened.isVisible() and not opened.isModal()
    return opened


def test_each_failure_has_a_row_with_its_sentence(dialog: FailuresDialog) -> None:
    said = [[dialog.model.index(row, column).data() for column in (0, 1)] for row in range(dialog.model.rowCount())]
    assert said == [["damaged.pdf", DAMAGED.sentence], ["locked.pdf", LOCKED.sentence]]
    assert dialog.sentence.text() == f"{DAMAGED.path}\n{DAMAGED.sentence}"


def test_all_can_be_tried_again_at_once(dialog: FailuresDialog, engine: FakeEngine) -> None:
    dialog.all.click()
    assert not dialog.password.isEnabled() and not dialog.folder.isEnabled()
    dialog.retry.click()
    assert engine.sent(Retry) == [Retry((DAMAGED.path, LOCKED.path))]


def test_a_locked_file_asks_for_its_password(dialog: FailuresDialog, window: MainWindow, engine: FakeEngine) -> None:
    assert not dialog.password.isEnabled()
    dialog.table.selectRow(1)
    dialog.password.click()
    asked = window.library.findChild(QInputDialog)
    assert isinstance(asked, QInputDialog)
    asked.setTextValue("swordfish")
    asked.accept()
    assert engine.sent(Unlock) == [Unlock(LOCKED.path, "swordfish")]


def test_the_list_is_copied_and_rows_removed_by_keys(dialog: FailuresDialog, engine: FakeEngine) -> None:
    QTest.keyClick(dialog.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied == f"{DAMAGED.path}\t{DAMAGED.sentence}\n{LOCKED.path}\t{LOCKED.sentence}"
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert engine.sent(RemovePaths) == [RemovePaths((DAMAGED.path, LOCKED.path))]


def test_a_file_that_was_read_after_all_leaves_the_list_and_the_choice_stays(
    qtbot: QtBot, dialog: FailuresDialog, engine: FakeEngine
) -> None:
    dialog.table.selectRow(1)
    engine.emit(FilesChanged((file_row("damaged.pdf"),)))
    qtbot.waitUntil(lambda: dialog.model.files == [LOCKED])
    assert dialog.sentence.text().startswith(LOCKED.path)
    engine.emit(FilesChanged((file_row("locked.pdf"),)))
    qtbot.waitUntil(lambda: dialog.sentence.text() == "Every file could be read.")
