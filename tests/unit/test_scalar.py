"""Codes of 4 bits a coordinate, against the vectors they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.arrays import Bytes, Floats
from indexer.compress.scalar import LEVELS, ScalarCodec

DIMS = st.integers(1, 200)
SEEDS = st.integers(0, 2**32 - 1)


def unit_rows(count: int, dim: int, seed: int) -> Floats:
    rows = np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def packed(levels: Bytes) -> Bytes:
    """Pack slowly: two levels a byte, the first in the low half, and nothing beside the last of an odd number."""
    rows = []
    for row in levels.tolist():
        pairs = zip(row[::2], [*row[1::2], 0], strict=False)
        rows.append([low + 16 * high for low, high in pairs])
    return np.array(rows, np.uint8)


@given(DIMS, st.integers(1, 5), SEEDS)
def test_unpacking_gives_back_what_was_packed(dim: int, count: int, seed: int) -> None:
    levels = np.random.default_rng(seed).integers(0, LEVELS, (count, dim), dtype=np.uint8)
    codes = packed(levels)
    codec = ScalarCodec(dim)
    assert codes.shape == (count, codec.bytes_per_vector)
    np.testing.assert_array_equal(codec.levels(codes), levels)


@given(DIMS, st.integers(0, 20), SEEDS)
def test_a_code_has_half_a_byte_for_each_coordinate(dim: int, count: int, seed: int) -> None:
    codes = ScalarCodec(dim).encode(unit_rows(count, dim, seed))
    assert codes.dtype == np.uint8
    assert codes.shape == (count, (dim + 1) // 2)


@given(st.integers(32, 200), SEEDS)
def test_a_decoded_vector_is_close_to_the_one_encoded(dim: int, seed: int) -> None:
    vectors = unit_rows(20, dim, seed)
    decoded = ScalarCodec(dim).decode(ScalarCodec(dim).encode(vectors))
    lengths = np.linalg.norm(decoded, axis=1)
    alike = (vectors * decoded).sum(axis=1) / lengths
    # A coordinate far out is clipped; it costs one vector in a thousand a little more than the others.
    assert alike.mean() > 0.985
    assert alike.min() > 0.92
    assert abs(lengths - 1).max() < 0.25


@pytest.mark.parametrize("dim", [64, 128])
def test_a_vector_with_all_its_weight_in_one_coordinate_is_decoded_as_well(dim: int) -> None:
    vectors = np.eye(dim, dtype=np.float32)
    decoded = ScalarCodec(dim).decode(ScalarCodec(dim).encode(vectors))
    assert (np.diag(decoded) / np.linalg.norm(decoded, axis=1)).min() > 0.98


@given(DIMS, SEEDS)
def test_encoding_what_was_decoded_changes_nothing(dim: int, seed: int) -> None:
    codec = ScalarCodec(dim)
    codes = codec.encode(unit_rows(5, dim, seed))
    np.testing.assert_array_equal(codec.encode(codec.decode(codes)), codes)


@given(DIMS, SEEDS)
def test_the_table_scores_codes_as_their_decoded_vectors_would_be(dim: int, seed: int) -> None:
    codec = ScalarCodec(dim)
    codes, query = codec.encode(unit_rows(7, dim, seed)), unit_rows(3, dim, seed + 1)
    weights, offsets = codec.table(query)
    scores = codec.levels(codes).astype(np.float32) @ weights.T + offsets
    np.testing.assert_allclose(scores, codec.decode(codes) @ query.T, atol=2e-5)


@given(DIMS, SEEDS)
def test_the_same_seed_makes_the_same_rotation(dim: int, seed: int) -> None:
    vectors = unit_rows(5, dim, 1)
    np.testing.assert_array_equal(ScalarCodec(dim, seed).encode(vectors), ScalarCodec(dim, seed).encode(vectors))


def test_two_seeds_make_two_rotations() -> None:
    vectors = unit_rows(5, 64, 1)
    assert (ScalarCodec(64, 1).encode(vectors) != ScalarCodec(64, 2).encode(vectors)).any()


def test_stored_codes_still_mean_what_they_meant() -> None:
    """These bytes were written by the first version. A codec that no longer makes them needs a new name."""
    codes = ScalarCodec(8).encode(np.eye(8, dtype=np.float32)[:2])
    assert codes.tobytes().hex() == "787b458e45469266"
