"""The library on disk: whole documents or none, and never a row lost."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.disk import writing
from indexer.errors import DiskFull
from indexer.question import parse
from indexer.store import Store
from indexer.types import Page
from tests.libraries import CODEC, FERRY, SOUP, codes_in, fill, found, opened, pages_of, place, stored, whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with opened(folder) as store:
        yield store


def break_adding(monkeypatch: pytest.MonkeyPatch, store: Store, table: str) -> None:
    """Let a table fail as LanceDB does when the disk is full: in words of its own."""

    def add(rows: Any) -> None:
        raise RuntimeError("lance error: LanceError(IO): No space left on device (os error 28)")

    monkeypatch.setattr(store.looks.codes._table if table == "codes" else getattr(store, table), "add", add)


# --- whole or not at all ------------------------------------------------------------------------------------------


def test_a_new_library_is_empty(store: Store) -> None:
    assert (store.roots, store.excluded, store.places, store.documents) == ((), frozenset(), {}, {})
    assert found(store, "soup") == []
    assert codes_in(store) == {}


def test_what_was_written_is_there_after_a_restart(folder: Path) -> None:
    with opened(folder) as store:
        fill(store)
        places, documents = dict(store.places), dict(store.documents)
        codes = codes_in(store)
    with opened(folder) as store:
        assert (store.places, store.documents) == (places, documents)
        assert codes_in(store) == codes
        assert found(store, "soup") == [Page(SOUP, 1), Page(SOUP, 2)]


def test_pages_of_a_document_that_is_not_whole_are_not_visible(store: Store) -> None:
    store.write(pages_of(SOUP, "potato soup"))
    assert found(store, "soup") == []
    assert codes_in(store) == {}


def test_a_crash_before_the_document_was_whole_leaves_nothing_of_it(folder: Path) -> None:
    with opened(folder) as store:
        fill(store)
        store.write(pages_of("ab" * 16, "half a soup"))
    with opened(folder) as store:
        assert found(store, "soup") == [Page(SOUP, 1), Page(SOUP, 2)]
        # Gone, and not merely hidden: a page by this name would come back if the document were read again.
        assert store.texts([Page("ab" * 16, 1)]) == {}
        assert store.looks.codes.read([Page("ab" * 16, 1)]) == {}


def test_a_crash_before_the_place_was_written_leaves_nothing_of_the_document(folder: Path) -> None:
    with opened(folder) as store:
        soup = pages_of(SOUP, "potato soup")
        store.write(soup, [whole(SOUP, soup)])
    with opened(folder) as store:
        assert store.documents == {}
        assert store.texts([Page(SOUP, 1)]) == {}


@pytest.mark.parametrize("table", ["_pages", "codes", "_documents", "_places"])
def test_a_full_disk_leaves_what_was_there_and_nothing_half(
    folder: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    with opened(folder) as store:
        fill(store)
        drink = pages_of("d1" * 16, "hot soup in a mug")
        with monkeypatch.context() as patch:
            break_adding(patch, store, table)
            with pytest.raises(DiskFull) as raised:
                store.write(drink, [whole("d1" * 16, drink)], [place("/root/drinks.pdf", "d1" * 16)])
        assert "Make room" in raised.value.sentence
        assert set(store.documents) == {SOUP, FERRY}
        assert found(store, "soup") == [Page(SOUP, 1), Page(SOUP, 2)]
    with opened(folder) as store:
        assert (set(store.documents), set(store.places)) == (
            {SOUP, FERRY},
            {"/root/soup.pdf", "/root/ferries/winter.pdf"},
        )
        assert found(store, "soup") == [Page(SOUP, 1), Page(SOUP, 2)]
        assert store.texts([Page("d1" * 16, 1)]) == {}


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        RuntimeError("lance error: Io error: No space left on device (os error 28)"),
        OSError("There is not enough space on the disk. (os error 112)"),
    ],
)
def test_a_full_disk_is_said_in_a_sentence_whoever_reports_it(error: Exception) -> None:
    with pytest.raises(DiskFull) as raised, writing():
        raise error
    assert raised.value.__cause__ is error


@pytest.mark.parametrize(
    "error", [OSError(errno.EACCES, "Permission denied"), ValueError("a bug"), KeyboardInterrupt()]
)
def test_other_errors_are_not_taken_for_a_full_disk(error: BaseException) -> None:
    with pytest.raises(type(error)) as raised, writing():
        raise error
    assert raised.value is error


# --- places -------------------------------------------------------------------------------------------------------


def test_places_with_names_that_are_no_text_come_back(folder: Path) -> None:
    path = "/root/" + os.fsdecode(b"caf\xe9 \xff'; DROP.pdf")
    with opened(folder) as store:
        fill(store)
        store.write(places=[place(path, SOUP)])
        store.save_roots([path], [path])
    with opened(folder) as store:
        assert store.places[path] == place(path, SOUP)
        assert (store.roots, store.excluded) == ((path,), frozenset({path}))
        store.forget([path])
        assert path not in store.places
    with opened(folder) as store:
        assert path not in store.places


def test_a_place_that_is_written_again_replaces_the_old_one(folder: Path) -> None:
    with opened(folder) as store:
        fill(store)
        failed = place("/root/soup.pdf", "", sentence="soup.pdf is damaged.", remedy="retry")
        store.write(places=[failed])
    with opened(folder) as store:
        assert store.places["/root/soup.pdf"] == failed
        assert len(store.places) == 2


def test_forgetting_the_last_place_drops_the_document(folder: Path) -> None:
    with opened(folder) as store:
        fill(store)
        assert store.forget(["/root/soup.pdf"]) == {SOUP}
        assert found(store, "soup") == []
        assert {page.document for page in codes_in(store)} == {FERRY}
    with opened(folder) as store:
        assert (set(store.places), set(store.documents)) == ({"/root/ferries/winter.pdf"}, {FERRY})
        assert store.texts([Page(SOUP, 1)]) == {}


def test_forgetting_one_of_two_places_keeps_the_document(store: Store) -> None:
    fill(store)
    store.write(places=[place("/root/copy of soup.pdf", SOUP)])
    assert store.forget(["/root/soup.pdf"]) == frozenset()
    assert found(store, "soup") == [Page(SOUP, 1), Page(SOUP, 2)]
    assert [row.path for row in store.places_of(SOUP)] == ["/root/copy of soup.pdf"]


def test_forgetting_a_place_that_is_not_known_does_nothing(store: Store) -> None:
    fill(store)
    assert store.forget(["/elsewhere/x.pdf"]) == frozenset()
    assert len(store.places) == 2


def test_many_places_are_forgotten_at_once(folder: Path) -> None:
    paths = [f"/root/{number}.pdf" for number in range(1203)]
    with opened(folder) as store:
        fill(store)
        store.write(places=[place(path, SOUP) for path in paths])
        store.forget(paths)
    with opened(folder) as store:
        assert len(store.places) == 2


def test_documents_are_found_below_the_folders_that_hold_them(store: Store) -> None:
    fill(store)
    store.write(places=[place("/root/ferries2/x.pdf", SOUP), place("/root/ferries/broken.pdf", "")])
    assert store.documents_below(["/root/ferries"]) == {FERRY}
    assert store.documents_below(["/root"]) == {SOUP, FERRY}
    assert store.documents_below(["/root/soup.pdf", "/elsewhere"]) == {SOUP}
    assert store.documents_below([]) == frozenset()


# --- reading ------------------------------------------------------------------------------------------------------


def test_text_is_found_only_within_the_documents_asked_for(store: Store) -> None:
    fill(store)
    assert found(store, "soup ferry") == [Page(SOUP, 1), Page(SOUP, 2), Page(FERRY, 1), Page(FERRY, 3)]
    assert found(store, "soup ferry", frozenset({FERRY})) == [Page(FERRY, 1), Page(FERRY, 3)]
    assert found(store, "soup ferry", frozenset()) == []


def test_the_best_page_comes_first(store: Store) -> None:
    fill(store)
    ranked = store.find_text(parse("fish soup"), 10)
    assert [page for page, _ in ranked] == [Page(SOUP, 2), Page(SOUP, 1)]
    assert ranked[0][1] > ranked[1][1] > 0


def test_words_that_mean_something_to_a_query_language_mean_nothing(store: Store) -> None:
    fill(store)
    for words in ('"', "soup AND", "soup)", "-soup", "text:soup", "soup*", "'; --", "\\", "(", "\0", "😀", " "):
        store.find_text(store.read_as(parse(words)), 5)
    assert found(store, '"soup" AND (') == [Page(SOUP, 1), Page(SOUP, 2)]


def test_new_pages_are_found_before_the_library_is_tidied(store: Store) -> None:
    fill(store)
    store.tidy()
    drink = pages_of("d1" * 16, "hot soup in a mug")
    store.write(drink, [whole("d1" * 16, drink)], [place("/root/drinks.pdf", "d1" * 16)])
    assert Page("d1" * 16, 1) in found(store, "soup")


def test_pages_come_back_with_their_words_and_looks(store: Store) -> None:
    fill(store)
    wanted = stored(FERRY, 3, "ferry prices")
    page = wanted.page
    text, look = store.texts([page, Page(SOUP, 1)])[page], store.looks.codes.read([page])[page]
    assert text.text.words == wanted.text.text.words
    np.testing.assert_array_equal(look.codes, CODEC.encode(wanted.look.vectors))
    np.testing.assert_array_equal(look.cells, wanted.look.cells)
    assert store.texts([]) == {}
    assert store.looks.codes.read([Page(SOUP, 9)]) == {}


def test_pages_without_vectors_are_not_among_the_codes(store: Store) -> None:
    fill(store)
    assert sorted(codes_in(store)) == [
        Page(SOUP, 1),
        Page(SOUP, 2),
        Page(FERRY, 1),
        Page(FERRY, 3),
    ]


def test_tidying_keeps_every_row_and_takes_no_room(folder: Path) -> None:
    with opened(folder) as store:
        fill(store)
        for number in range(12):
            document = f"{number:032x}"
            more = pages_of(document, f"chowder number {number}")
            store.write(more, [whole(document, more)], [place(f"/root/{number}.pdf", document)])
        store.forget(["/root/3.pdf"])
        before = (dict(store.places), dict(store.documents), codes_in(store))
        size = sum(store.size_bytes().values())
        store.tidy()
        assert sum(store.size_bytes().values()) < size
        assert len(found(store, "chowder")) == 10
        assert len(store.find_text(parse("chowder"), 100)) == 11
    with opened(folder) as store:
        after = (dict(store.places), dict(store.documents), codes_in(store))
        assert after == before
        assert len(store.find_text(parse("chowder"), 100)) == 11


def test_the_size_is_that_of_every_file(store: Store, folder: Path) -> None:
    fill(store)
    files = [path for path in folder.rglob("*") if stat.S_ISREG(path.stat().st_mode)]
    assert sum(store.size_bytes().values()) == sum(path.stat().st_size for path in files) > 0
