"""Getting an add-on in the window, with an installer that stands in for the real one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.requests import UseModel
from tests.gui.addon_installer import (
    CLIP,
    COL,
    FakeInstaller,
    ask_for_addon,
    begin,
    finish,
    look_again,
    open_with_addons,
    pretend_installer,
    shown,
)
from tests.gui.fakes import FakeEngine
from tests.gui.models_shown import WAIT_MS, buttons, choose
from ui.main_window import MainWindow
from ui.models.addon_dialog import AddonDialog
from ui.models.models_dialog import ModelsDialog


@pytest.fixture
def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeInstaller:
    return pretend_installer(tmp_path / "addons", monkeypatch)


@pytest.fixture
def dialog(qtbot: QtBot, installer: FakeInstaller, window: MainWindow) -> ModelsDialog:
    return open_with_addons(qtbot, window)


@pytest.fixture
def getting(dialog: ModelsDialog) -> AddonDialog:
    return ask_for_addon(dialog)


def test_before_anything_is_done_it_says_what_will_be(getting: AddonDialog, installer: FakeInstaller) -> None:
    assert "Models of the ColVision family" in getting.what.text()
    assert getting.place.accessibleName() == str(installer.folder)
    told = getting.told.text()
    assert "Python Package Index" in told and "by uv" in told and "about 1 GB of disk" in told
    assert shown(getting) == ["Install", "Cancel"], "uv is there, and there is but one device"
    assert not getting.device.isVisible()
    getting.leave.click()
    assert not getting.isVisible() and installer.asked == []


def test_it_is_installed_with_progress_and_its_models_can_be_used_at_once(
    qtbot: QtBot, dialog: ModelsDialog, getting: AddonDialog, installer: FakeInstaller, engine: FakeEngine
) -> None:
    begin(qtbot, getting)
    assert shown(getting) == ["Show details", "Cancel the installation", "Close"]
    assert getting.bar.isVisible() and "goes on when this window is closed" in getting.state.text()
    getting.details.click()
    assert getting.log.toPlainText() == "Downloading uv: 1.5 MB\nInstalling the libraries"
    assert dialog.details.addon.state.text() == "The add-on “ColVision” is being installed…"
    assert dialog.details.addon.line.accessibleName() == "Installing the libraries"
    installer.goes_on.set()
    qtbot.waitUntil(lambda: "Use with this library" in buttons(dialog), timeout=WAIT_MS)
    assert getting.state.text() == "The add-on “ColVision” is installed. Its models can be used now."
    assert shown(getting) == ["Hide details", "Close"]
    assert installer.asked == [("colvision", "", "", False)]
    dialog.details.use.click()
    assert engine.sent(UseModel)[-1].name == COL


def test_uv_is_fetched_only_by_consent(
    qtbot: QtBot, dialog: ModelsDialog, getting: AddonDialog, installer: FakeInstaller
) -> None:
    assert not getting.consent.isVisible()
    installer.has_uv = False
    look_again(qtbot, dialog)
    assert getting.consent.isVisible() and not getting.consent.isChecked()
    assert "uv is not on this machine" in getting.told.text()
    assert not getting.install.isEnabled()
    QTest.keyClick(getting.consent, Qt.Key.Key_Space)
    assert getting.install.isEnabled()
    begin(qtbot, getting)
    finish(qtbot, getting, installer)
    assert installer.asked == [("colvision", "", "", True)]


def pick_folder(getting: AddonDialog, folder: Path) -> None:
    picker = getting.findChild(QFileDialog)
    assert isinstance(picker, QFileDialog)
    picker.filesSelected.emit([str(folder)])
    picker.close()


def test_it_can_come_from_a_folder_and_then_nothing_is_fetched(
    qtbot: QtBot, getting: AddonDialog, installer: FakeInstaller, tmp_path: Path
) -> None:
    installer.device = "cuda"
    getting.source.setCurrentIndex(1)
    getting.source.activated.emit(1)
    assert not getting.install.isEnabled(), "no folder is chosen yet"
    assert "Nothing is downloaded" in getting.told.text()
    pick_folder(getting, tmp_path)
    assert getting.folder.accessibleName() == str(tmp_path)
    assert not getting.device.isVisible() and not getting.consent.isVisible()
    begin(qtbot, getting)
    finish(qtbot, getting, installer)
    assert installer.asked == [("colvision", str(tmp_path), "", False)]


def test_a_folder_without_uv_is_told_where_the_machine_has_none(
    qtbot: QtBot, getting: AddonDialog, installer: FakeInstaller, tmp_path: Path
) -> None:
    installer.has_uv = False
    getting.source.setCurrentIndex(1)
    getting.source.activated.emit(1)
    pick_folder(getting, tmp_path)
    getting.install.click()
    qtbot.waitUntil(getting.problem.isVisible, timeout=WAIT_MS)
    assert "uv, which is neither in that folder nor on this machine" in getting.problem.text()
    assert installer.asked == []


def test_the_device_is_asked_about_only_where_there_is_a_choice(
    qtbot: QtBot, dialog: ModelsDialog, getting: AddonDialog, installer: FakeInstaller
) -> None:
    installer.device = "cuda"
    look_again(qtbot, dialog)
    assert getting.device.isVisible() and getting.device.currentData() == "cuda"
    assert "about 5 GB" in getting.told.text()
    getting.device.setCurrentIndex(1)
    assert "about 1 GB" in getting.told.text()
    begin(qtbot, getting)
    finish(qtbot, getting, installer)
    assert installer.asked == [("colvision", "", "cpu", False)]


@pytest.mark.parametrize("place", ["its own window", "the models"])
def test_it_can_be_cancelled_from_both_windows_and_begun_again(
    qtbot: QtBot, dialog: ModelsDialog, getting: AddonDialog, installer: FakeInstaller, place: str
) -> None:
    begin(qtbot, getting)
    (getting.stop if place == "its own window" else dialog.details.addon.stop).click()
    assert getting.line.accessibleName() == "Stopping, and removing what was begun…"
    qtbot.waitUntil(lambda: getting.state.text() == "Stopped. Nothing of it was left behind.", timeout=WAIT_MS)
    assert installer.undone == ["colvision"] and installer.there == {}
    assert not getting.problem.isVisible(), "what a person wanted is no problem"
    assert shown(getting) == ["Show details", "Try again", "Cancel"]
    assert "Get the add-on…" in buttons(dialog)
    getting.install.click()
    finish(qtbot, getting, installer)


def test_what_goes_wrong_is_a_sentence_and_it_can_be_tried_again(
    qtbot: QtBot, dialog: ModelsDialog, getting: AddonDialog, installer: FakeInstaller
) -> None:
    installer.problem = "The add-on could not be installed: no route to host"
    installer.goes_on.set()
    getting.install.click()
    qtbot.waitUntil(getting.problem.isVisible, timeout=WAIT_MS)
    assert getting.problem.text() == dialog.details.addon.problem.text() == installer.problem
    assert not getting.state.isVisible(), "it is not being installed any more"
    assert installer.undone == ["colvision"]
    installer.problem = ""
    getting.install.click()
    qtbot.waitUntil(lambda: "is installed" in getting.state.text(), timeout=WAIT_MS)
    assert not getting.problem.isVisible() and not dialog.details.addon.problem.isVisible()


@pytest.mark.parametrize("problem", ["", "The disk is full."])
def test_it_goes_on_when_the_windows_are_closed_and_its_end_is_told(
    qtbot: QtBot, window: MainWindow, dialog: ModelsDialog, getting: AddonDialog, installer: FakeInstaller, problem: str
) -> None:
    begin(qtbot, getting)
    getting.leave.click()
    assert not getting.isVisible() and buttons(dialog)[:2] == ["Show what is done…", "Cancel the installation"]
    dialog.details.addon.get.click()
    assert getting.isVisible() and getting.log.toPlainText().endswith("Installing the libraries")
    getting.close()
    dialog.close()
    installer.problem = problem
    installer.goes_on.set()
    qtbot.waitUntil(lambda: len(window.notices.bars()) == 1, timeout=WAIT_MS)
    bar = window.notices.bars()[0]
    told = "The add-on “ColVision” is installed. Its models can be used now."
    assert (bar.sentence, bar.is_problem) == (problem or told, bool(problem))


def test_the_end_of_the_window_ends_it_and_leaves_nothing_behind(
    qtbot: QtBot, window: MainWindow, getting: AddonDialog, installer: FakeInstaller
) -> None:
    begin(qtbot, getting)
    window.close()
    window.end()
    assert installer.undone == ["colvision"] and installer.there == {}


def test_only_one_add_on_is_installed_at_a_time(
    qtbot: QtBot, dialog: ModelsDialog, getting: AddonDialog, installer: FakeInstaller
) -> None:
    begin(qtbot, getting)
    choose(dialog, CLIP)
    assert not dialog.details.addon.get.isEnabled()
    assert dialog.details.addon.get.toolTip() == "ColVision comes first."
    installer.goes_on.set()
    qtbot.waitUntil(dialog.details.addon.get.isEnabled, timeout=WAIT_MS)
    assert ask_for_addon(dialog).state.text() == "", "what was said of the other"
    getting.install.click()
    qtbot.waitUntil(lambda: set(installer.there) == {"colvision", "clip"}, timeout=WAIT_MS)
