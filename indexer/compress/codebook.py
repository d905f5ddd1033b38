"""Which codecs there are, and what a trained one needs to be built again."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Self

import numpy as np

from indexer.arrays import Floats
from indexer.compress import product
from indexer.compress.centroid import CentroidBitsCodec, CentroidCodec, near_order
from indexer.compress.codec import Codec
from indexer.compress.exact import Float16Codec
from indexer.compress.kmeans import train_centroids
from indexer.compress.product import ProductCodec
from indexer.compress.scalar import ScalarCodec
from indexer.compress.signs import SignCodec

_TOLD = ("name", "error", "vectors", "pages", "tried_at")
_MEASURED_ON = 4096
_VECTORS_PER_CENTROID = 128  # more take longer, and the centroids hardly move


@dataclass(frozen=True)
class Codebook:
    """What a trained codec was trained to.

    name: one of TRAINED.    arrays: what its codec is built from, by parameter.
    error: how far, on average, the codec leaves vectors from what they were; see `reconstruction_error`.
    vectors: how many it was trained on.    pages: how many pages there were then.
    tried_at: how many pages there were when a better one was last looked for and not found; 0 for never.
    """

    name: str
    arrays: Mapping[str, Floats]
    error: float = 0.0
    vectors: int = 0
    pages: int = 0
    tried_at: int = 0

    def to_bytes(self) -> bytes:
        """Return the codebook as an .npz file."""
        file = io.BytesIO()
        told = {key: np.array(getattr(self, key)) for key in _TOLD}
        np.savez(file, allow_pickle=False, **told, **self.arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Return the codebook of an .npz file."""
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {part: file[part] for part in file.files if part not in _TOLD}
            # Earlier ones do not tell all of it.
            error, *counts = (file.get(key, 0) for key in _TOLD[1:])
            return cls(str(file["name"]), arrays, float(error), *map(int, counts))


@dataclass(frozen=True)
class _Recipe:
    """How a trained codec comes about.

    sample: how many vectors are worth training on.    train: takes (n, dim) vectors and a seed, returns the arrays.
    codec: takes the arrays.
    """

    sample: int
    train: Callable[[Floats, int], dict[str, Floats]]
    codec: Callable[..., Codec]


def _kmeans(count: int, codec: Callable[..., Codec], *, near: bool = False) -> _Recipe:
    def arrays(vectors: Floats, seed: int) -> dict[str, Floats]:
        centroids = train_centroids(vectors, count, seed)
        return {"centroids": near_order(centroids) if near else centroids}

    return _Recipe(_VECTORS_PER_CENTROID * count, arrays, codec)


def _product(subs: int) -> _Recipe:
    def arrays(vectors: Floats, seed: int) -> dict[str, Floats]:
        rotation, centroids = product.train(vectors, subs, seed)
        return {"rotation": rotation, "centroids": centroids}

    return _Recipe(_VECTORS_PER_CENTROID * 256, arrays, ProductCodec)


_KMEANS = (128, 256, 512)

UNTRAINED: Mapping[str, Callable[[int], Codec]] = MappingProxyType(
    {
        "float16": Float16Codec,
        "scalar4": partial(ScalarCodec, bits=4),
        "scalar2": partial(ScalarCodec, bits=2),
        "sign": partial(SignCodec, asymmetric=True),
        "sign-hamming": partial(SignCodec, asymmetric=False),
    }
)
"""Codecs that need to know the dimension alone."""

TRAINED: Mapping[str, _Recipe] = MappingProxyType(
    {f"pq{subs}": _product(subs) for subs in (16, 8)}
    | {f"kmeans{count}": _kmeans(count, CentroidCodec) for count in _KMEANS}
    | {f"kmeans{count}-bits": _kmeans(count, CentroidBitsCodec, near=True) for count in _KMEANS}
    | {f"kmeans{count}-bits-naive": _kmeans(count, partial(CentroidBitsCodec, naive=True)) for count in _KMEANS}
)
"""Codecs that need a codebook."""

SAMPLES: Mapping[str, int] = MappingProxyType({name: recipe.sample for name, recipe in TRAINED.items()})
"""How many vectors each is worth training on."""


def train(name: str, vectors: Floats, seed: int = 0) -> Codebook:
    """Train one of TRAINED on (n, dim) float32 unit rows. Raises ValueError when there are none."""
    recipe = TRAINED[name]
    if not len(vectors):
        raise ValueError("there are no vectors to train on")
    order = np.random.default_rng(seed).permutation(len(vectors))
    # What the error is measured on must not be what was trained on, or growth would always look like drift.
    apart = min(len(vectors) // 10, _MEASURED_ON)
    chosen = np.sort(order[apart:][: recipe.sample])
    codebook = Codebook(name, recipe.train(vectors[chosen], seed))
    measured = vectors[order[:apart]] if apart else vectors
    error = reconstruction_error(codec_of(codebook), measured)
    return replace(codebook, error=error, vectors=len(chosen))


def reconstruction_error(codec: Codec, vectors: Floats) -> float:
    """Return the mean squared distance of (n, dim) vectors, n > 0, to what the codec makes of them."""
    return float(np.mean(np.sum((codec.decode(codec.encode(vectors)) - vectors) ** 2, axis=1)))


def codec_of(codebook: Codebook) -> Codec:
    """Build the codec that a codebook was trained for."""
    return TRAINED[codebook.name].codec(**codebook.arrays)
