"""What there is to add at some paths: found in a thread, while others look at how far it is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress

from indexer.files import PDF_SUFFIXES, SeenFile, Walk, is_below, walk
from indexer.page_counts import draw_by_size
from indexer.plan import plan
from indexer.store import Store

MOST_PICTURES = 24
_OPENED = 40
_SEED = 20261121


class ToAdd:
    """Counts files as they are found; those that the library has as they are do not count.

    pictures, pdf_count, pdf_bytes: how many there are.    some_pictures: the paths of the first ones.
    drawn: once all are found, PDFs to open, each as likely as it is large.    is_stopped: may be set, to end it.
    """

    def __init__(self, paths: Iterable[str], store: Store) -> None:
        self.pictures = self.pdf_count = self.pdf_bytes = 0
        self.some_pictures: list[str] = []
        self.drawn: list[SeenFile] = []
        self.is_stopped = False
        self._paths = [os.path.abspath(path) for path in paths]
        # As when they are added: what was removed before comes back.
        self._excluded = {path for path in store.excluded if not any(is_below(path, added) for added in self._paths)}
        self._skipped = store.skipped
        self._places = dict(store.places)
        self._seen: set[str] = set()
        self._pdfs: list[SeenFile] = []

    def find(self) -> None:
        """Walk the paths."""
        with suppress(InterruptedError):
            for path in self._paths:
                walk(path, self._excluded, self._skipped, self._take)
            self.drawn = draw_by_size(self._pdfs, _OPENED, _SEED)

    def _take(self, files: Sequence[SeenFile]) -> None:
        if self.is_stopped:
            raise InterruptedError
        fresh = [file for file in files if file.path not in self._seen]
        known = {file.path: self._places[file.path] for file in fresh if file.path in self._places}
        self._seen.update(file.path for file in fresh)
        for file in plan([Walk("", True, False, tuple(fresh))], known).read:
            if os.path.splitext(file.path)[1].lower() in PDF_SUFFIXES:
                self._pdfs.append(file)
                self.pdf_count += 1
                self.pdf_bytes += file.size
            else:
                self.pictures += 1
                if len(self.some_pictures) < MOST_PICTURES:
                    self.some_pictures.append(file.path)
