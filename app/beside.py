"""A model beside the built-in one: it looks at every document behind, in a process of its own, and is asked too."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import TypeAlias

from app.answers.chance import NONSENSE
from app.answers.look_lane import LookLane
from app.answers.search import Search
from app.events import (
    Event,
    Failed,
    ModelChanged,
    ModelUsed,
    Notice,
)
from app.requests import ForgetModel, Lane, UseModel
from app.rows import ModelRow, ModelStage
from indexer.arrays import Bytes
from indexer.codes import CodesTable
from indexer.embed.child import Maker, ModelProcess
from indexer.errors import DiskFull, ExpectedError
from indexer.look import LookIndex
from indexer.looks import Looks, Model
from indexer.maintenance import Maintenance
from indexer.question import Question, parse
from indexer.readers import Readers
from indexer.reindexing import Reindexing
from indexer.store import Store
from indexer.types import QueryEmbedding

log = logging.getLogger(__name__)

FindModel: TypeAlias = Callable[[str], Maker]
"""Returns what makes a model, which can be sent to another process. Raises ExpectedError when it cannot be used."""

_TELL_EVERY_S = 0.5
_RATE_WINDOW_S = 60.0


class Beside:
    """The model that a person chose for a library, or none.

    find_model: by name.    emit: told every event.    wake: called from other threads when step() has something to do.
    note_speed: told a model's name, its device, and how many pages a second it looked at.
    """

    def __init__(
        self,
        store: Store,
        search: Search,
        readers: Readers,
        passwords: Mapping[str, str],
        find_model: FindModel,
        emit: Callable[[Event], None],
        wake: Callable[[], None],
        note_speed: Callable[[str, str, float], None],
    ) -> None:
        self._store = store
        self._search = search
        self._readers = readers
        self._passwords = passwords
        self._find_model = find_model
        self._emit = emit
        self._wake = wake
        self._note_speed = note_speed
        self._name = ""
        self._ticket: int | None = None
        self._process: ModelProcess | None = None
        self._looks: Looks | None = None
        self._index: LookIndex | None = None
        self._maintenance: Maintenance | None = None
        self._nonsense: Future[QueryEmbedding] | None = None
        self._problem = ""
        self._key = ""
        self._told_at = 0.0
        self._told_row: ModelRow | None = None
        self._has_rested = False
        self._recent: deque[tuple[float, int]] = deque()

    # --- choosing ---

    def open(self) -> None:
        """Go on with the model that was in use when the library was closed."""
        name, key = self._store.beside
        if name:
            self._start(name, key)

    def use(self, request: UseModel) -> None:
        """Take on the model that a person chose, in the place of any other, or none."""
        self._stop()
        try:
            self._store.save_beside(request.name)
        except DiskFull as error:
            self._emit(Failed(request.ticket, error.sentence))
            return
        if not request.name:
            self._emit(ModelUsed(request.ticket))
            return
        self._ticket = request.ticket
        self._start(request.name)

    def forget(self, request: ForgetModel) -> None:
        """Remove what a model that is not in use made."""
        if request.key == self._key or request.key not in self._store.other_models:
            self._emit(Failed(request.ticket, f"{request.key} is in use, or nothing here was made by it."))
            return
        try:
            self._store.forget_model(request.key)
        except DiskFull as error:
            self._emit(Failed(request.ticket, error.sentence))
            return
        self._emit(ModelUsed(request.ticket))

    def close(self) -> None:
        """End the model's process; what it has made stays."""
        self._stop()

    # --- asking ---

    @property
    def answers(self) -> bool:
        """Whether questions are put to the model."""
        return self._process is not None and self._process.is_ready and self._index is not None

    def ask(self, question: Question, picture: Bytes | None) -> list[Future[QueryEmbedding]]:
        """Put a question to the model, in words, as a picture, or both. A future raises ModelLost when it has ended."""
        assert self._process is not None
        asked = [self._process.question(question)] if question.text.strip() else []
        return [*asked, self._process.picture(picture)] if picture is not None else asked

    # --- looking ---

    def step(self, is_indexing: bool, is_paused: bool) -> bool:
        """Take a model in use that has become ready, or do a piece of its work; says whether anything was done.

        is_indexing: files are being read that nobody has read before; they come first.    is_paused: nothing is to be
        looked at now. Raises DiskFull.
        """
        if self._process is None:
            return False
        try:
            if self._process.problem:
                raise ExpectedError(self._process.problem)
            if self._maintenance is None:
                return self._process.is_ready and self._take_in(self._process)
            if is_paused:
                return False
            moved = self._maintenance.step(is_indexing)
        except DiskFull:
            raise
        except ExpectedError as error:
            self._fail(error.sentence)
            return True
        except Exception:
            log.exception("a model beside the built-in one cannot be used")
            self._fail(f"{self._name} cannot be used because of an error in Pagelight. Nothing else is affected.")
            return True
        self._tell()
        return moved

    def disk_was_looked_at(self) -> None:
        """Take note that files which could not be read may be there again."""
        if self._maintenance is not None:
            self._maintenance.disk_was_looked_at()

    def removed(self, documents: frozenset[str]) -> None:
        """Take note that documents are no longer in the library."""
        if self._index is not None:
            self._index.remove(documents)

    # --- telling ---

    def rows(self) -> tuple[ModelRow, ...]:
        """Return what there is of models other than the built-in one."""
        mine = (self._row(),) if self._name else ()
        used = {row.key for row in mine}
        return (*mine, *(ModelRow(key, key, ModelStage.UNUSED) for key in self._store.other_models if key not in used))

    def _row(self) -> ModelRow:
        if self._looks is None or self._maintenance is None:
            stage = ModelStage.FAILED if self._problem else ModelStage.LOADING
            return ModelRow(self._name, self._key, stage, sentence=self._problem)
        pages = sum(row.pages for row in self._store.documents.values())
        unseen = self._maintenance.unseen_pages
        stage = ModelStage.LOOKING if unseen else ModelStage.DONE
        return ModelRow(self._name, self._key, stage, pages - unseen, self._rate())

    def _tell(self, at_once: bool = False) -> None:
        if self._maintenance is None or self._process is None:
            return
        now, done = time.monotonic(), self._maintenance.pages_read
        # With the last piece of work it is done, and nobody may step again for long.
        has_rested = not self._maintenance.is_working and not self._has_rested
        self._has_rested = not self._maintenance.is_working
        if not (at_once or has_rested) and now - self._told_at < _TELL_EVERY_S:
            return
        self._told_at = now
        if not self._recent or done != self._recent[-1][1]:
            self._recent.append((now, done))
            while len(self._recent) > 2 and now - self._recent[0][0] > _RATE_WINDOW_S:
                self._recent.popleft()
        if has_rested:
            self._note_speed(self._name, self._process.device, self._rate())
        if (row := self._row()) != self._told_row:
            self._told_row = row
            self._emit(ModelChanged(row))

    def _rate(self) -> float:
        """Return the pages a second of the last minute, 0 while nothing is known."""
        if len(self._recent) < 2:
            return 0.0
        (first, pages_then), (last, pages_now) = self._recent[0], self._recent[-1]
        return (pages_now - pages_then) / max(last - first, 1e-3)

    # --- inside ---

    def _start(self, name: str, key: str = "") -> None:
        self._name, self._key, self._problem = name, key, ""
        try:
            self._process = ModelProcess(self._find_model(name), name, self._wake)
        except ExpectedError as error:
            self._fail(error.sentence)
            return
        self._emit(ModelChanged(self._row()))

    def _take_in(self, process: ModelProcess) -> bool:
        """Open the model's tables, and let it look and be asked."""
        if self._nonsense is None:
            self._nonsense = process.question(parse(NONSENSE))
        if not self._nonsense.done():
            return False
        self._nonsense.result()  # Raises ModelLost when it cannot even embed words.
        model = Model(process.name, process.revision, process.dim, process.usual_profile)
        if model.key == self._store.looks.model.key:
            raise ExpectedError(f"{self._name} is the built-in model, which is always in use.")
        looks = self._store.open_model(model)
        self._store.save_beside(self._name, model.key)
        index = LookIndex(looks)

        def reindexing(into: Sequence[CodesTable]) -> Reindexing:
            return Reindexing(self._store, self._readers, process, self._passwords, into)

        self._looks, self._index, self._key = looks, index, model.key
        self._maintenance = Maintenance(self._store, looks, index, reindexing, self._wake)
        self._search.eyes[Lane.MODEL] = LookLane(looks, index, self._nonsense.result)
        if self._ticket is not None:
            self._emit(ModelUsed(self._ticket))
            self._ticket = None
        self._tell(at_once=True)
        return True

    def _fail(self, sentence: str) -> None:
        """Go on without the model, and say why, once."""
        name, key, ticket, self._ticket = self._name, self._key, self._ticket, None
        self._stop()
        self._name, self._key, self._problem = name, key, sentence
        if ticket is not None:
            self._emit(Failed(ticket, sentence))
        else:
            self._emit(Notice(sentence, is_problem=True))
        self._emit(ModelChanged(self._row()))

    def _stop(self) -> None:
        self._search.eyes.pop(Lane.MODEL, None)
        if self._maintenance is not None:
            self._maintenance.close()
        if self._process is not None:
            self._process.close()
        if self._looks is not None:
            self._store.close_model(self._looks.model.key)
        if self._ticket is not None:
            self._emit(Failed(self._ticket, "Another model was chosen in the meantime."))
        self._process = self._looks = self._index = self._maintenance = self._ticket = self._nonsense = None
        self._name = self._key = self._problem = ""
        self._recent.clear()
        self._told_row, self._has_rested = None, False
