"""Pages a second through the CLIP embedder, against open_clip's own loop: `python -m tests.benchmarks.clip`.

Random weights in the shape of --model, the same pages for both, in turns, on the CPU with as many threads as torch
takes (set OMP_NUM_THREADS). open_clip prepares each page and encodes batches of as many as the embedder does; the
embedder also makes vectors of the page's places. Above 1, the embedder is faster.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import open_clip
import torch
from PIL import Image

from indexer.embed.clip import ClipEmbedder
from indexer.types import PageContent, PageText
from tests.clip_models import write_model

_BATCH = 16


def main() -> None:
    parser = argparse.ArgumentParser(description="Pages a second through the CLIP embedder and through open_clip.")
    parser.add_argument("--model", default="ViT-B-32")
    parser.add_argument("--pages", type=int, default=2 * _BATCH)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as parent:
        folder = write_model(Path(parent) / asked.model, open_clip.get_model_config(asked.model))
        embedder = ClipEmbedder(str(folder))
        model, prepare = open_clip.create_model_from_pretrained(f"local-dir:{folder}", image_resize_mode="squash")
    model.eval()
    assert embedder.sight is not None
    height = round((embedder.sight.most_pixels * 2**0.5) ** 0.5)
    width = embedder.sight.most_pixels // height
    rng = np.random.default_rng(5)
    pages = [rng.integers(0, 256, (height, width, 3), dtype=np.uint8) for _ in range(asked.pages)]
    nothing = PageText((), np.zeros((0, 4), np.float32), np.zeros(0, np.int32))
    contents = [PageContent(1, width / height, nothing, each) for each in pages]

    def theirs() -> None:
        with torch.inference_mode():
            for start in range(0, len(pages), _BATCH):
                images = torch.stack([prepare(Image.fromarray(each)) for each in pages[start : start + _BATCH]])
                model.encode_image(images, normalize=True).numpy()

    def ours() -> None:
        embedder.embed_pages(contents)

    # Once for nothing: the first run of each pays for memory.
    theirs()
    ours()
    ratios, took = [], {"open_clip": list[float](), "the embedder": list[float]()}
    for at in range(asked.rounds):
        order = ((theirs, "open_clip"), (ours, "the embedder"))
        for run, name in order if at % 2 else reversed(order):
            took[name].append(seconds(run))
        ratios.append(took["open_clip"][-1] / took["the embedder"][-1])
    print(f"{asked.model}, {len(pages)} pages of {width} x {height} px, {torch.get_num_threads()} threads")
    for name, times in took.items():
        print(f"{name}: {len(pages) / statistics.median(times):.1f} pages a second (median of {asked.rounds})")
    print(f"ratio: {statistics.median(ratios):.3f} (median; {min(ratios):.3f} to {max(ratios):.3f})")


def seconds(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
