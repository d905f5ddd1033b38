"""The embedders that there are, by the names that people choose them by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from assets import builtin_model_dir
from indexer.embed import Embedder
from indexer.embed.builtin import BuiltinEmbedder
from indexer.errors import ExpectedError
from indexer.question import parse

BUILT_IN = "built-in"
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


def identify(name: str, embedder: Embedder) -> Identity:
    """Say which model an embedder is."""
    # Rounded, because the last bits of a float are the processor's affair.
    made = np.rint(embedder.embed_question(parse(_PROBE)).vectors * 127).astype(np.int8)
    return Identity(name, embedder.name, embedder.revision, embedder.dim, hashlib.sha256(made.tobytes()).hexdigest())
