"""Product codes: a vector is cut into pieces, and each piece is named by the nearest of 256 centroids of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats
from indexer.compress.codec import Scorer
from indexer.compress.kmeans import nearest, train_centroids
from indexer.compress.lookup import add_lookups

_ENTRIES = 256
_ITERATIONS = 15


class ProductCodec:
    """Turns vectors of `dim` into rows of one byte for each piece, scored by table.

    centroids: (subs, 256, sub_dim) float32, with subs * sub_dim >= dim; vectors are filled up with zeros to that.
    Source: product quantisation (Jegou, Douze and Schmid, 2011).
    """

    def __init__(self, dim: int, centroids: Floats) -> None:
        self.dim = dim
        self.bytes_per_vector = len(centroids)
        self.name = f"pq{self.bytes_per_vector}"
        self._centroids = centroids

    def encode(self, vectors: Floats) -> Bytes:
        """Encode (n, dim) float32 rows as (n, subs) uint8."""
        codes = np.empty((len(vectors), self.bytes_per_vector), np.uint8)
        for sub, piece in enumerate(_pieces(vectors, self.bytes_per_vector)):
            codes[:, sub] = nearest(piece, self._centroids[sub])
        return codes

    def decode(self, codes: Bytes) -> Floats:
        """Return the (n, dim) float32 vectors that codes stand for; they are somewhat shorter than unit."""
        pieces = self._centroids[np.arange(self.bytes_per_vector), codes]
        vectors: Floats = pieces.reshape(len(codes), self._centroids.shape[0] * self._centroids.shape[2])[:, : self.dim]
        return vectors

    def resident(self, codes: Bytes) -> Bytes:
        """Return codes as they are."""
        return codes

    def scorer(self, query: Floats) -> Scorer:
        """Prepare a (tokens, dim) query for blocks of (n, subs) codes."""
        pieces = _pieces(query, self.bytes_per_vector)
        tables: Floats = np.matmul(self._centroids, pieces.transpose(0, 2, 1))

        def score(rows: NDArray[Any]) -> Floats:
            return add_lookups(tables, rows)

        return score


def train(vectors: Floats, subs: int, seed: int) -> Floats:
    """Find the (subs, 256, sub_dim) centroids of (n, dim) vectors. Raises ValueError when there are none."""
    pieces = _pieces(vectors, subs)
    return np.stack([train_centroids(piece, _ENTRIES, seed + sub, _ITERATIONS) for sub, piece in enumerate(pieces)])


def _pieces(vectors: Floats, subs: int) -> Floats:
    """Cut (n, dim) vectors into (subs, n, sub_dim), the last ones filled up with zeros."""
    dim = vectors.shape[1]
    sub_dim = -(-dim // subs)
    padded = np.pad(vectors, ((0, 0), (0, subs * sub_dim - dim)))
    return np.ascontiguousarray(padded.reshape(len(vectors), subs, sub_dim).transpose(1, 0, 2))
