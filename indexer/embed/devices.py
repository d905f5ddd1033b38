"""Which processor a torch model runs on, and in which numbers."""

from __future__ import annotations

import time
from functools import lru_cache

import torch
from torch.nn import functional

# Half the bits make vectors a little less exact, so it has to be plainly faster.
_WORTH = 0.7
_TRIES = 3


def best_device() -> str:
    """Return the fastest kind of device that this computer has, as torch names it."""
    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    return "xpu" if torch.xpu.is_available() else "cpu"


def usual_dtype(device: str) -> torch.dtype:
    """Return the numbers that large models are run in on a device.

    Half the bytes, where the device computes in them; bfloat16 rather than float16, whose range language models leave.
    """
    kind = torch.device(device).type
    if kind == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
    if kind == "xpu":
        return torch.bfloat16 if torch.xpu.is_bf16_supported() else torch.float32
    if kind == "mps":
        return torch.bfloat16 if _computes_in_bfloat16(device) else torch.float16
    return torch.bfloat16 if _is_faster_in_bfloat16() else torch.float32


def _computes_in_bfloat16(device: str) -> bool:
    try:
        ones = torch.ones(8, 8, dtype=torch.bfloat16, device=device)
        return bool((ones @ ones).float().sum().item() == 8**3)
    except (RuntimeError, TypeError):  # macOS 13 and older.
        return False


@lru_cache(maxsize=1)
def _is_faster_in_bfloat16() -> bool:
    """Measure a layer of a language model for some hundredths of a second: only newer processors have such units."""
    return _seconds(torch.bfloat16) < _WORTH * _seconds(torch.float32)


def _seconds(dtype: torch.dtype) -> float:
    rows, weights = torch.ones(256, 1024, dtype=dtype), torch.ones(1024, 1024, dtype=dtype)
    best = float("inf")
    with torch.inference_mode():
        for _ in range(_TRIES):
            start = time.perf_counter()
            functional.linear(rows, weights)
            best = min(best, time.perf_counter() - start)
    return best
