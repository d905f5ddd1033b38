from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.events import FilesChanged
from tests.gui.asking import show
from tests.gui.fakes import DAMAGED, ROOT, FakeEngine, hit
from ui.basics.icons import icon
from ui.basics.theme import CHOICES, GROUND, Theme, colour
from ui.basics.tokens import DARK, LIGHT, Tokens
from ui.main_window import MainWindow

READABLE = 4.5
"""WCAG 2.2, success criterion 1.4.3: text against what lies behind it."""
MARK_CONTRAST = 3.0
"""WCAG 2.2, success criterion 1.4.11: what has to be seen, but not read."""
PAPERS = ("ground", "surface", "raised", "selected")


def luminance(shade: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(shade.redF()) + 0.7152 * linear(shade.greenF()) + 0.0722 * linear(shade.blueF())


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *[(ink, paper) for ink in ("text", "quiet", "accent_text", "problem") for paper in PAPERS],
        ("text", "line"),  # a button under the mouse
        ("on_accent", "accent"),
    ],
)
def test_every_ink_can_be_read_on_every_paper_it_stands_on(tokens: Tokens, ink: str, paper: str) -> None:
    assert contrast(QColor(getattr(tokens, ink)), QColor(getattr(tokens, paper))) >= READABLE


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_rings_bars_and_dots_stand_out_from_all_they_stand_on(tokens: Tokens) -> None:
    papers = [QColor(getattr(tokens, paper)) for paper in PAPERS]
    assert [paper for paper in papers if contrast(QColor(tokens.mark), paper) < MARK_CONTRAST] == []


def strongest_contrast(widget: QWidget) -> float:
    """Render a widget where it stands and compare the ground with what stands out most from it."""
    window = widget.window()
    image = window.grab(widget.rect().translated(widget.mapTo(window, QPoint(0, 0)))).toImage()
    ground = colour(GROUND)
    return max(contrast(ground, shade) for shade in colours_of(image))


def colours_of(image: QImage) -> list[QColor]:
    return [QColor(rgb) for rgb in {image.pixel(x, y) for y in range(image.height()) for x in range(image.width())}]


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_what_is_on_screen_can_be_read_in_both_themes(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, theme: Theme, choice: str
) -> None:
    theme.choose(next(one for one in CHOICES if one == choice))
    show(qtbot, window, engine, hit())
    engine.emit(FilesChanged((DAMAGED,)))
    qtbot.waitUntil(window.library._failures.isVisible)
    window.library.tree.expand(window.library.model.index_of(ROOT))
    for widget in (window.status._text, window.results._count, window.library._failures, window.page.header.name):
        assert strongest_contrast(widget) >= READABLE


def test_dark_is_dark_and_light_is_light(qtbot: QtBot, window: MainWindow, theme: Theme) -> None:
    def ground() -> QColor:
        return QColor(window.grab().toImage().pixel(window.width() // 2, window.height() - 10))

    theme.choose("dark")
    assert ground() == QColor(DARK.ground)
    theme.choose("light")
    assert ground() == QColor(LIGHT.ground)


def test_icons_take_the_colour_of_the_theme(qtbot: QtBot, window: MainWindow, theme: Theme) -> None:
    def brightest() -> float:
        return max(luminance(shade) for shade in colours_of(window._menu_button.icon().pixmap(18, 18).toImage()))

    theme.choose("light")
    in_light = brightest()
    theme.choose("dark")
    qtbot.wait(10)
    assert brightest() > 0.5 > in_light


def test_an_icon_is_sharp_on_a_dense_screen_and_pale_where_it_can_do_nothing(theme: Theme) -> None:
    menu = icon("menu")
    dense = menu.pixmap(QSize(18, 18), 2.0)
    assert (dense.width(), dense.devicePixelRatio()) == (36, 2.0)
    pale = menu.pixmap(QSize(18, 18), 1.0, QIcon.Mode.Disabled)

    def strongest(drawn: QImage) -> float:
        return max(drawn.pixelColor(x, y).alphaF() for x in range(drawn.width()) for y in range(drawn.height()))

    assert strongest(pale.toImage()) < 0.6 < strongest(dense.toImage())


class Polishes(QObject):
    """Counts how often widgets are polished again."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.StyleChange and isinstance(watched, QWidget):
            self.count += 1
        return False


def test_another_theme_polishes_no_widget_again_and_again(qapp: QApplication, window: MainWindow, theme: Theme) -> None:
    polishes = Polishes()
    qapp.installEventFilter(polishes)
    theme.choose("dark")
    qapp.removeEventFilter(polishes)
    widgets = 1 + len(window.findChildren(QWidget))
    assert widgets < polishes.count < 4 * widgets, "it takes half a second where it is done more often"


def test_an_unknown_system_theme_is_shown_light(theme: Theme) -> None:
    theme.choose("system")
    assert colour(GROUND) == QColor(LIGHT.ground)


def test_the_search_field_is_as_low_as_before_when_text_is(qtbot: QtBot, window: MainWindow, theme: Theme) -> None:
    low = window.search.height()
    theme.scale_text(200)
    try:
        qtbot.waitUntil(lambda: window.search.height() > low)
    finally:
        theme.scale_text(100)
    qtbot.waitUntil(lambda: window.search.height() == low)
    window.search.edit.setText("words")
    qtbot.waitUntil(window.search._clear.isVisible)
    qtbot.wait(20)
    assert window.search.height() == low, "nothing below moves"


def test_arrows_point_onwards_whichever_way_text_runs(qapp: QApplication) -> None:
    def drawn(name: str) -> QImage:
        return icon(name).pixmap(QSize(18, 18)).toImage()

    left, right, down = drawn("left"), drawn("right"), drawn("down")
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert (drawn("left"), drawn("right"), drawn("down")) == (right, left, down)
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert left != right
