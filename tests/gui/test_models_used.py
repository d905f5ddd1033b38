"""Models in use: how far they are, what becomes of their work, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.events import Failed, ModelChanged, ModelUsed
from app.models.catalogue import CATALOGUE
from app.requests import ForgetModel, UseModel
from app.rows import ModelRow, ModelStage
from tests.gui.fakes import FakeEngine
from tests.gui.models_shown import answer_with, buttons, choose, listed, open_models, small_machine, tell
from tests.local_hub import LocalHub
from ui.main_window import MainWindow
from ui.models.models_dialog import ModelsDialog

CLIP = next(each for each in CATALOGUE if each.name.startswith("ViT-B-32"))
LOOKING = ModelRow(CLIP.name, "clip-main-512", ModelStage.LOOKING, 120, 1.2)
KEPT = ModelRow("old-main-128", "old-main-128", ModelStage.UNUSED)


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    with small_machine(tmp_path / "cache", monkeypatch) as running:
        yield running


@pytest.fixture
def dialog(qtbot: QtBot, local: LocalHub, window: MainWindow) -> ModelsDialog:
    return open_models(qtbot, window)


def test_how_far_a_model_is_can_be_read_in_the_dialog_and_in_the_status_line(
    qtbot: QtBot, window: MainWindow, dialog: ModelsDialog, engine: FakeEngine
) -> None:
    tell(qtbot, window, engine, LOOKING, KEPT)
    choose(dialog, CLIP.name)
    assert listed(dialog, CLIP.name) == "In use, 120 of 980 pages"
    assert dialog.details.state.text() == "Seen 120 of 980 pages, 1.2 pages/s, about 12 min left."
    assert dialog.details.bar.isVisible() and dialog.details.bar.value() == 122
    assert buttons(dialog) == ["Stop using"]
    assert window.status._right.text() == "Model: 120 of 980 pages"
    engine.emit(ModelChanged(replace(LOOKING, pages_done=980, stage=ModelStage.DONE)))
    qtbot.waitUntil(lambda: listed(dialog, CLIP.name) == "In use")
    assert not dialog.details.bar.isVisible()
    assert window.status._right.text() == f"built-in, CPU and {CLIP.name}"
    assert "has seen all pages" in dialog.details.state.text()
    engine.emit(ModelChanged(replace(LOOKING, stage=ModelStage.FAILED, sentence="It does not fit into memory.")))
    qtbot.waitUntil(lambda: dialog.details.problem.text() == "It does not fit into memory.")
    assert buttons(dialog) == ["Download", "Stop using"], "its files are not on this machine"
    assert window.status._right.text() == "Model: not working"
    assert [choice.name for choice in dialog._choices][-1] == KEPT.name
    dialog.details.leave.click()
    assert engine.sent(UseModel)[-1].name == ""


def test_the_status_line_is_as_before_without_another_model(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    tell(qtbot, window, engine, LOOKING)
    tell(qtbot, window, engine, KEPT)
    qtbot.waitUntil(lambda: window.status._right.text() == "built-in, CPU")


def test_what_an_unused_model_made_can_be_removed(
    qtbot: QtBot, window: MainWindow, dialog: ModelsDialog, engine: FakeEngine
) -> None:
    tell(qtbot, window, engine, KEPT)
    choose(dialog, KEPT.name)
    assert buttons(dialog) == ["Remove its work"]
    dialog.details.forget.click()
    assert engine.sent(ForgetModel) == []
    answer_with(dialog, "Remove")
    asked = engine.sent(ForgetModel)[-1]
    assert asked.key == KEPT.key
    engine.emit(Failed(asked.ticket, "The disk is full."))
    qtbot.waitUntil(lambda: dialog.details.problem.text() == "The disk is full.")


def test_a_folder_can_be_used_and_its_failure_is_told(
    qtbot: QtBot, window: MainWindow, dialog: ModelsDialog, engine: FakeEngine
) -> None:
    dialog.folder.click()
    picker = dialog.findChild(QFileDialog)
    assert isinstance(picker, QFileDialog)
    picker.filesSelected.emit(["/home/ann/my model"])
    picker.close()
    asked = engine.sent(UseModel)[-1]
    assert asked.name == "/home/ann/my model"
    row = ModelRow(asked.name, "", ModelStage.LOADING)
    tell(qtbot, window, engine, row)
    assert listed(dialog, asked.name) == "In use, being loaded"
    choose(dialog, asked.name)
    assert buttons(dialog) == ["Stop using"]
    engine.emit(Failed(asked.ticket, "The folder holds no model."))
    engine.emit(ModelChanged(replace(row, stage=ModelStage.FAILED, sentence="The folder holds no model.")))
    qtbot.waitUntil(lambda: dialog.details.use.isVisible())
    assert dialog.details.problem.text() == "The folder holds no model."
    assert buttons(dialog) == ["Try again", "Stop using"]
    dialog.details.use.click()
    assert len(engine.sent(UseModel)) == 2 and engine.sent(UseModel)[-1].name == asked.name


def test_a_request_that_was_answered_hears_of_no_later_failure(
    qtbot: QtBot, dialog: ModelsDialog, engine: FakeEngine
) -> None:
    dialog._use(CLIP.name)
    ticket = engine.sent(UseModel)[-1].ticket
    engine.emit(ModelUsed(ticket))
    qtbot.waitUntil(lambda: not dialog._tickets)
    engine.emit(Failed(ticket, "This is about something else."))
    qtbot.wait(50)
    assert not dialog.details.problem.isVisible()


def test_the_chosen_model_stays_chosen_when_rows_come_and_go(
    qtbot: QtBot, window: MainWindow, dialog: ModelsDialog, engine: FakeEngine
) -> None:
    choose(dialog, CLIP.name)
    tell(qtbot, window, engine, ModelRow("/home/ann/my model", "mine", ModelStage.LOADING), KEPT)
    assert len(dialog._choices) == len(CATALOGUE) + 2
    assert dialog.details.title.accessibleName() == CLIP.name
