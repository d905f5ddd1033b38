"""What every benchmark needs: an engine in its own process, and a watch on what it costs."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, TypeVar

import psutil

from app.messages import Activity, AddPaths, Ask, Event, LibraryState, Progress, Ready, Request, Results
from app.worker import EngineProcess

Wanted = TypeVar("Wanted", bound=Event)


class Driver:
    """An engine as a face holds it: requests go in, events are waited for."""

    def __init__(self, library: Path) -> None:
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.engine = EngineProcess(library, self._events.put)
        self._ticket = 0

    def __enter__(self) -> Self:
        self.engine.start()
        self.wait(Ready)
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.close()

    def wait(
        self, kind: type[Wanted], where: Callable[[Wanted], bool] = lambda _: True, timeout_s: float = 900
    ) -> Wanted:
        """Wait for an event of a kind that fits."""
        end = time.monotonic() + timeout_s
        while (left := end - time.monotonic()) > 0:
            event = self._events.get(timeout=left)
            if isinstance(event, kind) and where(event):
                return event
        raise TimeoutError(kind.__name__)

    def settle(self) -> LibraryState:
        """Wait until the work is done; returns the library as it is then."""
        state: list[LibraryState] = []
        while True:
            event = self._events.get(timeout=900)
            if isinstance(event, LibraryState):
                state.append(event)
            elif isinstance(event, Progress) and event.activity is Activity.IDLE and state:
                return state[-1]

    def index(self, *paths: str) -> LibraryState:
        """Add paths and wait until they are indexed."""
        self.settle()
        self.engine.send(AddPaths(paths))
        return self.settle()

    def send(self, request: Request) -> None:
        """Send without waiting."""
        self.engine.send(request)

    def ask(self, text: str, within: tuple[str, ...] = (), limit: int = 50) -> tuple[Results, float]:
        """Ask and wait; returns the answer and the milliseconds until it was here."""
        self._ticket += 1
        start = time.perf_counter()
        self.engine.send(Ask(self._ticket, text, within, limit))
        results = self.wait(Results, lambda event: event.ticket == self._ticket)
        return results, (time.perf_counter() - start) * 1000


class Watch:
    """Peak memory and CPU time of a process and its children, sampled; the children's roles come from their depth."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._peaks: dict[int, int] = {}
        self._cpu_s: dict[int, float] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._stop.wait(0.1):
            try:
                for process in [self._root, *self._root.children(recursive=True)]:
                    times = process.cpu_times()
                    self._cpu_s[process.pid] = times.user + times.system
                    self._peaks[process.pid] = max(self._peaks.get(process.pid, 0), process.memory_info().rss)
            except psutil.Error:
                continue

    @property
    def cpu_s(self) -> float:
        """CPU seconds of all processes together."""
        return sum(self._cpu_s.values())

    @property
    def peak_mb(self) -> dict[str, float]:
        """Peak resident megabytes of the engine and of each of its children."""
        named = {"engine" if pid == self._root.pid else f"child {pid}": mb / 1e6 for pid, mb in self._peaks.items()}
        return {name: round(mb) for name, mb in named.items()}


def load_jsonl(path: Path) -> list[dict[str, Any]]:
    """Read a file of one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def load_qrels(folder: Path) -> dict[str, set[str]]:
    """Read which pages answer which question."""
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, page, score = line.split("\t")
        if int(score) > 0:
            relevant.setdefault(question, set()).add(page)
    return relevant
