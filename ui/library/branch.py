"""The folders of the library with their files and what is known of them together. Nothing of Qt is in here."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from app.events import LibraryState
from app.rows import FileRow, FileState, RootRow

SLICE_FILES = 250
"""So many files are sorted into their folders before others may do something."""


@dataclass(slots=True, eq=False)
class Branch:
    """An added file or folder, a folder in one, or, with the number 0, all of the library.

    number: its place in Tree.branches.    row: its place among its parent's folders.    root: what a person added,
    None for a folder in it.    states, pages: of all files in it and below.
    Folders and files are sorted when they are looked at first.
    """

    path: str
    number: int = 0
    parent: Branch | None = None
    root: RootRow | None = None
    row: int = 0
    folders: list[Branch] = field(default_factory=list)
    files: list[FileRow] = field(default_factory=list)
    states: Counter[FileState] = field(default_factory=Counter)
    pages: int = 0
    is_sorted: bool = False
    _places: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePath(self.path).name or self.path

    @property
    def is_folder(self) -> bool:
        """Whether it can hold others."""
        return self.root is None or self.root.is_folder

    @property
    def is_present(self) -> bool:
        """Whether it can be reached, as far as is known."""
        return self.added.present

    @property
    def added(self) -> RootRow:
        """What a person added, itself or above."""
        branch = self
        while branch.root is None:
            assert branch.parent is not None, "everything lies below what was added"
            branch = branch.parent
        return branch.root

    @property
    def size(self) -> int:
        """How many files there are, in it and below."""
        return self.states.total()

    @property
    def share_done(self) -> float:
        """How much of the files has been dealt with, 0..1."""
        settled = self.states[FileState.INDEXED] + self.states[FileState.FAILED]
        return settled / self.size if self.size else 1.0

    def sort(self) -> None:
        """Put folders and files into the order in which they are shown, once."""
        if self.is_sorted:
            return
        self.is_sorted = True
        self.folders.sort(key=lambda folder: folder.name.casefold())
        for row, folder in enumerate(self.folders):
            folder.row = row
        self.files.sort(key=lambda file: file.path.casefold())
        self._places.clear()

    def place_of(self, path: str) -> int | None:
        """Return the place of a file in `files`, or None."""
        if len(self._places) != len(self.files):
            self._places = {file.path: place for place, file in enumerate(self.files)}
        return self._places.get(path)

    def count(self, file: FileRow, sign: int) -> None:
        """Add a file to the sums up to the top, or take it out again with sign -1."""
        pages = sign * (file.pages if file.state is FileState.INDEXED else 0)
        branch: Branch | None = self
        while branch is not None:
            branch.states[file.state] += sign
            branch.pages += pages
            branch = branch.parent

    def all_files(self) -> Iterator[FileRow]:
        """Go through the files in it and below, in the order in which they are shown."""
        self.sort()
        for folder in self.folders:
            yield from folder.all_files()
        yield from self.files


class Tree:
    """All branches by number, and by the root and the folder that they stand for."""

    def __init__(self) -> None:
        self.top = Branch("", is_sorted=True)
        self.branches: list[Branch] = [self.top]
        self._homes: dict[str, dict[str, Branch]] = {}

    @property
    def roots(self) -> list[Branch]:
        """What a person added, in the order in which it is shown."""
        return self.top.folders

    def branch_of(self, file: FileRow) -> Branch | None:
        """Return the branch that holds a file, or would; None where it is not there (yet)."""
        return self._homes.get(file.root, {}).get(file.path.rpartition(os.sep)[0])

    def find(self, path: str) -> Branch | None:
        """Return a root or a folder of this path, or None."""
        if path in self._homes:
            return self._homes[path][""]
        return next((home[path] for home in self._homes.values() if path in home), None)

    def add_root(self, row: RootRow) -> None:
        """Put a root after the others."""
        branch = self._new(row.path, self.top, row)
        branch.row = len(self.top.folders)
        self.top.folders.append(branch)
        self._homes[row.path] = {"": branch, row.path if row.is_folder else os.path.dirname(row.path): branch}

    def missing(self, file: FileRow) -> list[str]:
        """Return the folders between a file and the nearest branch that is there, the outermost first."""
        home, folders = self._homes[file.root], []
        folder = os.path.dirname(file.path)
        while folder not in home and len(folder) > len(file.root):
            folders.append(folder)
            folder = os.path.dirname(folder)
        return folders[::-1]

    def parent_of(self, folder: str, root: str) -> Branch:
        """Return the branch that holds a folder, which is there."""
        home = self._homes[root]
        return home.get(os.path.dirname(folder), home[""])

    def grow(self, folder: str, root: str) -> None:
        """Put a folder after its neighbours."""
        parent = self.parent_of(folder, root)
        branch = self._new(folder, parent)
        branch.row = len(parent.folders)
        parent.folders.append(branch)
        self._homes[root][folder] = branch

    def settle(self, file: FileRow) -> Branch:
        """Return the branch for a file, which all folders are there for."""
        home = self._homes[file.root]
        # "C:\\a.pdf" lies in "C:\\", which is found by its own name alone.
        branch = home.get(os.path.dirname(file.path), home[""])
        home[file.path.rpartition(os.sep)[0]] = branch
        return branch

    def has_root(self, path: str) -> bool:
        """Whether a person added this."""
        return path in self._homes

    def _new(self, path: str, parent: Branch, root: RootRow | None = None) -> Branch:
        branch = Branch(path, len(self.branches), parent, root)
        self.branches.append(branch)
        return branch


def plant(state: LibraryState) -> Iterator[Tree]:
    """Sort the files of a library into its folders. Yields the same tree again and again; the last time it is whole."""
    tree = Tree()
    for root in sorted(state.roots, key=lambda root: (PurePath(root.path).name or root.path).casefold()):
        tree.add_root(root)
    for number, file in enumerate(state.files):
        if number % SLICE_FILES == 0:
            yield tree
        branch = tree.branch_of(file)
        if branch is None:
            if not tree.has_root(file.root):
                continue
            for folder in tree.missing(file):
                tree.grow(folder, file.root)
            branch = tree.settle(file)
        branch.files.append(file)
        branch.states[file.state] += 1
        if file.state is FileState.INDEXED:
            branch.pages += file.pages
    # Folders come after those that hold them.
    for branch in reversed(tree.branches[1:]):
        assert branch.parent is not None
        branch.parent.states.update(branch.states)
        branch.parent.pages += branch.pages
    yield tree
