"""Profiles compared as the look lane scores them when a person searches."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.measuring.compare import DEPTH, ExactPages, Row, _Presences, _Sums, chosen_profiles, compare_profiles
from indexer.arrays import Floats
from indexer.look import LookIndex
from indexer.maxsim import CodedPages
from indexer.presence import Presence
from indexer.store import Store
from indexer.types import Page, PatchEmbeddings, PatchGrid, QueryEmbedding
from indexer.ways import Scan
from tests import looks
from tests.embeddings import unit_rows
from tests.looks import put

PRESENCE = Presence(0.55, 0.9)
SPELLINGS = np.array([0, 0, 1, 2, 2, 4, 4, 4, 5, 6, 6], np.int32)
"""Eleven tokens of six words; a word between them has none."""


def shelf(documents: int = 12, pages: int = 4) -> list[list[PatchEmbeddings]]:
    """Documents of pages of different lengths, whose patches are alike from page to page."""
    return [[looks.look(100 * at + number, 6 + 3 * at) for number in range(pages)] for at in range(documents)]


def spotting(count: int) -> list[QueryEmbedding]:
    """Questions of one word in many spellings, of words with some spellings each, and of words with one each."""
    kinds = (np.zeros_like(SPELLINGS), np.zeros_like(SPELLINGS), SPELLINGS, None)
    questions = []
    for seed in range(count):
        vectors = looks.question(seed, len(SPELLINGS))
        questions.append(QueryEmbedding(vectors, ("",) * len(vectors), kinds[seed % len(kinds)], PRESENCE))
    return questions


def plain(questions: Sequence[QueryEmbedding]) -> list[QueryEmbedding]:
    return [replace(question, presence=None, terms=None) for question in questions]


def looked_up(folder: Path, name: str, made: list[list[PatchEmbeddings]], questions: list[QueryEmbedding]) -> Floats:
    """Put pages into a library of this profile and ask its index, as a search does: (pages, questions)."""
    store = Store(folder / name, looks.MODEL, name)
    try:
        for at, pages in enumerate(made):
            put(store, at, pages)
        index = LookIndex(store.looks)
        assert isinstance(index.way, Scan)
        scores = []
        for question in questions:
            found = index.search(store.looks.profile.shorten(question), len(index.way))
            scores.append([score for _, score in sorted(found.items())])
        return np.array(scores, np.float32).T
    finally:
        store.close()


def told(made: list[list[PatchEmbeddings]]) -> ExactPages:
    numbered = [
        (Page(looks.name(at), number), look) for at, each in enumerate(made) for number, look in enumerate(each, 1)
    ]
    return lambda: iter(numbered)


def agreement(row: Row, right: Floats, scores: Floats, rounding: float) -> None:
    """Check a row against the scores of every page for every question, one question after the other."""
    same, overlap = [], []
    for ours, theirs in zip(scores.T.tolist(), right.T.tolist(), strict=True):
        order, wanted = (sorted(range(len(each)), key=lambda at: -each[at])[:DEPTH] for each in (ours, theirs))
        same.append(theirs[order[0]] >= max(theirs) - rounding)
        overlap.append(len(set(order) & set(wanted)) / DEPTH)
    assert row.same_first.mean == pytest.approx(np.mean(same), abs=1.5 / len(same))
    assert row.overlap.mean == pytest.approx(np.mean(overlap), abs=0.02)


@pytest.mark.parametrize("adds", [False, True], ids=["presence", "plain"])
def test_what_is_compared_is_what_the_index_of_a_library_answers(tmp_path: Path, adds: bool) -> None:
    made, questions = shelf(), spotting(60)
    if adds:
        questions = plain(questions)
    names = ("exact", "quality", "adaptive", "balanced", "small")
    comparison = compare_profiles(told(made), questions, chosen_profiles(",".join(names)))
    assert (comparison.pages, comparison.questions) == (48, 60)
    # These vectors lose nothing in half precision.
    right = looked_up(tmp_path, "exact", made, questions)
    rows = {row.profile.name: row for row in comparison.rows}
    for name in names:
        scores = looked_up(tmp_path, name, made, questions) if name != "exact" else right
        agreement(rows[name], right, scores, 1e-4 if adds else 1e-3)
    assert rows["exact"].same_first.mean == 1
    assert rows["small"].same_first.mean < 0.9


def test_the_rows_of_a_model_that_spots_words_are_not_those_of_sums() -> None:
    made, questions = shelf(), spotting(60)
    profiles = chosen_profiles("quality,balanced")
    spotted = compare_profiles(told(made), questions, profiles)
    added = compare_profiles(told(made), plain(questions), profiles)
    assert [row.bytes_per_page for row in spotted.rows] == [row.bytes_per_page for row in added.rows]
    assert [row.overlap.mean for row in spotted.rows[1:]] != [row.overlap.mean for row in added.rows[1:]]


@pytest.mark.parametrize("adds", [False, True], ids=["presence", "plain"])
def test_pages_that_come_one_at_a_time_score_as_in_an_index(tmp_path: Path, adds: bool) -> None:
    made = shelf(5, 3)
    questions = plain(spotting(20)) if adds else spotting(20)
    kept = _Sums(questions) if adds else _Presences(questions, PRESENCE)
    tokens = np.concatenate([question.vectors for question in questions])
    for _, look in told(made)():
        kept.add((tokens @ look.vectors.T).max(axis=1), len(look.vectors))
    # Half a step of a byte in each term.
    near = 1e-3 if adds else 2.5 / (1 + 1.5 * 0.5) / 510
    np.testing.assert_allclose(kept.scores(), looked_up(tmp_path, "exact", made, questions), atol=near)


def test_a_question_of_any_model_is_timed_as_the_look_lane_asks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[int] = []
    best = CodedPages.best

    def noting(self: CodedPages, query: Floats) -> Floats:
        asked_for.append(len(query))
        return best(self, query)

    monkeypatch.setattr(CodedPages, "best", noting)
    questions = spotting(3)
    compare_profiles(told(shelf(3)), questions, chosen_profiles("adaptive"))
    assert asked_for == [11] * 6
    asked_for.clear()
    compare_profiles(told(shelf(3)), plain(questions), chosen_profiles("adaptive"))
    assert asked_for == [11] * 3 + [10] * 3


def test_a_term_of_a_page_takes_a_byte_and_no_more_than_is_compared_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.measuring.compare._TIMED_BYTES", 1)
    words, tokens = 40, 80
    terms = np.repeat(np.arange(words, dtype=np.int32), tokens // words)
    questions = [
        QueryEmbedding(unit_rows(tokens, looks.DIM, seed), ("",) * tokens, terms, PRESENCE) for seed in range(10)
    ]
    profiles = chosen_profiles("quality,small")
    look = PatchEmbeddings(unit_rows(6, looks.DIM, 5), np.arange(6, dtype=np.int32), PatchGrid(6, 1))

    def peak(pages: int) -> int:
        tracemalloc.start()
        compare_profiles(lambda: ((Page("d", number), look) for number in range(pages)), questions, profiles)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(2)
    a_page = (peak(1200) - peak(200)) / 1000
    # A byte by each profile, by exact vectors, and for the profile in work; as much again for what they score.
    assert a_page < 2 * (len(profiles) + 2) * len(questions) * words


def test_questions_of_two_models_cannot_be_compared() -> None:
    questions = spotting(2)
    with pytest.raises(ValueError, match="unpack"):
        compare_profiles(told(shelf(1)), [questions[0], *plain(questions[1:])], chosen_profiles("exact"))
