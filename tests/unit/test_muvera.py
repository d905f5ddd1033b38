"""Fixed encodings against loops that do what the paper says, and against the MaxSim they stand for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.arrays import Floats
from indexer.muvera import FixedEncoder
from tests.embeddings import SEEDS, crowded_rows, unit_rows

DIMS = st.sampled_from([1, 2, 3, 7, 64, 128])


@dataclass(frozen=True)
class Shape:
    """How an encoder is made; so small that every partition can be looked at."""

    dim: int
    repetitions: int
    bits: int
    inner_dim: int
    seed: int

    def encoder(self, width: int = 1 << 30) -> FixedEncoder:
        return FixedEncoder(
            self.dim,
            repetitions=self.repetitions,
            bits=self.bits,
            inner_dim=self.inner_dim,
            width=width,
            seed=self.seed,
        )


SHAPES = st.builds(Shape, DIMS, st.integers(1, 4), st.integers(0, 4), st.integers(1, 9), st.integers(0, 99))


def vectors_of(count: int, dim: int, seed: int) -> Floats:
    """Draw vectors that crowd, as those of a page do, so that many partitions stay empty."""
    return crowded_rows(count, dim, 3, 0.7, seed)


def slow_encoding(encoder: FixedEncoder, shape: Shape, vectors: Floats, is_page: bool) -> Floats:
    """Encode without folding: for every cut and partition, gather the vectors that lie there, or find the nearest."""
    inner = min(shape.inner_dim, shape.dim)
    blocks = []
    for cut in range(shape.repetitions):
        planes = encoder._planes[:, cut * shape.bits : (cut + 1) * shape.bits]
        projected = vectors @ encoder._projections[:, cut * inner : (cut + 1) * inner]
        for partition in range(1 << shape.bits):
            wanted = [bool(partition >> bit & 1) for bit in range(shape.bits)]
            crossed = [
                [
                    abs(float(distance))
                    for distance, side in zip(vector @ planes, wanted, strict=True)
                    if (distance > 0) != side
                ]
                for vector in vectors
            ]
            inside = [row for row, planes_crossed in zip(projected, crossed, strict=True) if not planes_crossed]
            if inside:
                blocks.append(np.sum(inside, axis=0) / (len(inside) if is_page else 1))
            elif is_page:
                nearest = min(range(len(vectors)), key=lambda at: (len(crossed[at]), sum(crossed[at])))
                blocks.append(projected[nearest])
            else:
                blocks.append(np.zeros(inner, np.float32))
    encoding: Floats = (np.concatenate(blocks) / np.sqrt(shape.repetitions)).astype(np.float32)
    return encoding


def maxsim(query: Floats, page: Floats) -> float:
    return float((query @ page.T).max(axis=1).sum())


@given(SHAPES, st.integers(1, 20), SEEDS)
def test_a_page_holds_the_mean_of_each_partition_and_the_nearest_patch_where_there_is_none(
    shape: Shape, count: int, seed: int
) -> None:
    encoder, vectors = shape.encoder(), vectors_of(count, shape.dim, seed)
    expected = slow_encoding(encoder, shape, vectors, is_page=True)
    np.testing.assert_allclose(encoder.encode_page(vectors), expected, atol=1e-5)


@given(SHAPES, st.integers(0, 20), SEEDS)
def test_a_question_holds_the_sum_of_each_partition_and_zeros_where_there_is_none(
    shape: Shape, count: int, seed: int
) -> None:
    encoder, vectors = shape.encoder(), unit_rows(count, shape.dim, seed)
    expected = slow_encoding(encoder, shape, vectors, is_page=False)
    np.testing.assert_allclose(encoder.encode_query(vectors), expected, atol=1e-5)


@given(SHAPES, st.integers(1, 200), st.integers(1, 20), SEEDS)
def test_an_encoding_is_as_wide_as_asked_and_fits_half_floats(shape: Shape, width: int, count: int, seed: int) -> None:
    encoder, vectors = shape.encoder(width), vectors_of(count, shape.dim, seed)
    raw = shape.repetitions * 2**shape.bits * min(shape.inner_dim, shape.dim)
    assert encoder.width == min(width, raw)
    for encoding in (encoder.encode_page(vectors), encoder.encode_query(vectors)):
        assert encoding.dtype == np.float32
        assert encoding.shape == (encoder.width,)
        assert np.isfinite(encoding.astype(np.float16)).all()


@given(DIMS, st.integers(1, 30), SEEDS)
def test_the_order_of_patches_and_patches_seen_twice_in_full_change_nothing(dim: int, count: int, seed: int) -> None:
    encoder, vectors = FixedEncoder(dim, repetitions=3, width=64), vectors_of(count, dim, seed)
    order = np.random.default_rng(seed).permutation(count)
    expected = encoder.encode_page(vectors)
    np.testing.assert_allclose(encoder.encode_page(vectors[order]), expected, atol=1e-5)
    np.testing.assert_allclose(encoder.encode_page(np.concatenate([vectors, vectors])), expected, atol=1e-5)


@given(DIMS, st.integers(0, 10), st.integers(0, 10), SEEDS)
def test_the_encoding_of_a_question_is_the_sum_of_its_parts(dim: int, first: int, second: int, seed: int) -> None:
    encoder, tokens = FixedEncoder(dim, repetitions=3, width=64), unit_rows(first + second, dim, seed)
    parts = encoder.encode_query(tokens[:first]) + encoder.encode_query(tokens[first:])
    np.testing.assert_allclose(encoder.encode_query(tokens), parts, atol=1e-5)


@given(st.sampled_from([3, 64, 128]), st.integers(1, 10), SEEDS)
def test_a_page_of_one_patch_scores_its_cosines_exactly_where_nothing_is_projected(
    dim: int, count: int, seed: int
) -> None:
    """The patch fills every partition, so each token meets it in every cut."""
    encoder = FixedEncoder(dim, repetitions=3, bits=2, inner_dim=dim, width=1 << 30)
    tokens, patch = unit_rows(count, dim, seed), unit_rows(1, dim, seed + 1)
    product = encoder.encode_query(tokens) @ encoder.encode_page(patch)
    np.testing.assert_allclose(product, (tokens @ patch.T).sum(), atol=1e-4)


@given(st.sampled_from([3, 64, 128]), st.integers(1, 20), SEEDS)
def test_the_product_is_never_more_than_maxsim_where_nothing_is_projected(dim: int, count: int, seed: int) -> None:
    """A mean of patches is no nearer to a token than the best of them, whichever patches a partition holds."""
    encoder = FixedEncoder(dim, repetitions=3, bits=3, inner_dim=dim, width=1 << 30)
    query, page = unit_rows(5, dim, seed), vectors_of(count, dim, seed + 1)
    assert encoder.encode_query(query) @ encoder.encode_page(page) <= maxsim(query, page) + 1e-4


@given(st.integers(1, 64), SEEDS)
def test_gaining_a_patch_changes_only_partitions_that_it_enters_or_is_nearest_to(count: int, seed: int) -> None:
    encoder = FixedEncoder(64, repetitions=4, bits=4, inner_dim=8, width=1 << 30)
    vectors = vectors_of(count + 1, 64, seed)
    before, after = (encoder.encode_page(rows).reshape(-1, 8) for rows in (vectors[:-1], vectors))
    alone = encoder.encode_page(vectors[-1:]).reshape(-1, 8)
    entered = encoder.encode_query(vectors[-1:]).reshape(-1, 8).any(axis=1)
    assert entered.sum() == 4
    kept = np.isclose(after, before, atol=1e-5).all(axis=1)
    taken = np.isclose(after, alone, atol=1e-5).all(axis=1)
    assert (kept | taken | entered).all()


def test_the_same_seed_makes_the_same_encoding_and_another_seed_another() -> None:
    vectors = unit_rows(20, 64, 1)
    first, again, other = (FixedEncoder(64, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.encode_page(vectors), again.encode_page(vectors))
    np.testing.assert_array_equal(first.encode_query(vectors), again.encode_query(vectors))
    assert not np.allclose(first.encode_page(vectors), other.encode_page(vectors))
    assert first.name == again.name != other.name


def test_encodings_that_do_not_compare_have_different_names() -> None:
    shapes: list[dict[str, int]] = [{}, {"repetitions": 3}, {"bits": 2}, {"inner_dim": 5}, {"width": 99}, {"seed": 4}]
    assert len({FixedEncoder(64, **shape).name for shape in shapes}) == len(shapes)


def test_stored_encodings_still_mean_what_they_meant() -> None:
    """The first version made these values. An encoder that no longer makes them needs a new name."""
    encoder = FixedEncoder(4, repetitions=2, bits=1, inner_dim=2, width=5)
    assert encoder.name == "muvera5-2x1x2-seed0"
    encoding = encoder.encode_page(np.eye(4, dtype=np.float32)[:2])
    np.testing.assert_allclose(encoding, [0, -0.0882, -0.566, -1.0967, -0.2271], atol=1e-4)


def test_a_page_without_patches_has_no_encoding() -> None:
    with pytest.raises(ValueError, match="no encoding"):
        FixedEncoder(8).encode_page(np.zeros((0, 8), np.float32))


def test_products_find_pages_as_maxsim_does_where_a_mean_of_patches_does_not() -> None:
    """A question repeats, with noise, a few of the patches of one page among many; chance finds 1 page in 20."""
    rng = np.random.default_rng(20261120)
    pages = [unit_rows(80, 64, seed) for seed in range(300)]
    asked = range(100)
    repeated = [
        pages[number][rng.choice(80, 6, replace=False)] + 0.5 * unit_rows(6, 64, 999 + number) for number in asked
    ]
    queries = [tokens / np.linalg.norm(tokens, axis=1, keepdims=True) for tokens in repeated]
    encoder = FixedEncoder(64)
    stored = np.stack([encoder.encode_page(page) for page in pages]).astype(np.float16).astype(np.float32)
    means = np.stack([page.mean(axis=0) for page in pages])

    def found(scores: Floats) -> float:
        return float(np.mean([number in np.argsort(-row)[:15] for number, row in zip(asked, scores, strict=True)]))

    assert found(np.array([[maxsim(query, page) for page in pages] for query in queries])) == 1
    by_encoding = found(np.stack([encoder.encode_query(query) for query in queries]) @ stored.T)
    by_mean = found(np.stack([query.sum(axis=0) for query in queries]) @ means.T)
    assert by_encoding >= 0.9
    assert by_encoding > by_mean + 0.2


def test_folding_keeps_products_right_on_average() -> None:
    query, page = unit_rows(12, 64, 1), unit_rows(40, 64, 2)
    shape = {"repetitions": 4, "bits": 3, "inner_dim": 64}
    products = {}
    for width in (256, 1 << 30):
        encoders = [FixedEncoder(64, width=width, seed=seed, **shape) for seed in range(200)]
        products[width] = [encoder.encode_query(query) @ encoder.encode_page(page) for encoder in encoders]
    folded, plain = np.array(products[256]), np.array(products[1 << 30])
    error = np.sqrt(folded.var() + plain.var()) / np.sqrt(200)
    assert abs(folded.mean() - plain.mean()) < 4 * error
