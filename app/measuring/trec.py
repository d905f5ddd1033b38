"""What was found, in the form of TREC: for trec_eval and its kin, and to be compared with later."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote, unquote

import numpy as np

from indexer.errors import ExpectedError

Found: TypeAlias = Mapping[str, Sequence[tuple[str, float]]]
"""What was found for each question: pages and their scores, best first."""

_SPACE = re.compile(r"[\s%]")
_RUN_COLUMNS = 6


def write_run(path: Path, found: Found) -> None:
    """Write what was found in TREC's form, for trec_eval and its kin.

    White space in ids becomes %20 and so on. Equal scores are drawn apart, by so little that a 32-bit float still
    tells them apart: trec_eval reads such, and would put them in an order of its own. Raises ExpectedError.
    """
    lines = []
    for question, pages in found.items():
        last = np.float32(np.inf)
        for rank, (page, score) in enumerate(pages, start=1):
            last = min(np.float32(score), np.nextafter(last, np.float32(-np.inf)))
            lines.append(f"{_solid(question)} Q0 {_solid(page)} {rank} {last} pagelight\n")
    write_text(path, "".join(lines))


def read_run(path: Path) -> dict[str, list[str]]:
    """Read a run in TREC's form as trec_eval does: by score, equal ones by page from the end. Raises ExpectedError."""
    scored: dict[str, list[tuple[float, str]]] = {}
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            columns = line.split()
            if len(columns) != _RUN_COLUMNS:
                raise ExpectedError(f"{path.name}, line {number}: a line of a TREC run has {_RUN_COLUMNS} columns.")
            question, _, page, _, score, _ = columns
            scored.setdefault(unquote(question), []).append((float(score), unquote(page)))
    except FileNotFoundError as error:
        raise ExpectedError(f"There is no run file {path}.") from error
    except (OSError, ValueError) as error:
        raise ExpectedError(f"{path} cannot be read as a TREC run.") from error
    return {question: [page for _, page in sorted(pages, reverse=True)] for question, pages in scored.items()}


def write_text(path: Path, text: str) -> None:
    """Write a file. Raises ExpectedError."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ExpectedError(f"{path} could not be written: {error.strerror}.") from error


def _solid(text: str) -> str:
    return _SPACE.sub(lambda found: quote(found[0]), text)
