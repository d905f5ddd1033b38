"""Scores of several lanes become one ranking."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.fusion import MEANING, MODEL, NAME, NAME_ALONE, SILENT, fuse
from app.requests import Lane
from indexer.types import Page

Lanes: TypeAlias = dict[Lane, dict[Page, float]]

PAGES = st.builds(Page, st.sampled_from("abc"), st.integers(1, 4))
SCORES = st.dictionaries(PAGES, st.floats(1e-3, 1e3), max_size=8)
SHARES = st.dictionaries(PAGES, st.floats(1e-3, 1), max_size=8)
LANES: st.SearchStrategy[Lanes] = st.fixed_dictionaries(dict.fromkeys(Lane, SCORES) | {Lane.NAME: SHARES})


def slow_score(
    page: Page,
    lanes: Mapping[Lane, Mapping[Page, float]],
    silent: Collection[Page] = (),
    unseen: Collection[Page] = (),
) -> float:
    found_by = [lane for lane in lanes if page in lanes[lane]]
    share = {lane: lanes[lane][page] / max(lanes[lane].values()) for lane in found_by}
    if found_by == [Lane.NAME]:
        return NAME_ALONE * share[Lane.NAME]
    reach = slow_reach(lanes.get(Lane.TEXT, {}), lanes.get(Lane.LOOK, {}))
    score = max(share.get(Lane.TEXT, 0) * reach, share.get(Lane.LOOK, 0))
    if lanes.get(Lane.MEANING):
        score = score * SILENT if page in silent else score * (1 - MEANING) + MEANING * share.get(Lane.MEANING, 0)
    if lanes.get(Lane.MODEL):
        weight = MODEL if any(lanes.get(lane) for lane in (Lane.TEXT, Lane.LOOK, Lane.MEANING)) else 1
        score = score * SILENT if page in unseen else score * (1 - weight) + weight * share.get(Lane.MODEL, 0)
    if lanes.get(Lane.NAME):
        score = (score + NAME * share.get(Lane.NAME, 0)) / (1 + NAME)
    return score


def slow_reach(text: Mapping[Page, float], look: Mapping[Page, float]) -> float:
    """How much of the best look the three best pages by their words have, and never less than half."""
    if not text or not look:
        return 1.0
    best = sorted(text, key=lambda page: (text[page], page), reverse=True)[:3]
    return max(0.5, *(look.get(page, 0.0) / max(look.values()) for page in best))


def everywhere(lanes: Lanes) -> set[Page]:
    return {page for scores in lanes.values() for page in scores}


@given(LANES, st.sets(PAGES), st.sets(PAGES), st.sets(PAGES))
def test_scores_are_those_of_the_slow_obvious_rule(
    lanes: Lanes, others: set[Page], silent: set[Page], unseen: set[Page]
) -> None:
    candidates = everywhere(lanes) | others
    fused = fuse(candidates, lanes, silent, unseen)
    assert {page for page, _ in fused} == candidates
    for page, score in fused:
        assert score == pytest.approx(slow_score(page, lanes, silent, unseen))
        assert 0 <= score <= 1 + 1e-9


@given(LANES, st.sets(PAGES))
def test_the_best_come_first_and_ties_keep_the_order_of_pages(lanes: Lanes, silent: set[Page]) -> None:
    fused = fuse(everywhere(lanes), lanes, silent)
    assert fused == sorted(fused, key=lambda item: (-item[1], item[0]))
    assert fuse(reversed([page for page, _ in fused]), lanes, silent) == fused


@given(LANES, st.sampled_from(list(Lane)), st.floats(1e-2, 1e2))
def test_how_a_lane_counts_does_not_depend_on_its_unit(lanes: Lanes, lane: Lane, unit: float) -> None:
    other = {**lanes, lane: {page: score * unit for page, score in lanes[lane].items()}}
    assert dict(fuse(everywhere(lanes), other)) == pytest.approx(dict(fuse(everywhere(lanes), lanes)))


def test_the_best_page_of_every_lane_scores_one() -> None:
    page, other = Page("a", 1), Page("b", 1)
    lanes = {lane: {page: 0.8, other: 0.2} for lane in Lane}
    ranked = fuse([other, page], lanes)
    assert [found for found, _ in ranked] == [page, other]
    assert [score for _, score in ranked] == pytest.approx([1.0, 0.25])


def test_a_lane_that_found_nothing_takes_nothing_away() -> None:
    page = Page("a", 1)
    empty: Lanes = {lane: {} for lane in Lane}
    for lane in (Lane.TEXT, Lane.LOOK, Lane.MEANING):
        assert fuse([page], {**empty, lane: {page: 3.0}}) == [
            (page, 1.0 if lane is not Lane.MEANING else pytest.approx(MEANING))
        ]


@given(SCORES.filter(bool), SCORES.filter(bool), st.sets(PAGES))
def test_without_meaning_no_page_is_held_back_for_saying_nothing(
    text: dict[Page, float], look: dict[Page, float], silent: set[Page]
) -> None:
    lanes: Lanes = {Lane.TEXT: text, Lane.LOOK: look, Lane.MEANING: {}}
    assert fuse(everywhere(lanes), lanes, silent) == fuse(everywhere(lanes), lanes)


def test_words_and_look_say_the_same_so_the_surer_of_the_two_counts() -> None:
    both, one, best = Page("a", 1), Page("b", 1), Page("c", 1)
    lanes: Lanes = {Lane.TEXT: {both: 6.0, one: 6.0, best: 10.0}, Lane.LOOK: {both: 0.3, best: 1.0}}
    scores = dict(fuse([both, one, best], lanes))
    assert scores[both] == scores[one] == pytest.approx(0.6)


def test_a_scan_that_shows_what_is_asked_stands_before_a_page_that_has_the_words_and_means_something_else() -> None:
    scan, words, meant = Page("a", 1), Page("b", 1), Page("c", 1)
    lanes: Lanes = {Lane.TEXT: {words: 9.0}, Lane.LOOK: {scan: 1.0, words: 0.9}, Lane.MEANING: {meant: 0.6, words: 0.2}}
    assert fuse([scan, words, meant], lanes, {scan})[0][0] == scan
    # A page whose words are known, and mean nothing of the kind, has no such excuse.
    assert fuse([scan, words, meant], lanes)[0][0] == words


def test_a_page_that_only_a_name_leads_to_stands_as_high_as_the_name_holds_of_the_question() -> None:
    half, whole, weak = Page("a", 1), Page("b", 1), Page("c", 1)
    lanes: Lanes = {Lane.TEXT: {weak: 0.1, Page("d", 1): 10.0}, Lane.LOOK: {}, Lane.NAME: {half: 0.5, whole: 1.0}}
    assert [page for page, _ in fuse([half, whole, weak], lanes)] == [whole, half, weak]


def test_of_two_pages_that_answer_the_one_whose_name_is_asked_for_comes_first() -> None:
    named, other = Page("b", 1), Page("a", 1)
    lanes: Lanes = {Lane.TEXT: {named: 9.0, other: 10.0}, Lane.NAME: {named: 0.5}}
    assert [page for page, _ in fuse([named, other], lanes)] == [named, other]
    # But no name makes up for an answer.
    assert [page for page, _ in fuse([named, other], {**lanes, Lane.TEXT: {named: 5.0, other: 10.0}})] == [other, named]


def test_nothing_found_is_nothing() -> None:
    assert fuse([], {lane: {} for lane in Lane}) == []


def test_a_page_with_few_of_the_asked_words_does_not_beat_a_scan_that_shows_them_all() -> None:
    printed, scan = Page("a", 1), Page("b", 1)
    lanes = {Lane.TEXT: {printed: 3.0}, Lane.LOOK: {printed: 0.4, scan: 1.0}, Lane.MEANING: {}, Lane.NAME: {}}
    assert [page for page, _ in fuse([printed, scan], lanes)] == [scan, printed]
