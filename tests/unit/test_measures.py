"""Measures and intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.measuring import measures
from app.measuring.measures import MEASURES, check_installed, differences, estimate, kept, measure, share, summary
from indexer.errors import ExpectedError


def slow_ndcg(relevant: Mapping[str, int], ranking: Sequence[str], depth: int) -> float:
    gained = 0.0
    for place in range(min(depth, len(ranking))):
        gained += relevant.get(ranking[place], 0) / math.log2(place + 2)
    best = 0.0
    for place, grade in enumerate(sorted(relevant.values(), reverse=True)[:depth]):
        best += grade / math.log2(place + 2)
    return gained / best


def test_the_measures_are_what_a_person_computes_by_hand() -> None:
    relevant = {"q": {"a#1": 1, "b#2": 1}}
    values = measure(relevant, {"q": ["x#1", "a#1", "y#1", "z#1", "w#1", "b#2"]})
    ideal = 1 + 1 / math.log2(3)
    by_hand = {
        "nDCG@5": 1 / math.log2(3) / ideal,
        "nDCG@10": (1 / math.log2(3) + 1 / math.log2(7)) / ideal,
        "recall@1": 0.0,
        "recall@5": 0.5,
        "recall@10": 1.0,
        "MRR": 0.5,
    }
    assert {name: of_questions[0] for name, of_questions in values.items()} == pytest.approx(by_hand)
    assert tuple(values) == MEASURES


def test_a_question_without_an_answer_counts_nothing_and_keeps_its_place() -> None:
    values = measure({"lost": {"a#1": 1}, "empty": {"a#1": 1}, "won": {"a#1": 1}}, {"won": ["a#1"], "empty": []})
    assert all(of_questions.tolist() == [0, 0, 1] for of_questions in values.values())


PAGES = [f"d#{number}" for number in range(1, 16)]


@given(
    st.dictionaries(st.sampled_from(PAGES), st.integers(1, 3), min_size=1, max_size=8),
    st.permutations(PAGES),
    st.integers(0, 15),
)
def test_ndcg_and_recall_agree_with_the_slow_way(relevant: dict[str, int], order: list[str], found: int) -> None:
    ranking = order[:found]
    values = measure({"q": relevant}, {"q": ranking})
    for depth in (5, 10):
        assert values[f"nDCG@{depth}"][0] == pytest.approx(slow_ndcg(relevant, ranking, depth))
    for depth in (1, 5, 10):
        assert values[f"recall@{depth}"][0] == pytest.approx(len(relevant.keys() & ranking[:depth]) / len(relevant))


def test_without_the_library_that_measures_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    check_installed()
    monkeypatch.setattr(measures, "find_spec", lambda name: None)
    with pytest.raises(ExpectedError, match=r"pagelight\[eval\].*uv sync"):
        check_installed()
    # Nothing can be added to a packaged program.
    monkeypatch.setattr("sys.frozen", True, raising=False)
    with pytest.raises(ExpectedError, match=r"not part of this package.*pagelight\[eval\].*--compare profiles"):
        check_installed()


# --- intervals ---


def test_the_interval_of_many_coin_throws_is_the_one_that_theory_gives() -> None:
    throws = np.repeat([0.0, 1.0], 200)
    found = estimate(throws)
    half = 1.96 * 0.5 / math.sqrt(400)
    assert found.mean == 0.5
    assert (found.low, found.high) == pytest.approx((0.5 - half, 0.5 + half), abs=0.005)


def test_questions_that_all_agree_leave_no_doubt() -> None:
    found = estimate(np.full(7, 0.25))
    assert (found.mean, found.low, found.high) == (0.25, 0.25, 0.25)


def test_the_same_values_give_the_same_interval_every_time() -> None:
    values = np.random.default_rng(3).random(50)
    assert estimate(values) == estimate(values.copy())


def test_a_small_gain_on_every_question_is_certain_only_when_questions_are_paired() -> None:
    ours = {"MRR": np.random.default_rng(5).random(40)}
    theirs = {"MRR": ours["MRR"] - 0.01}
    assert differences(ours, theirs)["MRR"].low == pytest.approx(0.01)
    assert summary(ours)["MRR"].low < summary(theirs)["MRR"].mean


def test_what_is_kept_is_a_share_of_the_whole_with_pairs_kept_together() -> None:
    reference = np.random.default_rng(7).random(50)
    found = kept(reference * 0.9, reference)
    assert (found.mean, found.low, found.high) == pytest.approx((0.9, 0.9, 0.9))
    doubtful = kept(reference[::-1].copy(), reference)
    assert doubtful.mean == pytest.approx(1) and doubtful.low < 0.95 < 1.05 < doubtful.high


def test_where_there_was_nothing_to_lose_all_is_kept() -> None:
    assert kept(np.zeros(5), np.zeros(5)).mean == 1


def test_a_share_of_all_still_leaves_the_doubt_that_so_few_leave() -> None:
    found = share(20, 20)
    # By hand: z = 1.96, so the lower bound is 20 / (20 + 1.96 ** 2).
    assert (found.mean, found.low, found.high) == pytest.approx((1, 20 / (20 + 1.96**2), 1), abs=1e-4)
    half = share(10, 20)
    assert half.low == pytest.approx(1 - half.high) and half.low < 0.5
