"""What stands above and below a page: whose it is, and the buttons to walk, to look closer and to take along."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.elided_label import ElidedLabel
from ui.icons import IconButton
from ui.theme import SPACE, set_tone


class PageHeader(QWidget):
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
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE // 2)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.strip)
        layout.addWidget(self.name, 1)
        for widget in (self.previous_page, self.place, self.next_page, self.more, self.full):
            layout.addWidget(widget)

    def describe(self, path: str, page: int, count: int) -> None:
        """Say whose page it is, and which."""
        number = QLocale().toString
        self.name.setText(PurePath(path).name)
        self.name.setToolTip(path)
        self.place.setText(self.tr("page {number} of {count}").format(number=number(page), count=number(count)))
        self.previous_page.setEnabled(page > 1)
        self.next_page.setEnabled(page < count)


class PageFooter(QWidget):
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
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.previous_match)
        layout.addWidget(self.next_match)
        layout.addWidget(self.matches, 1)
        for widget in (self.heat, self.select, self.smaller, self.zoom, self.larger, self.fit):
            layout.addWidget(widget)

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
