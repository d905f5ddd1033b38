"""How the window was left, for the next time."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter


def save_places(memory: QSettings, window: QMainWindow, splitter: QSplitter) -> None:
    """Remember where the window stands and how wide its parts are."""
    memory.setValue("window/geometry", window.saveGeometry())
    memory.setValue("window/splitter", splitter.saveState())


def recall_places(memory: QSettings, window: QMainWindow, splitter: QSplitter) -> None:
    """Put the window and its parts where they were."""
    geometry, state = memory.value("window/geometry"), memory.value("window/splitter")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
    if isinstance(state, QByteArray):
        splitter.restoreState(state)


def recall_flag(memory: QSettings, name: str, default: bool) -> bool:
    """Return whether something was so."""
    return memory.value(name, default, bool) is True
