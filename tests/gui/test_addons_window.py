"""Getting, showing and removing add-ons in the window, with an installer that stands in for the real one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.events import ModelChanged
from app.models import addons
from app.models.addons import Addon, AddonTrouble
from app.models.catalogue import CATALOGUE
from app.requests import UseModel
from app.rows import ModelRow, ModelStage
from tests.gui.fakes import FakeEngine, file_row, library
from tests.gui.test_large_text import SCREEN, clipped
from tests.gui.test_models_dialog import buttons, choose, tell
from ui.basics.theme import Theme
from ui.main_window import MainWindow
from ui.models import shelf
from ui.models.addon_dialog import AddonDialog
from ui.models.models_dialog import ModelsDialog
from ui.models.shelf import Offer

COL = "vidore/colSmol-500M"
CLIP = next(each.name for each in CATALOGUE if each.kind == "clip")
WAIT_MS = 20_000


class FakeInstaller:
    """Add-ons that are only noted; an installation goes on once the test says so, and heeds whoever stops it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.there: dict[str, Addon] = {}
        self.asked: list[tuple[object, ...]] = []
        self.goes_on = threading.Event()
        self.problem = ""
        self.undone: list[str] = []
        self.has_uv = True
        self.device = "cpu"

    def installed(self, name: str) -> Addon | None:
        return self.there.get(name)

    def find_uv(self, offered: Path | None = None) -> str | None:
        return "uv" if self.has_uv else None

    def install(
        self,
        name: str,
        on_step: Callable[[str], None],
        offered: Path | None = None,
        device: str = "",
        may_fetch_uv: bool = False,
    ) -> Addon:
        self.asked.append((name, str(offered) if offered else "", device, may_fetch_uv))
        try:
            for line in ("Downloading uv: 0.5 MB", "Downloading uv: 1.5 MB", "Installing the libraries"):
                on_step(line)
            while not self.goes_on.wait(0.01):
                on_step("")
            if self.problem:
                raise AddonTrouble(self.problem)
        except BaseException:
            self.undone.append(name)
            raise
        self.there[name] = Addon(name, addons.version(), device, "python")
        return self.there[name]

    def remove(self, name: str) -> int:
        del self.there[name]
        return 1


@pytest.fixture
def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeInstaller:
    fake = FakeInstaller(tmp_path / "addons")
    monkeypatch.setattr(addons, "folder", lambda: fake.folder)
    monkeypatch.setattr(addons, "is_needed", lambda: True)
    monkeypatch.setattr(addons, "usual_device", lambda: fake.device)
    monkeypatch.setattr(addons, "bytes_on_disk", lambda place: 1_300_000_000)
    for name in ("installed", "find_uv", "install", "remove"):
        monkeypatch.setattr(addons, name, getattr(fake, name))
    offers = tuple(Offer(each.name, each, 1_000_000_000, {}, each.kind) for each in CATALOGUE)
    monkeypatch.setattr(shelf, "_list_models", lambda: offers)
    return fake


@pytest.fixture
def dialog(qtbot: QtBot, installer: FakeInstaller, window: MainWindow) -> ModelsDialog:
    """The dialog of models, once it has seen what there is, with a model of the ColVision family chosen."""
    window.show_models()
    opened = window._models_dialog
    assert opened is not None
    qtbot.waitUntil(lambda: bool(opened._choices) and opened.addons.addons.here is not None, timeout=WAIT_MS)
    choose(opened, COL)
    return opened


@pytest.fixture
def getting(qtbot: QtBot, dialog: ModelsDialog) -> AddonDialog:
    """The dialog that asks before it installs."""
    return opened(dialog)


def opened(dialog: ModelsDialog) -> AddonDialog:
    dialog.details.addon.get.click()
    assert dialog.addons.dialog is not None and dialog.addons.dialog.isVisible()
    return dialog.addons.dialog


def begin(qtbot: QtBot, getting: AddonDialog) -> None:
    getting.install.click()
    qtbot.waitUntil(lambda: getting.line.accessibleName() == "Installing the libraries", timeout=WAIT_MS)


def shown(getting: AddonDialog) -> list[str]:
    return [button.text() for button in getting.findChildren(QAbstractButton) if button.isVisible() and button.text()]


def look_again(qtbot: QtBot, dialog: ModelsDialog) -> None:
    with qtbot.waitSignal(dialog.addons.addons.listed, timeout=WAIT_MS):
        dialog.addons.look()


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
    installer.goes_on.set()
    qtbot.waitUntil(lambda: "is installed" in getting.state.text(), timeout=WAIT_MS)
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
    installer.goes_on.set()
    qtbot.waitUntil(lambda: "is installed" in getting.state.text(), timeout=WAIT_MS)
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
    installer.goes_on.set()
    qtbot.waitUntil(lambda: "is installed" in getting.state.text(), timeout=WAIT_MS)
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
    installer.goes_on.set()
    getting.install.click()
    qtbot.waitUntil(lambda: "is installed" in getting.state.text(), timeout=WAIT_MS)


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
    assert opened(dialog).state.text() == "", "what was said of the other"
    getting.install.click()
    qtbot.waitUntil(lambda: set(installer.there) == {"colvision", "clip"}, timeout=WAIT_MS)


def answer_with(dialog: ModelsDialog, text: str) -> None:
    box = dialog.findChildren(QMessageBox)[-1]
    next(button for button in box.buttons() if text in button.text()).click()


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
    opened(dialog).install.click()
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
        getting = opened(dialog)
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
