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
        Command(tr("Files that could not be read…"), (), window.library.show_failures),
        SEPARATOR,
        Command(tr("Models…"), ("Ctrl+Shift+M",), window.show_models),
        Command(tr("Settings…"), ("Ctrl+,",), window.settings_asked.emit),
        Command(tr("About Pagelight"), (), window.about_asked.emit),
        SEPARATOR,
        Command(tr("Quit"), ("Ctrl+Q",), window.close),
    )
    search = (
        Command(tr("Search"), ("Ctrl+F", "Ctrl+K"), window.focus_search),
        Command(tr("Search by a picture…"), ("Ctrl+Shift+F",), window.search.ask_for_picture),
        Command(tr("Search by a part of the page"), (), page.start_box),
        Command(tr("Export the results as PDF…"), ("Ctrl+E",), window.searching.exports.ask_for_pdf),
        Command(tr("Export the results as a table…"), ("Ctrl+Shift+E",), window.searching.exports.ask_for_table),
        SEPARATOR,
        Command(tr("What can be typed"), ("F1",), window.searching.suggesting.show_syntax),
        Command(tr("Clear"), ("Esc",), window.step_back),
        Command(tr("Clear recent searches"), (), window.searching.suggesting.clear_recent),
        SEPARATOR,
        Command(tr("Next match"), ("F3",), lambda: page.step_match(1)),
        Command(tr("Previous match"), ("Shift+F3",), lambda: page.step_match(-1)),
        Command(tr("Next page"), ("Ctrl+PgDown",), lambda: page.turn(1)),
        Command(tr("Previous page"), ("Ctrl+PgUp",), lambda: page.turn(-1)),
        SEPARATOR,
        Command(tr("Copy text"), (), lambda: page.taking.copy_text()),
        Command(tr("Copy page as picture"), (), page.taking.copy_page),
        Command(tr("Save the page as picture…"), ("Ctrl+S",), page.taking.save_page),
    )
    view = (
        Command(tr("Grid"), ("Ctrl+1",), lambda: window.results.set_grid(True)),
        Command(tr("List"), ("Ctrl+2",), lambda: window.results.set_grid(False)),
        Command(tr("Pages of a document together"), ("Ctrl+G",), window.results.toggle_grouped),
        Command(tr("Library"), ("Ctrl+L",), lambda: window.library.setVisible(window.library.isHidden())),
        SEPARATOR,
        Command(tr("Larger"), ("Ctrl++", "Ctrl+="), canvas.zoom_in),
        Command(tr("Smaller"), ("Ctrl+-",), canvas.zoom_out),
        Command(tr("Fit the width"), ("Ctrl+0",), canvas.fit_width),
        SEPARATOR,
        Command(tr("Pages of the document"), ("F9",), page.header.strip.click),
        Command(tr("Heat map"), (), page.footer.heat.click),
        Command(tr("Page fills the window"), ("F11",), window.toggle_full_page),
        Command(tr("Full screen"), ("Shift+F11",), window.toggle_full_screen),
    )
    return (tr("Library"), library), (tr("Search"), search), (tr("View"), view)
