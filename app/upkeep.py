"""Keeps the library true to the disk: what a person adds and removes, walking, and indexing a batch at a time."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, MutableMapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from app.beside import Beside
from app.events import (
    Activity,
    Event,
    Failed,
    FilesChanged,
    Notice,
    Progress,
    Recompressed,
    Recompressing,
)
from app.library import LibraryView
from app.requests import Recompress
from indexer.codes import CodesTable
from indexer.compress.profiles import PROFILES
from indexer.embed import Embedder
from indexer.embed.sentences import SentenceModel
from indexer.errors import DiskFull, ExpectedError
from indexer.files import SeenFile, Walk, covers, is_below, shown, walk
from indexer.look import LookIndex
from indexer.maintenance import Maintenance, Recompression
from indexer.ocr import Tesseract
from indexer.ocr_behind import OcrBehind
from indexer.passages_behind import PassagesBehind
from indexer.pipeline import Done, Embedded, Indexing, Opened, Step, Waiting
from indexer.plan import plan
from indexer.readers import Readers
from indexer.reindexing import Reindexing
from indexer.store import Store

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.25


class Upkeep:
    """Everything that changes the store and the codes in memory. Faces are told of it through `emit`.

    passwords: by path, for files that are locked; kept in memory only.
    sentences: the model that passages are made by, once all pages are indexed.    beside: another model, which has to
    know what comes and goes.    tesseract: what reads pages without a text layer, then.
    wake: called from another thread when a walk has ended.
    """

    def __init__(
        self,
        store: Store,
        look: LookIndex,
        embedder: Embedder,
        readers: Readers,
        passwords: MutableMapping[str, str],
        emit: Callable[[Event], None],
        wake: Callable[[], None],
        sentences: SentenceModel | None = None,
        beside: Beside | None = None,
        tesseract: Tesseract | None = None,
    ) -> None:
        self._store = store
        self._beside = beside
        self._look = look
        self._embedder = embedder
        self._readers = readers
        self._passwords = passwords
        self._emit = emit
        self._wake = wake
        self._view = LibraryView(store, beside.rows) if beside is not None else LibraryView(store)
        self._walker = ThreadPoolExecutor(1, thread_name_prefix="walker")
        self._walk: Future[list[Walk]] | None = None
        self._walk_again = False
        self._maintenance = Maintenance(store, store.looks, look, self._reindexing, wake)
        # What is done when nothing else is to be read, the first first.
        self._behind: list[tuple[Activity, PassagesBehind | OcrBehind]] = []
        if sentences is not None:
            self._behind.append((Activity.UNDERSTANDING, PassagesBehind(store, sentences, wake)))
        self._ocr = OcrBehind(store, readers, passwords, tesseract) if tesseract is not None else None
        if self._ocr is not None:
            self._behind.append((Activity.RECOGNISING, self._ocr))
        self._is_maintenances_turn = False
        self._recompressing: Recompress | None = None
        self._run: Indexing | None = None
        self._steps: Iterator[Step] = iter(())
        self._in_run: set[str] = set()
        self._gone: tuple[str, ...] = ()
        self._is_paused = False
        self._told_at = 0.0
        self._unseen_pages = 0

    def step(self) -> bool:
        """Take in a walk that has ended, or index one batch; says whether there was anything to do."""
        if self._walk is not None and self._walk.done():
            walks, self._walk = self._walk.result(), None
            if self._walk_again:
                self.rescan()
            else:
                self._walked(walks)
            return True
        if self._is_paused:
            return False
        # In turns, so that neither a long run nor a long change of profile holds the other up.
        self._is_maintenances_turn = not self._is_maintenances_turn
        pieces = [self._maintain, self._index] if self._is_maintenances_turn else [self._index, self._maintain]
        return any(piece() for piece in pieces)

    @property
    def patience_s(self) -> float | None:
        """How long step() need not be called after it had nothing to do, unless woken; None means for ever."""
        # A slow reader must not keep finished documents out of the store, nor news from the person.
        is_busy = self._run is not None or self._maintenance.is_working or self._to_do_behind() is not None
        return TELL_EVERY_S if is_busy and not self._is_paused else None

    @property
    def is_paused(self) -> bool:
        """Whether a person wants nothing to be done behind."""
        return self._is_paused

    @property
    def is_indexing(self) -> bool:
        """Whether files are being read that were not read before."""
        return self._run is not None

    def tell_library(self) -> None:
        """Send the whole library panel."""
        self._emit(self._view.state())

    def close(self) -> None:
        """Break off; what was not in the store yet is found again by the next plan."""
        self._break_off()
        self._maintenance.close()
        for _, behind in self._behind:
            behind.close()
        self._walker.shutdown(wait=False, cancel_futures=True)

    # --- what belongs to the library ---

    def add(self, paths: Collection[str]) -> None:
        """Make files and folders part of the library, and index them."""
        found = []
        for path in map(os.path.abspath, paths):
            if os.path.lexists(path):
                found.append(path)
            else:
                self._emit(Notice(f"{shown(path)} does not exist.", is_problem=True))
        known = self._store.roots
        fresh = [path for path in dict.fromkeys(found) if not any(path == root or covers(root, path) for root in known)]
        roots = [*known, *fresh]
        excluded = {path for path in self._store.excluded if not any(is_below(path, added) for added in found)}
        try:
            self._store.save_roots(roots, excluded)
        except DiskFull as error:
            self._emit(Notice(error.sentence, is_problem=True))
        self.rescan()

    def remove(self, paths: Collection[str]) -> None:
        """Forget what lies at or below these paths, and leave it out from now on."""
        self._break_off()
        roots = [root for root in self._store.roots if not any(is_below(root, path) for path in paths)]
        inside = {path for path in paths if any(is_below(path, root) for root in roots)}
        gone = [known for known in self._store.places if any(is_below(known, path) for path in paths)]
        try:
            self._store.save_roots(roots, self._store.excluded | inside)
            self._forget(gone)
        except DiskFull as error:
            self._emit(Notice(error.sentence, is_problem=True))
        self.rescan()

    def retry(self, paths: Collection[str]) -> None:
        """Read failed files again, or all of them when none is named."""
        failed = [place.path for place in self._store.places.values() if place.document == ""]
        self._read_again([path for path in failed if not paths or path in paths])

    def unlock(self, path: str, password: str) -> None:
        """Read a locked file with a password."""
        self._passwords[path] = password
        if self._ocr is not None:
            self._ocr.disk_was_looked_at()
        self._read_again([path])

    def pause(self) -> None:
        """Stop after the batch in flight."""
        self._is_paused = True
        self._tell_progress()

    def resume(self) -> None:
        """Go on."""
        self._is_paused = False
        self.rescan()

    def _forget(self, paths: Collection[str]) -> None:
        self._drop(self._store.forget(paths))
        self._view.forgot(paths)

    def _drop(self, documents: frozenset[str]) -> None:
        """Nobody finds documents any more that are no longer in the store."""
        self._look.remove(documents)
        if self._beside is not None:
            self._beside.removed(documents)

    # --- comparing with the disk ---

    def rescan(self) -> None:
        """Compare the library with the disk, and index what is new or changed."""
        if self._walk is not None:
            self._walk_again = True
            return
        self._walk_again = False
        roots, excluded = self._store.roots, self._store.excluded
        self._walk = self._walker.submit(lambda: [walk(root, excluded) for root in roots])
        self._walk.add_done_callback(lambda _: self._wake())
        self._tell_progress()

    def _walked(self, walks: list[Walk]) -> None:
        self._maintenance.disk_was_looked_at()
        for reader in (self._beside, self._ocr):
            if reader is not None:
                reader.disk_was_looked_at()
        self._view.walked(walks)
        for sentence in [sentence for each in walks for sentence in each.problems][:5]:
            self._emit(Notice(sentence, is_problem=True))
        planned = plan(walks, self._store.places)
        # Only when the new places are known: a document that was renamed must not be without a place in between.
        self._gone = planned.forget
        self._queue(planned.read)

    def _read_again(self, paths: Iterable[str]) -> None:
        files = []
        for path in paths:
            place = self._store.places.get(path)
            try:
                info = os.stat(path)
            except OSError:
                continue  # The plan forgets it, or its drive is away.
            root = place.root if place is not None else path
            files.append(SeenFile(path, root, info.st_size, info.st_mtime_ns))
        self._queue(files)

    # --- indexing ---

    def _queue(self, files: Iterable[SeenFile]) -> None:
        fresh = [file for file in files if file.path not in self._in_run]
        if self._run is None:
            self._view.begin_run()
            self._run = Indexing(self._store, self._readers, self._embedder, self._passwords)
            self._steps = self._run.steps()
        if fresh and self._ocr is not None:
            self._ocr.make_way()
        self._run.files.extend(fresh)
        self._in_run.update(file.path for file in fresh)
        self._view.queued(fresh)
        self._emit(self._view.state())
        self._tell_progress()

    def _index(self) -> bool:
        if self._run is None:
            return False
        try:
            step = next(self._steps, None)
            if step is None and self._gone:
                self._forget(self._gone)
                self._gone = ()
            if isinstance(step, Done):
                self._drop(step.dropped)
                self._look.add({place.document for place in step.places} & self._look.missing)
        except DiskFull as error:
            log.error("the disk is full")
            self.break_down(error.sentence)
            return True
        except Exception:
            log.exception("indexing broke off")
            self.break_down(
                "Indexing stopped because of an error in Pagelight. What is indexed can be searched; resume to retry."
            )
            return True
        match step:
            case None:
                self._run = None
                self._in_run.clear()
                self._tell_all()
            case Waiting():
                pass
            case Opened(path, pages):
                self._view.opened(path, pages)
            case Embedded(path, pages):
                self._view.embedded(path, pages)
            case Done(places):
                self._in_run.difference_update(place.path for place in places)
                self._view.done(places)
        if time.monotonic() - self._told_at > TELL_EVERY_S:
            self._tell_changes()
        return not isinstance(step, Waiting)

    def break_down(self, sentence: str) -> None:
        """Stop what is done behind until a person resumes it, and say why."""
        self._break_off()
        self._is_paused = True
        self._emit(Notice(sentence, is_problem=True))
        self._tell_all()

    def _break_off(self) -> None:
        if self._run is not None:
            self._run.cancel()
            self._run = None
        self._steps = iter(())
        self._gone = ()
        self._in_run.clear()
        self._view.reset()

    # --- what goes on behind ---

    def recompress(self, request: Recompress) -> None:
        """Move the library to another profile."""
        profile = PROFILES.get(request.profile or self._store.looks.profile.name)
        try:
            if profile is None:
                raise ExpectedError(f"There is no profile {request.profile}. There are: {', '.join(PROFILES)}.")

            def done(sentence: str) -> None:
                self._recompressing = None
                if sentence:
                    self._emit(Failed(request.ticket, sentence))
                else:
                    self._emit(
                        Recompressed(request.ticket, self._store.looks.profile.name, self._store.looks.codes_name)
                    )
                    self._tell_all()

            keep_exact = self._store.looks.keeps_exact if request.keep_exact is None else request.keep_exact
            self._maintenance.recompress(Recompression(profile, keep_exact, request.reread, done))
            self._recompressing = request
        except ExpectedError as error:
            self._emit(Failed(request.ticket, error.sentence))

    def _reindexing(self, into: Sequence[CodesTable]) -> Reindexing:
        return Reindexing(self._store, self._readers, self._embedder, self._passwords, into)

    def _maintain(self) -> bool:
        try:
            moved = self._maintenance.step(is_indexing=self._run is not None)
            self._tell_looked_again()
            if not moved and self._run is None:
                moved = self._work_behind()
            if not moved and self._run is None and self._store.wants_tidying:
                self._store.tidy()
                moved = True
        except ExpectedError as error:
            log.error("%s", error.sentence)
            if isinstance(error, DiskFull):
                self.break_down(error.sentence)
            return True
        except Exception:
            log.exception("the codes could not be brought up to date")
            self.break_down(
                "Keeping the library in shape stopped because of an error in Pagelight. It can be searched as it is; "
                "resume to retry."
            )
            return True
        if self._recompressing is not None and time.monotonic() - self._told_at > TELL_EVERY_S:
            self._told_at = time.monotonic()
            pages = sum(document.pages for document in self._store.documents.values())
            self._emit(Recompressing(self._recompressing.ticket, self._maintenance.pages_done, pages))
        return moved

    def _tell_looked_again(self) -> None:
        """Say how far it is with the documents that another model has looked at."""
        unseen = self._maintenance.unseen_pages
        if unseen == self._unseen_pages or (unseen and time.monotonic() - self._told_at < TELL_EVERY_S):
            return
        self._unseen_pages = unseen
        if unseen or self._run is not None:
            self._tell_progress()
        else:
            self._tell_all()

    def _to_do_behind(self) -> tuple[Activity, PassagesBehind | OcrBehind] | None:
        return next((each for each in self._behind if each[1].is_working or each[1].waiting_pages > 0), None)

    def _work_behind(self) -> bool:
        """Make pages say more, when nothing else is to be read."""
        to_do = self._to_do_behind()
        if to_do is None:
            return False
        moved = to_do[1].step()
        if self._to_do_behind() is None:
            self._tell_all()
        elif time.monotonic() - self._told_at > TELL_EVERY_S:
            self._tell_progress()
        return moved

    # --- telling ---

    @property
    def _activity(self) -> Activity:
        if self._is_paused:
            return Activity.PAUSED
        if self._walk is not None and self._run is None:
            return Activity.SCANNING
        if self._run is not None or self._maintenance.unseen_pages:
            return Activity.INDEXING
        to_do = self._to_do_behind()
        return to_do[0] if to_do is not None else Activity.IDLE

    def _tell_changes(self) -> None:
        if changed := self._view.take_changed():
            self._emit(FilesChanged(changed))
        self._tell_progress()

    def _tell_all(self) -> None:
        self._view.take_changed()
        self._emit(self._view.state())
        self._tell_progress()

    def _tell_progress(self) -> None:
        self._told_at = time.monotonic()
        activity = self._activity
        pages = sum(document.pages for document in self._store.documents.values())
        behind = dict(self._behind).get(activity)
        if behind is not None:
            self._emit(Progress(activity, pages_done=pages - behind.waiting_pages, pages_total=pages))
        elif activity is Activity.INDEXING and self._run is None:
            self._emit(Progress(activity, pages_done=pages - self._maintenance.unseen_pages, pages_total=pages))
        else:
            self._emit(self._view.progress(activity))
