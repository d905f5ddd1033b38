"""What the engine says, in German: every sentence is known, recognised and shown so."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.events import EngineLost, Event, Failed, Notice, Results
from app.requests import AddPaths
from app.rows import ModelRow, ModelStage
from indexer.errors import ExpectedError
from installer import translations
from tests.documents import write_pdf
from tests.gui.asking import ask
from tests.gui.catalogue import entries
from tests.gui.fakes import FakeEngine
from tests.inline_engine import InlineEngine
from ui.basics import engine_words
from ui.basics.engine_words import PLACE, TEMPLATES, said
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.models.addons_here import Addons
from ui.models.model_details import ModelDetails
from ui.models.model_words import Choice

LISTED = TEMPLATES.read_text(encoding="utf-8").splitlines()
GERMAN = {english: german for context, english, german, _ in entries() if context == "Engine"}
SENTENCES = [text for text in LISTED if PLACE.search(text) or text.endswith(".")]
# Names, numbers and reasons, in which no piece of a sentence is found by chance.
VALUES = st.text(alphabet="abÄßZ09 -_/()", min_size=1, max_size=30)
PROPERTY = settings(
    deadline=None, max_examples=200, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SOURCE = '''
"""A docstring is for those who read the code."""
KEPT = "It is kept."
def work(name, on_step, pages):
    log.error("The log is read by nobody.")
    on_step("Working")
    who = name if name else "Somebody"
    if not pages:
        raise ValueError("There is no page. That is a mistake of ours.")
    said = f"{who} found {pages:,} pages." + (" They are new." if pages > 3 else "")
    raise ExpectedError(
        f"{name} is gone: "
        f"look for {', '.join(pages)!r}"
    )
'''


@pytest.fixture
def german_window(german: None, request: pytest.FixtureRequest) -> MainWindow:
    """A window with nothing in it that was made after the language was chosen."""
    window = request.getfixturevalue("empty_window")
    assert isinstance(window, MainWindow)
    return window


@pytest.fixture
def inline(tmp_path: Path) -> Iterator[InlineEngine]:
    inline = InlineEngine(tmp_path / "library")
    yield inline
    inline.engine.close()


# --- what is gathered


def test_the_list_is_what_the_engine_says() -> None:
    assert translations.engine_texts() == LISTED, "python installer/translations.py brings the list up to date"
    assert len(LISTED) > 150 and GERMAN.keys() == set(LISTED)


def test_sentences_and_what_stands_in_them_are_gathered() -> None:
    assert sorted(translations.texts_in(ast.parse(SOURCE))) == [
        "It is kept.",
        "Somebody",
        "They are new.",
        "Working",
        "{0} found {1} pages.",
        "{0} is gone: look for {1}",
    ]


# --- how it is recognised


def test_in_english_nothing_is_done(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_words, "_said", None)
    assert said("a.pdf is empty.") == "a.pdf is empty."


@PROPERTY
@given(st.sampled_from(SENTENCES), st.lists(VALUES, min_size=4, max_size=4))
def test_a_sentence_comes_back_in_german_with_what_was_filled_in(german: None, english: str, values: list[str]) -> None:
    assert said(english.format(*values)) == GERMAN[english].format(*values)


@PROPERTY
@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=3), st.lists(VALUES, min_size=4, max_size=4))
def test_sentences_may_follow_each_other(german: None, english: list[str], values: list[str]) -> None:
    assume(all(each.endswith(".") for each in english))
    expected = " ".join(GERMAN[each].format(*values) for each in english)
    assert said(" ".join(each.format(*values) for each in english)) == expected


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("a.pdf is damaged.", "a.pdf ist beschädigt."),
        ("a.pdf is damaged or not a PDF.", "a.pdf ist beschädigt oder kein PDF."),
        ("This is. damaged.pdf is locked with a password.", "This is. damaged.pdf ist mit einem Passwort gesperrt."),
        ("a.pdf could not be opened (permission denied).", "a.pdf konnte nicht geöffnet werden (Zugriff verweigert)."),
        (
            "This document cannot be reached now, so its pages cannot be shown.",
            "Dieses Dokument ist derzeit nicht erreichbar, daher können die Seiten nicht gezeigt werden.",
        ),
        ("Page 3: a.pdf was not read.", "Seite 3: a.pdf wurde nicht gelesen."),
        ("Installing the libraries", "Die Programmbibliotheken werden installiert"),
        ("No good match for “{x} \n 5 %”.", "Kein guter Treffer für „{x} \n 5 %“."),
        ("Nobody knows a.pdf. a.pdf is damaged", "Nobody knows a.pdf. a.pdf is damaged"),
        ("Thai", "Thailändisch"),
        ("Thai food is damaged.", "Thai food ist beschädigt."),
        ("", ""),
    ],
)
def test_the_more_literal_sentence_is_meant(german: None, english: str, expected: str) -> None:
    assert said(english) == expected


def test_a_text_is_translated_in_less_than_a_millisecond(german: None) -> None:
    texts = [text.format(*(f"{name} {number}.pdf" for name in "abcd")) for text in SENTENCES for number in range(5)]
    said(texts[0])
    began = time.process_time()
    for text in texts:
        said(text)
    assert time.process_time() - began < 1e-3 * len(texts)


# --- how it is shown


def test_what_the_engine_tells_is_heard_in_german(
    german: None, qtbot: QtBot, bridge: Bridge, engine: FakeEngine
) -> None:
    heard: list[str] = []
    signals = (bridge.results_arrived, bridge.request_failed, bridge.notice_given, bridge.engine_lost)
    for signal in signals:
        signal.connect(lambda event: heard.append(event.sentence))
    engine.emit(Results(1, "x", (), (), 1.0, "No file fits in:x."))
    engine.emit(Failed(2, "x.txt has to end with .pdf or .csv."))
    engine.emit(Notice("/x does not exist.", is_problem=True))
    engine.emit(Notice("Was schon deutsch ist, bleibt."))
    engine.emit(EngineLost("The library could not be opened.", restarting=False))
    qtbot.waitUntil(lambda: len(heard) == 5)
    assert heard == [
        "Keine Datei passt zu in:x.",
        "x.txt muss auf .pdf oder .csv enden.",
        "/x gibt es nicht.",
        "Was schon deutsch ist, bleibt.",
        "Die Bibliothek konnte nicht geöffnet werden.",
    ]


def test_what_fails_beside_the_window_is_told_in_german(german: None, qtbot: QtBot) -> None:
    def fail() -> None:
        raise ExpectedError("The add-on clip is not installed.")

    addons = Addons()
    with qtbot.waitSignal(addons.failed) as failed:
        addons._start("clip", fail, "removed")
    addons.close()
    assert failed.args == ["clip", "Die Erweiterung clip ist nicht installiert."]


def test_why_a_model_failed_is_told_in_german(german: None, qtbot: QtBot) -> None:
    details = ModelDetails()
    qtbot.addWidget(details)
    sentence = "col has stopped, most likely for lack of memory. Pages are still found in all other ways."
    choice = Choice("col", row=ModelRow("col", "key", ModelStage.FAILED, sentence=sentence))
    details.show_choice(choice, 10, "", "", is_memory_short=False, is_stopped=False, lacks_addon=False)
    assert details.problem.text() == (
        "col wurde beendet, höchstwahrscheinlich aus Mangel an Arbeitsspeicher. "
        "Seiten werden weiterhin auf alle anderen Arten gefunden."
    )


def test_a_german_window_says_in_german_what_the_engine_says(
    qtbot: QtBot, german_window: MainWindow, engine: FakeEngine, inline: InlineEngine, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    write_pdf(folder / "ferries.pdf", ["Ferries leave at noon."])
    write_pdf(folder / "locked.pdf", ["Nobody reads this."], password="secret")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    (folder / "empty.png").touch()
    window = german_window

    def hear(events: list[Event]) -> None:
        for event in events:
            engine.emit(event)

    def answer(text: str) -> str:
        asked = ask(qtbot, window, engine, text)
        hear(inline.do(asked))
        results = window.results
        qtbot.waitUntil(lambda: results._shown is not None and results._shown.ticket == asked.ticket)
        return results._note.text() or results._hint.sentence

    hear(inline.do(AddPaths((str(folder), str(tmp_path / "gone")))))
    qtbot.waitUntil(lambda: window.library._failures.isVisible())
    assert window.notices.bars()[0].sentence == f"{tmp_path / 'gone'} gibt es nicht."
    window.library.tree.setCurrentIndex(window.library.model.index_of(str(folder / "locked.pdf")))
    assert window.library._sentence.text() == "locked.pdf ist mit einem Passwort gesperrt."
    window.library.show_failures()
    dialog = window.library._failures_dialog
    assert dialog is not None
    reasons = [dialog.model.data(dialog.model.index(row, 1)) for row in range(dialog.model.rowCount())]
    assert sorted(map(str, reasons)) == [
        "broken.pdf ist beschädigt oder kein PDF. Sobald die Datei ersetzt wird, wird es erneut versucht.",
        "empty.png ist leer. Sobald die Datei ersetzt wird, wird es erneut versucht.",
        "locked.pdf ist mit einem Passwort gesperrt.",
    ]
    dialog.close()
    assert answer("zebra crossings") == "Kein guter Treffer für „zebra crossings“. Diese Seiten kommen dem am nächsten."
    assert answer("ferries before:soon") == (
        "before:soon ist kein Datum und wurde daher ausgelassen. Versuchen Sie before:2024 oder before:2024-03-15."
    )
    assert answer("ferries in:nowhere") == "Keine Datei passt zu in:nowhere."
