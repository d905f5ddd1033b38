"""Profiles compared on pages whose exact vectors are the truth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from app.measuring.compare import DEPTH, ExactPages, _Sample, chosen_profiles, compare_profiles, sentence
from indexer.arrays import Floats
from indexer.compress.codebook import train
from indexer.compress.profiles import PROFILES
from indexer.errors import ExpectedError
from indexer.muvera import FixedEncoder
from indexer.packing import in_page_order
from indexer.rows import codes_table
from indexer.types import Page, PatchEmbeddings, PatchGrid, QueryEmbedding
from tests import looks
from tests.embeddings import crowded_rows, unit_rows

DIM = 32


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


def slow_scores(pages: ExactPages, question: Floats, name: str) -> tuple[dict[Page, float], dict[Page, float]]:
    """Score every page for a question, one after the other: by its exact vectors, and by its codes of a profile."""
    profile = PROFILES[name]
    codec = profile.make_codec(DIM)
    exact, coded = {}, {}
    for page, look in pages():
        exact[page] = float((question @ look.vectors.T).max(axis=1).sum())
        codes = codec.encode(profile.reduce(look).vectors)
        coded[page] = float(codec.scorer(question)(codec.resident(codes)).max(axis=1).sum())
    return exact, coded


def slow_same_first(pages: ExactPages, questions: list[QueryEmbedding], name: str) -> float:
    same = 0
    for question in questions:
        first, found = (max(scores, key=scores.__getitem__) for scores in slow_scores(pages, question.vectors, name))
        same += first == found
    return same / len(questions)


def slow_ndcg(pages: ExactPages, questions: list[QueryEmbedding], name: str) -> float:
    values = []
    for question in questions:
        exact, coded = slow_scores(pages, question.vectors, name)
        right = sorted(exact, key=lambda page: -exact[page])[:DEPTH]
        found = sorted(coded, key=lambda page: -coded[page])[:DEPTH]
        worth = {page: DEPTH - at for at, page in enumerate(right)}
        got = sum(worth.get(page, 0) / np.log2(at + 2) for at, page in enumerate(found))
        values.append(got / sum((DEPTH - at) / np.log2(at + 2) for at in range(DEPTH)))
    return float(np.mean(values))


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
