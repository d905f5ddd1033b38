"""CLIP models from disk, as open_clip writes and names them. Nothing that comes with a model is ever run as code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import huggingface_hub
import open_clip
import torch

from indexer.errors import ExpectedError

_CONFIG = "open_clip_config.json"
# As open_clip prefers them where there are several.
_WEIGHTS = (
    "open_clip_model.safetensors",
    "open_clip_pytorch_model.safetensors",
    "open_clip_pytorch_model.bin",
    "open_clip_pytorch_model.pth",
)
# Numbers of one kind throughout: the kinds with a name of their own mix them, which only open_clip's ViT bears.
_PRECISION = {torch.float32: "fp32", torch.float16: "pure_fp16", torch.bfloat16: "pure_bf16"}


class Checkpoint(NamedTuple):
    """A model that is ready to be asked.

    model: open_clip's, in eval mode on its device.    tokenize: texts to (texts, context length) token numbers.
    name, revision: which model it is, and which weights.    dim: how many numbers a vector has.
    """

    model: Any
    tokenize: Callable[[list[str]], torch.Tensor]
    name: str
    revision: str
    dim: int


class _Source(NamedTuple):
    """Where a model comes from: open_clip's identifier, its configuration, the weights, and what overrides it."""

    name: str
    identifier: str
    config: dict[str, Any]
    weights: Path
    overrides: dict[str, Any]


def load(model: str, weights: str, device: str, dtype: torch.dtype) -> Checkpoint:
    """Load a model: see `ClipEmbedder` for what model and weights may be. Raises ExpectedError when it cannot be."""
    folder = Path(model)
    source = _in_folder(folder) if folder.is_dir() else _by_name(model.replace("/", "-"), weights)
    text = source.config["text_cfg"]
    try:
        loaded = open_clip.create_model(
            source.identifier,
            precision=_PRECISION[dtype],
            device=device,
            require_pretrained=True,
            **source.overrides,
        )
        # What a configuration says about trust is overruled; open_clip's own tokenizer does not know the word.
        trust = {"trust_remote_code": False} if text.get("hf_tokenizer_name") else {}
        tokenize = open_clip.get_tokenizer(source.identifier, **trust)
    except Exception as error:  # Half a dozen libraries read these files, and each fails in its own way.
        raise ExpectedError(
            f"The model “{source.name}” could not be loaded: its files are damaged, incomplete or of another model. "
            "Download it again.",
            f"{type(error).__name__}: {error}",
        ) from error
    loaded.eval()
    return Checkpoint(loaded, tokenize, source.name, _revision(source, loaded), source.config["embed_dim"])


def _in_folder(folder: Path) -> _Source:
    """Find a model in a folder, without any look at the network."""
    try:
        config = json.loads((folder / _CONFIG).read_text("utf-8"))["model_cfg"]
        text, vision = dict(config["text_cfg"]), dict(config["vision_cfg"])
        int(config["embed_dim"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExpectedError(
            f"The folder “{folder}” holds no CLIP model: it needs a valid {_CONFIG}. Choose the folder of a model "
            "that was made for OpenCLIP.",
            f"{type(error).__name__}: {error}",
        ) from error
    weights = next((folder / name for name in _WEIGHTS if (folder / name).is_file()), None)
    if weights is None:
        raise ExpectedError(f"The folder “{folder}” lacks the model's weights, {_WEIGHTS[0]}. Download it again.")
    if ":" in str(vision.get("timm_model_name")):
        raise ExpectedError(
            f"The model in “{folder}” wants to load a part of itself from elsewhere. Use another model."
        )
    overrides = {"text_cfg": _text_at_hand(text)} if text.get("hf_model_name") else {}
    return _Source(_named(folder), f"local-dir:{folder}", config, weights, overrides)


def _named(folder: Path) -> str:
    """Return the name of a folder, or of the repository where it is a snapshot that was downloaded."""
    folder = folder.resolve()
    if folder.parent.name == "snapshots":
        return folder.parent.parent.name.removeprefix("models--").replace("--", "/")
    return folder.name


def _text_at_hand(text: dict[str, Any]) -> dict[str, Any]:
    """Point the text half to the description of a language model that is on disk. Its weights are in the checkpoint."""
    name = str(text["hf_model_name"])
    found = huggingface_hub.try_to_load_from_cache(name, "config.json")
    if not isinstance(found, str):
        raise ExpectedError(
            f"This model reads text as “{name}” does, which is not on this computer. Download it first."
        )
    return {**text, "hf_model_name": str(Path(found).parent), "hf_model_pretrained": False}


def _by_name(name: str, weights: str) -> _Source:
    """Find one of open_clip's models; weights that it publishes are downloaded unless they were before."""
    config = open_clip.get_model_config(name) if name in open_clip.list_models() else None
    if config is None:
        raise ExpectedError(
            f"There is no CLIP model “{name}”. Choose the folder of a model, or one of the names that OpenCLIP knows."
        )
    tags = open_clip.list_pretrained_tags_by_model(name)
    if weights in tags:
        published = open_clip.get_pretrained_cfg(name, weights)
        try:
            file = Path(open_clip.download_pretrained(published))
        except Exception as error:  # The network's, the disk's and the hub's errors have no common parent.
            raise ExpectedError(
                f"The weights “{weights}” of “{name}” could not be downloaded. Check the connection, and try again.",
                f"{type(error).__name__}: {error}",
            ) from error
        label, quick_gelu = f"{name}-{weights}", bool(published.get("quick_gelu"))
    elif Path(weights).is_file():
        text = config["text_cfg"]
        if text.get("hf_tokenizer_name") or text.get("hf_model_name"):
            raise ExpectedError(f"“{name}” needs more than a file of weights. Choose the folder of the whole model.")
        # The file does not say how colours are scaled: most likely as in the first weights that were published.
        published = open_clip.get_pretrained_cfg(name, tags[0]) if tags else {}
        label, quick_gelu, file = f"{name}-{Path(weights).stem}", False, Path(weights)
    else:
        choice = ", ".join(tags) or "none are published, so only a file will do"
        raise ExpectedError(f"There are no weights “{weights}” of “{name}”. Choose a file, or one of: {choice}.")
    # Named as a file, because of the name of weights alone open_clip does not choose the activation they were made for.
    overrides = {"pretrained": str(file), "force_preprocess_cfg": published, "force_quick_gelu": quick_gelu}
    return _Source(label, name, config, file, overrides)


def _revision(source: _Source, loaded: Any) -> str:
    """Tell weights from others, and the same weights used otherwise."""
    used = json.dumps([source.config, loaded.visual.preprocess_cfg], sort_keys=True).encode()
    with source.weights.open("rb") as file:
        return hashlib.sha256(used + hashlib.file_digest(file, "sha256").digest()).hexdigest()[:8]
