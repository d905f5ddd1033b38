"""The pages that answer, as a list model without any drawing; most of a long answer is fetched when it is seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.events import Group, Hit
from app.requests import Lane
from indexer.types import Page
from ui.basics import figures

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
    """The pages of one answer, best first. Those that are not here yet have a row that says nothing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._hits: dict[int, Hit] = {}
        self._rows: dict[Page, int] = {}
        self._groups: tuple[Group, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits that are here, in the order of their rows."""
        return tuple(self._hits[row] for row in sorted(self._hits))

    @property
    def groups(self) -> tuple[Group, ...]:
        """The documents whose pages stand together, in the order of the rows; empty where they do not."""
        return self._groups

    def show(
        self, hits: Sequence[Hit], total: int = 0, groups: tuple[Group, ...] = (), keeps_others: bool = False
    ) -> None:
        """Show another answer, of which the first hits are here. The same again changes nothing, so nothing flickers.

        total: rows in all, where that is more.    keeps_others: further hits stay until they are put anew.
        """
        total = max(total, len(hits))
        if sum(group.pages for group in groups) != total:
            groups = ()
        is_known = len(hits) > 0 and all(self._hits.get(row) == hit for row, hit in enumerate(hits))
        if (total, groups) == (self._total, self._groups) and (is_known or not total):
            return
        self.beginResetModel()
        others = {row: hit for row, hit in self._hits.items() if keeps_others and len(hits) <= row < total}
        self._total, self._groups = total, groups
        self._hits = others | dict(enumerate(hits))
        self._rows = {self._hits[row].page: row for row in sorted(self._hits, reverse=True)}
        self.endResetModel()

    def put(self, start: int, hits: Sequence[Hit]) -> None:
        """Take over hits for the rows from `start` on."""
        hits = hits[: max(0, self._total - start)]
        if not hits:
            return
        self._forget(range(start, start + len(hits)))
        for row, hit in enumerate(hits, start):
            self._hits[row] = hit
            self._rows[hit.page] = row
        self.dataChanged.emit(self.index(start), self.index(start + len(hits) - 1))

    def keep(self, rows: range) -> None:
        """Forget all hits but those of these rows."""
        self._forget([row for row in self._hits if row not in rows])

    def at(self, row: int) -> Hit | None:
        """Return the hit of a row if it is here."""
        return self._hits.get(row)

    def hit(self, index: QModelIndex | QPersistentModelIndex) -> Hit | None:
        """Return the hit of an index if it is here."""
        return self._hits.get(index.row())

    def row_of(self, page: Page) -> int | None:
        """Return the row of a page if it is among the hits that are here."""
        return self._rows.get(page)

    def _forget(self, rows: Iterable[int]) -> None:
        for row in rows:
            hit = self._hits.pop(row, None)
            if hit is not None and self._rows.get(hit.page) == row:
                del self._rows[hit.page]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of pages that answer."""
        return 0 if parent.isValid() else self._total

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Let hits be dragged."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if self.hit(index) is not None else flags

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object | None:
        """Return the hit itself, or what it says to people and to screen readers."""
        hit = self.hit(index)
        if hit is None:
            return self.tr("This page is being looked up.") if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return PurePath(hit.path).name
        if role == Qt.ItemDataRole.ToolTipRole:
            return hit.path
        if role == Qt.ItemDataRole.AccessibleTextRole:
            found_by = ", ".join(lane_label(lane) for lane in hit.lanes)
            return self.tr("{name}, page {number}, found by {lanes}. {line}").format(
                name=PurePath(hit.path).name, number=figures.number(hit.page.number), lanes=found_by, line=hit.line
            )
        return None
