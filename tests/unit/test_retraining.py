"""Codebooks are trained anew when a library has outgrown them, and a crash anywhere leaves what was there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import indexer.maintenance
from indexer.store import Store
from indexer.types import PatchEmbeddings
from tests.embeddings import unit_rows
from tests.kept import Kept, crashes
from tests.libraries import codes_in
from tests.looks import DIM, look, name, put, settle

TRAINED = "hpc-256-p60"


def encoded(store: Store) -> dict[Any, bytes]:
    """Encode the exact vectors of every page with the codebook in use."""
    assert store.looks.codes.codec is not None
    codes = {}
    for page, each in store.looks.exact_pages():
        vectors = store.looks.profile.reduce(each).vectors
        codes[page] = b"".join(sorted(map(bytes, store.looks.codes.codec.encode(vectors))))
    return codes


def check_codes_fit(kept: Kept) -> None:
    found = {page: bytes(sorted(codes)) for page, codes in codes_in(kept.store).items()}
    assert found == encoded(kept.store)


def test_a_codebook_is_trained_anew_when_the_library_has_grown(
    open_kept: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = open_kept(profile=TRAINED, keep_exact=True)
    kept.put(0, pages=2)
    kept.put(1, pages=6)
    assert settle(kept.maintenance) == 0
    old, before = kept.store.looks.codes, kept.answers()
    for document in range(2, 5):
        kept.put(document, pages=20, patches=30)
    settle(kept.maintenance, lambda: check_codes_fit(kept))
    assert kept.store.looks.codes is not old and kept.store.looks.codes.name != old.name
    assert old.codebook is not None and kept.store.looks.codes.codebook is not None
    assert kept.store.looks.codes.codebook.vectors > 10 * old.codebook.vectors
    assert kept.store.looks.codes.codebook.pages == 68
    kept.check_nothing_left_over()
    after = kept.answers()
    assert after != before
    kept.reopen()
    assert (kept.answers(), kept.store.looks.keeps_exact) == (after, True)
    check_codes_fit(kept)
    assert not kept.maintenance.step()


def test_a_codebook_is_trained_anew_when_pages_have_changed(
    open_kept: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.codes._TELLING", 200)
    kept = open_kept(profile=TRAINED, keep_exact=True)
    kept.put(0, pages=60, patches=40)
    kept.put(1, pages=30, patches=40)
    assert settle(kept.maintenance) == 0
    others = unit_rows(40 * 40, DIM, 7).reshape(40, 40, DIM)
    like = look(1, 40)
    put(kept.store, 2, [PatchEmbeddings(vectors, like.cells, like.grid, like.salience) for vectors in others])
    kept.look.add([name(2)])
    old = kept.store.looks.codes.name
    assert kept.store.looks.codes.drift > 1.15
    settle(kept.maintenance)
    assert kept.store.looks.codes.name != old and kept.store.looks.codes.drift < 1.15
    check_codes_fit(kept)
    assert len(kept.look.way) == 130


def test_a_new_codebook_that_is_hardly_better_is_not_worth_it(
    open_kept: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = open_kept(profile=TRAINED, keep_exact=True)
    kept.put(0, pages=2)
    kept.put(1, pages=10)
    old = kept.store.looks.codes.name
    monkeypatch.setattr(indexer.maintenance, "WORTH", 0.0)
    assert settle(kept.maintenance) > 0
    assert kept.store.looks.codes.name == old
    monkeypatch.undo()
    kept.put(2, pages=10)
    # Not tried again before there are twice as many pages.
    assert settle(kept.maintenance) == 0
    kept.put(3, pages=2)
    assert settle(kept.maintenance) > 0
    assert kept.store.looks.codes.name != old
    check_codes_fit(kept)


def test_a_crash_at_any_step_of_training_anew_leaves_answers_as_they_were(
    open_kept: Callable[..., Kept],
) -> None:
    first = open_kept("template", TRAINED, keep_exact=True)
    first.put(0, pages=2)
    first.put(1, pages=18)
    before = first.answers()
    first.close()
    # Pages are drawn one by one: enough of them are broken off.
    for crashed, is_done in crashes(
        open_kept, first.folder, next_after=lambda moves: moves + (8 if 2 <= moves <= 18 else 1), more_than=20
    ):
        assert (crashed.answers() == before) is not is_done
        check_codes_fit(crashed)
