"""What every way of keeping patch vectors in few bytes offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats


@dataclass(frozen=True)
class Scorer:
    """Scores blocks of resident rows, (n, ...), with the query that it was made for.

    alike: takes rows and returns (tokens, n) numbers, in memory token by token; times `scales` and plus `offsets` they
    are cosines. scales: (tokens,), above zero.    offsets: (tokens,). Left out where the numbers are cosines already.
    """

    alike: Callable[[NDArray[Any]], NDArray[Any]]
    scales: Floats | None = None
    offsets: Floats | None = None

    def __call__(self, rows: NDArray[Any]) -> Floats:
        """Return (tokens, n) float32 cosines."""
        return self._cosines(self.alike(rows))

    def best(self, rows: NDArray[Any], starts: NDArray[np.int64]) -> Floats:
        """Return each token's cosine with its best row of every run of rows: (tokens, runs) float32.

        starts: (runs,) where each begins; none is empty, and the first begins with the first row.
        """
        # Scales are positive: the best number makes the best cosine, and far fewer need to be made one.
        return self._cosines(np.maximum.reduceat(self.alike(rows), starts, axis=1))

    def _cosines(self, numbers: NDArray[Any]) -> Floats:
        if self.scales is None or self.offsets is None:
            return np.asarray(numbers, np.float32)
        cosines: Floats = np.multiply(numbers, self.scales[:, None], dtype=np.float32)
        cosines += self.offsets[:, None]
        return cosines


class Codec(Protocol):
    """Turns unit vectors of `dim` into rows of `bytes_per_vector` bytes, and scores a query against them.

    name: unique among codecs and their settings; a library's table is named after it.
    bits_per_vector: what a row takes on disk, where pages are written as a whole and rows need not begin with a byte.
    """

    name: str
    dim: int
    bytes_per_vector: int

    @property
    def bits_per_vector(self) -> int:
        """8 * bytes_per_vector, or less where the highest bits are always 0."""

    def encode(self, vectors: Floats) -> Bytes:
        """Encode (n, dim) float32 unit rows as (n, bytes_per_vector) uint8."""

    def decode(self, codes: Bytes) -> Floats:
        """Return the (n, dim) float32 vectors that codes stand for."""

    def resident(self, codes: Bytes) -> NDArray[Any]:
        """Return codes in the form that is kept in memory, one row each, ready for a scorer."""

    def scorer(self, query: Floats) -> Scorer:
        """Prepare a (tokens, dim) query once, for scoring many blocks of resident rows."""


def packed(codec: Codec, codes: Bytes) -> bytes:
    """Write a page's (n, bytes_per_vector) codes without the bits that are always 0."""
    if codec.bits_per_vector == 8 * codec.bytes_per_vector:
        return codes.tobytes()
    bits = np.unpackbits(codes, axis=1, count=codec.bits_per_vector, bitorder="little").ravel()
    # The first byte says how many bits of the last one are not used: fewer than 8 bits a row could be rows.
    return bytes([-len(bits) % 8]) + np.packbits(bits).tobytes()


def unpacked(codec: Codec, data: bytes | memoryview) -> Bytes:
    """Undo `packed`."""
    page = np.frombuffer(data, np.uint8)
    width = codec.bits_per_vector
    if width == 8 * codec.bytes_per_vector:
        return page.reshape(-1, codec.bytes_per_vector)
    bits = np.unpackbits(page[1:], count=8 * (len(page) - 1) - int(page[0])).reshape(-1, width)
    padded = np.pad(bits, ((0, 0), (0, 8 * codec.bytes_per_vector - width)))
    return np.packbits(padded, axis=1, bitorder="little")
