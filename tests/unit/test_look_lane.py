"""One model's eyes on the library: what is scored, what is lit, and how questions of several parts are put together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.look_lane import LookLane, _named, _standing_out, _term_of
from app.answers.sought import joined
from indexer.arrays import Floats
from indexer.compress.scalar import ScalarCodec
from indexer.look import LookIndex
from indexer.looks import Model
from indexer.maxsim import CodedPages
from indexer.presence import Presence
from indexer.store import Store
from indexer.types import LOOSE, Page, PageCodes, PatchEmbeddings, PatchGrid, QueryEmbedding
from tests.looks import put

CODEC = ScalarCodec(8)


def rows(count: int, seed: int) -> Floats:
    made = np.random.default_rng(seed).standard_normal((count, 8)).astype(np.float32)
    unit: Floats = made / np.linalg.norm(made, axis=1, keepdims=True)
    return unit


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(1, 4))
def test_a_whole_is_a_pages_last_vector_and_nothing_else(patches: list[int], tokens: int) -> None:
    coded, pages = CodedPages(CODEC), [CODEC.encode(rows(count, seed)) for seed, count in enumerate(patches)]
    for at, codes in enumerate(pages):
        coded.add(Page("a", at + 1), codes)
    query = rows(tokens, 99)
    slow = np.stack([query @ CODEC.decode(codes)[-1] for codes in pages], axis=1)
    assert coded.wholes(query) == pytest.approx(slow, abs=2e-2)
    assert CodedPages(CODEC).wholes(query).shape == (tokens, 0)


def test_what_stands_out_of_a_pages_places_is_lit_and_its_whole_never() -> None:
    cells = np.array([0, 1, 2, 3, 4, 5, LOOSE], np.int32)
    look = PageCodes(np.zeros((7, 1), np.uint8), cells, PatchGrid(2, 3))
    likeness = np.array([[0.20, 0.21, 0.20, 0.30, 0.19, 0.20, 0.99]], np.float32)
    apart = _standing_out(likeness, look)
    assert apart[0].argmax() == 3 and apart[0, 3] > 1.5
    assert np.count_nonzero(apart) == 1


def test_a_page_without_places_lights_nothing() -> None:
    look = PageCodes(np.zeros((1, 1), np.uint8), np.array([LOOSE], np.int32), PatchGrid(1, 1))
    assert not _standing_out(np.ones((2, 1), np.float32), look).any()


@pytest.mark.parametrize(
    ("token", "term"),
    [("Ġferries", 0), ("▁ferr", 0), ("##ies", 0), ("noon", 1), ("Noon", 1), ("e", None), ("<pad>", None), ("", None)],
)
def test_a_models_tokens_are_named_by_the_words_that_they_are_pieces_of(token: str, term: int | None) -> None:
    assert _term_of(token, ("ferries", "noon")) == term


def test_tokens_without_a_word_name_nothing() -> None:
    assert _named((0, 1, 2), [1, None, 1]) == (1,)


def test_words_and_a_picture_count_as_much_as_one_another() -> None:
    words, picture = QueryEmbedding(rows(2, 1), ("a", "b")), QueryEmbedding(rows(40, 2), ("",) * 40)
    both = joined([words, picture])
    assert len(both.tokens) == len(both.vectors) == 42
    assert np.linalg.norm(both.vectors[:2], axis=1).sum() == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(both.vectors[2:], axis=1).sum() == pytest.approx(1, abs=1e-5)


def test_a_part_that_says_nothing_takes_nothing_away() -> None:
    words, nothing = QueryEmbedding(rows(2, 1), ("a", "b")), QueryEmbedding(np.zeros((0, 8), np.float32), ())
    assert joined([words, nothing]) is words
    assert joined([nothing, words]) is words
    assert joined([nothing]) is nothing


def test_terms_of_spotted_words_stay_apart() -> None:
    presence = Presence(0.5, 0.7)
    first = QueryEmbedding(rows(3, 1), ("a", "as", "b"), np.array([0, 0, 1], np.int32), presence)
    second = QueryEmbedding(rows(2, 2), ("", ""), np.array([0, 1], np.int32), presence)
    both = joined([first, second])
    assert both.terms is not None and both.terms.tolist() == [0, 0, 1, 2, 3]
    assert both.presence is presence
    assert np.array_equal(both.vectors, np.concatenate([first.vectors, second.vectors]))


def test_of_two_pages_with_the_same_words_the_one_that_has_them_together_is_better(tmp_path: Path) -> None:
    words = np.linalg.qr(np.random.default_rng(3).normal(size=(48, 48)))[0][:40].astype(np.float32)
    grid = PatchGrid(150, 100)
    scattered = PatchEmbeddings(words, np.arange(40, dtype=np.int32) * 300, grid)
    together = PatchEmbeddings(words, np.arange(40, dtype=np.int32) * 7 + 5000, grid)
    store = Store(tmp_path / "library", Model("made-up", "1", words.shape[1], "exact"))
    try:
        first, second = put(store, 1, [scattered]), put(store, 2, [together])
        lane = LookLane(store.looks, LookIndex(store.looks), lambda: pytest.fail("chance is not asked for"))
        some = words[[3, 20, 36]]
        query = QueryEmbedding(some, ("a", "b", "c"), np.arange(3, dtype=np.int32), Presence(0.5, 0.9))
        scores, alike = lane.find(query, None, ())
        assert alike == {Page(first, 1), Page(second, 1)}
        assert scores[Page(first, 1)] < 0.9 * scores[Page(second, 1)]
        one = QueryEmbedding(some[:1], ("a",), np.zeros(1, np.int32), Presence(0.5, 0.9))
        alone, _ = lane.find(one, None, ())
        assert alone[Page(first, 1)] == alone[Page(second, 1)]
    finally:
        store.close()
