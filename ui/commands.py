"""What can be done in the window, by section of its menu, with the keys for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.requests import Rescan, Retry
from ui.basics.menus import SEPARATOR, Command

if TYPE_CHECKING:
    from ui.main_window import MainWindow

translate = QCoreApplication.translate


def commands(window: MainWindow) -> tuple[tuple[str, tuple[Command, ...]], ...]:
    """Return the sections of the menu."""
    canvas, page, bridge = window.page.canvas, window.page, window.bridge
    library = (
        Command(translate("Menu", "Add files…"), ("Ctrl+O",), window.ask_for_files),
        Command(translate("Menu", "Add folder…"), ("Ctrl+Shift+O",), window.ask_for_folder),
        SEPARATOR,
        Command(translate("Menu", "Look for new and changed files"), ("F5",), lambda: bridge.send(Rescan())),
        Command(translate("Menu", "Pause or go on indexing"), ("Ctrl+Shift+P",), window.toggle_pause),
        Command(translate("Menu", "Try failed files again"), (), lambda: bridge.send(Retry())),
        SEPARATOR,
        Command(translate("Menu", "Files that could not be read…"), (), window.library.show_failures),
        SEPARATOR,
        Command(translate("Menu", "Models…"), ("Ctrl+Shift+M",), window.show_models),
        Command(translate("Menu", "Settings…"), ("Ctrl+,",), window.settings_asked.emit),
        Command(translate("Menu", "About Pagelight"), (), window.about_asked.emit),
        SEPARATOR,
        Command(translate("Menu", "Quit"), ("Ctrl+Q",), window.close),
    )
    search = (
        Command(translate("Menu", "Search"), ("Ctrl+F", "Ctrl+K"), window.focus_search),
        Command(translate("Menu", "Search by a picture…"), ("Ctrl+Shift+F",), window.search.ask_for_picture),
        Command(translate("Menu", "Search by a part of the page"), (), page.start_box),
        Command(translate("Menu", "Export the results as PDF…"), ("Ctrl+E",), window.searching.exports.ask_for_pdf),
        Command(
            translate("Menu", "Export the results as a table…"),
            ("Ctrl+Shift+E",),
            window.searching.exports.ask_for_table,
        ),
        SEPARATOR,
        Command(translate("Menu", "What can be typed"), ("F1",), window.searching.suggesting.show_syntax),
        Command(translate("Menu", "Clear"), ("Esc",), window.step_back),
        Command(translate("Menu", "Clear recent searches"), (), window.searching.suggesting.clear_recent),
        SEPARATOR,
        Command(translate("Menu", "Next match"), ("F3",), lambda: page.step_match(1)),
        Command(translate("Menu", "Previous match"), ("Shift+F3",), lambda: page.step_match(-1)),
        Command(translate("Menu", "Next page"), ("Ctrl+PgDown",), lambda: page.turn(1)),
        Command(translate("Menu", "Previous page"), ("Ctrl+PgUp",), lambda: page.turn(-1)),
        SEPARATOR,
        Command(translate("Menu", "Copy text"), (), lambda: page.taking.copy_text()),
        Command(translate("Menu", "Copy page as picture"), (), page.taking.copy_page),
        Command(translate("Menu", "Save the page as picture…"), ("Ctrl+S",), page.taking.save_page),
    )
    view = (
        Command(translate("Menu", "Grid"), ("Ctrl+1",), lambda: window.results.set_grid(True)),
        Command(translate("Menu", "List"), ("Ctrl+2",), lambda: window.results.set_grid(False)),
        Command(translate("Menu", "Pages of a document together"), ("Ctrl+G",), window.results.toggle_grouped),
        Command(
            translate("Menu", "Library"), ("Ctrl+L",), lambda: window.library.setVisible(window.library.isHidden())
        ),
        SEPARATOR,
        Command(translate("Menu", "Larger"), ("Ctrl++", "Ctrl+="), canvas.zoom_in),
        Command(translate("Menu", "Smaller"), ("Ctrl+-",), canvas.zoom_out),
        Command(translate("Menu", "Fit the width"), ("Ctrl+0",), canvas.fit_width),
        SEPARATOR,
        Command(translate("Menu", "Pages of the document"), ("F9",), page.header.strip.click),
        Command(translate("Menu", "Heat map"), (), page.footer.heat.click),
        Command(translate("Menu", "Page fills the window"), ("F11",), window.toggle_full_page),
        Command(translate("Menu", "Full screen"), ("Shift+F11",), window.toggle_full_screen),
    )
    return (
        (translate("Menu", "Library"), library),
        (translate("Menu", "Search"), search),
        (translate("Menu", "View"), view),
    )
