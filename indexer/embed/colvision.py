"""ColPali and its relatives: language models that see a page as patches, and make a vector of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from indexer.arrays import Bytes, Floats, unit_rows
from indexer.embed.colvision_attention import attention_paid, last_attention, watch
from indexer.embed.colvision_batches import Batches
from indexer.embed.colvision_checkpoint import load
from indexer.embed.colvision_grid import cells_of
from indexer.embed.devices import best_device, usual_dtype
from indexer.question import Question
from indexer.types import LOOSE, PageContent, PatchEmbeddings, PatchGrid, QueryEmbedding, Sight

_PART_OF_A_LETTER = "\ufffd"
# A processor alone has no use for batches, and no error when its memory is full.
_MOST_PAGES = {"cpu": 1}
_MOST_PAGES_ELSEWHERE = 32
# Drawn twice as fine as the model looks, pages keep their thin strokes when they are squashed to a square.
_DRAWN_FINER = 2
# Beyond, processors refuse, or make a picture of no height.
_MOST_ASPECT = 50
# Models that were never told a limit see a page as ten thousand patches, which few computers have the memory for.
_MOST_PIXELS = Sight().most_pixels


class ColVisionEmbedder:
    """Finds pages by what a late-interaction model of colpali-engine sees on them.

    folder: with a model and its processor, or a LoRA adapter whose base is on this computer; nothing is downloaded.
    device, dtype: as torch names them; None: the best there is. `device` tells afterwards which it is.
    Raises ExpectedError when there is no such model, or it cannot be loaded.

    A page's rows are all that the model scores by: its patches, and the words of the prompt around them and the view of
    the whole page where tiles are seen as well, which are LOOSE.
    Salience: the attention that the end of the prompt pays to a patch, in the last layer that looks over the whole
    page, averaged over the heads. Words of the prompt have 0, because they are the same on every page. Sources:
    HPC-ColPali (2025) and DocPruner (2025), for the last layer and the last token. Models that read both ways have no
    token that has read all others, so that it is the mean over the words behind the page.
    has_salience: false for a model of which no layer attends to the whole page; nothing then says what tells more.
    """

    usual_profile = "balanced"

    def __init__(
        self, folder: Path, name: str, revision: str, *, device: str | None = None, dtype: torch.dtype | None = None
    ) -> None:
        self.device = device or best_device()
        loaded = load(folder, self.device, dtype or usual_dtype(self.device))
        self.name, self.revision, self.kind, self.dim = name, revision, loaded.kind, int(loaded.model.dim)
        self._model, self._processor = loaded.model, loaded.processor
        self._image_token = int(self._model.config.image_token_id)
        attention = last_attention(loaded.layers)
        self.has_salience = attention is not None
        self._reads_both_ways = not getattr(attention, "is_causal", True)
        if attention is not None:
            watch(attention)
        self.sight: Sight | None = Sight(is_colour=True, most_pixels=_most_pixels(self._processor))
        self._batches = Batches(_MOST_PAGES.get(torch.device(self.device).type, _MOST_PAGES_ELSEWHERE))

    def embed_pages(self, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        """Look at pages, (height, width, 3) each. One that could not be drawn gets no vectors.

        Raises ExpectedError when not even one page fits into memory.
        """
        nothing = PatchEmbeddings(np.zeros((0, self.dim), np.float32), np.zeros(0, np.int32), PatchGrid(1, 1))
        drawn = [page.pixels for page in pages if page.pixels is not None]
        looked = iter(self._batches.run(self._look, drawn))
        return [nothing if page.pixels is None else next(looked) for page in pages]

    def embed_question(self, question: Question) -> QueryEmbedding:
        """Embed what was typed, a vector for each token. An empty question has none."""
        if not question.text.strip():
            return QueryEmbedding(np.zeros((0, self.dim), np.float32), ())
        with torch.inference_mode():
            asked = self._processor.process_queries([question.text]).to(self.device)
            kept = asked["attention_mask"][0].bool()
            vectors = self._model(**asked)[0, kept].cpu()
        tokenizer = self._processor.tokenizer
        special = set(tokenizer.all_special_ids)
        # Models add tokens of their own to a question, for which people have no name, and may cut through letters.
        tokens = tuple(
            "" if token in special else tokenizer.decode([token]).replace(_PART_OF_A_LETTER, "").strip()
            for token in asked["input_ids"][0, kept].tolist()
        )
        return QueryEmbedding(_rows(vectors), tokens)

    def embed_picture(self, pixels: Bytes) -> QueryEmbedding:
        """Embed a picture, (height, width, 3) uint8, as a question for pages that look like it, a vector a patch."""
        (seen,) = self._batches.run(self._look, [pixels])
        vectors = seen.vectors[seen.cells != LOOSE]
        return QueryEmbedding(vectors, ("",) * len(vectors))

    def _look(self, pictures: Sequence[Bytes]) -> list[PatchEmbeddings]:
        batch = self._processor.process_images([_image(pixels) for pixels in pictures])
        batch.pop("labels", None)  # Those of training.
        ids, kept = batch["input_ids"], batch["attention_mask"].bool()
        is_patch = ids == self._image_token
        sizes = batch["image_grid_thw"][:, 1:].tolist() if "image_grid_thw" in batch else [None] * len(pictures)
        readers = self._readers(kept, is_patch).to(self.device)
        with torch.inference_mode(), attention_paid(readers) as paid:
            vectors = self._model(**batch.to(self.device)).cpu()
        salience = paid[0].cpu() * is_patch if self.has_salience else None
        seen = []
        for at, (mask, size) in enumerate(zip(kept, sizes, strict=True)):
            cells, grid = cells_of(self._processor, self._image_token, ids[at, mask].numpy(), size)
            telling = None if salience is None else salience[at, mask].numpy()
            seen.append(PatchEmbeddings(_rows(vectors[at, mask]), cells, grid, telling))
        return seen

    def _readers(self, kept: torch.Tensor, is_patch: torch.Tensor) -> torch.Tensor:
        """Return the tokens, (batch, tokens) bool, whose attention tells which patches matter."""
        places = torch.arange(kept.shape[1])
        last = torch.where(is_patch if self._reads_both_ways else kept, places, -1).amax(dim=1, keepdim=True)
        return kept & (places > last) if self._reads_both_ways else places == last


def _rows(vectors: torch.Tensor) -> Floats:
    return unit_rows(vectors.float().numpy())


def _image(pixels: Bytes) -> Image.Image:
    """Return an image, less long and thin where it is extremely so: its cells are the same fractions of it."""
    image = Image.fromarray(pixels)
    least = -(-max(image.size) // _MOST_ASPECT)
    return image if min(image.size) >= least else image.resize((max(image.width, least), max(image.height, least)))


def _most_pixels(processor: Any) -> int:
    """Return how many pixels of a page are worth drawing for a processor."""
    images = processor.image_processor
    size = images.size
    if hasattr(images, "merge_size"):
        return min(int(size["longest_edge"]), _MOST_PIXELS)
    if hasattr(images, "max_image_size"):
        return min(int(size["longest_edge"]) ** 2, _MOST_PIXELS)
    return min(_DRAWN_FINER**2 * int(size["height"]) * int(size["width"]), _MOST_PIXELS)
