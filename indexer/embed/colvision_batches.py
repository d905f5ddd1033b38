"""Batches as large as the device's memory allows, found by trying."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import torch

from indexer.errors import ExpectedError

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")

# What torch says where it raises no error of its own kind: other devices, and the processor's allocator.
_SAYINGS = ("out of memory", "can't allocate memory", "not enough memory", "invalid buffer size")


class Batches:
    """Works in batches that double until the memory is full, and are halved where they do not fit.

    most: the largest batch ever tried.    size: the batch that is tried next.
    """

    def __init__(self, most: int) -> None:
        self.size = 1
        self._most = most

    def run(self, work: Callable[[Sequence[_Item]], list[_Made]], items: Sequence[_Item]) -> list[_Made]:
        """Return what `work` makes of items, one result each, in order.

        Raises ExpectedError when one item alone does not fit.
        """
        made: list[_Made] = []
        while len(made) < len(items):
            batch = items[len(made) : len(made) + self.size]
            done, problem = _attempt(work, batch)
            if done is not None:
                made += done
                if len(batch) == self.size:
                    self.size = min(2 * self.size, self._most)
                continue
            # Only out of the handler, whose traceback held on to everything that was made on the way.
            _free_memory()
            if len(batch) == 1:
                raise too_little_memory(problem)
            # What was too much once will be too much again.
            self.size = self._most = len(batch) // 2
        return made


def too_little_memory(detail: str) -> ExpectedError:
    """Return the error that says so to a person."""
    return ExpectedError(
        "This computer has too little memory for this model. Close other programs and try again, or choose a smaller "
        "model.",
        detail,
    )


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether torch, on whatever device, failed for lack of memory."""
    # WORKAROUND(torch 2.13): only CUDA and XPU raise OutOfMemoryError, so that others are known by what they say.
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(saying in str(error).lower() for saying in _SAYINGS)


def _attempt(work: Callable[[Sequence[_Item]], list[_Made]], batch: Sequence[_Item]) -> tuple[list[_Made] | None, str]:
    try:
        return work(batch), ""
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        return None, f"{type(error).__name__}: {error}"


def _free_memory() -> None:
    """Give back what torch keeps for later, which may lie in pieces too small for the next batch."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
    if torch.xpu.is_available():
        torch.xpu.empty_cache()
