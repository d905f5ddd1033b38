"""The language of the window: its own sentences, Qt's in standard dialogs, and how numbers are written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.settings import Language

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "translations"
NAMES = {"en": "English", "de": "Deutsch"}
"""What each language calls itself."""


def speak(application: QCoreApplication, choice: Language) -> None:
    """Say everything from now on in the language that was chosen; what is on the screen stays as it is."""
    system = QLocale.system()
    language = resolve(choice, system.uiLanguages())
    # Numbers stay as they are written in the person's country, unless that speaks another language than they chose.
    if choice not in ("system", _code(system.name())):
        QLocale.setDefault(QLocale(choice))
    if language == "en":
        return
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{language}", qt), (f"pagelight_{language}", str(FOLDER))):
        translator = QTranslator(application)
        # Qt's own sentences may not be shipped; they stay English then.
        if translator.load(name, folder):
            application.installTranslator(translator)


def resolve(choice: Language, preferred: Sequence[str]) -> str:
    """Return the code of the language that was chosen: of those there are, the first that the system prefers.

    preferred: as Qt names them, the dearest first: "de-AT", "en".
    """
    if choice != "system":
        return choice
    known = get_args(Language)
    return next((code for name in preferred if (code := _code(name)) in known), "en")


def _code(name: str) -> str:
    return name.replace("_", "-").partition("-")[0].lower()
