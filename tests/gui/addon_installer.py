"""An installer of add-ons that stands in for the real one, and the windows that it is used from."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.models import addons
from app.models.addons import Addon, AddonTrouble
from app.models.catalogue import CATALOGUE
from tests.gui.models_shown import WAIT_MS, choose, open_models
from ui.main_window import MainWindow
from ui.models import shelf
from ui.models.addon_dialog import AddonDialog
from ui.models.models_dialog import ModelsDialog
from ui.models.shelf import Offer

COL = "vidore/colSmol-500M"
CLIP = next(each.name for each in CATALOGUE if each.kind == "clip")


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


def pretend_installer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> FakeInstaller:
    """Put a fake in the place of the installer, on a machine with all models of the catalogue."""
    fake = FakeInstaller(folder)
    monkeypatch.setattr(addons, "folder", lambda: fake.folder)
    monkeypatch.setattr(addons, "is_needed", lambda: True)
    monkeypatch.setattr(addons, "usual_device", lambda: fake.device)
    monkeypatch.setattr(addons, "bytes_on_disk", lambda place: 1_300_000_000)
    for name in ("installed", "find_uv", "install", "remove"):
        monkeypatch.setattr(addons, name, getattr(fake, name))
    offers = tuple(Offer(each.name, each, 1_000_000_000, {}, each.kind) for each in CATALOGUE)
    monkeypatch.setattr(shelf, "_list_models", lambda: offers)
    return fake


def open_with_addons(qtbot: QtBot, window: MainWindow) -> ModelsDialog:
    """Open the dialog of models, and once it has seen what there is, choose a model of the ColVision family."""
    opened = open_models(qtbot, window)
    qtbot.waitUntil(lambda: opened.addons.addons.here is not None, timeout=WAIT_MS)
    choose(opened, COL)
    return opened


def ask_for_addon(dialog: ModelsDialog) -> AddonDialog:
    """Open the dialog that asks before it installs."""
    dialog.details.addon.get.click()
    assert dialog.addons.dialog is not None and dialog.addons.dialog.isVisible()
    return dialog.addons.dialog


def begin(qtbot: QtBot, getting: AddonDialog) -> None:
    getting.install.click()
    qtbot.waitUntil(lambda: getting.line.accessibleName() == "Installing the libraries", timeout=WAIT_MS)


def finish(qtbot: QtBot, getting: AddonDialog, installer: FakeInstaller) -> None:
    """Let the installation go on, and wait for its end."""
    installer.goes_on.set()
    qtbot.waitUntil(lambda: "is installed" in getting.state.text(), timeout=WAIT_MS)


def shown(getting: AddonDialog) -> list[str]:
    return [button.text() for button in getting.findChildren(QAbstractButton) if button.isVisible() and button.text()]


def look_again(qtbot: QtBot, dialog: ModelsDialog) -> None:
    with qtbot.waitSignal(dialog.addons.addons.listed, timeout=WAIT_MS):
        dialog.addons.look()
