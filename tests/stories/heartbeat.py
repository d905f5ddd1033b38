"""How long the GUI thread is kept from its events, and how much memory its process takes."""

from __future__ import annotations

import time
from dataclasses import dataclass

import psutil
from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 10
LOOK_AT_MEMORY_EVERY = 50


@dataclass(frozen=True, slots=True)
class Pulse:
    """What was counted. Gaps are from one beat to the next, so 10 ms is the least; all in ms.

    worst_cpu_ms: the most that the GUI thread itself computed between two beats; a busy machine adds nothing to it.
    worst_in: the step in which the worst gap was.
    """

    beats: int
    p99_ms: float
    worst_ms: float
    worst_cpu_ms: float
    worst_in: str
    peak_mb: float


class Heartbeat(QObject):
    """Beats every 10 ms while it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.step = ""
        self._process = psutil.Process()
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.begin()

    def begin(self) -> None:
        """Count anew."""
        self._gaps: list[tuple[float, float, str]] = []
        self._peak_bytes = 0
        self.resume()

    def pause(self) -> None:
        """Leave out what is done now: it is the driver's and not the window's."""
        self._timer.stop()

    def resume(self) -> None:
        """Go on."""
        self._last_s, self._last_cpu_s = time.perf_counter(), time.thread_time()
        self._timer.start()

    def pulse(self) -> Pulse:
        """Return what was counted since the beginning."""
        gaps = sorted(gap for gap, _, _ in self._gaps) or [0.0]
        worst = max(self._gaps, default=(0.0, 0.0, ""))
        cpu = max((cpu for _, cpu, _ in self._gaps), default=0.0)
        p99 = gaps[min(len(gaps) - 1, len(gaps) * 99 // 100)]
        return Pulse(len(self._gaps), p99, worst[0], cpu, worst[2], self._peak_bytes / 1e6)

    def _beat(self) -> None:
        now_s, cpu_s = time.perf_counter(), time.thread_time()
        self._gaps.append(((now_s - self._last_s) * 1000, (cpu_s - self._last_cpu_s) * 1000, self.step))
        if len(self._gaps) % LOOK_AT_MEMORY_EVERY == 1:
            self._peak_bytes = max(self._peak_bytes, self._process.memory_info().rss)
        self._last_s, self._last_cpu_s = now_s, cpu_s
