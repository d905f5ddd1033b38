# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = ["numpy>=2", "torch>=2.8"]
# ///
"""MaxSim in float32 by torch, block by block: the plain way, as fast as it goes.

The block's size and which side of the product the question is on are chosen by the clock when the vectors are loaded.
"""

from __future__ import annotations

import time
from pathlib import Path

from tests.benchmarks.engine.asking import Ask, Figures, take_part
from tests.benchmarks.engine.work import TOP, Floats, Work

_BLOCKS = (1, 2, 4, 8, 16, 32, 64, 128)
_TRIALS = 3


def build(work: Work, setting: str, index: Path) -> Figures:
    """Build nothing: the vectors are the index."""
    return {"bytes": int(work.starts[-1]) * work.dim * 4, "cpu_s": 0.0}


def opened(work: Work, setting: str, index: Path) -> tuple[Ask, Figures]:
    """Load all vectors and find the best way to walk over them."""
    import torch

    torch.set_num_threads(1)
    rows = torch.empty((int(work.starts[-1]), work.dim), dtype=torch.float32)
    for number in range(work.pages):
        rows[int(work.starts[number]) : int(work.starts[number + 1])] = torch.from_numpy(work.page(number))
    lengths = torch.diff(torch.from_numpy(work.starts))
    even = int(lengths[0]) if bool((lengths == lengths[0]).all()) else 0
    starts = work.starts.tolist()

    def asking(block: int, question_first: bool) -> Ask:
        def ask(question: Floats) -> list[int]:
            query = torch.from_numpy(question)
            turned = query.T.contiguous()
            scores = torch.empty(work.pages)
            for first in range(0, work.pages, block):
                last = min(first + block, work.pages)
                piece = rows[starts[first] : starts[last]]
                if even and question_first:
                    best = (query @ piece.T).view(len(query), last - first, even).amax(dim=2)
                    scores[first:last] = best.sum(dim=0)
                elif even:
                    best = (piece @ turned).view(last - first, even, len(query)).amax(dim=1)
                    scores[first:last] = best.sum(dim=1)
                else:
                    best = torch.segment_reduce(piece @ turned, "max", lengths=lengths[first:last])
                    scores[first:last] = best.sum(dim=1)
            found: list[int] = torch.topk(scores, TOP).indices.tolist()
            return found

        return ask

    best_way, best_s, said = None, float("inf"), ""
    with torch.inference_mode():
        for block in _BLOCKS:
            for question_first in (True, False) if even else (False,):
                ask = asking(block, question_first)
                ask(work.questions[0])
                taken = []
                for _ in range(_TRIALS):
                    start = time.perf_counter()
                    ask(work.questions[0])
                    taken.append(time.perf_counter() - start)
                if min(taken) < best_s:
                    best_way, best_s = ask, min(taken)
                    said = f"{block} pages a block, {'question @ pages' if question_first else 'pages @ question'}"
    assert best_way is not None

    def timed(question: Floats) -> list[int]:
        with torch.inference_mode():
            return best_way(question)

    return timed, {"resident_bytes": rows.nbytes, "note": said}


if __name__ == "__main__":
    take_part(build, opened, ("torch",))
