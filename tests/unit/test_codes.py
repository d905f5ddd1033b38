"""Codes come back as they were encoded, by page and by row, whatever was added and removed around them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.arrays import Bytes
from indexer.codes import CodesTable
from indexer.compress.codebook import Codebook, train
from indexer.compress.profiles import PROFILES, Profile
from indexer.packing import in_page_order
from indexer.types import Page, PatchEmbeddings
from tests.embeddings import members, pages, unit_rows
from tests.looks import DIM, look, name

TRAINED = PROFILES["hpc-512-p40"]
QUALITY = PROFILES["quality"]


@pytest.fixture
def db(tmp_path: Path) -> Any:
    (tmp_path / "codebooks").mkdir()
    return lancedb.connect(tmp_path / "tables")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "codebooks"


@cache
def codebook(dim: int) -> Codebook:
    return train(TRAINED.codec, unit_rows(800, dim, 0))


def looks(count: int, first: int = 0, document: int = 1, **rest: Any) -> list[tuple[Page, PatchEmbeddings]]:
    return [(Page(name(document), number), look(first + number, **rest)) for number in range(1, count + 1)]


def expected(table: CodesTable, added: list[tuple[Page, PatchEmbeddings]]) -> dict[Page, Bytes]:
    assert table.codec is not None
    reduced = {page: in_page_order(table.profile.reduce(each)) for page, each in added}
    return {page: table.codec.encode(each.vectors) for page, each in reduced.items() if len(each.vectors)}


def check_equal(found: dict[Page, Bytes], wanted: dict[Page, Bytes]) -> None:
    assert sorted(found) == sorted(wanted)
    for page, codes in wanted.items():
        np.testing.assert_array_equal(found[page], codes)


def codes_of(table: CodesTable) -> dict[Page, Bytes]:
    return {stored.page: stored.codes for stored in table.stored()}


# --- as they were encoded ---


@pytest.mark.parametrize("profile", [PROFILES[each] for each in ("exact", "balanced", "tiny", "hpc-512-p40")])
@settings(max_examples=8)
@given(st.data())
def test_codes_and_cells_come_back_as_they_were_encoded(
    profile: Profile, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    one = data.draw(pages())
    dim = one.vectors.shape[1]
    more = data.draw(st.lists(pages().filter(lambda page: page.vectors.shape[1] == dim), max_size=2)) if dim < 4 else []
    added = [(Page(name(1), number), each) for number, each in enumerate([one, *more], 1)]
    folder = tmp_path_factory.mktemp("codes")
    table = CodesTable(lancedb.connect(folder / "tables"), "codes", profile, dim, folder)
    if profile.is_trained:
        table.begin(codebook(dim), 1)
    table.add(added)
    check_equal(codes_of(table), expected(table, added))
    read = table.read([page for page, _ in added])
    check_equal({page: codes.codes for page, codes in read.items()}, expected(table, added))
    embeddings = dict(table.embeddings())
    assert embeddings.keys() == dict(added).keys()
    for page, each in added:
        wanted, found = in_page_order(profile.reduce(each)), embeddings[page]
        assert table.codec is not None
        np.testing.assert_array_equal(found.vectors, table.codec.decode(table.codec.encode(wanted.vectors)))
        assert (members(found), found.grid) == (members(wanted), wanted.grid)
        if profile.is_exact:
            np.testing.assert_array_equal(found.salience, np.asarray(wanted.salience, np.float16))


def test_numbers_of_512_centroids_take_nine_bits_on_disk(db: Any, folder: Path) -> None:
    table = CodesTable(db, "codes", TRAINED, DIM, folder)
    added = looks(6, patches=200)
    table.add(added)
    assert table.codec is not None
    on_disk = [len(data.as_py()) for data in table._table.to_arrow()["codes"]]
    kept = TRAINED.reduce(added[0][1]).vectors
    assert on_disk == [1 + -(-9 * len(kept) // 8)] * 6
    check_equal(codes_of(table), expected(table, added))


# --- by row ---


def test_rows_are_found_by_their_ids_through_additions_removals_and_tidying(db: Any, folder: Path) -> None:
    table = CodesTable(db, "codes", QUALITY, DIM, folder)
    for document in range(6):
        table.add(looks(3, 10 * document, document))
    known = {stored.row_id: stored for stored in table.stored()}
    assert len(known) == 18
    table.delete([name(2)])
    table.add(looks(3, 90, 7))
    for _ in range(2):
        table.tidy()
        taken = table.take(list(known))
        assert set(taken) == {row_id for row_id, stored in known.items() if stored.page.document != name(2)}
        for row_id, codes in taken.items():
            np.testing.assert_array_equal(codes, known[row_id].codes)
        table = CodesTable(db, "codes", QUALITY, DIM, folder)
    # A row that came later does not get the id of one that is gone.
    assert {stored.row_id for stored in table.stored([name(7)])}.isdisjoint(known)


def test_rows_that_never_were_and_pages_without_vectors_are_left_out(db: Any, folder: Path) -> None:
    table = CodesTable(db, "codes", QUALITY, DIM, folder)
    table.add([(Page(name(1), 1), look(1, patches=0)), (Page(name(1), 2), look(2))])
    (stored,) = table.stored()
    assert stored.page.number == 2
    assert list(table.take([stored.row_id, stored.row_id + 1, 0, 99])) == [stored.row_id]
    assert table.take([]) == {}
    assert table.count() == 2
    assert {page.number: len(each.vectors) for page, each in table.embeddings()} == {1: 0, 2: 12}


def test_only_the_pages_and_documents_asked_for_are_read(db: Any, folder: Path) -> None:
    table = CodesTable(db, "codes", QUALITY, DIM, folder)
    for document in range(3):
        table.add(looks(2, 10 * document, document))
    assert {stored.page.document for stored in table.stored([name(1), name(9)])} == {name(1)}
    assert [page for page, _ in table.embeddings([name(2)])] == [Page(name(2), 1), Page(name(2), 2)]
    assert sorted(table.read([Page(name(0), 2), Page(name(2), 1), Page(name(9), 1)])) == [
        Page(name(0), 2),
        Page(name(2), 1),
    ]
    assert list(table.stored([])) == [] and table.read([]) == {}
    assert table.documents == {name(0), name(1), name(2)}


def test_a_sample_is_drawn_by_its_seed_and_holds_no_page_twice(db: Any, folder: Path) -> None:
    table = CodesTable(db, "codes", QUALITY, DIM, folder)
    assert table.sample_stored(5, seed=0) == [] and table.sample(5, seed=0).shape == (0, DIM)
    table.add(looks(40, patches=3))
    drawn, again, other = (table.sample_stored(10, seed) for seed in (1, 1, 2))
    assert [stored.page for stored in drawn] == [stored.page for stored in again]
    assert {stored.page for stored in drawn} != {stored.page for stored in other}
    assert len({stored.page for stored in drawn}) == 10
    wanted = codes_of(table)
    check_equal({stored.page: stored.codes for stored in drawn}, {stored.page: wanted[stored.page] for stored in drawn})
    vectors = table.sample(10, seed=1)
    assert vectors.shape == (30, DIM)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    everything = list(table.sample_embeddings(seed=3))
    assert len(everything) == 40
    assert len({each.vectors.tobytes() for each in everything}) == 40


# --- codebooks ---


def test_a_codebook_is_trained_on_the_first_vectors_and_survives(db: Any, folder: Path) -> None:
    table = CodesTable(db, "codes", TRAINED, DIM, folder)
    blank = [(Page(name(0), number), look(number, patches=0)) for number in (1, 2)]
    table.add(blank)
    assert table.codec is None and not list(folder.iterdir())
    assert list(table.stored()) == [] and table.take([0, 1]) == {} and table.read([Page(name(0), 1)]) == {}
    table.add([])
    first = looks(30, patches=40)
    table.add(first)
    assert table.codebook is not None
    assert (table.codebook.pages, table.codebook.error > 0) == (30, True)
    check_equal(codes_of(table), expected(table, first))
    reopened = CodesTable(db, "codes", TRAINED, DIM, folder)
    later = looks(5, 500, document=2)
    reopened.add(later)
    assert reopened.codebook is not None
    np.testing.assert_array_equal(reopened.codebook.arrays["centroids"], table.codebook.arrays["centroids"])
    assert (reopened.codebook.error, reopened.codebook.pages) == (table.codebook.error, 30)
    check_equal(codes_of(reopened), expected(table, first + later))


def test_a_crash_after_the_codebook_and_before_the_first_code_is_no_harm(
    db: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = CodesTable(db, "codes", TRAINED, DIM, folder)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(table._table, "add", fails)
        with pytest.raises(RuntimeError):
            table.add(looks(10, patches=40))
    table = CodesTable(db, "codes", TRAINED, DIM, folder)
    table.add(looks(10, 100, patches=40))
    check_equal(codes_of(table), expected(table, looks(10, 100, patches=40)))


def test_drift_stays_at_one_for_more_of_the_same_and_rises_when_pages_change(db: Any, folder: Path) -> None:
    table = CodesTable(db, "codes", PROFILES["hpc-256-p60"], DIM, folder)
    table.add(looks(300, patches=60))
    assert table.drift == 1
    for part in range(1, 20):
        table.add(looks(20, 1000 * part, document=part, patches=60))
    assert table.drift == pytest.approx(1, abs=0.12)
    for part in range(30, 70):
        others = unit_rows(1200, DIM, part).reshape(20, 60, DIM)
        like = look(1, patches=60)
        table.add(
            [
                (Page(name(part), number), PatchEmbeddings(vectors, like.cells, like.grid, like.salience))
                for number, vectors in enumerate(others)
            ]
        )
    assert table.drift > 1.5


def test_an_untrained_codec_does_not_drift(db: Any, folder: Path) -> None:
    table = CodesTable(db, "codes", QUALITY, DIM, folder)
    table.add(looks(50, patches=100))
    assert table.drift == 1
