"""What pages score by chance, on pages of vectors that mean nothing, and in a library whose pages do."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.answers.chance import NONSENSE, Chance, measure_chance
from app.answers.search import Search
from app.requests import Lane
from indexer.arrays import Bytes
from indexer.codes import CodesTable
from indexer.compress.codec import Codec
from indexer.compress.profiles import PROFILES
from indexer.compress.scalar import ScalarCodec
from indexer.look import LookIndex
from indexer.plan import Place
from indexer.question import parse
from indexer.store import Store
from indexer.two_stage import Candidates, Encodings
from indexer.types import Page
from indexer.ways import Look, Scan
from tests.embeddings import unit_rows
from tests.libraries import EMBEDDER, MODEL, stored, whole
from tests.looks import asked

DIM = 48
CODEC = ScalarCodec(DIM)
OURS = [name for name in PROFILES if not name.startswith("hpc-")]
DOCUMENTS, PAGES = 8, 10


def coded(codec: Codec, sizes: list[int], seed: int = 0) -> list[Bytes]:
    return [codec.encode(unit_rows(size, DIM, seed + at)) for at, size in enumerate(sizes)]


def scores(pages: list[Bytes], tokens: int, seed: int) -> list[float]:
    query = unit_rows(tokens, DIM, seed)
    return [float((query @ CODEC.decode(page).T).max(axis=1).mean()) for page in pages]


# --- the figures ---


def test_more_patches_score_more_by_chance_and_it_is_known_how_much() -> None:
    sizes = [int(size) for size in np.geomspace(8, 400, 40)]
    chance = measure_chance(CODEC, unit_rows(32, DIM, 999), coded(CODEC, sizes))
    fresh = coded(CODEC, [10, 50, 300] * 20, seed=500)
    for size in (10, 50, 300):
        mean = np.mean([scores([page], 20, 7)[0] for page in fresh if len(page) == size])
        assert chance.expected(size) == pytest.approx(mean, abs=0.03)
    assert chance.rise > 0


@pytest.mark.parametrize("tokens", [1, 4, 16])
def test_questions_about_nothing_hardly_ever_pass(tokens: int) -> None:
    pages = coded(CODEC, [int(size) for size in np.geomspace(8, 400, 40)])
    chance = measure_chance(CODEC, unit_rows(32, DIM, 999), pages)
    margin = chance.margin(tokens, len(pages))
    alarms = [
        any(
            score >= chance.expected(len(page)) + margin
            for page, score in zip(pages, scores(pages, tokens, seed), strict=True)
        )
        for seed in range(2000, 2100)
    ]
    # One in a hundred is meant; these pages are the ones it was measured on, or others like them.
    assert np.mean(alarms) <= 0.04


def test_chance_can_do_less_with_more_tokens_and_more_with_more_pages() -> None:
    chance = Chance(level=0.1, rise=0.05, spread_of_pages=0.01, spread_of_tokens=0.07)
    margins = [[chance.margin(tokens, pages) for pages in (1, 30, 1000, 1_000_000)] for tokens in (1, 5, 20)]
    assert all(np.diff(row).min() > 0 for row in margins)
    assert all(np.diff(column).max() < 0 for column in zip(*margins, strict=True))
    assert chance.margin(10_000, 1000) < 6 * chance.spread_of_pages


def test_pages_of_one_size_and_a_single_page_can_be_measured_on() -> None:
    for sizes in ([12, 12, 12], [7], [1]):
        chance = measure_chance(CODEC, unit_rows(16, DIM, 5), coded(CODEC, sizes))
        assert chance.rise == 0
        assert math.isfinite(chance.expected(1000))
        assert chance.margin(3, 1) > 0


# --- in a library ---


def word(draw: random.Random, consonants: str = "bcdfghjkl", vowels: str = "aei") -> str:
    """Make a word up; those of other letters are like none of these."""
    syllables = [draw.choice(consonants) + draw.choice(vowels) for _ in range(draw.randint(2, 4))]
    return "".join(syllables) + draw.choice(consonants)


def said(seed: int) -> str:
    draw = random.Random(seed)
    words = [word(draw) for _ in range(draw.randint(20, 90))]
    return "\n".join(" ".join(words[at : at + 6]) for at in range(0, len(words), 6))


def name(at: int) -> str:
    return f"{at:032x}"


@pytest.fixture(params=OURS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "library", MODEL, request.param)
    for at in range(DOCUMENTS):
        pages = [stored(name(at), number, said(100 * at + number)) for number in range(1, PAGES + 1)]
        store.write(pages, [whole(name(at), pages)], [Place(f"/root/{at}.pdf", "/root", 1, 1, name(at))])
    yield store
    store.close()


def by_look(search: Search, question: str) -> list[Page]:
    return [each.page for each in search.rank(question, lanes=[Lane.LOOK])]


def test_under_every_profile_words_that_are_nowhere_find_nothing(store: Store) -> None:
    search = Search(store, LookIndex(store.looks), EMBEDDER)
    draw = random.Random(1)
    found = 0
    for length in [1, 2, 3, 5, 8] * 8:
        words = [word(draw, "mnprstvwz", "ou") for _ in range(length)]
        found += bool(by_look(search, " ".join(words)))
    assert found == 0


# Where a vector stands for ten unrelated words, hardly any word can be told from chance.
@pytest.mark.parametrize(("store", "least"), [("exact", 39), ("quality", 39), ("balanced", 25)], indirect=["store"])
def test_the_look_lane_finds_the_page_that_says_it(store: Store, least: int) -> None:
    search = Search(store, LookIndex(store.looks), EMBEDDER)
    found = 0
    for at in range(40):
        page = Page(name(at % DOCUMENTS), at % PAGES + 1)
        line = said(100 * (at % DOCUMENTS) + page.number).split("\n")[2]
        found += page in by_look(search, line)[:1]
    assert found >= least


def test_every_way_to_find_pages_tells_how_many_vectors_they_have(tmp_path: Path) -> None:
    store = Store(tmp_path / "library", MODEL, "remote")
    pages = [stored(name(0), number, said(number)) for number in range(1, PAGES + 1)]
    store.write(pages, [whole(name(0), pages)], [Place("/root/0.pdf", "/root", 1, 1, name(0))])
    sets = store.looks.new_sets(store.looks.codes.sample(PAGES, seed=0)[:32], 0.1)
    ways: list[Look] = [Scan(store.looks.codes), Candidates(store.looks.codes, sets), Encodings(store.looks.codes)]
    lengths = {each.page: len(each.codes) for each in store.looks.codes.stored()}
    query = EMBEDDER.embed_question(parse(said(3).split("\n")[0])).vectors
    for way in ways:
        way.add(list(store.looks.codes.stored()))
        found = way.search(asked(query), 3, None, [Page(name(0), 7), Page(name(0), 8)])
        assert {Page(name(0), 3), Page(name(0), 7), Page(name(0), 8)} <= found.keys()
        assert found.patches == {page: lengths[page] for page in found}
    store.close()


def test_chance_is_measured_anew_when_the_library_has_grown_or_changed_its_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[CodesTable] = []

    def sample_stored(table: CodesTable, pages: int, seed: int) -> list[object]:
        measured.append(table)
        return original(table, pages, seed)  # type: ignore[return-value]

    store = Store(tmp_path / "library", MODEL)
    look = LookIndex(store.looks)
    search = Search(store, look, EMBEDDER)
    assert by_look(search, "ferry") == []
    original = CodesTable.sample_stored
    monkeypatch.setattr(CodesTable, "sample_stored", sample_stored)
    counts = []
    for at in range(4):
        rows = [stored(name(at), number, f"ferry number {said(number)}") for number in (1, 2)]
        store.write(rows, [whole(name(at), rows)], [Place(f"/root/{at}.pdf", "/root", 1, 1, name(at))])
        look.add([name(at)])
        before = len(measured)
        for _ in range(3):
            assert by_look(search, "ferry number")
        counts.append(len(measured) - before)
    # 2, 4, 6 and 8 pages: it is worth it when there are more than twice as many.
    assert counts == [1, 0, 1, 0]
    store.close()


def test_nonsense_is_all_telling_words() -> None:
    assert len(parse(NONSENSE).terms) == len(NONSENSE.split()) == 32
