"""Vectors as they are, in half precision: what every other code is measured against."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats
from indexer.compress.codec import Scorer


class Float16Codec:
    """Keeps unit vectors of any dimension as little-endian float16, 2 * dim bytes a row."""

    name = "float16"

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self.bytes_per_vector = 2 * dim

    @property
    def bits_per_vector(self) -> int:
        """Every bit is used."""
        return 8 * self.bytes_per_vector

    def encode(self, vectors: Floats) -> Bytes:
        """Encode (n, dim) float32 unit rows as (n, 2 * dim) uint8."""
        return np.ascontiguousarray(vectors, "<f2").view(np.uint8)

    def decode(self, codes: Bytes) -> Floats:
        """Return the (n, dim) float32 vectors, each number rounded to half precision."""
        return _widened(self.resident(codes))

    def resident(self, codes: Bytes) -> NDArray[np.float16]:
        """Return codes as (n, dim) float16."""
        return np.ascontiguousarray(codes).view("<f2")

    def scorer(self, query: Floats) -> Scorer:
        """Prepare a (tokens, dim) query for blocks of (n, dim) float16 rows."""

        def score(rows: NDArray[Any]) -> Floats:
            cosines: Floats = query @ _widened(rows).T
            return cosines

        return Scorer(score)


def _widened(halves: NDArray[np.float16]) -> Floats:
    """Return finite float16 as float32, exactly.

    NumPy widens one number at a time, which takes longer than the product that follows. Moving sign and magnitude to
    their places in a float32 leaves an exponent that is 112 too small (15 against 127), and one product mends it.
    """
    bits = halves.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= np.int32(-0x70002000)
    wide: Floats = bits.view(np.float32)
    wide *= np.float32(2.0**112)
    return wide
