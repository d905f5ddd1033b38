"""What other programs do for the window: open a file, show its folder."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_in_viewer(path: str) -> bool:
    """Open a file or a folder in the program that the system has for it; returns whether there was one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def show_in_folder(path: str) -> bool:
    """Open the folder that a file lies in."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(PurePath(path).parent)))
