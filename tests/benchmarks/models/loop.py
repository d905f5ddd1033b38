"""The usual way with a model of colpali-engine: a loop that draws pages, prepares them and asks the model."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import colpali_engine.models as models
import pymupdf
import torch
from PIL import Image

from indexer.embed.colvision import _most_pixels as most_pixels
from tests.benchmarks.models.contestants import cpu_s


def measure(documents: str, folder: str, device: str, dtype: str, batch: int) -> dict[str, Any]:
    """Embed every page; returns the seconds for drawing, for preparing, and for the model alone.

    Pages are drawn by PyMuPDF as large as the embedder wants them.
    """
    kind = Path(folder).name.removeprefix("tiny-")
    processes = getattr(models, kind + ("_Processor" if kind[-1].isdigit() else "Processor"))
    made = getattr(models, kind).from_pretrained(folder, dtype=getattr(torch, dtype), attn_implementation="sdpa")
    model, processor = made.to(device).eval(), processes.from_pretrained(folder)
    opened: list[Any] = [pymupdf.open(path) for path in sorted(Path(documents).glob("*.pdf"))]
    places = [page for document in opened for page in document]
    pixels = most_pixels(processor)
    took = {"draw_s": 0.0, "prepare_s": 0.0, "model_s": 0.0}
    vectors: list[torch.Tensor] = []
    cpu = cpu_s()
    with torch.inference_mode():
        for start in range(0, len(places), batch):
            at = [time.perf_counter()]
            images = [_drawn(page, pixels) for page in places[start : start + batch]]
            at.append(time.perf_counter())
            ready = processor.process_images(images).to(device)
            at.append(time.perf_counter())
            vectors += model(**ready).cpu()  # Waits for the device.
            at.append(time.perf_counter())
            for name, begun, ended in zip(took, at, at[1:], strict=False):
                took[name] += ended - begun
    return {
        **took,
        "cpu_s": cpu_s() - cpu,
        "pages": len(vectors),
        "tokens": sum(map(len, vectors)) / len(vectors),
        "threads": torch.get_num_threads(),
        "parameters": sum(weights.numel() for weights in model.parameters()),
    }


def _drawn(page: Any, pixels: int) -> Image.Image:
    zoom = (pixels / (page.rect.width * page.rect.height)) ** 0.5
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False)
    return Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
