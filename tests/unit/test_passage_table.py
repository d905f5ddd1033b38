from __future__ import annotations

from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pytest

from indexer.arrays import Floats, unit_rows
from indexer.passage_table import PassageTable, PassageVector
from indexer.types import Page

DIM = 32


def name(document: int) -> str:
    return f"{document:032x}"


def vectors(count: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(20, DIM))
    return unit_rows((centres[rng.integers(0, 20, count)] + 0.5 * rng.normal(size=(count, DIM))).astype(np.float32))


def passages(document: int, pages: int = 6, each: int = 4) -> list[PassageVector]:
    rows = vectors(pages * each, document + 1)
    return [
        PassageVector(Page(name(document), at // each + 1), at % each * 10, at % each * 10 + 9, row)
        for at, row in enumerate(rows)
    ]


@pytest.fixture
def db(tmp_path: Path) -> Any:
    return lancedb.connect(tmp_path)


@pytest.fixture
def table(db: Any) -> PassageTable:
    return PassageTable(db, "passages-test", DIM)


def slowly(stored: list[PassageVector], vector: Floats, limit: int) -> list[tuple[Page, int, int, float]]:
    """Find the best pages the obvious way."""
    best: dict[Page, tuple[float, PassageVector]] = {}
    for passage in stored:
        cosine = float(passage.vector.astype(np.float16).astype(np.float32) @ vector)
        if passage.page not in best or cosine > best[passage.page][0]:
            best[passage.page] = (cosine, passage)
    ranked = sorted(best.values(), key=lambda pair: -pair[0])[:limit]
    return [(passage.page, passage.first, passage.last, cosine) for cosine, passage in ranked]


def check(table: PassageTable, stored: list[PassageVector], vector: Floats, limit: int, **only: Any) -> None:
    found = table.search(vector, limit, **only)
    expected = slowly(stored, vector, limit)
    assert [(each.page, each.first, each.last) for each in found] == [each[:3] for each in expected]
    np.testing.assert_allclose([each.cosine for each in found], [each[3] for each in expected], atol=1e-3)


@pytest.mark.parametrize("limit", [1, 3, 17, 1000])
def test_the_best_passage_of_each_page_counts_as_when_looking_at_all(table: PassageTable, limit: int) -> None:
    stored = [passage for document in range(5) for passage in passages(document)]
    for document in range(5):
        table.add(passages(document))
    for vector in vectors(8, 99):
        check(table, stored, vector, limit)


def test_one_page_with_many_near_passages_does_not_keep_others_out(table: PassageTable) -> None:
    (vector,) = vectors(1, 5)
    near = [PassageVector(Page(name(1), 1), at, at, vector) for at in range(200)]
    stored = near + passages(2)
    table.add(stored)
    found = table.search(vector, 4)
    assert len({each.page for each in found}) == 4
    assert found[0].page == Page(name(1), 1)


def test_a_search_within_documents_finds_none_of_others(table: PassageTable) -> None:
    for document in range(6):
        table.add(passages(document))
    (vector,) = vectors(1, 7)
    inside = {name(2), name(4)}
    check(table, passages(2) + passages(4), vector, 5, documents=inside)
    assert table.search(vector, 5, documents=set()) == []
    assert table.search(vector, 0) == []


def test_an_empty_table_finds_nothing(table: PassageTable) -> None:
    assert table.search(vectors(1, 1)[0], 5) == []
    table.add([])
    assert table.documents == set()


def test_what_was_removed_is_found_no_more(table: PassageTable, db: Any) -> None:
    for document in range(3):
        table.add(passages(document))
    table.delete([name(1), name(77)])
    assert table.documents == {name(0), name(2)}
    check(table, passages(0) + passages(2), vectors(1, 3)[0], 50)
    assert PassageTable(db, "passages-test", DIM).documents == {name(0), name(2)}


def test_a_table_opened_again_holds_the_same(table: PassageTable, db: Any) -> None:
    table.add(passages(1) + passages(2))
    table.tidy()
    again = PassageTable(db, "passages-test", DIM)
    assert again.documents == {name(1), name(2)}
    assert again.count() == 48
    check(again, passages(1) + passages(2), vectors(1, 3)[0], 5)


def test_a_large_table_is_searched_by_an_index_that_finds_nearly_the_same(
    table: PassageTable, db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.passage_table._FEWEST_INDEXED", 1000)
    stored = [passage for document in range(60) for passage in passages(document)]
    table.add(stored[:1200])
    table.tidy()
    assert table._indexed == 1200
    table.add(stored[1200:])
    table.tidy()
    assert table._indexed == 1200  # New rows come into the index that is there.
    for each in (table, PassageTable(db, "passages-test", DIM)):
        assert each._indexed
        kept = 0
        for vector in vectors(10, 11):
            expected = {page for page, *_ in slowly(stored, vector, 10)}
            found = each.search(vector, 10)
            kept += len(expected & {passage.page for passage in found})
            assert [passage.cosine for passage in found] == sorted((passage.cosine for passage in found), reverse=True)
        assert kept >= 95
    inside = {name(3)}
    check(table, passages(3), vectors(1, 4)[0], 3, documents=inside)
