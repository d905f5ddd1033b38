"""What stands above and below a page: whose it is, and the buttons to walk, to look closer and to take along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QWidget

from ui.basics.elided_label import ElidedLabel
from ui.basics.icons import IconButton
from ui.basics.theme import SPACE, set_tone

NAME_LETTERS = 12
"""So much of a text is to be read before what stands beside it goes to a line of its own."""


class PageBar(QWidget):
    """A text with what belongs before it, and buttons beside it or, where there is no room for that, below it."""

    def _lay_out(self, first: Sequence[QWidget], text: QWidget, beside: Sequence[QWidget]) -> None:
        self._left, self._right = QHBoxLayout(), QHBoxLayout()
        for widget in first:
            self._left.addWidget(widget)
        self._left.addWidget(text, 1)
        for widget in beside:
            self._right.addWidget(widget)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        for layout in (self._both, self._left, self._right):
            layout.setSpacing(SPACE // 2)
        self._both.addLayout(self._left, 1)
        self._both.addLayout(self._right)

    def event(self, event: QEvent) -> bool:
        """Look again whether there is room, because what stands in the bar has become wider or narrower."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        name = NAME_LETTERS * self.fontMetrics().averageCharWidth()
        needed = self._left.minimumSize().width() + name + self._right.minimumSize().width() + 3 * SPACE
        is_wide = needed <= self.width()
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._right.setAlignment(Qt.AlignmentFlag(0) if is_wide else Qt.AlignmentFlag.AlignRight)


class PageHeader(PageBar):
    """The name of the document and the place in it."""

    def __init__(self) -> None:
        super().__init__()
        self.strip = IconButton("pages", self.tr("Pages of the document (F9)"))
        self.strip.setCheckable(True)
        self.name = ElidedLabel()
        set_tone(self.name, "title")
        self.place = QLabel()
        set_tone(self.place, "small")
        self.previous_page = IconButton("left", self.tr("Previous page (Page Up)"))
        self.next_page = IconButton("right", self.tr("Next page (Page Down)"))
        self.more = IconButton("more", self.tr("Copy, save and open the page"))
        self.full = IconButton("expand", self.tr("Page fills the window (F11)"))
        self._lay_out((self.strip,), self.name, (self.previous_page, self.place, self.next_page, self.more, self.full))

    def describe(self, path: str, page: int, count: int) -> None:
        """Say whose page it is, and which."""
        number = QLocale().toString
        self.name.setText(PurePath(path).name)
        self.name.setToolTip(path)
        self.place.setText(self.tr("page {number} of {count}").format(number=number(page), count=number(count)))
        self.previous_page.setEnabled(page > 1)
        self.next_page.setEnabled(page < count)
        self._fit()


class PageFooter(PageBar):
    """The way through the matches, the heat, the box and the zoom."""

    def __init__(self) -> None:
        super().__init__()
        self.previous_match = IconButton("up", self.tr("Previous match (Shift+F3)"))
        self.next_match = IconButton("down", self.tr("Next match (F3)"))
        self.matches, self.zoom = ElidedLabel(), QLabel()
        for label in (self.matches, self.zoom):
            set_tone(label, "small")
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.heat = IconButton("heat", self.tr("Heat map: how strongly each part of the page answers (H)"))
        self.heat.setCheckable(True)
        self.select = IconButton("select", self.tr("Search by a part of the page, or copy it (S)"))
        self.select.setCheckable(True)
        self.smaller = IconButton("minus", self.tr("Smaller (Ctrl+-)"))
        self.larger = IconButton("plus", self.tr("Larger (Ctrl++)"))
        self.fit = IconButton("width", self.tr("Fit the width (Ctrl+0)"))
        self._lay_out(
            (self.previous_match, self.next_match),
            self.matches,
            (self.heat, self.select, self.smaller, self.zoom, self.larger, self.fit),
        )

    def describe(self, match: int, total: int, zoom: float) -> None:
        """Say which match is at hand (-1: none yet) of how many, and how large the page is."""
        number = QLocale().toString
        if not total:
            self.matches.setText(self.tr("No match on this page"))
        elif match < 0:
            self.matches.setText(self.tr("1 match") if total == 1 else self.tr("{n} matches").format(n=number(total)))
        else:
            self.matches.setText(self.tr("match {k} of {n}").format(k=number(match + 1), n=number(total)))
        self.zoom.setText(self.tr("{percent} %").format(percent=number(round(zoom * 100))))
        self._fit()
