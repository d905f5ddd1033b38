"""What a screen reader is told."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

Role, Text = QAccessible.Role, QAccessible.Text


def walk(interface: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    """Yield all that a screen reader is told of a window, but for what is not shown."""
    if interface is None or (interface.state().invisible and interface.role() is not Role.Window):
        return
    yield interface
    for place in range(interface.childCount()):
        yield from walk(interface.child(place))


def told(widget: QWidget) -> dict[str, str]:
    """Return what a screen reader says of a widget's items: their names, and their values or descriptions."""
    interfaces = walk(QAccessible.queryAccessibleInterface(widget))
    return {each.text(Text.Name): each.text(Text.Value) or each.text(Text.Description) for each in interfaces}
