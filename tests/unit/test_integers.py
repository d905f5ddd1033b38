from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.compress import integers
from indexer.compress.integers import product, slow_product
from indexer.compress.scalar import ScalarCodec

SIZES = st.integers(1, 40)


@given(SIZES, st.integers(1, 300), SIZES, st.integers(0, 1000))
def test_both_ways_give_the_very_integers(rows: int, depth: int, tokens: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    levels = rng.integers(0, 16, (rows, depth), dtype=np.uint8)
    weights = rng.integers(-127, 128, (depth, tokens)).astype(np.int8)
    expected = (levels.astype(np.int64) @ weights.astype(np.int64)).T
    np.testing.assert_array_equal(product(levels, weights), expected)
    np.testing.assert_array_equal(slow_product(levels, weights), expected)


@pytest.mark.parametrize("weight", [-127, 127])
def test_the_largest_sums_do_not_overflow(weight: int) -> None:
    levels = np.full((3, 4096), 15, np.uint8)
    weights = np.full((4096, 2), weight, np.int8)
    assert (product(levels, weights) == 15 * 4096 * weight).all()
    assert (slow_product(levels, weights) == 15 * 4096 * weight).all()


def test_no_rows_have_no_products() -> None:
    assert product(np.zeros((0, 8), np.uint8), np.zeros((8, 3), np.int8)).shape == (3, 0)


def test_without_onnx_runtime_scores_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    rows = rng.standard_normal((50, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    codec = ScalarCodec(64)
    resident = codec.resident(codec.encode(rows))
    fast = codec.scorer(rows[:4])(resident)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    integers._session.cache_clear()
    try:
        np.testing.assert_array_equal(codec.scorer(rows[:4])(resident), fast)
    finally:
        integers._session.cache_clear()
