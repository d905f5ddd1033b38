"""The page beside the results: whose it is, the page itself, its terms, and the way through matches and pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from app.events import Hit
from app.requests import Piece
from indexer.types import Box, Page, Region
from ui.elided_label import ElidedLabel
from ui.flow import FlowLayout
from ui.icons import IconButton
from ui.page_box import PageBox
from ui.page_canvas import PageCanvas
from ui.pictures import Pictures, Thumbnails
from ui.results_model import ResultsModel
from ui.term_chip import TermChip
from ui.theme import SPACE, set_tone


def in_reading_order(regions: Sequence[Region]) -> tuple[Region, ...]:
    """Sort regions as people read: down, then across."""
    return tuple(sorted(regions, key=lambda region: (region.box[1], region.box[0])))


class PageView(QWidget):
    """Shows a page and lets people walk through its matches and through the pages of its document."""

    open_asked = Signal(str)
    folder_asked = Signal(str)
    full_asked = Signal()
    piece_asked = Signal(object, str, QImage)

    def __init__(
        self, pictures: Pictures, thumbnails: Thumbnails, hits: ResultsModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pictures, self._thumbnails, self._hits = pictures, thumbnails, hits
        self._hit: Hit | None = None
        self._number = 0
        self._terms: tuple[str, ...] = ()
        self._regions: tuple[Region, ...] = ()
        self._match = -1
        self._ticket = 0
        self._asked: tuple[Page, int] | None = None
        pictures.drawn.connect(self._show_image)
        pictures.failed.connect(self._show_failure)

        self.canvas = PageCanvas()
        self.canvas.picture_wanted.connect(self._draw)
        self.canvas.page_turned.connect(self.turn)
        self.canvas.zoom_changed.connect(lambda _: self._describe())

        self.box = PageBox(self.canvas)
        self.box.chosen.connect(self._ask_for_piece)
        self._select = IconButton("select", self.tr("Search by a part of the page (S)"))
        self._select.setCheckable(True)
        self._select.toggled.connect(self.box.turn)
        self.box.turned.connect(self._select.setChecked)
        select = QShortcut(QKeySequence("S"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        select.activated.connect(self._select.click)

        self._name = ElidedLabel()
        set_tone(self._name, "title")
        self._place = QLabel()
        set_tone(self._place, "small")
        self._previous_page = IconButton("left", self.tr("Previous page (Page Up)"))
        self._next_page = IconButton("right", self.tr("Next page (Page Down)"))
        self._previous_page.clicked.connect(lambda: self.turn(-1))
        self._next_page.clicked.connect(lambda: self.turn(1))
        self._full = IconButton("expand", self.tr("Page fills the window (F11)"))
        self._full.clicked.connect(self.full_asked)

        self._chips = FlowLayout(SPACE // 2)
        self._previous_match = IconButton("up", self.tr("Previous match (Shift+F3)"))
        self._next_match = IconButton("down", self.tr("Next match (F3)"))
        self._previous_match.clicked.connect(lambda: self.step_match(-1))
        self._next_match.clicked.connect(lambda: self.step_match(1))
        self._matches = QLabel()
        self._zoom = QLabel()
        for label in (self._matches, self._zoom):
            set_tone(label, "small")
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._smaller = IconButton("minus", self.tr("Smaller (Ctrl+-)"))
        self._larger = IconButton("plus", self.tr("Larger (Ctrl++)"))
        self._fit = IconButton("width", self.tr("Fit the width (Ctrl+0)"))
        self._smaller.clicked.connect(self.canvas.zoom_out)
        self._larger.clicked.connect(self.canvas.zoom_in)
        self._fit.clicked.connect(self.canvas.fit_width)

        self._empty = QLabel(self.tr("The page you choose appears here."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        set_tone(self._empty, "quiet")
        self._content = QWidget()
        self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE // 2)
        header.setSpacing(SPACE // 2)
        header.addWidget(self._name, 1)
        for widget in (self._previous_page, self._place, self._next_page, self._full):
            header.addWidget(widget)
        chips = QHBoxLayout()
        chips.setContentsMargins(2 * SPACE, SPACE // 2, 2 * SPACE, 0)
        chips.addLayout(self._chips, 1)
        footer = QHBoxLayout()
        footer.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        footer.setSpacing(SPACE // 2)
        for widget in (self._previous_match, self._next_match, self._matches):
            footer.addWidget(widget)
        footer.addStretch(1)
        for widget in (self._select, self._smaller, self._zoom, self._larger, self._fit):
            footer.addWidget(widget)
        content = QVBoxLayout(self._content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        content.addLayout(header)
        content.addWidget(self.canvas, 1)
        content.addLayout(chips)
        content.addLayout(footer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._content, 1)

    # --- what is shown

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return Page(self._hit.page.document, self._number) if self._hit is not None else None

    def set_terms(self, terms: Sequence[str]) -> None:
        """Take over the words of a new question."""
        self._terms = tuple(terms)

    def show_nothing(self) -> None:
        """Show that no page is chosen."""
        self._hit = None
        self._pictures.cancel([self._ticket])
        self.box.turn(False)
        self._content.hide()
        self._empty.show()
        self.canvas.show_nothing()

    def show_hit(self, hit: Hit) -> None:
        """Show a page of the results. The same page again keeps zoom and place and only gets its new light."""
        same = self.page == hit.page and not self.canvas.has_failed
        self._hit = hit
        self._content.show()
        self._empty.hide()
        if not same:
            self._show_number(hit.page.number)
        elif in_reading_order(hit.regions) != self._regions or self._chip_words() != self._terms:
            self._light(hit.regions)

    def start_box(self) -> None:
        """Let a person draw a box on the page, to search by what is in it."""
        if self._hit is not None:
            self.box.turn(True)

    def try_again(self) -> None:
        """Draw the page again if it could not be drawn before."""
        if self._hit is not None and self.canvas.has_failed:
            self._show_number(self._number)

    def turn(self, pages: int) -> None:
        """Go forth or back by pages of the same document."""
        if self._hit is None:
            return
        number = max(1, min(max(self._hit.page_count, self._hit.page.number), self._number + pages))
        if number != self._number:
            self._show_number(number)

    def step_match(self, step: int) -> None:
        """Go to the next or the previous lit region of the page, around the end."""
        if self._regions:
            start = self._match if self._match >= 0 or step > 0 else 0
            self._match = (start + step) % len(self._regions)
            self.canvas.set_current(self._regions[self._match])
            self._describe()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the document."""
        self._show_menu(event.globalPos())

    def _show_menu(self, place: QPoint) -> None:
        if self._hit is None:
            return
        path = self._hit.path
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open in the system viewer"), lambda: self.open_asked.emit(path))
        menu.addAction(self.tr("Show in folder"), lambda: self.folder_asked.emit(path))
        menu.popup(place)

    def _show_number(self, number: int) -> None:
        assert self._hit is not None
        self._number = number
        page = Page(self._hit.page.document, number)
        row = self._hits.row_of(page)
        hit = self._hits.hits[row] if row is not None else None
        self._pictures.cancel([self._ticket])
        self._asked = None
        self.box.turn(False)
        self.canvas.show_page(hit.aspect if hit else self._hit.aspect, self._thumbnails.image(page))
        self._light(hit.regions if hit else self._hit.regions if page == self._hit.page else ())

    def _light(self, regions: Sequence[Region]) -> None:
        self._regions = in_reading_order(regions)
        self._match = -1
        self.canvas.set_term(None)
        self.canvas.set_current(None)
        self.canvas.set_regions(self._regions)
        self._show_chips()
        self._describe()

    def _show_chips(self) -> None:
        evidence = {term for region in self._regions for term in region.tokens}
        self._chips.clear()
        for term, word in enumerate(self._terms):
            chip = TermChip(term, word, term in evidence)
            chip.looked_at.connect(self.canvas.set_term)
            chip.left.connect(self._show_kept_term)
            chip.toggled.connect(lambda on, chip=chip: self._keep_term(chip, on))
            self._chips.addWidget(chip)

    def _chip_words(self) -> tuple[str, ...]:
        return tuple(chip.text() for chip in self._chips.widgets() if isinstance(chip, TermChip))

    def _keep_term(self, kept: TermChip, on: bool) -> None:
        for chip in self._chips.widgets():
            if on and isinstance(chip, TermChip) and chip is not kept:
                chip.setChecked(False)
        self._show_kept_term()

    def _show_kept_term(self) -> None:
        kept = [chip.term for chip in self._chips.widgets() if isinstance(chip, TermChip) and chip.isChecked()]
        self.canvas.set_term(kept[0] if kept else None)

    def _describe(self) -> None:
        if self._hit is None:
            return
        number = QLocale().toString
        count = max(self._hit.page_count, self._hit.page.number)
        self._name.setText(PurePath(self._hit.path).name)
        self._name.setToolTip(self._hit.path)
        self._place.setText(
            self.tr("page {number} of {count}").format(number=number(self._number), count=number(count))
        )
        self._previous_page.setEnabled(self._number > 1)
        self._next_page.setEnabled(self._number < count)
        total = len(self._regions)
        if not total:
            self._matches.setText(self.tr("No match on this page"))
        elif self._match < 0:
            self._matches.setText(self.tr("1 match") if total == 1 else self.tr("{n} matches").format(n=number(total)))
        else:
            self._matches.setText(self.tr("match {k} of {n}").format(k=number(self._match + 1), n=number(total)))
        for button in (self._previous_match, self._next_match):
            button.setEnabled(total > 0)
        self._zoom.setText(self.tr("{percent} %").format(percent=number(round(self.canvas.zoom * 100))))

    # --- pictures

    def _ask_for_piece(self, box: Box) -> None:
        assert self._hit is not None
        name = self.tr("a part of {name}, page {number}").format(
            name=PurePath(self._hit.path).name, number=self._number
        )
        self.piece_asked.emit(Piece(page=self.page, box=box), name, self.canvas.cut_out(box))

    def _draw(self, width_px: int) -> None:
        page = self.page
        if page is not None and self._asked != (page, width_px):
            self._pictures.cancel([self._ticket])
            self._asked = (page, width_px)
            self._ticket = self._pictures.draw(page, width_px)

    def _show_image(self, ticket: int, image: QImage) -> None:
        if ticket == self._ticket:
            self.canvas.set_image(image)

    def _show_failure(self, ticket: int, sentence: str) -> None:
        if ticket == self._ticket:
            self.canvas.set_sentence(sentence)
