"""What a process of its own costs a model: the same pages here and through a pipe, in turns."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

from indexer.embed.child import ModelProcess
from tests.benchmarks.models.contestants import contents, in_turns, make


def measure(folder: str, device: str, dtype: str, pages: int, runs: int) -> dict[str, Any]:
    """Embed pages with a model in this process, and with the same in one of its own."""
    changed = threading.Event()
    beside = ModelProcess(partial(make, folder, device, dtype), folder, changed.set)
    try:
        here = make(folder, device, dtype)
        while not beside.is_ready:
            if beside.problem:
                raise SystemExit(beside.problem)
            changed.wait(1)
            changed.clear()
        assert here.sight is not None
        drawn = contents(here.sight, pages)
        took = in_turns({"here": lambda: here.embed_pages(drawn), "beside": lambda: beside.embed_pages(drawn)}, runs)
        sizes = [page.pixels.nbytes for page in drawn if page.pixels is not None]
        return {**took, "pages": pages, "mb": sum(sizes) / len(sizes) / 1e6}
    finally:
        beside.close()
