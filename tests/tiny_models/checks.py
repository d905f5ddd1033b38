"""What is to hold for every class of colpali-engine: tests and the table in tests/benchmarks ask the same.

Each check raises an AssertionError that says what does not hold.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import colpali_engine
import colpali_engine.models as models
import numpy as np
import peft
import torch
from PIL import Image

from indexer.arrays import Bytes, Floats
from indexer.embed.colvision import ColVisionEmbedder
from indexer.question import parse
from indexer.types import LOOSE, PageContent, PageText, PatchEmbeddings
from tests.tiny_models.checkpoints import tiny_model

TALL, WIDE = (140, 100), (100, 140)
_NO_TEXT = PageText((), np.zeros((0, 4), np.float32), np.zeros(0, np.int32))
_ATOL = 2e-6


def embedder(folder: Path) -> ColVisionEmbedder:
    """Open a model as the engine does, on a processor and in numbers that can be compared."""
    return ColVisionEmbedder(folder, "tiny", "1", device="cpu", dtype=torch.float32)


def page(pixels: Bytes | None) -> PageContent:
    return PageContent(1, 1.4, _NO_TEXT, pixels)


def noise(size: tuple[int, int], seed: int = 0) -> Bytes:
    return np.random.default_rng(seed).integers(0, 256, (*size, 3), np.uint8)


def images(pages: Sequence[Bytes]) -> list[Image.Image]:
    return [Image.fromarray(pixels) for pixels in pages]


def theirs(folder: Path, attention: str = "sdpa") -> tuple[Any, Any]:
    """Open a model and its processor as colpali-engine does."""
    name = folder.name
    processor = type(tiny_model(name).processor)
    model = getattr(models, name).from_pretrained(folder, attn_implementation=attention)
    return model.eval(), processor.from_pretrained(folder)


def check_vectors(ours: ColVisionEmbedder, folder: Path) -> None:
    """Ours are those of colpali-engine without padding, and so are the scores."""
    model, processor = theirs(folder)
    pages = [noise(TALL), noise(WIDE, 1), noise((60, 60), 2)]
    asked = parse("lease costs of 2018")
    with torch.inference_mode():
        batch = processor.process_images(images(pages))
        looked = model(**batch)
        question = model(**processor.process_queries([asked.text]))[0]
    seen, query = ours.embed_pages([page(each) for each in pages]), ours.embed_question(asked)
    for one, padded, mask in zip(seen, looked, batch["attention_mask"].bool(), strict=True):
        np.testing.assert_allclose(one.vectors, padded[mask], atol=_ATOL)
        np.testing.assert_allclose(np.linalg.norm(one.vectors, axis=1), 1, atol=_ATOL)
    np.testing.assert_allclose(query.vectors, question, atol=_ATOL)
    scores = processor.score_multi_vector([question], list(looked), device="cpu")[0]
    maxsim = [(query.vectors @ one.vectors.T).max(axis=1).sum() for one in seen]
    np.testing.assert_allclose(maxsim, scores, rtol=1e-5)


def check_grid(ours: ColVisionEmbedder, size: tuple[int, int], least_cells: int = 0) -> None:
    """Ink in a corner moves the cells of that corner most, and each cell has one vector."""
    blank = np.full((*size, 3), 255, np.uint8)
    before = _mapped(*ours.embed_pages([page(blank)]))
    rows, cols, _ = before.shape
    assert rows * cols >= least_cells, f"{rows} x {cols} cells"
    for top in (True, False):
        for left in (True, False):
            inked = blank.copy()
            inked[_end(size[0], top), _end(size[1], left)] = 0
            moved = np.linalg.norm(_mapped(*ours.embed_pages([page(inked)])) - before, axis=2)
            row, col = np.unravel_index(moved.argmax(), moved.shape)
            assert (row < rows / 2) == top and (col < cols / 2) == left, (
                f"ink in the {'top' if top else 'bottom'} {'left' if left else 'right'} of {size} moves cell "
                f"{row}, {col} of {rows} x {cols}"
            )


def check_salience(ours: ColVisionEmbedder, folder: Path) -> None:
    """It is the attention that the slow way gives, which writes down all of every layer's."""
    model, processor = theirs(folder, "eager")
    batch = processor.process_images(images([noise(TALL)]))
    (seen,) = ours.embed_pages([page(noise(TALL))])
    assert seen.salience is not None, "there is none"
    maps = _attentions(model, batch)
    is_patch = (batch["input_ids"][0] == model.config.image_token_id).numpy()
    # ColPali and ColModernVBert read both ways: what follows the page has read it all.
    after = int(np.flatnonzero(is_patch)[-1]) + 1 if folder.name in ("ColPali", "ColModernVBert") else -1
    expected = maps[0].mean(dim=0)[after:].mean(dim=0).numpy() * is_patch
    assert expected[is_patch].max() > 1.5 * expected[is_patch].min(), "all is attended to alike, which proves nothing"
    np.testing.assert_allclose(seen.salience, expected, atol=1e-7)


def check_lora(folder: Path, adapter: Path) -> None:
    """An adapter and its base make what peft makes of them."""
    save_lora(folder, adapter)
    model, processor = theirs(folder)
    whole = peft.PeftModel.from_pretrained(model, str(adapter))
    with torch.inference_mode():
        expected = whole(**processor.process_images(images([noise(TALL)])))[0]
    (plain,), (seen,) = (embedder(each).embed_pages([page(noise(TALL))]) for each in (folder, adapter))
    assert np.abs(seen.vectors - plain.vectors).max() > 0.1, "the adapter changes nothing"
    np.testing.assert_allclose(seen.vectors, expected, atol=_ATOL)


def check_picture(ours: ColVisionEmbedder) -> None:
    """A picture asks with the patches that it has as a page."""
    asked = ours.embed_picture(noise(TALL))
    (seen,) = ours.embed_pages([page(noise(TALL))])
    assert len(asked.vectors) == len(asked.tokens) >= seen.grid.rows * seen.grid.cols, "patches are missing"
    assert set(asked.tokens) == {""}
    np.testing.assert_array_equal(asked.vectors, seen.vectors[seen.cells != LOOSE])


def check_maps(ours: ColVisionEmbedder, folder: Path) -> None:
    """Cosines of a question and of cells lie where colpali-engine's similarity maps have them."""
    model, processor = theirs(folder)
    asked = parse("lease")
    query = ours.embed_question(asked)
    for size in (TALL, WIDE):
        batch = processor.process_images(images([noise(size)]))
        with torch.inference_mode():
            looked, question = model(**batch), model(**processor.process_queries([asked.text]))
        at = _mapped(*ours.embed_pages([page(noise(size))]))
        expected = _their_map(model, processor, batch, looked, question, size)
        np.testing.assert_allclose(np.einsum("td,yxd->txy", query.vectors, at), expected, atol=_ATOL)


def save_lora(folder: Path, adapter: Path, saved_whole: str | None = None) -> None:
    """Write an adapter of chance numbers for the model in a folder. saved_whole: a part that it replaces."""
    model, _ = theirs(folder)
    torch.manual_seed(1)
    parts = r".*(language_model|text_model).*(q_proj|v_proj|down_proj|Wqkv|Wo)"
    if saved_whole is None:
        parts += "|.*(custom_text_proj|linear)"
    whole = None if saved_whole is None else [saved_whole]
    made = peft.LoraConfig(r=4, init_lora_weights=False, target_modules=parts, modules_to_save=whole)
    lora = peft.get_peft_model(model, made)
    lora.peft_config["default"].base_model_name_or_path = str(folder)
    lora.save_pretrained(str(adapter))


def _mapped(seen: PatchEmbeddings) -> Floats:
    """Return (rows, columns, dim): what each cell of a page has."""
    placed = seen.cells != LOOSE
    count = seen.grid.rows * seen.grid.cols
    assert sorted(seen.cells[placed].tolist()) == list(range(count)), "cells are missing, or there twice"
    cells = np.zeros((count, seen.vectors.shape[1]), np.float32)
    cells[seen.cells[placed]] = seen.vectors[placed]
    return cells.reshape(seen.grid.rows, seen.grid.cols, -1)


def _end(length: int, first: bool) -> slice:
    return slice(length // 5) if first else slice(length - length // 5, length)


def _attentions(model: Any, batch: Any) -> Any:
    """Return the attention (batch, heads, tokens, tokens) of the last layer that attends to the whole page."""
    name = "model.model" if hasattr(model, "model") and hasattr(model.model, "model") else "model"
    inner = model.get_submodule(name) if hasattr(model, "model") else model
    text = getattr(inner, "language_model", None) or inner.text_model
    kinds = getattr(text.config, "layer_types", None) or ["full_attention"] * len(text.layers)
    last = max(at for at, kind in enumerate(kinds) if kind == "full_attention")
    seen: list[Any] = []
    layer = text.layers[last]
    attention = getattr(layer, "self_attn", None) or layer.attn
    hook = attention.register_forward_hook(lambda _module, _given, made: seen.append(made[1]))
    with torch.inference_mode():
        model(**batch, output_attentions=True)
    hook.remove()
    return seen[0]


def _their_map(model: Any, processor: Any, batch: Any, looked: Any, question: Any, size: tuple[int, int]) -> Floats:
    """Return (tokens, columns, rows), as colpali-engine has it."""
    if hasattr(processor, "get_local_image_mask"):
        cell_px = processor.image_processor.max_image_size["longest_edge"] // int(processor.image_seq_len**0.5)
        maps = processor.get_similarity_maps_from_embeddings(
            looked, question, processor.get_n_patches(size, cell_px), processor.get_local_image_mask(batch)
        )
    else:
        is_square = not hasattr(model, "spatial_merge_size")
        unit = model.model.model.vision_tower.config.patch_size if is_square else model.spatial_merge_size
        patches = processor.get_n_patches((size[1], size[0]), unit)
        with _interpretability() as theirs_too:
            maps = theirs_too.get_similarity_maps_from_embeddings(
                looked, question, patches, processor.get_image_mask(batch)
            )
    found: Floats = maps[0].numpy()
    return found


@contextmanager
def _interpretability() -> Iterator[Any]:
    """Load colpali-engine's similarity maps, whose package wants to draw as well, and one function of einops'."""
    file = Path(colpali_engine.__file__).parent / "interpretability" / "similarity_map_utils.py"
    spec = importlib.util.spec_from_file_location("similarity_map_utils", file)
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    fake: Any = ModuleType("einops")
    fake.rearrange = _rearrange
    before = sys.modules.get("einops")
    sys.modules["einops"] = before or fake
    try:
        spec.loader.exec_module(loaded)
    finally:
        if before is None:
            del sys.modules["einops"]
    yield loaded


def _rearrange(cells: Any, pattern: str, *, w: int, h: int) -> Any:
    """Stand in for einops where it is not installed, as far as similarity maps need it."""
    assert pattern == "(h w) c -> w h c"
    return cells.reshape(h, w, -1).transpose(0, 1)
