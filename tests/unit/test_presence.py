"""Which words a page has, told from cosines, against plain loops over terms and pages."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import lancedb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indexer.arrays import Floats, Ints
from indexer.candidates import train_sets
from indexer.codes import CodesTable
from indexer.compress.profiles import PROFILES
from indexer.presence import (
    FAR_ROWS,
    NEAR_ROWS,
    Presence,
    by_term,
    page_scores,
    passage_shares,
    presence_scores,
    rarity,
    term_weights,
)
from indexer.sets import SetsTable
from indexer.two_stage import Candidates, Encodings
from indexer.types import Page, QueryEmbedding
from indexer.ways import Look, Scan
from tests.looks import DIM, look, name, question

PRESENCE = Presence(0.5, 0.7)
COSINE = st.floats(-1, 1, width=32)


def tables(values: st.SearchStrategy[float], pages: int = 8) -> st.SearchStrategy[Floats]:
    """Rows of numbers, (rows, pages)."""
    return arrays.arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, pages)), elements=values)


@st.composite
def spelled(draw: st.DrawFn) -> tuple[Floats, Ints]:
    """The cosines of all spellings of some words, and whose spelling each is."""
    best = draw(tables(COSINE))
    steps = draw(st.lists(st.booleans(), min_size=len(best), max_size=len(best)))
    return best, np.cumsum([0, *steps[1:]]).astype(np.int32)


def slow_sure(cosine: float) -> float:
    if cosine <= PRESENCE.low:
        return 0
    return min((cosine - PRESENCE.low) / (PRESENCE.high - PRESENCE.low), 1)


def slow_by_term(best: Floats, terms: Ints) -> list[list[float]]:
    return [
        [
            max(float(best[token, page]) for token in range(len(best)) if terms[token] == term)
            for page in range(best.shape[1])
        ]
        for term in sorted(set(terms.tolist()))
    ]


def slow_rarity(sure: list[list[float]]) -> list[float]:
    weights = []
    for row in sure:
        having = sum(row)
        weights.append(math.log(1 + (len(row) - having + 0.5) / (having + 0.5)))
    return weights


def slow_score(sure: list[float], weights: list[float], words: int, usual_words: float) -> float:
    share = sum(weight * each for weight, each in zip(weights, sure, strict=True)) / sum(weights)
    return share * 2.5 / (1 + 1.5 * (0.5 + 0.5 * words / max(usual_words, 1)))


def slow_page_scores(best: Floats, terms: Ints, patches: list[int], usual: float) -> list[float]:
    sure = [[slow_sure(cosine) for cosine in row] for row in slow_by_term(best, terms)]
    weights = slow_rarity(sure)
    return [slow_score([row[at] for row in sure], weights, words, usual) for at, words in enumerate(patches)]


@given(tables(COSINE))
def test_a_cosine_says_nothing_below_one_bound_and_everything_above_the_other(cosines: Floats) -> None:
    sure = PRESENCE(cosines)
    assert sure.dtype == np.float32
    np.testing.assert_allclose(sure, [[slow_sure(float(each)) for each in row] for row in cosines], atol=1e-6)


@given(spelled())
def test_the_best_spelling_of_a_word_counts(best_and_terms: tuple[Floats, Ints]) -> None:
    best, terms = best_and_terms
    np.testing.assert_array_equal(by_term(best, terms), slow_by_term(best, terms))


@given(tables(COSINE))
def test_without_spellings_each_token_is_a_word_of_its_own(best: Floats) -> None:
    np.testing.assert_array_equal(by_term(best, None), best)
    np.testing.assert_array_equal(by_term(best, np.arange(len(best), dtype=np.int32)), best)


@given(tables(st.floats(0, 1, width=32)))
def test_words_are_weighed_by_how_few_pages_have_them(sure: Floats) -> None:
    weights = rarity(sure)
    np.testing.assert_allclose(weights, slow_rarity(sure.tolist()), rtol=1e-4)
    assert (weights > 0).all()
    rarest_first = np.argsort(sure.sum(axis=1), kind="stable")
    assert (np.diff(weights[rarest_first]) <= 1e-5).all()


@given(tables(st.floats(0, 1, width=32)), st.data())
def test_pages_are_scored_as_by_the_slow_loop(sure: Floats, data: st.DataObject) -> None:
    pages = sure.shape[1]
    words = data.draw(st.lists(st.integers(0, 900), min_size=pages, max_size=pages))
    weights = data.draw(st.lists(st.floats(0.125, 8, width=32), min_size=len(sure), max_size=len(sure)))
    usual = data.draw(st.floats(0, 500))
    scores = presence_scores(sure, np.array(weights, np.float32), np.array(words, np.int32), usual)
    assert scores.dtype == np.float32
    slow = [slow_score(sure[:, at].tolist(), weights, count, usual) for at, count in enumerate(words)]
    np.testing.assert_allclose(scores, slow, rtol=1e-4, atol=1e-6)


@given(spelled(), st.data())
def test_cosines_become_scores_as_in_the_slow_loop(best_and_terms: tuple[Floats, Ints], data: st.DataObject) -> None:
    best, terms = best_and_terms
    pages = best.shape[1]
    patches = data.draw(st.lists(st.integers(1, 600), min_size=pages, max_size=pages))
    query = QueryEmbedding(np.zeros((len(best), 1), np.float32), ("",) * len(best), terms, PRESENCE)
    scores = page_scores(query, best, np.array(patches, np.int32))
    np.testing.assert_allclose(
        scores, slow_page_scores(best, terms, patches, float(np.mean(patches))), rtol=1e-4, atol=1e-6
    )
    # A few of the pages, where it is known what all of them are like, score as they do among all.
    some = sorted(data.draw(st.sets(st.integers(0, pages - 1), min_size=1)))
    alone = page_scores(
        query, best[:, some], np.array(patches, np.int32)[some], term_weights(query, best), float(np.mean(patches))
    )
    np.testing.assert_allclose(alone, scores[some], rtol=1e-5, atol=1e-6)


@given(tables(COSINE))
def test_a_model_that_does_not_spot_words_adds_its_cosines(best: Floats) -> None:
    query = QueryEmbedding(np.zeros((len(best), 1), np.float32), ("",) * len(best))
    np.testing.assert_allclose(page_scores(query, best, np.ones(best.shape[1], np.int32)), best.sum(axis=0))


def test_a_question_without_words_and_a_library_without_pages_give_zeros() -> None:
    query = QueryEmbedding(np.zeros((0, 1), np.float32), (), np.zeros(0, np.int32), PRESENCE)
    assert page_scores(query, np.zeros((0, 3), np.float32), np.ones(3, np.int32)).tolist() == [0, 0, 0]
    one = replace(query, vectors=np.zeros((1, 1), np.float32), tokens=("a",), terms=np.zeros(1, np.int32))
    assert page_scores(one, np.zeros((1, 0), np.float32), np.zeros(0, np.int32)).tolist() == []


def test_one_rare_word_outweighs_two_that_every_page_has() -> None:
    best = np.array([[0.9, 0.9, 0.9, 0.9, 0.1], [0.9, 0.9, 0.9, 0.9, 0.1], [0.1, 0.1, 0.1, 0.1, 0.9]], np.float32)
    query = QueryEmbedding(np.zeros((3, 1), np.float32), ("",) * 3, None, PRESENCE)
    scores = page_scores(query, best, np.full(5, 100, np.int32))
    assert scores.argmax() == 4


def test_many_cosines_that_are_not_enough_do_not_add_up_to_a_word() -> None:
    best = np.array([[0.49, 0.72], [0.49, 0.1], [0.49, 0.1]], np.float32)
    query = QueryEmbedding(np.zeros((3, 1), np.float32), ("",) * 3, None, PRESENCE)
    none, one = page_scores(query, best, np.full(2, 100, np.int32))
    assert (none, one > 0) == (0, True)


def test_of_two_pages_that_have_a_word_the_one_that_says_less_else_is_better() -> None:
    query = QueryEmbedding(np.zeros((1, 1), np.float32), ("",), None, PRESENCE)
    short, long = page_scores(query, np.full((1, 2), 0.9, np.float32), np.array([50, 500], np.int32))
    assert short > long > 0


# --- the ways to find pages ---


@pytest.fixture
def ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Look]:
    """The same forty pages, found by a scan, by candidates and by encodings."""
    monkeypatch.setattr("indexer.two_stage.give_back", lambda: None, raising=False)
    (tmp_path / "codebooks").mkdir()
    codes = CodesTable(lancedb.connect(tmp_path / "tables"), "codes", PROFILES["remote"], DIM, tmp_path / "codebooks")
    for document in range(8):
        pages = [look(10 * document + number, 4 + 3 * document) for number in range(5)]
        codes.add([(Page(name(document), number), each) for number, each in enumerate(pages, 1)])
    centroids, _ = train_sets(np.concatenate([look(seed, 40).vectors for seed in range(30)]), 64)
    sets = SetsTable.create(lancedb.connect(tmp_path / "tables"), "sets", tmp_path / "codebooks", centroids, 0.1, 0)
    found: list[Look] = [Scan(codes), Candidates(codes, sets), Encodings(codes)]
    for way in found:
        way.add(list(codes.stored()))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_every_way_scores_presence_alike_where_all_pages_are_candidates(ways: list[Look], seed: int) -> None:
    query = QueryEmbedding(question(seed, 6), ("",) * 6, np.array([0, 0, 1, 2, 2, 2], np.int32), Presence(0.55, 0.85))
    scan, *others = (way.search(query, 40, None, ()) for way in ways)
    assert len(scan) == 40
    assert len(set(scan.values())) > 0
    for found in others:
        assert found == pytest.approx(scan, abs=1e-5)
        assert found.patches == scan.patches
    # The best of a few documents, and one page that was asked for by name.
    wanted = Page(name(1), 2)
    scan, *others = (way.search(query, 3, {name(2), name(3)}, {wanted}) for way in ways)
    for found in others:
        assert {page: found[page] for page in scan.keys() & found.keys()} == pytest.approx(
            {page: scan[page] for page in scan.keys() & found.keys()}, abs=1e-5
        )
        assert scan.keys() - {wanted} <= found.keys()


@pytest.mark.parametrize("seed", range(3))
def test_how_rare_a_word_is_is_told_by_the_library_and_not_by_the_documents_asked_for(
    ways: list[Look], seed: int
) -> None:
    query = QueryEmbedding(question(seed, 3), ("",) * 3, None, Presence(0.55, 0.85))
    for way in ways:
        everything = way.search(query, 40, None, ())
        some = way.search(query, 40, {name(2)}, ())
        assert some == pytest.approx({page: everything[page] for page in some}, abs=1e-5)
        assert {page.document for page in some} == {name(2)}


def test_pages_that_candidates_read_later_are_scored_as_if_the_sample_were_still_small(
    ways: list[Look], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How rare words are is known from a sample, which is drawn again when there are twice as many pages."""
    candidates = ways[1]
    query = QueryEmbedding(question(1, 3), ("",) * 3, None, Presence(0.55, 0.85))
    before = candidates.search(query, 40, None, ())
    candidates.codes.add([(Page(name(9), number), look(900 + number, 5)) for number in range(1, 6)])
    candidates.add(list(candidates.codes.stored([name(9)])))
    after = candidates.search(query, 45, None, ())
    assert len(after) == 45
    assert {page: after[page] for page in before} == pytest.approx(before)
    candidates.codes.add([(Page(name(10), number), look(990 + number, 5)) for number in range(1, 60)])
    candidates.add(list(candidates.codes.stored([name(10)])))
    ways[0].add([stored for stored in candidates.codes.stored() if stored.page.document in {name(9), name(10)}])
    scan = ways[0].search(query, 104, None, ())
    found = candidates.search(query, 104, None, ())
    assert found == pytest.approx({page: scan[page] for page in found}, abs=1e-5)


def slow_passage_share(sure: Floats, rows: list[int], weights: Floats) -> float:
    best = 0.0
    for middle in range(max(rows, default=0) + 1):
        sum_here = 0.0
        for term, weight in enumerate(weights.tolist()):
            counts = [
                float(sure[term, place]) * min(1.0, max(0.0, (FAR_ROWS - abs(row - middle)) / (FAR_ROWS - NEAR_ROWS)))
                for place, row in enumerate(rows)
            ]
            sum_here += weight * max(counts, default=0.0)
        best = max(best, sum_here)
    return best / float(weights.sum())


@given(tables(st.floats(0, 1, width=32), pages=12), st.data())
def test_the_best_stretch_is_what_loops_over_all_stretches_find(sure: Floats, data: st.DataObject) -> None:
    places = sure.shape[1]
    pages = np.array(data.draw(st.lists(st.integers(0, 2), min_size=places, max_size=places)), np.int32)
    rows = np.array(data.draw(st.lists(st.integers(0, 150), min_size=places, max_size=places)), np.int32)
    weights = np.linspace(0.5, 2, len(sure), dtype=np.float32)
    shares = passage_shares(sure, pages, rows, weights, 3)
    slow = [slow_passage_share(sure[:, pages == at], rows[pages == at].tolist(), weights) for at in range(3)]
    np.testing.assert_allclose(shares, slow, rtol=1e-4, atol=1e-5)
