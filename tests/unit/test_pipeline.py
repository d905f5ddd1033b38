"""Files into the store: all of their pages once, and nothing read twice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

import indexer.pipeline
import indexer.readers
from indexer.files import SeenFile, content_hash, walk
from indexer.pipeline import Done, Embedded, Indexing, Opened
from indexer.plan import plan
from indexer.question import parse
from indexer.types import Page
from tests.documents import write_pdf, write_picture
from tests.indexed_folder import IndexedFolder, check_whole
from tests.libraries import CODEC, EMBEDDER, InlineReaders


def test_every_document_is_indexed_with_all_its_pages(library: IndexedFolder) -> None:
    long = write_pdf(library.folder / "long.pdf", [f"page number {number}" for number in range(40)])
    write_pdf(library.folder / "in a folder.pdf", ["the last ferry", ""])
    write_picture(library.folder / "photo.png")
    steps = library.run()
    check_whole(library)
    assert library.indexed() == ["in a folder.pdf", "long.pdf", "photo.png"]
    document = library.store.documents[content_hash(str(long))]
    assert (document.kind, document.pages, document.textless, document.note) == ("pdf", 40, 0, "")
    assert sorted(row.textless for row in library.store.documents.values()) == [0, 1, 1]
    assert [page for page, _ in library.store.find_text(parse("ferry"), 5)] == [
        Page(content_hash(str(library.folder / "in a folder.pdf")), 1)
    ]
    opened = {step.path: step.pages for step in steps if isinstance(step, Opened)}
    embedded = [(step.path, step.pages) for step in steps if isinstance(step, Embedded)]
    assert {path: sum(count for at, count in embedded if at == path) for path in opened} == opened
    done = [place.path for step in steps if isinstance(step, Done) for place in step.places]
    assert sorted(done) == sorted(library.store.places)
    assert isinstance(steps[-1], Done)


def test_what_is_stored_is_what_the_model_made_of_the_pages(library: IndexedFolder) -> None:
    path = write_pdf(library.folder / "a.pdf", ["the last ferry", "potato soup"])
    steps = library.run()
    assert sum(step.pages for step in steps if isinstance(step, Embedded)) == 2
    contents = indexer.readers.read(str(path), "", 1, 2, None)
    assert isinstance(contents, list)
    wanted = EMBEDDER.embed_pages(contents)
    pages = [Page(content_hash(str(path)), number) for number in (1, 2)]
    codes = library.store.looks.codes.read(pages)
    for page, look in zip(pages, wanted, strict=True):
        np.testing.assert_array_equal(codes[page].codes, CODEC.encode(look.vectors))
        np.testing.assert_array_equal(codes[page].cells, look.cells)


def test_a_second_run_reads_nothing(library: IndexedFolder, readers: InlineReaders) -> None:
    write_pdf(library.folder / "a.pdf", ["the last ferry"])
    write_picture(library.folder / "broken.png").write_bytes(b"nothing")
    library.run()
    before = library.state()
    readers.asked.clear()
    assert [step for step in library.run() if not isinstance(step, Done)] == []
    assert (readers.asked, library.state()) == ([], before)


def test_the_same_content_twice_is_one_document_in_two_places(library: IndexedFolder, readers: InlineReaders) -> None:
    path = write_pdf(library.folder / "a.pdf", ["the last ferry", "leaves at nine"])
    shutil.copy(path, library.folder / "b.pdf")
    library.run()
    check_whole(library)
    assert library.indexed() == ["a.pdf", "b.pdf"]
    assert len(library.store.documents) == 1
    assert readers.read_pages() == 2


@pytest.mark.parametrize("between", [1, 6, 7, 8, 9, 20])
def test_copies_far_apart_are_one_document_too(library: IndexedFolder, readers: InlineReaders, between: int) -> None:
    """The second may be met while the first is read, before it is written, or when it is in the store."""
    first = write_pdf(library.folder / "a.pdf", ["the last ferry"])
    for number in range(between):
        write_pdf(library.folder / f"b{number:02}.pdf", [f"page {number}"])
    shutil.copy(first, library.folder / "c.pdf")
    library.run()
    check_whole(library)
    assert len(library.store.documents) == between + 1
    assert readers.read_pages() == between + 1


def test_a_renamed_file_costs_no_reading(library: IndexedFolder, readers: InlineReaders) -> None:
    path = write_pdf(library.folder / "a.pdf", ["the last ferry"])
    library.run()
    readers.asked.clear()
    path.rename(library.folder / "b.pdf")
    library.run()
    check_whole(library)
    assert library.indexed() == ["b.pdf"]
    assert readers.read_pages() == 0


def test_a_changed_file_replaces_what_it_said(library: IndexedFolder) -> None:
    path = write_pdf(library.folder / "a.pdf", ["the last ferry", "leaves at nine"])
    library.run()
    old = content_hash(str(path))
    write_pdf(path, ["potato soup"])
    steps = library.run()
    check_whole(library)
    assert list(library.store.documents) == [content_hash(str(path))]
    assert [step.dropped for step in steps if isinstance(step, Done) and step.dropped] == [frozenset({old})]
    assert library.store.find_text(parse("ferry"), 5) == []


def test_a_changed_file_leaves_its_copy_as_it_was(library: IndexedFolder) -> None:
    path = write_pdf(library.folder / "a.pdf", ["the last ferry"])
    shutil.copy(path, library.folder / "b.pdf")
    library.run()
    write_pdf(path, ["potato soup"])
    steps = library.run()
    check_whole(library)
    assert len(library.store.documents) == 2
    assert not [step for step in steps if isinstance(step, Done) and step.dropped]


def test_files_can_be_added_while_a_run_goes_on(library: IndexedFolder) -> None:
    write_pdf(library.folder / "a.pdf", ["the last ferry"])
    work = library.begin()
    running = work.steps()
    next(running)
    write_pdf(library.folder / "b.pdf", ["potato soup"])
    work.files.extend(plan([walk(str(library.folder))], library.store.places).read[1:])
    list(running)
    check_whole(library)
    assert library.indexed() == ["a.pdf", "b.pdf"]


def indexed_in_order(work: Indexing, late: Sequence[SeenFile]) -> list[str]:
    """Run, with files that are added once the first pages went through; returns the names as they are done."""
    done: list[str] = []
    for step in work.steps():
        if isinstance(step, Embedded) and late:
            work.add(late)
            late = ()
        if isinstance(step, Done):
            done += [os.path.basename(place.path) for place in step.places]
    return done


def test_a_scan_that_is_dropped_does_not_wait_for_a_large_folder(
    library: IndexedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer.pipeline, "FLUSH_PAGES", 1)
    for number in range(12):
        write_pdf(library.folder / f"{number:02}.pdf", [f"file {number}, page {page}" for page in range(40)])
    work = library.begin()
    scan = write_pdf(library.folder / "scan.pdf", ["the last ferry"])
    late = [file for file in walk(str(library.folder)).files if file.path == str(scan)]
    done = indexed_in_order(work, late)
    check_whole(library)
    # What readers had taken before it is looked at first.
    ahead = indexer.pipeline.CHUNKS_AHEAD * indexer.pipeline.CHUNK_PAGES // 40 + 1
    assert done.index("scan.pdf") <= ahead
    assert len(done) == 13


def test_a_large_folder_that_comes_later_waits_its_turn(library: IndexedFolder) -> None:
    for number in range(3):
        write_pdf(library.folder / f"a{number}.pdf", [f"file {number}, page {page}" for page in range(20)])
    work = library.begin()
    for number in range(9):
        write_pdf(library.folder / f"b{number}.pdf", [f"other file {number}, page {page}" for page in range(20)])
    late = [file for file in walk(str(library.folder)).files if os.path.basename(file.path).startswith("b")]
    done = indexed_in_order(work, late)
    check_whole(library)
    assert set(done[:3]) == {"a0.pdf", "a1.pdf", "a2.pdf"}


def test_files_are_taken_back_before_they_are_opened(library: IndexedFolder) -> None:
    for number in range(30):
        write_pdf(library.folder / f"{number:02}.pdf", [f"file {number}"])
    work = library.begin()
    scan = write_pdf(library.folder / "scan.pdf", ["the last ferry"])
    late = [replace(file, root="other") for file in walk(str(library.folder)).files if file.path == str(scan)]
    work.add(late)
    held = [os.path.basename(file.path) for file in work.take_back({str(library.folder)})]
    assert held == [f"{number:02}.pdf" for number in range(30)]
    assert indexed_in_order(work, ()) == ["scan.pdf"]
    work.add(late)
    assert work.take_back({"other"}) == late


def test_files_added_during_the_last_step_are_still_read(library: IndexedFolder) -> None:
    """An engine adds to the run that it drives, and may do so after any step, the last one too."""
    write_pdf(library.folder / "a.pdf")
    work = library.begin()
    write_pdf(library.folder / "b.pdf", ["Something else."])
    late = [file for file in walk(str(library.folder)).files if file.path.endswith("b.pdf")]
    for step in work.steps():
        if isinstance(step, Done):
            work.files.extend(late)
            late = []
    assert len(library.store.documents) == 2


def test_a_run_with_nothing_to_do_ends_at_once(library: IndexedFolder) -> None:
    assert list(library.begin().steps()) == []


def test_readers_work_ahead_but_only_so_far(library: IndexedFolder, readers: InlineReaders) -> None:
    for number in range(30):
        write_pdf(library.folder / f"{number:02}.pdf", [f"file {number}"] * 60)
    running = library.begin().steps()
    next(running)
    next(running)
    assert 1 < sum(asked[0] == "inspect" for asked in readers.asked) <= indexer.pipeline.FILES_AHEAD
    assert readers.read_pages() <= indexer.pipeline.CHUNKS_AHEAD * indexer.pipeline.CHUNK_PAGES
