"""Scalar codes of 4 or 2 bits after a random rotation.

A rotation spreads a unit vector's weight evenly, so that every coordinate is about normal with variance 1 / dim and one
fixed uniform quantiser fits them all: nothing is trained, and a code never goes stale.
"""

from __future__ import annotations

import numpy as np

from indexer.arrays import Bytes, Floats
from indexer.compress.codec import Scorer
from indexer.compress.rounded import rounded_scorer

# The step, in standard deviations, of the best uniform quantiser of a normal variable, by bits. Source: Max (1960).
_STEPS = {4: 0.3352, 2: 0.9957}


def random_rotation(dim: int, seed: int) -> Floats:
    """Return a (dim, dim) orthogonal matrix, the same for the same seed."""
    basis, triangle = np.linalg.qr(np.random.default_rng(seed).standard_normal((dim, dim)))
    # Fixing the signs makes the rotation a function of the seed alone, whichever LAPACK computed it.
    rotation: Floats = (basis * np.sign(np.diag(triangle))).astype(np.float32)
    return rotation


class ScalarCodec:
    """Turns unit vectors of any dimension into rows of ceil(dim * bits / 8) bytes, and back.

    bits: 4 or 2 for each coordinate.    seed: makes the rotation; codes of two seeds do not compare.
    In memory a coordinate takes a byte, so that a block of rows becomes floats in one pass.
    """

    def __init__(self, dim: int, bits: int = 4, seed: int = 0) -> None:
        self.name = f"scalar{bits}"
        self.dim = dim
        self.bits = bits
        self._per_byte = 8 // bits
        self._centre = np.float32(((1 << bits) - 1) / 2)
        self.bytes_per_vector = -(-dim // self._per_byte)
        self._rotation = random_rotation(dim, seed)
        self._step = np.float32(_STEPS[bits] / np.sqrt(dim))

    @property
    def bits_per_vector(self) -> int:
        """Every bit is used."""
        return 8 * self.bytes_per_vector

    def encode(self, vectors: Floats) -> Bytes:
        """Encode (n, dim) float32 unit rows as (n, bytes_per_vector) uint8, the first coordinate in the lowest bits."""
        rotated = vectors @ self._rotation
        top = (1 << self.bits) - 1
        levels = np.clip(np.floor(rotated / self._step) + (top + 1) // 2, 0, top).astype(np.uint8)
        levels = np.pad(levels, ((0, 0), (0, self.bytes_per_vector * self._per_byte - self.dim)))
        packed = np.zeros((len(levels), self.bytes_per_vector), np.uint8)
        for place in range(self._per_byte):
            packed |= levels[:, place :: self._per_byte] << (place * self.bits)
        return packed

    def resident(self, codes: Bytes) -> Bytes:
        """Unpack (n, bytes_per_vector) codes to (n, dim) levels in 0..2**bits - 1."""
        # A word has as many bytes as a byte of codes has levels: each is moved to a byte of its own.
        words = codes.astype(f"<u{self._per_byte}")
        spread = words.copy()
        for place in range(1, self._per_byte):
            spread |= words << (place * (8 - self.bits))
        spread &= int.from_bytes(bytes([(1 << self.bits) - 1] * self._per_byte), "little")
        return np.ascontiguousarray(spread.view(np.uint8)[:, : self.dim])

    def decode(self, codes: Bytes) -> Floats:
        """Return the (n, dim) float32 vectors that the codes stand for, about unit length."""
        centred: Floats = (self.resident(codes).astype(np.float32) - self._centre) * self._step
        vectors: Floats = centred @ self._rotation.T
        return vectors

    def scorer(self, query: Floats) -> Scorer:
        """Prepare a (tokens, dim) query: rotated, and each token rounded to 8 bits so that integers do the work."""
        weights: Floats = (query @ self._rotation) * self._step
        return rounded_scorer(weights, float(self._centre), lambda levels: levels)
