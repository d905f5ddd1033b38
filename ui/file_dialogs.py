"""Letting a person pick files or a folder, while the window goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def pick(
    parent: QWidget,
    title: str,
    mode: QFileDialog.FileMode,
    picked: Callable[[list[str]], object],
    kinds: tuple[str, ...] = (),
) -> None:
    """Open a file dialog, and hand over the paths if any are picked. kinds: Qt's name filters."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(mode)
    if kinds:
        dialog.setNameFilters(kinds)
    dialog.filesSelected.connect(picked)
    dialog.open()
