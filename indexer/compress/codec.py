"""What every way of keeping patch vectors in few bytes offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats

Scorer: TypeAlias = Callable[[NDArray[Any]], Floats]
"""Takes a block of resident rows, (n, ...), and returns (tokens, n) float32 cosines with the query it was made for."""


class Codec(Protocol):
    """Turns unit vectors of `dim` into rows of `bytes_per_vector` bytes, and scores a query against them.

    name: unique among codecs and their settings; a library's table is named after it.
    """

    name: str
    dim: int
    bytes_per_vector: int

    def encode(self, vectors: Floats) -> Bytes:
        """Encode (n, dim) float32 unit rows as (n, bytes_per_vector) uint8."""

    def decode(self, codes: Bytes) -> Floats:
        """Return the (n, dim) float32 vectors that codes stand for."""

    def resident(self, codes: Bytes) -> NDArray[Any]:
        """Return codes in the form that is kept in memory, one row each, ready for a scorer."""

    def scorer(self, query: Floats) -> Scorer:
        """Prepare a (tokens, dim) query once, for scoring many blocks of resident rows."""
