"""Files that cannot be read, as a whole or in part, are set aside with a sentence and stop no other."""

from __future__ import annotations

import os
import shutil
import sys
import time
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

import pymupdf
import pytest
from pebble import ProcessExpired

import indexer.pipeline
import indexer.readers
from indexer.files import walk
from indexer.pipeline import Waiting
from indexer.readers import Readers
from tests.documents import write_pdf, write_picture
from tests.indexed_folder import IndexedFolder, check_whole
from tests.libraries import InlineReaders

# --- damaged and locked files ---


def test_a_damaged_file_is_set_aside_with_a_sentence_and_the_rest_go_on(library: IndexedFolder) -> None:
    (library.folder / "a broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    write_pdf(library.folder / "b good.pdf", ["the last ferry"])
    (library.folder / "c empty.png").write_bytes(b"")
    write_picture(library.folder / "d good.png")
    library.run()
    check_whole(library)
    assert library.indexed() == ["b good.pdf", "d good.png"]
    assert library.sentence("a broken.pdf") == "a broken.pdf is damaged or not a PDF."
    assert library.sentence("c empty.png") == "c empty.png is empty."


def test_a_locked_file_waits_for_its_password(library: IndexedFolder) -> None:
    path = write_pdf(library.folder / "secret.pdf", ["the treasure"], password="sesame")
    library.run()
    place = library.store.places[str(path)]
    assert (place.document, place.remedy) == ("", "password")
    library.passwords[str(path)] = "sesame"
    work = library.begin()
    work.files.extend(walk(str(library.folder)).files)
    list(work.steps())
    check_whole(library)
    assert library.indexed() == ["secret.pdf"]


def test_a_locked_file_that_was_only_moved_needs_no_password_again(
    library: IndexedFolder, readers: InlineReaders
) -> None:
    path = write_pdf(library.folder / "secret.pdf", ["the treasure"], password="sesame")
    library.passwords[str(path)] = "sesame"
    library.run()
    library.passwords.clear()
    shutil.copy(path, library.folder / "moved.pdf")
    library.run()
    check_whole(library)
    assert library.indexed() == ["moved.pdf", "secret.pdf"]


def test_a_file_none_of_whose_pages_can_be_read_is_damaged(library: IndexedFolder) -> None:
    path = write_picture(library.folder / "half.png", (300, 300))
    path.write_bytes(path.read_bytes()[:-60])
    library.run()
    check_whole(library)
    assert library.indexed() == []
    assert library.sentence("half.png") == "half.png is damaged: none of its pages can be read."


@pytest.mark.parametrize(("said", "script"), [("最后一班渡轮", "Chinese"), ("Последний паром", "Cyrillic")])
def test_a_file_in_letters_that_the_model_does_not_read_says_so(library: IndexedFolder, said: str, script: str) -> None:
    document: Any = pymupdf.open()
    document.new_page().insert_text((40, 60), said, fontname="china-s")
    document.new_page().insert_text((40, 60), "ferry")
    document.save(library.folder / "a.pdf")
    document.close()
    write_pdf(library.folder / "b.pdf", ["the last ferry"])
    library.run()
    notes = {library.store.places_of(row.document)[0].path[-5:]: row.note for row in library.store.documents.values()}
    assert notes == {
        "a.pdf": f"Its pages are in {script}, which the built-in model does not read by look; words are found by the "
        "text layer.",
        "b.pdf": "",
    }


def test_a_file_with_some_damaged_pages_is_indexed_with_a_note(
    library: IndexedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = indexer.sources.pdf.words_on

    def words(page: Any) -> Any:
        if page.number in {1, 3}:
            raise RuntimeError("cannot find object")
        return real(page)

    monkeypatch.setattr(indexer.sources.pdf, "words_on", words)
    write_pdf(library.folder / "a.pdf", ["one", "two", "three", "four", "five"])
    library.run()
    check_whole(library)
    (document,) = library.store.documents.values()
    assert (document.pages, document.textless) == (5, 2)
    assert document.note == "2 of 5 pages could not be read (page 2, 4)."


# --- readers that hang or die ---


def test_a_page_that_hangs_sets_its_file_aside_and_names_the_page(
    library: IndexedFolder, readers: InlineReaders
) -> None:
    """The first try takes many pages at once; the second takes them one by one to learn which it is."""

    def hang(work: str, path: str, first: int) -> None:
        if path.endswith("b.pdf") and work == "read":
            (pages,) = [range(asked[3], asked[4] + 1) for asked in readers.asked[-1:]]
            if 20 in pages:
                raise FutureTimeout

    readers.trouble = hang
    for name, count in [("a.pdf", 3), ("b.pdf", 40), ("c.pdf", 2)]:
        write_pdf(library.folder / name, [f"{name} {number}" for number in range(count)])
    library.run()
    check_whole(library)
    assert library.indexed() == ["a.pdf", "c.pdf"]
    place = library.store.places[str(library.folder / "b.pdf")]
    assert place.sentence == "Page 20: b.pdf took longer than 30 s to read, so it was set aside."
    assert place.remedy == "retry"
    tries = [(asked[3], asked[4]) for asked in readers.asked if asked[0] == "read" and asked[1].endswith("b.pdf")]
    assert tries.count((20, 20)) == 1


@pytest.mark.parametrize("error", [FutureTimeout(), ProcessExpired("gone", 11), MemoryError()])
def test_a_reader_lost_once_costs_nothing(library: IndexedFolder, readers: InlineReaders, error: Exception) -> None:
    """A machine that was busy, or a neighbour that took its memory: the second try succeeds."""
    fallen: set[str] = set()

    def once(work: str, path: str, first: int) -> None:
        if work not in fallen:
            fallen.add(work)
            raise error

    readers.trouble = once
    write_pdf(library.folder / "a.pdf", [f"page {number}" for number in range(20)])
    write_pdf(library.folder / "b.pdf", ["the last ferry"])
    library.run()
    check_whole(library)
    assert fallen == {"inspect", "read"}
    assert library.indexed() == ["a.pdf", "b.pdf"]


def test_a_file_that_hangs_when_it_is_opened_is_tried_twice_and_set_aside(
    library: IndexedFolder, readers: InlineReaders
) -> None:
    def hang(work: str, path: str, first: int) -> None:
        if path.endswith("a.pdf"):
            raise FutureTimeout

    readers.trouble = hang
    write_pdf(library.folder / "a.pdf")
    write_pdf(library.folder / "b.pdf", ["the last ferry"])
    library.run()
    assert library.indexed() == ["b.pdf"]
    assert library.sentence("a.pdf") == "a.pdf took longer than 30 s to read, so it was set aside."
    assert [asked[:2] for asked in readers.asked].count(("inspect", str(library.folder / "a.pdf"))) == 2


@pytest.mark.allow_log_warnings
def test_a_bug_in_a_reader_sets_one_file_aside(library: IndexedFolder, readers: InlineReaders) -> None:
    def stumble(work: str, path: str, first: int) -> None:
        if work == "read" and path.endswith("a.pdf"):
            raise KeyError("oops")

    readers.trouble = stumble
    write_pdf(library.folder / "a.pdf")
    write_pdf(library.folder / "b.pdf", ["the last ferry"])
    library.run()
    check_whole(library)
    assert library.indexed() == ["b.pdf"]
    assert library.sentence("a.pdf") == "a.pdf could not be read because of an error in Pagelight."


def test_copies_of_a_file_that_hangs_are_set_aside_with_it(library: IndexedFolder, readers: InlineReaders) -> None:
    def hang(work: str, path: str, first: int) -> None:
        if work == "read":
            raise FutureTimeout

    readers.trouble = hang
    shutil.copy(write_pdf(library.folder / "a.pdf"), library.folder / "b.pdf")
    library.run()
    check_whole(library)
    assert [bool(place.sentence) for place in library.store.places.values()] == [True, True]


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_real_readers_set_a_real_hang_aside_and_index_the_rest(library: IndexedFolder) -> None:
    write_pdf(library.folder / "b.pdf", ["the last ferry"])
    os.mkfifo(library.folder / "c.pdf")  # A walk leaves it out; here it is handed in as if it had been a file.
    library.readers = Readers(2, lambda: None, page_timeout_s=4)
    try:
        work = library.begin()
        (seen,) = work.files
        work.files.append(type(seen)(str(library.folder / "c.pdf"), seen.root, 1, 1))
        for step in work.steps():
            if isinstance(step, Waiting):
                time.sleep(0.01)
    finally:
        library.readers.close()
    check_whole(library)
    assert library.indexed() == ["b.pdf"]
    assert library.sentence("c.pdf") == "c.pdf took longer than 4 s to read, so it was set aside."
