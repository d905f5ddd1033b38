"""The pages that answer, as a list model without any drawing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.events import Hit
from app.requests import Lane
from indexer.types import Page

HIT_ROLE = Qt.ItemDataRole.UserRole


def lane_label(lane: Lane) -> str:
    """Say in plain words how a page was found."""
    if lane is Lane.TEXT:
        return QCoreApplication.translate("Results", "words")
    if lane is Lane.LOOK:
        return QCoreApplication.translate("Results", "look")
    if lane is Lane.MODEL:
        return QCoreApplication.translate("Results", "model")
    if lane is Lane.MEANING:
        return QCoreApplication.translate("Results", "meaning")
    return QCoreApplication.translate("Results", "name")


def excerpt(line: str, bold: Sequence[tuple[int, int]], lead: int = 32) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Cut a line so that its first bold word is near the start; the ranges move with it.

    lead: how many characters may stand before the first bold word.
    """
    first = bold[0][0] if bold else 0
    if first <= lead:
        return line, tuple(bold)
    cut = line.find(" ", first - lead, first)
    start = cut + 1 if cut >= 0 else first
    return "… " + line[start:], tuple((begin - start + 2, end - start + 2) for begin, end in bold)


class ResultsModel(QAbstractListModel):
    """The hits of one answer, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[Hit, ...] = ()
        self._rows: dict[Page, int] = {}

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All hits, in the order of the rows."""
        return self._hits

    def show(self, hits: tuple[Hit, ...]) -> None:
        """Show other hits. The same hits again change nothing, so nothing flickers."""
        if hits == self._hits:
            return
        self.beginResetModel()
        self._hits = hits
        self._rows = {hit.page: row for row, hit in enumerate(hits)}
        self.endResetModel()

    def hit(self, index: QModelIndex | QPersistentModelIndex) -> Hit | None:
        """Return the hit of a row."""
        return self._hits[index.row()] if 0 <= index.row() < len(self._hits) else None

    def row_of(self, page: Page) -> int | None:
        """Return the row of a page if it is among the hits."""
        return self._rows.get(page)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of hits."""
        return 0 if parent.isValid() else len(self._hits)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object | None:
        """Return the hit itself, or what it says to people and to screen readers."""
        hit = self.hit(index)
        if hit is None:
            return None
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return PurePath(hit.path).name
        if role == Qt.ItemDataRole.ToolTipRole:
            return hit.path
        if role == Qt.ItemDataRole.AccessibleTextRole:
            found_by = ", ".join(lane_label(lane) for lane in hit.lanes)
            return self.tr("{name}, page {number}, found by {lanes}. {line}").format(
                name=PurePath(hit.path).name, number=hit.page.number, lanes=found_by, line=hit.line
            )
        return None
