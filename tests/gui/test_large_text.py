"""Text of twice the usual size, on a small screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.gui.asking import hear_everything
from tests.gui.fakes import ROOT, FakeEngine
from tests.gui.seen import SCREEN, clipped
from ui.basics.icons import SIZE_PX
from ui.basics.theme import Theme
from ui.library.failures_dialog import FailuresDialog
from ui.main_window import MainWindow
from ui.models.model_details import ModelDetails


@pytest.fixture(autouse=True)
def twice_as_large(theme: Theme) -> Iterator[None]:
    theme.scale_text(200)
    yield
    theme.scale_text(100)


def test_the_window_still_fits_a_small_screen(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    hear_everything(qtbot, window, engine)
    window.resize(*SCREEN)
    qtbot.wait(50)
    needed = window.minimumSizeHint()
    assert (needed.width() <= SCREEN[0], needed.height() <= SCREEN[1]) == (True, True)
    for part in (window.estimate, window.library, window.status, window.search, window.results, window.page):
        assert clipped(part) == []
    assert len(window.page.header.name.text()) > 5, "a name that is cut can still be told from others"


def test_icons_are_as_high_as_the_text_beside_them(window: MainWindow) -> None:
    assert window._menu_button.iconSize().height() > 1.5 * SIZE_PX


def test_the_list_of_failures_has_room_for_its_buttons(qtbot: QtBot, window: MainWindow) -> None:
    window.library.show_failures()
    dialog = window.library._failures_dialog
    assert isinstance(dialog, FailuresDialog)
    dialog.resize(700, 440)
    qtbot.wait(20)
    assert clipped(dialog) == []
    dialog.close()


def test_signs_in_the_search_field_grow_with_its_text(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, theme: Theme
) -> None:
    window.filters.show_filters(("type:pdf",))
    window.search.show_scope((ROOT,))
    chips = [*window.filters.findChildren(QAbstractButton), window.search._scope]
    large = [chip.iconSize().height() for chip in chips]
    theme.scale_text(100)
    qtbot.wait(20)
    assert all(chip.iconSize().height() < before for chip, before in zip(chips, large, strict=True))
    assert window.search.edit.x() < 2 * SIZE_PX + 16


def test_the_buttons_of_a_model_have_room_for_their_words(qtbot: QtBot, window: MainWindow) -> None:
    details = ModelDetails()
    qtbot.addWidget(details)
    details.resize(420, 600)
    details.show()
    for button in (details.use, details.remove):
        button.show()
    qtbot.wait(20)
    assert clipped(details) == []
    assert details.use.y() < details.remove.y(), "one below the other"
