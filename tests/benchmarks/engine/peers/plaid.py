# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = ["fast-plaid==1.7.*", "numpy>=2"]
# ///
"""fast-plaid at 4 bits. A setting is "default", or "full-probe": how many pages to score in full, and lists to probe.

Each release of fast-plaid is built for one version of torch and asks for it by itself.
"""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.engine.asking import Ask, Figures, folder_bytes, take_part
from tests.benchmarks.engine.work import TOP, Floats, Work


def build(work: Work, setting: str, index: Path) -> Figures:
    """Build the index as the documentation does."""
    import torch
    from fast_plaid import search  # type: ignore[import-not-found]

    pages = [torch.from_numpy(work.page(number)) for number in range(work.pages)]
    search.FastPlaid(str(index), device="cpu").create(documents_embeddings=pages)
    # Kept beside a small index, to build it anew when it grows; it is not needed to search.
    copies = [file.stat().st_size for file in index.glob("embeddings.npy")]
    return {"bytes": folder_bytes(index) - sum(copies)}


def opened(work: Work, setting: str, index: Path) -> tuple[Ask, Figures]:
    """Load the index."""
    import torch
    from fast_plaid import search

    torch.set_num_threads(1)
    engine = search.FastPlaid(str(index), device="cpu")
    options = {}
    if setting != "default":
        n_full_scores, n_ivf_probe = map(int, setting.split("-"))
        options = {"n_full_scores": n_full_scores, "n_ivf_probe": n_ivf_probe}

    def ask(question: Floats) -> list[int]:
        queries = [torch.from_numpy(question)]
        found = engine.search(queries, top_k=TOP, show_progress=False, n_processes=1, **options)[0]
        return [int(page) for page, _ in found]

    return ask, {}


if __name__ == "__main__":
    take_part(build, opened, ("fast-plaid", "torch"))
