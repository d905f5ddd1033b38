"""Product codes: a vector is cut into pieces, and each piece is named by the nearest of 256 centroids of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats
from indexer.compress.codec import Scorer
from indexer.compress.kmeans import nearest, train_centroids
from indexer.compress.rounded import rounded_scorer

_ENTRIES = 256
_ITERATIONS = 15
_LEVELS = 128


class ProductCodec:
    """Turns vectors into rows of one byte for each piece of the rotated vector.

    rotation: (dim, subs * sub_dim) float32 with orthonormal rows.    centroids: (subs, 256, sub_dim) float32.
    Source: product quantisation (Jegou, Douze and Schmid, 2011).
    """

    def __init__(self, rotation: Floats, centroids: Floats) -> None:
        self.dim = len(rotation)
        self.bytes_per_vector = len(centroids)
        self.name = f"pq{self.bytes_per_vector}"
        self._rotation = rotation
        self._centroids = centroids
        # Scoring reads centroids in 128 levels a coordinate: an error below a tenth of that of the codes themselves.
        low = centroids.min(axis=1)
        steps = np.maximum(centroids.max(axis=1) - low, np.float32(1e-9)) / np.float32(_LEVELS - 1)
        levels = np.rint((centroids - low[:, None]) / steps[:, None]).astype(np.uint8)
        self._levels: Bytes = levels.reshape(-1, centroids.shape[2])
        self._firsts = np.arange(self.bytes_per_vector) * _ENTRIES
        self._centre = (_LEVELS - 1) / 2
        self._steps: Floats = steps.ravel()
        self._middles: Floats = low.ravel() + self._steps * np.float32(self._centre)

    @property
    def bits_per_vector(self) -> int:
        """Every bit is used."""
        return 8 * self.bytes_per_vector

    def encode(self, vectors: Floats) -> Bytes:
        """Encode (n, dim) float32 rows as (n, subs) uint8."""
        codes = np.empty((len(vectors), self.bytes_per_vector), np.uint8)
        for sub, piece in enumerate(_pieces(vectors @ self._rotation, self.bytes_per_vector)):
            codes[:, sub] = nearest(piece, self._centroids[sub])
        return codes

    def decode(self, codes: Bytes) -> Floats:
        """Return the (n, dim) float32 vectors that codes stand for; they are somewhat shorter than unit."""
        pieces = self._centroids[np.arange(self.bytes_per_vector), codes]
        vectors: Floats = pieces.reshape(len(codes), self._rotation.shape[1]) @ self._rotation.T
        return vectors

    def resident(self, codes: Bytes) -> Bytes:
        """Return codes as they are."""
        return codes

    def scorer(self, query: Floats) -> Scorer:
        """Prepare a (tokens, dim) query for blocks of (n, subs) codes."""
        rotated: Floats = query @ self._rotation
        return rounded_scorer(rotated * self._steps, self._centre, self._unpacked, rotated @ self._middles)

    def _unpacked(self, rows: NDArray[Any]) -> Bytes:
        """Return the levels, (n, subs * sub_dim), of the centroids that (n, subs) codes name."""
        return self._levels.take(rows + self._firsts, axis=0).reshape(len(rows), self._rotation.shape[1])


def train(vectors: Floats, subs: int, seed: int) -> tuple[Floats, Floats]:
    """Find the rotation and centroids of a ProductCodec for (n, dim) vectors. Raises ValueError when there are none."""
    rotation = _balancing_rotation(vectors, subs)
    pieces = _pieces(vectors @ rotation, subs)
    found = [train_centroids(piece, _ENTRIES, seed + sub, _ITERATIONS) for sub, piece in enumerate(pieces)]
    return rotation, np.stack(found)


def _balancing_rotation(vectors: Floats, subs: int) -> Floats:
    """Deal the principal directions out to the pieces in turn, so that each has about as much to say.

    Returns (dim, subs * sub_dim) float32; where dim does not divide, some pieces end in a column of zeros.
    On synthetic pages this lowers the squared error by 14 % (8 pieces) and 19 % (16) against no rotation; a random
    rotation does nothing. Source: the parametric form of optimised product quantisation (Ge, He, Ke and Sun, 2013).
    """
    dim = vectors.shape[1]
    sub_dim = -(-dim // subs)
    centred = vectors - vectors.mean(axis=0)
    directions = np.linalg.eigh((centred.T @ centred).astype(np.float64))[1][:, ::-1]
    padded = np.pad(directions, ((0, 0), (0, subs * sub_dim - dim)))
    dealt = padded.reshape(dim, sub_dim, subs).transpose(0, 2, 1).reshape(dim, subs * sub_dim)
    return dealt.astype(np.float32)


def _pieces(rotated: Floats, subs: int) -> Floats:
    """Cut (n, subs * sub_dim) vectors into (subs, n, sub_dim)."""
    count, width = rotated.shape
    return np.ascontiguousarray(rotated.reshape(count, subs, width // subs).transpose(1, 0, 2))
