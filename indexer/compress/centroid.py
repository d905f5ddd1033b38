"""The codes of HPC-ColPali: a vector is named by the nearest of K centroids, and by nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Floats
from indexer.compress.codec import Scorer
from indexer.compress.kmeans import nearest


class CentroidCodec:
    """Turns vectors into the number of their nearest centroid, scored by table.

    centroids: (K, dim) float32, 2 <= K <= 65,536.    A row takes one byte up to K = 256 and two above, of which
    nine bits go to disk for K = 512.
    Source: HPC-ColPali (Bach, 2025), K-means quantisation.
    """

    def __init__(self, centroids: Floats) -> None:
        self.name = f"kmeans{len(centroids)}"
        self.dim = centroids.shape[1]
        self.bytes_per_vector = 1 if len(centroids) <= 256 else 2
        self._centroids = centroids

    @property
    def bits_per_vector(self) -> int:
        """A whole byte up to K = 256, and above that as many bits as numbers need."""
        return max(8, bit_count(len(self._centroids)))

    def encode(self, vectors: Floats) -> Bytes:
        """Encode (n, dim) float32 rows as (n, 1) or (n, 2) uint8, the low byte first."""
        numbers = nearest(vectors, self._centroids)
        return numbers.astype(f"<u{self.bytes_per_vector}")[:, None].view(np.uint8)

    def decode(self, codes: Bytes) -> Floats:
        """Return the (n, dim) float32 centroids that codes name."""
        vectors: Floats = self._centroids[self.resident(codes)]
        return vectors

    def resident(self, codes: Bytes) -> NDArray[Any]:
        """Return codes as (n,) uint8 or uint16."""
        return np.ascontiguousarray(codes).view(f"<u{self.bytes_per_vector}")[:, 0]

    def scorer(self, query: Floats) -> Scorer:
        """Prepare a (tokens, dim) query for blocks of (n,) centroid numbers."""
        return _table_scorer(query @ self._centroids.T)


class CentroidBitsCodec(CentroidCodec):
    """The binary mode: a query token takes its nearest centroid's number too, and the bits of numbers are compared.

    The similarity is 1 - h / b, where h of the b = ceil(log2 K) bits differ. A centroid's number is its row, so it says
    something only about centroids in `near_order`; naive: they are in no order, and the name says so.
    Source: HPC-ColPali (Bach, 2025), binary encoding.
    """

    def __init__(self, centroids: Floats, *, naive: bool = False) -> None:
        super().__init__(centroids)
        self.name = f"kmeans{len(centroids)}-bits" + "-naive" * naive

    @property
    def bits_per_vector(self) -> int:
        """The binary mode keeps b = ceil(log2 K) bits, never a whole byte for fewer."""
        return bit_count(len(self._centroids))

    def scorer(self, query: Floats) -> Scorer:
        """Prepare a (tokens, dim) query for blocks of (n,) centroid numbers."""
        count = len(self._centroids)
        differing = np.bitwise_count(nearest(query, self._centroids)[:, None] ^ np.arange(count))
        return _table_scorer(1 - differing.astype(np.float32) / np.float32(bit_count(count)))


def bit_count(count: int) -> int:
    """Return how many bits number `count` centroids: ceil(log2(count))."""
    return (count - 1).bit_length()


def _table_scorer(table: Floats) -> Scorer:
    """Score by a (tokens, K) table."""

    return Scorer(lambda rows: table.take(rows, axis=1))


def near_order(centroids: Floats) -> Floats:
    """Put (K, dim) centroids in an order in which the numbers of near ones share bits.

    Halves are cut across their longest direction, one bit a cut, and then pairs are swapped for as long as that lowers
    the sum of similarity times Hamming distance. Source: pseudo-Gray coding (Zeger and Gersho, 1990).
    """
    order = _bisected(centroids, np.arange(len(centroids)))
    centred = centroids - centroids.mean(axis=0)
    return centroids[_swapped(centred.astype(np.float64), order)]


def _bisected(centroids: Floats, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Order rows by cutting them in two across their longest direction, and each part again."""
    if len(rows) < 2:
        return rows
    members = centroids[rows] - centroids[rows].mean(axis=0)
    direction = np.linalg.svd(members, full_matrices=False)[2][0]
    # A cut's sides mean the same everywhere, as far as they can, and do not hang on the sign that LAPACK chose.
    direction *= np.sign(direction[np.abs(direction).argmax()])
    along = rows[np.argsort(members @ direction, kind="stable")]
    half = 1 << (bit_count(len(rows)) - 1)
    return np.concatenate([_bisected(centroids, along[:half]), _bisected(centroids, along[half:])])


def _swapped(centred: NDArray[np.float64], order: NDArray[np.intp]) -> NDArray[np.intp]:
    """Swap the best pair of an order until no swap lowers the sum of similarity times Hamming distance."""
    order = order.copy()
    numbers = np.arange(len(order))
    distance = np.bitwise_count(numbers[:, None] ^ numbers).astype(np.float64)
    alike = (centred @ centred.T)[np.ix_(order, order)]
    cost = alike @ distance
    for _ in range(4 * len(order)):
        own, lengths = np.diag(cost), np.diag(alike)
        change = cost + cost.T - own[:, None] - own - (lengths[:, None] + lengths - 2 * alike) * distance
        first, second = np.unravel_index(change.argmin(), change.shape)
        if change[first, second] > -1e-9:
            break
        pair, swapped = [first, second], [second, first]
        cost += np.outer(alike[:, second] - alike[:, first], distance[first] - distance[second])
        cost[pair] = cost[swapped]
        alike[pair] = alike[swapped]
        alike[:, pair] = alike[:, swapped]
        order[pair] = order[swapped]
    return order
