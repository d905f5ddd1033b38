"""Embedders as the engine makes them, and runs in turns.

Imports little: what a contestant does not need must not count as its memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import psutil

from indexer.embed import Embedder
from indexer.types import PageContent, PageText, Sight


def make(folder: str, device: str, dtype: str) -> Embedder:
    """Make an embedder of a checkpoint, in whatever process this is.

    Its pages do not let other processes go first: the others do not either, and the machine may be shared.
    """
    keep_place()
    import torch

    path, numbers = Path(folder), getattr(torch, dtype)
    if (path / "open_clip_config.json").is_file():
        from indexer.embed.clip import ClipEmbedder

        return ClipEmbedder(folder, device=device, dtype=numbers)
    from indexer.embed.colvision import ColVisionEmbedder

    return ColVisionEmbedder(path, path.name, "1", device=device, dtype=numbers)


def keep_place() -> None:
    """Let nothing in this process let others go first from now on."""
    mock.patch("os.setpriority").start()


def contents(sight: Sight, count: int) -> list[PageContent]:
    """Make up pages of noise, as large as a model wants them."""
    height = round((sight.most_pixels * 2**0.5) ** 0.5)
    width = sight.most_pixels // height
    rng = np.random.default_rng(5)
    nothing = PageText((), np.zeros((0, 4), np.float32), np.zeros(0, np.int32))
    pixels = (rng.integers(0, 256, (height, width, 3), dtype=np.uint8) for _ in range(count))
    return [PageContent(1, width / height, nothing, each) for each in pixels]


def cpu_s() -> float:
    """Return the CPU seconds of this process and of those that it started, as long as they live."""
    root = psutil.Process()
    times = [process.cpu_times() for process in (root, *root.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


def timed(run: Callable[[], object]) -> dict[str, float]:
    """Return the seconds and the CPU seconds that something takes."""
    cpu, start = cpu_s(), time.perf_counter()
    run()
    return {"s": time.perf_counter() - start, "cpu_s": cpu_s() - cpu}


def in_turns(contestants: Mapping[str, Callable[[], object]], runs: int) -> dict[str, list[Any]]:
    """Time contestants in turns, the order reversed each time, after each has run once for nothing."""
    for run in contestants.values():
        run()
    took: dict[str, list[Any]] = {name: [] for name in contestants}
    for at in range(runs):
        for name in sorted(contestants, reverse=bool(at % 2)):
            took[name].append(timed(contestants[name]))
    return took
