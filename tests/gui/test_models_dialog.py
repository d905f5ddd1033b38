"""Getting, using and removing models in the window, with a hub that stands in for the real one."""

from __future__ import annotations

import subprocess
import sys
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QListWidget, QMessageBox
from pytestqt.qtbot import QtBot

from app.events import Failed, ModelChanged, ModelUsed
from app.models import here as models
from app.models import hub
from app.models.catalogue import CATALOGUE, Entry
from app.models.speeds import note_speed
from app.requests import ForgetModel, UseModel
from app.rows import ModelRow, ModelStage
from tests.gui.fakes import FakeEngine, file_row, library
from tests.local_hub import LocalHub, Repo, in_place_of_the_hub, model
from ui.main_window import MainWindow
from ui.models import model_words
from ui.models.model_words import Choice
from ui.models.models_dialog import ModelsDialog
from ui.models.shelf import Offer

Memory = namedtuple("Memory", "total")
CLIP = next(each for each in CATALOGUE if each.name.startswith("ViT-B-32"))
LARGE = next(each for each in CATALOGUE if each.revision and each.ram_bytes > 10e9)
LOOKING = ModelRow(CLIP.name, "clip-main-512", ModelStage.LOOKING, 120, 1.2)
KEPT = ModelRow("old-main-128", "old-main-128", ModelStage.UNUSED)


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    monkeypatch.setattr(hub, "_PAUSE_S", 0.01)
    monkeypatch.setattr("app.models.here.psutil.virtual_memory", lambda: Memory(8_000_000_000))
    with in_place_of_the_hub(tmp_path / "cache", monkeypatch) as running:
        yield running


@pytest.fixture
def dialog(qtbot: QtBot, local: LocalHub, window: MainWindow) -> ModelsDialog:
    """The dialog, once it has seen what there is."""
    window.show_models()
    opened = window._models_dialog
    assert opened is not None
    qtbot.waitUntil(lambda: len(opened._choices) == len(CATALOGUE), timeout=20_000)
    return opened


def choose(dialog: ModelsDialog, name: str) -> None:
    dialog.list.setCurrentRow([choice.name for choice in dialog._choices].index(name))


def listed(dialog: ModelsDialog, name: str) -> str:
    """What the list says of a model."""
    return dialog.list.item([choice.name for choice in dialog._choices].index(name)).text().split("\n")[1]


def buttons(dialog: ModelsDialog) -> list[str]:
    shown = dialog.details.findChildren(QAbstractButton)
    return [button.text() for button in shown if button.isVisible()]


def facts(dialog: ModelsDialog) -> str:
    return "\n".join(label.accessibleName() for label in dialog.details.findChildren(QLabel))


def answer_with(dialog: ModelsDialog, text: str) -> None:
    """Press a button of the question that is asked."""
    box = dialog.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(button for button in box.buttons() if text in button.text()).click()


def tell(qtbot: QtBot, window: MainWindow, engine: FakeEngine, *rows: ModelRow) -> None:
    engine.emit(replace(library(file_row("report.pdf", pages=980)), models=rows))
    qtbot.waitUntil(lambda: window.models.pages == 980)


def test_the_catalogue_is_listed_with_what_is_known_of_each(dialog: ModelsDialog) -> None:
    names = [dialog.list.item(row).text().split("\n")[0] for row in range(dialog.list.count())]
    assert names == [each.name for each in CATALOGUE]
    choose(dialog, "vidore/colSmol-500M")
    said = facts(dialog)
    for fact in ("Licence: Apache 2.0", "Languages: English", "Download: about 1.0 GB", "Memory: about 3.3 GB"):
        assert fact in said
    assert "82.3 of 100 (ViDoRe V1, nDCG@5), as published in" in said and "not measured here" in said
    assert "Speed here: not tried yet" in said
    assert "This library: 20 pages: how long is not known before it was tried on this machine" in said
    assert buttons(dialog) == ["Download"]


def test_a_speed_that_was_measured_here_gives_an_estimate_before_use(
    qtbot: QtBot, local: LocalHub, window: MainWindow, engine: FakeEngine
) -> None:
    note_speed(CLIP.name, "cpu", 2.0)
    window.show_models()
    opened = window._models_dialog
    assert opened is not None
    qtbot.waitUntil(lambda: bool(opened._choices), timeout=20_000)
    tell(qtbot, window, engine)
    choose(opened, CLIP.name)
    assert "This library: 980 pages: about 8 min on the processor" in facts(opened)
    assert "Speed here: 2.0 pages/s on the processor" in facts(opened)


def test_a_model_is_downloaded_with_progress_used_and_removed(
    qtbot: QtBot, dialog: ModelsDialog, local: LocalHub, engine: FakeEngine
) -> None:
    local.repos[CLIP.repo] = Repo(model(b"w" * 300_000))
    choose(dialog, CLIP.name)
    seen: list[tuple[int, int]] = []
    dialog.shelf.progressed.connect(lambda name, done, total: seen.append((done, total)))
    dialog.details.download.click()
    assert listed(dialog, CLIP.name) == "Being downloaded"
    assert buttons(dialog) == ["Cancel the download"]
    qtbot.waitUntil(lambda: listed(dialog, CLIP.name) == "On this machine", timeout=20_000)
    whole = sum(len(content) for content in local.repos[CLIP.repo].files.values())
    assert seen[-1] == (whole, whole)
    assert models.find(CLIP.name) is not None
    assert buttons(dialog) == ["Use with this library", "Remove from this machine"]
    dialog.details.use.click()
    assert engine.sent(UseModel)[-1].name == CLIP.name
    dialog.details.remove.click()
    answer_with(dialog, "Remove")
    qtbot.waitUntil(lambda: listed(dialog, CLIP.name) == "Not downloaded", timeout=20_000)
    assert models.find(CLIP.name) is None


def test_removing_is_asked_about_first(qtbot: QtBot, dialog: ModelsDialog, local: LocalHub) -> None:
    local.repos[CLIP.repo] = Repo(model())
    models.get(CLIP.name, lambda done, total: None)
    dialog.shelf.look()
    qtbot.waitUntil(lambda: listed(dialog, CLIP.name) == "On this machine", timeout=20_000)
    choose(dialog, CLIP.name)
    dialog.details.remove.click()
    answer_with(dialog, "Cancel")
    qtbot.wait(50)
    assert models.find(CLIP.name) is not None


def test_a_download_can_be_cancelled_and_goes_on_later(qtbot: QtBot, dialog: ModelsDialog, local: LocalHub) -> None:
    local.repos[CLIP.repo] = Repo(model(b"w" * 3_000_000), wait_s=0.002)
    choose(dialog, CLIP.name)
    dialog.details.download.click()
    qtbot.waitUntil(lambda: dialog.details.bar.value() > 50, timeout=20_000)
    assert " of 3.0 MB" in dialog.details.bytes.text()
    dialog.details.stop.click()
    qtbot.waitUntil(lambda: not dialog.shelf.busy, timeout=20_000)
    assert "goes on from there" in dialog.details.state.text()
    assert not dialog.details.problem.isVisible(), "what a person wanted is no problem"
    assert buttons(dialog) == ["Download"]
    local.repos[CLIP.repo].wait_s = 0.0
    dialog.details.download.click()
    qtbot.waitUntil(lambda: listed(dialog, CLIP.name) == "On this machine", timeout=20_000)
    parts = local.fetched("model.safetensors")
    assert parts[-1].startswith("bytes=") and parts[-1] != "bytes=0-"


def test_what_goes_wrong_is_a_sentence_and_the_window_goes_on(
    qtbot: QtBot, dialog: ModelsDialog, local: LocalHub
) -> None:
    choose(dialog, CLIP.name)
    dialog.details.download.click()
    qtbot.waitUntil(dialog.details.problem.isVisible, timeout=20_000)
    assert CLIP.repo in dialog.details.problem.text()
    assert buttons(dialog) == ["Download"]
    choose(dialog, LARGE.name)
    assert not dialog.details.problem.isVisible(), "it is about the other model"


def test_too_little_memory_is_told_and_the_model_can_be_had_all_the_same(
    qtbot: QtBot, dialog: ModelsDialog, local: LocalHub
) -> None:
    local.repos[LARGE.repo] = Repo(model(), commit=str(LARGE.revision))
    choose(dialog, LARGE.name)
    dialog.details.download.click()
    qtbot.waitUntil(dialog.details.problem.isVisible, timeout=20_000)
    assert "this machine has 8 GB" in dialog.details.problem.text()
    assert local.asked == []
    assert buttons(dialog) == ["Download anyway"]
    dialog.details.anyway.click()
    qtbot.waitUntil(lambda: listed(dialog, LARGE.name) == "On this machine", timeout=20_000)


@pytest.mark.allow_log_warnings
def test_an_error_of_ours_is_logged_and_told(
    qtbot: QtBot, dialog: ModelsDialog, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(models, "get", broken)
    choose(dialog, CLIP.name)
    dialog.details.download.click()
    qtbot.waitUntil(dialog.details.problem.isVisible, timeout=20_000)
    assert "error in Pagelight" in dialog.details.problem.text()
    assert [record.message for record in caplog.records] == ["models could not be looked after"]


def test_only_one_model_is_downloaded_at_a_time(qtbot: QtBot, dialog: ModelsDialog, local: LocalHub) -> None:
    local.repos[CLIP.repo] = Repo(model(b"w" * 3_000_000), wait_s=0.002)
    choose(dialog, CLIP.name)
    dialog.details.download.click()
    choose(dialog, "vidore/colSmol-256M")
    assert dialog.details.download.isVisible() and not dialog.details.download.isEnabled()
    assert CLIP.name in dialog.details.download.toolTip()
    dialog.shelf.stop()
    qtbot.waitUntil(dialog.details.download.isEnabled, timeout=20_000)


def test_a_download_that_ends_while_nobody_looks_is_told_in_the_window(
    qtbot: QtBot, window: MainWindow, dialog: ModelsDialog, local: LocalHub
) -> None:
    local.repos[CLIP.repo] = Repo(model())
    choose(dialog, CLIP.name)
    dialog.details.download.click()
    dialog.close()
    qtbot.waitUntil(lambda: len(window.notices.bars()) == 1, timeout=20_000)
    assert window.notices.bars()[0].sentence == f"{CLIP.name} is on this machine now."


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


def test_every_control_has_a_name_and_nothing_is_cut_off(dialog: ModelsDialog) -> None:
    named: list[QObject] = [*dialog.findChildren(QAbstractButton), *dialog.findChildren(QListWidget)]
    for control in named:
        assert isinstance(control, QAbstractButton | QListWidget)
        if control.isVisible():
            assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text())
    for name in (each.name for each in CATALOGUE):
        choose(dialog, name)
        QTest.qWait(10)
        for button in dialog.details.findChildren(QAbstractButton):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width()


def test_the_window_starts_without_the_hub(repository: Path) -> None:
    tell_all = (
        "import sys, ui.application; print([n for n in ('huggingface_hub', 'psutil', 'httpx2') if n in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", tell_all], cwd=repository, capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_every_model_of_the_catalogue_can_be_described(qapp: QApplication, entry: Entry) -> None:
    said = dict(model_words.facts(Choice(entry.name, Offer(entry.name, entry)), 1))
    assert said["Licence"] == entry.licence
    assert ("Published" in said) == (entry.published is not None)
