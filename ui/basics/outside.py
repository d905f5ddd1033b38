"""What other programs do for the window: open a file, show its folder."""

from __future__ import annotations

import sys
from pathlib import PurePath

from PySide6.QtCore import QProcess, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

_AT_PAGE = """
run() { command -v "$1" > /dev/null && exec "$@"; }
case "$(xdg-mime query default application/pdf | tr '[:upper:]' '[:lower:]')" in
    *evince*) run evince --page-index="$2" "$1" ;;
    *papers*) run papers --page-index="$2" "$1" ;;
    *atril*) run atril --page-index="$2" "$1" ;;
    *xreader*) run xreader --page-index="$2" "$1" ;;
    *okular*) run okular --page "$2" "$1" ;;
    *zathura*) run zathura --page="$2" "$1" ;;
esac
exec xdg-open "$1"
"""
"""Desktops know how to open a file, but not at a page: for a shell, the path and the page as its arguments."""


def open_in_viewer(path: str, number: int = 1) -> bool:
    """Open a file or a folder in the program that the system has for it; returns whether there was one.

    number: the page, where that program is one that can be told.
    """
    is_told = number > 1 and PurePath(path).suffix.lower() == ".pdf" and sys.platform.startswith("linux")
    if is_told and all(map(QStandardPaths.findExecutable, ("sh", "xdg-mime", "xdg-open"))):
        return QProcess.startDetached("sh", ["-c", _AT_PAGE, "sh", path, str(number)])[0]
    return QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def show_in_folder(path: str) -> bool:
    """Open the folder that a file lies in."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(PurePath(path).parent)))
