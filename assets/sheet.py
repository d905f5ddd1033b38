"""A sheet of paper to draw a sample on: text, tables and bars, placed as on the page one sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import pymupdf as untyped_pymupdf

# Only some of its calls are annotated.
pymupdf: Any = untyped_pymupdf

Colour: TypeAlias = tuple[float, float, float]

INK: Colour = (0.13, 0.15, 0.18)
SEA: Colour = (0.08, 0.27, 0.42)
FOAM: Colour = (0.90, 0.94, 0.96)
RUST: Colour = (0.72, 0.34, 0.16)
GREY: Colour = (0.45, 0.48, 0.52)
A4 = (595.0, 842.0)

LEFT, CENTRE, RIGHT = 0, 1, 2


class Sheet:
    """One page. Places are in points from the top left of the page as it is shown, turned or not."""

    def __init__(self, document: Any, size: tuple[float, float] = A4, turn: int = 0) -> None:
        self.width, self.height = size
        upright = size if turn % 180 == 0 else size[::-1]
        self._page = document.new_page(width=upright[0], height=upright[1])
        self._page.set_rotation(turn)
        self._turn = turn

    def line(
        self, x: float, y: float, text: str, size: float = 11, font: str = "helv", ink: Colour = INK, align: int = LEFT
    ) -> None:
        """Write one line of text on the base line `y`."""
        width = pymupdf.get_text_length(text, fontname=font, fontsize=size)
        start = pymupdf.Point(x - width * align / 2, y) * self._page.derotation_matrix
        self._page.insert_text(start, text, fontsize=size, fontname=font, color=ink, rotate=self._turn)

    def block(
        self,
        box: tuple[float, float, float, float],
        text: str,
        size: float = 10.5,
        font: str = "tiro",
        ink: Colour = INK,
        align: int = LEFT,
    ) -> None:
        """Set running text into a box; raises ValueError when it does not fit."""
        rect = pymupdf.Rect(box) * self._page.derotation_matrix
        room = self._page.insert_textbox(
            rect, text, fontsize=size, fontname=font, color=ink, align=align, lineheight=1.3, rotate=self._turn
        )
        if room < 0:
            raise ValueError(f"the text needs {-room:.0f} points more: {text[:40]}")

    def bar(self, box: tuple[float, float, float, float], fill: Colour) -> None:
        """Fill a rectangle."""
        self._page.draw_rect(pymupdf.Rect(box) * self._page.derotation_matrix, color=None, fill=fill)

    def rule(self, x0: float, y0: float, x1: float, y1: float, ink: Colour = GREY, width: float = 0.6) -> None:
        """Draw a straight line."""
        turned = self._page.derotation_matrix
        self._page.draw_line(pymupdf.Point(x0, y0) * turned, pymupdf.Point(x1, y1) * turned, color=ink, width=width)

    def shape(self, points: Sequence[tuple[float, float]], fill: Colour) -> None:
        """Fill a polygon."""
        self._page.draw_polyline([*points, points[0]], color=None, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """Fill a circle."""
        self._page.draw_circle((x, y), radius, color=None, fill=fill)

    def picture(self, box: tuple[float, float, float, float], jpeg: bytes) -> None:
        """Place a picture."""
        self._page.insert_image(pymupdf.Rect(box), stream=jpeg, keep_proportion=False)

    def table(
        self, x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], size: float = 10
    ) -> float:
        """Set a table, first row as its head, first column to the left and figures to the right; return its end."""
        step = size * 2.1
        right = x + sum(widths)
        for number, row in enumerate(rows):
            base = y + step * (number + 0.68)
            if number == 0:
                self.bar((x, y, right, y + step), SEA)
            elif number % 2 == 0:
                self.bar((x, y + step * number, right, y + step * (number + 1)), FOAM)
            ink = (1.0, 1.0, 1.0) if number == 0 else INK
            font = "hebo" if number == 0 or row[0].startswith("Total") else "helv"
            edge = x
            for column, (width, cell) in enumerate(zip(widths, row, strict=True)):
                if column == 0:
                    self.line(edge + 6, base, cell, size, font, ink)
                else:
                    self.line(edge + width - 6, base, cell, size, font, ink, RIGHT)
                edge += width
        end = y + step * len(rows)
        self.rule(x, end, right, end)
        return end


def new_document() -> Any:
    """Return an empty document to draw sheets into."""
    return pymupdf.open()


def as_pdf(document: Any, title: str) -> bytes:
    """Return the document as a PDF that is the same each time."""
    document.set_metadata(
        {"title": title, "author": "Pagelight samples", "creationDate": "D:20260105090000Z", "modDate": None}
    )
    return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True))


def as_pixels(document: Any, page: int = 0, dpi: int = 110) -> tuple[int, int, bytes]:
    """Render a page and return its width, height and RGB bytes."""
    pixels = document[page].get_pixmap(dpi=dpi)
    return pixels.width, pixels.height, bytes(pixels.samples)
