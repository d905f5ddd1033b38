"""When the moments of the start were reached, for those who measure it."""

from __future__ import annotations

import os
import sys
import time

TRACE = "PAGELIGHT_TRACE_START"
"""Environment variable: set, it makes the start tell its moments."""


def trace(moment: str) -> None:
    """Say when a moment of the start was reached, if someone measures it."""
    if os.environ.get(TRACE):
        print(f"{moment} {time.time():.3f}", file=sys.stderr, flush=True)
