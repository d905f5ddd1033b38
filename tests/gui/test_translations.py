"""The window in German, and from right to left."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale, QSettings, Qt, QTranslator
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app import settings
from app.events import Activity, Estimated, FilesChanged, Progress
from app.requests import Estimate
from app.settings import Language, Settings
from installer import translations
from tests.gui.fakes import DAMAGED, ROOT, FakeEngine, file_row, hit, library
from tests.gui.test_large_text import SCREEN, clipped
from tests.gui.test_results import show
from ui.basics import figures
from ui.basics.flow import FlowLayout
from ui.basics.language import FOLDER, resolve, speak
from ui.basics.theme import Theme
from ui.bridge import Bridge
from ui.commands import commands
from ui.main_window import MainWindow
from ui.settings.preferences import Preferences
from ui.settings.settings_dialog import SettingsDialog

CATALOGUE = FOLDER / "pagelight_de.ts"
PLACEHOLDER = re.compile(r"\{\w+\}")
START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
import ui.application
from app.settings import Settings
def say(*_):
    print(QCoreApplication.translate("Menu", "Quit"))
    sys.exit()
ui.application.Desk = say
ui.application.run(Path(sys.argv[1]), settings=Settings())
"""


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    before, there = QLocale(), set(qapp.findChildren(QTranslator))
    speak(qapp, "de")
    yield
    for translator in set(qapp.findChildren(QTranslator)) - there:
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)


@pytest.fixture
def german_window(german: None, request: pytest.FixtureRequest) -> MainWindow:
    """A window that was made after the language was chosen."""
    window = request.getfixturevalue("window")
    assert isinstance(window, MainWindow)
    return window


@pytest.fixture
def preferences(theme: Theme, tmp_path: Path) -> Iterator[Preferences]:
    preferences = Preferences(Settings(), tmp_path / "settings.json", theme, lambda sentence: None)
    yield preferences
    preferences.end()


@pytest.fixture
def dialog(bridge: Bridge, preferences: Preferences, memory: QSettings, qtbot: QtBot) -> Iterator[SettingsDialog]:
    dialog = SettingsDialog(bridge, preferences, memory)
    qtbot.addWidget(dialog)
    dialog.open_beside()
    yield dialog
    dialog.close()


@pytest.fixture
def from_right_to_left(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def entries() -> list[tuple[str, str, str, bool]]:
    """Return context, English, German and whether that is finished, of all sentences."""
    found = []
    for context in ElementTree.parse(CATALOGUE).getroot().iter("context"):
        for message in context.iter("message"):
            said = message.find("translation")
            assert said is not None
            is_finished = said.get("type") is None and bool(said.text)
            english = message.findtext("source", "")
            found.append((context.findtext("name", ""), english, said.text or "", is_finished))
    return found


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


def hear_everything(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    """Have the window say as much as it can at once."""
    show(qtbot, window, engine, hit("report", 1234))
    engine.emit(FilesChanged((DAMAGED,)))
    engine.emit(Progress(Activity.INDEXING, 3, 12, 430, 1000, 21.4, 245.0))
    window.add_paths([ROOT])
    engine.emit(Estimated(engine.sent(Estimate)[-1].ticket, 412, 9_812, 960.0, 30_000_000, is_whole=True))
    qtbot.waitUntil(lambda: window.estimate.isVisible() and window.library._failures.isVisible())
    window.library.tree.setCurrentIndex(window.library.model.index_of(ROOT))


# --- the catalogue


def test_every_sentence_is_translated_with_the_same_places_to_fill() -> None:
    found = entries()
    assert len(found) > 300
    assert [english for _, english, _, is_finished in found if not is_finished] == []
    filled = [(english, german) for _, english, german, _ in found]
    assert [
        pair for pair in filled if sorted(PLACEHOLDER.findall(pair[0])) != sorted(PLACEHOLDER.findall(pair[1]))
    ] == []


@pytest.mark.skipif(not (translations.TOOLS / "lupdate").exists(), reason="Qt's lupdate is not installed")
def test_the_catalogue_is_up_to_date_with_the_sources(tmp_path: Path) -> None:
    copy = tmp_path / CATALOGUE.name
    copy.write_bytes(CATALOGUE.read_bytes())
    translations.update(copy)
    said = "python installer/translations.py brings it up to date, and says what is to be translated then"
    assert copy.read_text(encoding="utf-8") == CATALOGUE.read_text(encoding="utf-8"), said


def test_what_the_window_reads_is_what_was_translated(qapp: QApplication) -> None:
    translator = QTranslator()
    assert translator.load(CATALOGUE.stem, str(FOLDER))
    packed = [(context, english, translator.translate(context, english)) for context, english, _, _ in entries()]
    assert packed == [(context, english, german) for context, english, german, _ in entries()]


def test_everything_that_is_asked_for_is_in_the_catalogue(repository: Path) -> None:
    """What the tool overlooks, such as a sentence that is put together before it is translated, stays English."""
    known = {(context, english) for context, english, _, _ in entries()}
    wanting = []
    for source in sorted((repository / "ui").rglob("*.py")):
        for call in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            given = [part.value for part in call.args if isinstance(part, ast.Constant)]
            is_known = (
                any(given[:1] == [english] for _, english in known) if name == "tr" else tuple(given[:2]) in known
            )
            if name in ("tr", "translate") and not is_known:
                wanting.append(f"{source.name}:{call.lineno}")
    assert wanting == []


# --- which language


@pytest.mark.parametrize(
    ("choice", "preferred", "language"),
    [
        ("system", ["de-AT", "de", "en-GB"], "de"),
        ("system", ["en-US", "de-DE"], "en"),
        ("system", ["fr-FR", "de-CH"], "de"),
        ("system", ["C"], "en"),
        ("system", [], "en"),
        ("de", ["en-US"], "de"),
        ("en", ["de-DE"], "en"),
    ],
)
def test_the_language_is_the_one_chosen_or_the_first_that_the_system_prefers(
    choice: Language, preferred: list[str], language: str
) -> None:
    assert resolve(choice, preferred) == language


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep their language elsewhere")
def test_a_start_on_a_german_system_speaks_german(repository: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    told = subprocess.run(
        [sys.executable, "-c", START, str(tmp_path)],
        cwd=repository,
        env={**environment, "LANG": "de_DE.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert told.stdout.split() == ["Beenden"]


def test_the_language_is_chosen_in_the_settings_for_the_next_start(
    dialog: SettingsDialog, preferences: Preferences, tmp_path: Path
) -> None:
    page = dialog.appearance
    assert [page.language.itemText(row) for row in range(3)] == ["Like the system", "English", "Deutsch"]
    assert not page.later.isVisible()
    page.language.setCurrentText("Deutsch")
    assert page.later.isVisible() and "next start" in page.later.text()
    assert dialog.windowTitle() == "Settings"
    preferences.end()
    assert settings.load(tmp_path / "settings.json") == (Settings(language="de"), "")


# --- the window in German


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


def test_the_settings_speak_german(german: None, request: pytest.FixtureRequest, engine: FakeEngine) -> None:
    dialog: SettingsDialog = request.getfixturevalue("dialog")
    engine.emit(library(file_row("a.pdf")))
    assert dialog.windowTitle() == "Einstellungen"
    assert "Wie das System" in texts(dialog) and english_left(dialog) == {"English"}, "which calls itself so"


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


# --- from right to left


def test_the_window_is_mirrored(
    from_right_to_left: None, request: pytest.FixtureRequest, qtbot: QtBot, engine: FakeEngine
) -> None:
    window: MainWindow = request.getfixturevalue("window")
    hear_everything(qtbot, window, engine)
    assert window.library.x() > window.results.x() > window.page.x()
    bars = (window.search, window.status, window.page.header, window.page.footer, window.library, window.estimate)
    for bar in bars:
        parts = bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        places = [part.geometry() for part in parts if part.isVisible()]
        assert [pair for pair in combinations(places, 2) if pair[0].intersects(pair[1])] == []


def test_a_line_of_buttons_begins_at_the_right(from_right_to_left: None, qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(8)
    holder.setLayout(flow)
    for name in ("first", "second"):
        flow.addWidget(QPushButton(name))
    holder.resize(400, 80)
    holder.show()
    first, second = flow.widgets()
    assert first.geometry().right() == holder.rect().right() and second.geometry().right() < first.x()


def test_rows_are_painted_the_other_way_round(
    from_right_to_left: None, request: pytest.FixtureRequest, qtbot: QtBot, engine: FakeEngine
) -> None:
    window: MainWindow = request.getfixturevalue("window")
    tree = window.library.tree
    row = tree.visualRect(window.library.model.index_of(f"{ROOT}/costs.pdf"))
    picture = tree.viewport().grab(row).toImage()
    paper = picture.pixelColor(picture.width() // 2, 0)
    inked = [
        x
        for x in range(picture.width())
        if any(picture.pixelColor(x, y) != paper for y in range(4, picture.height() - 4))
    ]
    assert inked[-1] > 0.9 * picture.width(), "the sign stands at the right"
    assert inked[0] > picture.width() / 3, "a short name leaves the left empty"
