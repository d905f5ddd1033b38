"""Answers of thousands of pages: fetched as they are seen, walked through by keys, scrolled without a stutter."""

from __future__ import annotations

import gc
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QLocale, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.events import Failed, FilesChanged, Group, Hit, MoreHits, Results
from app.requests import Ask, Cancel, More
from tests.gui.asking import ask
from tests.gui.fakes import ROOT, FakeEngine, answer, file_row, hit
from ui.main_window import MainWindow
from ui.results.cells import Cells
from ui.results.further_hits import CHUNK, MOST_ASKED, MOST_KEPT

TOTAL = 10_000
LONG = tuple(hit(f"document {number // 20}", number % 20 + 1, page_count=20) for number in range(TOTAL))
HEARTBEAT_MS = 5
MOST_GAP_S = 0.05
"""Of the GUI thread's own time, since a test machine has other things to do, too."""


def long_answer(ticket: int, hits: tuple[Hit, ...] = LONG, groups: tuple[Group, ...] = ()) -> Results:
    return replace(answer(ticket, *hits[:CHUNK]), total=len(hits), groups=groups)


def show_long(qtbot: QtBot, window: MainWindow, engine: FakeEngine, answers: bool = True) -> Ask:
    engine.ranking = LONG if answers else ()
    asked = ask(qtbot, window, engine)
    engine.emit(long_answer(asked.ticket))
    qtbot.waitUntil(lambda: window.results.view.hits.rowCount() == TOTAL)
    return asked


def test_all_rows_are_there_and_only_those_in_view_are_fetched(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    asked = show_long(qtbot, window, engine)
    assert window.results._count.text() == f"{QLocale().toString(TOTAL)} pages"
    view = window.results.view
    view.scrollTo(view.hits.index(7_000))
    qtbot.waitUntil(lambda: view.hits.at(7_000) == LONG[7_000])
    assert {more.of for more in engine.sent(More)} == {asked.ticket}
    near = 7_000 // CHUNK * CHUNK
    assert {more.start for more in engine.sent(More)} <= {0, CHUNK, near - CHUNK, near, near + CHUNK}
    assert all(more.count == CHUNK for more in engine.sent(More))


def test_few_requests_wait_at_once_and_those_for_what_has_left_the_view_are_cancelled(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    show_long(qtbot, window, engine, answers=False)
    view = window.results.view
    cancelled: set[int] = set()
    for row in range(1_000, 9_000, 500):
        view.scrollTo(view.hits.index(row))
        qtbot.wait(60)
        cancelled = {ticket for cancel in engine.sent(Cancel) for ticket in cancel.tickets}
        waiting = [more for more in engine.sent(More) if more.ticket not in cancelled]
        assert 1 <= len(waiting) <= MOST_ASKED
    late = next(more for more in engine.sent(More) if more.ticket in cancelled)
    engine.emit(MoreHits(late.ticket, late.start, LONG[late.start : late.start + CHUNK]))
    qtbot.wait(20)
    assert view.hits.at(late.start) is None, "nobody waits for this any more"


def test_what_cannot_be_fetched_is_not_asked_for_again_and_again(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    show_long(qtbot, window, engine, answers=False)
    view = window.results.view
    first = 200 * CHUNK
    view.scrollTo(view.hits.index(first + CHUNK // 2))
    qtbot.waitUntil(lambda: any(more.start == first for more in engine.sent(More)))
    refused = next(more for more in engine.sent(More) if more.start == first)
    engine.emit(Failed(refused.ticket, ""))
    view.scrollTo(view.hits.index(first + CHUNK // 2 + 1))
    qtbot.wait(100)
    assert [more.start for more in engine.sent(More)].count(first) == 1
    assert view.isVisible()


def test_memory_stays_bounded(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show_long(qtbot, window, engine)
    view = window.results.view
    window.results.set_grid(False)
    view._soon.setInterval(0)
    for row in range(0, 2 * MOST_KEPT, CHUNK):
        view.scrollTo(view.hits.index(row))
        qtbot.waitUntil(lambda row=row: view.hits.at(row) is not None)  # type: ignore[misc]
    assert len(view.hits.hits) <= MOST_KEPT + 2 * CHUNK
    assert view.hits.at(0) is None
    view.scrollToTop()
    qtbot.waitUntil(lambda: view.hits.at(0) == LONG[0])


def test_keys_lead_through_all_of_it(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show_long(qtbot, window, engine)
    view = window.results.view
    view.setFocus()
    columns = view._cells.columns
    keys = (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_Left, columns),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_End, TOTAL - 1),
        (Qt.Key.Key_Down, TOTAL - 1),
    )
    for key, row in keys:
        QTest.keyClick(view, key)
        assert view.currentIndex().row() == row
    # What is chosen before it is here is shown when it arrives.
    qtbot.waitUntil(lambda: window.page.page == LONG[-1].page)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    above = view.currentIndex().row()
    assert TOTAL - 1 - 5 * columns < above < TOTAL - 1
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0 and view.verticalScrollBar().value() == 0
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert 0 < view.currentIndex().row() < 5 * columns
    qtbot.waitUntil(lambda: view.hits.hit(view.currentIndex()) is not None)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert window.page.canvas.hasFocus()


def test_the_same_question_again_keeps_the_place_far_down(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    window.searching.questions._again.setInterval(20)
    show_long(qtbot, window, engine)
    view = window.results.view
    view.setCurrentIndex(view.hits.index(4_000))
    qtbot.waitUntil(lambda: window.page.page == LONG[4_000].page)
    place = view.verticalScrollBar().value()
    engine.emit(FilesChanged((file_row("new.pdf"),)))
    qtbot.waitUntil(lambda: len(engine.sent(Ask)) == 2)
    engine.ranking = (hit("new"), *LONG)
    engine.emit(long_answer(engine.sent(Ask)[-1].ticket, engine.ranking))
    qtbot.waitUntil(lambda: view.hits.rowCount() == TOTAL + 1)
    assert view.hits.at(4_000) is not None, "what was there stays until the new answer brings its own"
    assert view.verticalScrollBar().value() == place
    qtbot.waitUntil(lambda: view.hits.at(4_000) == LONG[3_999])
    qtbot.waitUntil(lambda: view.currentIndex().row() == 4_001)
    assert window.page.page == LONG[4_000].page, "who looks at a page goes on looking at it"
    assert view.verticalScrollBar().value() == place


@pytest.mark.parametrize("as_grid", [True, False])
def test_scrolling_through_ten_thousand_pages_never_stutters(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, as_grid: bool
) -> None:
    window.results.set_grid(as_grid)
    show_long(qtbot, window, engine)
    view = window.results.view
    bar = view.verticalScrollBar()
    qtbot.wait(100)
    # What other tests left behind is not collected in the midst of it.
    gc.collect()
    gc.freeze()
    beats: list[float] = []
    heartbeat = QTimer()
    heartbeat.timeout.connect(lambda: beats.append(time.thread_time()))
    heartbeat.start(HEARTBEAT_MS)
    step = bar.maximum() // 60
    for to in range(0, bar.maximum(), step):
        # A leap, and then what a wheel does.
        for lines in range(3):
            bar.setValue(to + lines * 3 * bar.singleStep())
            qtbot.wait(8)
    heartbeat.stop()
    gc.unfreeze()
    gaps = sorted((after - before for before, after in pairwise(beats)), reverse=True)
    print("longest gaps, ms:", [round(1000 * gap, 1) for gap in gaps[:5]])
    assert len(beats) > 50
    assert gaps[0] < MOST_GAP_S


def test_pages_of_a_document_stand_together_below_its_name(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    ask(qtbot, window, engine)
    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    asked = engine.sent(Ask)[-1]
    assert asked.grouped
    hits = (hit("b", 7), hit("b", 2), hit("b", 4), hit("b", 5), hit("a", 2), hit("c", 9))
    groups = tuple(Group(f"{ROOT}/{name}.pdf", pages) for name, pages in (("b", 4), ("a", 1), ("c", 1)))
    engine.emit(replace(answer(asked.ticket, *hits), total=6, groups=groups))
    qtbot.waitUntil(lambda: window.results.view.hits.hits == hits)
    assert window.results._count.text() == "6 pages in 3 documents"
    view = window.results.view
    places = [view.visualRect(view.hits.index(row)) for row in range(6)]
    assert places[0].top() > 0, "room for the name"
    assert places[4].left() == places[5].left() == 0
    assert places[4].top() > places[3].bottom() + 1
    QTest.keyClick(view, Qt.Key.Key_End)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 4
    assert window._memory.value("results/grouped", type=bool) is True
    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert not engine.sent(Ask)[-1].grouped


@pytest.mark.parametrize("header_px", [0, 30])
@pytest.mark.parametrize("counts", [(), (1,), (7,), (3, 1, 4), (1, 1, 1), (2, 5, 3)])
@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("mirrored", [False, True])
def test_every_row_is_found_where_it_stands(
    counts: tuple[int, ...], columns: int, header_px: int, mirrored: bool
) -> None:
    cells = Cells(counts, QSize(50, 20), columns, header_px, mirrored)
    rects = [cells.rect(row) for row in range(cells.rows)]
    assert cells.rows == sum(counts)
    assert cells.height == (max(rect.bottom() for rect in rects) + 1 if rects else 0)
    for row, rect in enumerate(rects):
        assert cells.row_at(rect.center().x(), rect.center().y()) == row
        assert not any(rect.intersects(other) for other in rects[:row])
    for top in range(0, cells.height, 7):
        bottom = top + 25
        seen = [row for row, rect in enumerate(rects) if rect.top() < bottom and rect.bottom() >= top]
        assert list(cells.between(top, bottom)) == seen
        headers = [rect for _, rect in cells.headers(top, bottom)]
        assert all(rect.top() < bottom and rect.bottom() >= top for rect in headers)
    assert len(list(cells.headers(0, cells.height))) == (len(counts) if header_px else 0)
