"""Keeps the library true to the disk: what a person adds and removes, walking, and indexing a batch at a time."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Collection, Iterable, MutableMapping

from app.behind import Behind
from app.beside import Beside
from app.events import Activity, Event, FilesChanged, Notice
from app.library import LibraryView
from app.membership import Membership
from app.requests import Recompress
from app.run import Run
from app.walking import Walked, Walking
from indexer.embed import Embedder
from indexer.embed.sentences import SentenceModel
from indexer.errors import DiskFull
from indexer.files import SeenFile
from indexer.look import LookIndex
from indexer.ocr import Tesseract
from indexer.pipeline import Done, Indexing, Waiting
from indexer.plan import plan
from indexer.readers import Readers
from indexer.store import Store

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.25


class Upkeep:
    """Everything that changes the store and the codes in memory. Faces are told of it through `emit`.

    passwords: by path, for files that are locked; kept in memory only.
    sentences: the model that passages are made by, once all pages are indexed.    beside: another model, which has to
    know what comes and goes.    tesseract: what reads pages without a text layer, then.
    wake: called from another thread when a walk has ended, or is due because something changed on disk.
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
        self._passwords = passwords
        self._emit = emit
        self._membership = Membership(store, emit)
        self._walking = Walking(store, wake)
        self._view = LibraryView(store, beside.rows if beside is not None else tuple, self._walking.is_watched)
        self._behind = Behind(
            store, look, embedder, readers, passwords, emit, wake, sentences, tesseract, self._tell_all
        )
        self._is_behinds_turn = False
        self._run = Run(
            lambda: Indexing(store, readers, embedder, passwords),
            self._view,
            self._arrived,
            self._forget,
            self._read_again,
        )
        self._is_paused = False
        self._told_at = 0.0

    def step(self) -> bool:
        """Take in a walk that has ended, or index one batch; says whether there was anything to do."""
        if self._walking.is_over:
            if walked := self._walking.take():
                self._take_in(walked)
            return True
        if self._walking.start_due():
            return True
        if self._is_paused:
            return False
        # In turns, so that neither a long run nor a long change of profile holds the other up.
        self._is_behinds_turn = not self._is_behinds_turn
        pieces = [self._work_behind, self._index] if self._is_behinds_turn else [self._index, self._work_behind]
        return any(self._safely(piece) for piece in pieces)

    @property
    def patience_s(self) -> float | None:
        """How long step() need not be called after it had nothing to do, unless woken; None means for ever."""
        # A slow reader must not keep finished documents out of the store, nor news from the person.
        is_busy = self._run.is_on or self._behind.is_working
        return TELL_EVERY_S if is_busy and not self._is_paused else None

    @property
    def is_paused(self) -> bool:
        """Whether a person wants nothing to be done behind."""
        return self._is_paused

    @property
    def is_indexing(self) -> bool:
        """Whether files are being read that were not read before."""
        return self._run.is_on

    def tell_library(self) -> None:
        """Send the whole library panel."""
        self._emit(self._view.state())

    def close(self) -> None:
        """Break off; what was not in the store yet is found again by the next plan."""
        self._break_off()
        self._behind.close()
        self._walking.close()

    # --- what belongs to the library ---

    def add(self, paths: Collection[str]) -> None:
        """Make files and folders part of the library, and index them; what was paused there goes on."""
        self._membership.add(paths)
        self.rescan()

    def remove(self, paths: Collection[str]) -> None:
        """Forget what lies at or below these paths, and leave it out from now on."""
        self._break_off()
        try:
            self._forget(self._membership.remove(paths))
        except DiskFull as error:
            self._emit(Notice(error.sentence, is_problem=True))
        self.rescan()

    def skip(self, names: Collection[str]) -> None:
        """From now on leave out files and folders of these names; documents that were read of them are forgotten."""
        self._break_off()
        self._membership.skip(names)
        self.rescan()

    def retry(self, paths: Collection[str]) -> None:
        """Read failed files again, or all of them when none is named."""
        failed = [place.path for place in self._store.places.values() if place.document == ""]
        self._read_again([path for path in failed if not paths or path in paths])

    def unlock(self, path: str, password: str) -> None:
        """Read a locked file with a password."""
        self._passwords[path] = password
        self._behind.unlocked()
        self._read_again([path])

    def pause(self, roots: Collection[str] = ()) -> None:
        """Stop after the batch in flight; of some roots only, after the files that are open."""
        if not roots:
            self._is_paused = True
            self._tell_progress()
            return
        if self._membership.pause(roots):
            self._run.hold(roots)
        self._tell_all()

    def resume(self, roots: Collection[str] = ()) -> None:
        """Go on, with all but the roots that were paused by name, or with these."""
        if roots:
            self._membership.resume(roots)
            self._emit(self._view.state())
        else:
            self._is_paused = False
        self.rescan(roots or None)

    def _forget(self, paths: Collection[str]) -> None:
        self._drop(self._store.forget(paths))
        self._view.forgot(paths)

    def _drop(self, documents: frozenset[str]) -> None:
        """Nobody finds documents any more that are no longer in the store."""
        self._look.remove(documents)
        if self._beside is not None:
            self._beside.removed(documents)

    # --- comparing with the disk ---

    def rescan(self, roots: Collection[str] | None = None) -> None:
        """Compare all of the library, or these roots, with the disk, and index what is new or changed."""
        self._walking.start(roots)
        self._tell_progress()

    def _take_in(self, walked: Walked) -> None:
        self._behind.disk_was_looked_at()
        if self._beside is not None:
            self._beside.disk_was_looked_at()
        before = self._view.roots()
        self._view.walked(walked.walks)
        planned = plan(walked.walks, self._store.places, walked.elsewhere)
        if walked.was_asked:
            for sentence in [sentence for each in walked.walks for sentence in each.problems][:5]:
                self._emit(Notice(sentence, is_problem=True))
        back = {file.path for each in walked.walks for file in each.files}
        self._run.gone = tuple({path: None for path in (*self._run.gone, *planned.forget) if path not in back})
        paused = self._store.paused
        self._view.waiting([file for file in planned.read if file.root in paused])
        fresh = [file for file in planned.read if file.root not in paused]
        # Where a folder is busy with other things, nobody need hear of it.
        if walked.was_asked or fresh or self._run.gone:
            self._queue(fresh)
        elif self._view.roots() != before:
            self._tell_all()
        else:
            self._tell_changes()

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
        if self._run.queue(files):
            self._behind.make_way()
        self._emit(self._view.state())
        self._tell_progress()

    def _index(self) -> bool:
        if not self._run.is_on:
            return False
        step = self._run.step()
        if step is None:
            self._tell_all()
        elif time.monotonic() - self._told_at > TELL_EVERY_S:
            self._tell_changes()
        return not isinstance(step, Waiting)

    def _arrived(self, done: Done) -> None:
        self._drop(done.dropped)
        self._look.add({place.document for place in done.places} & self._look.missing)

    def _safely(self, piece: Callable[[], bool]) -> bool:
        """Do a piece of work; where it fails, everything stops until a person resumes it."""
        try:
            return piece()
        except DiskFull as error:
            log.error("%s", error.sentence)
            self.break_down(error.sentence)
        except Exception:
            log.exception("the library could not be kept up to date")
            self.break_down(
                "Work on the library stopped because of an error in Pagelight. What is indexed can be searched; "
                "resume to retry."
            )
        return True

    def break_down(self, sentence: str) -> None:
        """Stop what is done behind until a person resumes it, and say why."""
        self._break_off()
        self._is_paused = True
        self._emit(Notice(sentence, is_problem=True))
        self._tell_all()

    def _break_off(self) -> None:
        self._run.break_off()
        self._view.reset()

    # --- what goes on behind ---

    def recompress(self, request: Recompress) -> None:
        """Move the library to another profile."""
        self._behind.recompress(request)

    def _work_behind(self) -> bool:
        moved = self._behind.step(self._run.is_on)
        if not self._run.is_on and self._behind.is_working and time.monotonic() - self._told_at > TELL_EVERY_S:
            self._tell_progress()
        return moved

    # --- telling ---

    @property
    def _activity(self) -> Activity:
        if self._is_paused:
            return Activity.PAUSED
        if self._run.is_on:
            return Activity.INDEXING
        return Activity.SCANNING if self._walking.was_asked else self._behind.activity

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
        if not self._run.is_on and activity not in {Activity.PAUSED, Activity.SCANNING, Activity.IDLE}:
            self._emit(self._behind.progress())
        else:
            self._emit(self._view.progress(activity))
