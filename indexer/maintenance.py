"""Codes and centroid sets are made anew, a piece at a time, while questions are answered from those in use.

What is being made lies in tables of its own until it is whole, and takes the place of the old in one step. A crash
leaves the old ones; the next start drops what was begun.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from indexer.arrays import Floats
from indexer.candidates import centroid_count, train_sets, vectors_to_train_on
from indexer.codes import CodesTable
from indexer.compress.codebook import SAMPLES, Codebook, reconstruction_error, train
from indexer.compress.profiles import Profile
from indexer.errors import ExpectedError
from indexer.files import shown
from indexer.look import LookIndex
from indexer.pipeline import Embedded, Waiting
from indexer.reindexing import Reindexing, files_of
from indexer.store import Store
from indexer.ways import Candidates, Encodings, Look, Scan

# Centroids are found again when new vectors lie so much farther from the old ones, or there are so many more pages.
DRIFT = 1.15
GROWTH = 4
# A new codebook takes the place of the old one only for a gain that is worth writing every code again.
WORTH = 0.95
_PAGES_A_STEP = 16

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recompression:
    """What a library is moved to.

    keep_exact: keep vectors as the model made them, too.    reread: read the files again instead of using them.
    done: told, when it is over, why the library has not moved, or "" when it has.
    """

    profile: Profile
    keep_exact: bool
    reread: bool
    done: Callable[[str], None]


class Maintenance:
    """The work of keeping one library's codes and sets in shape.

    reindexing: makes the run that reads files again into these tables.    wake: called from a thread when it has
    finished.    pages_done: how many pages are through of what is being made.
    """

    def __init__(
        self,
        store: Store,
        look: LookIndex,
        reindexing: Callable[[Sequence[CodesTable]], Reindexing],
        wake: Callable[[], None],
    ) -> None:
        self._reindexing = reindexing
        self.pages_done = 0
        self._store = store
        self._look = look
        self._wake = wake
        self._trainer = ThreadPoolExecutor(1, thread_name_prefix="trainer")
        self._work: Iterator[bool] | None = None
        self._wanted: Recompression | None = None
        self._current: Recompression | None = None
        self._refused_at = 0

    @property
    def is_working(self) -> bool:
        """Whether something is being made."""
        return self._work is not None

    def recompress(self, wanted: Recompression) -> None:
        """Move the library to another profile; whatever is being made is given up.

        Raises ExpectedError when what it takes is not there.
        """
        if not wanted.reread and not self._store.keeps_exact:
            pages = sum(document.pages for document in self._store.documents.values())
            raise ExpectedError(
                f"This library does not keep exact vectors, so its {pages:,} pages have to be read again for that. "
                "To do so: pagelight recompress --reread"
            )
        if wanted.reread and (missing := files_of(self._store)[1]):
            raise ExpectedError(
                f"{len(missing):,} of the library's documents cannot be reached now, so they cannot be read again. "
                f"The first is {shown(missing[0])}. Connect its drive, or remove it from the library."
            )
        if self._work is not None:
            self._end("Another profile was asked for in the meantime.")
        self._wanted = wanted

    def step(self) -> bool:
        """Do a piece of work, if there is any; says whether anything was done. Raises DiskFull."""
        if self._work is None:
            self._work = self._next()
        if self._work is None:
            return False
        try:
            return next(self._work)
        except StopIteration:
            self._end("")
            return True
        except ExpectedError as error:
            self._end(error.sentence)
            raise
        except BaseException:
            self._end("An error in Pagelight broke it off. Everything is as it was.")
            raise

    def close(self) -> None:
        """Break off."""
        self._trainer.shutdown(wait=False, cancel_futures=True)

    def _next(self) -> Iterator[bool] | None:
        codes, way = self._store.codes, self._look.way
        if self._wanted is not None:
            self._current, self._wanted = self._wanted, None
            return self._reread(self._current) if self._current.reread else self._recode(self._current)
        if self._look.missing:
            return self._catch_up()
        if self._codebook_is_old(codes):
            return self._retrain()
        if self._look.wants_sets or (isinstance(way, Candidates) and self._sets_are_old(way)):
            return self._new_sets()
        return None

    def _end(self, sentence: str) -> None:
        """Let go of the work, whole or begun; a person who asked for it is told how it went."""
        self._work, self.pages_done = None, 0
        self._store.drop_unused()
        if self._current is not None:
            current, self._current = self._current, None
            current.done(sentence)

    # --- what there is to do ---

    def _catch_up(self) -> Iterator[bool]:
        for document in sorted(self._look.missing):
            self._look.add([document])
            yield True

    def _codebook_is_old(self, codes: CodesTable) -> bool:
        codebook, pages = codes.codebook, codes.count()
        if codebook is None or not self._store.keeps_exact or pages < 2 * self._refused_at:
            return False
        was_small = codebook.vectors < SAMPLES[codebook.name]
        return codes.drift > DRIFT or (was_small and pages > GROWTH * codebook.pages)

    def _sets_are_old(self, way: Candidates) -> bool:
        return way.drift > DRIFT or len(way) > GROWTH * max(way.sets.pages, 1)

    def _new_sets(self) -> Iterator[bool]:
        codes = self._store.codes

        def find() -> tuple[Floats, float]:
            pages = max(codes.count(), 1)
            some = codes.sample_stored(64, seed=pages)
            a_page = max(sum(len(stored.codes) for stored in some) / max(len(some), 1), 1.0)
            count = centroid_count(int(pages * a_page))
            vectors = codes.sample(int(vectors_to_train_on(count) / a_page) + 1, seed=pages)
            return train_sets(vectors, count)

        centroids, error = yield from self._in_thread(find)
        sets = self._store.new_sets(centroids, error)
        way = Candidates(codes, sets)
        yield from self._fill(way)
        self._store.use(codes, sets, self._store.exact)
        self._look.use(way)

    def _retrain(self) -> Iterator[bool]:
        exact, profile = self._store.exact, self._store.profile
        if exact is not None:
            codebook, gain = yield from self._in_thread(lambda: _retrained(exact, profile, self._store.codes))
            if codebook is None or gain > WORTH:
                self._refused_at = exact.count()
            else:
                yield from self._copy(profile, codebook, exact, exact)

    def _recode(self, wanted: Recompression) -> Iterator[bool]:
        exact, codebook = self._store.exact, None
        if exact is None:
            return
        if wanted.profile.is_trained:
            codebook, _ = yield from self._in_thread(lambda: _retrained(exact, wanted.profile, self._store.codes))
        yield from self._copy(wanted.profile, codebook, exact, exact if wanted.keep_exact else None)

    def _copy(
        self, profile: Profile, codebook: Codebook | None, exact: CodesTable, kept: CodesTable | None
    ) -> Iterator[bool]:
        """Make codes of exact vectors, and put them in the place of those in use."""
        codes = self._store.new_codes(profile)
        if codebook is not None:
            codes.begin(codebook, exact.count())

        def copy() -> Iterator[bool]:
            for document in sorted(self._store.documents.keys() - codes.documents):
                pages = list(exact.embeddings([document]))
                for start in range(0, len(pages), _PAGES_A_STEP):
                    codes.add(pages[start : start + _PAGES_A_STEP])
                    self.pages_done += len(pages[start : start + _PAGES_A_STEP])
                    yield True

        yield from self._put_in_place(codes, codes if profile.is_exact else kept, copy)

    def _reread(self, wanted: Recompression) -> Iterator[bool]:
        """Make codes by reading the files again, and put them in the place of those in use."""
        codes = self._store.new_codes(wanted.profile)
        exact = codes if wanted.profile.is_exact else self._store.new_exact() if wanted.keep_exact else None
        into = [codes] if exact is None or exact is codes else [codes, exact]

        def read() -> Iterator[bool]:
            run = self._reindexing(into)
            run.files.extend(file for file in files_of(self._store, codes.documents)[0])
            try:
                for step in run.steps():
                    self.pages_done += step.pages if isinstance(step, Embedded) else 0
                    yield not isinstance(step, Waiting)
            finally:
                run.cancel()
            if run.unread:
                raise ExpectedError(
                    f"{shown(run.unread[0])} could not be read again, so everything stays as it was. "
                    "Remove it from the library, or repair it, and try again."
                )

        yield from self._put_in_place(codes, exact, read)

    # --- how it is done ---

    def _put_in_place(
        self, codes: CodesTable, exact: CodesTable | None, more: Callable[[], Iterator[bool]]
    ) -> Iterator[bool]:
        """Change over to new codes in one step, when they and the way to find them hold every document.

        more: makes the codes of the documents that lack them.
        """
        way = self._way_like_now(codes)
        while True:
            yield from more()
            yield from self._fill(way)
            if self._store.documents.keys() <= codes.documents:
                # Of a document that is half written, one half would stay behind.
                if self._store.codes.documents <= self._store.documents.keys():
                    break
                yield False
        gone = codes.documents - self._store.documents.keys()
        for table in [codes, exact if exact is not codes else None, way.sets if isinstance(way, Candidates) else None]:
            if table is not None:
                table.delete(gone)
                table.tidy()
        self._store.use(codes, way.sets if isinstance(way, Candidates) else None, exact)
        self._look.use(way)

    def _way_like_now(self, codes: CodesTable) -> Look:
        """Make an empty way over new codes, of the kind that is in use."""
        if codes.encoder is not None:
            return Encodings(codes)
        if not isinstance(self._look.way, Candidates):
            return Scan(codes)
        old = self._look.way.sets
        return Candidates(codes, self._store.new_sets(old.centroids, old.error))

    def _fill(self, way: Look) -> Iterator[bool]:
        """Take in the documents that a way does not know yet."""
        # Documents without a vector are never known to a way, and soon looked at again.
        for document in sorted((self._store.documents.keys() & way.codes.documents) - way.documents):
            pages = list(way.codes.stored([document]))
            for start in range(0, len(pages), _PAGES_A_STEP):
                way.add(pages[start : start + _PAGES_A_STEP])
                yield True

    def _in_thread(self, work: Callable[[], T]) -> Generator[bool, None, T]:
        future: Future[T] = self._trainer.submit(work)
        future.add_done_callback(lambda _: self._wake())
        while not future.done():
            yield False
        return future.result()


def _retrained(exact: CodesTable, profile: Profile, old: CodesTable) -> tuple[Codebook | None, float]:
    """Train a profile's codec on some exact pages; also returns its error as a share of the old codebook's."""
    wanted, gathered = SAMPLES[profile.codec], 0
    vectors: list[Floats] = []
    for look in exact.sample_embeddings(seed=exact.count()):
        vectors.append(profile.reduce(look).vectors)
        gathered += len(vectors[-1])
        if gathered >= 1.2 * wanted:
            break
    if not gathered:
        return None, 1.0
    everything = np.concatenate(vectors)
    apart = everything[::10]
    trained_on = np.delete(everything, np.s_[::10], axis=0) if len(everything) > 10 else everything
    codebook = train(profile.codec, trained_on)
    if old.codec is None or old.profile != profile:
        return codebook, 0.0
    before = reconstruction_error(old.codec, apart)
    return codebook, reconstruction_error(profile.make_codec(exact.dim, codebook), apart) / max(before, 1e-9)
