"""Everything can be found, told apart, reached and seen without a mouse, and without eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.events import Estimated, HeatMap, ProfilesCompared
from app.requests import CompareProfiles, Estimate, Heat
from app.settings import Settings
from tests.gui.fakes import DAMAGED, LOCKED, ROOT, FakeEngine, answer, file_row, hit, library
from tests.gui.test_results import show
from tests.gui.test_search import ask
from tests.gui.test_settings_dialog import COSTS
from tests.gui.test_theme import contrast
from ui.about import AboutDialog
from ui.basics.access import install_roles
from ui.basics.theme import Theme
from ui.basics.tokens import DARK, LIGHT, Tokens
from ui.main_window import MainWindow
from ui.models.addon_dialog import AddonDialog
from ui.models.addons_here import Addons, AddonsHere
from ui.models.models_dialog import ModelsDialog
from ui.models.shelf import Offer
from ui.settings.preferences import Preferences
from ui.settings.settings_dialog import SettingsDialog

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
MARK_CONTRAST = 3.0
"""WCAG 2.2, success criterion 1.4.11: what has to be seen, but not read."""


@pytest.fixture(autouse=True)
def roles() -> None:
    install_roles()


# --- the states that are looked at; each leaves one window to look at


def library_with_results(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    engine.emit(library(file_row("report.pdf"), file_row("costs.pdf"), LOCKED, DAMAGED))
    qtbot.waitUntil(lambda: window.library.model.failures == 2)
    window.library.tree.setCurrentIndex(window.library.model.index_of(ROOT))
    window.page.header.strip.setChecked(True)
    asked = ask(qtbot, window, engine)
    engine.emit(replace(answer(asked.ticket, hit("report", 3), hit("costs", 4)), filters=("type:pdf",)))
    qtbot.waitUntil(lambda: window.page.page is not None and window.filters.shown == ("type:pdf",))
    window.notices.say("The disk is nearly full.", is_problem=True, action=("Look", lambda: None))
    window.add_paths([ROOT])
    engine.emit(Estimated(engine.sent(Estimate)[-1].ticket, 412, 9_812, 960.0, 30_000_000, is_whole=True))
    qtbot.waitUntil(window.estimate.isVisible)
    return window


def welcome(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    window.body.setCurrentWidget(window.welcome)
    return window


def box_on_the_page(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    show(qtbot, window, engine, hit())
    window.page.start_box()
    QTest.keyClick(window.page.canvas, Qt.Key.Key_Right)
    assert window.page.box.box is not None
    return window


def suggestions(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    window.searching.suggesting.show_syntax()
    return window


def status_details(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    window.status.show_details()
    assert window.status._details is not None
    return window.status._details


def failures(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    engine.emit(library(LOCKED, DAMAGED))
    qtbot.waitUntil(lambda: window.library.model.failures == 2)
    window.library.show_failures()
    assert window.library._failures_dialog is not None
    return window.library._failures_dialog


def about(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    dialog = AboutDialog(window)
    dialog.show()
    return dialog


def models(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    dialog = ModelsDialog(window.bridge, window.models, window)
    dialog.shelf.look = lambda: dialog.shelf.listed.emit((Offer("vidore/colSmol-500M", None, 1_000),))  # type: ignore[method-assign]
    dialog.open_beside()
    assert dialog.details.isVisible()
    return dialog


def addon(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    addons = Addons(window)
    addons.here = AddonsHere({}, "/home/ann/addons", False, "cuda", {"cpu": 1_000, "cuda": 5_000})
    dialog = AddonDialog(addons, window)
    dialog.open_for("colvision")
    dialog.consent.setChecked(True)
    addons.progressed.emit("colvision", "Installing the libraries")
    dialog.details.setChecked(True)
    assert dialog.device.isVisible() and dialog.log.isVisible()
    return dialog


@pytest.fixture
def preferences(theme: Theme, tmp_path: Path) -> Iterator[Preferences]:
    preferences = Preferences(Settings(), tmp_path / "settings.json", theme, lambda sentence: None)
    yield preferences
    preferences.end()


def settings(subject: int) -> Callable[[QtBot, MainWindow, FakeEngine, Preferences], QWidget]:
    def opened(qtbot: QtBot, window: MainWindow, engine: FakeEngine, preferences: Preferences) -> QWidget:
        dialog = SettingsDialog(window.bridge, preferences, window._memory, window)
        dialog.open_beside()
        engine.emit(replace(library(file_row("a.pdf")), profile="quality", skipped=("*.tmp",), folder="/home/ann"))
        qtbot.waitUntil(lambda: dialog.library.names.count() == 1)
        dialog.trade.measure.click()
        engine.emit(ProfilesCompared(engine.sent(CompareProfiles)[-1].ticket, 30, 60, COSTS))
        qtbot.waitUntil(lambda: dialog.trade.table.rowCount() == len(COSTS))
        dialog.subjects.setCurrentRow(subject)
        return dialog

    return opened


STATES = (welcome, library_with_results, box_on_the_page, suggestions, status_details, failures, about, models, addon)
SUBJECTS = range(5)


@pytest.fixture(params=[*STATES, *SUBJECTS], ids=lambda it: it.__name__ if callable(it) else f"settings {it}")
def looked_at(
    request: pytest.FixtureRequest, qtbot: QtBot, window: MainWindow, engine: FakeEngine, preferences: Preferences
) -> Iterator[QWidget]:
    """A window in a state, with the keyboard in it."""
    opened = (
        settings(request.param)(qtbot, window, engine, preferences)
        if isinstance(request.param, int)
        else request.param(qtbot, window, engine)
    )
    opened.activateWindow()
    qtbot.waitUntil(opened.isVisible)
    qtbot.wait(20)
    yield opened
    if opened is not window:
        opened.close()


# --- walking


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


# --- what is painted


def test_a_result_says_its_file_its_page_its_line_and_how_it_was_found(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    show(qtbot, window, engine, hit("report", 3), hit("costs", 4))
    results = QAccessible.queryAccessibleInterface(window.results.view)
    assert results.childCount() == 2
    assert results.child(1).text(Text.Name) == "costs.pdf, page 4, found by words, look. Purchases of property"


def test_the_page_says_whose_it_is_and_which_words_are_lit(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    show(qtbot, window, engine, hit())
    page = QAccessible.queryAccessibleInterface(window.page.canvas)
    assert page.role() == Role.Graphic
    assert page.text(Text.Name) == "report.pdf, page 3 of 10"
    assert page.text(Text.Description) == "2 matches; capital; costs"
    window.page.step_match(1)
    assert page.text(Text.Description) == "match 1 of 2; capital"
    window.page.turn(1)
    assert (page.text(Text.Name), page.text(Text.Description)) == ("report.pdf, page 4 of 10", "No match on this page")


def test_the_page_says_that_its_heat_is_shown(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, hit())
    window.page.footer.heat.click()
    qtbot.waitUntil(lambda: bool(engine.sent(Heat)))
    asked = engine.sent(Heat)[-1]
    engine.emit(HeatMap(asked.ticket, asked.page, 2, 2, (bytes(4), bytes([0, 9, 9, 0]))))
    page = QAccessible.queryAccessibleInterface(window.page.canvas)
    qtbot.waitUntil(lambda: page.text(Text.Description) == "2 matches; capital; costs; Heat map")
    window.page.footer.heat.click()
    qtbot.waitUntil(lambda: page.text(Text.Description) == "2 matches; capital; costs")


def test_words_pages_and_box_say_how_they_are(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    window.page.header.strip.setChecked(True)
    box_on_the_page(qtbot, window, engine)
    assert "page 3, answers" in told(window.page.strip)
    window.page.box._set_box((0.25, 0.1, 0.5, 0.4))
    box = QAccessible.queryAccessibleInterface(window.page.box)
    assert box.text(Text.Description) == "from 25 % to 50 % across, from 10 % to 40 % down"
    chip = window.page.chips.chips[0]
    chip.click()
    said = QAccessible.queryAccessibleInterface(chip)
    assert (said.text(Text.Name), said.state().checked) == ("Show only the evidence for capital", True)


def test_the_picture_of_the_trade_says_all_its_figures(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, preferences: Preferences
) -> None:
    dialog = settings(3)(qtbot, window, engine, preferences)
    assert isinstance(dialog, SettingsDialog)
    plot = QAccessible.queryAccessibleInterface(dialog.trade.plot)
    assert plot.role() == Role.Graphic
    for cost in COSTS:
        assert cost.name in plot.text(Text.Description)
    dialog.close()


# --- colours


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_rings_bars_and_dots_stand_out_from_all_they_stand_on(tokens: Tokens) -> None:
    grounds = (tokens.ground, tokens.surface, tokens.raised, tokens.selected)
    assert [ground for ground in grounds if contrast(QColor(tokens.mark), QColor(ground)) < MARK_CONTRAST] == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_ink_is_readable_on_every_ground(tokens: Tokens) -> None:
    unreadable = [
        (ink, ground)
        for ink in ("text", "quiet", "accent_text", "problem")
        for ground in ("ground", "surface", "raised", "selected")
        if contrast(QColor(getattr(tokens, ink)), QColor(getattr(tokens, ground))) < 4.5
    ]
    assert unreadable == []
    assert contrast(QColor(tokens.text), QColor(tokens.line)) >= 4.5, "a button under the mouse"
    assert contrast(QColor(tokens.on_accent), QColor(tokens.accent)) >= 4.5
