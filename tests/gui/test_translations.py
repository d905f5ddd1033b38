"""Every sentence of the window has its German one, and the language is the one that a person reads."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from app.settings import Language
from installer import translations
from tests.gui.catalogue import CATALOGUE, entries
from ui.basics.language import FOLDER, resolve

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


# --- the catalogue ---


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
            if name == "tr":
                is_known = any(given[:1] == [english] for _, english in known)
            else:
                # What the engine says is gathered from its own sources.
                is_known = tuple(given[:2]) in known or given == ["Engine"]
            if name in ("tr", "translate") and not is_known:
                wanting.append(f"{source.name}:{call.lineno}")
    assert wanting == []


# --- which language ---


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
