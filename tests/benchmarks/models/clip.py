"""CLIP's embedder against open_clip's own loop, which prepares each page and encodes batches of as many."""

from __future__ import annotations

from typing import Any

import open_clip
import torch
from PIL import Image

from tests.benchmarks.models.contestants import contents, in_turns, make

_BATCH = 16


def measure(folder: str, device: str, dtype: str, pages: int, runs: int) -> dict[str, Any]:
    """Embed the same pictures with both, in turns; the embedder makes vectors of the places, too."""
    embedder = make(folder, device, dtype)
    model, prepare = open_clip.create_model_from_pretrained(
        f"local-dir:{folder}", image_resize_mode="squash", device=device, precision="fp32"
    )
    model.eval()
    assert embedder.sight is not None
    drawn = contents(embedder.sight, pages)
    images = [page.pixels for page in drawn if page.pixels is not None]

    def loop() -> None:
        with torch.inference_mode():
            for start in range(0, len(images), _BATCH):
                ready = [prepare(Image.fromarray(image)) for image in images[start : start + _BATCH]]
                model.encode_image(torch.stack(ready).to(device), normalize=True).cpu().numpy()

    return {**in_turns({"theirs": loop, "ours": lambda: embedder.embed_pages(drawn)}, runs), "pages": pages}
