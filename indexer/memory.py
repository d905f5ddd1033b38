"""Memory that was used for a moment goes back to the system."""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress


def give_back() -> None:
    """Return what is free to the system; glibc keeps it, after opening a large library more than the library itself."""
    gc.collect()
    if sys.platform == "linux":
        # Other C libraries do not have it, and do not need it.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
