"""Walks the roots of a library in a thread of its own, because a network drive can take for ever."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from app.watching import Watching
from indexer.files import Walk, walk
from indexer.store import Store


@dataclass(frozen=True, slots=True)
class Walked:
    """What was found below some roots.

    elsewhere: the roots that were not walked.    was_asked: a person waits for it.
    """

    walks: tuple[Walk, ...]
    elsewhere: tuple[str, ...]
    was_asked: bool


class Walking:
    """One walk at a time, of all roots or of those in which something has changed.

    wake: called from other threads when a walk has ended or is due.
    """

    def __init__(self, store: Store, wake: Callable[[], None]) -> None:
        self._store = store
        self._wake = wake
        self._watching = Watching(store.folder, wake)
        self._walker = ThreadPoolExecutor(1, thread_name_prefix="walker")
        self._future: Future[Walked] | None = None
        self._again = False
        self.was_asked = False
        """Whether a person waits for the walk that goes on."""

    def start(self, roots: Collection[str] | None = None) -> None:
        """Walk these roots or all; where a walk goes on, all of them after it."""
        self.was_asked = True
        if self._future is not None:
            self._again = True
            return
        self._submit(self._store.roots if roots is None else roots)

    def start_due(self) -> bool:
        """Walk the roots in which something has changed, if nothing is being walked; says whether there were any."""
        if self._future is not None or not (due := self._watching.due()):
            return False
        self._submit(due)
        return True

    @property
    def is_over(self) -> bool:
        """Whether a walk has ended that was not taken in yet."""
        return self._future is not None and self._future.done()

    def take(self) -> Walked | None:
        """Return what was found by the walk that is over, or None where all are walked again."""
        assert self._future is not None
        walked, self._future = self._future.result(), None
        if self._again:
            self._again = False
            self.start()
            return None
        self.was_asked = False
        return walked

    def is_watched(self, root: str) -> bool:
        """Say whether changes below a root are noticed at once."""
        return self._watching.is_watched(root)

    def close(self) -> None:
        """Walk nothing any more."""
        self._watching.close()
        self._walker.shutdown(wait=False, cancel_futures=True)

    def _submit(self, wanted: Collection[str]) -> None:
        roots, excluded, skipped = self._store.roots, self._store.excluded, self._store.skipped
        was_asked = self.was_asked

        def work() -> Walked:
            self._watching.keep(roots, skipped)
            walks = []
            for root in [root for root in roots if root in wanted]:
                # Watched before it is walked, so that nothing is missed in between.
                self._watching.begin(root)
                found = walk(root, excluded, skipped)
                self._watching.ended(root, found.has_links)
                walks.append(found)
            return Walked(tuple(walks), tuple(root for root in roots if root not in wanted), was_asked)

        self._future = self._walker.submit(work)
        self._future.add_done_callback(lambda _: self._wake())
