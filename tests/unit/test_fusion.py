"""Scores of several lanes become one ranking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fusion import NAME_ALONE, WEIGHTS, fuse
from app.messages import Lane
from indexer.types import Page

Lanes: TypeAlias = dict[Lane, dict[Page, float]]

PAGES = st.builds(Page, st.sampled_from("abc"), st.integers(1, 4))
SCORES = st.dictionaries(PAGES, st.floats(1e-3, 1e3), max_size=8)
SHARES = st.dictionaries(PAGES, st.floats(1e-3, 1), max_size=8)
LANES: st.SearchStrategy[Lanes] = st.fixed_dictionaries({Lane.TEXT: SCORES, Lane.LOOK: SCORES, Lane.NAME: SHARES})


def slow_score(page: Page, lanes: Mapping[Lane, Mapping[Page, float]]) -> float:
    if [lane for lane in lanes if page in lanes[lane]] == [Lane.NAME]:
        return NAME_ALONE * lanes[Lane.NAME][page]
    score = 0.0
    for lane, scores in lanes.items():
        if page in scores:
            score += WEIGHTS[lane] * scores[page] / max(scores.values())
    return score


def everywhere(lanes: Lanes) -> set[Page]:
    return {page for scores in lanes.values() for page in scores}


def test_every_lane_has_a_weight_and_together_they_are_one() -> None:
    assert set(WEIGHTS) == set(Lane)
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert min(WEIGHTS.values()) > 0


@given(LANES, st.sets(PAGES))
def test_scores_are_those_of_the_slow_sum(lanes: Lanes, others: set[Page]) -> None:
    candidates = everywhere(lanes) | others
    fused = fuse(candidates, lanes)
    assert {page for page, _ in fused} == candidates
    for page, score in fused:
        assert score == pytest.approx(slow_score(page, lanes))
        assert 0 <= score <= 1 + 1e-9


@given(LANES)
def test_the_best_come_first_and_ties_keep_the_order_of_pages(lanes: Lanes) -> None:
    fused = fuse(everywhere(lanes), lanes)
    assert fused == sorted(fused, key=lambda item: (-item[1], item[0]))
    assert fuse(reversed([page for page, _ in fused]), lanes) == fused


@given(LANES, st.sampled_from([Lane.TEXT, Lane.LOOK]), st.floats(1e-2, 1e2))
def test_how_a_lane_counts_does_not_depend_on_its_unit(lanes: Lanes, lane: Lane, unit: float) -> None:
    other = {**lanes, lane: {page: score * unit for page, score in lanes[lane].items()}}
    for page, score in fuse(everywhere(lanes), other):
        assert score == pytest.approx(slow_score(page, lanes))


def test_the_best_page_of_every_lane_scores_one() -> None:
    page, other = Page("a", 1), Page("b", 1)
    lanes = {lane: {page: 0.8, other: 0.2} for lane in Lane}
    ranked = fuse([other, page], lanes)
    assert [found for found, _ in ranked] == [page, other]
    assert [score for _, score in ranked] == pytest.approx([1.0, 0.25])


def test_a_lane_that_found_nothing_takes_nothing_away() -> None:
    page = Page("a", 1)
    assert fuse([page], {Lane.TEXT: {page: 3.0}, Lane.LOOK: {}, Lane.NAME: {}}) == [(page, WEIGHTS[Lane.TEXT])]


def test_a_page_that_only_a_name_leads_to_stands_as_high_as_the_name_holds_of_the_question() -> None:
    half, whole, weak = Page("a", 1), Page("b", 1), Page("c", 1)
    lanes = {Lane.TEXT: {weak: 0.1, Page("d", 1): 10.0}, Lane.LOOK: {}, Lane.NAME: {half: 0.5, whole: 1.0}}
    assert [page for page, _ in fuse([half, whole, weak], lanes)] == [whole, half, weak]


def test_nothing_found_is_nothing() -> None:
    assert fuse([], {lane: {} for lane in Lane}) == []
