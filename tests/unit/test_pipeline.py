"""Files into the store, whole or with a sentence, whatever happens on the way."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest
from pebble import ProcessExpired

import indexer.pipeline
import indexer.readers
from indexer.errors import DiskFull
from indexer.files import content_hash, walk
from indexer.pipeline import Done, Embedded, Indexing, Opened, Step, Waiting
from indexer.plan import plan
from indexer.question import parse
from indexer.readers import Readers
from indexer.store import Store
from indexer.types import Page
from tests.documents import write_pdf, write_picture
from tests.libraries import CODEC, EMBEDDER, MODEL, InlineReaders, codes_in


@dataclass
class World:
    """A folder of documents, and a library of it."""

    folder: Path
    home: Path
    store: Store
    readers: Readers
    passwords: dict[str, str] = field(default_factory=dict)

    def run(self) -> list[Step]:
        """Compare the library with the folder, index what is new, and then forget what is gone."""
        gone = plan([walk(str(self.folder))], self.store.places).forget
        steps = list(self.begin().steps())
        self.store.forget(gone)
        return steps

    def begin(self) -> Indexing:
        """Compare the library with the folder, and hand back the work."""
        self.store.remove_orphans()
        work = Indexing(self.store, self.readers, EMBEDDER, self.passwords)
        work.files.extend(plan([walk(str(self.folder))], self.store.places).read)
        return work

    def reopen(self) -> None:
        """Close the library and open it again, as after a crash."""
        self.store.close()
        self.store = Store(self.home, MODEL)

    def state(self) -> dict[str, Any]:
        """Everything that the library holds."""
        pages = [
            Page(row.document, number) for row in self.store.documents.values() for number in range(1, row.pages + 1)
        ]
        return {
            "places": dict(self.store.places),
            "documents": dict(self.store.documents),
            "texts": {page: row.text.words for page, row in self.store.texts(pages).items()},
            "codes": codes_in(self.store),
        }

    def sentence(self, name: str) -> str:
        """What is said about a file."""
        return self.store.places[str(self.folder / name)].sentence

    def indexed(self) -> list[str]:
        """The names of the files that are in the library, sorted."""
        return sorted(os.path.basename(place.path) for place in self.store.places.values() if place.document)


@pytest.fixture
def readers() -> Iterator[InlineReaders]:
    readers = InlineReaders()
    yield readers
    readers.close()


@pytest.fixture
def world(tmp_path: Path, readers: InlineReaders) -> Iterator[World]:
    (tmp_path / "documents").mkdir()
    world = World(tmp_path / "documents", tmp_path / "library", Store(tmp_path / "library", MODEL), readers)
    yield world
    world.store.close()


def check_whole(world: World) -> None:
    """Check that every document is there with all its pages, and each of them once."""
    rows = world.store._pages.to_arrow().select(["document", "number"]).to_pylist()
    codes = world.store.looks.codes._table.to_arrow().select(["document", "number"]).to_pylist()
    wanted = sorted(
        (document.document, number)
        for document in world.store.documents.values()
        for number in range(1, document.pages + 1)
    )
    assert sorted((row["document"], row["number"]) for row in rows) == wanted
    assert sorted((row["document"], row["number"]) for row in codes) == wanted
    assert world.store._documents.count_rows() == len(world.store.documents)
    assert {place.document for place in world.store.places.values() if place.document} == set(world.store.documents)
    assert world.store._places.count_rows() == len(world.store.places)


# --- what comes of files ---


def test_every_document_is_indexed_with_all_its_pages(world: World) -> None:
    long = write_pdf(world.folder / "long.pdf", [f"page number {number}" for number in range(40)])
    write_pdf(world.folder / "in a folder.pdf", ["the last ferry", ""])
    write_picture(world.folder / "photo.png")
    steps = world.run()
    check_whole(world)
    assert world.indexed() == ["in a folder.pdf", "long.pdf", "photo.png"]
    document = world.store.documents[content_hash(str(long))]
    assert (document.kind, document.pages, document.textless, document.note) == ("pdf", 40, 0, "")
    assert sorted(row.textless for row in world.store.documents.values()) == [0, 1, 1]
    assert [page for page, _ in world.store.find_text(parse("ferry"), 5)] == [
        Page(content_hash(str(world.folder / "in a folder.pdf")), 1)
    ]
    opened = {step.path: step.pages for step in steps if isinstance(step, Opened)}
    embedded = [(step.path, step.pages) for step in steps if isinstance(step, Embedded)]
    assert {path: sum(count for at, count in embedded if at == path) for path in opened} == opened
    done = [place.path for step in steps if isinstance(step, Done) for place in step.places]
    assert sorted(done) == sorted(world.store.places)
    assert isinstance(steps[-1], Done)


def test_what_is_stored_is_what_the_model_made_of_the_pages(world: World) -> None:
    path = write_pdf(world.folder / "a.pdf", ["the last ferry", "potato soup"])
    steps = world.run()
    assert sum(step.pages for step in steps if isinstance(step, Embedded)) == 2
    contents = indexer.readers.read(str(path), "", 1, 2, None)
    assert isinstance(contents, list)
    wanted = EMBEDDER.embed_pages(contents)
    pages = [Page(content_hash(str(path)), number) for number in (1, 2)]
    codes = world.store.looks.codes.read(pages)
    for page, look in zip(pages, wanted, strict=True):
        np.testing.assert_array_equal(codes[page].codes, CODEC.encode(look.vectors))
        np.testing.assert_array_equal(codes[page].cells, look.cells)


def test_a_second_run_reads_nothing(world: World, readers: InlineReaders) -> None:
    write_pdf(world.folder / "a.pdf", ["the last ferry"])
    write_picture(world.folder / "broken.png").write_bytes(b"nothing")
    world.run()
    before = world.state()
    readers.asked.clear()
    assert [step for step in world.run() if not isinstance(step, Done)] == []
    assert (readers.asked, world.state()) == ([], before)


def test_the_same_content_twice_is_one_document_in_two_places(world: World, readers: InlineReaders) -> None:
    path = write_pdf(world.folder / "a.pdf", ["the last ferry", "leaves at nine"])
    shutil.copy(path, world.folder / "b.pdf")
    world.run()
    check_whole(world)
    assert world.indexed() == ["a.pdf", "b.pdf"]
    assert len(world.store.documents) == 1
    assert readers.read_pages() == 2


@pytest.mark.parametrize("between", [1, 6, 7, 8, 9, 20])
def test_copies_far_apart_are_one_document_too(world: World, readers: InlineReaders, between: int) -> None:
    """The second may be met while the first is read, before it is written, or when it is in the store."""
    first = write_pdf(world.folder / "a.pdf", ["the last ferry"])
    for number in range(between):
        write_pdf(world.folder / f"b{number:02}.pdf", [f"page {number}"])
    shutil.copy(first, world.folder / "c.pdf")
    world.run()
    check_whole(world)
    assert len(world.store.documents) == between + 1
    assert readers.read_pages() == between + 1


def test_a_renamed_file_costs_no_reading(world: World, readers: InlineReaders) -> None:
    path = write_pdf(world.folder / "a.pdf", ["the last ferry"])
    world.run()
    readers.asked.clear()
    path.rename(world.folder / "b.pdf")
    world.run()
    check_whole(world)
    assert world.indexed() == ["b.pdf"]
    assert readers.read_pages() == 0


def test_a_changed_file_replaces_what_it_said(world: World) -> None:
    path = write_pdf(world.folder / "a.pdf", ["the last ferry", "leaves at nine"])
    world.run()
    old = content_hash(str(path))
    write_pdf(path, ["potato soup"])
    steps = world.run()
    check_whole(world)
    assert list(world.store.documents) == [content_hash(str(path))]
    assert [step.dropped for step in steps if isinstance(step, Done) and step.dropped] == [frozenset({old})]
    assert world.store.find_text(parse("ferry"), 5) == []


def test_a_changed_file_leaves_its_copy_as_it_was(world: World) -> None:
    path = write_pdf(world.folder / "a.pdf", ["the last ferry"])
    shutil.copy(path, world.folder / "b.pdf")
    world.run()
    write_pdf(path, ["potato soup"])
    steps = world.run()
    check_whole(world)
    assert len(world.store.documents) == 2
    assert not [step for step in steps if isinstance(step, Done) and step.dropped]


# --- files that cannot be read ---


def test_a_damaged_file_is_set_aside_with_a_sentence_and_the_rest_go_on(world: World) -> None:
    (world.folder / "a broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    write_pdf(world.folder / "b good.pdf", ["the last ferry"])
    (world.folder / "c empty.png").write_bytes(b"")
    write_picture(world.folder / "d good.png")
    world.run()
    check_whole(world)
    assert world.indexed() == ["b good.pdf", "d good.png"]
    assert world.sentence("a broken.pdf") == "a broken.pdf is damaged or not a PDF."
    assert world.sentence("c empty.png") == "c empty.png is empty."


def test_a_locked_file_waits_for_its_password(world: World) -> None:
    path = write_pdf(world.folder / "secret.pdf", ["the treasure"], password="sesame")
    world.run()
    place = world.store.places[str(path)]
    assert (place.document, place.remedy) == ("", "password")
    world.passwords[str(path)] = "sesame"
    work = world.begin()
    work.files.extend(walk(str(world.folder)).files)
    list(work.steps())
    check_whole(world)
    assert world.indexed() == ["secret.pdf"]


def test_a_locked_file_that_was_only_moved_needs_no_password_again(world: World, readers: InlineReaders) -> None:
    path = write_pdf(world.folder / "secret.pdf", ["the treasure"], password="sesame")
    world.passwords[str(path)] = "sesame"
    world.run()
    world.passwords.clear()
    shutil.copy(path, world.folder / "moved.pdf")
    world.run()
    check_whole(world)
    assert world.indexed() == ["moved.pdf", "secret.pdf"]


def test_a_file_none_of_whose_pages_can_be_read_is_damaged(world: World) -> None:
    path = write_picture(world.folder / "half.png", (300, 300))
    path.write_bytes(path.read_bytes()[:-60])
    world.run()
    check_whole(world)
    assert world.indexed() == []
    assert world.sentence("half.png") == "half.png is damaged: none of its pages can be read."


@pytest.mark.parametrize(("said", "script"), [("最后一班渡轮", "Chinese"), ("Последний паром", "Cyrillic")])
def test_a_file_in_letters_that_the_model_does_not_read_says_so(world: World, said: str, script: str) -> None:
    document: Any = pymupdf.open()
    document.new_page().insert_text((40, 60), said, fontname="china-s")
    document.new_page().insert_text((40, 60), "ferry")
    document.save(world.folder / "a.pdf")
    document.close()
    write_pdf(world.folder / "b.pdf", ["the last ferry"])
    world.run()
    notes = {world.store.places_of(row.document)[0].path[-5:]: row.note for row in world.store.documents.values()}
    assert notes == {
        "a.pdf": f"Its pages are in {script}, which the built-in model does not read by look; words are found by the "
        "text layer.",
        "b.pdf": "",
    }


def test_a_file_with_some_damaged_pages_is_indexed_with_a_note(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = indexer.sources.pdf.words_on

    def words(page: Any) -> Any:
        if page.number in {1, 3}:
            raise RuntimeError("cannot find object")
        return real(page)

    monkeypatch.setattr(indexer.sources.pdf, "words_on", words)
    write_pdf(world.folder / "a.pdf", ["one", "two", "three", "four", "five"])
    world.run()
    check_whole(world)
    (document,) = world.store.documents.values()
    assert (document.pages, document.textless) == (5, 2)
    assert document.note == "2 of 5 pages could not be read (page 2, 4)."


def test_a_page_that_hangs_sets_its_file_aside_and_names_the_page(world: World, readers: InlineReaders) -> None:
    """The first try takes many pages at once; the second takes them one by one to learn which it is."""

    def hang(work: str, path: str, first: int) -> None:
        if path.endswith("b.pdf") and work == "read":
            (pages,) = [range(asked[3], asked[4] + 1) for asked in readers.asked[-1:]]
            if 20 in pages:
                raise FutureTimeout

    readers.trouble = hang
    for name, count in [("a.pdf", 3), ("b.pdf", 40), ("c.pdf", 2)]:
        write_pdf(world.folder / name, [f"{name} {number}" for number in range(count)])
    world.run()
    check_whole(world)
    assert world.indexed() == ["a.pdf", "c.pdf"]
    place = world.store.places[str(world.folder / "b.pdf")]
    assert place.sentence == "Page 20: b.pdf took longer than 30 s to read, so it was set aside."
    assert place.remedy == "retry"
    tries = [(asked[3], asked[4]) for asked in readers.asked if asked[0] == "read" and asked[1].endswith("b.pdf")]
    assert tries.count((20, 20)) == 1


@pytest.mark.parametrize("error", [FutureTimeout(), ProcessExpired("gone", 11), MemoryError()])
def test_a_reader_lost_once_costs_nothing(world: World, readers: InlineReaders, error: Exception) -> None:
    """A machine that was busy, or a neighbour that took its memory: the second try succeeds."""
    fallen: set[str] = set()

    def once(work: str, path: str, first: int) -> None:
        if work not in fallen:
            fallen.add(work)
            raise error

    readers.trouble = once
    write_pdf(world.folder / "a.pdf", [f"page {number}" for number in range(20)])
    write_pdf(world.folder / "b.pdf", ["the last ferry"])
    world.run()
    check_whole(world)
    assert fallen == {"inspect", "read"}
    assert world.indexed() == ["a.pdf", "b.pdf"]


def test_a_file_that_hangs_when_it_is_opened_is_tried_twice_and_set_aside(world: World, readers: InlineReaders) -> None:
    def hang(work: str, path: str, first: int) -> None:
        if path.endswith("a.pdf"):
            raise FutureTimeout

    readers.trouble = hang
    write_pdf(world.folder / "a.pdf")
    write_pdf(world.folder / "b.pdf", ["the last ferry"])
    world.run()
    assert world.indexed() == ["b.pdf"]
    assert world.sentence("a.pdf") == "a.pdf took longer than 30 s to read, so it was set aside."
    assert [asked[:2] for asked in readers.asked].count(("inspect", str(world.folder / "a.pdf"))) == 2


@pytest.mark.allow_log_warnings
def test_a_bug_in_a_reader_sets_one_file_aside(world: World, readers: InlineReaders) -> None:
    def stumble(work: str, path: str, first: int) -> None:
        if work == "read" and path.endswith("a.pdf"):
            raise KeyError("oops")

    readers.trouble = stumble
    write_pdf(world.folder / "a.pdf")
    write_pdf(world.folder / "b.pdf", ["the last ferry"])
    world.run()
    check_whole(world)
    assert world.indexed() == ["b.pdf"]
    assert world.sentence("a.pdf") == "a.pdf could not be read because of an error in Pagelight."


def test_copies_of_a_file_that_hangs_are_set_aside_with_it(world: World, readers: InlineReaders) -> None:
    def hang(work: str, path: str, first: int) -> None:
        if work == "read":
            raise FutureTimeout

    readers.trouble = hang
    shutil.copy(write_pdf(world.folder / "a.pdf"), world.folder / "b.pdf")
    world.run()
    check_whole(world)
    assert [bool(place.sentence) for place in world.store.places.values()] == [True, True]


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_real_readers_set_a_real_hang_aside_and_index_the_rest(world: World) -> None:
    write_pdf(world.folder / "b.pdf", ["the last ferry"])
    os.mkfifo(world.folder / "c.pdf")  # A walk leaves it out; here it is handed in as if it had been a file.
    world.readers = Readers(2, lambda: None, page_timeout_s=4)
    try:
        work = world.begin()
        (seen,) = work.files
        work.files.append(type(seen)(str(world.folder / "c.pdf"), seen.root, 1, 1))
        for step in work.steps():
            if isinstance(step, Waiting):
                time.sleep(0.01)
    finally:
        world.readers.close()
    check_whole(world)
    assert world.indexed() == ["b.pdf"]
    assert world.sentence("c.pdf") == "c.pdf took longer than 4 s to read, so it was set aside."


# --- files that change meanwhile ---


def test_a_file_that_changed_while_it_was_read_is_read_again_at_the_next_run(
    world: World, readers: InlineReaders
) -> None:
    path = write_pdf(world.folder / "a.pdf", ["old " * 5] * 20)

    def change(work: str, path_read: str, first: int) -> None:
        if work == "read" and first == 17:
            write_pdf(path, ["new words here"])
            os.utime(path, ns=(1, 1))

    readers.trouble = change
    world.run()
    check_whole(world)
    assert world.indexed() == []
    assert world.store.places[str(path)].remedy == "retry"
    readers.trouble = lambda work, path, first: None
    world.run()
    check_whole(world)
    assert world.indexed() == ["a.pdf"]
    assert len(world.store.find_text(parse("new words"), 5)) == 1


def test_a_file_that_is_gone_before_it_is_read_is_said_to_be_gone_and_then_forgotten(
    world: World, readers: InlineReaders
) -> None:
    path = write_pdf(world.folder / "a.pdf")
    write_pdf(world.folder / "b.pdf", ["the last ferry"])
    work = world.begin()
    path.unlink()
    list(work.steps())
    assert world.sentence("a.pdf") == "a.pdf is no longer there."
    world.run()
    check_whole(world)
    assert [os.path.basename(known) for known in world.store.places] == ["b.pdf"]


# --- breaking off ---


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 5, 8, 13])
def test_a_run_that_was_broken_off_and_taken_up_gives_the_same_library(
    world: World, tmp_path: Path, readers: InlineReaders, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setattr(indexer.pipeline, "FLUSH_PAGES", 7)
    for number in range(4):
        write_pdf(world.folder / f"{number}.pdf", [f"file {number} page {page}" for page in range(5 + 9 * number)])
    (world.folder / "broken.pdf").write_bytes(b"%PDF")
    work = world.begin()
    running = work.steps()
    for _ in range(steps):
        next(running)
    work.cancel()
    del running
    world.reopen()
    check_whole(world)
    world.run()
    check_whole(world)

    whole = World(world.folder, tmp_path / "other", Store(tmp_path / "other", MODEL), readers)
    whole.run()
    assert world.state() == whole.state()
    whole.store.close()


@pytest.mark.parametrize("table", ["_pages", "looks.codes", "_documents", "_places"])
def test_a_full_disk_stops_the_run_and_leaves_nothing_half(
    world: World, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    write_pdf(world.folder / "a.pdf", ["the last ferry"])
    world.run()
    before = world.state()
    write_pdf(world.folder / "b.pdf", ["potato soup", "fish soup"])
    work = world.begin()

    def add(rows: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(attrgetter(table)(world.store), "add", add)
        with pytest.raises(DiskFull):
            list(work.steps())
    assert world.state() == before
    assert world.store.find_text(parse("soup"), 5) == []
    world.run()
    check_whole(world)
    assert world.indexed() == ["a.pdf", "b.pdf"]


def test_nothing_of_a_file_is_visible_before_it_is_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer.pipeline, "FLUSH_PAGES", 1)
    path = write_pdf(world.folder / "a.pdf", ["soup"] * 40)
    for step in world.begin().steps():
        visible = {page.document for page, _ in world.store.find_text(parse("soup"), 50)}
        is_done = str(path) in world.store.places
        assert bool(visible) == is_done
        if isinstance(step, Done) and step.places:
            assert is_done


def test_files_can_be_added_while_a_run_goes_on(world: World) -> None:
    write_pdf(world.folder / "a.pdf", ["the last ferry"])
    work = world.begin()
    running = work.steps()
    next(running)
    write_pdf(world.folder / "b.pdf", ["potato soup"])
    work.files.extend(plan([walk(str(world.folder))], world.store.places).read[1:])
    list(running)
    check_whole(world)
    assert world.indexed() == ["a.pdf", "b.pdf"]


def test_a_run_with_nothing_to_do_ends_at_once(world: World) -> None:
    assert list(world.begin().steps()) == []


def test_readers_work_ahead_but_only_so_far(world: World, readers: InlineReaders) -> None:
    for number in range(30):
        write_pdf(world.folder / f"{number:02}.pdf", [f"file {number}"] * 60)
    running = world.begin().steps()
    next(running)
    next(running)
    assert 1 < sum(asked[0] == "inspect" for asked in readers.asked) <= indexer.pipeline.FILES_AHEAD
    assert readers.read_pages() <= indexer.pipeline.CHUNKS_AHEAD * indexer.pipeline.CHUNK_PAGES


def test_files_added_during_the_last_step_are_still_read(tmp_path: Path) -> None:
    """An engine adds to the run that it drives, and may do so after any step, the last one too."""
    folder = tmp_path / "papers"
    folder.mkdir()
    write_pdf(folder / "a.pdf")
    store, readers = Store(tmp_path / "library", MODEL), InlineReaders()
    work = Indexing(store, readers, EMBEDDER, {})
    work.files.extend(walk(str(folder)).files)
    write_pdf(folder / "b.pdf", ["Something else."])
    late = [file for file in walk(str(folder)).files if file.path.endswith("b.pdf")]
    for step in work.steps():
        if isinstance(step, Done):
            work.files.extend(late)
            late = []
    assert len(store.documents) == 2
    readers.close()
    store.close()
