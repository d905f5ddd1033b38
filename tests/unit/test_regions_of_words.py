"""Words that match become boxes, against slow obvious versions."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import app.answers.regions
from app.answers.regions import MAX_REGIONS, line_evidence, word_regions
from indexer.types import PageText
from tests.libraries import page_text
from tests.regions import check, holds

TERMS = 3
WEIGHTS = (1.0, 2.0, 0.5)


@st.composite
def matched_pages(draw: st.DrawFn) -> tuple[PageText, dict[int, int]]:
    """A page of a few lines, some words of which answer a term."""
    lines = draw(st.lists(st.integers(1, 6), min_size=1, max_size=8))
    text = page_text("\n".join(" ".join(["word"] * count) for count in lines))
    words = range(len(text.words))
    return text, draw(st.dictionaries(st.sampled_from(words), st.integers(0, TERMS - 1), max_size=len(words)))


def slow_evidence(text: PageText, found: Mapping[int, int], weights: Sequence[float]) -> dict[int, float]:
    evidence = {}
    for line in {int(text.lines[word]) for word in found}:
        here = {term for word, term in found.items() if text.lines[word] == line}
        near = {term for word, term in found.items() if abs(int(text.lines[word]) - line) == 1}
        evidence[line] = sum(weights[term] for term in here) + sum(weights[term] for term in near - here) / 2
    return evidence


def slow_runs(text: PageText, found: Mapping[int, int]) -> list[list[int]]:
    """Group matching words that stand side by side on a line."""
    runs: list[list[int]] = []
    for line in sorted(set(text.lines.tolist())):
        on_line = [word for word in range(len(text.words)) if text.lines[word] == line]
        for matching, words in itertools.groupby(on_line, key=lambda word: word in found):
            if matching:
                runs.append(list(words))
    return runs


def around(text: PageText, run: Sequence[int]) -> list[float]:
    boxes = text.boxes[list(run)]
    return [*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()]


@given(matched_pages())
def test_lines_are_weighed_as_by_the_slow_obvious_rule(page: tuple[PageText, dict[int, int]]) -> None:
    text, found = page
    assert line_evidence(text, found, WEIGHTS) == pytest.approx(slow_evidence(text, found, WEIGHTS))


@given(matched_pages())
def test_word_regions_lie_on_the_page_and_the_strongest_has_weight_one(page: tuple[PageText, dict[int, int]]) -> None:
    text, found = page
    regions = word_regions(text, found, line_evidence(text, found, WEIGHTS))
    check(regions)
    assert bool(regions) == bool(found)


@given(matched_pages(), st.integers(1, 3))
@example((page_text("winter\nwinter prices\nferry"), {0: 0, 1: 0, 2: 2, 3: 1}), 1)
def test_the_strongest_region_is_shown_however_few_are(page: tuple[PageText, dict[int, int]], most: int) -> None:
    text, found = page
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app.answers.regions, "MAX_REGIONS", most)
        regions = word_regions(text, found, line_evidence(text, found, WEIGHTS))
    assert len(regions) <= most
    check(regions)


@given(matched_pages())
def test_every_region_is_a_run_of_matching_words(page: tuple[PageText, dict[int, int]]) -> None:
    """Each box is that of some run; each word of a run whose line is as strong as the best lies in a box."""
    text, found = page
    evidence = line_evidence(text, found, WEIGHTS)
    regions = word_regions(text, found, evidence)
    runs = slow_runs(text, found)
    for region in regions:
        assert any(
            holds(region.box, around(text, run)) and region.tokens == tuple(sorted({found[word] for word in run}))
            for run in runs
        )
    if len(regions) < MAX_REGIONS:
        best = [run for run in runs if evidence[int(text.lines[run[0]])] == max(evidence.values())]
        assert all(any(holds(region.box, around(text, run)) for region in regions) for run in best)


def test_words_side_by_side_share_a_box_and_others_do_not() -> None:
    text = page_text("the winter ferry leaves\nwinter comes")
    found = {1: 0, 2: 1, 4: 0}
    regions = word_regions(text, found, {0: 3.0, 1: 3.0})
    assert [region.tokens for region in regions] == [(0, 1), (0,)]
    assert holds(regions[0].box, around(text, [1, 2]))
    assert not holds(regions[0].box, around(text, [0]))


def test_a_line_with_far_less_evidence_is_not_lit() -> None:
    text = page_text("winter ferry prices\nnothing\nprices")
    found = {0: 0, 1: 1, 2: 2, 4: 2}
    regions = word_regions(text, found, line_evidence(text, found, (1.0, 1.0, 1.0)))
    assert len(regions) == 1


def test_a_term_on_the_line_beside_counts_half() -> None:
    text = page_text("winter ferry\nprices\n\nprices")
    assert line_evidence(text, {0: 0, 2: 1, 3: 1}, (4.0, 2.0)) == {0: 5.0, 1: 4.0, 3: 2.0}


def test_a_page_without_matches_has_no_regions() -> None:
    text = page_text("winter ferry")
    assert line_evidence(text, {}, WEIGHTS) == {}
    assert word_regions(text, {}, {}) == ()
