"""What screen readers and keyboards need beyond what Qt's own widgets bring along."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_ROLES = {
    "PageCanvas": QAccessible.Role.Graphic,
    "TradePlot": QAccessible.Role.Graphic,
    "NoticeBar": QAccessible.Role.AlertMessage,
    "EstimateBar": QAccessible.Role.AlertMessage,
    "StatusLine": QAccessible.Role.StatusBar,
    "QScrollArea": QAccessible.Role.Pane,
    "QTabWidget": QAccessible.Role.Pane,
}


@cache
def install_roles() -> None:
    """Tell screen readers what widgets are of which Qt only knows that they are widgets."""
    QAccessible.installFactory(_interface)


def _interface(name: str, thing: QObject) -> QAccessibleInterface | None:
    role = _ROLES.get(name)
    return QAccessibleWidget(thing, role) if role is not None and isinstance(thing, QWidget) else None


def announce(widget: QWidget, sentence: str) -> None:
    """Have screen readers say what has changed while the focus stays where it is."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def tab_through(place: QWidget, widgets: Iterable[QWidget]) -> None:
    """Let the Tab key reach widgets, in this order, where `place` stands and not at the end of the window.

    Qt puts whatever is made later last.
    """
    before: QWidget | None = place
    while before is not None and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
        before = before.previousInFocusChain()
        if before is place:
            return
    for widget in widgets:
        if before is not None:
            QWidget.setTabOrder(before, widget)
        before = widget
