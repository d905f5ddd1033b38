"""What each profile would cost the library at hand, measured on some of its pages while it goes on answering."""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np

from app.events import Event, Failed, ProfileCost, ProfilesCompared
from app.measuring.compare import Comparison, compare_profiles
from app.measuring.known_items import all_pages, draw_questions
from app.requests import CompareProfiles
from indexer.compress.profiles import PROFILES
from indexer.embed import Embedder
from indexer.errors import ExpectedError
from indexer.memory import step_back
from indexer.readers import Readers, read
from indexer.rows import Document, StoredText
from indexer.store import Store
from indexer.types import Page, PatchEmbeddings

log = logging.getLogger(__name__)

PAGES = 150
QUESTIONS = 100
_SEED = 20261121
_PAGES_A_STEP = 16
_READ_AHEAD = 6
_UNREACHABLE = "None of the library's files can be read now, so there is nothing to compare on. Connect their drive."


class ComparingProfiles:
    """Answers requests to compare profiles, a step at a time; the newest takes the place of any other.

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
        self._ticket = 0
        self._steps: Generator[bool, None, None] | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._stop = threading.Event()

    def want(self, request: CompareProfiles) -> None:
        """Begin to compare."""
        if self._steps is not None:
            self._emit(Failed(self._ticket, ""))
        self.close()
        self._ticket, self._stop = request.ticket, threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="comparing", initializer=step_back)
        self._steps = self._work(self._thread, self._stop)

    def cancel(self, tickets: Iterable[int]) -> None:
        """Let go of what is not wanted any more."""
        if self._ticket in tickets:
            self.close()

    def step(self) -> bool:
        """Go on; says whether anything was done."""
        if self._steps is None:
            return False
        try:
            return next(self._steps)
        except StopIteration:
            pass
        except ExpectedError as error:
            self._emit(Failed(self._ticket, error.sentence))
        except Exception:
            log.exception("profiles could not be compared")
            self._emit(Failed(self._ticket, "Profiles could not be compared because of an error in Pagelight."))
        self.close()
        return True

    def close(self) -> None:
        """Break off."""
        self._stop.set()
        if self._steps is not None:
            self._steps.close()
            self._steps = None
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._thread = None

    # --- the work, a step between two yields: whether anything was done ---

    def _work(self, thread: ThreadPoolExecutor, stop: threading.Event) -> Generator[bool, None, None]:
        pages = all_pages(self._store.documents)
        if not pages:
            raise ExpectedError("There are no pages to compare on yet. Add some first.")
        drawn = [pages[at] for at in np.random.default_rng(_SEED).permutation(len(pages))[:PAGES].tolist()]
        looks: dict[Page, PatchEmbeddings] = {}
        texts: dict[Page, StoredText] = {}
        exact = self._store.looks.exact
        if exact is not None and self._store.keeps_exact:
            for start in range(0, len(drawn), _PAGES_A_STEP):
                looks |= exact.looks(drawn[start : start + _PAGES_A_STEP])
                yield True
        else:
            yield from self._read(drawn, looks, thread)
        seen = [page for page in drawn if page in looks and len(looks[page].vectors)]
        if not seen:
            raise ExpectedError(_UNREACHABLE)
        for start in range(0, len(seen), _PAGES_A_STEP):
            texts |= self._store.texts(seen[start : start + _PAGES_A_STEP])
            yield True
        made = thread.submit(
            self._compared, _Sample({page: looks[page] for page in seen}, texts), seen, len(pages), stop
        )
        made.add_done_callback(lambda _: self._wake())
        while not made.done():
            yield False
        comparison = made.result()
        costs = tuple(
            ProfileCost(row.profile.name, row.stored_per_page, row.same_first.mean, row.kept.mean)
            for row in comparison.rows
        )
        self._emit(ProfilesCompared(self._ticket, comparison.pages, comparison.questions, costs))

    def _read(
        self, drawn: Collection[Page], looks: dict[Page, PatchEmbeddings], thread: ThreadPoolExecutor
    ) -> Iterator[bool]:
        """Read pages again; those that cannot be read are left out."""
        waiting = deque(drawn)
        reading: dict[Page, Any] = {}
        looking: dict[Page, Future[list[PatchEmbeddings]]] = {}
        try:
            while waiting or reading or looking:
                while waiting and len(reading) + len(looking) < _READ_AHEAD:
                    page = waiting.popleft()
                    if path := next(self._paths(page.document), ""):
                        password = self._passwords.get(path, "")
                        number = page.number
                        reading[page] = self._readers.submit(read, path, password, number, number, self._embedder.sight)
                done = [page for page, future in reading.items() if future.done()]
                for page in done:
                    future = reading.pop(page)
                    if future.exception() is None and isinstance(contents := future.result(), list):
                        looking[page] = thread.submit(self._embedder.embed_pages, contents)
                        looking[page].add_done_callback(lambda _: self._wake())
                for page in [page for page, future in looking.items() if future.done()]:
                    (looks[page],) = looking.pop(page).result()
                    done.append(page)
                yield bool(done)
        finally:
            for each in reading.values():
                each.cancel()

    def _paths(self, document: str) -> Iterator[str]:
        return (place.path for place in self._store.places_of(document) if os.path.exists(place.path))

    def _compared(self, sample: _Sample, pages: list[Page], sharing: int, stop: threading.Event) -> Comparison:
        """Compare, in the thread."""

        def go_on() -> None:
            if stop.is_set():
                raise InterruptedError

        questions = draw_questions(sample, self._embedder, QUESTIONS, pages).questions
        if not questions:
            raise ExpectedError("The library has no page to make a question of.")
        return compare_profiles(sample.exact_pages, questions, tuple(PROFILES.values()), go_on, sharing)


class _Sample:
    """Some pages, as a library that keeps their exact vectors."""

    keeps_exact = True

    def __init__(self, looks: Mapping[Page, PatchEmbeddings], texts: Mapping[Page, StoredText]) -> None:
        self.documents: Mapping[str, Document] = {}
        self._looks = looks
        self._texts = texts

    def exact_pages(self) -> Iterator[tuple[Page, PatchEmbeddings]]:
        """Yield the pages with all their vectors."""
        return iter(self._looks.items())

    def texts(self, pages: Collection[Page]) -> dict[Page, StoredText]:
        """Return what pages say."""
        return {page: self._texts[page] for page in pages if page in self._texts}
