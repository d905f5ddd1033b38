"""Tiny CLIP models with random weights, written as open_clip writes real ones. They tell nothing of quality."""

from __future__ import annotations

import copy
import socket
from pathlib import Path
from typing import Any

import open_clip
import pytest
import torch
from open_clip.push_to_hf_hub import save_config_for_hf
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

TEXT = {"context_length": 16, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2}
VIT = {
    "embed_dim": 48,
    "vision_cfg": {"image_size": 64, "patch_size": 16, "width": 64, "layers": 3, "head_width": 16},
    "text_cfg": TEXT,
}
WORDS = {"[PAD]": 0, "[UNK]": 1, "ferry": 2, "soup": 3, "[CLS]": 4}


def changed(config: dict[str, Any], vision: dict[str, Any], **more: Any) -> dict[str, Any]:
    made = copy.deepcopy(config)
    made["vision_cfg"].update(vision)
    made.update(more)
    return made


def timm(name: str, pool: str, proj: str | None, image_size: int = 160, **more: Any) -> dict[str, Any]:
    vision = {"image_size": image_size, "timm_model_name": name, "timm_pool": pool, "timm_proj": proj}
    return {"embed_dim": 64, "vision_cfg": vision, "text_cfg": TEXT, **more}


SIGLIP = timm("test_vit", "map", "none", custom_text=True, init_logit_bias=-10)
SIGLIP["text_cfg"] = {
    "context_length": 8,
    "vocab_size": len(WORDS),
    "hf_tokenizer_name": "nobody/tokenizes-here",
    # A configuration may ask for trust, and does not get it.
    "tokenizer_kwargs": {"clean": "canonicalize", "trust_remote_code": True},
    "width": 64,
    "heads": 2,
    "layers": 2,
    "no_causal_mask": True,
    "proj_bias": True,
    "pool_type": "last",
}


def write_model(folder: Path, config: dict[str, Any], **preprocess: Any) -> Path:
    """Write a model with random weights as open_clip does for the hub."""
    folder.mkdir(parents=True)
    torch.manual_seed(7)
    parts = copy.deepcopy(config)
    is_custom = parts.pop("custom_text", False)
    model = (open_clip.CustomTextCLIP if is_custom else open_clip.CLIP)(**parts)
    for weights in model.parameters():
        # Biases begin as zeros and scales as ones: what is left out there would not be seen.
        weights.data += 0.05 * torch.randn_like(weights)
    wanted = {"size": model.visual.image_size, "resize_mode": "shortest", "interpolation": "bicubic"}
    open_clip.set_model_preprocess_cfg(model, {**wanted, "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.3, 0.4], **preprocess})
    save_file(model.state_dict(), folder / "open_clip_model.safetensors")
    save_config_for_hf(model, folder / "open_clip_config.json", model_config=config)
    if "hf_tokenizer_name" in config["text_cfg"]:
        splitter = Tokenizer(models.WordLevel(WORDS, unk_token="[UNK]"))
        splitter.pre_tokenizer = pre_tokenizers.Whitespace()
        tokenizer: Any = PreTrainedTokenizerFast
        tokenizer = tokenizer(tokenizer_object=splitter, pad_token="[PAD]", unk_token="[UNK]")
        tokenizer.save_pretrained(folder)
    return folder


def refuse_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Let every try to reach the network fail; returns the tries, as they come."""
    tried: list[object] = []

    def refuse(*args: Any, **_: Any) -> None:
        tried.append(args)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tried
