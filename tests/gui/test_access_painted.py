"""What is painted can be heard: a screen reader says of it what the eye sees."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from app.events import HeatMap
from app.requests import Heat
from tests.gui.asking import show
from tests.gui.fakes import COSTS, FakeEngine, hit
from tests.gui.heard import told
from tests.gui.states import box_on_the_page, settings
from ui.main_window import MainWindow
from ui.settings.preferences import Preferences
from ui.settings.settings_dialog import SettingsDialog

pytestmark = pytest.mark.usefixtures("roles")
Role, Text = QAccessible.Role, QAccessible.Text


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
