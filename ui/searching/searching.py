"""Searching in the window: who hears whom about a question, its answer and what is done with a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QImage

from app.events import Results
from app.requests import Piece
from ui.results.exports import Exports
from ui.results.further_hits import FurtherHits
from ui.results.hit_menu import HitMenu, drag
from ui.results.pictures import Thumbnails
from ui.searching.questions import Questions
from ui.searching.recent_searches import RecentSearches
from ui.searching.suggesting import Suggesting

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Searching(QObject):
    """Connects the search field, the results and the page of a window, once these stand in it."""

    def __init__(self, window: MainWindow, thumbnails: Thumbnails, memory: QSettings) -> None:
        super().__init__(window)
        self._window = window
        bridge, search, results, page = window.bridge, window.search, window.results, window.page
        self.questions = Questions(bridge, self)
        self.further = FurtherHits(bridge, results.view.hits, self)
        self.suggesting = Suggesting(search, RecentSearches(memory), bridge, self)
        self.menu = HitMenu(bridge, thumbnails, window.copies, window.notices, window)
        self.exports = Exports(bridge, window.notices, lambda: results.answer)

        search.asked.connect(self.questions.ask)
        search.left_downwards.connect(results.view.setFocus)
        search.picture_refused.connect(lambda sentence: window.notices.say(sentence, True))
        search.scope_cleared.connect(self.search_everywhere)
        window.filters.removed.connect(search.leave_out)
        self.questions.answered.connect(self._show_answer)
        self.questions.cleared.connect(self._show_no_question)
        self.questions.refused.connect(results.say)
        results.example_chosen.connect(search.ask_for)
        results.grouping_changed.connect(self.questions.group)
        results.grouping_changed.connect(lambda on: memory.setValue("results/grouped", on))
        results.view_changed.connect(lambda as_grid: memory.setValue("results/grid", as_grid))
        results.hit_chosen.connect(page.show_hit)
        results.hit_opened.connect(lambda _hit: self.suggesting.remember())
        results.hit_opened.connect(lambda _hit: page.canvas.setFocus())
        results.view.seen.connect(self.further.show)
        results.view.menu_asked.connect(self.menu.open_for)
        results.view.drag_started.connect(lambda hit, image: drag(results.view, hit, image, window.pictures))
        self.menu.hit_opened.connect(results.hit_opened)
        for asker in (self.menu, page):
            asker.piece_asked.connect(self._search_by_piece)
        for limiter in (window.library.scope_changed, self.menu.limit_asked):
            limiter.connect(search.show_scope)
            limiter.connect(self.questions.limit)

    def search_everywhere(self) -> None:
        """Search in all of the library again."""
        self._window.library.clear_scope()
        # A document that was chosen among the results is no choice of the library's.
        self._window.search.show_scope(())
        self.questions.limit(())

    def _search_by_piece(self, piece: Piece, name: str, image: QImage) -> None:
        self._window.full_page.turn(False)
        self._window.search.search_by(piece, name, image)

    def _show_answer(self, results: Results, is_again: bool) -> None:
        self._window.page.set_question(results.ticket, results.terms)
        self._window.results.show_results(results, is_again)
        self._window.filters.show_filters(results.filters)
        self.further.begin(results)
        if not results.hits:
            self._window.page.show_nothing()

    def _show_no_question(self) -> None:
        self._window.results.clear()
        self._window.filters.show_filters(())
        self._window.page.show_nothing()
