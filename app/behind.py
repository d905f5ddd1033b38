"""What is done for the library when no file waits to be read: codes kept in shape, meaning, the print on scans."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, MutableMapping, Sequence

from app.events import Activity, Event, Failed, Progress, Recompressed, Recompressing
from app.requests import Recompress
from indexer.codes import CodesTable
from indexer.compress.profiles import PROFILES
from indexer.embed import Embedder
from indexer.embed.sentences import SentenceModel
from indexer.errors import DiskFull, ExpectedError
from indexer.look import LookIndex
from indexer.maintenance import Maintenance, Recompression
from indexer.ocr import Tesseract
from indexer.ocr_behind import OcrBehind
from indexer.passages_behind import PassagesBehind
from indexer.readers import Readers
from indexer.reindexing import Reindexing
from indexer.store import Store

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.25


class Behind:
    """Work that changes what is stored of documents, and no document.

    The arguments are those of Upkeep.    tell_all: called when the library is not what it was told to be.
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
        sentences: SentenceModel | None,
        tesseract: Tesseract | None,
        tell_all: Callable[[], None],
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._readers = readers
        self._passwords = passwords
        self._emit = emit
        self._tell_all = tell_all
        self._maintenance = Maintenance(store, store.looks, look, self._reindexing, wake)
        # What is done when nothing else is to be read, the first first.
        self._pieces: list[tuple[Activity, PassagesBehind | OcrBehind]] = []
        if sentences is not None:
            self._pieces.append((Activity.UNDERSTANDING, PassagesBehind(store, sentences, wake)))
        self._ocr = OcrBehind(store, readers, passwords, tesseract) if tesseract is not None else None
        if self._ocr is not None:
            self._pieces.append((Activity.RECOGNISING, self._ocr))
        self._recompressing: Recompress | None = None
        self._unseen_pages = 0
        self._told_at = 0.0

    def step(self, is_indexing: bool) -> bool:
        """Do a piece of work; says whether there was anything to do. Raises DiskFull."""
        try:
            moved = self._maintenance.step(is_indexing)
            unseen, was_unseen = self._maintenance.unseen_pages, self._unseen_pages
            self._unseen_pages = unseen
            if was_unseen and not unseen:
                self._tell_all()
            if not is_indexing:
                moved = moved or self._work() or self._tidy()
        except DiskFull:
            raise
        except ExpectedError as error:
            log.error("%s", error.sentence)
            return True
        if self._recompressing is not None and time.monotonic() - self._told_at > TELL_EVERY_S:
            self._told_at = time.monotonic()
            self._emit(Recompressing(self._recompressing.ticket, self._maintenance.pages_done, self._pages))
        return moved

    @property
    def is_working(self) -> bool:
        """Whether there is something to do, or going on in another thread."""
        return self._maintenance.is_working or self._to_do() is not None

    @property
    def activity(self) -> Activity:
        """What is being done: INDEXING for documents that another model has looked at."""
        if self._maintenance.unseen_pages:
            return Activity.INDEXING
        to_do = self._to_do()
        return to_do[0] if to_do is not None else Activity.IDLE

    def progress(self) -> Progress:
        """Return how far it is."""
        activity = self.activity
        if activity is Activity.INDEXING:
            waiting = self._maintenance.unseen_pages
        else:
            to_do = self._to_do()
            waiting = to_do[1].waiting_pages if to_do is not None else 0
        return Progress(activity, pages_done=self._pages - waiting, pages_total=self._pages)

    def make_way(self) -> None:
        """Let readers go that new files need."""
        if self._ocr is not None:
            self._ocr.make_way()

    def disk_was_looked_at(self) -> None:
        """Take note that files which could not be read may be there again."""
        self._maintenance.disk_was_looked_at()
        if self._ocr is not None:
            self._ocr.disk_was_looked_at()

    def unlocked(self) -> None:
        """Take note of a new password."""
        if self._ocr is not None:
            self._ocr.disk_was_looked_at()

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
                    looks = self._store.looks
                    self._emit(Recompressed(request.ticket, looks.profile.name, looks.codes_name))
                    self._tell_all()

            keep_exact = self._store.looks.keeps_exact if request.keep_exact is None else request.keep_exact
            self._maintenance.recompress(Recompression(profile, keep_exact, request.reread, done))
            self._recompressing = request
        except ExpectedError as error:
            self._emit(Failed(request.ticket, error.sentence))

    def close(self) -> None:
        """Break off."""
        self._maintenance.close()
        for _, piece in self._pieces:
            piece.close()

    @property
    def _pages(self) -> int:
        return sum(document.pages for document in self._store.documents.values())

    def _reindexing(self, into: Sequence[CodesTable]) -> Reindexing:
        return Reindexing(self._store, self._readers, self._embedder, self._passwords, into)

    def _to_do(self) -> tuple[Activity, PassagesBehind | OcrBehind] | None:
        return next((each for each in self._pieces if each[1].is_working or each[1].waiting_pages > 0), None)

    def _work(self) -> bool:
        """Make pages say more."""
        to_do = self._to_do()
        if to_do is None:
            return False
        moved = to_do[1].step()
        if self._to_do() is None:
            self._tell_all()
        return moved

    def _tidy(self) -> bool:
        if not self._store.wants_tidying:
            return False
        self._store.tidy()
        return True
