"""Everything that can be done from the keyboard, as one menu behind a button (or the menu bar on a Mac)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done: its name, its keys and what it does. An empty name draws a line in the menu."""

    name: str
    keys: tuple[str, ...]
    run: Callable[[], object]


SEPARATOR = Command("", (), lambda: None)


def fill(window: QMainWindow, menu: QMenu, sections: Sequence[tuple[str, Sequence[Command]]], last: str) -> QMenu:
    """Put sections of commands into a menu; their keys work in the whole window, open menu or not.

    Returns one more section, called `last`, which somebody else fills.
    """
    for title, commands in sections:
        section = menu.addMenu(title)
        if sys.platform == "darwin":
            window.menuBar().addMenu(section)
        for command in commands:
            if not command.name:
                section.addSeparator()
                continue
            action = QAction(command.name, window)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.triggered.connect(lambda _checked, run=command.run: run())
            section.addAction(action)
            window.addAction(action)
    others = menu.addMenu(last)
    if sys.platform == "darwin":
        window.menuBar().addMenu(others)
    return others
