"""The window in German."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialogButtonBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.asking import hear_everything
from tests.gui.catalogue import entries
from tests.gui.fakes import FakeEngine
from tests.gui.seen import SCREEN, clipped
from tests.gui.states import settings
from ui.basics import figures
from ui.basics.theme import Theme
from ui.commands import commands
from ui.main_window import MainWindow
from ui.settings.preferences import Preferences
from ui.settings.settings_dialog import SettingsDialog


@pytest.fixture
def german_window(german: None, request: pytest.FixtureRequest) -> MainWindow:
    """A window that was made after the language was chosen."""
    window = request.getfixturevalue("window")
    assert isinstance(window, MainWindow)
    return window


def texts(widget: QWidget) -> set[str]:
    """Return all that a widget and those in it say, seen or heard."""
    found: set[str] = set()
    for part in (widget, *widget.findChildren(QWidget)):
        found |= {part.toolTip(), part.accessibleName(), part.windowTitle()}
        if isinstance(part, QAbstractButton | QLabel):
            found.add(part.text())
        if isinstance(part, QLineEdit):
            found.add(part.placeholderText())
        if isinstance(part, QComboBox):
            found |= {part.itemText(row) for row in range(part.count())}
    return found | {action.text() for action in widget.findChildren(QAction)}


def english_left(widget: QWidget) -> set[str]:
    """Return what a widget says in English although there is German for it."""
    german = {said for _, _, said, _ in entries()}
    return texts(widget) & {english for _, english, said, _ in entries() if said != english} - german


def test_the_window_speaks_german(qtbot: QtBot, german_window: MainWindow, engine: FakeEngine) -> None:
    hear_everything(qtbot, german_window, engine)
    assert {
        "In Ihren Seiten suchen",
        "Bibliothek",
        "Dateien hinzufügen …",
        "412 Dateien, etwa 9.800 Seiten: 16 min, 30 MB mit dem eingebauten Modell",
        "1 Datei konnte nicht gelesen werden",
        "Seite 1.234 von 1.234",
        "Hier anhalten (Strg+P)",
        "Einstellungen …",
    } <= texts(german_window)
    german_window.status.show_details()
    german_window.searching.suggesting.show_syntax()
    assert english_left(german_window) == set()
    german_window.library.show_failures()
    german_window.show_models()
    for dialog in (german_window.library._failures_dialog, german_window._models_dialog):
        assert dialog is not None and english_left(dialog) == set()
        dialog.close()


def test_nothing_that_is_shown_is_left_in_english(german: None, looked_at: QWidget) -> None:
    calls_itself_so = {"English"} if isinstance(looked_at, SettingsDialog) else set()
    assert english_left(looked_at) == calls_itself_so


def test_the_settings_speak_german(
    qtbot: QtBot, german_window: MainWindow, engine: FakeEngine, preferences: Preferences
) -> None:
    dialog = settings(0)(qtbot, german_window, engine, preferences)
    assert dialog.windowTitle() == "Einstellungen"
    assert "Wie das System" in texts(dialog)
    dialog.close()


def test_figures_are_written_as_germans_do(german: None) -> None:
    assert figures.pages(12_345) == "12.345 Seiten"
    assert figures.exact_size(8_900.0) == "8.900 Byte" and figures.rate(1.5) == "1,5 Seiten/s"
    assert figures.exact_percent(0.985) == "98,5 %"
    assert figures.duration(260_000.0) == "3 Tage"


def test_buttons_of_standard_dialogs_and_keys_are_named_in_german(german: None, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"
    assert QKeySequence("Ctrl+Shift+O").toString(QKeySequence.SequenceFormat.NativeText) == "Strg+Umschalt+O"


def test_keys_do_the_same_in_german(german_window: MainWindow) -> None:
    expected = {
        QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
        for _, section in commands(german_window)
        for command in section
        for key in command.keys
    }
    found = {key for action in german_window.actions() for key in action.shortcuts()}
    assert expected <= found and len(expected) > 25


@pytest.mark.parametrize("percent", [100, 200])
def test_german_fits(qtbot: QtBot, theme: Theme, german_window: MainWindow, engine: FakeEngine, percent: int) -> None:
    try:
        theme.scale_text(percent)
        hear_everything(qtbot, german_window, engine)
        german_window.resize(*SCREEN)
        needed = german_window.minimumSizeHint()
        assert (needed.width() <= SCREEN[0], needed.height() <= SCREEN[1]) == (True, True)
        for part in (german_window.estimate, german_window.library, german_window.status):
            assert clipped(part) == []
    finally:
        theme.scale_text(100)
