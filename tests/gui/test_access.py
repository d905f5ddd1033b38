"""Everything can be found, told apart, reached and seen without a mouse."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.fakes import FakeEngine
from tests.gui.heard import walk
from tests.gui.states import library_with_results
from ui.main_window import MainWindow

pytestmark = pytest.mark.usefixtures("roles")
Role, Text = QAccessible.Role, QAccessible.Text
ROLES = {
    Role.Button,
    Role.ButtonMenu,
    Role.CheckBox,
    Role.ComboBox,
    Role.EditableText,
    Role.Graphic,
    Role.List,
    Role.ListItem,
    Role.PageTab,
    Role.PageTabList,
    Role.Pane,
    Role.StaticText,
    Role.Table,
    Role.Cell,
    Role.Tree,
    Role.TreeItem,
}
"""What can have the focus is one of these: screen readers know how each of them is used."""
SEEN_PX = 60
"""A ring around even the smallest button has more pixels than this."""


def name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {QAccessible.queryAccessibleInterface(widget).text(Text.Name)}"


def pixels(image: QImage) -> np.ndarray:
    return np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)


def in_tab_order(window: QWidget) -> list[QWidget]:
    """Return what the Tab key has to reach; of buttons that exclude each other only the one that is pressed."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.window() is window
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (isinstance(widget, QAbstractButton) and widget.group() is not None and not widget.isChecked())
    ]


def walked(start: QWidget, key: Qt.Key) -> list[QWidget]:
    """Press a key until the focus is back where it has been, and return where it was."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    reached: list[QWidget] = []
    while (focused := QApplication.focusWidget()) is not None and focused not in reached:
        reached.append(focused)
        QTest.keyClick(focused, key)
    assert QApplication.focusWidget() is start, f"{QApplication.focusWidget()} keeps the focus"
    return reached


def test_whatever_can_have_the_focus_has_a_name_and_a_role(looked_at: QWidget) -> None:
    focusable = [each for each in walk(QAccessible.queryAccessibleInterface(looked_at)) if each.state().focusable]
    assert len(focusable) >= 2
    wrong = [
        (each.role().name, each.text(Text.Name), type(each.object()).__name__)
        for each in focusable
        if each.role() not in ROLES or not each.text(Text.Name)
    ]
    assert wrong == []


def test_the_tab_key_goes_through_everything_and_back(looked_at: QWidget) -> None:
    wanted = in_tab_order(looked_at)
    forth = walked(wanted[0], Qt.Key.Key_Tab)
    assert [name(widget) for widget in wanted if widget not in forth] == []
    back = walked(wanted[0], Qt.Key.Key_Backtab)
    assert back[1:] == forth[:0:-1]


def test_the_focus_can_be_seen_wherever_it_is(looked_at: QWidget) -> None:
    unseen = []
    for widget in in_tab_order(looked_at):
        looked_at.setFocus()
        widget.clearFocus()
        without = looked_at.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        focused = looked_at.grab().toImage()
        changed = int((pixels(without) != pixels(focused)).sum())
        if changed < SEEN_PX:
            unseen.append((name(widget), changed))
    assert unseen == []


def test_the_tab_key_follows_the_eye(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    library_with_results(qtbot, window, engine)
    order = walked(window.search.edit, Qt.Key.Key_Tab)
    page, (first, *_) = window.page, window.page.chips.chips
    parts: list[QWidget] = [
        window.search.edit,
        window.search._clear,
        window.filters._chips.widgets()[0],
        window.notices.bars()[0].findChildren(QWidget)[1],
        window.estimate._start,
        window.library.tree,
        window.results.view,
        page.header.strip,
        page.strip,
        page.canvas,
        first,
        page.footer.next_match,
        window.status._text,
        window._menu_button,
    ]
    places = [order.index(part) for part in parts]
    assert places == sorted(places)


def test_arrow_keys_go_from_one_of_several_buttons_to_the_other(window: MainWindow) -> None:
    window.results._grid_button.setFocus()
    QTest.keyClick(window.results._grid_button, Qt.Key.Key_Right)
    assert window.results._list_button.hasFocus() and not window.results.view.is_grid
    QTest.keyClick(window.results._list_button, Qt.Key.Key_Left)
    assert window.results._grid_button.hasFocus() and window.results.view.is_grid
