"""How an item of a painted list shows that it is chosen, pointed at or has the focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle

from ui.basics.theme import MARK, RADIUS, RAISED, SELECTED, colour


def paint_state(painter: QPainter, frame: QRectF, state: QStyle.StateFlag) -> None:
    """Paint the ground of an item and, where it has the focus, a ring around it."""
    painter.setPen(Qt.PenStyle.NoPen)
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(colour(SELECTED))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(colour(RAISED))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour(MARK), 2))
        painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
