"""The page beside the results: whose it is, the page itself, its terms, and the way through matches and pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.events import HeatMap, Hit
from app.requests import Piece
from indexer.types import Box, Page, Region
from ui.basics import figures
from ui.basics.access import announce
from ui.basics.light import in_reading_order, strongest
from ui.basics.theme import SPACE, set_tone
from ui.bridge import Bridge
from ui.page import page_said
from ui.page.heat_maps import HeatMaps
from ui.page.page_bars import PageFooter, PageHeader
from ui.page.page_box import PageBox
from ui.page.page_canvas import PageCanvas
from ui.page.page_copy import PageCopy
from ui.page.page_drawing import PageDrawing
from ui.page.page_hand import PageHand
from ui.page.page_menu import page_menu
from ui.page.page_strip import PageStrip
from ui.page.page_taking import PageTaking
from ui.page.term_chip import TermChips
from ui.results.model import ResultsModel
from ui.results.pictures import Pictures, Thumbnails


class PageView(QWidget):
    """Shows a page and lets people walk through its matches and through the pages of its document.

    match_left: the matches of the page have been walked through, forth (1) or back (-1).
    told: a sentence for the person, and whether it is a problem.
    """

    open_asked = Signal(str)
    folder_asked = Signal(str)
    full_asked = Signal()
    piece_asked = Signal(object, str, QImage)
    match_left = Signal(int)
    told = Signal(str, bool)

    def __init__(
        self, bridge: Bridge, pictures: Pictures, thumbnails: Thumbnails, hits: ResultsModel, copies: PageCopy
    ) -> None:
        super().__init__()
        self._thumbnails, self._hits = thumbnails, hits
        self._hit: Hit | None = None
        self._number = 0
        self._terms: tuple[str, ...] = ()
        self._regions: tuple[Region, ...] = ()
        self._match = -1
        self._entering = 0

        self.canvas = PageCanvas()
        self.canvas.page_turned.connect(self.turn)
        self.canvas.zoom_changed.connect(lambda _: self._describe())
        PageHand(self.canvas)
        self.drawing = PageDrawing(bridge, pictures, self.canvas)
        self.drawing.again_asked.connect(self.try_again)
        self.problem = self.drawing.problem
        self.box = PageBox(self.canvas)
        self.box.chosen.connect(self._ask_for_piece)
        self.taking = PageTaking(self, copies)
        self.taking.told.connect(self.told)
        self.box.text_asked.connect(self.taking.copy_text)
        self.box.picture_asked.connect(self.taking.copy_picture)
        self.strip = PageStrip(pictures, hits)
        self.strip.number_chosen.connect(self._show_number)
        self.strip.hide()
        self.chips = TermChips()
        self.chips.term_shown.connect(self.canvas.set_term)
        self.heat_maps = HeatMaps(bridge, self)
        self.heat_maps.changed.connect(self._show_heat)
        self.heat_maps.told.connect(self.told)
        self.header, self.footer = PageHeader(), PageFooter()
        self._connect_bars()
        for key, run in (
            ("S", self.footer.select.click),
            ("H", self.footer.heat.click),
            ("Ctrl+C", self.taking.copy_text),
            ("Ctrl+Shift+C", self.taking.copy_picture),
        ):
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

        self._empty = QLabel(self.tr("The page you choose appears here."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        set_tone(self._empty, "quiet")
        self._content = QWidget()
        self._lay_out()
        self.show_nothing()

    def _connect_bars(self) -> None:
        header, footer = self.header, self.footer
        header.strip.toggled.connect(self.strip.setVisible)
        header.previous_page.clicked.connect(lambda: self.turn(-1))
        header.next_page.clicked.connect(lambda: self.turn(1))
        header.more.clicked.connect(lambda: self._show_menu(header.more.mapToGlobal(header.more.rect().bottomLeft())))
        header.full.clicked.connect(self.full_asked)
        footer.previous_match.clicked.connect(lambda: self.step_match(-1))
        footer.next_match.clicked.connect(lambda: self.step_match(1))
        footer.heat.toggled.connect(self.heat_maps.turn)
        footer.select.toggled.connect(self.box.turn)
        self.box.turned.connect(footer.select.setChecked)
        footer.smaller.clicked.connect(self.canvas.zoom_out)
        footer.larger.clicked.connect(self.canvas.zoom_in)
        footer.fit.clicked.connect(self.canvas.fit_width)

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setContentsMargins(2 * SPACE, SPACE // 2, 2 * SPACE, 0)
        chips.addWidget(self.chips, 1)
        page = QHBoxLayout()
        page.setSpacing(0)
        page.addWidget(self.strip)
        page.addWidget(self.canvas, 1)
        content = QVBoxLayout(self._content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        content.addWidget(self.header)
        content.addLayout(page, 1)
        content.addLayout(chips)
        content.addWidget(self.footer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._content, 1)

    # --- what is shown

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return Page(self._hit.page.document, self._number) if self._hit is not None else None

    @property
    def path(self) -> str:
        """Where the document of the page lies, or ""."""
        return self._hit.path if self._hit is not None else ""

    @property
    def regions(self) -> tuple[Region, ...]:
        """What is lit on the page, in reading order."""
        return self._regions

    @property
    def region_at_hand(self) -> Region | None:
        """The match that was gone to last, else what answers most."""
        return self._regions[self._match] if self._match >= 0 else strongest(self._regions)

    def set_question(self, ticket: int, terms: Sequence[str]) -> None:
        """Take over the words of an answered question."""
        self._terms = tuple(terms)
        self.heat_maps.set_question(ticket, terms)

    def show_nothing(self) -> None:
        """Show that no page is chosen."""
        self._hit = None
        self.drawing.begin(None)
        self.box.turn(False)
        self.heat_maps.show(None)
        self._content.hide()
        self._empty.show()
        self.canvas.show_nothing()

    def show_hit(self, hit: Hit) -> None:
        """Show a page of the results. The same page again keeps zoom and place and only gets its new light."""
        same = self.page == hit.page and self.problem.isHidden()
        self._hit = hit
        self._content.show()
        self._empty.hide()
        if not same:
            self._show_number(hit.page.number)
        elif in_reading_order(hit.regions) != self._regions or self.chips.words != self._terms:
            self._light(hit.regions)
        self.heat_maps.show(self.page)
        if self._entering and self._regions:
            self._go_to_match(0 if self._entering > 0 else len(self._regions) - 1)
        self._entering = 0

    def start_box(self) -> None:
        """Let a person draw a box on the page, to search by what is in it or to copy it."""
        if self._hit is not None:
            self.box.turn(True)

    def try_again(self) -> None:
        """Draw the page again if it could not be drawn before."""
        self.strip.try_again()
        if self._hit is not None and not self.problem.isHidden():
            self._show_number(self._number)

    def turn(self, pages: int, to_end: bool = False) -> None:
        """Go forth or back by pages of the same document. to_end: see the end of that page first."""
        if self._hit is None:
            return
        number = max(1, min(self._page_count, self._number + pages))
        if number != self._number:
            self._show_number(number)
            if to_end:
                self.canvas.show_end()

    def step_match(self, step: int) -> None:
        """Go to the next or the previous lit region; beyond those of the page, to the results beside it."""
        if self._hit is None:
            return
        match = self._match + step if self._match >= 0 or step > 0 else len(self._regions) - 1
        if 0 <= match < len(self._regions):
            self._go_to_match(match)
        else:
            self._entering = step
            self.match_left.emit(step)

    def go_around(self, step: int) -> None:
        """Go on with the matches of this page, because no result follows."""
        self._entering = 0
        if self._regions:
            self._go_to_match(0 if step > 0 else len(self._regions) - 1)

    @property
    def _page_count(self) -> int:
        assert self._hit is not None
        return max(self._hit.page_count, self._hit.page.number)

    def _go_to_match(self, match: int) -> None:
        self._match = match
        self.canvas.set_current(self._regions[match])
        self._describe()
        announce(self.canvas, self.canvas.accessibleDescription())

    def _show_number(self, number: int) -> None:
        assert self._hit is not None
        self._number = number
        self._entering = 0 if number != self._hit.page.number else self._entering
        page = Page(self._hit.page.document, number)
        row = self._hits.row_of(page)
        hit = self._hits.at(row) if row is not None else None
        self.drawing.begin(page, self.path)
        self.box.turn(False)
        self.canvas.show_page(hit.aspect if hit else self._hit.aspect, self._thumbnails.image(page))
        self._light(hit.regions if hit else self._hit.regions if page == self._hit.page else ())
        self.canvas.reveal(strongest(self._regions))
        self.strip.show_page(page.document, number, self._page_count)
        self.heat_maps.show(page)

    def _light(self, regions: Sequence[Region]) -> None:
        self._regions = in_reading_order(regions)
        self._match = -1
        self.canvas.set_current(None)
        self.canvas.set_regions(self._regions)
        self.chips.show_words(self._terms, {term for region in self._regions for term in region.tokens})
        self._describe()

    def _show_heat(self, heat: HeatMap | None) -> None:
        self.canvas.set_heat(heat)
        if heat is not None:
            self.chips.add_evidence({term for term, levels in enumerate(heat.heat) if any(levels)})
        self._describe()

    def _describe(self) -> None:
        if self._hit is not None:
            self.header.describe(self._hit.path, self._number, self._page_count)
            self.footer.describe(self._match, len(self._regions), self.canvas.zoom)
            page_said.describe(self.canvas, self.header, self.footer, self._regions, self._terms, self._match)

    # --- menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the page and its document."""
        self._show_menu(event.globalPos())

    def _show_menu(self, place: QPoint) -> None:
        if self._hit is not None:
            page_menu(self).popup(place)

    def _ask_for_piece(self, box: Box) -> None:
        name = self.tr("a part of {name}, page {number}").format(
            name=PurePath(self.path).name, number=figures.number(self._number)
        )
        self.piece_asked.emit(Piece(page=self.page, box=box), name, self.canvas.picture.cut_out(box))
