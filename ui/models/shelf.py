"""The models on this machine, as the window sees them: looked for, downloaded and removed in threads beside it.

`app.models.here` brings along a lot that the window does not need to start, so that only these threads import it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Signal

from app.models.catalogue import Entry, Kind, entry
from app.models.speeds import load_speeds
from indexer.errors import ExpectedError
from ui.basics.engine_words import said
from ui.models.work import Work

TELL_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that can be had.

    bytes_here: what it takes on this machine, 0 where it is not there.    speeds: pages a second by device, measured.
    kind: None where it is neither in the catalogue nor on this machine.
    """

    name: str
    entry: Entry | None
    bytes_here: int = 0
    speeds: Mapping[str, float] = field(default_factory=dict)
    kind: Kind | None = None


class Shelf(Work):
    """Downloads or removes one model at a time.

    listed: a tuple of Offer.    progressed: a name, the bytes that are done, and all there are.
    downloaded, removed: a name.    failed: a name or "", a sentence, and whether only memory is lacking.
    What has arrived of a download that is stopped is kept.
    """

    listed = Signal(object)
    progressed = Signal(str, object, object)
    downloaded = Signal(str)
    removed = Signal(str)
    failed = Signal(str, str, bool)

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

    def _failure(self, error: ExpectedError) -> tuple[object, ...]:
        from app.models.hub_errors import TooLittleMemory

        return said(error.sentence), isinstance(error, TooLittleMemory)

    def _on_progress(self, name: str) -> Callable[[int, int], None]:
        told_at = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal told_at
            self._check_wanted()
            now = time.monotonic()
            if now - told_at >= TELL_EVERY_S or done == total:
                told_at = now
                self._heard.emit("progressed", (name, done, total))

        return tell


def _list_models() -> tuple[Offer, ...]:
    from app.models import here as models

    speeds = load_speeds()
    offers = []
    for name in models.names():
        here, known = models.find(name), entry(name)
        kind = known.kind if known else here.kind if here else None
        offers.append(Offer(name, known, here.bytes_on_disk if here else 0, speeds.get(name, {}), kind))
    return tuple(offers)
