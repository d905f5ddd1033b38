"""The files that are being read: from the first that is queued until none is left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from app.library import LibraryView
from app.models.catalogue import BUILT_IN
from app.models.speeds import BUILT_IN_DEVICE, note_speed
from indexer.files import SeenFile
from indexer.pipeline import Done, Embedded, Indexing, Opened, Step


class Run:
    """A run of indexing, or none.

    make: makes one.    view: shown how far it is.    arrived: told what is in the store now.    forget: told at the end
    what is gone from the disk.    again: told files that changed while they were read.
    """

    def __init__(
        self,
        make: Callable[[], Indexing],
        view: LibraryView,
        arrived: Callable[[Done], None],
        forget: Callable[[Collection[str]], None],
        again: Callable[[Collection[str]], None],
    ) -> None:
        self._make = make
        self._view = view
        self._arrived = arrived
        self._forget = forget
        self._again = again
        self._indexing: Indexing | None = None
        self._steps: Iterator[Step] = iter(())
        self._files: dict[str, SeenFile] = {}
        self._late: set[str] = set()
        self.gone: tuple[str, ...] = ()
        """What is to be forgotten at the end: a document that was renamed must not be without a place in between."""

    @property
    def is_on(self) -> bool:
        """Whether files are being read."""
        return self._indexing is not None

    def queue(self, files: Iterable[SeenFile]) -> bool:
        """Read files, too; says whether any of them is not being read already."""
        fresh = []
        for file in files:
            if file.path not in self._files:
                fresh.append(file)
            elif self._files[file.path] != file:
                self._late.add(file.path)
        if self._indexing is None:
            self._view.begin_run()
            self._indexing = self._make()
            self._steps = self._indexing.steps()
        self._indexing.add(fresh)
        self._files.update((file.path, file) for file in fresh)
        self._view.queued(fresh)
        return bool(fresh)

    def hold(self, roots: Collection[str]) -> None:
        """Put back the files of these roots that were not opened yet."""
        if self._indexing is None:
            return
        held = self._indexing.take_back(roots)
        for file in held:
            del self._files[file.path]
        self._view.held(held)

    def step(self) -> Step | None:
        """Index one batch, or come to the end, which is None. Raises DiskFull."""
        step = next(self._steps, None)
        match step:
            case None:
                if self.gone:
                    self._forget(self.gone)
                if speed := self._view.speed():
                    note_speed(BUILT_IN, BUILT_IN_DEVICE, speed)
                self._let_go()
            case Opened(path, pages):
                self._view.opened(path, pages)
            case Embedded(path, pages):
                self._view.embedded(path, pages)
            case Done(places):
                self._arrived(step)
                self._view.done(places)
                done = {place.path for place in places}
                for path in done:
                    self._files.pop(path, None)
                if late := self._late & done:
                    self._late -= late
                    self._again(late)
        return step

    def break_off(self) -> None:
        """Let go of everything; what was not in the store yet is found again by the next plan."""
        if self._indexing is not None:
            self._indexing.cancel()
        self._let_go()

    def _let_go(self) -> None:
        self._indexing, self._steps, self.gone = None, iter(()), ()
        self._files.clear()
        self._late.clear()
