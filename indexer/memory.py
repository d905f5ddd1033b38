"""Manners towards the rest of the machine: memory goes back, and work that nobody waits for steps back."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import threading
from contextlib import suppress


def give_back() -> None:
    """Return what is free to the system; glibc keeps it, after opening a large library more than the library itself."""
    gc.collect()
    if sys.platform == "linux":
        # Other C libraries do not have it, and do not need it.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def step_back() -> None:
    """Let other threads go first from now on, this one only; where the system does not know such a thing, nothing."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
