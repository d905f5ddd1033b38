"""The embedders that there are, by the names that people choose them by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from app.models.catalogue import BUILT_IN
from assets import builtin_model_dir
from indexer.embed import Embedder
from indexer.embed.builtin import BuiltinEmbedder
from indexer.embed.child import Elsewhere, Maker
from indexer.errors import ExpectedError
from indexer.files import content_hash
from indexer.question import parse

if TYPE_CHECKING:  # What looks into the cache of models is not loaded until a model is asked for.
    from app.models.here import Installed

EMBEDDERS: Mapping[str, Callable[[], Embedder]] = MappingProxyType(
    {BUILT_IN: lambda: BuiltinEmbedder(builtin_model_dir())}
)

_PROBE = "Pagelight finds pages by what they look like, and lights up the part that answers"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which model it was, so that figures can be told apart.

    name: what people call it.    hash: of what it makes of a fixed sentence, so that other weights or other code show
    even where nobody thought of a new revision.
    """

    name: str
    embedder: str
    revision: str
    dim: int
    hash: str


def make_embedder(name: str) -> Embedder:
    """Make the embedder of this name. Raises ExpectedError when there is none."""
    if name not in EMBEDDERS:
        raise ExpectedError(f"There is no model {name}. There are: {', '.join(EMBEDDERS)}.")
    return EMBEDDERS[name]()


def model_maker(name: str) -> Maker:
    """Find a model that lies on this machine, and return what makes it, which can be sent to another process.

    Where this Python has no torch, an add-on's does it. Raises ExpectedError when it is not here, or cannot be used.
    """
    from app.models import addons
    from app.models import here as models

    if name == BUILT_IN:
        raise ExpectedError("The built-in model is always in use.")
    found = models.find(name)
    if found is None:
        raise ExpectedError(f"{name} is not on this machine yet: download it first.")
    make = partial(make_model, found)
    if not addons.is_needed():
        return make
    if (addon := addons.installed(found.kind)) is None:
        raise ExpectedError(
            f"{name} needs the add-on {found.kind}, which is not installed. Get it with a model of that family in the "
            f"window of models, or by: pagelight addons install {found.kind}"
        )
    return Elsewhere(make, addon.python, str(addons.sources()))


def make_model(found: Installed) -> Embedder:
    """Load a model that is on this machine. Raises ExpectedError when it, or what it needs, cannot be loaded."""
    kind = found.kind
    try:
        if kind == "clip":
            import torch

            from indexer.embed.clip import ClipEmbedder
            from indexer.embed.devices import best_device, usual_dtype

            device = best_device()
            # On a processor its small layers gain nothing from fewer bits.
            dtype = torch.float32 if device == "cpu" else usual_dtype(device)
            return ClipEmbedder(str(found.folder), device=device, dtype=dtype)
        from indexer.embed.colvision import ColVisionEmbedder

        return ColVisionEmbedder(found.folder, found.folder.name if not found.repo else found.name, _revision(found))
    except ModuleNotFoundError as error:
        raise ExpectedError(
            f"{found.name} needs what is not installed ({error.name}): pagelight addons install {kind}, or in a Python "
            f"of your own: pip install 'pagelight[{kind}]'"
        ) from error


def _revision(found: Installed) -> str:
    """Return what tells a model's weights from others: what was published, or what a person's own folder holds."""
    if found.revision:
        return f"{found.revision[:12]}-{found.base.name[:12]}" if found.base else found.revision[:12]
    folders = [found.folder, *([found.base] if found.base else [])]
    weights = [path for folder in folders for path in sorted(folder.glob("*.safetensors"))]
    return hashlib.sha256("".join(content_hash(str(path)) for path in weights).encode()).hexdigest()[:12]


def identify(name: str, embedder: Embedder) -> Identity:
    """Say which model an embedder is."""
    # Rounded, because the last bits of a float are the processor's affair.
    made = np.rint(embedder.embed_question(parse(_PROBE)).vectors * 127).astype(np.int8)
    return Identity(name, embedder.name, embedder.revision, embedder.dim, hashlib.sha256(made.tobytes()).hexdigest())
