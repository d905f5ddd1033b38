"""Which way the pages of a library are found, and which documents are still to be taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

import indexer.look
from indexer.candidates import train_sets
from indexer.errors import DiskFull
from indexer.look import LookIndex
from indexer.store import Store
from indexer.two_stage import Candidates, Encodings
from indexer.types import QueryEmbedding
from indexer.ways import Scan
from tests.looks import DIM, MODEL, asked, look, name, put, question, slow_maxsim, stored_pages


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "library", MODEL)
    yield store
    store.close()


def fill(store: Store, documents: int = 3, pages: int = 4) -> None:
    for document in range(documents):
        put(store, document, [look(100 * document + number) for number in range(pages)])


def make_sets(store: Store) -> None:
    """Give a store sets of all its pages, as an earlier run left them."""
    vectors = store.looks.codes.sample(50, seed=0)
    centroids, error = train_sets(vectors, 32)
    way = Candidates(store.looks.codes, store.looks.new_sets(centroids, error))
    way.add(list(store.looks.codes.stored()))
    store.looks.use(store.looks.codes, way.sets, store.looks.exact)


def slow_machine(monkeypatch: pytest.MonkeyPatch, *times_ms: float) -> list[float]:
    """Let measurements say this, one after the other; returns what is left of them."""
    left = list(times_ms)

    def told(work: Callable[[QueryEmbedding], object], queries: Sequence[QueryEmbedding]) -> float:
        for query in queries:
            work(query)
        return left.pop(0)

    monkeypatch.setattr(indexer.look, "_median_ms", told)
    return left


def check_answers(store: Store, index: LookIndex) -> None:
    expected = slow_maxsim(store.looks.codes, question(1), store.documents)
    found = index.search(asked(question(1)), 5)
    # Tokens are rounded to 8 bits for scoring.
    assert sorted(found.values())[-5:] == pytest.approx(sorted(expected.values())[-5:], abs=0.1)
    assert {page.document for page in found} <= store.documents.keys()


# --- which way ---


def test_a_library_without_sets_is_scanned(store: Store) -> None:
    index = LookIndex(store.looks)
    assert (isinstance(index.way, Scan), index.search(asked(question(1)), 5), index.wants_sets) == (True, {}, False)
    fill(store)
    index = LookIndex(store.looks)
    assert isinstance(index.way, Scan) and len(index.way) == 12
    assert (index.missing, index.wants_sets) == (set(), False)
    check_answers(store, index)


def test_a_library_with_encodings_leaves_candidates_to_the_database(tmp_path: Path) -> None:
    store = Store(tmp_path / "library", MODEL, "remote")
    fill(store)
    index = LookIndex(store.looks)
    assert isinstance(index.way, Encodings)
    assert (index.missing, index.wants_sets, index.way.resident_bytes) == (set(), False, 0)
    check_answers(store, index)
    store.close()


@pytest.mark.parametrize(("scan_ms", "candidates_ms", "wanted"), [(9.0, 5.0, Candidates), (2.0, 9.0, Scan)])
def test_sets_are_used_where_they_are_the_faster_way(
    store: Store, monkeypatch: pytest.MonkeyPatch, scan_ms: float, candidates_ms: float, wanted: type
) -> None:
    fill(store)
    make_sets(store)
    monkeypatch.setattr(indexer.look, "_FEWEST_PAGES", 4)
    # A scan of the sample, reading some pages, and candidates as they are.
    left = slow_machine(monkeypatch, scan_ms, 0.1, candidates_ms)
    index = LookIndex(store.looks)
    assert type(index.way) is wanted
    assert (left, len(index.way), index.missing) == ([], 12, set())
    check_answers(store, index)
    # What was measured holds until the library has grown.
    assert not index.wants_sets


def test_a_scan_that_would_take_too_much_memory_is_not_made(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    make_sets(store)
    slow_machine(monkeypatch, 1.0, 1.0, 1000.0)
    monkeypatch.setattr(indexer.look, "MOST_RESIDENT_BYTES", 1000)
    index = LookIndex(store.looks)
    assert isinstance(index.way, Candidates)
    check_answers(store, index)


def test_sets_are_wanted_when_the_scan_has_become_the_slower_way(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer.look, "_FEWEST_PAGES", 10)
    index = LookIndex(store.looks)
    # Few pages are not worth a measurement. Of 12, a scan is the faster way, of 24 it is not.
    left = slow_machine(monkeypatch, 1.0, 5.0, 5.0, 4.0)
    for document, (wanted, measurements) in enumerate([(False, 4), (False, 4), (False, 2), (False, 2), (True, 0)]):
        put(store, document, [look(100 * document + number) for number in range(4 if document < 4 else 8)])
        index.add([name(document)])
        assert (index.wants_sets, len(left)) == (wanted, measurements)
    # Candidates are there already, once they are made.
    make_sets(store)
    assert store.looks.sets is not None
    index.use(Candidates(store.looks.codes, store.looks.sets))
    assert not index.wants_sets


def test_sets_are_wanted_when_a_scan_takes_too_much_memory(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    index = LookIndex(store.looks)
    assert not index.wants_sets
    monkeypatch.setattr(indexer.look, "MOST_RESIDENT_BYTES", 1000)
    assert index.wants_sets


def test_sets_that_were_lost_leave_a_library_that_is_scanned(store: Store, tmp_path: Path) -> None:
    fill(store)
    make_sets(store)
    assert store.looks.sets is not None
    (tmp_path / "library" / "codebooks" / f"{store.looks.sets.name}.npz").unlink()
    store.close()
    again = Store(tmp_path / "library", MODEL)
    assert again.looks.sets is None
    index = LookIndex(again.looks)
    assert isinstance(index.way, Scan)
    check_answers(again, index)
    again.close()


# --- what is still to be taken in ---


def test_documents_that_came_after_the_sets_are_missing_until_they_are_added(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    make_sets(store)
    pages = [look(900 + number) for number in range(3)]
    put(store, 9, pages)
    slow_machine(monkeypatch, 9.0, 1.0, 1.0)
    index = LookIndex(store.looks)
    assert isinstance(index.way, Candidates)
    assert index.missing == {name(9)}
    index.add([name(9)])
    assert (index.missing, len(index.way)) == (set(), 15)
    check_answers(store, index)


def test_a_document_that_is_half_written_is_not_missing_and_not_found(store: Store) -> None:
    fill(store)
    index = LookIndex(store.looks)
    store.write(stored_pages(7, [look(700), look(701)]))
    assert index.missing == set()
    assert isinstance(LookIndex(store.looks).way, Scan)
    check_answers(store, LookIndex(store.looks))


def test_blank_documents_are_not_missing_for_ever(store: Store) -> None:
    fill(store)
    put(store, 8, [look(1, patches=0), look(2, patches=0)])
    opened = LookIndex(store.looks)
    assert opened.missing == set()
    put(store, 9, [look(3, patches=0)])
    assert opened.missing == {name(9)}
    opened.add([name(9)])
    assert opened.missing == set()
    # When it is gone and comes back it is looked at again.
    store.forget(["/root/9.pdf"])
    opened.remove([name(9)])
    put(store, 9, [look(3)])
    assert opened.missing == {name(9)}


def test_a_library_of_blank_documents_has_nothing_missing_before_its_codec_is_trained(tmp_path: Path) -> None:
    store = Store(tmp_path / "library", MODEL, "hpc-512-p40")
    put(store, 1, [look(1, patches=0)])
    index = LookIndex(store.looks)
    assert (index.missing, index.wants_sets, index.search(asked(question(1)), 3)) == (set(), False, {})
    put(store, 2, [look(2), look(3)])
    index.add(index.missing)
    assert (index.missing, len(index.way)) == (set(), 2)
    store.close()


def test_removed_documents_are_not_found_and_not_missing(store: Store) -> None:
    fill(store)
    index = LookIndex(store.looks)
    index.remove(store.forget(["/root/1.pdf"]))
    assert (index.missing, len(index.way)) == (set(), 8)
    check_answers(store, index)


def test_another_way_leaves_behind_what_was_removed_while_it_was_made(store: Store) -> None:
    fill(store)
    index = LookIndex(store.looks)
    way = Scan(store.looks.codes)
    way.add(list(store.looks.codes.stored()))
    index.remove(store.forget(["/root/1.pdf"]))
    index.use(way)
    assert index.way is way and way.documents == {name(0), name(2)}
    check_answers(store, index)


def test_a_full_disk_is_said_and_the_document_is_taken_in_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    make_sets(store)
    slow_machine(monkeypatch, 9.0, 1.0, 1.0)
    index = LookIndex(store.looks)
    put(store, 9, [look(900)])
    assert store.looks.sets is not None
    with monkeypatch.context() as patch:

        def full(rows: object) -> None:
            raise RuntimeError("lance error: LanceError(IO): No space left on device (os error 28)")

        patch.setattr(store.looks.sets._table, "add", full)
        with pytest.raises(DiskFull):
            index.add([name(9)])
    assert index.missing == {name(9)}
    index.add([name(9)])
    assert (index.missing, len(index.way)) == (set(), 13)


def test_times_are_those_of_the_middle_run(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.005, 1.0, 1.9, 2.0, 2.007])
    monkeypatch.setattr("time.perf_counter", lambda: next(clock))
    ran: list[QueryEmbedding] = []
    queries = [asked(question(seed)) for seed in range(3)]
    assert indexer.look._median_ms(ran.append, queries) == pytest.approx(7)
    assert ran == queries


def test_the_questions_that_are_timed_have_unit_rows_and_are_different_ones(store: Store) -> None:
    fill(store)
    index = LookIndex(store.looks)
    queries = index._some_queries(store.looks.codes.sample_stored(5, seed=0))
    for query in queries:
        assert query.vectors.shape[1] == DIM and len(query.vectors) > 0
        np.testing.assert_allclose(np.linalg.norm(query.vectors, axis=1), 1, atol=1e-5)
    assert len({query.vectors.tobytes() for query in queries}) == len(queries) == 3
