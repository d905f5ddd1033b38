"""What is taken along from a page: text and pictures in the clipboard, a picture as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

import ui.page.page_copy
from app.events import Failed, TextRead
from app.requests import Draw, ReadText
from indexer.types import WHOLE, Page
from tests.gui.asking import show
from tests.gui.fakes import LOWER, MIDDLE, FakeEngine, hit
from tests.gui.seen import is_amber
from ui.main_window import MainWindow
from ui.page.page_copy import FINEST_WIDTH_PX, PAGE_WIDTH_PX, fine_width_px

BOX = (0.2, 0.2, 0.6, 0.4)
PAGE = Page("report", 3)


@pytest.fixture
def clipboard(qapp: object) -> Iterator[QClipboard]:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    yield clipboard
    clipboard.clear()


@pytest.fixture
def page_shown(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, clipboard: QClipboard, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    """A window that shows page 3 and copies pages 800 pixels wide, which takes less time."""
    monkeypatch.setattr(ui.page.page_copy, "PAGE_WIDTH_PX", 800)
    monkeypatch.setattr(ui.page.page_copy, "PART_WIDTH_PX", 320)
    engine.draws_by_itself = True
    show(qtbot, window, engine, hit(), hit(number=4, regions=()))
    qtbot.waitUntil(lambda: window.page.canvas.picture.whole.width() > 320)
    window.activateWindow()
    window.page.canvas.setFocus()
    return window


def said(window: MainWindow) -> list[str]:
    return [bar.sentence for bar in window.notices.bars()]


def press_copy(window: MainWindow, picture: bool = False) -> None:
    keys = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window.page.canvas, Qt.Key.Key_C, keys | Qt.KeyboardModifier.ShiftModifier if picture else keys)


def draw_box(window: MainWindow) -> None:
    window.page.start_box()
    window.page.box._set_box(BOX)


@pytest.mark.parametrize("by_key", [True, False])
def test_the_text_of_the_box_is_copied(
    qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine, clipboard: QClipboard, by_key: bool
) -> None:
    draw_box(page_shown)
    if by_key:
        press_copy(page_shown)
    else:
        page_shown.page.box.text_button.click()
    (asked,) = engine.sent(ReadText)
    assert (asked.page, asked.box) == (PAGE, BOX)
    engine.emit(TextRead(asked.ticket, "Purchases of property\nplant"))
    qtbot.waitUntil(lambda: clipboard.text() == "Purchases of property\nplant")
    assert said(page_shown) == ["The text is copied."]
    assert page_shown.page.box.is_on, "the picture of the same box may be wanted, too"


def test_without_a_box_the_match_at_hand_is_copied(page_shown: MainWindow, engine: FakeEngine) -> None:
    press_copy(page_shown)
    page_shown.page.step_match(1)
    page_shown.page.step_match(1)
    press_copy(page_shown)
    assert [asked.box for asked in engine.sent(ReadText)] == [MIDDLE.box, LOWER.box]


def test_where_nothing_is_lit_it_is_said_what_to_do(qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine) -> None:
    page_shown.page.turn(1)
    press_copy(page_shown)
    assert engine.sent(ReadText) == []
    assert said(page_shown) == ["Nothing is lit on this page. Draw a box (S) around what you want to copy."]


def test_a_part_without_text_leaves_the_clipboard_as_it_was(
    qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine, clipboard: QClipboard
) -> None:
    clipboard.setText("before")
    press_copy(page_shown)
    engine.emit(TextRead(engine.sent(ReadText)[-1].ticket, ""))
    qtbot.waitUntil(lambda: said(page_shown) == ["Nothing can be read here. Copy the picture instead."])
    assert clipboard.text() == "before"


def test_a_page_that_cannot_be_reached_is_said_in_a_sentence(
    qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine
) -> None:
    press_copy(page_shown)
    engine.emit(Failed(engine.sent(ReadText)[-1].ticket, "report.pdf cannot be reached now."))
    qtbot.waitUntil(lambda: said(page_shown) == ["report.pdf cannot be reached now."])
    assert page_shown.notices.bars()[0].is_problem


def test_the_picture_of_the_box_is_drawn_afresh(
    qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine, clipboard: QClipboard
) -> None:
    draw_box(page_shown)
    page_shown.page.box.picture_button.click()
    asked = engine.sent(Draw)[-1]
    assert (asked.page, asked.clip, asked.thumbnail) == (PAGE, BOX, False)
    qtbot.waitUntil(lambda: not clipboard.image().isNull())
    assert clipboard.image().width() == pytest.approx(320, abs=2)
    assert clipboard.image().pixelColor(160, 50) == QColor("white"), "the part as it is, without light"


@pytest.mark.parametrize(
    ("box", "width_px"),
    [(WHOLE, PAGE_WIDTH_PX), ((0.0, 0.0, 0.5, 0.5), 3200), ((0.1, 0.1, 0.1, 0.2), FINEST_WIDTH_PX)],
)
def test_the_smaller_the_part_the_finer_it_is_drawn(box: tuple[float, float, float, float], width_px: int) -> None:
    assert fine_width_px(box) == width_px


def test_without_a_box_the_page_is_copied_with_its_light(
    qtbot: QtBot, page_shown: MainWindow, engine: FakeEngine, clipboard: QClipboard
) -> None:
    press_copy(page_shown, picture=True)
    qtbot.waitUntil(lambda: not clipboard.image().isNull())
    image = clipboard.image()
    assert image.width() == 800
    assert is_amber(image.pixelColor(image.width() // 2, round(image.height() * 0.45)))
    assert said(page_shown) == ["The picture is copied."]


def chosen(window: MainWindow, path: Path) -> None:
    """Answer the dialog that asks where to save."""
    dialog = next(each for each in window.findChildren(QFileDialog) if each.isVisible())
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_the_page_is_saved_with_its_light(qtbot: QtBot, page_shown: MainWindow, tmp_path: Path) -> None:
    page_shown.page.taking.save_page()
    chosen(page_shown, tmp_path / "saved.png")
    qtbot.waitUntil(lambda: said(page_shown) == ["saved.png is saved."])
    image = QImage(str(tmp_path / "saved.png"))
    assert image.width() == 800
    assert is_amber(image.pixelColor(image.width() // 2, round(image.height() * 0.45)))
    assert [path.name for path in tmp_path.glob("saved*")] == ["saved.png"]


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(
    qtbot: QtBot, page_shown: MainWindow, tmp_path: Path
) -> None:
    page_shown.page.taking.save_page()
    chosen(page_shown, tmp_path / "missing" / "saved.png")
    qtbot.waitUntil(lambda: bool(said(page_shown)))
    assert said(page_shown)[0].startswith("saved.png could not be saved: ")
    assert page_shown.notices.bars()[0].is_problem
