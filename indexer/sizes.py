"""What the bytes of a library are for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


def sizes(library: Path, exact: str) -> dict[str, int]:
    """Count every byte in a library's folder, by what it is for.

    exact: the name of the table of exact vectors, where it is not called so; or "".
    """
    counted: dict[str, int] = {}
    for folder, _, names in os.walk(library):
        inside = Path(folder).relative_to(library).parts
        for name in names:
            with suppress(OSError):
                kind = "exact vectors" if exact and f"{exact}.lance" in inside else _kind(inside)
                counted[kind] = counted.get(kind, 0) + os.path.getsize(os.path.join(folder, name))
    return counted


def _kind(folders: Sequence[str]) -> str:
    """Say what a file of a library is for."""
    if folders[:1] == ("codebooks",):
        return "codebooks"
    if folders[:1] != ("tables",):
        return "other"
    table = folders[1].partition("-")[0].removesuffix(".lance") if len(folders) > 1 else "other"
    if table == "pages" and "_indices" in folders:
        return "text index"
    return {
        "pages": "text and word boxes",
        "recognised": "text and word boxes",
        "documents": "documents and places",
        "places": "documents and places",
        "codes": "codes",
        "sets": "sets",
        "exact": "exact vectors",
        "passages": "meaning of passages",
    }.get(table, "other")
