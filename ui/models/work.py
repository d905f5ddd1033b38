"""What takes long and belongs to the window alone: done in threads beside it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from indexer.errors import ExpectedError
from ui.basics.engine_words import said

log = logging.getLogger(__name__)


class Stopped(Exception):
    """A person wants no more of it."""


class Work(QObject):
    """Does one thing at a time with one of many; all signals are emitted in the GUI thread.

    A subclass has a signal `failed`, which takes a name and what `_failure` returns.    stopped: a name.
    """

    stopped = Signal(str)

    end_within_s = 2.0

    _heard = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = ""
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._heard.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> str:
        """The one that something is done with now, or ""."""
        return self._busy

    def stop(self) -> None:
        """Stop what is being done, where it can be stopped."""
        self._stopping.set()

    def close(self) -> None:
        """End the threads; one that waits for the network ends with the process."""
        self.stop()
        deadline = time.monotonic() + self.end_within_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _start(self, name: str, work: Callable[[], object], told_by: str) -> None:
        """Do `work`, and emit the signal `told_by` with what it returns. name: "" for what need not be done alone."""
        if name:
            if self._busy:
                return
            self._busy = name
            self._stopping.clear()
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        label = f"{type(self).__name__} {name}"
        thread = threading.Thread(target=self._run, args=(name, work, told_by), name=label, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self, name: str, work: Callable[[], object], told_by: str) -> None:
        try:
            told: tuple[str, tuple[object, ...]] = told_by, (work(),)
        except Stopped:
            told = "stopped", (name,)
        except ExpectedError as error:
            told = "failed", (name, *self._failure(error))
        except Exception:
            log.exception("models could not be looked after")
            sentence = QCoreApplication.translate("Models", "This did not work because of an error in Pagelight.")
            told = "failed", (name, *self._failure(ExpectedError(sentence)))
        self._heard.emit(*told)

    def _failure(self, error: ExpectedError) -> tuple[object, ...]:
        return (said(error.sentence),)

    def _check_wanted(self) -> None:
        """Raise Stopped once nobody wants any more of what is being done."""
        if self._stopping.is_set():
            raise Stopped

    @Slot(str, object)
    def _deliver(self, told_by: str, told: tuple[object, ...]) -> None:
        if told_by != "progressed" and told[0] == self._busy:
            self._busy = ""
        getattr(self, told_by).emit(*told)
