"""What belongs to the library: its roots, what is left out of them, and which of them wait."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable

from app.events import Event, Notice
from indexer.errors import DiskFull
from indexer.files import covers, is_below, shown, skipping
from indexer.store import Store


class Membership:
    """Writes down what a person wants. A full disk is told through `emit`, and leaves everything as it was."""

    def __init__(self, store: Store, emit: Callable[[Event], None]) -> None:
        self._store = store
        self._emit = emit

    def add(self, paths: Collection[str]) -> None:
        """Make files and folders part of the library; what was paused or removed there is so no more."""
        found = []
        for path in map(os.path.abspath, paths):
            if os.path.lexists(path):
                found.append(path)
            else:
                self._emit(Notice(f"{shown(path)} does not exist.", is_problem=True))
        known, is_skipped = self._store.roots, skipping(self._store.skipped)
        fresh = [
            path
            for path in dict.fromkeys(found)
            if not any(path == root or covers(root, path, os.path.isdir(path), is_skipped) for root in known)
        ]
        excluded = {path for path in self._store.excluded if not any(is_below(path, added) for added in found)}
        paused = {root for root in self._store.paused if not any(is_below(added, root) for added in found)}

        def save() -> None:
            self._store.save_roots([*known, *fresh], excluded)
            self._store.save_paused(paused)

        self._saved(save)

    def remove(self, paths: Collection[str]) -> list[str]:
        """Leave these paths and what lies below them out from now on; returns the files that are known there."""
        roots = [root for root in self._store.roots if not any(is_below(root, path) for path in paths)]
        inside = {path for path in paths if any(is_below(path, root) for root in roots)}
        gone = [known for known in self._store.places if any(is_below(known, path) for path in paths)]
        saved = self._saved(lambda: self._store.save_roots(roots, self._store.excluded | inside))
        return gone if saved else []

    def skip(self, names: Iterable[str]) -> None:
        """Leave files and folders of these names out from now on."""
        trimmed = (name.strip().rstrip("/\\") for name in names)
        self._saved(lambda: self._store.save_skipped(dict.fromkeys(name for name in trimmed if name)))

    def pause(self, roots: Iterable[str]) -> bool:
        """Let these roots wait; says whether that could be written down."""
        wanted = self._store.paused | (set(self._store.roots) & set(roots))
        return self._saved(lambda: self._store.save_paused(wanted))

    def resume(self, roots: Iterable[str]) -> None:
        """Let these roots wait no longer."""
        wanted = self._store.paused - set(roots)
        self._saved(lambda: self._store.save_paused(wanted))

    def _saved(self, save: Callable[[], None]) -> bool:
        try:
            save()
        except DiskFull as error:
            self._emit(Notice(error.sentence, is_problem=True))
            return False
        return True
