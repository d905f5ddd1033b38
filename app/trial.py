"""How fast this machine is, tried on a few pages."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from indexer.embed import Embedder
from indexer.readers import Readers, read

# Pages that came before the time is taken.
_WARM = 2


class Trial:
    """Reads and embeds a few pages as indexing would, and takes the time once it is under way.

    pages: paths and numbers.    thread: where the model looks at them.
    """

    def __init__(
        self,
        pages: Sequence[tuple[str, int]],
        readers: Readers,
        embedder: Embedder,
        passwords: Mapping[str, str],
        thread: ThreadPoolExecutor,
    ) -> None:
        self._embedder = embedder
        self._thread = thread
        self._reads = [
            readers.submit(read, path, passwords.get(path, ""), number, number, embedder.sight)
            for path, number in pages
        ]
        self._looks: list[Future[Any]] = []
        self._ends: list[float] = []

    def close(self) -> None:
        """Break off."""
        for future in self._reads:
            future.cancel()

    @property
    def is_over(self) -> bool:
        """Whether every page is done."""
        return not self._reads and all(look.done() for look in self._looks)

    def step(self) -> bool:
        """Hand pages that were read on to the model; says whether there were any."""
        ready = [future for future in self._reads if future.done()]
        self._reads = [future for future in self._reads if not future.done()]
        for future in ready:
            if future.exception() is None and isinstance(contents := future.result(), list):
                look = self._thread.submit(self._embedder.embed_pages, contents)
                look.add_done_callback(lambda _: self._ends.append(time.monotonic()))
                self._looks.append(look)
        return bool(ready)

    @property
    def speed(self) -> float | None:
        """Return the pages a second, or None where too few came through."""
        if len(self._ends) < 2 * _WARM:
            return None
        return (len(self._ends) - _WARM) / max(self._ends[-1] - self._ends[_WARM - 1], 1e-3)
