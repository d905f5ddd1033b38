"""Pages found by a scan and by candidates, against plain loops and plain dictionaries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import lancedb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import indexer.candidates
import indexer.two_stage
from indexer.arrays import Floats
from indexer.candidates import train_sets
from indexer.codes import CodesTable
from indexer.compress.profiles import PROFILES
from indexer.sets import SetsTable
from indexer.two_stage import Candidates, Encodings, RecentCodes
from indexer.types import Page, PatchEmbeddings, PatchGrid
from indexer.ways import Look, Scan, Scores
from tests.embeddings import unit_rows
from tests.looks import DIM, asked, look, name, question, slow_maxsim

Change: TypeAlias = tuple[str, int, int]


@pytest.fixture(autouse=True)
def memory_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Giving it back takes longer than anything else here."""
    monkeypatch.setattr("indexer.two_stage.give_back", lambda: None, raising=False)


class Library:
    """Codes with all ways over them, and what was added to them as a plain dictionary."""

    def __init__(self, folder: Path, profile: str = "exact", centroids: Floats | None = None) -> None:
        (folder / "codebooks").mkdir()
        self.db = lancedb.connect(folder / "tables")
        self.codes = CodesTable(self.db, "codes", PROFILES[profile], DIM, folder / "codebooks")
        if centroids is None:
            centroids, _ = train_sets(np.concatenate([look(seed, 40).vectors for seed in range(30)]), 64)
        sets = SetsTable.create(self.db, "sets", folder / "codebooks", centroids, 0.1, 0)
        self.folder = folder
        self.ways: list[Look] = [Scan(self.codes), Candidates(self.codes, sets)]
        if self.codes.encoder is not None:
            self.ways.append(Encodings(self.codes))
        self.documents: set[str] = set()

    def add(self, document: int, looks: Sequence[PatchEmbeddings]) -> None:
        self.codes.add([(Page(name(document), number), each) for number, each in enumerate(looks, 1)])
        for way in self.ways:
            way.add(list(self.codes.stored([name(document)])))
        if any(len(each.vectors) for each in looks):
            self.documents.add(name(document))

    def remove(self, documents: Collection[int]) -> None:
        names = {name(document) for document in documents}
        self.codes.delete(names)
        for way in self.ways:
            if isinstance(way, Candidates):
                way.sets.delete(names)
            way.remove(names)
        self.documents -= names

    def reopen_candidates(self) -> None:
        sets = SetsTable(self.db, "sets", self.folder / "codebooks")
        self.ways[1] = Candidates(self.codes, sets)

    def search(self, query: Floats, limit: int, documents: Collection[str] | None = None) -> list[Scores]:
        return [way.search(asked(query), limit, documents, ()) for way in self.ways]


def best(scores: Mapping[Page, float], limit: int) -> list[float]:
    return sorted(scores.values(), reverse=True)[:limit]


def check_both(library: Library, query: Floats, limit: int, documents: Collection[str] | None = None) -> None:
    """Where every page is a candidate, each way finds the best pages, with the scores of the slow loop."""
    expected = slow_maxsim(library.codes, query, library.documents if documents is None else documents)
    patches = {stored.page: len(stored.codes) for stored in library.codes.stored()}
    for found in library.search(query, limit, documents):
        assert found.keys() <= expected.keys()
        assert found.patches == {page: patches[page] for page in found}
        assert list(found.values()) == pytest.approx([expected[page] for page in found], abs=1e-4)
        assert best(found, limit) == pytest.approx(best(expected, limit), abs=1e-4)


@pytest.mark.parametrize("profile", ["exact", "remote"])
def test_every_way_finds_the_best_pages_when_all_are_candidates(
    profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All of them are read: giving up early is for below.
    monkeypatch.setattr(indexer.two_stage, "_FIRST_BLOCK", 99)
    library = Library(tmp_path, profile)
    for document in range(12):
        library.add(document, [look(10 * document + number, 1 + document) for number in range(5)])
    for seed in range(10):
        query = question(seed)
        if profile == "exact":
            check_both(library, query, 7)
            check_both(library, query, 7, {name(2), name(3)})
        scan, *others = library.search(query, 7)
        for found in others:
            assert best(found, 7) == pytest.approx(best(scan, 7), abs=1e-5)
            assert {page: found[page] for page in scan} == pytest.approx(scan, abs=1e-5)
        for found in library.search(query, 7, {name(2), name(3)}):
            assert {page.document for page in found} <= {name(2), name(3)}
    assert all(scores == {} for scores in library.search(question(1), 5, frozenset()))


def test_scores_of_rounded_codes_are_the_same_both_ways(tmp_path: Path) -> None:
    library = Library(tmp_path, "quality")
    for document in range(6):
        library.add(document, [look(10 * document + number, 8) for number in range(8)])
    for seed in range(5):
        scan, candidates = library.search(question(seed), 9)
        assert {page: candidates[page] for page in scan} == pytest.approx(scan, abs=1e-5)
        slow = slow_maxsim(library.codes, question(seed), library.documents)
        # Tokens are rounded to 8 bits.
        assert best(scan, 9) == pytest.approx(best(slow, 9), abs=4 * 0.5 / 127 * DIM**0.5)


@settings(max_examples=10)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("add"), st.integers(0, 30), st.integers(0, 9)),
            st.tuples(st.just("remove"), st.integers(0, 30), st.integers(0, 30)),
            st.tuples(st.just("reopen"), st.just(0), st.just(0)),
        ),
        min_size=2,
        max_size=10,
    ),
    st.integers(0, 99),
    st.sampled_from([0, 20_000, 9_000_000]),
)
def test_pages_come_and_go_as_in_a_plain_dictionary(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Change], seed: int, resident_bytes: int
) -> None:
    library = Library(tmp_path_factory.mktemp("library"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.candidates, "_TAIL_PAGES", 3)
        patch.setattr(indexer.two_stage, "_FIRST_BLOCK", 99)
        patch.setattr(indexer.two_stage, "_RESIDENT_BYTES", resident_bytes)
        for at, (change, first, second) in enumerate(changes):
            if change == "add" and name(first) not in library.codes.documents:
                library.add(first, [look(seed + 10 * at + number, second) for number in range(1 + first % 3)])
            elif change == "remove":
                library.remove({first, second})
            elif change == "reopen":
                library.reopen_candidates()
            check_both(library, question(seed + at), 4)
            pages = slow_maxsim(library.codes, question(seed), library.documents)
            for way in library.ways:
                assert len(way) == len(pages)
                assert way.documents == library.documents == {page.document for page in pages}


def test_named_pages_are_scored_however_bad_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer.two_stage, "RERANKED", 3)
    library = Library(tmp_path, "exact")
    for document in range(10):
        library.add(document, [look(10 * document + number) for number in range(6)])
    query = question(4)
    slow = slow_maxsim(library.codes, query, library.documents)
    worst = sorted(slow, key=slow.__getitem__)[:3]
    for way in library.ways:
        found = way.search(asked(query), 2, None, [*worst, Page(name(3), 99), Page("ff", 1)])
        assert {page: found[page] for page in worst} == pytest.approx({page: slow[page] for page in worst}, abs=1e-4)
        assert set(found) >= set(worst) and Page("ff", 1) not in found


def test_nothing_is_asked_or_nothing_is_there(tmp_path: Path) -> None:
    library = Library(tmp_path)
    assert library.search(question(1), 5) == [{}, {}]
    library.add(1, [look(1, patches=0)])
    assert library.search(question(1), 5) == [{}, {}]
    assert [way.documents for way in library.ways] == [set(), set()]
    library.add(2, [look(1)])
    assert library.ways[1].search(asked(question(1)[:0]), 5, None, ()) == {}


# --- giving up early ---


def axes(*numbers: int) -> PatchEmbeddings:
    """Make a page whose patches lie along axes."""
    count = len(numbers)
    return PatchEmbeddings(
        np.eye(DIM, dtype=np.float32)[list(numbers)], np.arange(count, dtype=np.int32), PatchGrid(max(count, 1), 1)
    )


@pytest.fixture
def plain(tmp_path: Path) -> Library:
    """A library in which a page's estimate is its score: every vector is a centroid, and all of them are probed."""
    return Library(tmp_path, "exact", np.eye(DIM, dtype=np.float32))


def reads(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the rows of each reading from disk, where nothing is kept of what was read before."""
    counts: list[int] = []
    monkeypatch.setattr(indexer.two_stage, "_RESIDENT_BYTES", 0)
    take = library.codes.take

    def counted(row_ids: Sequence[int]) -> object:
        counts.append(len(row_ids))
        return take(row_ids)

    monkeypatch.setattr(library.codes, "take", counted)
    return counts


def test_codes_read_last_are_kept_as_far_as_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(tmp_path, "exact")
    library.add(0, [look(number, 4) for number in range(6)])
    stored = list(library.codes.stored())
    counts = reads(library, monkeypatch)
    recent, page_bytes = RecentCodes(library.codes), stored[0].codes.nbytes
    gone = max(each.row_id for each in stored) + 1
    steps = [([0, 1], 2), ([0, 1], 0), ([2], 1), ([0], 1), ([1, 2], 1), ([0, 1, 2], 1)]
    for asked_for, read in steps:
        counts.clear()
        found = recent.take([*(stored[at].row_id for at in asked_for), gone], 3 * page_bytes - 1)
        assert found.keys() == {stored[at].row_id for at in asked_for}
        assert all(np.array_equal(found[stored[at].row_id], stored[at].codes) for at in asked_for)
        # What is gone is asked for each time, and is never kept.
        assert sum(counts) == read + 1
        assert recent.resident_bytes == 2 * page_bytes


def test_hopeless_candidates_are_not_read(plain: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    plain.add(0, [axes(0, 1)] * 20)
    plain.add(1, [axes(2, 3)] * 200)
    counts = reads(plain, monkeypatch)
    found = plain.ways[1].search(asked(axes(0, 1).vectors), 5, None, ())
    assert best(found, 20) == [2.0] * 20
    assert sum(counts) == indexer.two_stage._FIRST_BLOCK
    # Where the others are as good, they are read, but no more of them than are worth it.
    counts.clear()
    plain.ways[1].search(asked(axes(2).vectors), 5, None, ())
    assert sum(counts) == indexer.two_stage.RERANKED


def test_a_page_that_did_much_better_than_its_estimate_keeps_others_in_the_race(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All pages fall to one centroid, far from what they are: estimates say nothing, and reading goes on."""
    library = Library(tmp_path, "exact", np.eye(DIM, dtype=np.float32)[:2])
    off = np.zeros((1, DIM), np.float32)
    off[0, 1:3] = 0.8, 0.6
    like_axis = PatchEmbeddings(off, np.zeros(1, np.int32), PatchGrid(1, 1))
    library.add(0, [axes(1)] * 31 + [like_axis] + [axes(1)] * 20 + [like_axis])
    counts = reads(library, monkeypatch)
    query = axes(2).vectors
    found = library.ways[1].search(asked(query), 1, None, ())
    assert best(found, 2) == pytest.approx([0.6, 0.6], abs=1e-3)
    assert sum(counts) == 53


@settings(max_examples=8)
@given(st.integers(0, 9999), st.integers(1, 12))
def test_giving_up_early_never_changes_the_best(
    tmp_path_factory: pytest.TempPathFactory, seed: int, limit: int
) -> None:
    library = Library(tmp_path_factory.mktemp("plain"), "exact", np.eye(DIM, dtype=np.float32))
    rng = np.random.default_rng(seed)
    for document in range(3):
        library.add(document, [axes(*rng.permutation(DIM)[: rng.integers(1, 6)]) for _ in range(30)])
    for query in (axes(*rng.permutation(DIM)[:3]).vectors, unit_rows(3, DIM, seed)):
        scan, candidates = library.search(query, limit)
        assert best(candidates, limit) == pytest.approx(best(scan, limit), abs=1e-5)


# --- new vectors that centroids do not fit ---


def test_drift_of_centroids_is_one_for_the_same_and_more_for_other_vectors(tmp_path: Path) -> None:
    drawn = np.concatenate([look(seed, 60).vectors for seed in range(120)])
    centroids, error = train_sets(drawn, 64)
    library = Library(tmp_path, "exact", centroids)
    candidates = library.ways[1]
    assert isinstance(candidates, Candidates)
    candidates.sets.error = error
    library.add(0, [look(1000 + number, 60) for number in range(10)])
    assert candidates.drift == 1
    library.add(1, [look(2000 + number, 60) for number in range(200)])
    assert candidates.drift == pytest.approx(1, abs=0.1)
    others = unit_rows(200 * 100, DIM, 7).reshape(200, 100, DIM)
    like = look(1, 100)
    library.add(2, [PatchEmbeddings(vectors, like.cells, like.grid) for vectors in others])
    assert candidates.drift > 1.15
