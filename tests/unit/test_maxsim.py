"""MaxSim over blocks of codes, against one page, one token and one patch at a time."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import indexer.maxsim
from indexer.arrays import Bytes, Floats
from indexer.compress.scalar import ScalarCodec
from indexer.maxsim import CodedPages, best_pages, cosines, maxsim
from indexer.types import Page

DIM = 10
CODEC = ScalarCodec(DIM)
# Tokens are rounded to 8 bits for scoring: half a step of 1/127 of the largest coordinate, in each of DIM.
ROUNDING = 0.5 / 127 * DIM**0.5
SIZES = st.lists(st.integers(1, 30), max_size=25)
SEEDS = st.integers(0, 2**32 - 1)
Change: TypeAlias = tuple[str, int, int]


def unit_rows(count: int, seed: int) -> Floats:
    rows = np.random.default_rng(seed).standard_normal((count, DIM)).astype(np.float32)
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def codes_of(count: int, seed: int) -> Bytes:
    return CODEC.encode(unit_rows(count, seed))


def slow_score(query: Floats, codes: Bytes) -> float:
    """Each query token takes its best patch, and the bests are added."""
    patches = CODEC.decode(codes)
    return sum(max(float(token @ patch) for patch in patches) for token in query)


@pytest.mark.parametrize("block_rows", [1, 7, 64, 8192])
@given(SIZES, st.integers(0, 4), SEEDS)
def test_scores_are_those_of_the_slow_loop(block_rows: int, sizes: list[int], tokens: int, seed: int) -> None:
    coded = CodedPages(CODEC)
    pages = {Page(f"{at:x}", 1): codes_of(size, seed + at) for at, size in enumerate(sizes)}
    for page, codes in pages.items():
        coded.add(page, codes)
    query = unit_rows(tokens, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.maxsim, "_BLOCK_ROWS", block_rows)
        scores = coded.scores(query)
    assert scores.dtype == np.float32
    np.testing.assert_allclose(
        scores, [slow_score(query, codes) for codes in pages.values()], atol=ROUNDING * len(query)
    )


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("add"), st.integers(0, 5), st.integers(1, 12)),
            st.tuples(st.just("remove"), st.integers(0, 5), st.integers(0, 5)),
        ),
        max_size=20,
    ),
    SEEDS,
    st.sampled_from([0, 2, 5]),
)
def test_adding_and_removing_keeps_the_scores_of_a_plain_dictionary(
    changes: list[Change], seed: int, remembered: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.maxsim, "_FIRST_CAPACITY", 4)
        patch.setattr(indexer.maxsim, "_BLOCK_ROWS", 16)
        coded = CodedPages(CODEC, remembered)
        model: dict[Page, Bytes] = {}
        query = unit_rows(3, seed)
        for at, (change, document, number) in enumerate(changes):
            if change == "add":
                page = Page(str(document), at)
                model[page] = codes_of(number, seed + at)
                coded.add(page, model[page])
            else:
                gone = frozenset({str(document), str(number)})
                model = {page: codes for page, codes in model.items() if page.document not in gone}
                coded.remove(gone)
            assert coded.pages == list(model)
            assert len(coded) == len(model)
            expected = [slow_score(query, codes) for codes in model.values()]
            np.testing.assert_allclose(coded.scores(query), expected, atol=ROUNDING * 3)
            # The same once more, and with a token in the place of another.
            query[at % 3] = unit_rows(1, seed + at)
            expected = [slow_score(query, codes) for codes in model.values()]
            np.testing.assert_allclose(coded.scores(query), expected, atol=ROUNDING * 3)
            np.testing.assert_array_equal(coded.best(query[[1, 1, 0]]), coded.best(query)[[1, 1, 0]])


def test_only_words_that_were_not_asked_for_lately_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    coded = CodedPages(CODEC, 3)
    coded.add(Page("a", 1), codes_of(3, 1))
    scanned: list[int] = []
    scan = coded._scanned

    def counted(query: Floats) -> Floats:
        scanned.append(len(query))
        return scan(query)

    monkeypatch.setattr(coded, "_scanned", counted)
    words = unit_rows(5, 2)
    for question in ([0, 1], [0, 1, 2], [2], [0, 3], [1], [0, 1, 2, 3, 4], [1], [2, 3, 4]):
        coded.best(words[question])
    assert scanned == [2, 1, 0, 1, 1, 2, 1, 1]


def test_a_page_without_patches_is_refused_and_changes_nothing() -> None:
    coded = CodedPages(CODEC)
    coded.add(Page("a", 1), codes_of(3, 1))
    with pytest.raises(ValueError, match="without patches"):
        coded.add(Page("a", 2), codes_of(0, 1))
    assert coded.pages == [Page("a", 1)]
    assert len(coded.scores(unit_rows(2, 5))) == 1


def test_no_pages_and_no_tokens_score_nothing() -> None:
    coded = CodedPages(CODEC)
    assert coded.scores(unit_rows(2, 1)).shape == (0,)
    coded.add(Page("a", 1), codes_of(3, 1))
    assert coded.scores(unit_rows(0, 1)).tolist() == [0.0]


def test_a_page_on_which_everything_is_unlike_the_question_scores_below_zero() -> None:
    """Padding with zeros would win every maximum here."""
    query = unit_rows(1, 3)
    coded = CodedPages(CODEC)
    coded.add(Page("a", 1), CODEC.encode(np.repeat(-query, 3, axis=0)))
    assert coded.scores(query)[0] < -0.9


@given(st.integers(0, 5), st.integers(0, 9), SEEDS)
def test_cosines_of_one_page_are_those_of_its_decoded_vectors(tokens: int, patches: int, seed: int) -> None:
    query, codes = unit_rows(tokens, seed), codes_of(patches, seed + 1)
    np.testing.assert_allclose(cosines(CODEC, query, codes), query @ CODEC.decode(codes).T, atol=ROUNDING)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 9), st.integers(-3, 3))), st.integers(0, 12))
def test_the_best_pages_are_the_first_of_all_pages_sorted(rows: list[tuple[int, int, int]], limit: int) -> None:
    pages = [Page(str(document), number) for document, number, _ in rows]
    scores = np.array([score / 2 for _, _, score in rows], np.float32)
    expected = sorted(zip(pages, scores.tolist(), strict=True), key=lambda item: (-item[1], item[0]))
    assert best_pages(pages, scores, limit) == expected[:limit]


@pytest.mark.parametrize("block_rows", [1, 7, 8192])
@given(SIZES, st.integers(0, 4), SEEDS)
def test_a_few_pages_get_the_scores_that_they_get_among_all(
    block_rows: int, sizes: list[int], tokens: int, seed: int
) -> None:
    coded = CodedPages(CODEC)
    pages = [codes_of(size, seed + at) for at, size in enumerate(sizes)]
    for at, codes in enumerate(pages):
        coded.add(Page(f"{at:x}", 1), codes)
    query = unit_rows(tokens, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.maxsim, "_BLOCK_ROWS", block_rows)
        scores = maxsim(CODEC, CODEC.scorer(query), pages)
    assert scores.dtype == np.float32
    assert scores.shape == (len(pages),)
    np.testing.assert_allclose(scores, coded.scores(query), atol=1e-5)
    np.testing.assert_allclose(scores, [slow_score(query, codes) for codes in pages], atol=ROUNDING * len(query))
