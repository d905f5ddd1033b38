"""Which codecs there are, and what a trained one needs to be built again."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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

_VECTORS_PER_CENTROID = 128  # more take longer, and the centroids hardly move


@dataclass(frozen=True)
class Codebook:
    """What a trained codec was trained to.

    name: one of TRAINED.    arrays: what its codec is built from, by parameter.
    """

    name: str
    arrays: Mapping[str, Floats]

    def to_bytes(self) -> bytes:
        """Return the codebook as an .npz file."""
        file = io.BytesIO()
        np.savez(file, allow_pickle=False, name=np.array(self.name), **self.arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Return the codebook of an .npz file."""
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            return cls(str(file["name"]), {part: file[part] for part in file.files if part != "name"})


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


def train(name: str, vectors: Floats, seed: int = 0) -> Codebook:
    """Train one of TRAINED on (n, dim) float32 unit rows. Raises ValueError when there are none."""
    recipe = TRAINED[name]
    if not len(vectors):
        raise ValueError("there are no vectors to train on")
    chosen = np.random.default_rng(seed).permutation(len(vectors))[: recipe.sample]
    return Codebook(name, recipe.train(vectors[np.sort(chosen)], seed))


def codec_of(codebook: Codebook) -> Codec:
    """Build the codec that a codebook was trained for."""
    return TRAINED[codebook.name].codec(**codebook.arrays)
