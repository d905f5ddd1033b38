"""What can be seen of a window: colours, and text that has too little room."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from ui.basics.light import place
from ui.main_window import MainWindow

SCREEN = (1024, 768)
"""A small screen, in pixels."""


def colour_at(window: MainWindow, across: float, down: float) -> QColor:
    """The colour on screen at a place given in fractions of the page."""
    canvas = window.page.canvas
    point = place((across, down, across, down), canvas.page_rect()).topLeft().toPoint()
    return QColor(canvas.viewport().grab().toImage().pixel(point))


def is_amber(colour: QColor) -> bool:
    return colour.red() > 200 and colour.red() - colour.blue() > 40 and colour.red() > colour.green() > colour.blue()


def clipped(widget: QWidget) -> list[str]:
    """Return what the buttons and labels in a widget say that have less room than they need."""
    parts: list[QAbstractButton | QLabel] = [*widget.findChildren(QAbstractButton), *widget.findChildren(QLabel)]
    parts = [part for part in parts if part.isVisibleTo(widget) and part.text()]
    return [
        part.text()
        for part in parts
        if part.width() < part.minimumSizeHint().width() or part.height() < part.minimumSizeHint().height()
    ]
