"""Whether what is lit on a page is what answers: against the words of the known evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.text import fold
from indexer.types import Box, PageText
from tests.benchmarks.brain.library import Asked

_TOP = 5
_SHORTEST_RUN = 2
_ENOUGH = 0.25
_GRID = 200


def evidence_box(text: PageText, evidence: str) -> Box | None:
    """Return the box around the words of a page that the evidence says, in runs of two or more."""
    said, wanted = list(map(fold, text.words)), list(map(fold, evidence.split()))
    runs = SequenceMatcher(None, said, wanted, autojunk=False).get_matching_blocks()
    found = [at for run in runs if run.size >= _SHORTEST_RUN for at in range(run.a, run.a + run.size)]
    if not found:
        return None
    boxes = text.boxes[found]
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    return left, top, right, bottom


def highlights(asked: Asked, evidence_file: Path, say: Callable[[str], None]) -> None:
    """Write the share of relevant pages among the best five whose light is right."""
    rows = [json.loads(line) for line in evidence_file.read_text(encoding="utf-8").splitlines()]
    evidence = {(row["query-id"], row["corpus-id"]): row["evidence_text"] for row in rows}
    pointing, overlaps = [], []
    for question in asked.collection.questions:
        within = (str(asked.collection.docs[question.doc]),)
        for hit in asked.search.answer(question.text, within, _TOP).hits:
            page = asked.ids.get(hit.page, "")
            if (question.id, page) not in evidence:
                continue
            box = evidence_box(asked.store.texts([hit.page])[hit.page].text, evidence[question.id, page])
            if box is None:
                continue
            strongest = hit.regions[0].box if hit.regions else (0.0, 0.0, 0.0, 0.0)
            x, y = (strongest[0] + strongest[2]) / 2, (strongest[1] + strongest[3]) / 2
            pointing.append(box[0] <= x <= box[2] and box[1] <= y <= box[3])
            overlaps.append(_overlap([region.box for region in hit.regions], box))
    say(f"\n**Highlights, {asked.name}**: {len(pointing)} relevant pages among the best {_TOP} of their document\n")
    say(f"- the strongest region lies in the evidence (goal: 0.80): {np.mean(pointing):.2f}")
    say(f"- lit boxes overlap it by IoU {_ENOUGH} or more: {np.mean(np.array(overlaps) >= _ENOUGH):.2f}")


def _overlap(boxes: list[Box], other: Box) -> float:
    lit, wanted = _painted(boxes), _painted([other])
    return float((lit & wanted).sum() / max((lit | wanted).sum(), 1))


def _painted(boxes: list[Box]) -> NDArray[np.bool_]:
    grid = np.zeros((_GRID, _GRID), bool)
    for left, top, right, bottom in boxes:
        rows = slice(int(top * _GRID), int(np.ceil(bottom * _GRID)))
        grid[rows, int(left * _GRID) : int(np.ceil(right * _GRID))] = True
    return grid
