"""Writing to a disk that may be full, or lose its power in the middle."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from indexer.errors import DiskFull, ExpectedError

_DISK_FULL = ("no space left", "os error 28", "disk full", "not enough space", "os error 112")


class writing:  # noqa: N801 (reads as a phrase: `with writing():`)
    """Turn a full disk, met while writing, into DiskFull."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        # LanceDB wraps the system's error in text of its own; there is no errno left to look at.
        if isinstance(error, Exception) and not isinstance(error, ExpectedError):
            text = str(error).lower()
            if any(mark in text for mark in _DISK_FULL):
                sentence = "The disk that holds the library is full. Make room, then resume."
                raise DiskFull(sentence, str(error)) from error


def replace_file(path: Path, content: bytes) -> None:
    """Write a file such that a crash leaves either what was there or all of this."""
    draft = path.with_name(path.name + ".draft")
    with open(draft, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
