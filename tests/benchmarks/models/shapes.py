"""Checkpoints with chance numbers, in the shapes of published models. They tell of speed, and nothing of quality.

Classes and processors are those of tests.tiny_models with the sizes of the real ones; tokenizers stay those that have a
token for each byte, so that a page has some twenty tokens more than it would have.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import colpali_engine.models as models
import open_clip
import torch

from tests.clip_models import write_model
from tests.tiny_models.checkpoints import TinyModel, tiny_model


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a published config.json says, as far as it is not what transformers takes anyway.

    images: of its image processor.    about: of its processor.
    """

    text: dict[str, Any]
    vision: dict[str, Any]
    images: dict[str, Any]
    more: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)


_SHAPES = {
    # 150 million parameters that read, as ModernBERT's smaller one, and SigLIP's base for tiles of 512.
    "ColModernVBert": _Shape(
        {"model_type": "modernbert", "vocab_size": 50_408},
        {"model_type": "siglip_vision_model", "image_size": 512, "patch_size": 16},
        {"size": {"longest_edge": 2048}, "max_image_size": {"longest_edge": 512}},
        {"pixel_shuffle_factor": 4},
        {"image_seq_len": 64},
    ),
    # PaliGemma 3B at 448.
    "ColPali": _Shape(
        {"model_type": "gemma", "vocab_size": 257_216, "hidden_size": 2048, "intermediate_size": 16_384,
         "num_hidden_layers": 18, "num_attention_heads": 8, "num_key_value_heads": 1, "head_dim": 256},
        {"model_type": "siglip_vision_model", "image_size": 448, "patch_size": 14, "hidden_size": 1152,
         "intermediate_size": 4304, "num_hidden_layers": 27, "num_attention_heads": 16, "projection_dim": 2048},
        {"size": {"height": 448, "width": 448}, "image_seq_length": 1024},
        {"vocab_size": 257_216, "projection_dim": 2048, "hidden_size": 2048},
    ),
    # Qwen2.5-VL 3B, pages of at most 768 patches.
    "ColQwen2_5": _Shape(
        {"vocab_size": 151_936, "hidden_size": 2048, "intermediate_size": 11_008, "num_hidden_layers": 36,
         "num_attention_heads": 16, "num_key_value_heads": 2, "max_position_embeddings": 128_000,
         "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [16, 24, 24]}},
        {"hidden_size": 1280, "out_hidden_size": 2048, "patch_size": 14},
        {"patch_size": 14, "size": {"shortest_edge": 4 * 28 * 28, "longest_edge": 768 * 28 * 28}},
    ),
}  # fmt: skip


def measure(folder: str, device: str) -> dict[str, str]:
    """Make a checkpoint, called as its folder: a shape, or with `tiny-` a class in the smallest."""
    name = Path(folder).name
    if name in open_clip.list_models():
        write_model(Path(folder), open_clip.get_model_config(name))
    elif name.startswith("tiny-"):
        tiny_model(name.removeprefix("tiny-")).save(Path(folder))
    else:
        _large(name, device).save(Path(folder))
    return {"made": name}


def _large(kind: str, device: str) -> TinyModel:
    tiny, shape = tiny_model(kind), _SHAPES[kind]
    for name, value in shape.images.items():
        setattr(tiny.processor.image_processor, name, value)
    for name, value in shape.about.items():
        setattr(tiny.processor, name, value)
    said = tiny.model.config.to_dict()
    ids = {name: said[name] for name in said if name.endswith(("_token_id", "_token_index"))}
    config = type(tiny.model.config)(text_config=shape.text, vision_config=shape.vision, **shape.more, **ids)
    torch.set_default_dtype(torch.float32 if device == "cpu" else torch.bfloat16)
    with torch.device(device):
        model = getattr(models, kind)(config)
    torch.set_default_dtype(torch.float32)
    return TinyModel(model, tiny.processor)
