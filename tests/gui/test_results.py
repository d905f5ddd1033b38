from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.events import Activity, Failed, Progress
from app.requests import Cancel, Draw, Lane
from indexer.types import Page
from tests.gui.asking import ask, show
from tests.gui.fakes import FakeEngine, answer, hit, picture
from ui.basics.theme import Theme
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.results.model import HIT_ROLE, excerpt
from ui.results.painted import Painted
from ui.results.pictures import Pictures, Thumbnails

FRAME_S = 0.010
MANY = tuple(hit(f"document {number}", number + 1) for number in range(200))


def thumbnails_asked(engine: FakeEngine) -> list[Draw]:
    return [draw for draw in engine.sent(Draw) if draw.thumbnail]


def test_the_rows_are_the_hits_in_their_order(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    hits = (hit("b", 7), hit("a", 2), hit("c", 9))
    show(qtbot, window, engine, *hits)
    model = window.results.view.hits
    assert tuple(model.index(row).data(HIT_ROLE) for row in range(model.rowCount())) == hits
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("a.pdf, page 2, found by words, look")
    assert window.results._count.text() == "3 pages in 3 documents"


def test_a_hit_says_all_the_lanes_that_found_it(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, replace(hit("a", 2), lanes=tuple(Lane)))
    said = window.results.view.hits.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("a.pdf, page 2, found by words, look, model, meaning, name")


def test_only_visible_pages_are_drawn(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, *MANY)
    qtbot.waitUntil(lambda: bool(thumbnails_asked(engine)))
    qtbot.wait(100)
    asked = [draw.page for draw in thumbnails_asked(engine)]
    assert 2 <= len(asked) < 20
    assert asked == [one.page for one in MANY[: len(asked)]]


def test_pages_that_scroll_away_are_cancelled(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, *MANY)
    qtbot.waitUntil(lambda: bool(thumbnails_asked(engine)))
    first = {draw.ticket for draw in thumbnails_asked(engine)}
    window.results.view.scrollToBottom()
    qtbot.waitUntil(lambda: MANY[-1].page in [draw.page for draw in thumbnails_asked(engine)])
    cancelled = {ticket for cancel in engine.sent(Cancel) for ticket in cancel.tickets}
    assert first <= cancelled


def test_a_thumbnail_is_asked_for_once(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    engine.draws_by_itself = True
    show(qtbot, window, engine, *MANY)
    qtbot.waitUntil(lambda: bool(thumbnails_asked(engine)))
    qtbot.wait(150)
    asked_at_top = len(thumbnails_asked(engine))
    window.results.view.scrollToBottom()
    qtbot.waitUntil(lambda: len(thumbnails_asked(engine)) > asked_at_top)
    qtbot.wait(150)
    asked_in_all = len(thumbnails_asked(engine))
    window.results.view.scrollToTop()
    qtbot.wait(150)
    assert len(thumbnails_asked(engine)) == asked_in_all


def test_the_thumbnails_kept_stay_within_their_memory(qtbot: QtBot, bridge: Bridge, engine: FakeEngine) -> None:
    engine.draws_by_itself = True
    pictures = Pictures(bridge)
    thumbnails = Thumbnails(pictures, limit_bytes=3 * 320 * 427 * 4)
    pages = [Page("document", number) for number in range(1, 9)]
    for page in pages:
        with qtbot.waitSignal(thumbnails.ready):
            thumbnails.show([page])
    assert [page for page in pages if thumbnails.image(page) is not None] == pages[-3:]
    pictures.close()


def test_a_page_that_cannot_be_drawn_is_not_asked_for_again_and_again(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    show(qtbot, window, engine, hit())
    qtbot.waitUntil(lambda: len(thumbnails_asked(engine)) == 1)
    engine.emit(Failed(thumbnails_asked(engine)[0].ticket, "This page is damaged."))
    window.results.set_grid(False)
    window.results.set_grid(True)
    qtbot.wait(150)
    assert len(thumbnails_asked(engine)) == 1


def test_the_light_lies_on_the_thumbnail(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    engine.draws_by_itself = True
    show(qtbot, window, engine, hit("plain", regions=()), hit("lit"))
    qtbot.wait(300)
    view = window.results.view
    colours = []
    for row in (0, 1):
        card = view.visualRect(view.hits.index(row))
        # The middle region is a little above the middle of the page, which stands in the upper part of its card.
        x, y = card.center().x(), card.top() + round(card.height() * 0.36)
        colours.append(QColor(view.viewport().grab().toImage().pixel(x, y)))
    plain, lit = colours
    assert plain == QColor("white")
    assert lit.red() > lit.green() > lit.blue()


def test_the_list_shows_the_same_hits_in_rows(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, *MANY[:20])
    view = window.results.view
    first, second = (view.visualRect(view.hits.index(row)) for row in (0, 1))
    assert first.top() == second.top() == 0
    window.results.set_grid(False)
    qtbot.wait(50)
    first, second = (view.visualRect(view.hits.index(row)) for row in (0, 1))
    assert first.top() == 0
    assert second.top() >= first.bottom()


def test_the_same_question_again_keeps_the_chosen_page(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    show(qtbot, window, engine, hit("a"), hit("b"))
    window.results.view.setCurrentIndex(window.results.view.hits.index(1))
    assert window.page.page == hit("b").page
    show(qtbot, window, engine, hit("new"), hit("a"), hit("b"))
    assert window.page.page == hit("b").page
    assert window.results.view.currentIndex().row() == 2


def test_no_hits_say_so(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    asked = ask(qtbot, window, engine)
    engine.emit(answer(asked.ticket))
    qtbot.waitUntil(lambda: window.results._hint._title.text() == "No good match.")
    assert window.results._hint.isVisible()


def test_while_indexing_the_results_say_that_more_may_come(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    show(qtbot, window, engine, hit())
    engine.emit(Progress(Activity.INDEXING, 1, 4, 10, 40, 5.0, 6.0))
    qtbot.waitUntil(lambda: "still arriving" in window.results._count.text())
    engine.emit(Progress(Activity.IDLE))
    qtbot.waitUntil(lambda: "still arriving" not in window.results._count.text())


def test_a_damaged_picture_fails_instead_of_vanishing(qtbot: QtBot, bridge: Bridge, engine: FakeEngine) -> None:
    pictures = Pictures(bridge)
    ticket = pictures.draw(Page("document", 1), 100)
    good = picture(engine.sent(Draw)[0])
    with qtbot.waitSignal(pictures.failed) as failed:
        engine.emit(type(good)(ticket, good.page, good.data[:60], good.width_px, good.height_px))
    assert failed.args is not None and failed.args[0] == ticket
    pictures.close()


def test_an_excerpt_brings_the_first_bold_word_near_the_start() -> None:
    line = "Much comes before it, and then even more comes before the capital word itself"
    begin = line.index("capital")
    text, bold = excerpt(line, [(begin, begin + 7)])
    assert text.startswith("… ") and len(text) < len(line)
    assert [text[start:end] for start, end in bold] == ["capital"]
    assert excerpt("capital word", [(0, 7)]) == ("capital word", ((0, 7),))


def test_a_screen_full_of_cards_is_painted_within_a_frame(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> None:
    engine.draws_by_itself = True
    window.resize(1600, 1000)
    window.page.hide()
    show(qtbot, window, engine, *MANY)
    view = window.results.view
    qtbot.waitUntil(lambda: all(view._thumbnails.image(MANY[row].page) for row in view.visible_rows()))
    qtbot.wait(50)
    assert len(view.visible_rows()) >= 12
    spent = []
    for _ in range(5):
        begin = time.thread_time()
        view.viewport().repaint()
        spent.append(time.thread_time() - begin)
    assert min(spent) < FRAME_S


def test_a_card_is_painted_anew_where_anything_about_it_has_changed(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, theme: Theme
) -> None:
    show(qtbot, window, engine, hit())
    cards = window.results.view._cards

    def card() -> int:
        return cards.card(hit(), 1.0).cacheKey()

    first = card()
    assert card() == first
    theme.choose("dark")
    dark = card()
    assert dark != first and card() == dark
    window.results.set_grid(False)
    as_row = card()
    assert as_row != dark
    qtbot.waitUntil(lambda: bool(thumbnails_asked(engine)))
    engine.emit(picture(thumbnails_asked(engine)[-1]))
    qtbot.waitUntil(lambda: card() != as_row)


def test_memory_for_painted_cards_stays_bounded(qapp: QApplication) -> None:
    painted = Painted(limit_bytes=3 * 100 * 100 * 4)
    keys = [painted.picture(number, QSize(100, 100), 1.0, lambda painter: None).cacheKey() for number in range(5)]
    assert len(painted._kept) == 3
    assert painted.picture(4, QSize(100, 100), 1.0, lambda painter: None).cacheKey() == keys[4]
    assert painted.picture(0, QSize(100, 100), 1.0, lambda painter: None).cacheKey() != keys[0]


def test_cards_begin_on_the_right_where_people_read_from_there(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    show(qtbot, window, engine, *MANY[:20])
    view = window.results.view
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.set_grid(True)
    first, second = (view.visualRect(view.hits.index(row)) for row in range(2))
    assert first.left() == second.right() + 1 and first.top() == second.top()
    assert view.indexAt(first.center()).row() == 0
    view.setCurrentIndex(view.hits.index(0))
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.currentIndex().row() == 1
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.currentIndex().row() == 0


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_row_has_its_page_where_reading_begins_and_its_number_where_it_ends(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine, direction: Qt.LayoutDirection
) -> None:
    show(qtbot, window, engine, hit("a", 1, line="", lanes=()), hit("b"))
    view = window.results.view
    view.setLayoutDirection(direction)
    view.set_grid(False)
    card = view.itemDelegate().card(view.hits.at(0), 1.0).toImage()  # type: ignore[attr-defined]
    painted = [x for x in range(card.width()) if any(card.pixelColor(x, y).alpha() for y in range(card.height()))]
    middle = card.width() // 2
    beginning = [x for x in painted if x < middle]
    end = [x for x in painted if x >= middle]
    if direction == Qt.LayoutDirection.RightToLeft:
        beginning, end = end, beginning
    assert len(beginning) > 80, "the page and the name"
    assert 5 < len(end) < 40, "the number of the page"
