"""A flat button with a line of text that gives up its end when there is no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton

from ui.basics.theme import SPACE


class ElidedButton(QToolButton):
    """Shows a text as far as there is room, and tells screen readers all of it."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self._wanted = super().sizeHint()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show a text as far as there is room."""
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self._measure()

    def text(self) -> str:
        """Return all of the text."""
        return self._whole

    def sizeHint(self) -> QSize:
        """Return the size at which all of the text is shown."""
        return self._wanted

    def minimumSizeHint(self) -> QSize:
        """Return the room for a few letters."""
        return QSize(min(6 * SPACE, self._wanted.width()), self._wanted.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits now."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        super().setText(self._whole)
        self._wanted = super().sizeHint()
        self.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        frame = self._wanted.width() - self.fontMetrics().horizontalAdvance(self._whole)
        room = self.width() - frame + 1
        super().setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))
