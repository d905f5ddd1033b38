"""What the window of models says of add-ons, and how they are removed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.events import ModelChanged
from app.models import addons
from app.models.addons import Addon
from app.rows import ModelRow, ModelStage
from tests.gui.addon_installer import (
    CLIP,
    COL,
    FakeInstaller,
    ask_for_addon,
    begin,
    look_again,
    open_with_addons,
    pretend_installer,
)
from tests.gui.fakes import FakeEngine, file_row, library
from tests.gui.models_shown import WAIT_MS, answer_with, buttons, choose, tell
from tests.gui.seen import SCREEN, clipped
from ui.basics.theme import Theme
from ui.main_window import MainWindow
from ui.models.models_dialog import ModelsDialog


@pytest.fixture
def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeInstaller:
    return pretend_installer(tmp_path / "addons", monkeypatch)


@pytest.fixture
def dialog(qtbot: QtBot, installer: FakeInstaller, window: MainWindow) -> ModelsDialog:
    return open_with_addons(qtbot, window)


def test_a_model_without_its_libraries_says_so_and_offers_the_add_on(dialog: ModelsDialog) -> None:
    said = dialog.details.addon.state.text()
    assert said == "This model needs the add-on “ColVision” (about 1 GB), which is not installed."
    assert buttons(dialog) == ["Get the add-on…", "Remove from this machine"], "it cannot be used yet"
    choose(dialog, CLIP)
    assert "the add-on “CLIP”" in dialog.details.addon.state.text()


def test_where_the_libraries_are_there_nobody_hears_of_add_ons(
    qtbot: QtBot, dialog: ModelsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addons, "is_needed", lambda: False)
    look_again(qtbot, dialog)
    assert not dialog.details.addon.isVisible()
    assert buttons(dialog) == ["Use with this library", "Remove from this machine"]


def test_an_add_on_shows_its_size_and_is_removed_after_a_question(
    qtbot: QtBot, dialog: ModelsDialog, installer: FakeInstaller
) -> None:
    installer.there["colvision"] = Addon("colvision", addons.version(), "cpu", "python")
    look_again(qtbot, dialog)
    said = dialog.details.addon.state.text()
    assert "takes 1.3 GB" in said and f"this version of Pagelight, {addons.version()}." in said
    assert buttons(dialog)[:2] == ["Remove the add-on", "Use with this library"]
    dialog.details.addon.remove.click()
    answer_with(dialog, "Cancel")
    assert installer.there
    dialog.details.addon.remove.click()
    answer_with(dialog, "Remove")
    qtbot.waitUntil(lambda: "Get the add-on…" in buttons(dialog), timeout=WAIT_MS)
    assert not installer.there


def test_an_add_on_of_another_version_says_so_and_is_installed_again(
    qtbot: QtBot, dialog: ModelsDialog, installer: FakeInstaller
) -> None:
    installer.there["colvision"] = Addon("colvision", "0.0.1", "cpu", "python")
    look_again(qtbot, dialog)
    assert "another version of Pagelight (0.0.1)" in dialog.details.addon.state.text()
    assert buttons(dialog)[:2] == ["Install it again…", "Remove the add-on"]
    installer.goes_on.set()
    ask_for_addon(dialog).install.click()
    qtbot.waitUntil(lambda: "this version of Pagelight" in dialog.details.addon.state.text(), timeout=WAIT_MS)


def test_it_stays_while_a_model_needs_it(
    qtbot: QtBot, window: MainWindow, dialog: ModelsDialog, installer: FakeInstaller, engine: FakeEngine
) -> None:
    installer.there["colvision"] = Addon("colvision", "0.0.1", "cpu", "python")
    look_again(qtbot, dialog)
    row = ModelRow(COL, "", ModelStage.LOOKING)
    tell(qtbot, window, engine, row)
    for button in (dialog.details.addon.remove, dialog.details.addon.get):
        button.click()
        assert dialog.details.addon.problem.text().startswith(f"{COL} needs this add-on now.")
    assert dialog.findChild(QMessageBox) is None and dialog.addons.dialog is None
    engine.emit(ModelChanged(replace(row, stage=ModelStage.FAILED, sentence="It does not load.")))
    qtbot.waitUntil(dialog.details.problem.isVisible)
    dialog.details.addon.get.click()
    assert dialog.addons.dialog is not None, "a model that failed needs nothing"


def test_a_model_in_use_that_lacks_its_add_on_says_it_once(
    qtbot: QtBot, window: MainWindow, dialog: ModelsDialog, engine: FakeEngine
) -> None:
    failed = ModelRow(COL, "", ModelStage.FAILED, sentence=f"{COL} needs the add-on colvision, which is not installed.")
    engine.emit(replace(library(file_row("report.pdf")), models=(failed,)))
    qtbot.waitUntil(lambda: "Stop using" in buttons(dialog))
    assert buttons(dialog) == ["Get the add-on…", "Stop using"]
    assert not dialog.details.problem.isVisible()


def test_nothing_is_cut_off_with_large_text(
    qtbot: QtBot, dialog: ModelsDialog, installer: FakeInstaller, theme: Theme
) -> None:
    theme.scale_text(200)
    try:
        installer.has_uv, installer.device = False, "cuda"
        look_again(qtbot, dialog)
        dialog.resize(*SCREEN)
        getting = ask_for_addon(dialog)
        qtbot.wait(20)
        assert getting.width() <= SCREEN[0]
        assert clipped(getting) == [] and clipped(dialog.details) == []
        getting.consent.setChecked(True)
        begin(qtbot, getting)
        qtbot.wait(20)
        assert clipped(getting) == [] and clipped(dialog.details) == []
    finally:
        theme.scale_text(100)


@pytest.mark.allow_log_warnings
def test_looking_that_fails_is_not_repeated_for_ever(
    qtbot: QtBot, dialog: ModelsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def broken(name: str) -> Addon | None:
        looked.append(name)
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(addons, "installed", broken)
    with qtbot.waitSignal(dialog.addons.addons.failed, timeout=WAIT_MS):
        dialog.addons.look()
    qtbot.wait(50)
    assert len(looked) == 1
