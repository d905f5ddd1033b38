"""How batches grow, and what becomes of them when there is really no memory left."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
import torch

from indexer.arrays import Bytes
from indexer.embed.colvision import ColVisionEmbedder
from indexer.embed.colvision_batches import Batches
from indexer.memory import give_back
from indexer.types import PatchEmbeddings
from tests.benchmarks.models.contestants import contents, timed

_ROOM_LEFT = 0.1
"""How much of what the largest batch took may be taken once there is too little."""
_LARGER = 8


def measure(folder: str, device: str, dtype: str, pages: int, most: int) -> dict[str, Any]:
    """Embed pages with all the memory that there is, then with less than the largest batch takes."""
    embedder = ColVisionEmbedder(Path(folder), "model", "1", device=device, dtype=getattr(torch, dtype))
    assert embedder.sight is not None
    drawn = contents(embedder.sight, pages)
    tried: list[int] = []
    look = embedder._look

    def noted(pictures: Sequence[Bytes]) -> list[PatchEmbeddings]:
        tried.append(len(pictures))
        return look(pictures)

    embedder._look = noted  # type: ignore[method-assign]
    # On a processor the embedder itself takes one page at a time.
    embedder._batches = Batches(most)
    plenty = timed(lambda: embedder.embed_pages(drawn))
    grown = tried.copy()
    give_back()
    room = int(_ROOM_LEFT * (_most_taken(device) - _taken(device)))
    tried.clear()
    # On a processor, freed memory stays with the process: only what is larger than before can fail.
    embedder._batches = Batches(_LARGER * most)
    _leave(room, device)
    looked = embedder.embed_pages(drawn)
    return {"grown": grown, "plenty": plenty, "room_mb": room / 1e6, "tried": tried, "looked": len(looked),
            "in_the_end": embedder._batches.size}  # fmt: skip


def _taken(device: str) -> int:
    return torch.cuda.memory_allocated() if device == "cuda" else int(psutil.Process().memory_info().rss)


def _most_taken(device: str) -> int:
    if device == "cuda":
        return torch.cuda.max_memory_allocated()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _leave(room: int, device: str) -> None:
    """Let there be so many bytes to take and no more."""
    if device == "cuda":
        torch.cuda.empty_cache()
        there = torch.cuda.get_device_properties(0).total_memory
        torch.cuda.set_per_process_memory_fraction((torch.cuda.memory_reserved() + room) / there)
        return
    limit = psutil.Process().memory_info().data + room
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
