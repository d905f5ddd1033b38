"""Searching by a picture: dropped, pasted or picked, with and without words, and what the answers look like."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.events import Failed, FilesChanged
from app.requests import (
    AddPaths,
    Ask,
    Cancel,
    Estimate,
    Piece,
)
from tests.gui.fakes import FakeEngine, answer, file_row, hit
from ui.main_window import MainWindow

MANY = tuple(hit(f"document {number}", number + 1) for number in range(60))


@pytest.fixture
def photo(tmp_path: Path) -> str:
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    path = str(tmp_path / "a photo.png")
    assert image.save(path)
    return path


def holding(*paths: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return mime


def drop_on_field(window: MainWindow, mime: QMimeData) -> bool:
    """Drag something over the search field and let it go; returns whether the rest of the window was covered."""
    place, copy = QPoint(200, 15), Qt.DropAction.CopyAction
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window.search, QDragEnterEvent(place, copy, mime, button, key))
    covered = window.drop.isVisible()
    QApplication.sendEvent(window.search, QDropEvent(QPointF(place), copy, mime, button, key))
    return covered


def chip_colour(window: MainWindow) -> QColor:
    image = window.search.chip.picture.pixmap().toImage()
    return QColor(image.pixel(image.width() // 2, image.height() // 2))


def test_a_picture_dropped_on_the_field_is_searched_by(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, photo: str
) -> None:
    assert not drop_on_field(window, holding(photo))
    asked = engine.sent(Ask)[-1]
    assert (asked.text, asked.piece) == ("", Piece(photo))
    assert engine.sent(AddPaths) == []
    assert window.search.chip.isVisible()
    assert window.search.chip.toolTip() == "a photo.png"
    qtbot.waitUntil(lambda: chip_colour(window) == QColor("red"))


@pytest.mark.parametrize("names", [("report.pdf",), ("one.png", "two.png")])
def test_anything_else_dropped_on_the_field_is_added_to_the_library(
    window: MainWindow, engine: FakeEngine, tmp_path: Path, names: tuple[str, ...]
) -> None:
    paths = tuple(str(tmp_path / name) for name in names)
    assert drop_on_field(window, holding(*paths))
    assert [estimate.paths for estimate in engine.sent(Estimate)] == [paths]
    assert engine.sent(Ask) == []


def test_the_search_field_stays_free_while_files_are_held_over_the_window(window: MainWindow, photo: str) -> None:
    place, copy = QPoint(300, 300), Qt.DropAction.CopyAction
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    # The event does not keep what is held alive.
    held = holding(photo)
    QApplication.sendEvent(window, QDragEnterEvent(place, copy, held, button, key))
    field = window.search.rect().translated(window.search.mapTo(window, QPoint(0, 0)))
    assert window.drop.isVisible()
    assert not window.drop.geometry().intersects(field)


def test_words_and_picture_are_asked_together_and_removing_the_picture_asks_again(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, photo: str
) -> None:
    drop_on_field(window, holding(photo))
    QTest.keyClicks(window.search.edit, "round stamp")
    qtbot.waitUntil(lambda: engine.sent(Ask)[-1].text == "round stamp")
    assert engine.sent(Ask)[-1].piece == Piece(photo)
    window.search.chip.remove_button.click()
    assert (engine.sent(Ask)[-1].text, engine.sent(Ask)[-1].piece) == ("round stamp", None)
    assert not window.search.chip.isVisible()


def test_backspace_in_an_empty_field_removes_the_picture(window: MainWindow, engine: FakeEngine, photo: str) -> None:
    drop_on_field(window, holding(photo))
    asked = engine.sent(Ask)[-1]
    QTest.keyClick(window.search.edit, Qt.Key.Key_Backspace)
    assert not window.search.chip.isVisible()
    assert engine.sent(Cancel)[-1].tickets == (asked.ticket,)


def test_escape_takes_words_and_picture_away(qtbot: QtBot, window: MainWindow, engine: FakeEngine, photo: str) -> None:
    drop_on_field(window, holding(photo))
    engine.emit(answer(engine.sent(Ask)[-1].ticket, hit()))
    qtbot.waitUntil(lambda: bool(window.results.view.hits.hits))
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.search.is_asking
    assert window.results.view.hits.hits == ()


def paste(window: MainWindow, colour: str = "blue", width_px: int = 40, height_px: int = 30) -> None:
    image = QImage(width_px, height_px, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(window.search.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_pasted_picture_is_a_file_until_the_window_ends(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    paste(window)
    assert window.search.chip.isVisible() and window.search.is_asking
    assert chip_colour(window) == QColor("blue"), "it is shown before it is a file"
    assert engine.sent(Ask) == [], "nothing could read it yet"
    qtbot.waitUntil(lambda: len(engine.sent(Ask)) == 1)
    piece = engine.sent(Ask)[-1].piece
    assert piece is not None
    kept = QImage(piece.path)
    assert (kept.width(), kept.height(), kept.pixelColor(5, 5)) == (40, 30, QColor("blue"))
    window.end()
    assert not Path(piece.path).parent.exists()


def test_words_typed_meanwhile_wait_for_the_pasted_picture(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    paste(window, width_px=2000, height_px=2000)
    QTest.keyClicks(window.search.edit, "round stamp")
    QTest.keyClick(window.search.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(engine.sent(Ask)))
    assert [(ask.text, ask.piece is None) for ask in engine.sent(Ask)] == [("round stamp", False)]


def test_a_pasted_picture_that_was_taken_away_or_replaced_is_not_asked_about(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    paste(window, "blue")
    window.search.chip.remove_button.click()
    paste(window, "red")
    paste(window, "green")
    qtbot.waitUntil(lambda: bool(engine.sent(Ask)))
    pieces = [ask.piece for ask in engine.sent(Ask)]
    assert [QImage(piece.path).pixelColor(5, 5) for piece in pieces if piece] == [QColor("green")]


def test_a_huge_pasted_picture_does_not_hold_up_the_window(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    image = QImage(12_000, 9_000, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    image.setPixelColor(5_999, 4_501, QColor("black"))
    held = QMimeData()
    held.setImageData(image)
    # Of this thread alone: what else the machine does is not the window's doing.
    begin = time.thread_time()
    drop_on_field(window, held)
    assert time.thread_time() - begin < 0.1
    qtbot.waitUntil(lambda: bool(engine.sent(Ask)), timeout=20_000)
    piece = engine.sent(Ask)[-1].piece
    assert piece is not None
    kept = QImage(piece.path)
    assert (kept.width(), kept.height()) == (4_000, 3_000)
    darkest = min(range(1_990, 2_010), key=lambda x: kept.pixelColor(x, 1_500).lightness())
    assert darkest == 1_999, "nothing is moved where two strips meet"


def test_a_picture_that_cannot_be_written_says_so(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "gone"))
    paste(window)
    qtbot.waitUntil(window.notices.isVisible)
    assert window.notices.findChildren(QLabel)[0].text() == (
        f"This picture could not be written to {tmp_path / 'gone'}. Make room there and try again."
    )
    assert not window.search.chip.isVisible() and not window.search.is_asking
    assert engine.sent(Ask) == []
    monkeypatch.undo()
    paste(window)
    qtbot.waitUntil(lambda: bool(engine.sent(Ask)))


def test_pasted_words_stay_words_even_with_a_picture_of_them(window: MainWindow, engine: FakeEngine) -> None:
    mime = QMimeData()
    mime.setText("capital costs")
    mime.setImageData(QImage(40, 30, QImage.Format.Format_RGB32))
    QGuiApplication.clipboard().setMimeData(mime)
    QTest.keyClick(window.search.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.search.text == "capital costs"
    assert not window.search.chip.isVisible()


def test_a_picture_can_be_picked(qtbot: QtBot, window: MainWindow, engine: FakeEngine, photo: str) -> None:
    window.search.picture_button.click()
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.filesSelected.emit([photo])
    dialog.close()
    assert engine.sent(Ask)[-1].piece == Piece(photo)


def test_what_to_know_about_an_answer_stands_above_it_or_in_its_place(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, photo: str
) -> None:
    drop_on_field(window, holding(photo))
    told = replace(answer(engine.sent(Ask)[-1].ticket), sentence="No words can be read in this picture.")
    engine.emit(told)
    qtbot.waitUntil(lambda: window.results._hint._title.text() == "No words can be read in this picture.")
    assert window.results._hint.isVisible() and not window.results._note.isVisible()
    engine.emit(replace(told, hits=(hit(),)))
    qtbot.waitUntil(lambda: window.results.view.isVisible())
    assert window.results._note.isVisible()
    assert window.results._note.text() == "No words can be read in this picture."


def test_what_is_found_at_once_is_shown_and_the_rest_comes_in_without_a_jump(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, photo: str
) -> None:
    drop_on_field(window, holding(photo))
    early = replace(answer(engine.sent(Ask)[-1].ticket, *MANY), is_final=False)
    engine.emit(early)
    qtbot.waitUntil(lambda: window.results.view.hits.hits == MANY)
    assert "still looking" not in window.results._count.text(), "it may be whole in a moment"
    qtbot.waitUntil(lambda: "still looking" in window.results._count.text())
    view = window.results.view
    view.setCurrentIndex(view.hits.index(7))
    view.verticalScrollBar().setValue(140)
    final = replace(early, hits=(hit("found by the model"), *MANY), is_final=True)
    engine.emit(final)
    qtbot.waitUntil(lambda: view.hits.hits == final.hits)
    assert "still looking" not in window.results._count.text()
    assert view.currentIndex().row() == 8
    assert window.page.page == MANY[7].page
    qtbot.wait(50)
    assert view.verticalScrollBar().value() == 140


def test_another_picture_is_another_question(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, photo: str, tmp_path: Path
) -> None:
    drop_on_field(window, holding(photo))
    engine.emit(replace(answer(engine.sent(Ask)[-1].ticket, *MANY), text=""))
    view = window.results.view
    qtbot.waitUntil(lambda: view.hits.hits == MANY)
    view.setCurrentIndex(view.hits.index(40))
    assert view.verticalScrollBar().value() > 0
    other = str(tmp_path / "other.png")
    assert QImage(photo).save(other)
    drop_on_field(window, holding(other))
    engine.emit(replace(answer(engine.sent(Ask)[-1].ticket, *MANY[20:]), text=""))
    qtbot.waitUntil(lambda: view.hits.hits == MANY[20:])
    assert view.currentIndex().row() == 0
    assert view.verticalScrollBar().value() == 0


def test_what_all_found_is_not_taken_back_while_the_model_looks_again(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, photo: str
) -> None:
    window.searching.questions._again.setInterval(20)
    drop_on_field(window, holding(photo))
    engine.emit(answer(engine.sent(Ask)[-1].ticket, hit("a"), hit("b")))
    qtbot.waitUntil(lambda: len(window.results.view.hits.hits) == 2)
    engine.emit(FilesChanged((file_row("new.pdf"),)))
    qtbot.waitUntil(lambda: len(engine.sent(Ask)) == 2)
    again = engine.sent(Ask)[-1]
    assert again.piece == Piece(photo)
    engine.emit(replace(answer(again.ticket, hit("a")), is_final=False))
    qtbot.wait(50)
    assert len(window.results.view.hits.hits) == 2
    engine.emit(answer(again.ticket, hit("a"), hit("b"), hit("c")))
    qtbot.waitUntil(lambda: len(window.results.view.hits.hits) == 3)


def test_a_picture_that_cannot_be_read_says_so_where_the_results_would_be(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, photo: str
) -> None:
    drop_on_field(window, holding(photo))
    engine.emit(Failed(engine.sent(Ask)[-1].ticket, "a photo.png is damaged."))
    qtbot.waitUntil(lambda: window.results._hint._title.text() == "a photo.png is damaged.")
