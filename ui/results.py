"""The middle of the window: the pages that answer, and the sentences that stand there when there are none."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.events import Hit, Results
from ui.icons import IconButton
from ui.pictures import Thumbnails
from ui.results_view import ResultsView
from ui.theme import SPACE, set_tone


class ResultsPanel(QWidget):
    """How many pages answer, what to know about that, and the pages."""

    hit_chosen = Signal(Hit)
    hit_opened = Signal(Hit)
    view_changed = Signal(bool)
    open_asked = Signal(str)
    folder_asked = Signal(str)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Results | None = None
        self._indexing = False
        self.view = ResultsView(thumbnails)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.activated.connect(self._open)
        self.view.menu_asked.connect(self._show_menu)

        self._count = QLabel()
        set_tone(self._count, "small")
        self._grid_button = IconButton("grid", self.tr("Show as a grid"))
        self._list_button = IconButton("list", self.tr("Show as a list"))
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
        self._hint = _Sentence()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._hint)
        self._stack.addWidget(self.view)

        header = QHBoxLayout()
        header.setContentsMargins(SPACE * 3 // 2, SPACE, SPACE, 0)
        header.setSpacing(SPACE // 2)
        header.addWidget(self._count, 1)
        header.addWidget(self._grid_button)
        header.addWidget(self._list_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addLayout(header)
        layout.addWidget(self._note)
        layout.addWidget(self._stack, 1)
        self.clear()

    def set_grid(self, as_grid: bool) -> None:
        """Show a grid or a list."""
        (self._grid_button if as_grid else self._list_button).setChecked(True)
        if self.view.is_grid != as_grid:
            self.view.set_grid(as_grid)
            self.view_changed.emit(as_grid)

    def set_indexing(self, indexing: bool) -> None:
        """Say that more pages may arrive while files are being indexed."""
        if indexing != self._indexing:
            self._indexing = indexing
            self._describe()

    def clear(self) -> None:
        """Show that nothing was asked."""
        self._shown = None
        self.view.hits.show(())
        self._describe()

    def say(self, sentence: str) -> None:
        """Show a sentence in place of results."""
        self.clear()
        self._hint.say(sentence)

    def show_results(self, results: Results, is_again: bool) -> None:
        """Show an answer. Another one to the same question keeps the chosen page and the place in the list."""
        chosen = self.view.hits.hit(self.view.currentIndex())
        place = self.view.verticalScrollBar().value()
        self._shown = results
        self.view.hits.show(results.hits)
        self._describe()
        if not results.hits:
            return
        row = self.view.hits.row_of(chosen.page) if is_again and chosen is not None else None
        # Choosing a page brings it into view, which is wanted for none but the first of another question.
        self.view.setCurrentIndex(self.view.hits.index(row or 0))
        self.view.verticalScrollBar().setValue(place if is_again else 0)

    def _describe(self) -> None:
        arriving = self.tr("Pages are still arriving.") if self._indexing else ""
        sentence = ""
        if self._shown is None:
            self._count.setText(arriving)
            self._hint.say(
                self.tr("What are you looking for?"),
                self.tr("Type what the page says, or what it looks like: a table of costs, a map, a signature."),
            )
        elif not self._shown.hits:
            self._count.setText(arriving)
            self._say_why_nothing(self._shown, arriving)
        else:
            looking = "" if self._shown.is_final else self.tr("The model is still looking.")
            self._count.setText("  ·  ".join(filter(None, (self._found(self._shown.hits), looking, arriving))))
            sentence = self._shown.sentence
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))
        self._stack.setCurrentWidget(self.view if self._shown is not None and self._shown.hits else self._hint)

    def _say_why_nothing(self, shown: Results, arriving: str) -> None:
        if not shown.is_final:
            self._hint.say(self.tr("Nothing yet."), self.tr("The model is still looking."))
        elif shown.sentence:
            self._hint.say(shown.sentence, arriving)
        else:
            tips = self.tr("Try fewer words, other words, or a larger place.")
            self._hint.say(self.tr("No good match."), arriving or tips)

    def _found(self, hits: tuple[Hit, ...]) -> str:
        number = QLocale().toString
        documents = len({hit.page.document for hit in hits})
        pages_part = self.tr("1 page") if len(hits) == 1 else self.tr("{n} pages").format(n=number(len(hits)))
        documents_part = (
            self.tr("1 document") if documents == 1 else self.tr("{n} documents").format(n=number(documents))
        )
        return self.tr("{pages} in {documents}").format(pages=pages_part, documents=documents_part)

    def _choose(self, index: QModelIndex) -> None:
        hit = self.view.hits.hit(index)
        if hit is not None:
            self.hit_chosen.emit(hit)

    def _open(self, index: QModelIndex) -> None:
        hit = self.view.hits.hit(index)
        if hit is not None:
            self.hit_opened.emit(hit)

    def _show_menu(self, hit: Hit, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open in the system viewer"), lambda: self.open_asked.emit(hit.path))
        menu.addAction(self.tr("Show in folder"), lambda: self.folder_asked.emit(hit.path))
        menu.popup(place)


class _Sentence(QWidget):
    """A sentence in the middle of an empty place, and a quieter one below it."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._more = QLabel(), QLabel()
        set_tone(self._title, "title")
        set_tone(self._more, "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 8 * SPACE)
        layout.addStretch(1)
        for label in (self._title, self._more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addStretch(1)

    def say(self, title: str, more: str = "") -> None:
        self._title.setText(title)
        self._more.setText(more)
        self._more.setVisible(bool(more))
