"""Codes and centroid sets are made anew, a piece at a time, while questions are answered from those in use.

What is being made lies in tables of its own until it is whole, and takes the place of the old in one step. A crash
leaves the old ones; the next start drops what was begun.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from indexer.changeover import PAGES_A_STEP, Changeover
from indexer.codes import CodesTable
from indexer.compress.codebook import SAMPLES, Codebook
from indexer.compress.profiles import Profile
from indexer.disk import writing
from indexer.errors import ExpectedError, Unreadable
from indexer.files import SeenFile, shown
from indexer.look import LookIndex
from indexer.looks import Looks
from indexer.pipeline import Embedded, Waiting
from indexer.reindexing import Reindexing, files_of
from indexer.store import Store
from indexer.training import Training
from indexer.two_stage import Candidates

log = logging.getLogger(__name__)

# Centroids are found again when new vectors lie so much farther from the old ones, or there are so many more pages.
DRIFT = 1.15
GROWTH = 4
# A new codebook takes the place of the old one only for a gain that is worth writing every code again.
WORTH = 0.95
_DOCUMENTS_LOOKED_AT = 8


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
    """The work of keeping one model's codes and sets in a library in shape.

    reindexing: makes the run that reads files again into these tables.    wake: called from a thread when it has
    finished.    pages_done: how many pages are through of what is being made.    pages_read: how many were read again,
    whatever for.
    """

    def __init__(
        self,
        store: Store,
        looks: Looks,
        index: LookIndex,
        reindexing: Callable[[Sequence[CodesTable]], Reindexing],
        wake: Callable[[], None],
    ) -> None:
        self._reindexing = reindexing
        self.pages_done = self.pages_read = 0
        self._store = store
        self._looks = looks
        self._index = index
        self._change = Changeover(store, looks, index)
        self._training = Training(wake)
        self._work: Iterator[bool] | None = None
        self._wanted: Recompression | None = None
        self._current: Recompression | None = None
        # Whether the work is one that nobody waits for, and that takes long: reading everything again by itself.
        self._is_unasked = False
        self._waits_for_files = False
        # Documents that another model knew, and that cannot be read now for the one in use.
        self._out_of_reach: set[str] = set()
        self._is_whole = False

    @property
    def is_working(self) -> bool:
        """Whether something is being made."""
        return self._work is not None

    @property
    def unseen_pages(self) -> int:
        """How many pages, of documents within reach, the model in use has not looked at: another one has."""
        return sum(self._store.documents[document].pages for document in self._unseen)

    def recompress(self, wanted: Recompression) -> None:
        """Move the library to another profile; whatever is being made is given up.

        Raises ExpectedError when what it takes is not there.
        """
        if not wanted.reread and not self._looks.keeps_exact:
            pages = sum(document.pages for document in self._store.documents.values())
            raise ExpectedError(
                f"This library does not keep exact vectors, so its {pages:,} pages have to be read again for that. "
                "To do so: pagelight recompress --reread"
            )
        if wanted.reread:
            self._files(())
        given_up = "Another profile was asked for in the meantime."
        if self._wanted is not None:
            self._wanted.done(given_up)
        if self._work is not None:
            self._end(given_up)
        self._wanted = wanted

    def disk_was_looked_at(self) -> None:
        """Take note that files which could not be read may be there again."""
        self._waits_for_files = False
        self._out_of_reach.clear()

    def step(self, is_indexing: bool = False) -> bool:
        """Do a piece of work, if there is any; says whether anything was done. Raises DiskFull.

        is_indexing: files are being read that have not been read before; they come first.
        """
        if self._work is None:
            self._work = self._next(is_indexing)
        if self._work is None or (self._is_unasked and is_indexing):
            return False
        try:
            with writing():
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
        self._work = None
        self._training.close()

    def _next(self, is_indexing: bool) -> Iterator[bool] | None:
        codes, way = self._looks.codes, self._index.way
        if self._wanted is not None:
            self._current, self._wanted = self._wanted, None
            return self._reread(self._current) if self._current.reread else self._recode(self._current)
        if self._index.missing:
            return self._catch_up()
        if self._looks.keeps_exact and self._codebook_is_old(codes):
            return self._retrain()
        if self._index.wants_sets or (isinstance(way, Candidates) and self._sets_are_old(way)):
            return self._new_sets()
        if not is_indexing and self._unseen:
            self._is_unasked = True
            return self._look_again()
        # Last, because it takes longest.
        may_reread = not is_indexing and not self._waits_for_files and not self._looks.keeps_exact
        if may_reread and (self._looks.coming is not None or self._codebook_is_old(codes)):
            self._is_unasked = True
            return self._remake()
        return None

    def _end(self, sentence: str) -> None:
        """Let go of the work, whole or begun; a person who asked for it is told how it went."""
        self._work, self.pages_done, self._is_unasked = None, 0, False
        current, self._current = self._current, None
        try:
            self._looks.drop_unused()
        finally:
            if current is not None:
                current.done(sentence)

    # --- what there is to do ---

    def _catch_up(self) -> Iterator[bool]:
        for some in self._change.together(self._index.missing):
            # They may be gone by now, or known.
            self._index.add((self._store.documents.keys() & some) - self._index.way.documents)
            yield True

    @property
    def _unseen(self) -> set[str]:
        """Documents that the model in use has not looked at: the library was made with another one, or an older."""
        if not self._is_whole:
            self._is_whole = True
            self._looks.codes.keep_whole({name: row.pages for name, row in self._store.documents.items()})
        return self._store.documents.keys() - self._looks.codes.documents - self._out_of_reach

    def _look_again(self) -> Iterator[bool]:
        """Read some documents again for the model in use; those out of reach stay as they are.

        Some at a time, so that they are found by their look as soon as they can be.
        """
        codes, exact = self._looks.codes, self._looks.exact
        some = sorted(self._unseen, key=self._store.urgency)[:_DOCUMENTS_LOOKED_AT]
        files, _ = files_of(self._store, self._store.documents.keys() - set(some))
        run = self._reindexing([codes] if exact is None or exact is codes else [codes, exact])
        run.files.extend(files)
        yield from self._driven(run)
        self._out_of_reach.update(set(some) - codes.documents)

    def _codebook_is_old(self, codes: CodesTable) -> bool:
        codebook, pages = codes.codebook, codes.count()
        if codebook is None or pages < 2 * codebook.tried_at:
            return False
        was_small = codebook.vectors < SAMPLES[codebook.name]
        return codes.drift > DRIFT or (was_small and pages > GROWTH * codebook.pages)

    def _sets_are_old(self, way: Candidates) -> bool:
        return way.drift > DRIFT or len(way) > GROWTH * max(way.sets.pages, 1)

    def _new_sets(self) -> Iterator[bool]:
        codes = self._looks.codes
        found = yield from self._training.sets(codes)
        if found is None:
            return
        way = Candidates(codes, self._looks.new_sets(*found))
        yield from self._change.tidily(self._change.fill(way), way.sets)
        self._change.use(codes, way, self._looks.exact)

    def _retrain(self) -> Iterator[bool]:
        exact, profile = self._looks.exact, self._looks.profile
        if exact is not None:
            looks = exact.sample_embeddings(seed=exact.count())
            codebook, gain = yield from self._training.codebook(looks, profile, self._looks.codes)
            if codebook is None or gain > WORTH:
                self._looks.codes.keep_codebook()
            else:
                yield from self._copy(profile, codebook, exact, exact)

    def _recode(self, wanted: Recompression) -> Iterator[bool]:
        exact, codebook = self._looks.exact, None
        if exact is None:
            return
        if wanted.profile.is_trained:
            looks = exact.sample_embeddings(seed=exact.count())
            codebook, _ = yield from self._training.codebook(looks, wanted.profile, self._looks.codes)
        yield from self._copy(wanted.profile, codebook, exact, exact if wanted.keep_exact else None)

    def _copy(
        self, profile: Profile, codebook: Codebook | None, exact: CodesTable, kept: CodesTable | None
    ) -> Iterator[bool]:
        """Make codes of exact vectors, and put them in the place of those in use."""
        codes = self._looks.new_codes(profile)
        if codebook is not None:
            codes.begin(codebook, exact.count())

        def copy() -> Iterator[bool]:
            for some in self._change.together(self._store.documents.keys() - codes.documents):
                pages = list(exact.embeddings(some))
                for start in range(0, len(pages), PAGES_A_STEP):
                    codes.add(pages[start : start + PAGES_A_STEP])
                    self.pages_done += len(pages[start : start + PAGES_A_STEP])
                    yield True

        yield from self._change.put_in_place(codes, codes if profile.is_exact else kept, copy)

    def _reread(self, wanted: Recompression) -> Iterator[bool]:
        """Make codes by reading the files again, and put them in the place of those in use."""
        codes = self._looks.new_codes(wanted.profile)
        exact = codes if wanted.profile.is_exact else self._looks.new_exact() if wanted.keep_exact else None
        into = [codes] if exact is None or exact is codes else [codes, exact]
        yield from self._change.put_in_place(codes, exact, lambda: self._read_into(into))

    def _remake(self) -> Iterator[bool]:
        """Find a better codebook, and read the files again for it: no exact vectors are kept to make its codes of.

        What was read stays, through crashes too, and is gone on with. Until every document is there, nothing changes.
        """
        in_use, profile = self._looks.codes, self._looks.profile
        codes = self._looks.coming or self._looks.begin_coming()
        codes.keep_whole({name: document.pages for name, document in self._store.documents.items()})
        try:
            if codes.codebook is None:
                files = self._files(())
                run = self._reindexing([])
                run.files.extend(files)
                try:
                    looks = run.sample(seed=in_use.count())
                    codebook, gain = yield from self._training.codebook(looks, profile, in_use)
                finally:
                    run.cancel()
                if codebook is None or gain > WORTH:
                    in_use.keep_codebook()
                    self._looks.give_up_coming()
                    return
                codes.begin(codebook, in_use.count())
            yield from self._change.put_in_place(codes, self._looks.exact, lambda: self._read_into([codes]))
        except Unreadable as error:
            log.info("a better codebook waits: %s", error.sentence)
            self._waits_for_files = True

    def _read_into(self, into: Sequence[CodesTable]) -> Iterator[bool]:
        """Read the files of the documents that these tables lack. Raises Unreadable when one could not be."""
        run = self._reindexing(into)
        run.files.extend(self._files(into[0].documents))
        wanted = {file.path: self._store.places[file.path].document for file in run.files}
        yield from self._driven(run)
        # What was removed meanwhile need not be read.
        if unread := [path for path in run.unread if wanted[path] in self._store.documents]:
            raise Unreadable(
                f"{shown(unread[0])} could not be read again, so everything stays as it was. "
                "Repair it, give its password if it is locked, or remove it from the library, and try again."
            )

    # --- how it is done ---

    def _driven(self, run: Reindexing) -> Iterator[bool]:
        """Do all of a run's work, and let go of its readers however it ends."""
        try:
            for step in run.steps():
                if isinstance(step, Embedded):
                    self.pages_done += step.pages
                    self.pages_read += step.pages
                yield not isinstance(step, Waiting)
        finally:
            run.cancel()

    def _files(self, but: Collection[str]) -> list[SeenFile]:
        """Return a file for each document but these. Raises Unreadable when one has none that can be reached."""
        files, missing = files_of(self._store, but)
        if missing:
            raise Unreadable(
                f"{len(missing):,} of the library's documents cannot be reached now, so they cannot be read again. "
                f"The first is {shown(missing[0])}. Connect its drive, or remove it from the library."
            )
        return files
