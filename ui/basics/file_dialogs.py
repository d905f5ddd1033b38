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


def pick_to_save(
    parent: QWidget, title: str, name: str, picked: Callable[[str], object], *kinds: str, suffix: str = "png"
) -> None:
    """Open a file dialog for a file to be written, and hand over its path if one is picked.

    name: what it is called unless the person says otherwise.    kinds: Qt's name filters.    suffix: what is added to
    a name without one.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.setNameFilters(kinds)
    dialog.selectFile(name)
    dialog.fileSelected.connect(picked)
    dialog.open()
