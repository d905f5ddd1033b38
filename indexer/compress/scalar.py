"""Scalar codes of 4 bits after a random rotation.

A rotation spreads a unit vector's weight evenly, so that every coordinate is about normal with variance 1 / dim and one
fixed uniform quantiser fits them all: nothing is trained, and a code never goes stale.
"""

from __future__ import annotations

import numpy as np

from indexer.arrays import Bytes, Floats

LEVELS = 16
# The step, in standard deviations, of the best uniform 16-level quantiser of a normal variable. Source: Max (1960).
_STEP = 0.3352


class ScalarCodec:
    """Turns unit vectors of any dimension into rows of ceil(dim / 2) bytes, and back.

    seed: makes the rotation; codes of two seeds do not compare.
    """

    name = "scalar4"

    def __init__(self, dim: int, seed: int = 0) -> None:
        self.dim = dim
        self.bytes_per_vector = (dim + 1) // 2
        gauss = np.random.default_rng(seed).standard_normal((dim, dim))
        basis, triangle = np.linalg.qr(gauss)
        # Fixing the signs makes the rotation a function of the seed alone, whichever LAPACK computed it.
        self._rotation: Floats = (basis * np.sign(np.diag(triangle))).astype(np.float32)
        self._step = np.float32(_STEP / np.sqrt(dim))

    def encode(self, vectors: Floats) -> Bytes:
        """Encode (n, dim) float32 unit rows as (n, bytes_per_vector) uint8, two coordinates a byte, the first low."""
        rotated = vectors @ self._rotation
        levels = np.clip(np.floor(rotated / self._step) + LEVELS // 2, 0, LEVELS - 1).astype(np.uint8)
        if self.dim % 2:
            levels = np.pad(levels, ((0, 0), (0, 1)))
        packed: Bytes = levels[:, ::2] | (levels[:, 1::2] << 4)
        return packed

    def levels(self, codes: Bytes) -> Bytes:
        """Unpack (n, bytes_per_vector) codes to (n, dim) levels in 0..15."""
        spread = np.empty((len(codes), self.bytes_per_vector * 2), np.uint8)
        spread[:, ::2] = codes & 0x0F
        spread[:, 1::2] = codes >> 4
        return np.ascontiguousarray(spread[:, : self.dim])

    def decode(self, codes: Bytes) -> Floats:
        """Return the (n, dim) float32 vectors that the codes stand for, about unit length."""
        centred: Floats = (self.levels(codes).astype(np.float32) - np.float32((LEVELS - 1) / 2)) * self._step
        vectors: Floats = centred @ self._rotation.T
        return vectors

    def table(self, query: Floats) -> tuple[Floats, Floats]:
        """Return (weights, offsets) such that levels @ weights.T + offsets are the cosines with `query`.

        query: (tokens, dim).    weights: (tokens, dim).    offsets: (tokens,).
        """
        weights: Floats = (query @ self._rotation) * self._step
        offsets: Floats = weights.sum(axis=1) * np.float32(-(LEVELS - 1) / 2)
        return weights, offsets
