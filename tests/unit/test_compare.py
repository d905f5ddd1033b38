"""Profiles compared on pages whose exact vectors are the truth."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.measuring.compare import (
    DEPTH,
    ExactPages,
    Row,
    _Presences,
    _Sample,
    _Sums,
    chosen_profiles,
    compare_profiles,
    sentence,
)
from indexer.arrays import Floats
from indexer.compress.codebook import train
from indexer.compress.profiles import PROFILES
from indexer.errors import ExpectedError
from indexer.look import LookIndex
from indexer.maxsim import CodedPages
from indexer.muvera import FixedEncoder
from indexer.packing import in_page_order
from indexer.presence import Presence
from indexer.rows import codes_table
from indexer.store import Store
from indexer.types import Page, PatchEmbeddings, PatchGrid, QueryEmbedding
from indexer.ways import Scan
from tests import looks
from tests.embeddings import crowded_rows, unit_rows
from tests.looks import put

DIM = 32
PRESENCE = Presence(0.55, 0.9)
SPELLINGS = np.array([0, 0, 1, 2, 2, 4, 4, 4, 5, 6, 6], np.int32)
"""Eleven tokens of six words; a word between them has none."""


def library(pages: int, patches: int = 24) -> ExactPages:
    made = [
        (Page("d", number), PatchEmbeddings(rows, np.arange(patches, dtype=np.int32), PatchGrid(patches, 1)))
        for number in range(1, pages + 1)
        for rows in [crowded_rows(patches, DIM, 8, 1.0, number * 10)]
    ]
    return lambda: iter(made)


def asked(pages: ExactPages, tokens: int = 4) -> list[QueryEmbedding]:
    return [
        looks.asked(look.vectors[:tokens] + np.float32(0.3) * unit_rows(tokens, DIM, page.number))
        for page, look in pages()
    ]


def slow_same_first(pages: ExactPages, questions: list[QueryEmbedding], name: str) -> float:
    profile = PROFILES[name]
    codec = profile.make_codec(DIM)
    same = 0
    for question in (each.vectors for each in questions):
        exact, coded = [], []
        for _, look in pages():
            exact.append(float((question @ look.vectors.T).max(axis=1).sum()))
            codes = codec.encode(profile.reduce(look).vectors)
            coded.append(float(codec.scorer(question)(codec.resident(codes)).max(axis=1).sum()))
        same += exact.index(max(exact)) == coded.index(max(coded))
    return same / len(questions)


def test_exact_vectors_agree_with_themselves_and_the_others_as_the_slow_way_says() -> None:
    pages = library(40)
    questions = asked(pages)
    comparison = compare_profiles(pages, questions, chosen_profiles("quality,balanced,small,tiny"))
    rows = {row.profile.name: row for row in comparison.rows}
    assert list(rows) == ["exact", "quality", "balanced", "small", "tiny"]
    assert (comparison.pages, comparison.questions, comparison.exact_bytes_per_page) == (40, 40, 24 * DIM * 2)
    assert rows["exact"].same_first.mean == 1 and rows["exact"].same_first.low < 1
    assert rows["exact"].overlap.mean == pytest.approx(1, abs=0.01)
    assert rows["exact"].bytes_per_page == comparison.exact_bytes_per_page
    assert rows["balanced"].vectors_per_page == 3
    for name in ("quality", "balanced", "small", "tiny"):
        assert rows[name].same_first.mean == slow_same_first(pages, questions, name)
        assert rows[name].bytes_per_page < comparison.exact_bytes_per_page
        assert rows[name].ms_per_1000_pages > 0
        assert 0 < rows[name].overlap.mean <= 1


def slow_ndcg(pages: ExactPages, questions: list[QueryEmbedding], name: str) -> float:
    profile = PROFILES[name]
    codec = profile.make_codec(DIM)
    values = []
    for question in (each.vectors for each in questions):
        exact, coded = {}, {}
        for page, look in pages():
            exact[page] = float((question @ look.vectors.T).max(axis=1).sum())
            codes = codec.encode(profile.reduce(look).vectors)
            coded[page] = float(codec.scorer(question)(codec.resident(codes)).max(axis=1).sum())
        right = sorted(exact, key=lambda page: -exact[page])[:DEPTH]
        found = sorted(coded, key=lambda page: -coded[page])[:DEPTH]
        worth = {page: DEPTH - at for at, page in enumerate(right)}
        got = sum(worth.get(page, 0) / np.log2(at + 2) for at, page in enumerate(found))
        values.append(got / sum((DEPTH - at) / np.log2(at + 2) for at in range(DEPTH)))
    return float(np.mean(values))


def test_what_is_kept_of_the_order_is_as_the_slow_way_says() -> None:
    pages = library(25)
    questions = asked(pages)
    rows = {row.profile.name: row for row in compare_profiles(pages, questions, chosen_profiles("balanced,tiny")).rows}
    assert rows["exact"].kept.mean == pytest.approx(1, abs=0.01)
    for name in ("balanced", "tiny"):
        assert rows[name].kept.mean == pytest.approx(slow_ndcg(pages, questions, name), abs=0.01)


def test_what_is_stored_of_a_page_is_what_its_row_holds() -> None:
    pages = library(20)
    names = "exact,quality,balanced,tiny,remote,hpc-256-p60"
    for row in compare_profiles(pages, asked(pages), chosen_profiles(names), sharing=10_000).rows:
        reduced = [(page, in_page_order(row.profile.reduce(look))) for page, look in pages()]
        codebook = train(row.profile.codec, next(pages())[1].vectors) if row.profile.is_trained else None
        table = codes_table(reduced, row.profile.make_codec(DIM, codebook), with_salience=row.profile.is_exact)
        written = sum(len(each) for name in ("cells", "codes", "salience") for each in table[name].to_pylist()) / 20
        encoding = 2 * FixedEncoder(DIM).width if row.profile.has_encodings else 0
        shared = 300 * DIM * 4 / 10_000 if row.profile.is_trained else 0
        assert row.stored_per_page == pytest.approx(written + encoding, abs=1 + shared)


def test_a_page_that_is_there_twice_is_right_either_time() -> None:
    made = list(library(5)())
    twins = [(Page("copy", page.number), look) for page, look in made]
    comparison = compare_profiles(lambda: iter(made + twins), asked(lambda: iter(made)), chosen_profiles("exact"))
    assert comparison.rows[0].same_first.mean == 1


def test_a_page_that_looks_like_nothing_counts_for_nothing() -> None:
    pages = library(6)
    nothing = PatchEmbeddings(np.zeros((0, DIM), np.float32), np.zeros(0, np.int32), PatchGrid(1, 1))
    blank = [(Page("blank", 1), nothing)]
    profiles = chosen_profiles("tiny,hpc-256-p60")
    with_blank = compare_profiles(lambda: iter([*blank, *pages()]), asked(pages), profiles)
    assert with_blank.pages == 6
    assert with_blank.rows[1].same_first == compare_profiles(pages, asked(pages), profiles).rows[1].same_first


def test_trained_profiles_learn_from_the_pages_and_their_codebook_is_counted() -> None:
    pages = library(30)
    readings = 0

    def counted() -> Iterator[tuple[Page, PatchEmbeddings]]:
        nonlocal readings
        readings += 1
        return pages()

    comparison = compare_profiles(counted, asked(pages), chosen_profiles("hpc-256-p60"))
    row = comparison.rows[1]
    assert readings == 2
    assert row.bytes_per_page > row.vectors_per_page + 256 * DIM * 4 / 30
    assert 0 <= row.same_first.mean <= 1


def test_fewer_pages_than_are_looked_at_are_enough() -> None:
    pages = library(DEPTH - 7)
    assert compare_profiles(pages, asked(pages), chosen_profiles("exact")).rows[0].overlap.mean == 1


def test_nothing_to_ask_and_nothing_to_ask_it_of_are_refused() -> None:
    with pytest.raises(ValueError, match="no questions"):
        compare_profiles(library(2), [], chosen_profiles("exact"))
    with pytest.raises(ValueError, match="no pages"):
        compare_profiles(lambda: iter(()), [looks.asked(unit_rows(2, DIM, 1))], chosen_profiles("exact"))


def test_a_sample_is_even_whatever_came_first() -> None:
    sample = _Sample(1_000)
    for start in range(0, 20_000, 500):
        sample.add(np.arange(start, start + 500, dtype=np.float32)[:, None])
    drawn = sample.vectors()[:, 0]
    assert len(drawn) == len(set(drawn.tolist())) == 1_000
    assert np.mean(drawn) == pytest.approx(10_000, rel=0.1)
    assert np.ptp(np.bincount((drawn // 5_000).astype(int))) < 120


def test_the_sentence_says_pages_share_and_size() -> None:
    pages = library(12)
    comparison = compare_profiles(pages, asked(pages), chosen_profiles("quality,tiny"))
    exact, quality, tiny = comparison.rows
    assert sentence(exact, comparison) == (
        "On your 12 pages, exact finds the same first page 100 % of the time at 100 % of the size."
    )
    assert sentence(quality, comparison).endswith("at 1/4 of the size.")
    assert sentence(tiny, comparison).startswith("On your 12 pages, tiny finds the same first page ")


def test_profiles_are_named_with_commas_and_exact_is_always_with_them() -> None:
    assert [profile.name for profile in chosen_profiles("tiny, quality")] == ["exact", "quality", "tiny"]
    assert [profile.name for profile in chosen_profiles("")] == list(PROFILES)
    with pytest.raises(ExpectedError, match=r"There is no profile huge. There are: exact, "):
        chosen_profiles("tiny,huge")


# --- as the look lane scores ---


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
    questions = [QueryEmbedding(unit_rows(tokens, DIM, seed), ("",) * tokens, terms, PRESENCE) for seed in range(10)]
    profiles = chosen_profiles("quality,small")
    look = PatchEmbeddings(unit_rows(6, DIM, 5), np.arange(6, dtype=np.int32), PatchGrid(6, 1))

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
