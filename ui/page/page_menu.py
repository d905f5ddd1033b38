"""What can be done with the page that is shown, as a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from ui.page.page_view import PageView

translate = QCoreApplication.translate


def page_menu(view: PageView) -> QMenu:
    """Make the menu of a page. Its keys are only told here; the page itself listens to them."""
    taking, path = view.taking, view.path
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _add(menu.addAction(translate("Menu", "Copy text"), lambda: taking.copy_text()), "Ctrl+C")
    _add(menu.addAction(translate("Menu", "Copy page as picture"), taking.copy_page), "Ctrl+Shift+C")
    _add(menu.addAction(translate("Menu", "Save the page as picture…"), taking.save_page), "Ctrl+S")
    menu.addSeparator()
    for name, key, button in (
        (translate("Menu", "Search by a part of the page"), "S", view.footer.select),
        (translate("Menu", "Heat map"), "H", view.footer.heat),
        (translate("Menu", "Pages of the document"), "F9", view.header.strip),
    ):
        action = _add(menu.addAction(name, button.click), key)
        action.setCheckable(True)
        action.setChecked(button.isChecked())
    menu.addSeparator()
    menu.addAction(translate("Menu", "Open in the system viewer"), lambda: view.open_asked.emit(path))
    menu.addAction(translate("Menu", "Show in folder"), lambda: view.folder_asked.emit(path))
    return menu


def _add(action: QAction, key: str) -> QAction:
    action.setShortcut(QKeySequence(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    return action
