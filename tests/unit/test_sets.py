"""Centroid sets on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pytest

from indexer.arrays import Ints
from indexer.sets import SetsTable
from indexer.types import Page
from tests.embeddings import unit_rows
from tests.looks import DIM, name


@pytest.fixture
def db(tmp_path: Path) -> Any:
    return lancedb.connect(tmp_path / "tables")


@pytest.fixture
def sets(db: Any, tmp_path: Path) -> SetsTable:
    return SetsTable.create(db, "sets", tmp_path, unit_rows(300, DIM, 0), 0.25, 7)


def rows(document: int, *centroids: list[int]) -> list[tuple[Page, int, Ints]]:
    return [
        (Page(name(document), number), 100 * document + number, np.array(each, np.int32))
        for number, each in enumerate(centroids, 1)
    ]


def found(sets: SetsTable) -> dict[Page, tuple[int, list[int]]]:
    pages = {}
    for documents, numbers, row_ids, centroids, lengths in sets.batches():
        own = np.split(centroids, np.cumsum(lengths)[:-1])
        for document, number, row_id, some in zip(documents, numbers.tolist(), row_ids.tolist(), own, strict=True):
            pages[Page(document, number)] = (row_id, some.tolist())
    return pages


def test_sets_come_back_with_the_rows_of_their_codes(sets: SetsTable, db: Any, tmp_path: Path) -> None:
    many = np.random.default_rng(0)
    drawn = [np.sort(many.permutation(65_536)[: many.integers(1, 400)]).tolist() for _ in range(40)]
    for document, some in enumerate((drawn[:1], drawn[1:17], drawn[17:])):
        sets.add(rows(document, *some))
    expected = {
        page: (row_id, centroids.tolist())
        for document, some in enumerate((drawn[:1], drawn[1:17], drawn[17:]))
        for page, row_id, centroids in rows(document, *some)
    }
    assert found(sets) == expected
    reopened = SetsTable(db, "sets", tmp_path)
    assert found(reopened) == expected
    assert reopened.documents == {name(0), name(1), name(2)}


def test_removed_documents_stay_gone_and_tidying_changes_nothing_else(sets: SetsTable, db: Any, tmp_path: Path) -> None:
    for document in range(5):
        sets.add(rows(document, [1, 2], [document]))
    sets.delete([name(1), name(3)])
    wanted = {page: (row_id, each.tolist()) for at in (0, 2, 4) for page, row_id, each in rows(at, [1, 2], [at])}
    assert (found(sets), sets.documents) == (wanted, {name(0), name(2), name(4)})
    sets.tidy()
    assert found(SetsTable(db, "sets", tmp_path)) == wanted
    sets.delete(list(sets.documents))
    assert found(sets) == {}
    sets.tidy()
    assert found(sets) == {}


def test_no_pages_add_nothing(sets: SetsTable) -> None:
    sets.add([])
    assert (found(sets), sets.documents) == ({}, set())


def test_centroids_are_those_that_were_written_and_know_how_they_fitted(
    sets: SetsTable, db: Any, tmp_path: Path
) -> None:
    reopened = SetsTable(db, "sets", tmp_path)
    assert (reopened.error, reopened.pages) == (0.25, 7)
    assert reopened.centroids.dtype == np.float32
    np.testing.assert_array_equal(reopened.centroids, sets.centroids)
    np.testing.assert_allclose(reopened.centroids, unit_rows(300, DIM, 0), atol=1e-3)


def test_sets_without_their_centroids_are_missed_at_once(sets: SetsTable, db: Any, tmp_path: Path) -> None:
    (tmp_path / f"{sets.name}.npz").unlink()
    with pytest.raises(FileNotFoundError):
        SetsTable(db, sets.name, tmp_path)
