"""Questions with known answers, in BEIR's habits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def load_jsonl(path: Path) -> list[dict[str, Any]]:
    """Read a file of one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def load_qrels(folder: Path) -> dict[str, set[str]]:
    """Read which pages answer which question."""
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, page, score = line.split("\t")
        if int(score) > 0:
            relevant.setdefault(question, set()).add(page)
    return relevant
