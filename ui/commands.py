"""What can be done in the window, by section of its menu, with the keys for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.requests import Rescan, Retry
from ui.menus import SEPARATOR, Command, tr

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def commands(window: MainWindow) -> tuple[tuple[str, tuple[Command, ...]], ...]:
    """Return the sections of the menu."""
    canvas, page, bridge = window.page.canvas, window.page, window.bridge
    library = (
        Command(tr("Add files…"), ("Ctrl+O",), window.ask_for_files),
        Command(tr("Add folder…"), ("Ctrl+Shift+O",), window.ask_for_folder),
        SEPARATOR,
        Command(tr("Look for new and changed files"), ("F5",), lambda: bridge.send(Rescan())),
        Command(tr("Pause or go on indexing"), ("Ctrl+Shift+P",), window.toggle_pause),
        Command(tr("Try failed files again"), (), lambda: bridge.send(Retry())),
        SEPARATOR,
        Command(tr("Models…"), ("Ctrl+Shift+M",), window.show_models),
        SEPARATOR,
        Command(tr("Quit"), ("Ctrl+Q",), window.close),
    )
    search = (
        Command(tr("Search"), ("Ctrl+F", "Ctrl+K"), window.focus_search),
        Command(tr("Search by a picture…"), ("Ctrl+Shift+F",), window.search.ask_for_picture),
        Command(tr("Search by a part of the page"), (), page.start_box),
        Command(tr("Clear"), ("Esc",), window.step_back),
        SEPARATOR,
        Command(tr("Next match"), ("F3",), lambda: page.step_match(1)),
        Command(tr("Previous match"), ("Shift+F3",), lambda: page.step_match(-1)),
        Command(tr("Next page"), ("Ctrl+PgDown",), lambda: page.turn(1)),
        Command(tr("Previous page"), ("Ctrl+PgUp",), lambda: page.turn(-1)),
    )
    view = (
        Command(tr("Grid"), ("Ctrl+1",), lambda: window.results.set_grid(True)),
        Command(tr("List"), ("Ctrl+2",), lambda: window.results.set_grid(False)),
        Command(tr("Library"), ("Ctrl+L",), lambda: window.library.setVisible(window.library.isHidden())),
        SEPARATOR,
        Command(tr("Larger"), ("Ctrl++", "Ctrl+="), canvas.zoom_in),
        Command(tr("Smaller"), ("Ctrl+-",), canvas.zoom_out),
        Command(tr("Fit the width"), ("Ctrl+0",), canvas.fit_width),
        SEPARATOR,
        Command(tr("Page fills the window"), ("F11",), window.toggle_full_page),
        Command(tr("Full screen"), ("Shift+F11",), window.toggle_full_screen),
    )
    return (tr("Library"), library), (tr("Search"), search), (tr("View"), view)
