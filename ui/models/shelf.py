"""The models on this machine, as the window sees them: looked for, downloaded and removed in threads beside it.

`app.models.here` brings along a lot that the window does not need to start, so that only these threads import it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.models.catalogue import Entry, entry
from app.models.speeds import load_speeds
from indexer.errors import ExpectedError

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.1
END_WITHIN_S = 2.0


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that can be had.

    bytes_here: what it takes on this machine, 0 where it is not there.    speeds: pages a second by device, measured.
    """

    name: str
    entry: Entry | None
    bytes_here: int = 0
    speeds: Mapping[str, float] = field(default_factory=dict)


class _Stopped(Exception):
    """A person wants no more of it."""


class Shelf(QObject):
    """Downloads or removes one model at a time; all signals are emitted in the GUI thread.

    listed: a tuple of Offer.    progressed: a name, the bytes that are done, and all there are.
    downloaded, removed, stopped: a name.    failed: a name or "", a sentence, and whether only memory is lacking.
    """

    listed = Signal(object)
    progressed = Signal(str, object, object)
    downloaded = Signal(str)
    removed = Signal(str)
    stopped = Signal(str)
    failed = Signal(str, str, bool)

    _heard = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = ""
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._heard.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> str:
        """The model that is downloaded or removed now, or ""."""
        return self._busy

    def look(self) -> None:
        """Find out what there is; `listed` tells it."""
        self._start("", _list_models, "listed")

    def download(self, name: str, is_memory_checked: bool = True) -> None:
        """Bring a model, or go on with one that was stopped."""

        def get() -> str:
            from app.models import here as models

            models.get(name, self._on_progress(name), is_memory_checked=is_memory_checked)
            return name

        self._start(name, get, "downloaded")

    def remove(self, name: str) -> None:
        """Delete a model from this machine."""

        def remove() -> str:
            from app.models import here as models

            models.remove(name)
            return name

        self._start(name, remove, "removed")

    def stop(self) -> None:
        """Stop the download; what has arrived is kept."""
        self._stopping.set()

    def close(self) -> None:
        """End the threads; one that waits for the network ends with the process."""
        self.stop()
        deadline = time.monotonic() + END_WITHIN_S
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _start(self, name: str, work: Callable[[], object], told_by: str) -> None:
        if name:
            if self._busy:
                return
            self._busy = name
            self._stopping.clear()
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._run, args=(name, work, told_by), name=f"models {name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self, name: str, work: Callable[[], object], told_by: str) -> None:
        try:
            told: tuple[str, tuple[object, ...]] = told_by, (work(),)
        except _Stopped:
            told = "stopped", (name,)
        except ExpectedError as error:
            from app.models.hub_errors import TooLittleMemory

            told = "failed", (name, error.sentence, isinstance(error, TooLittleMemory))
        except Exception:
            log.exception("models could not be looked after")
            told = "failed", (name, self.tr("This did not work because of an error in Pagelight."), False)
        self._heard.emit(*told)

    def _on_progress(self, name: str) -> Callable[[int, int], None]:
        told_at = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal told_at
            if self._stopping.is_set():
                raise _Stopped
            now = time.monotonic()
            if now - told_at >= TELL_EVERY_S or done == total:
                told_at = now
                self._heard.emit("progressed", (name, done, total))

        return tell

    @Slot(str, object)
    def _deliver(self, told_by: str, told: tuple[object, ...]) -> None:
        if told_by != "progressed" and told[0] == self._busy:
            self._busy = ""
        getattr(self, told_by).emit(*told)


def _list_models() -> tuple[Offer, ...]:
    from app.models import here as models

    speeds = load_speeds()
    offers = []
    for name in models.names():
        here = models.find(name)
        offers.append(Offer(name, entry(name), here.bytes_on_disk if here else 0, speeds.get(name, {})))
    return tuple(offers)
