"""Sign bits: after a random rotation, one bit says on which side of zero a coordinate lies."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats
from indexer.compress.codec import Scorer
from indexer.compress.rounded import rounded_scorer
from indexer.compress.scalar import random_rotation


class SignCodec:
    """Turns unit vectors of any dimension into rows of ceil(dim / 8) bytes.

    asymmetric: score the query as it is against rows of +-1 / sqrt(dim) (name "sign"); otherwise by the number of
    bits in which the two differ (name "sign-hamming").    seed: makes the rotation; codes of two seeds do not compare.
    """

    def __init__(self, dim: int, *, asymmetric: bool, seed: int = 0) -> None:
        self.name = "sign" if asymmetric else "sign-hamming"
        self.dim = dim
        self.bytes_per_vector = -(-dim // 8)
        self._asymmetric = asymmetric
        self._rotation = random_rotation(dim, seed)
        self._length = np.float32(1 / np.sqrt(dim))

    @property
    def bits_per_vector(self) -> int:
        """Every bit is used."""
        return 8 * self.bytes_per_vector

    def encode(self, vectors: Floats) -> Bytes:
        """Encode (n, dim) float32 rows as (n, bytes_per_vector) uint8, the first coordinate in the lowest bit."""
        return np.packbits(vectors @ self._rotation > 0, axis=1, bitorder="little")

    def decode(self, codes: Bytes) -> Floats:
        """Return the (n, dim) float32 unit vectors that codes stand for: +-1 / sqrt(dim), rotated back."""
        vectors: Floats = (self._bits(codes) * np.float32(2) - 1) @ (self._rotation.T * self._length)
        return vectors

    def resident(self, codes: Bytes) -> NDArray[Any]:
        """Return codes as they are, or for Hamming distances as (n, ceil(dim / 64)) uint64."""
        return codes if self._asymmetric else self._words(codes)

    def scorer(self, query: Floats) -> Scorer:
        """Prepare a (tokens, dim) query for blocks of resident rows."""
        return self._product_scorer(query) if self._asymmetric else self._hamming_scorer(query)

    def _product_scorer(self, query: Floats) -> Scorer:
        # A bit less a half, doubled, is a sign.
        return rounded_scorer((query @ self._rotation) * self._length * 2, 0.5, self._bits)

    def _hamming_scorer(self, query: Floats) -> Scorer:
        """Estimate cosines as cos(pi * h / dim), for bits that differ with a chance of angle / pi.

        Source: Charikar (2002), similarity estimation from rounding.
        """
        words = self._words(self.encode(query))
        cosines = np.cos(np.pi * np.arange(self.dim + 1) / self.dim).astype(np.float32)

        def score(rows: NDArray[Any]) -> Floats:
            differing = np.zeros((len(words), len(rows)), np.uint16)
            for at, column in enumerate(np.ascontiguousarray(rows.T)):
                differing += np.bitwise_count(words[:, at, None] ^ column)
            return cosines.take(differing)

        return Scorer(score)

    def _bits(self, codes: Bytes) -> Bytes:
        return np.unpackbits(codes, axis=1, count=self.dim, bitorder="little")

    def _words(self, codes: Bytes) -> NDArray[np.uint64]:
        padded = np.pad(codes, ((0, 0), (0, -self.bytes_per_vector % 8)))
        return padded.view("<u8")
