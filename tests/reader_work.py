"""What a reader process is given to do in tests. Spawned readers import it by name."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any


def process_id(path: str) -> int:
    """Say which reader did it."""
    return os.getpid()


def hang(path: str) -> None:
    """Never end."""
    time.sleep(600)


def crash(path: str) -> None:
    """End as a damaged file makes a parser end."""
    os.kill(os.getpid(), signal.SIGSEGV if sys.platform != "win32" else signal.SIGTERM)


def leave(path: str) -> None:
    """End without a word."""
    os._exit(3)


def take_memory(path: str, size: int) -> int:
    """Ask for more memory than there is."""
    return len(bytearray(size))


def stumble(path: str) -> None:
    """Fail by a bug."""
    raise KeyError(path)


def answer_with(path: str, answer: Any) -> Any:
    """Give back what came."""
    return answer
