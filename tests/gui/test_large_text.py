"""Text of twice the usual size, on a small screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.events import Activity, Estimated, FilesChanged, Progress
from app.requests import Estimate
from tests.gui.fakes import DAMAGED, ROOT, FakeEngine, hit
from tests.gui.test_results import show
from ui.basics.icons import SIZE_PX
from ui.basics.theme import Theme
from ui.library.failures_dialog import FailuresDialog
from ui.main_window import MainWindow
from ui.models.model_details import ModelDetails

SCREEN = (1024, 768)


@pytest.fixture(autouse=True)
def twice_as_large(theme: Theme) -> Iterator[None]:
    theme.scale_text(200)
    yield
    theme.scale_text(100)


def clipped(widget: QWidget) -> list[str]:
    """Return what the buttons and labels in a widget say that have less room than they need."""
    parts: list[QAbstractButton | QLabel] = [*widget.findChildren(QAbstractButton), *widget.findChildren(QLabel)]
    parts = [part for part in parts if part.isVisibleTo(widget) and part.text()]
    return [
        part.text()
        for part in parts
        if part.width() < part.minimumSizeHint().width() or part.height() < part.minimumSizeHint().height()
    ]


def test_the_window_still_fits_a_small_screen(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, hit())
    engine.emit(FilesChanged((DAMAGED,)))
    engine.emit(Progress(Activity.INDEXING, 3, 12, 430, 1000, 21.4, 245.0))
    window.add_paths([ROOT])
    engine.emit(Estimated(engine.sent(Estimate)[-1].ticket, 412, 9_812, 960.0, 30_000_000, is_whole=True))
    qtbot.waitUntil(lambda: window.estimate.isVisible() and window.library._failures.isVisible())
    window.library.tree.setCurrentIndex(window.library.model.index_of(ROOT))
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
