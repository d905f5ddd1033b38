"""Late-interaction models of colpali-engine, from disk. Nothing that comes with a model is ever run as code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import colpali_engine.models
import huggingface_hub
import torch
from torch import nn
from transformers.conversion_mapping import get_model_conversion_mapping
from transformers.utils.logging import disable_progress_bar

from indexer.embed.colvision_batches import is_out_of_memory, too_little_memory
from indexer.errors import ExpectedError


class _Kind(NamedTuple):
    """A class of colpali-engine.

    layers: where the layers of its language model are.    names: patterns of what others call its parts, and its own.
    """

    model: str
    processor: str
    layers: str
    names: Mapping[str, str] = MappingProxyType({})


# By what a checkpoint's config.json, or that of the base of an adapter, calls its model_type.
_KINDS = {
    "paligemma": _Kind("ColPali", "ColPaliProcessor", "model.model.language_model.layers"),
    "qwen2_vl": _Kind("ColQwen2", "ColQwen2Processor", "language_model.layers"),
    "qwen2_5_vl": _Kind("ColQwen2_5", "ColQwen2_5_Processor", "language_model.layers"),
    "qwen3_vl": _Kind("ColQwen3", "ColQwen3Processor", "language_model.layers"),
    # As TomoroAI publishes them, for code that comes along.
    "colqwen3": _Kind(
        "ColQwen3",
        "ColQwen3Processor",
        "language_model.layers",
        {r"^vlm\.model\.": "", r"^embedding_proj_layer": "custom_text_proj"},
    ),
    "qwen3_5": _Kind("ColQwen3_5", "ColQwen3_5Processor", "language_model.layers"),
    "gemma3": _Kind("ColGemma3", "ColGemmaProcessor3", "language_model.layers"),
    "idefics3": _Kind("ColIdefics3", "ColIdefics3Processor", "model.text_model.layers"),
    "modernvbert": _Kind("ColModernVBert", "ColModernVBertProcessor", "model.text_model.layers"),
}
# WORKAROUND(colpali-engine 0.3.18): ColQwen2_5Omni cannot be made under transformers 5, whatever its checkpoint.
_BROKEN = {"qwen2_5_omni", "qwen2_5_omni_thinker"}


class Checkpoint(NamedTuple):
    """A model that is ready to be asked.

    kind: the name of its class.    model: in eval mode on its device.    layers: of its language model.
    """

    kind: str
    model: Any
    processor: Any
    layers: nn.ModuleList


def load(folder: Path, device: str, dtype: torch.dtype) -> Checkpoint:
    """Load a model from a folder: a whole one, or a LoRA adapter whose base is on this computer.

    Raises ExpectedError when it is of no known kind, incomplete, or lacks its base.
    """
    adapter = _read(folder / "adapter_config.json")
    base = folder if adapter is None else _base(folder, adapter)
    kind = _kind(folder, _read(base / "config.json"), adapter)
    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return _load(kind, folder, base, adapter, device, dtype)
    except ExpectedError:
        raise
    except Exception as error:  # Half a dozen libraries read these files, and each fails in its own way.
        detail = f"{type(error).__name__}: {error}"
        if is_out_of_memory(error):
            raise too_little_memory(detail) from error
        raise ExpectedError(
            f"The model in “{folder}” could not be loaded: its files are damaged, incomplete or of another version. "
            "Download it again.",
            detail,
        ) from error


def _load(
    kind: _Kind, folder: Path, base: Path, adapter: dict[str, Any] | None, device: str, dtype: torch.dtype
) -> Checkpoint:
    offline = {"local_files_only": True, "trust_remote_code": False}
    made = getattr(colpali_engine.models, kind.model)
    # Checkpoints have the names that parts of a model had when they were saved.
    names = {**getattr(made, "_checkpoint_conversion_mapping", {}), **kind.names}
    model, info = made.from_pretrained(
        base, dtype=dtype, attn_implementation="sdpa", output_loading_info=True, key_mapping=names, **offline
    )
    missing = set(info["missing_keys"])
    if adapter is not None:
        added = model.load_adapter(
            str(folder),
            adapter_kwargs={"local_files_only": True},
            weight_mapping=get_model_conversion_mapping(model, names),
            dtype=dtype,
        )
        whole = set(adapter.get("modules_to_save") or ())
        missing = {key for key in missing if whole.isdisjoint(key.split("."))} | set(added.missing_keys)
    if missing:
        raise ExpectedError(
            f"The model in “{folder}” lacks parts that are needed to find pages. Choose one that was made for it, "
            "whose name most likely begins with “Col”.",
            ", ".join(sorted(missing)),
        )
    processor = getattr(colpali_engine.models, kind.processor).from_pretrained(_with_processor(folder, base), **offline)
    if kind.model == "ColPali":
        # What it would say next, a number for each of 257,000 words after each patch, is asked by nobody.
        model.model.lm_head = nn.Identity()
    layers = model.get_submodule(kind.layers)
    return Checkpoint(kind.model, model.to(device).eval(), processor, layers)


def _kind(folder: Path, config: dict[str, Any] | None, adapter: dict[str, Any] | None) -> _Kind:
    """Find the class of a model by what its configuration says."""
    if config is None:
        raise ExpectedError(
            f"The folder “{folder}” holds no model: it needs a config.json. Choose the folder of a model."
        )
    sign = str(config.get("model_type"))
    said = (adapter or {}).get("auto_mapping") or {}
    wanted = str(said.get("base_model_class") or (config.get("architectures") or [""])[0])
    if sign in _BROKEN:
        raise ExpectedError(
            f"The model in “{folder}” is a ColQwen-Omni, which cannot be used yet. Choose another model.", sign
        )
    # Bi... are built on the same models, but make one vector of a page.
    if sign not in _KINDS or wanted.startswith("Bi"):
        known = ", ".join(dict.fromkeys(kind.model for kind in _KINDS.values()))
        raise ExpectedError(
            f"The model in “{folder}” is of a kind that cannot be used here ({wanted or sign}). Choose one of these: "
            f"{known}.",
            sign,
        )
    return _KINDS[sign]


def _base(folder: Path, adapter: dict[str, Any]) -> Path:
    """Find the model that an adapter was made for: a folder, from here or from the adapter, or a downloaded one."""
    name = str(adapter.get("base_model_name_or_path") or "")
    for beside in (Path(name), folder / name):
        if name and (beside / "config.json").is_file():
            return beside
    revision = adapter.get("revision") or None
    try:
        return Path(huggingface_hub.snapshot_download(name, revision=revision, local_files_only=True))
    except Exception as error:  # What is no name at all is another error than what is not there.
        raise ExpectedError(
            f"The model in “{folder}” is an addition to “{name}”, which is not on this computer. Download that first.",
            f"{type(error).__name__}: {error}",
        ) from error


def _with_processor(folder: Path, base: Path) -> Path:
    """Return where the processor is: beside an adapter, unless nobody put it there."""
    return (
        folder
        if any((folder / name).is_file() for name in ("preprocessor_config.json", "processor_config.json"))
        else base
    )


def _read(file: Path) -> dict[str, Any] | None:
    """Return what a file of JSON says, or None where there is none."""
    if not file.is_file():
        return None
    try:
        said = json.loads(file.read_text("utf-8"))
        return dict(said)
    except (OSError, ValueError, TypeError) as error:
        raise ExpectedError(
            f"The file “{file}” is damaged. Download the model again.", f"{type(error).__name__}: {error}"
        ) from error
