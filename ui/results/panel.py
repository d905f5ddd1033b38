"""The middle of the window: the pages that answer, and the sentences that stand there when there are none."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.events import Hit, Results
from indexer.types import Page
from ui.basics.access import announce
from ui.basics.icons import IconButton
from ui.basics.theme import SPACE, set_tone
from ui.results.hint import ResultsHint
from ui.results.pictures import Thumbnails
from ui.results.view import ResultsView

PATIENCE_MS = 500
"""Most answers are whole so soon that saying otherwise would only flicker."""


class ResultsPanel(QWidget):
    """How many pages answer, what to know about that, and the pages."""

    hit_chosen = Signal(Hit)
    hit_opened = Signal(Hit)
    view_changed = Signal(bool)
    grouping_changed = Signal(bool)
    example_chosen = Signal(str)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Results | None = None
        self._indexing = False
        self._loss = ""
        self._chosen: Page | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._describe)
        self.view = ResultsView(thumbnails)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.hits.dataChanged.connect(self._choose_arrived)
        self.view.activated.connect(self._open)

        self._count = QLabel()
        self._count.setWordWrap(True)
        set_tone(self._count, "small")
        self._group_button = IconButton("group", self.tr("Pages of a document together (Ctrl+G)"))
        self._group_button.setCheckable(True)
        self._group_button.toggled.connect(self.grouping_changed)
        self._grid_button = IconButton("grid", self.tr("Show as a grid (Ctrl+1)"))
        self._list_button = IconButton("list", self.tr("Show as a list (Ctrl+2)"))
        group = QButtonGroup(self)
        for button in (self._grid_button, self._list_button):
            button.setCheckable(True)
            group.addButton(button)
        self._grid_button.setChecked(True)
        self._grid_button.toggled.connect(self.set_grid)

        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setContentsMargins(SPACE * 3 // 2, 0, SPACE * 3 // 2, SPACE // 2)
        set_tone(self._note, "quiet")
        self._hint = ResultsHint()
        self._hint.example_chosen.connect(self.example_chosen)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._hint)
        self._stack.addWidget(self.view)

        header = QHBoxLayout()
        header.setContentsMargins(SPACE * 3 // 2, SPACE, SPACE, 0)
        header.setSpacing(SPACE // 2)
        header.addWidget(self._count, 1)
        header.addWidget(self._group_button)
        header.addSpacing(SPACE // 2)
        header.addWidget(self._grid_button)
        header.addWidget(self._list_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addLayout(header)
        layout.addWidget(self._note)
        layout.addWidget(self._stack, 1)
        self.clear()

    @property
    def answer(self) -> Results | None:
        """The answer that is shown."""
        return self._shown

    def set_grid(self, as_grid: bool) -> None:
        """Show a grid or a list."""
        (self._grid_button if as_grid else self._list_button).setChecked(True)
        if self.view.is_grid != as_grid:
            self.view.set_grid(as_grid)
            self.view_changed.emit(as_grid)

    def set_grouped(self, grouped: bool) -> None:
        """Have the pages of each document together, or not."""
        self._group_button.setChecked(grouped)

    def toggle_grouped(self) -> None:
        """Have the pages of each document together, or no longer."""
        self._group_button.toggle()

    def set_indexing(self, indexing: bool) -> None:
        """Say that more pages may arrive while files are being indexed."""
        if indexing != self._indexing:
            self._indexing = indexing
            self._describe()

    def set_loss(self, sentence: str) -> None:
        """Say why nothing can be found now; "" once it can again."""
        self._loss = sentence
        self._describe()

    def clear(self) -> None:
        """Show that nothing was asked."""
        self._shown = None
        self._chosen = None
        self.view.hits.show(())
        self._describe()

    def say(self, sentence: str) -> None:
        """Show a sentence in place of results."""
        self.clear()
        self._hint.say(sentence)

    def show_results(self, results: Results, is_again: bool) -> None:
        """Show an answer. Another one to the same question keeps the chosen page and the place in the list."""
        row = self.view.currentIndex().row()
        place = self.view.verticalScrollBar().value()
        self._shown = results
        if not results.is_final and not is_again:
            self._patience.start()
        hits = self.view.hits
        hits.show(results.hits, results.total, results.groups, keeps_others=is_again)
        self._describe()
        if results.is_final and not is_again:
            announce(self.view, self._found(results) if results.hits else self._hint.sentence)
        if not results.hits:
            self._chosen = None
            return
        known = hits.row_of(self._chosen) if is_again and self._chosen is not None else None
        if not is_again:
            self._chosen = None
            row = 0
        elif known is not None:
            row = known
        # A page that is not among the hits at hand may be further down; one that was, and is gone, leaves its place.
        elif row < len(results.hits):
            row = 0
        # Choosing a page brings it into view, which is wanted for none but the first of another question.
        self.view.setCurrentIndex(hits.index(min(max(row, 0), hits.rowCount() - 1)))
        self.view.verticalScrollBar().setValue(place if is_again else 0)

    def _describe(self) -> None:
        arriving = self.tr("Pages are still arriving.") if self._indexing else ""
        sentence = ""
        if self._shown is None:
            self._count.setText(arriving)
            self._invite()
        elif not self._shown.hits:
            self._count.setText(arriving)
            self._say_why_nothing(self._shown, arriving)
        else:
            is_looking = not self._shown.is_final and not self._patience.isActive()
            looking = self.tr("Pagelight is still looking.") if is_looking else ""
            resting = self.tr("Not up to date, as the search engine has stopped.") if self._loss else ""
            self._count.setText("  ·  ".join(filter(None, (self._found(self._shown), looking, arriving, resting))))
            sentence = self._shown.sentence
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))
        self._stack.setCurrentWidget(self.view if self._shown is not None and self._shown.hits else self._hint)

    def _invite(self) -> None:
        if self._loss:
            self._hint.say(self._loss)
            return
        self._hint.say(
            self.tr("What are you looking for?"),
            self.tr("Type what the page says, or what it looks like. For example:"),
            (
                self.tr("table of costs by year"),
                self.tr('signature "terms of delivery"'),
                self.tr("map of the site -draft type:pdf"),
            ),
        )

    def _say_why_nothing(self, shown: Results, arriving: str) -> None:
        if not shown.is_final:
            self._hint.say(self.tr("Nothing yet."), self.tr("Pagelight is still looking."))
        elif shown.sentence:
            self._hint.say(shown.sentence, arriving)
        else:
            tips = self.tr("Try fewer words, other words, or a larger place.")
            self._hint.say(self.tr("No good match."), arriving or tips)

    def _found(self, shown: Results) -> str:
        number = QLocale().toString
        total = self.view.hits.rowCount()
        pages = self.tr("1 page") if total == 1 else self.tr("{n} pages").format(n=number(total))
        if not shown.groups and total > len(shown.hits):
            return pages
        documents = len(shown.groups) or len({hit.page.document for hit in shown.hits})
        documents_part = (
            self.tr("1 document") if documents == 1 else self.tr("{n} documents").format(n=number(documents))
        )
        return self.tr("{pages} in {documents}").format(pages=pages, documents=documents_part)

    def _choose(self, index: QModelIndex) -> None:
        hit = self.view.hits.hit(index)
        if hit is not None:
            self._chosen = hit.page
            self.hit_chosen.emit(hit)
        elif index.isValid():
            # Chosen before it is here.
            self._chosen = None

    def _choose_arrived(self, first: QModelIndex, last: QModelIndex) -> None:
        """Choose the current row when it arrives; but the page that someone looks at stays, wherever it stands now."""
        row = self.view.currentIndex().row() if self._chosen is None else self.view.hits.row_of(self._chosen)
        if row is None or not first.row() <= row <= last.row():
            return
        index, place = self.view.hits.index(row), self.view.verticalScrollBar().value()
        if index == self.view.currentIndex():
            self._choose(index)
        else:
            self.view.setCurrentIndex(index)
            self.view.verticalScrollBar().setValue(place)

    def _open(self, index: QModelIndex) -> None:
        hit = self.view.hits.hit(index)
        if hit is not None:
            self.hit_opened.emit(hit)
