"""Sets are made while questions are answered, and a crash anywhere leaves what was there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import indexer.training
from indexer.errors import DiskFull
from indexer.looks import Looks
from indexer.two_stage import Candidates
from indexer.types import PatchEmbeddings
from indexer.ways import Scan
from tests.embeddings import unit_rows
from tests.kept import Kept, crashes, full_after, want_sets
from tests.looks import DIM, look, name, put, settle


@pytest.fixture
def kept(open_kept: Callable[..., Kept]) -> Kept:
    return open_kept()


def test_a_library_in_shape_has_nothing_to_do(kept: Kept) -> None:
    assert not kept.maintenance.step()
    kept.put(1)
    assert not kept.maintenance.step() and not kept.maintenance.is_working


def test_sets_are_made_when_wanted_and_questions_are_answered_all_the_while(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    for document in range(4):
        kept.put(document, pages=20 if document == 1 else 3)
    before = kept.answers()
    want_sets(monkeypatch)

    def check() -> None:
        assert kept.answers() == before

    assert settle(kept.maintenance, check) > 5
    assert isinstance(kept.look.way, Candidates) and len(kept.look.way) == 29
    assert kept.store.looks.sets is not None and kept.store.looks.sets.pages == 29
    kept.check_nothing_left_over()
    kept.reopen()
    assert isinstance(kept.look.way, Candidates)
    assert kept.answers() == before
    assert not kept.maintenance.step()


def test_what_comes_and_goes_while_sets_are_made_is_right_at_the_end(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    want_sets(monkeypatch)
    for document in range(4):
        kept.put(document, pages=20)
    while not any(file.name.startswith("sets") for file in (kept.folder / "codebooks").iterdir()):
        kept.advance(1)
    kept.advance(3)
    kept.put(8, pages=18)
    kept.forget(0)
    kept.forget(3)
    settle(kept.maintenance)
    for _ in range(2):
        assert isinstance(kept.look.way, Candidates)
        assert kept.look.way.documents == {name(1), name(2), name(8)}
        assert len(kept.look.way) == 58
        assert kept.store.looks.sets is not None
        assert kept.store.looks.sets._table.count_rows() == 58
        kept.reopen()
    # The same content again, from the start.
    kept.put(0, pages=20)
    assert kept.store.looks.sets is not None
    assert (len(kept.look.way), kept.store.looks.sets._table.count_rows()) == (78, 78)


def test_documents_that_the_sets_lack_are_taken_in_a_few_at_a_time(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    want_sets(monkeypatch)
    kept.put(0)
    settle(kept.maintenance)
    for document in range(1, 6):
        # A crash after the document was whole, and before its sets were.
        put(kept.store, document, [look(document)])
    kept.reopen()
    assert len(kept.look.missing) == 5
    kept.advance(1)
    assert len(kept.look.missing) == 3
    # In the meantime one goes, and a run takes another one in.
    gone, taken = sorted(kept.look.missing)[:2]
    kept.forget(int(gone, 16))
    kept.look.add([taken])
    settle(kept.maintenance)
    assert kept.look.missing == set()
    assert (len(kept.look.way), kept.look.way.documents) == (7, set(kept.store.documents))
    # One that went before its turn is looked at when it comes back.
    kept.put(int(gone, 16))
    assert gone in kept.look.way.documents


def test_centroids_are_found_again_when_the_library_has_grown(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    want_sets(monkeypatch)
    kept.put(0)
    settle(kept.maintenance)
    assert kept.store.looks.sets is not None
    first = kept.store.looks.sets.name
    kept.put(1, pages=9)
    assert settle(kept.maintenance) == 0
    kept.put(2, pages=1)
    assert settle(kept.maintenance) > 0
    assert (kept.store.looks.sets.name != first, kept.store.looks.sets.pages) == (True, 13)
    kept.check_nothing_left_over()
    assert not kept.maintenance.step()


def test_centroids_are_found_again_when_vectors_have_changed(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    want_sets(monkeypatch)
    monkeypatch.setattr("indexer.two_stage._TELLING", 200)
    kept.put(0, pages=30, patches=40)
    settle(kept.maintenance)
    others = unit_rows(20 * 40, DIM, 7).reshape(20, 40, DIM)
    like = look(1, 40)
    put(kept.store, 1, [PatchEmbeddings(vectors, like.cells, like.grid) for vectors in others])
    kept.look.add([name(1)])
    assert isinstance(kept.look.way, Candidates) and kept.look.way.drift > 1.15
    settle(kept.maintenance)
    assert kept.store.looks.sets is not None and kept.store.looks.sets.pages == 50
    assert kept.look.way.drift < 1.15


def test_a_crash_at_any_step_of_making_sets_leaves_answers_as_they_were(
    open_kept: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_kept("template")
    for document in range(3):
        first.put(document, pages=17 if document else 2)
    before = first.answers()
    first.close()
    want_sets(monkeypatch)
    for crashed, is_done in crashes(open_kept, first.folder, more_than=5):
        assert isinstance(crashed.look.way, Candidates if is_done else Scan)
        assert crashed.answers() == before


@pytest.mark.parametrize("adds", [0, 2])
def test_a_full_disk_while_sets_are_made_leaves_the_scan(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, adds: int
) -> None:
    for document in range(4):
        kept.put(document)
    before = kept.answers()
    want_sets(monkeypatch)
    new_sets = Looks.new_sets

    def full_sets(store: Looks, centroids: Any, error: float) -> Any:
        sets = new_sets(store, centroids, error)
        full_after(monkeypatch, sets._table, adds)
        return sets

    with monkeypatch.context() as patch:
        patch.setattr(Looks, "new_sets", full_sets)
        with pytest.raises(DiskFull):
            settle(kept.maintenance)
    assert not kept.maintenance.is_working
    assert isinstance(kept.look.way, Scan) and kept.answers() == before
    kept.check_nothing_left_over()
    settle(kept.maintenance)
    assert isinstance(kept.look.way, Candidates) and kept.answers() == before


def test_an_error_of_ours_leaves_everything_as_it_was(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put(0)
    before = kept.answers()
    want_sets(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(indexer.training, "train_sets", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            settle(kept.maintenance)
    assert kept.answers() == before
    kept.check_nothing_left_over()
    settle(kept.maintenance)
    assert isinstance(kept.look.way, Candidates) and np.allclose(kept.answers(), before, atol=2e-3)
