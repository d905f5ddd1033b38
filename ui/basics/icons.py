"""Our own line icons, drawn in the colour of the theme."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton, QWidget

from ui.basics.theme import QUIET, TEXT, body_font, colour

RESIZED = (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange)
"""What a widget is told when text, and icons with it, have another size."""
FOLDER = Path(__file__).resolve().parents[2] / "assets" / "icons"
SIZE_PX = 18
"""The size of an icon beside text of the usual size; what stands beside text that may be larger asks icon_px."""
# What points onwards in text points the other way where text does.
_MIRRORED = {"left": "right", "right": "left"}


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _drawn(name: str, size_px: int, rgba: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(size_px * ratio), round(size_px * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    ink = QColor.fromRgba(rgba)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", ink.name()).encode()))
    painter = QPainter(picture)
    painter.setOpacity(ink.alphaF())
    renderer.render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def pixmap(name: str, ink: QColor, ratio: float, size_px: int = SIZE_PX) -> QPixmap:
    """Draw an icon `size_px` logical pixels wide for a screen with this device pixel ratio."""
    return _drawn(name, size_px, ink.rgba(), ratio)


def icon_px() -> int:
    """Return the size of an icon beside text, in logical pixels: at least the usual one, and as high as the text."""
    return max(SIZE_PX, round(1.05 * QFontMetricsF(body_font()).height()) - 2)


class _ThemeIcon(QIconEngine):
    """Draws an icon when it is looked at: in the colours of the theme and for the screen of then."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name, self._role = name, role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the icon."""
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Draw the icon for a screen of the usual density."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """Draw the icon, `size` logical pixels large, for a screen with this device pixel ratio."""
        ink = colour(self._role)
        if mode == QIcon.Mode.Disabled:
            ink = colour(QUIET)
            ink.setAlphaF(0.5)
        name = _MIRRORED.get(self._name, self._name) if QGuiApplication.isRightToLeft() else self._name
        return pixmap(name, ink, scale, min(size.width(), size.height()))

    def clone(self) -> QIconEngine:
        """Return another of the same kind."""
        return _ThemeIcon(self._name, self._role)


def icon(name: str, role: QPalette.ColorRole = TEXT) -> QIcon:
    """Make an icon in a colour of the theme, sharp on screens of any density."""
    return QIcon(_ThemeIcon(name, role))


def application_icon() -> QIcon:
    """Make the icon of the application itself."""
    result = QIcon()
    for size_px in (16, 32, 48, 64, 128, 256):
        result.addPixmap(pixmap("pagelight", QColor("black"), 1.0, size_px))
    return result


class IconButton(QToolButton):
    """A flat button with one of our icons, a name for those who don't see it and a tip for those who do."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A ring after a mouse click would only be noise; the keyboard needs it.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(icon_px(), icon_px()))
        self.set_icon(name)
        self.set_label(label)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self.setIcon(icon(name))

    def set_label(self, label: str) -> None:
        """Say what the button does."""
        self.setToolTip(label)
        self.setAccessibleName(label)

    def changeEvent(self, event: QEvent) -> None:
        """Show the icon as large as the text of the application."""
        if event.type() in RESIZED:
            self.setIconSize(QSize(icon_px(), icon_px()))
        super().changeEvent(event)
