"""CLIP: one vector for a page, one for a question or a picture, and the page's places for showing where.

A page is squashed to the size that the model looks at: cropping would cut it off, and bars beside it would take more
than a quarter of the few pixels there are. So every cell is a plain fraction of the page. An A4 page comes out 1.4
times too wide, hardly more than the 4:3 by which OpenCLIP distorts pictures in training; SigLIP and CLIPA squash all
of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from open_clip.transform import PreprocessCfg
from open_clip.utils import to_2tuple
from PIL import Image
from torch.nn import functional

from indexer.arrays import Bytes, Floats
from indexer.embed.clip_checkpoint import load
from indexer.embed.clip_towers import whole_and_places
from indexer.question import Question
from indexer.types import LOOSE, PageContent, PatchEmbeddings, PatchGrid, QueryEmbedding, Sight

_BATCH = 16
# Drawn twice as fine as the model looks, pages keep their thin strokes when they are scaled down.
_DRAWN_FINER = 2


class ClipEmbedder:
    """Finds pages that look like what a question says, or like a picture.

    model, weights: a folder with open_clip_config.json and the model's weights (a snapshot of a repository is one), and
    then no weights; or the name of one of open_clip's models, and a file of weights, or the name under which they are
    published, which may download them.
    Raises ExpectedError when there is no such model or it cannot be loaded.

    A page's rows: the page as a whole (LOOSE), then its places, where the model tells them apart. The cosines of a
    whole and of places are on different scales, and only a whole is what the model was trained to compare.
    device: where it works, as torch names it.
    Salience: how alike a place is to the whole, so that the whole itself is the most salient.
    """

    usual_profile = "quality"

    def __init__(
        self, model: str, weights: str = "", *, device: str = "cpu", dtype: torch.dtype = torch.float32
    ) -> None:
        checkpoint = load(model, weights, device, dtype)
        self.name, self.revision, self.dim = checkpoint.name, checkpoint.revision, checkpoint.dim
        self._model, self._tokenize = checkpoint.model, checkpoint.tokenize
        self.device, self._dtype = device, dtype
        wanted = PreprocessCfg(**self._model.visual.preprocess_cfg)
        self._height, self._width = to_2tuple(wanted.size)
        self._filter = Image.Resampling.BILINEAR if wanted.interpolation == "bilinear" else Image.Resampling.BICUBIC
        self._mean = 255 * torch.tensor(wanted.mean, device=device).view(3, 1, 1)
        self._std = 255 * torch.tensor(wanted.std, device=device).view(3, 1, 1)
        self.sight: Sight | None = Sight(is_colour=True, most_pixels=_DRAWN_FINER**2 * self._height * self._width)

    def embed_pages(self, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        """Look at pages, (height, width, 3) each. One that could not be drawn gets no vectors."""
        nothing = PatchEmbeddings(np.zeros((0, self.dim), np.float32), np.zeros(0, np.int32), PatchGrid(1, 1))
        found = [nothing] * len(pages)
        drawn = [(at, page.pixels) for at, page in enumerate(pages) if page.pixels is not None]
        for start in range(0, len(drawn), _BATCH):
            batch = drawn[start : start + _BATCH]
            vectors, grid = self._look([pixels for _, pixels in batch])
            cells = np.arange(LOOSE, vectors.shape[1] - 1, dtype=np.int32)
            for (at, _), rows in zip(batch, vectors, strict=True):
                found[at] = PatchEmbeddings(rows, cells, grid, salience=rows @ rows[0])
        return found

    def embed_question(self, question: Question) -> QueryEmbedding:
        """Embed what was typed as one vector. An empty question has none."""
        if not question.text.strip():
            return QueryEmbedding(np.zeros((0, self.dim), np.float32), ())
        with torch.inference_mode():
            tokens = self._tokenize([question.text]).to(self.device)
            vector = functional.normalize(self._model.encode_text(tokens).float(), dim=-1)
        return QueryEmbedding(vector.cpu().numpy(), (question.text,), is_whole=True)

    def embed_picture(self, pixels: Bytes) -> QueryEmbedding:
        """Embed a picture, (height, width, 3) uint8, as a question for pages that look like it."""
        vectors, _ = self._look([pixels])
        return QueryEmbedding(vectors[0, :1], ("",), is_whole=True)

    def _look(self, pictures: Sequence[Bytes]) -> tuple[Floats, PatchGrid]:
        """Return (pictures, 1 + cells, dim) unit rows, the whole first, and how places lie; without places 1 x 1."""
        size = (self._width, self._height)
        scaled = np.stack([np.asarray(Image.fromarray(pixels).resize(size, self._filter)) for pixels in pictures])
        with torch.inference_mode():
            images = torch.from_numpy(scaled).to(self.device).permute(0, 3, 1, 2).float()
            images = images.sub_(self._mean).div_(self._std).to(self._dtype)
            whole, places = whole_and_places(self._model.visual, images)
            rows = whole[:, None] if places is None else torch.cat([whole[:, None], places.flatten(1, 2)], dim=1)
            vectors: Floats = functional.normalize(rows.float(), dim=-1).cpu().numpy()
        return vectors, PatchGrid(1, 1) if places is None else PatchGrid(*places.shape[1:3])
