"""How many tests begin: something is asked, and the engine answers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.events import Activity, Estimated, FilesChanged, Progress
from app.requests import Ask, Draw, Estimate
from tests.gui.fakes import DAMAGED, ROOT, FakeEngine, answer, hit
from ui.main_window import MainWindow


def ask(qtbot: QtBot, window: MainWindow, engine: FakeEngine, text: str = "capital costs") -> Ask:
    window.search.edit.setText(text)
    QTest.keyClick(window.search.edit, Qt.Key.Key_Return)
    return engine.sent(Ask)[-1]


def show(qtbot: QtBot, window: MainWindow, engine: FakeEngine, *hits: object) -> None:
    asked = ask(qtbot, window, engine)
    engine.emit(answer(asked.ticket, *hits))  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: window.results.view.hits.hits == hits)


def hear_everything(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    """Have the window say as much as it can at once."""
    show(qtbot, window, engine, hit("report", 1234))
    engine.emit(FilesChanged((DAMAGED,)))
    engine.emit(Progress(Activity.INDEXING, 3, 12, 430, 1000, 21.4, 245.0))
    window.add_paths([ROOT])
    engine.emit(Estimated(engine.sent(Estimate)[-1].ticket, 412, 9_812, 960.0, 30_000_000, is_whole=True))
    qtbot.waitUntil(lambda: window.estimate.isVisible() and window.library._failures.isVisible())
    window.library.tree.setCurrentIndex(window.library.model.index_of(ROOT))


def sharp(engine: FakeEngine) -> list[Draw]:
    return [draw for draw in engine.sent(Draw) if not draw.thumbnail]
