"""The question that is being asked, in words, by a picture or both; asked again when the library has changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.events import (
    EngineLost,
    Failed,
    FilesChanged,
    LibraryState,
    Results,
)
from app.requests import Ask, Cancel, Piece
from app.rows import FileState
from ui.bridge import Bridge
from ui.results.further_hits import CHUNK

AGAIN_MS = 2000


class Questions(QObject):
    """Keeps one question alive; of all its answers only the newest is shown.

    answered: Results, and whether they answer the same question as those before.
    """

    answered = Signal(object, bool)
    cleared = Signal()
    refused = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._text = ""
        self._piece: Piece | None = None
        self._answered: tuple[str, Piece | None] | None = None
        self._is_settled = False
        self._within: tuple[str, ...] = ()
        self._is_grouped = False
        self._ticket = 0
        self._is_waiting = False
        self._engine_was_lost = False
        self._documents = -1
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._ask_again)
        bridge.results_arrived.connect(self._take)
        bridge.request_failed.connect(self._fail)
        bridge.files_changed.connect(self._hear_files)
        bridge.library_changed.connect(self._hear_library)
        bridge.engine_lost.connect(self._hear_loss)
        bridge.engine_ready.connect(self._hear_ready)

    @property
    def is_asking(self) -> bool:
        """Whether anything is asked now."""
        return bool(self._text) or self._piece is not None

    def ask(self, text: str, piece: Piece | None = None) -> None:
        """Ask something else, or nothing."""
        self._text, self._piece = text, piece
        self._is_settled = False
        self._ask()

    def limit(self, paths: tuple[str, ...]) -> None:
        """Ask the same about other places."""
        if paths != self._within:
            self._within = paths
            self._ask_otherwise()

    def group(self, is_grouped: bool) -> None:
        """Ask the same, with the pages of each document together, or not."""
        if is_grouped != self._is_grouped:
            self._is_grouped = is_grouped
            self._ask_otherwise()

    def _ask_otherwise(self) -> None:
        self._is_settled = False
        self._answered = None
        if self.is_asking:
            self._ask()

    def _ask(self) -> None:
        self._again.stop()
        if self.is_asking:
            self._ticket = self._bridge.new_ticket()
            self._is_waiting = True
            self._bridge.send(
                Ask(self._ticket, self._text, self._within, CHUNK, piece=self._piece, grouped=self._is_grouped)
            )
            return
        if self._is_waiting:
            self._bridge.send(Cancel((self._ticket,)))
        # No answer to an earlier question may come in after this.
        self._ticket = self._bridge.new_ticket()
        self._is_waiting = False
        self._answered = None
        self.cleared.emit()

    def _ask_again_soon(self) -> None:
        if self.is_asking and not self._again.isActive():
            self._again.start()

    def _ask_again(self) -> None:
        # A question in flight is not overtaken by itself, or a slow engine would never come to answer it.
        if self._is_waiting:
            self._again.start()
        else:
            self._ask()

    def _take(self, results: Results) -> None:
        if results.ticket != self._ticket or not self.is_asking:
            return
        self._is_waiting = not results.is_final
        # What every model has found is not taken back while a slow one looks again.
        if self._is_settled and not results.is_final:
            return
        self._is_settled = results.is_final
        question = self._text, self._piece
        is_again, self._answered = question == self._answered, question
        self.answered.emit(results, is_again)

    def _fail(self, failed: Failed) -> None:
        if failed.ticket == self._ticket and self._is_waiting:
            self._is_waiting = False
            self._answered = None
            self.refused.emit(failed.sentence)

    def _hear_files(self, changed: FilesChanged) -> None:
        if any(file.state is FileState.INDEXED for file in changed.files):
            self._ask_again_soon()

    def _hear_library(self, state: LibraryState) -> None:
        if self._documents not in (-1, state.documents):
            self._ask_again_soon()
        self._documents = state.documents

    def _hear_loss(self, lost: EngineLost) -> None:
        self._engine_was_lost = lost.restarting

    def _hear_ready(self) -> None:
        if self._engine_was_lost and self.is_asking:
            self._ask()
        self._engine_was_lost = False
