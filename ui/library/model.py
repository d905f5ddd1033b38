"""The library as a tree: what a person added, the folders in it and the files; tens of thousands are no burden."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TypeAlias

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from app.events import LibraryState
from app.rows import FileRow, FileState
from ui.library import words as library_words
from ui.library.branch import SLICE_FILES, Branch, Tree, plant

ROW_ROLE = Qt.ItemDataRole.UserRole
"""The FileRow or the Branch of an index."""

SLICE_S = 0.005
"""So long the model works before the window may do something else."""

Index: TypeAlias = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


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
    """Folders first, then files. The id of an index is the number of the branch that holds it, 0 for a root.

    A large library is taken over in slices, and what comes in meanwhile waits for them.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = Tree()
        self._paths: set[str] = set()
        self._work: Iterator[object] | None = None
        self._late: list[FileRow] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._go_on)

    # --- what the engine says

    def show(self, state: LibraryState) -> None:
        """Show the whole library: at once where it is small. The model is reset if rows came or went."""
        self._work = self._take_over(state)
        self._late.clear()
        self._go_on()

    def update(self, files: Iterable[FileRow]) -> None:
        """Take over rows that are new or different. New rows stand last until the whole library comes again."""
        if self._work is None:
            self._update(files)
        else:
            self._late.extend(files)

    def _go_on(self) -> None:
        end = time.perf_counter() + SLICE_S
        while self._work is not None:
            if time.perf_counter() > end:
                self._soon.start(0)
                return
            if next(self._work, None) is None:
                self._work = None
                self._update(self._late)
                self._late.clear()

    def _take_over(self, state: LibraryState) -> Iterator[object]:
        roots = {root.path: root for root in state.roots}
        paths: set[str] = set()
        for first in range(0, len(state.files), SLICE_FILES):
            paths.update(file.path for file in state.files[first : first + SLICE_FILES] if file.root in roots)
            yield first + 1
        if paths == self._paths and roots.keys() == {branch.path for branch in self._tree.roots}:
            for branch in self._tree.roots:
                branch.root = roots[branch.path]
            for first in range(0, len(state.files), SLICE_FILES):
                self._update(state.files[first : first + SLICE_FILES])
                yield first + 1
            self._tell_changed(self._tree.roots)
            return
        tree = Tree()
        for tree in plant(state):
            yield tree
        self.beginResetModel()
        self._tree, self._paths = tree, paths
        self.endResetModel()

    def _update(self, files: Iterable[FileRow]) -> None:
        changed: dict[Branch, list[int]] = {}
        fresh: dict[str, FileRow] = {}
        for file in files:
            branch = self._tree.branch_of(file)
            place = branch.place_of(file.path) if branch is not None else None
            if branch is None or place is None:
                if self._tree.has_root(file.root):
                    fresh[file.path] = file
            elif branch.files[place] != file:
                branch.count(branch.files[place], -1)
                branch.count(file, 1)
                branch.files[place] = file
                changed.setdefault(branch, []).append(place)
        for branch, places in changed.items():
            if branch.is_sorted and branch.is_folder:
                parent, first_file = self._index_of(branch), len(branch.folders)
                for first, last in runs(places):
                    self.dataChanged.emit(
                        self.index(first_file + first, 0, parent), self.index(first_file + last, 0, parent)
                    )
        grown = self._add(sorted(fresh.values(), key=lambda file: file.path.casefold()))
        self._tell_changed({*changed, *grown})

    def _add(self, files: list[FileRow]) -> set[Branch]:
        by_branch: dict[Branch, list[FileRow]] = {}
        for file in files:
            for folder in self._tree.missing(file):
                self._add_folder(folder, file.root)
            by_branch.setdefault(self._tree.settle(file), []).append(file)
        for branch, new in by_branch.items():
            branch.sort()
            if branch.is_folder:
                first = len(branch.folders) + len(branch.files)
                self.beginInsertRows(self._index_of(branch), first, first + len(new) - 1)
            branch.files.extend(new)
            for file in new:
                branch.count(file, 1)
                self._paths.add(file.path)
            if branch.is_folder:
                self.endInsertRows()
        return set(by_branch)

    def _add_folder(self, folder: str, root: str) -> None:
        above = self._tree.parent_of(folder, root)
        above.sort()
        row = len(above.folders)
        self.beginInsertRows(self._index_of(above), row, row)
        self._tree.grow(folder, root)
        self.endInsertRows()

    def _tell_changed(self, branches: Iterable[Branch]) -> None:
        """Tell of branches and of all that hold them, as far as anybody has looked at them."""
        told: set[Branch] = set()
        for branch in branches:
            above: Branch | None = branch
            while above is not None and above.parent is not None and above not in told:
                told.add(above)
                above = above.parent
        for branch in told:
            assert branch.parent is not None
            if branch.parent.is_sorted:
                index = self._index_of(branch)
                self.dataChanged.emit(index, index)

    # --- what the panel asks

    @property
    def roots(self) -> list[Branch]:
        """What a person added, in the order of the rows."""
        return self._tree.roots

    @property
    def pages(self) -> int:
        """How many pages the files have that are indexed; the same document in two places counts twice."""
        return self._tree.top.pages

    @property
    def is_growing(self) -> bool:
        """Whether files still wait or are being indexed."""
        states = self._tree.top.states
        return states[FileState.WAITING] + states[FileState.INDEXING] > 0

    @property
    def failures(self) -> int:
        """How many files could not be read."""
        return self._tree.top.states[FileState.FAILED]

    def failed(self) -> list[FileRow]:
        """Return the files that could not be read, in the order of the rows."""
        return [file for file in self._tree.top.all_files() if file.state is FileState.FAILED]

    def row_of(self, index: Index) -> Branch | FileRow | None:
        """Return the branch or the file of an index. A root that is a single file counts as that file."""
        if not index.isValid():
            return None
        holder = self._tree.branches[index.internalId()]
        row = index.row()
        if row >= len(holder.folders):
            return holder.files[row - len(holder.folders)]
        branch = holder.folders[row]
        return branch if branch.is_folder or not branch.files or not branch.is_present else branch.files[0]

    def path_of(self, index: Index) -> str:
        """Return the path of an index, or ""."""
        row = self.row_of(index)
        return row.path if row is not None else ""

    def index_of(self, path: str) -> QModelIndex:
        """Return the index of a root, a folder or a file, or an invalid one."""
        branch = self._tree.find(path)
        if branch is not None:
            return self._index_of(branch)
        for root in self.roots:
            holder = self._tree.branch_of(FileRow(path, root.path, FileState.WAITING))
            if holder is not None:
                holder.sort()
                place = holder.place_of(path)
                if place is not None:
                    return self.createIndex(len(holder.folders) + place, 0, holder.number)
        return QModelIndex()

    def _index_of(self, branch: Branch) -> QModelIndex:
        if branch.parent is None:
            return QModelIndex()
        branch.parent.sort()
        return self.createIndex(branch.row, 0, branch.parent.number)

    # --- what Qt asks

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """Return an index."""
        holder = self._branch_at(parent)
        if holder is None or column != 0 or not 0 <= row < len(holder.folders) + len(holder.files):
            return QModelIndex()
        holder.sort()
        return self.createIndex(row, 0, holder.number)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]  # Also a getter without argument.
        """Return what holds a folder or a file."""
        if not index.isValid():
            return QModelIndex()
        holder = self._tree.branches[index.internalId()]
        return QModelIndex() if holder.parent is None else self.createIndex(holder.row, 0, holder.parent.number)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of roots, or of folders and files in a folder."""
        holder = self._branch_at(parent)
        return 0 if holder is None else len(holder.folders) + len(holder.files)

    def hasChildren(self, parent: Index = NOWHERE) -> bool:
        """Return whether there is anything in it."""
        return self.rowCount(parent) > 0

    def _branch_at(self, index: Index) -> Branch | None:
        """Return the branch whose rows stand below an index; None for files."""
        if not index.isValid():
            return self._tree.top
        holder = self._tree.branches[index.internalId()]
        row = index.row()
        if row >= len(holder.folders):
            return None
        branch = holder.folders[row]
        return branch if branch.is_folder else None

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
            return PurePath(row.path).name or row.path
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (row.path, library_words.remark(row))))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{PurePath(row.path).name}, {library_words.status(row)}"
        return None
