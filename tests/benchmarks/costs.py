"""What a run costs: memory and CPU time of a process and its children."""

from __future__ import annotations

import threading
from typing import Self

import psutil


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
