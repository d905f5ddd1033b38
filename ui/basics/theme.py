"""How Pagelight looks: distances, type sizes, and the palette and the style sheet made of a theme's colours.

Colours travel in the application's palette, so a widget that paints itself asks `colour(ROLE)` and is repainted by Qt
when the theme changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias, get_args

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from ui.basics.tokens import DARK, LIGHT, Tokens

Choice: TypeAlias = Literal["system", "light", "dark"]
CHOICES: tuple[Choice, ...] = get_args(Choice)

SPACE = 8
"""The rhythm in logical pixels: distances are multiples (or halves) of it."""

_ICONS = Path(__file__).resolve().parents[2] / "assets" / "icons"
ARROW, TICK = ((_ICONS / name).as_posix() for name in ("choose.svg", "chosen.svg"))
"""A style sheet takes pictures from files alone; these are seen in both themes, the tick upon the accent."""

RADIUS = 6
SMALL_SCALE = 0.88
"""The second of the two type sizes, as a fraction of the system's own."""

GROUND = QPalette.ColorRole.Window
SURFACE = QPalette.ColorRole.Base
RAISED = QPalette.ColorRole.Button
LINE = QPalette.ColorRole.Mid
TEXT = QPalette.ColorRole.WindowText
QUIET = QPalette.ColorRole.PlaceholderText
ACCENT = QPalette.ColorRole.Accent
ACCENT_TEXT = QPalette.ColorRole.Link
MARK = QPalette.ColorRole.LinkVisited
PROBLEM = QPalette.ColorRole.BrightText
SELECTED = QPalette.ColorRole.Highlight


def colour(role: QPalette.ColorRole) -> QColor:
    """Return a colour of the theme that is shown now."""
    return QGuiApplication.palette().color(role)


def body_font(bold: bool = False) -> QFont:
    """Return the system's own font, in the size that the person chose there."""
    font = QFont(QApplication.font())
    font.setBold(bold)
    return font


def small_font(bold: bool = False) -> QFont:
    """Return the second type size, for everything that steps back."""
    font = body_font(bold)
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * SMALL_SCALE)
    else:
        font.setPixelSize(round(font.pixelSize() * SMALL_SCALE))
    return font


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget one of the tones that the style sheet knows: as style_sheet() names them."""
    if widget.property("tone") == tone:
        return
    widget.setProperty("tone", tone)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Theme(QObject):
    """Keeps the application in the chosen theme and follows the system while the choice is "system"."""

    def __init__(self, application: QApplication, choice: Choice = "system", text_percent: int = 100) -> None:
        super().__init__(application)
        self._application = application
        self._choice: Choice = choice
        self._font = application.font()
        self._text_percent = text_percent
        application.setStyle(QStyleFactory.create("Fusion"))
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._show)
        self._size_text()
        self.choose(choice)

    @property
    def choice(self) -> Choice:
        """The theme that was chosen, which may be "system"."""
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Show the light or the dark theme, or whatever the system shows."""
        self._choice = choice
        hints = self._application.styleHints()
        if choice == "system":
            hints.unsetColorScheme()
        else:
            # The window frame belongs to the system and should have the same theme as what is inside.
            hints.setColorScheme(Qt.ColorScheme.Dark if choice == "dark" else Qt.ColorScheme.Light)
        self._show()

    @property
    def text_percent(self) -> int:
        """How large text is, compared with the system's own."""
        return self._text_percent

    def scale_text(self, percent: int) -> None:
        """Show text larger or smaller than the system's own, in percent."""
        self._text_percent = percent
        self._size_text()
        self._show()

    def _size_text(self) -> None:
        font = QFont(self._font)
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * self._text_percent / 100)
        else:
            font.setPixelSize(round(font.pixelSize() * self._text_percent / 100))
        self._application.setFont(font)

    def _show(self) -> None:
        dark = self._choice == "dark"
        if self._choice == "system":
            dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        tokens = DARK if dark else LIGHT
        # WORKAROUND(Qt 6.11): one sheet in place of another polishes every widget several times over, which takes three
        # times as long as taking the first one away before.
        self._application.setStyleSheet("")
        self._application.setPalette(palette(tokens))
        self._application.setStyleSheet(style_sheet(tokens))


def palette(tokens: Tokens) -> QPalette:
    """Turn tokens into a palette, with what is disabled stepping back."""
    roles = {
        GROUND: tokens.ground,
        SURFACE: tokens.surface,
        RAISED: tokens.raised,
        LINE: tokens.line,
        TEXT: tokens.text,
        QUIET: tokens.quiet,
        ACCENT: tokens.accent,
        ACCENT_TEXT: tokens.accent_text,
        MARK: tokens.mark,
        PROBLEM: tokens.problem,
        SELECTED: tokens.selected,
        QPalette.ColorRole.AlternateBase: tokens.ground,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.HighlightedText: tokens.text,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.Light: tokens.surface,
        QPalette.ColorRole.Midlight: tokens.raised,
        QPalette.ColorRole.Dark: tokens.line,
        QPalette.ColorRole.Shadow: tokens.line,
    }
    result = QPalette()
    for role, value in roles.items():
        result.setColor(role, QColor(value))
    for role in (TEXT, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        faded = QColor(tokens.quiet)
        faded.setAlphaF(0.55)
        result.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return result


def style_sheet(tokens: Tokens) -> str:
    """Write the style sheet of a theme."""
    t, half = tokens, SPACE // 2
    small = small_font()
    tick_px = round(0.75 * QFontMetricsF(body_font()).height())
    size = f"{small.pointSizeF():.2f}pt" if small.pointSizeF() > 0 else f"{small.pixelSize()}px"
    return f"""
    QMainWindow, QDialog {{ background: {t.ground}; }}
    QToolTip {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; padding: {half}px; }}

    QLabel[tone="quiet"] {{ color: {t.quiet}; }}
    QLabel[tone="small"] {{ color: {t.quiet}; font-size: {size}; }}
    QLabel[tone="title"] {{ font-weight: 600; }}
    QLabel[tone="problem"] {{ color: {t.problem}; font-size: {size}; }}

    QToolButton {{ background: transparent; border: 2px solid transparent; border-radius: {RADIUS}px;
        padding: {half // 2}px; }}
    QToolButton:hover {{ background: {t.raised}; }}
    QToolButton:pressed, QToolButton:checked {{ background: {t.selected}; }}
    QToolButton:focus {{ border-color: {t.mark}; }}
    QToolButton[tone="small"] {{ color: {t.quiet}; font-size: {size}; }}
    QToolButton::menu-indicator {{ image: none; width: 0; }}
    QToolButton[tone="chip"] {{ background: {t.raised}; border-radius: 11px; padding: 1px {SPACE}px;
        font-size: {size}; }}
    QFrame[tone="chip"] {{ background: {t.raised}; border-radius: {RADIUS}px; }}
    QFrame[tone="bar"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {RADIUS}px; }}
    QToolButton[tone="chip"]:hover, QToolButton[tone="chip"]:checked {{ background: {t.selected}; }}
    QToolButton[tone="chip"]:focus {{ border-color: {t.mark}; }}
    QToolButton[tone="chip"]:disabled {{ color: {t.quiet}; background: transparent; }}

    QPushButton {{ background: {t.raised}; color: {t.text}; border: 2px solid {t.raised}; border-radius: {RADIUS}px;
        padding: {half}px {SPACE * 3 // 2}px; }}
    QPushButton:hover {{ border-color: {t.line}; background: {t.line}; }}
    QPushButton:focus {{ border-color: {t.mark}; }}
    QPushButton:disabled {{ color: {t.quiet}; background: transparent; border-color: {t.raised}; }}
    QPushButton[tone="primary"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent};
        font-weight: 600; padding: {SPACE * 3 // 4}px {SPACE * 2}px; }}
    QPushButton[tone="primary"]:hover {{ background: {t.accent}; border-color: {t.text}; }}
    QPushButton[tone="primary"]:focus {{ border-color: {t.text}; }}
    QPushButton[tone="primary"]:disabled {{ color: {t.quiet}; background: transparent; border-color: {t.raised}; }}
    QToolButton[tone="link"] {{ color: {t.problem}; font-size: {size}; }}
    QPushButton[tone="example"], QToolButton[tone="example"] {{ background: transparent;
        border-color: transparent; color: {t.accent_text}; padding: {half // 2}px {SPACE}px; }}
    QPushButton[tone="example"]:hover, QToolButton[tone="example"]:hover {{ background: {t.raised}; }}
    QPushButton[tone="example"]:focus, QToolButton[tone="example"]:focus {{ border-color: {t.mark}; }}

    QCheckBox {{ border: 2px solid transparent; border-radius: {RADIUS}px; padding: {half // 2}px; }}
    QCheckBox:focus {{ border-color: {t.mark}; }}
    QCheckBox::indicator {{ background: {t.surface}; border: 2px solid {t.quiet}; border-radius: 4px;
        width: {tick_px}px; height: {tick_px}px; }}
    QCheckBox::indicator:checked {{ background: {t.accent}; image: url("{TICK}"); }}
    QComboBox {{ background: {t.raised}; border: 2px solid {t.raised}; border-radius: {RADIUS}px;
        padding: {half}px {SPACE}px; }}
    QComboBox:focus {{ border-color: {t.mark}; }}
    QComboBox::drop-down {{ border: none; width: {SPACE * 3}px; }}
    QComboBox::down-arrow {{ image: url("{ARROW}"); width: {SPACE * 2}px; height: {SPACE * 2}px; }}
    QTabWidget::pane {{ border: none; }}
    QTabBar::tab {{ background: transparent; border: 2px solid transparent; border-radius: {RADIUS}px;
        padding: {half}px {SPACE * 3 // 2}px; }}
    QTabBar::tab:selected {{ background: {t.selected}; }}
    QTabBar::tab:focus {{ border-color: {t.mark}; }}

    QTableView {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {RADIUS}px; outline: none;
        selection-background-color: {t.selected}; selection-color: {t.text}; }}
    QTableView::item {{ padding: 0 {half}px; border: none; }}
    QTableView:focus, QPlainTextEdit:focus, QTextBrowser:focus {{ border-color: {t.mark}; }}
    QHeaderView {{ background: transparent; border: none; }}
    QHeaderView::section {{ background: transparent; color: {t.quiet}; border: none; padding: {half}px; }}
    QPlainTextEdit, QTextBrowser {{ background: {t.surface}; border: 1px solid {t.line};
        border-radius: {RADIUS}px; padding: {half}px; }}
    QDialog QLineEdit {{ background: {t.surface}; border: 2px solid {t.line}; border-radius: {RADIUS}px;
        padding: {half}px; }}
    QDialog QLineEdit:focus {{ border-color: {t.mark}; }}

    QListView, QTreeView {{ background: transparent; border: none; outline: none; }}
    QTreeView {{ show-decoration-selected: 0; }}
    QTreeView::branch, QTreeView::item, QListView::item {{ background: transparent; }}
    QListView[tone="choices"], QScrollArea {{ border: 2px solid transparent; border-radius: {RADIUS}px; }}
    QListView[tone="choices"]:focus, QScrollArea:focus {{ border-color: {t.mark}; }}
    QListView[tone="choices"]::item {{ padding: {half}px {SPACE}px; border-radius: {RADIUS}px; color: {t.text}; }}
    QListView[tone="choices"]::item:hover {{ background: {t.raised}; }}
    QListView[tone="choices"]::item:selected {{ background: {t.selected}; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QSplitter::handle {{ background: {t.line}; }}
    QSplitter::handle:hover {{ background: {t.accent}; }}

    QMenu {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; padding: {half}px; }}
    QMenu::item {{ padding: {half}px {SPACE * 4}px {half}px {SPACE * 3}px; border-radius: {half}px; }}
    QMenu::item:selected {{ background: {t.selected}; }}
    QMenu::item:disabled {{ color: {t.quiet}; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: {half}px {SPACE}px; }}

    QProgressBar {{ background: {t.raised}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }}
    QProgressBar::chunk {{ background: {t.mark}; border-radius: 2px; }}

    QScrollBar {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ width: 10px; }}
    QScrollBar:horizontal {{ height: 10px; }}
    QScrollBar::handle {{ background: {t.line}; border-radius: 3px; margin: 2px; }}
    QScrollBar::handle:hover {{ background: {t.quiet}; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        background: transparent; border: none; width: 0; height: 0; }}
    """
