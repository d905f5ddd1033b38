"""Codes of 4 bits a coordinate, against the vectors they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.arrays import Bytes, Floats
from indexer.compress.scalar import ScalarCodec

DIMS = st.integers(1, 200)
BITS = st.sampled_from([2, 4])
SEEDS = st.integers(0, 2**32 - 1)


def unit_rows(count: int, dim: int, seed: int) -> Floats:
    rows = np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def packed(levels: Bytes, bits: int) -> Bytes:
    """Pack slowly: as many levels a byte as fit, the first in the lowest bits, and nothing beside the last ones."""
    per_byte = 8 // bits
    rows = []
    for row in levels.tolist():
        padded = row + [0] * (-len(row) % per_byte)
        groups = [padded[start : start + per_byte] for start in range(0, len(padded), per_byte)]
        rows.append([sum(level << (bits * place) for place, level in enumerate(group)) for group in groups])
    return np.array(rows, np.uint8)


@given(DIMS, BITS, st.integers(1, 5), SEEDS)
def test_unpacking_gives_back_what_was_packed(dim: int, bits: int, count: int, seed: int) -> None:
    levels = np.random.default_rng(seed).integers(0, 1 << bits, (count, dim), dtype=np.uint8)
    codes = packed(levels, bits)
    codec = ScalarCodec(dim, bits)
    assert codes.shape == (count, codec.bytes_per_vector)
    np.testing.assert_array_equal(codec.resident(codes), levels)


@given(DIMS, BITS, st.integers(0, 20), SEEDS)
def test_a_code_has_so_many_bits_for_each_coordinate(dim: int, bits: int, count: int, seed: int) -> None:
    codes = ScalarCodec(dim, bits).encode(unit_rows(count, dim, seed))
    assert codes.dtype == np.uint8
    assert codes.shape == (count, -(-dim * bits // 8))


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


@given(st.integers(32, 200), SEEDS)
def test_two_bits_keep_less_than_four_but_still_most(dim: int, seed: int) -> None:
    vectors = unit_rows(20, dim, seed)
    codec = ScalarCodec(dim, bits=2)
    decoded = codec.decode(codec.encode(vectors))
    alike = (vectors * decoded).sum(axis=1) / np.linalg.norm(decoded, axis=1)
    assert 0.88 < alike.mean() < 0.97


@pytest.mark.parametrize("dim", [64, 128])
def test_a_vector_with_all_its_weight_in_one_coordinate_is_decoded_as_well(dim: int) -> None:
    vectors = np.eye(dim, dtype=np.float32)
    decoded = ScalarCodec(dim).decode(ScalarCodec(dim).encode(vectors))
    assert (np.diag(decoded) / np.linalg.norm(decoded, axis=1)).min() > 0.98


@given(DIMS, BITS, SEEDS)
def test_encoding_what_was_decoded_changes_nothing(dim: int, bits: int, seed: int) -> None:
    codec = ScalarCodec(dim, bits)
    codes = codec.encode(unit_rows(5, dim, seed))
    np.testing.assert_array_equal(codec.encode(codec.decode(codes)), codes)


@given(DIMS, BITS, SEEDS)
def test_the_scorer_scores_codes_as_their_decoded_vectors_but_for_rounding(dim: int, bits: int, seed: int) -> None:
    codec = ScalarCodec(dim, bits)
    codes, query = codec.encode(unit_rows(7, dim, seed)), unit_rows(3, dim, seed + 1)
    score = codec.scorer(query)
    expected = query @ codec.decode(codes).T
    # Tokens are rounded to 8 bits: half a step of 1/127 of the largest coordinate, in each of dim.
    np.testing.assert_allclose(score(codec.resident(codes)), expected, atol=0.6 / 127 * dim**0.5)


@given(DIMS, SEEDS)
def test_the_same_seed_makes_the_same_rotation(dim: int, seed: int) -> None:
    vectors = unit_rows(5, dim, 1)
    np.testing.assert_array_equal(
        ScalarCodec(dim, seed=seed).encode(vectors), ScalarCodec(dim, seed=seed).encode(vectors)
    )


def test_two_seeds_make_two_rotations() -> None:
    vectors = unit_rows(5, 64, 1)
    assert (ScalarCodec(64, seed=1).encode(vectors) != ScalarCodec(64, seed=2).encode(vectors)).any()


def test_stored_codes_still_mean_what_they_meant() -> None:
    """These bytes were written by the first version. A codec that no longer makes them needs a new name."""
    codes = ScalarCodec(8).encode(np.eye(8, dtype=np.float32)[:2])
    assert codes.tobytes().hex() == "787b458e45469266"
