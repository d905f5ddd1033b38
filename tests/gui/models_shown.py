"""The window of models, as tests open it, choose in it and read it."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from app.models import hub
from app.models.catalogue import CATALOGUE
from app.rows import ModelRow
from tests.gui.fakes import FakeEngine, file_row, library
from tests.local_hub import LocalHub, in_place_of_the_hub
from ui.main_window import MainWindow
from ui.models.models_dialog import ModelsDialog

Memory = namedtuple("Memory", "total")
WAIT_MS = 20_000


@contextmanager
def small_machine(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    """Stand in for the hub, which is soon asked again when a download breaks off, and for a machine of 8 GB."""
    monkeypatch.setattr(hub, "_PAUSE_S", 0.01)
    monkeypatch.setattr("app.models.here.psutil.virtual_memory", lambda: Memory(8_000_000_000))
    with in_place_of_the_hub(cache, monkeypatch) as running:
        yield running


def open_models(qtbot: QtBot, window: MainWindow) -> ModelsDialog:
    """Open the dialog, and wait until it has seen what there is."""
    window.show_models()
    opened = window._models_dialog
    assert opened is not None
    qtbot.waitUntil(lambda: len(opened._choices) >= len(CATALOGUE), timeout=WAIT_MS)
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
    """Press a button of the question that was asked last."""
    box = dialog.findChildren(QMessageBox)[-1]
    next(button for button in box.buttons() if text in button.text()).click()


def tell(qtbot: QtBot, window: MainWindow, engine: FakeEngine, *rows: ModelRow) -> None:
    engine.emit(replace(library(file_row("report.pdf", pages=980)), models=rows))
    qtbot.waitUntil(lambda: window.models.pages == 980)
