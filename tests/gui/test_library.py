from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from app.events import FilesChanged
from app.requests import (
    Ask,
    Draw,
    Pause,
    RemovePaths,
    Rescan,
    Resume,
    Retry,
    Unlock,
)
from app.rows import FileRow, FileState, RootRow
from indexer.types import Page
from tests.gui.fakes import DAMAGED, LOCKED, ROOT, FakeEngine, file_row, library
from ui.library.model import LibraryModel
from ui.library.words import status
from ui.main_window import MainWindow

SINGLE = FileRow("/home/ann/lease.pdf", "/home/ann/lease.pdf", FileState.INDEXED, 4)
TWO_ROOTS = (RootRow(ROOT, True, True), RootRow(SINGLE.path, False, True))


@pytest.fixture
def model(qapp: object) -> LibraryModel:
    model = LibraryModel()
    # Complains as soon as the model breaks a promise to its views.
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def said(model: LibraryModel, path: str) -> str:
    row = model.row_of(model.index_of(path))
    assert row is not None
    return status(row)


def names(model: LibraryModel, parent: QModelIndex) -> list[str]:
    return [str(model.index(row, 0, parent).data()) for row in range(model.rowCount(parent))]


def test_roots_hold_their_files_and_a_single_file_stands_alone(model: LibraryModel) -> None:
    model.show(library(file_row("b.pdf"), file_row("a.pdf"), SINGLE, roots=TWO_ROOTS))
    assert names(model, QModelIndex()) == ["Filings", "lease.pdf"]
    assert names(model, model.index(0, 0)) == ["a.pdf", "b.pdf"]
    assert model.row_of(model.index(1, 0)) == SINGLE


def test_folders_stand_before_files_and_count_what_is_below_them(model: LibraryModel) -> None:
    model.show(
        library(
            file_row("z/deep/er/a.pdf"),
            file_row("z/b.pdf", FileState.WAITING),
            file_row("B/c.pdf"),
            file_row("a.pdf", FileState.FAILED),
        )
    )
    root = model.index(0, 0)
    assert names(model, root) == ["B", "z", "a.pdf"]
    assert names(model, model.index(1, 0, root)) == ["deep", "b.pdf"]
    deep = model.index_of(f"{ROOT}/z/deep/er")
    assert names(model, deep) == ["a.pdf"]
    assert deep.parent().parent() == model.index_of(f"{ROOT}/z")
    assert said(model, f"{ROOT}/z/deep") == "1 file · 10 pages"
    assert said(model, f"{ROOT}/z") == "2 files · 50 %"
    assert said(model, ROOT) == "4 files · 75 % · 1 not read"
    model.update([file_row("z/b.pdf", pages=2)])
    assert said(model, f"{ROOT}/z") == "2 files · 12 pages"
    assert said(model, ROOT) == "4 files · 22 pages · 1 not read"


def test_a_drive_and_folders_of_odd_names_are_roots_like_others(model: LibraryModel) -> None:
    slash, odd = RootRow("/", True, True), RootRow("/home/ann/x (1)/ü", True, True)
    files = FileRow("/etc/a.pdf", "/", FileState.INDEXED), FileRow("/top.pdf", "/", FileState.INDEXED)
    inside = FileRow("/home/ann/x (1)/ü/b.pdf", odd.path, FileState.INDEXED)
    model.show(library(*files, inside, roots=(slash, odd)))
    assert names(model, QModelIndex()) == ["/", "ü"]
    assert names(model, model.index(0, 0)) == ["etc", "top.pdf"]
    assert names(model, model.index(1, 0)) == ["b.pdf"]


def test_changes_reach_the_rows_they_belong_to(model: LibraryModel) -> None:
    model.show(library(file_row("a.pdf", FileState.WAITING), file_row("b.pdf", FileState.WAITING)))
    heard: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: heard.append((first.row(), last.row())))
    model.update([file_row("b.pdf", FileState.INDEXING, 8, pages_done=2)])
    assert heard[0] == (1, 1)
    assert said(model, f"{ROOT}/b.pdf") == "25 %"
    assert model.roots[0].states[FileState.WAITING] == 1


def test_new_files_are_added_without_collapsing_the_tree(model: LibraryModel) -> None:
    model.show(library(file_row("a.pdf")))
    resets: list[object] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.update([file_row("sub/c.pdf"), file_row("b.pdf")])
    assert names(model, model.index(0, 0)) == ["sub", "a.pdf", "b.pdf"]
    assert names(model, model.index_of(f"{ROOT}/sub")) == ["c.pdf"]
    assert model.index_of(f"{ROOT}/b.pdf").row() == 2
    model.show(library(file_row("a.pdf"), file_row("b.pdf", pages=3), file_row("sub/c.pdf")))
    assert said(model, f"{ROOT}/b.pdf") == "3 pages"
    assert not resets
    model.show(library(file_row("a.pdf"), file_row("b.pdf")))
    assert len(resets) == 1


def test_a_file_of_an_unknown_root_is_left_out(model: LibraryModel) -> None:
    model.show(library(file_row("a.pdf")))
    model.update([FileRow("/elsewhere/x.pdf", "/elsewhere", FileState.WAITING)])
    assert not model.index_of("/elsewhere/x.pdf").isValid()


def test_a_root_says_how_far_it_is(model: LibraryModel) -> None:
    model.show(library(file_row("a.pdf"), LOCKED, file_row("b.pdf", FileState.WAITING), file_row("c.pdf")))
    assert said(model, ROOT) == "4 files · 75 % · 1 not read"
    model.update([file_row("b.pdf")])
    assert said(model, ROOT) == "4 files · 30 pages · 1 not read"


def test_an_unplugged_place_says_so_and_keeps_its_rows(model: LibraryModel) -> None:
    model.show(library(file_row("a.pdf"), roots=(RootRow(ROOT, True, False),)))
    assert said(model, ROOT) == "not connected"
    assert model.rowCount(model.index(0, 0)) == 1


def test_twenty_thousand_files_come_in_while_the_window_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    panel, model = window.library, window.library.model
    files = [file_row(f"folder_{number % 50}/file_{number}.pdf", FileState.WAITING) for number in range(20_000)]
    beats: list[float] = []
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    heart.start(0)
    panel._show_library(library(*files))
    # What comes in meanwhile is not lost.
    late = replace(files[7], state=FileState.FAILED)
    panel._show_files(FilesChanged((late,)))
    qtbot.waitUntil(lambda: model.failures == 1, timeout=20_000)
    heart.stop()
    assert len(beats) > 1, "it was done in one go"
    assert model.roots[0].states == {FileState.WAITING: 19_999, FileState.FAILED: 1}
    # Of this thread alone: what else the machine does is not the window's doing.
    begin = time.thread_time()
    for first in range(0, 20_000, 100):
        batch = [file_row(f"folder_{n % 50}/file_{n}.pdf", FileState.INDEXED) for n in range(first, first + 100)]
        panel._show_files(FilesChanged(tuple(batch)))
    assert model.roots[0].states[FileState.INDEXED] == 20_000
    assert (time.thread_time() - begin) / 200 < 0.05
    assert panel.tree.isExpanded(model.index_of(ROOT))


def test_the_panel_keeps_what_was_open_and_chosen_when_the_library_comes_anew(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    tree, model = window.library.tree, window.library.model
    tree.expand(model.index_of(ROOT))
    tree.setCurrentIndex(model.index_of(f"{ROOT}/report.pdf"))
    engine.emit(library(file_row("report.pdf"), file_row("added.pdf"), SINGLE, roots=TWO_ROOTS))
    qtbot.waitUntil(lambda: len(model.roots) == 2)
    assert tree.isExpanded(model.index_of(ROOT))
    assert model.path_of(tree.currentIndex()) == f"{ROOT}/report.pdf"
    assert not engine.sent(Ask)
    assert window.library.scope == (f"{ROOT}/report.pdf",)


def choose(window: MainWindow, path: str) -> None:
    window.library.tree.setCurrentIndex(window.library.model.index_of(path))


def test_a_failure_shows_its_sentence_and_can_be_tried_again(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    panel = window.library
    engine.emit(FilesChanged((DAMAGED,)))
    qtbot.waitUntil(panel._failures.isVisible)
    assert panel._failures.text() == "1 file could not be read"
    choose(window, DAMAGED.path)
    assert panel._sentence.isVisible()
    assert panel._sentence.text() == DAMAGED.sentence
    panel._retry.click()
    assert engine.sent(Retry) == [Retry((DAMAGED.path,))]
    assert panel.scope == (), "nothing could be found in a file that was not read"


def test_a_locked_file_asks_for_its_password(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    panel = window.library
    engine.emit(FilesChanged((LOCKED,)))
    qtbot.waitUntil(panel._failures.isVisible)
    choose(window, LOCKED.path)
    assert panel._password.isVisible() and not panel._retry.isVisible()
    panel._password.click()
    dialog = panel.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    assert dialog.textEchoMode() == QLineEdit.EchoMode.Password
    dialog.setTextValue("swordfish")
    dialog.accept()
    assert engine.sent(Unlock) == [Unlock(LOCKED.path, "swordfish")]


def test_a_place_that_was_added_can_be_paused_alone(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    panel = window.library
    choose(window, f"{ROOT}/report.pdf")
    assert not panel._pause.isVisible()
    choose(window, ROOT)
    assert panel._sentence.text() == "Changes here are looked for now and then, and at every start."
    panel._pause.click()
    assert engine.sent(Pause) == [Pause((ROOT,))]
    engine.emit(library(file_row("report.pdf"), file_row("costs.pdf"), roots=(RootRow(ROOT, True, True, True),)))
    qtbot.waitUntil(lambda: panel._sentence.text() == "Paused: new files here wait until you go on.")
    assert said(panel.model, ROOT) == "2 files · paused · 20 pages"
    QTest.keyClick(panel.tree, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert engine.sent(Resume) == [Resume((ROOT,))]


def test_a_folder_in_what_was_added_limits_the_search_too(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    engine.emit(library(file_row("2018/a.pdf"), file_row("2019/b.pdf")))
    qtbot.waitUntil(lambda: window.library.model.index_of(f"{ROOT}/2018").isValid())
    choose(window, f"{ROOT}/2018")
    assert window.library.scope == (f"{ROOT}/2018",)
    assert not window.library._pause.isVisible(), "only what was added can be paused"


def test_delete_removes_what_is_selected(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    panel = window.library
    panel.tree.setCurrentIndex(panel.model.index_of(ROOT))
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert engine.sent(RemovePaths) == [RemovePaths((ROOT,))]
    assert panel.scope == ()


def test_rescan_asks_the_engine(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert engine.sent(Rescan) == [Rescan()]


@pytest.mark.parametrize("path", [ROOT, f"{ROOT}/2018"])
def test_the_menu_of_a_folder_has_what_was_added_compared_with_the_disk(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, path: str
) -> None:
    engine.emit(library(file_row("2018/a.pdf"), SINGLE, roots=TWO_ROOTS))
    qtbot.waitUntil(lambda: window.library.model.index_of(f"{ROOT}/2018").isValid())
    choose(window, path)
    window.library.tree.menu_asked.emit(QPoint(0, 0))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Look for new and changed files here").trigger()
    menu.close()
    assert engine.sent(Rescan) == [Rescan((ROOT,))]


def test_choosing_without_a_question_asks_nothing(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    window.library.tree.setCurrentIndex(window.library.model.index_of(ROOT))
    assert engine.sent(Ask) == []


def test_choosing_a_file_without_a_question_shows_its_first_page(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    file = file_row("browsed.pdf", document="abc", pages=7)
    engine.emit(library(file))
    qtbot.waitUntil(lambda: window.library.model.index_of(file.path).isValid())
    window.library.tree.setCurrentIndex(window.library.model.index_of(file.path))
    qtbot.waitUntil(lambda: any(draw.page == Page("abc", 1) for draw in engine.sent(Draw)))
    assert window.page.page == Page("abc", 1)
    window.page.turn(1)
    assert window.page.page == Page("abc", 2)


def test_the_size_says_what_its_bytes_are_for(window: MainWindow) -> None:
    state = replace(library(file_row("a.pdf"), file_row("b.pdf")), sizes=(("codes", 700_000), ("text index", 300_000)))
    window.library._show_library(state)
    summary = window.library._summary
    assert summary.text() == "20 pages  ·  1 MB"
    first, _, *kinds, last = summary.toolTip().split("\n")
    assert first == "2 documents can be found. Pages without a text layer: 0."
    assert kinds == ["700 kB  codes", "300 kB  text index"]
    assert last == "Pictures of pages take no space: they are drawn when they are needed."
