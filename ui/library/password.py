"""Asking for the password of a locked file, while the window goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget


def ask_password(parent: QWidget, path: str, given: Callable[[str], object]) -> None:
    """Open a field for the password of a file, and hand it over if one is given."""
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(QCoreApplication.translate("Password", "Password"))
    label = QCoreApplication.translate("Password", "Password for {name}:")
    dialog.setLabelText(label.format(name=PurePath(path).name))
    dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    dialog.textValueSelected.connect(given)
    dialog.open()
