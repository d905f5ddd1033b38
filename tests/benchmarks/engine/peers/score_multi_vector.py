# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = ["colpali-engine>=0.3.18", "numpy>=2"]
# ///
"""colpali-engine's own scoring, called as its documentation does: lists of float32 tensors, batches of 128."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.engine.asking import Ask, Figures, take_part
from tests.benchmarks.engine.work import TOP, Floats, Work


def build(work: Work, setting: str, index: Path) -> Figures:
    """Build nothing: the vectors are the index."""
    return {"bytes": int(work.starts[-1]) * work.dim * 4, "cpu_s": 0.0}


def opened(work: Work, setting: str, index: Path) -> tuple[Ask, Figures]:
    """Load all vectors."""
    import torch
    from colpali_engine.utils.processing_utils import BaseVisualRetrieverProcessor

    torch.set_num_threads(1)
    pages = [torch.from_numpy(work.page(number)) for number in range(work.pages)]

    def ask(question: Floats) -> list[int]:
        with torch.inference_mode():
            scores = BaseVisualRetrieverProcessor.score_multi_vector([torch.from_numpy(question)], pages, device="cpu")
            found: list[int] = torch.topk(scores[0], TOP).indices.tolist()
        return found

    return ask, {"resident_bytes": sum(page.nbytes for page in pages)}


if __name__ == "__main__":
    take_part(build, opened, ("colpali-engine", "torch"))
