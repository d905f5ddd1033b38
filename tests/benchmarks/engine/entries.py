"""A contestant's figures on one work, over all runs."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.engine.contestants import Contestant
from tests.benchmarks.engine.quality import Quality, quality
from tests.benchmarks.engine.work import Work, load_truth, load_work


@dataclass(frozen=True)
class Entry:
    """What building and asking said. Bytes are a page's on average; times are medians over runs of each run's."""

    contestant: Contestant
    work: Work
    truth: NDArray[np.int64]
    made: dict[str, Any]
    asks: list[dict[str, Any]]
    found: Quality

    @property
    def page_bytes(self) -> float:
        """Codes, sets and encodings."""
        return float(self.made["bytes"]) / self.work.pages

    @property
    def cell_bytes(self) -> float | None:
        """What it takes to know which cells codes stand for; None for peers, which do not know."""
        return float(self.made["cell_bytes"]) / self.work.pages if "cell_bytes" in self.made else None

    @property
    def disk_bytes(self) -> float | None:
        """All files, codebooks and ids among them; None for peers, whose bytes they are anyway."""
        return float(self.made["disk_bytes"]) / self.work.pages if "disk_bytes" in self.made else None

    @property
    def build_ms(self) -> float:
        """CPU time to build a page."""
        return float(self.made["cpu_s"]) * 1e3 / self.work.pages

    def quantiles_ms(self, percent: float, first: int | None = None, of: str = "times_ms") -> list[float]:
        """Return each run's quantile, over its first questions only if so many are wanted."""
        return [float(np.percentile(asked[of][:first], percent)) for asked in self.asks]

    @property
    def p50_ms(self) -> float:
        """The median over runs."""
        return statistics.median(self.quantiles_ms(50))

    @property
    def asked(self) -> int:
        """How many questions every run had time for."""
        return min(len(asked["times_ms"]) for asked in self.asks)

    def peak_mb(self) -> tuple[float, float]:
        """Return the peak memory of the process that built, and of the ones that answered."""
        return float(self.made["peak_mb"]), max(float(asked["peak_mb"]) for asked in self.asks)

    def quality_of(self, first: int) -> Quality:
        """Measure the first questions only."""
        return quality(self.work, self.truth, self.asks[0]["found"][:first])


def entries(
    folder: Path, known: dict[str, Any], contestants: list[Contestant]
) -> tuple[dict[str, Entry], dict[str, str]]:
    """Return the figures of those who took part in a work, and what happened to the others, by key."""
    work, truth = load_work(folder), load_truth(folder)
    took_part: dict[str, Entry] = {}
    failed: dict[str, str] = {}
    for contestant in contestants:
        if contestant.key not in known:
            continue
        made = known.get(contestant.built_as, {}).get("build", {"failed": "its index was not built"})
        asks = known[contestant.key]["asks"]
        problems = [each["failed"] for each in (made, *asks) if "failed" in each]
        if problems or not asks:
            failed[contestant.key] = f"{contestant.label}: {problems[0] if problems else 'was not asked'}"
            continue
        found = max((asked["found"] for asked in asks), key=len)
        took_part[contestant.key] = Entry(contestant, work, truth, made, asks, quality(work, truth, found))
    return took_part, failed
