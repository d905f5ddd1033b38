"""MUVERA: a page, or a question, as one vector of fixed length, so that a dot product of two is about their MaxSim.

Random hyperplanes cut space into partitions. A question's encoding holds the sum of its tokens in each partition, a
page's the mean of its patches there; in the product, each token meets the patches that lie on the same side of every
plane. Several such cuts are averaged. Source: Dhulipala et al. (2024), Multi-Vector Retrieval via Fixed Dimensional
Encodings. What they leave open is decided here so that the order of patches makes no difference.
"""

from __future__ import annotations

import numpy as np

from indexer.arrays import Floats


class FixedEncoder:
    """Turns any number of vectors of any dimension into one of `width` floats; nothing is trained.

    repetitions: how many random cuts are averaged.    bits: hyperplanes to a cut, which make 2 ** bits partitions.
    inner_dim: to how many dimensions a cut projects vectors; as many as they have, or more, leaves them as they are.
    width: the longest that an encoding may be; what would be longer is folded by a count sketch.
    seed: makes all of these. Encodings of two seeds, or of any other two settings, do not compare: see `name`.

    A page's values are at most sqrt(repetitions * dim) * 2 ** bits, and as a rule below 1, so that they fit float16.
    The length of an encoding counts: compare by dot product, never by cosine.
    """

    def __init__(
        self, dim: int, *, repetitions: int = 20, bits: int = 6, inner_dim: int = 32, width: int = 5120, seed: int = 0
    ) -> None:
        rng = np.random.default_rng(seed)
        inner_dim = min(inner_dim, dim)
        partitions = 1 << bits
        raw_width = repetitions * partitions * inner_dim
        self.dim = dim
        self.width = min(width, raw_width)
        self.name = f"muvera{self.width}-{repetitions}x{bits}x{inner_dim}-seed{seed}"
        self._repetitions = repetitions
        self._bits = bits
        self._inner_dim = inner_dim
        self._planes = rng.standard_normal((dim, repetitions * bits)).astype(np.float32)
        self._projections = np.concatenate([_projection(dim, inner_dim, rng) for _ in range(repetitions)], axis=1)
        # +-1: on which side of each plane a partition lies.
        self._sides = ((np.arange(partitions)[:, None] >> np.arange(bits) & 1) * 2 - 1).astype(np.float32)
        self._places = rng.integers(0, self.width, raw_width) if self.width < raw_width else None
        self._flips = rng.choice(np.array([-1, 1], np.float32), raw_width)

    def encode_page(self, vectors: Floats) -> Floats:
        """Encode a page's (patches, dim) float32 unit vectors as (width,) float32.

        A partition without patches gets the nearest one: that on the wrong side of the fewest planes and, of several,
        that which lies least far beyond them. Raises ValueError when there are no vectors: zeros would still be
        found, before pages that are unlike a question.
        """
        if not len(vectors):
            raise ValueError("a page without patches has no encoding")
        distances, projected = self._place(vectors)
        sums, counts = self._sums(distances, projected)
        # One for each plane to be crossed and, to decide between equals, less than one for all that lies beyond them.
        depths = distances / (1 + np.abs(distances).sum(axis=1, keepdims=True).max(axis=2, keepdims=True))
        steps = _signs(distances) + depths
        away = np.abs(steps).sum(axis=1, keepdims=True) - self._sides @ steps
        nearest = np.take_along_axis(projected, away.argmin(axis=2)[:, :, None], axis=1)
        return self._folded(np.where(counts > 0, sums / np.maximum(counts, 1), nearest))

    def encode_query(self, vectors: Floats) -> Floats:
        """Encode a question's (tokens, dim) float32 unit vectors as (width,) float32; no tokens make zeros."""
        sums, _ = self._sums(*self._place(vectors))
        return self._folded(sums)

    def _place(self, vectors: Floats) -> tuple[Floats, Floats]:
        """Return (repetitions, bits, n) distances from the planes, and (repetitions, n, inner_dim) projections."""
        count = len(vectors)
        distances = (vectors @ self._planes).reshape(count, self._repetitions, self._bits)
        projected = (vectors @ self._projections).reshape(count, self._repetitions, self._inner_dim)
        return np.ascontiguousarray(distances.transpose(1, 2, 0)), np.ascontiguousarray(projected.transpose(1, 0, 2))

    def _sums(self, distances: Floats, projected: Floats) -> tuple[Floats, Floats]:
        """Return (repetitions, partitions, inner_dim) sums and (repetitions, partitions, 1) numbers of vectors."""
        member = (self._sides @ _signs(distances) == self._bits).astype(np.float32)
        return member @ projected, member.sum(axis=2, keepdims=True)

    def _folded(self, blocks: Floats) -> Floats:
        raw = blocks.reshape(-1) / np.float32(np.sqrt(self._repetitions))
        if self._places is None:
            return raw
        return np.bincount(self._places, raw * self._flips, self.width).astype(np.float32)


def _signs(distances: Floats) -> Floats:
    return np.where(distances > 0, np.float32(1), np.float32(-1))


def _projection(dim: int, inner_dim: int, rng: np.random.Generator) -> Floats:
    """Return (dim, inner_dim) orthogonal columns, of a length that keeps products the same on average."""
    if inner_dim == dim:
        return np.eye(dim, dtype=np.float32)
    # Orthogonal columns keep products truer than random signs do.
    columns, triangle = np.linalg.qr(rng.standard_normal((dim, inner_dim)))
    scaled: Floats = (columns * np.sign(np.diag(triangle)) * np.sqrt(dim / inner_dim)).astype(np.float32)
    return scaled
