"""What adding files would take, before anything is added: counted, opened in part, and tried on a few pages."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from app.events import Estimated, Event, Failed
from app.models.catalogue import BUILT_IN
from app.models.speeds import BUILT_IN_DEVICE, load_speeds
from app.requests import Estimate
from app.to_add import ToAdd
from app.trial import Trial
from indexer.embed import Embedder
from indexer.memory import step_back
from indexer.page_counts import count_pages, extrapolated
from indexer.readers import Readers
from indexer.store import Store

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.3
BYTES_PER_PAGE = 20_000
"""What a library grows by for a page: all in, over the real documents in tests/benchmarks/BRAIN.md."""

_PDF_BYTES_PER_PAGE = 50_000  # A guess that stands for a second, until some of the files are opened.
_TRIED = 16
# Fewer pages say nothing of a library's own size: most of it is what it is without any.
_TELLING_PAGES = 200
_PATIENCE_S = 10.0


class Estimates:
    """Answers requests for an estimate, a step at a time; the newest takes the place of any other.

    emit: told every event.    wake: called from other threads when step() has something to do.
    """

    def __init__(
        self,
        store: Store,
        readers: Readers,
        embedder: Embedder,
        passwords: Mapping[str, str],
        emit: Callable[[Event], None],
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._readers = readers
        self._embedder = embedder
        self._passwords = passwords
        self._emit = emit
        self._wake = wake
        self._work: _Work | None = None

    def want(self, request: Estimate) -> None:
        """Begin to count."""
        if self._work is not None:
            self._emit(Failed(self._work.ticket, ""))
        self.close()
        self._work = _Work(request, self._store, self._readers, self._embedder, self._passwords, self._emit, self._wake)

    def cancel(self, tickets: Iterable[int]) -> None:
        """Let go of what is not wanted any more."""
        if self._work is not None and self._work.ticket in tickets:
            self.close()

    def step(self, is_indexing: bool) -> bool:
        """Go on; says whether anything was done. is_indexing: it is no time to measure how fast this machine is."""
        if self._work is None:
            return False
        try:
            moved = self._work.step(is_indexing)
        except Exception:
            log.exception("an estimate broke off")
            sentence = (
                "What this would take cannot be said because of an error in Pagelight. It can be added all the same."
            )
            self._emit(Failed(self._work.ticket, sentence))
            self.close()
            return True
        if self._work.is_over:
            self.close()
        return moved

    @property
    def patience_s(self) -> float | None:
        """How long step() need not be called after it had nothing to do, unless woken; None means for ever."""
        return TELL_EVERY_S / 2 if self._work is not None else None

    def close(self) -> None:
        """Break off."""
        if self._work is not None:
            self._work.close()
            self._work = None


class _Work:
    """One estimate: files are found in a thread, then some are opened, then a few pages are tried."""

    def __init__(
        self,
        request: Estimate,
        store: Store,
        readers: Readers,
        embedder: Embedder,
        passwords: Mapping[str, str],
        emit: Callable[[Event], None],
        wake: Callable[[], None],
    ) -> None:
        self.ticket = request.ticket
        self.is_over = False
        self._readers = readers
        self._embedder = embedder
        self._passwords = passwords
        self._emit = emit
        self._bytes_per_page, self._pdf_bytes_per_page = _own_sizes(store)
        self._speed: float | None = load_speeds().get(BUILT_IN, {}).get(BUILT_IN_DEVICE)
        self._found = ToAdd(request.paths, store)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="estimate", initializer=step_back)
        self._finding: Future[None] = self._thread.submit(self._found.find)
        self._finding.add_done_callback(lambda _: wake())
        self._told_at = self._began_at = time.monotonic()
        self._told: Estimated | None = None
        self._counts: dict[str, Any] | None = None
        self._trial: Trial | None = None

    def step(self, is_indexing: bool) -> bool:
        """Go on; says whether anything was done."""
        if not self._finding.done():
            return self._tell_now_and_then()
        self._finding.result()
        if self._counts is None:
            self._began_at = time.monotonic()
            self._counts = {
                path: self._readers.submit(count_pages, path, self._passwords.get(path, ""))
                for path in {file.path for file in self._found.drawn}
            }
        is_late = time.monotonic() - self._began_at > _PATIENCE_S
        if self._trial is None and not is_late and not all(future.done() for future in self._counts.values()):
            return self._tell_now_and_then()
        if self._speed is None and self._trial is None and not is_indexing and (pages := self._tried_pages()):
            self._began_at, is_late = time.monotonic(), False
            self._trial = Trial(pages, self._readers, self._embedder, self._passwords, self._thread)
        if self._trial is not None and not is_late and not self._trial.is_over:
            return self._trial.step() or self._tell_now_and_then()
        if self._trial is not None:
            self._speed = self._trial.speed
        self._tell(is_whole=True)
        self.is_over = True
        return True

    def close(self) -> None:
        """Break off."""
        self._found.is_stopped = True
        for future in (self._counts or {}).values():
            future.cancel()
        if self._trial is not None:
            self._trial.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _tell_now_and_then(self) -> bool:
        if time.monotonic() - self._told_at < TELL_EVERY_S:
            return False
        self._tell(is_whole=False)
        return True

    def _tell(self, is_whole: bool) -> None:
        self._told_at = time.monotonic()
        found = self._found
        pages = found.pictures + self._pages_of_pdfs()
        seconds = pages / self._speed if self._speed else None
        size = round(pages * self._bytes_per_page)
        said = Estimated(self.ticket, found.pictures + found.pdf_count, pages, seconds, size, is_whole)
        if said != self._told:
            self._told = said
            self._emit(said)

    def _pages_of_pdfs(self) -> int:
        found, known = self._found, self._known()
        if known:
            return round(extrapolated(found.pdf_count, found.pdf_bytes, found.drawn, known))
        return max(found.pdf_count, round(found.pdf_bytes / self._pdf_bytes_per_page))

    def _known(self) -> dict[str, int]:
        """Return the pages of the files that were opened."""
        done = {path: future for path, future in (self._counts or {}).items() if future.done()}
        # A file that kills its reader will not be read when it is added, either.
        return {path: future.result() if future.exception() is None else 0 for path, future in done.items()}

    def _tried_pages(self) -> list[tuple[str, int]]:
        """Choose pages to try, from the middle of the files that were opened."""
        known = {path: pages for path, pages in self._known().items() if pages}
        if not known:
            return [(path, 1) for path in self._found.some_pictures]
        each = -(-_TRIED // len(known))
        starts = {path: max(1, (pages - each) // 2) for path, pages in known.items()}
        pages = [(path, number) for path, start in starts.items() for number in range(start, start + each)]
        return [(path, number) for path, number in pages if number <= known[path]][:_TRIED]


def _own_sizes(store: Store) -> tuple[float, float]:
    """Return what a page of this library takes, and what one takes in the PDFs that it was made of."""
    pages = sum(row.pages for row in store.documents.values())
    pdfs = [
        (place.size, store.documents[place.document].pages)
        for place in store.places.values()
        if place.document in store.documents and store.documents[place.document].kind == "pdf"
    ]
    of_pdfs = sum(count for _, count in pdfs)
    return (
        sum(store.size_bytes().values()) / pages if pages >= _TELLING_PAGES else BYTES_PER_PAGE,
        sum(size for size, _ in pdfs) / of_pdfs if of_pdfs >= _TELLING_PAGES else _PDF_BYTES_PER_PAGE,
    )
