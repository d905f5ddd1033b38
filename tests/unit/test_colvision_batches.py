"""Batches that find out how much fits."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch

from indexer.embed.colvision_batches import Batches, is_out_of_memory
from indexer.errors import ExpectedError


class FakeDevice:
    """Doubles numbers, `room` of them at a time, and fails on more."""

    def __init__(self, room: int, failure: Exception) -> None:
        self.room, self.failure = room, failure
        self.tried: list[int] = []

    def work(self, batch: Sequence[int]) -> list[int]:
        self.tried.append(len(batch))
        if len(batch) > self.room:
            raise self.failure
        return [2 * each for each in batch]


FULL = [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
    RuntimeError("MPS backend out of memory (MPS allocated: 8.88 GB, max allowed: 9.07 GB)"),
    RuntimeError("Invalid buffer size: 12.00 GiB"),
    RuntimeError("[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory"),
    MemoryError(),
]


def test_batches_grow_to_the_most_that_is_allowed() -> None:
    device, batches = FakeDevice(100, RuntimeError()), Batches(most=6)
    assert batches.run(device.work, range(20)) == [2 * each for each in range(20)]
    assert device.tried == [1, 2, 4, 6, 6, 1]


def test_what_was_learned_is_kept_for_the_next_pages() -> None:
    device, batches = FakeDevice(100, RuntimeError()), Batches(most=6)
    batches.run(device.work, range(7))
    device.tried.clear()
    batches.run(device.work, range(9))
    assert device.tried == [6, 3]


def test_a_few_pages_at_a_time_do_not_grow_the_batch() -> None:
    device, batches = FakeDevice(100, RuntimeError()), Batches(most=64)
    for _ in range(10):
        batches.run(device.work, range(3))
    assert max(device.tried) == 3
    assert batches.size == 4


@pytest.mark.parametrize("failure", FULL, ids=lambda failure: type(failure).__name__)
def test_batches_shrink_when_memory_is_full_and_lose_nothing(failure: Exception) -> None:
    device, batches = FakeDevice(5, failure), Batches(most=64)
    assert batches.run(device.work, range(40)) == [2 * each for each in range(40)]
    assert device.tried[:5] == [1, 2, 4, 8, 4]
    assert set(device.tried[5:]) == {4, 1}
    assert batches.run(device.work, range(8)) == [2 * each for each in range(8)]
    assert max(device.tried[5:]) == 4


def test_one_page_that_does_not_fit_is_said_so() -> None:
    device, batches = FakeDevice(0, FULL[0]), Batches(most=8)
    with pytest.raises(ExpectedError, match="too little memory") as refused:
        batches.run(device.work, range(3))
    assert "2.00 GiB" in refused.value.detail
    device.room = 8
    assert batches.run(device.work, range(3)) == [0, 2, 4]


@pytest.mark.parametrize("failure", [RuntimeError("shapes cannot be multiplied"), ValueError("out of memory")])
def test_other_errors_are_not_hidden(failure: Exception) -> None:
    assert not is_out_of_memory(failure)
    with pytest.raises(type(failure), match=str(failure)):
        Batches(most=8).run(FakeDevice(0, failure).work, range(3))


def test_nothing_is_nothing() -> None:
    device = FakeDevice(1, RuntimeError())
    assert Batches(most=8).run(device.work, []) == []
    assert device.tried == []
