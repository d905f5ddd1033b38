"""The library as a tree: what a person added, and the files in it. Fast with tens of thousands of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeAlias

from PySide6.QtCore import QAbstractItemModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.events import LibraryState
from app.rows import FileRow, FileState, RootRow

ROW_ROLE = Qt.ItemDataRole.UserRole
"""The FileRow or the Root of an index."""

Index: TypeAlias = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(slots=True)
class Root:
    """An added file or folder with its files and what is known of them together."""

    row: RootRow
    files: list[FileRow] = field(default_factory=list)
    states: Counter[FileState] = field(default_factory=Counter)
    pages: int = 0

    @property
    def percent(self) -> float:
        """How much of the files has been dealt with, 0..100."""
        if not self.files:
            return 100.0
        settled = self.states[FileState.INDEXED] + self.states[FileState.FAILED]
        return 100 * settled / len(self.files)

    def count(self, file: FileRow, sign: int) -> None:
        """Add a file to the sums, or take it out again with sign -1."""
        self.states[file.state] += sign
        self.pages += sign * (file.pages if file.state is FileState.INDEXED else 0)


def file_percent(file: FileRow) -> float:
    """Return how much of a file has been read, 0..100."""
    return 100 * file.pages_done / file.pages if file.pages else 0.0


def runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Join neighbouring rows. The tree looks at every row of a range it is told, so a wide one would be slow."""
    joined: list[tuple[int, int]] = []
    for row in sorted(rows):
        if joined and joined[-1][1] == row - 1:
            joined[-1] = joined[-1][0], row
        else:
            joined.append((row, row))
    return joined


class LibraryModel(QAbstractItemModel):
    """Two levels: roots, and the files of roots that are folders."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots: list[Root] = []
        self._root_rows: dict[str, int] = {}
        self._places: dict[str, tuple[int, int]] = {}

    # --- what the engine says

    def show(self, state: LibraryState) -> bool:
        """Show the whole library; returns whether rows came or went, which collapses the tree."""
        files: dict[str, list[FileRow]] = {root.path: [] for root in state.roots}
        for file in state.files:
            if file.root in files:
                files[file.root].append(file)
        for rows in files.values():
            rows.sort(key=lambda file: file.path.casefold())
        roots = sorted(state.roots, key=lambda root: PurePath(root.path).name.casefold())

        paths = [file.path for root in roots for file in files[root.path]]
        same = [root.path for root in roots] == [root.row.path for root in self._roots] and paths == [
            file.path for root in self._roots for file in root.files
        ]
        if same:
            for number, row in enumerate(roots):
                self._roots[number].row = row
            self.update(state.files)
            self._tell_roots_changed(range(len(roots)))
            return False
        self.beginResetModel()
        self._roots = [Root(row, files[row.path]) for row in roots]
        self._root_rows = {root.row.path: number for number, root in enumerate(self._roots)}
        self._places.clear()
        for number, root in enumerate(self._roots):
            for place, file in enumerate(root.files):
                root.count(file, 1)
                self._places[file.path] = (number, place)
        self.endResetModel()
        return True

    def update(self, files: Iterable[FileRow]) -> None:
        """Take over rows that are new or different. New rows stand last until the whole library comes again."""
        touched: dict[int, list[int]] = {}
        fresh: dict[int, dict[str, FileRow]] = {}
        for file in files:
            place = self._places.get(file.path)
            if place is not None:
                number, row = place
                root = self._roots[number]
                if root.files[row] != file:
                    root.count(root.files[row], -1)
                    root.count(file, 1)
                    root.files[row] = file
                    touched.setdefault(number, []).append(row)
            elif (home := self._root_rows.get(file.root)) is not None:
                fresh.setdefault(home, {})[file.path] = file
        for number, rows in touched.items():
            if self._roots[number].row.is_folder:
                parent = self.index(number, 0)
                for first, last in runs(rows):
                    self.dataChanged.emit(self.index(first, 0, parent), self.index(last, 0, parent))
        for number, new in fresh.items():
            self._append(number, sorted(new.values(), key=lambda file: file.path.casefold()))
        self._tell_roots_changed(touched.keys() | fresh.keys())

    def _append(self, number: int, files: list[FileRow]) -> None:
        root = self._roots[number]
        first = len(root.files)
        if root.row.is_folder:
            self.beginInsertRows(self.index(number, 0), first, first + len(files) - 1)
        for row, file in enumerate(files, first):
            root.count(file, 1)
            root.files.append(file)
            self._places[file.path] = (number, row)
        if root.row.is_folder:
            self.endInsertRows()

    def _tell_roots_changed(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.dataChanged.emit(self.index(number, 0), self.index(number, 0))

    # --- what the panel asks

    @property
    def roots(self) -> list[Root]:
        """All roots, in the order of the rows."""
        return self._roots

    def failed(self) -> list[FileRow]:
        """Return the files that could not be read, in the order of the rows."""
        return [file for root in self._roots for file in root.files if file.state is FileState.FAILED]

    def row_of(self, index: Index) -> Root | FileRow | None:
        """Return the root or the file of an index. A root that is a single file counts as that file."""
        if not index.isValid():
            return None
        if index.internalId():
            return self._roots[index.internalId() - 1].files[index.row()]
        root = self._roots[index.row()]
        return root if root.row.is_folder or not root.files or not root.row.present else root.files[0]

    def path_of(self, index: Index) -> str:
        """Return the path of an index, or ""."""
        row = self.row_of(index)
        return row.row.path if isinstance(row, Root) else row.path if row is not None else ""

    def index_of(self, path: str) -> QModelIndex:
        """Return the index of a root or a file, or an invalid one."""
        if path in self._root_rows:
            return self.index(self._root_rows[path], 0)
        if path in self._places:
            number, row = self._places[path]
            return self.index(row, 0, self.index(number, 0))
        return QModelIndex()

    # --- what Qt asks

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """Return an index; its id is 0 for a root, else one more than the root's row."""
        if column != 0 or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]  # Also a getter without argument.
        """Return the root of a file."""
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of roots, or of files in a folder."""
        if not parent.isValid():
            return len(self._roots)
        if parent.internalId():
            return 0
        root = self._roots[parent.row()]
        return len(root.files) if root.row.is_folder else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the only column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object | None:
        """Return the row itself, or what it says to people and to screen readers."""
        row = self.row_of(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return PurePath(self.path_of(index)).name or self.path_of(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [self.path_of(index)] + ([row.sentence] if isinstance(row, FileRow) and row.sentence else [])
            return "\n".join(lines)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{PurePath(self.path_of(index)).name}, {self.status(row)}"
        return None

    def status(self, row: Root | FileRow) -> str:
        """Say in a few words how a root or a file stands."""
        number = QLocale().toString
        if isinstance(row, Root):
            if not row.row.present:
                return self.tr("not connected")
            if not row.files:
                return self.tr("no files yet")
            files = self.tr("1 file") if len(row.files) == 1 else self.tr("{n} files").format(n=number(len(row.files)))
            if row.percent < 100:
                return self.tr("{files} · {percent} %").format(files=files, percent=number(int(row.percent)))
            return self.tr("{files} · {pages}").format(files=files, pages=self._pages(row.pages))
        if row.state is FileState.FAILED:
            return row.sentence or self.tr("could not be read")
        if row.state is FileState.WAITING:
            return self.tr("waiting")
        if row.state is FileState.INDEXING:
            if not row.pages:
                return self.tr("being opened")
            return self.tr("{percent} %").format(percent=number(int(file_percent(row))))
        return self._pages(row.pages)

    def _pages(self, count: int) -> str:
        return self.tr("1 page") if count == 1 else self.tr("{n} pages").format(n=QLocale().toString(count))
