"""Where the pages that answer stand: lines of cells of one size, with a header above the pages of each document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from PySide6.QtCore import QRect, QSize


class Cells:
    """Places for any number of rows, found without looking at each of them.

    counts: how many rows belong together, none of them 0.    columns: cells in a line.    header_px: above each group;
    0 for none.    mirrored: lines begin on the right. Rectangles are in pixels from the top left of all cells; a cell
    is as large as `cell` says.
    """

    def __init__(
        self, counts: Sequence[int], cell: QSize, columns: int, header_px: int = 0, mirrored: bool = False
    ) -> None:
        self.cell, self.columns, self.header_px = cell, max(1, columns), header_px
        self._mirrored = mirrored
        self._firsts = list(accumulate(counts, initial=0))
        heights = (header_px + -(-count // self.columns) * cell.height() for count in counts)
        self._tops = list(accumulate(heights, initial=0))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self._firsts[-1]

    @property
    def height(self) -> int:
        """How high all of it is."""
        return self._tops[-1]

    def rect(self, row: int) -> QRect:
        """Return the place of a row."""
        group = bisect_right(self._firsts, row) - 1
        line, column = divmod(row - self._firsts[group], self.columns)
        y = self._tops[group] + self.header_px + line * self.cell.height()
        return QRect(self._across(column) * self.cell.width(), y, self.cell.width(), self.cell.height())

    def row_at(self, x: int, y: int) -> int | None:
        """Return the row of a point, or None between and beside the cells."""
        if not self.rows:
            return None
        row = self.row_near(x, y)
        return row if self.rect(row).contains(x, y) else None

    def row_near(self, x: int, y: int, upwards: bool = False) -> int:
        """Return the row nearest to a point in its line; of a header, that of the line below, or `upwards` above."""
        y = min(max(y, 0), self.height - 1)
        group = min(bisect_right(self._tops, y) - 1, len(self._firsts) - 2)
        inside = y - self._tops[group] - self.header_px
        if inside < 0 and upwards and group:
            return self.row_near(x, self._tops[group] - 1)
        line = max(inside, 0) // self.cell.height()
        column = self._across(min(max(x // max(1, self.cell.width()), 0), self.columns - 1))
        return min(self._firsts[group] + line * self.columns + column, self._firsts[group + 1] - 1)

    def between(self, top: int, bottom: int) -> range:
        """Return the rows that are at least partly between two heights, the second of them outside."""
        if not self.rows or bottom <= 0 or top >= self.height:
            return range(0)
        left, right = 0, self.columns * self.cell.width()
        first = self.row_near(right if self._mirrored else left, top)
        if self.rect(first).top() >= bottom:
            return range(0)
        last = self.row_near(left if self._mirrored else right, bottom - 1, upwards=True)
        return range(first, last + 1)

    def headers(self, top: int, bottom: int) -> Iterator[tuple[int, QRect]]:
        """Yield the groups whose headers are at least partly between two heights, and their places."""
        if not self.header_px:
            return
        for group in range(max(0, bisect_right(self._tops, top) - 1), len(self._firsts) - 1):
            y = self._tops[group]
            if y >= bottom:
                return
            if y + self.header_px > top:
                yield group, QRect(0, y, self.columns * self.cell.width(), self.header_px)

    def _across(self, column: int) -> int:
        """Turn a column counted from where lines begin into one counted from the left, or back."""
        return self.columns - 1 - column if self._mirrored else column
