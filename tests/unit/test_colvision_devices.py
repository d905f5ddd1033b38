"""Which device is taken, and which numbers on it."""

from __future__ import annotations

import pytest
import torch

from indexer.embed import devices
from indexer.embed.devices import best_device, usual_dtype


@pytest.mark.parametrize(
    ("there", "best"),
    [
        ({"cuda", "mps", "xpu"}, "cuda"),
        ({"mps", "xpu"}, "mps"),
        ({"xpu"}, "xpu"),
        (set(), "cpu"),
    ],
)
def test_the_fastest_device_is_taken(there: set[str], best: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("cuda", "backends.mps", "xpu"):
        monkeypatch.setattr(f"torch.{kind}.is_available", lambda kind=kind: kind.split(".")[-1] in there)
    assert best_device() == best


@pytest.mark.parametrize(("has_units", "dtype"), [(True, torch.bfloat16), (False, torch.float16)])
def test_cuda_computes_in_half_the_bytes(has_units: bool, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_bf16_supported", lambda including_emulation=True: has_units)
    assert usual_dtype("cuda") == usual_dtype("cuda:1") == dtype


@pytest.mark.parametrize(("has_units", "dtype"), [(True, torch.bfloat16), (False, torch.float32)])
def test_xpu_computes_in_half_the_bytes_where_it_can(
    has_units: bool, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.xpu.is_bf16_supported", lambda: has_units)
    assert usual_dtype("xpu") == dtype


def test_a_device_that_is_not_there_cannot_compute_in_bfloat16() -> None:
    if torch.backends.mps.is_available():
        pytest.skip("There is one.")
    assert usual_dtype("mps") == torch.float16


@pytest.mark.parametrize(
    ("half_s", "whole_s", "dtype"), [(1.0, 2.0, torch.bfloat16), (1.9, 2.0, torch.float32), (9.0, 2.0, torch.float32)]
)
def test_a_processor_computes_in_bfloat16_only_where_that_is_plainly_faster(
    half_s: float, whole_s: float, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "_seconds", {torch.bfloat16: half_s, torch.float32: whole_s}.get)
    devices._is_faster_in_bfloat16.cache_clear()
    try:
        assert usual_dtype("cpu") == dtype
    finally:
        devices._is_faster_in_bfloat16.cache_clear()


def test_the_measurement_is_quick() -> None:
    assert 0 < devices._seconds(torch.float32) < 5
