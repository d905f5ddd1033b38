"""Every codec against what its codes stand for, bit by bit where bits are compared."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.arrays import Bytes, Floats
from indexer.compress.centroid import CentroidBitsCodec, CentroidCodec, near_order
from indexer.compress.codebook import (
    SAMPLES,
    TRAINED,
    UNTRAINED,
    Codebook,
    codec_of,
    reconstruction_error,
    train,
)
from indexer.compress.codec import Codec, packed, unpacked
from indexer.compress.exact import Float16Codec
from indexer.compress.product import ProductCodec
from indexer.compress.rounded import rounded_scorer
from indexer.compress.scalar import random_rotation
from indexer.compress.signs import SignCodec
from indexer.maxsim import CodedPages
from indexer.types import Page

DIMS = st.integers(1, 200)
COUNTS = st.integers(0, 12)
SEEDS = st.integers(0, 2**32 - 1)
DIM = 20


def unit_rows(count: int, dim: int, seed: int) -> Floats:
    rows = np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@cache
def clustered(noise: int = 1) -> Floats:
    """Vectors as pages have them: many like a few hundred concepts, and some directions longer than others."""
    concepts = unit_rows(300, DIM, 0) * np.arange(DIM, 0, -1, dtype=np.float32)
    concepts /= np.linalg.norm(concepts, axis=1, keepdims=True)
    near = np.repeat(concepts, 20, axis=0) + unit_rows(6000, DIM, noise) * np.float32(0.5)
    vectors: Floats = near / np.linalg.norm(near, axis=1, keepdims=True)
    return vectors


@cache
def trained(name: str) -> Codebook:
    return train(name, clustered())


def random_product(dim: int, seed: int) -> ProductCodec:
    subs = 1 + seed % 16
    sub_dim = -(-dim // subs)
    centroids = np.random.default_rng(seed).standard_normal((subs, 256, sub_dim)).astype(np.float32)
    return ProductCodec(random_rotation(subs * sub_dim, seed)[:dim], centroids / np.float32(np.sqrt(dim)))


def random_centroids(dim: int, seed: int) -> Floats:
    return unit_rows(2 + seed % 600, dim, seed)


MAKERS: dict[str, Callable[[int, int], Codec]] = {
    "float16": lambda dim, seed: Float16Codec(dim),
    "sign": lambda dim, seed: SignCodec(dim, asymmetric=True, seed=seed),
    "sign-hamming": lambda dim, seed: SignCodec(dim, asymmetric=False, seed=seed),
    "product": random_product,
    "centroid": lambda dim, seed: CentroidCodec(random_centroids(dim, seed)),
    "centroid bits": lambda dim, seed: CentroidBitsCodec(random_centroids(dim, seed)),
}
# What rounding the query to 8 bits, and centroids to 7, may change a cosine by.
LINEAR = {"float16": 1e-5, "centroid": 1e-5, "sign": 0.02, "product": 0.04}


@pytest.mark.parametrize("kind", MAKERS)
@given(DIMS, COUNTS, SEEDS)
def test_codes_have_the_length_that_their_codec_says(kind: str, dim: int, count: int, seed: int) -> None:
    codec = MAKERS[kind](dim, seed)
    codes = codec.encode(unit_rows(count, dim, seed))
    assert codes.dtype == np.uint8
    assert codes.shape == (count, codec.bytes_per_vector)
    decoded = codec.decode(codes)
    assert decoded.dtype == np.float32
    assert decoded.shape == (count, codec.dim) == (count, dim)
    assert len(codec.resident(codes)) == count


@pytest.mark.parametrize("kind", LINEAR)
@given(DIMS, COUNTS, st.integers(1, 5), SEEDS)
def test_scores_are_the_products_with_decoded_vectors(kind: str, dim: int, count: int, tokens: int, seed: int) -> None:
    codec = MAKERS[kind](dim, seed)
    codes, query = codec.encode(unit_rows(count, dim, seed)), unit_rows(tokens, dim, seed + 1)
    scores = codec.scorer(query)(codec.resident(codes))
    assert scores.dtype == np.float32
    assert scores.shape == (tokens, count)
    np.testing.assert_allclose(scores, query @ codec.decode(codes).T, atol=LINEAR[kind])


@pytest.mark.parametrize("kind", MAKERS)
@given(DIMS, st.lists(st.integers(1, 5), min_size=1, max_size=6), st.integers(1, 5), SEEDS)
def test_the_best_of_each_run_is_the_best_of_its_cosines(
    kind: str, dim: int, lengths: list[int], tokens: int, seed: int
) -> None:
    codec = MAKERS[kind](dim, seed)
    score = codec.scorer(unit_rows(tokens, dim, seed + 1))
    rows = codec.resident(codec.encode(unit_rows(sum(lengths), dim, seed)))
    ends = np.cumsum(lengths, dtype=np.int64)
    best = score.best(rows, ends - np.array(lengths))
    assert best.dtype == np.float32
    runs = np.split(score(rows), ends[:-1], axis=1)
    np.testing.assert_array_equal(best, np.stack([run.max(axis=1) for run in runs], axis=1))


@pytest.mark.parametrize("kind", ["float16", "sign", "sign-hamming"])
@given(DIMS, COUNTS, SEEDS)
def test_what_is_decoded_is_encoded_the_same_again(kind: str, dim: int, count: int, seed: int) -> None:
    codec = MAKERS[kind](dim, seed)
    codes = codec.encode(unit_rows(count, dim, seed))
    np.testing.assert_array_equal(codec.encode(codec.decode(codes)), codes)


@pytest.mark.parametrize("kind", ["centroid", "centroid bits"])
@given(DIMS, st.integers(1, 12), SEEDS)
def test_no_other_code_stands_for_something_nearer(kind: str, dim: int, count: int, seed: int) -> None:
    codec, vectors = MAKERS[kind](dim, seed), unit_rows(count, dim, seed + 1)
    error = np.linalg.norm(vectors - codec.decode(codec.encode(vectors)), axis=1)
    others = codec.decode(codec.encode(unit_rows(count, dim, seed + 2)))
    assert (error <= np.linalg.norm(vectors - others, axis=1) + 1e-3).all()


@given(st.integers(1, 40), st.integers(1, 16), st.integers(0, 6), SEEDS)
def test_each_piece_of_a_vector_gets_its_own_nearest_centroid(dim: int, subs: int, count: int, seed: int) -> None:
    sub_dim = -(-dim // subs)
    rotation = random_rotation(subs * sub_dim, seed)[:dim]
    centroids = np.random.default_rng(seed).standard_normal((subs, 256, sub_dim)).astype(np.float32)
    vectors = unit_rows(count, dim, seed)
    codes = ProductCodec(rotation, centroids).encode(vectors)
    for vector, code in zip(vectors @ rotation, codes, strict=True):
        for sub, number in enumerate(code.tolist()):
            piece = vector[sub * sub_dim : (sub + 1) * sub_dim]
            distances = ((centroids[sub] - piece) ** 2).sum(axis=1)
            assert distances[number] <= distances.min() + 1e-4


def test_half_precision_is_widened_exactly_tiny_numbers_and_zeros_too() -> None:
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)]
    codec = Float16Codec(len(finite))
    wide = codec.decode(finite[None].view(np.uint8))[0]
    np.testing.assert_array_equal(wide.view(np.uint32), finite.astype(np.float32).view(np.uint32))


@given(DIMS, COUNTS, st.integers(1, 4), SEEDS)
def test_differing_sign_bits_are_counted_one_by_one(dim: int, count: int, tokens: int, seed: int) -> None:
    codec = SignCodec(dim, asymmetric=False)
    codes, query = codec.encode(unit_rows(count, dim, seed)), unit_rows(tokens, dim, seed + 1)
    scores = codec.scorer(query)(codec.resident(codes))
    assert scores.shape == (tokens, count)
    for token, row in zip(signs(codec, query), scores, strict=True):
        for patch, score in zip(signs(codec, codec.decode(codes)), row, strict=True):
            differing = sum(one != other for one, other in zip(token, patch, strict=True))
            assert score == pytest.approx(np.cos(np.pi * differing / dim), abs=1e-5)


def signs(codec: SignCodec, vectors: Floats) -> list[list[bool]]:
    rotated = vectors @ random_rotation(codec.dim, 0)
    return [[value > 0 for value in row] for row in rotated.tolist()]


@given(st.integers(2, 600), st.integers(1, 60), COUNTS, st.integers(1, 4), SEEDS)
def test_differing_bits_of_centroid_numbers_are_counted_one_by_one(
    centroid_count: int, dim: int, count: int, tokens: int, seed: int
) -> None:
    codec = CentroidBitsCodec(unit_rows(centroid_count, dim, seed))
    codes, query = codec.encode(unit_rows(count, dim, seed + 1)), unit_rows(tokens, dim, seed + 2)
    scores = codec.scorer(query)(codec.resident(codes))
    assert scores.shape == (tokens, count)
    bits = int(np.ceil(np.log2(centroid_count)))
    for token, row in zip(numbers(codec.encode(query)), scores, strict=True):
        for patch, score in zip(numbers(codes), row, strict=True):
            differing = sum((token >> bit) % 2 != (patch >> bit) % 2 for bit in range(bits))
            assert score == pytest.approx(1 - differing / bits, abs=1e-6)


def numbers(codes: Bytes) -> list[int]:
    return [sum(byte << (8 * place) for place, byte in enumerate(row)) for row in codes.tolist()]


@given(COUNTS, st.integers(1, 80), st.integers(1, 5), SEEDS)
def test_a_rounded_query_is_off_by_half_a_step_at_most(count: int, width: int, tokens: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    levels = rng.integers(0, 128, (count, width), dtype=np.uint8)
    weights, offsets = unit_rows(tokens, width, seed), unit_rows(1, tokens, seed)[0]
    scores = rounded_scorer(weights, 63.5, lambda rows: rows, offsets)(levels)
    centred = levels.astype(np.float64) - 63.5
    expected = weights @ centred.T + offsets[:, None]
    half_steps = np.abs(weights).max(axis=1, keepdims=True) / 127 / 2
    assert (np.abs(scores - expected) <= half_steps * np.abs(centred).sum(axis=1) + 1e-3).all()


@pytest.mark.parametrize("count", [12, 16, 100, 128])
def test_near_centroids_share_bits(count: int) -> None:
    naive = clustered()[:: len(clustered()) // count][:count]
    near = near_order(naive)
    assert sorted(map(tuple, near.tolist())) == sorted(map(tuple, naive.tolist()))
    assert agreement(near) > agreement(naive) + 0.3


def agreement(centroids: Floats) -> float:
    """How far the similarity of centroids goes with the bits that their numbers share: a correlation."""
    shared, alike = [], []
    for one in range(len(centroids)):
        for other in range(one):
            shared.append(-(one ^ other).bit_count())
            alike.append(float(centroids[one] @ centroids[other]))
    return float(np.corrcoef(shared, alike)[0, 1])


def test_more_bytes_bring_codes_closer() -> None:
    for names in [
        ["float16", "scalar4", "scalar2", "sign"],
        ["float16", "pq16", "pq8", "kmeans512", "kmeans256", "kmeans128"],
    ]:
        errors = []
        for name in names:
            codec = UNTRAINED[name](DIM) if name in UNTRAINED else codec_of(trained(name))
            errors.append(float(((clustered() - codec.decode(codec.encode(clustered()))) ** 2).sum()))
        assert errors == sorted(errors)


@pytest.mark.parametrize("dim", [1, 5, 16, 23])
def test_product_codes_serve_dimensions_that_do_not_divide(dim: int) -> None:
    vectors = unit_rows(400, dim, 0)
    codec = codec_of(train("pq8", vectors))
    assert (codec.dim, codec.bytes_per_vector) == (dim, 8)
    decoded = codec.decode(codec.encode(vectors))
    assert ((vectors - decoded) ** 2).sum(axis=1).mean() < 0.25


@pytest.mark.parametrize("name", TRAINED)
def test_a_codebook_survives_being_bytes(name: str) -> None:
    book = replace(trained(name), pages=17, tried_at=40)
    again = Codebook.from_bytes(book.to_bytes())
    assert (again.name, again.error, again.vectors, again.pages) == (name, book.error, book.vectors, 17)
    assert again.tried_at == 40
    before, after = codec_of(book), codec_of(again)
    assert before.name == after.name == name
    codes = before.encode(clustered()[:50])
    np.testing.assert_array_equal(after.encode(clustered()[:50]), codes)
    query = unit_rows(4, DIM, 9)
    scores, others = (codec.scorer(query)(codec.resident(codes)) for codec in (before, after))
    np.testing.assert_array_equal(others, scores)


def test_a_codebook_from_before_there_was_a_second_try_is_read() -> None:
    with np.load(io.BytesIO(trained("kmeans128").to_bytes())) as file:
        held = {key: file[key] for key in file.files if key != "tried_at"}
    content = io.BytesIO()
    np.savez(content, **held)
    assert Codebook.from_bytes(content.getvalue()).tried_at == 0


@pytest.mark.parametrize("name", TRAINED)
def test_a_codebook_knows_how_far_it_leaves_vectors_that_it_has_not_seen(name: str) -> None:
    book, codec = trained(name), codec_of(trained(name))
    assert (book.vectors, book.pages) == (min(SAMPLES[name], 5400), 0)
    # Of the 6,000, one in ten was kept apart, or growth would always look like drift.
    assert book.error == pytest.approx(reconstruction_error(codec, clustered(noise=2)), rel=0.05)
    vectors = clustered()[:7]
    apart = [float(np.sum((codec.decode(codec.encode(vector[None]))[0] - vector) ** 2)) for vector in vectors]
    assert reconstruction_error(codec, vectors) == pytest.approx(np.mean(apart), rel=1e-4)
    # Too few to keep any apart.
    few = train(name, vectors)
    assert few.vectors == 7
    assert few.error == pytest.approx(reconstruction_error(codec_of(few), vectors))


@pytest.mark.parametrize("name", TRAINED)
def test_the_same_vectors_and_seed_give_the_same_codebook(name: str) -> None:
    vectors = clustered()[::20]
    one, other = train(name, vectors, 3), train(name, vectors, 3)
    for part, array in one.arrays.items():
        np.testing.assert_array_equal(other.arrays[part], array)


@pytest.mark.parametrize("name", TRAINED)
def test_nothing_can_be_trained_on_no_vectors(name: str) -> None:
    with pytest.raises(ValueError, match="no vectors"):
        train(name, unit_rows(0, DIM, 0))


@pytest.mark.parametrize("name", [*UNTRAINED, *TRAINED])
def test_a_codec_is_known_by_its_name_and_scores_pages(name: str) -> None:
    codec = UNTRAINED[name](DIM) if name in UNTRAINED else codec_of(trained(name))
    assert codec.name == name
    coded, query = CodedPages(codec), unit_rows(3, DIM, 5)
    pages = [codec.encode(unit_rows(size, DIM, size)) for size in (1, 4, 9)]
    for number, codes in enumerate(pages):
        coded.add(Page(f"{number}", 1), codes)
    score = codec.scorer(query)
    expected = [sum(max(row) for row in score(codec.resident(codes)).tolist()) for codes in pages]
    np.testing.assert_allclose(coded.scores(query), expected, rtol=1e-5)


# 7 and 9 bits go to disk without the bits that are always 0; 8 and 16 as they are.
WIDTHS: dict[int, Callable[[], Codec]] = {
    7: lambda: CentroidBitsCodec(unit_rows(128, DIM, 0)),
    8: lambda: CentroidCodec(unit_rows(256, DIM, 0)),
    9: lambda: CentroidCodec(unit_rows(512, DIM, 0)),
    16: lambda: CentroidCodec(unit_rows(65_536, DIM, 0)),
}


@pytest.mark.parametrize("bits", WIDTHS)
def test_codes_are_packed_to_the_bits_that_they_use_and_come_back(bits: int) -> None:
    codec = WIDTHS[bits]()
    assert codec.bits_per_vector == bits

    @given(st.integers(1, 100), SEEDS)
    def check(count: int, seed: int) -> None:
        drawn = np.random.default_rng(seed).integers(0, 1 << bits, count)
        # The first and the last number are where an off-by-one shows.
        drawn[:2] = (0, (1 << bits) - 1)[:count]
        codes = drawn.astype(f"<u{codec.bytes_per_vector}")[:, None].view(np.uint8)
        on_disk = packed(codec, codes)
        assert len(on_disk) == (count * bits // 8 if bits % 8 == 0 else 1 + -(-count * bits // 8))
        np.testing.assert_array_equal(unpacked(codec, on_disk), codes)
        np.testing.assert_array_equal(unpacked(codec, memoryview(on_disk)), codes)

    check()
