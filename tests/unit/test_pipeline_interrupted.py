"""What comes between: a run is broken off, the disk is full, files change or go while they are read."""

from __future__ import annotations

import os
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

import indexer.pipeline
import indexer.readers
from indexer.errors import DiskFull
from indexer.pipeline import Done
from indexer.question import parse
from indexer.store import Store
from tests.documents import write_pdf
from tests.indexed_folder import IndexedFolder, check_whole
from tests.libraries import MODEL, InlineReaders

# --- breaking off ---


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 5, 8, 13])
def test_a_run_that_was_broken_off_and_taken_up_gives_the_same_library(
    library: IndexedFolder, tmp_path: Path, readers: InlineReaders, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setattr(indexer.pipeline, "FLUSH_PAGES", 7)
    for number in range(4):
        write_pdf(library.folder / f"{number}.pdf", [f"file {number} page {page}" for page in range(5 + 9 * number)])
    (library.folder / "broken.pdf").write_bytes(b"%PDF")
    work = library.begin()
    running = work.steps()
    for _ in range(steps):
        next(running)
    work.cancel()
    del running
    library.reopen()
    check_whole(library)
    library.run()
    check_whole(library)

    whole = IndexedFolder(library.folder, tmp_path / "other", Store(tmp_path / "other", MODEL), readers)
    whole.run()
    assert library.state() == whole.state()
    whole.store.close()


@pytest.mark.parametrize("table", ["_pages", "looks.codes", "_documents", "_places"])
def test_a_full_disk_stops_the_run_and_leaves_nothing_half(
    library: IndexedFolder, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    write_pdf(library.folder / "a.pdf", ["the last ferry"])
    library.run()
    before = library.state()
    write_pdf(library.folder / "b.pdf", ["potato soup", "fish soup"])
    work = library.begin()

    def add(rows: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(attrgetter(table)(library.store), "add", add)
        with pytest.raises(DiskFull):
            list(work.steps())
    assert library.state() == before
    assert library.store.find_text(parse("soup"), 5) == []
    library.run()
    check_whole(library)
    assert library.indexed() == ["a.pdf", "b.pdf"]


def test_nothing_of_a_file_is_visible_before_it_is_done(
    library: IndexedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer.pipeline, "FLUSH_PAGES", 1)
    path = write_pdf(library.folder / "a.pdf", ["soup"] * 40)
    for step in library.begin().steps():
        visible = {page.document for page, _ in library.store.find_text(parse("soup"), 50)}
        is_done = str(path) in library.store.places
        assert bool(visible) == is_done
        if isinstance(step, Done) and step.places:
            assert is_done


# --- files that change meanwhile ---


def test_a_file_that_changed_while_it_was_read_is_read_again_at_the_next_run(
    library: IndexedFolder, readers: InlineReaders
) -> None:
    path = write_pdf(library.folder / "a.pdf", ["old " * 5] * 20)

    def change(work: str, path_read: str, first: int) -> None:
        if work == "read" and first == 17:
            write_pdf(path, ["new words here"])
            os.utime(path, ns=(1, 1))

    readers.trouble = change
    library.run()
    check_whole(library)
    assert library.indexed() == []
    assert library.store.places[str(path)].remedy == "retry"
    readers.trouble = lambda work, path, first: None
    library.run()
    check_whole(library)
    assert library.indexed() == ["a.pdf"]
    assert len(library.store.find_text(parse("new words"), 5)) == 1


def test_a_file_that_is_gone_before_it_is_read_is_said_to_be_gone_and_then_forgotten(
    library: IndexedFolder, readers: InlineReaders
) -> None:
    path = write_pdf(library.folder / "a.pdf")
    write_pdf(library.folder / "b.pdf", ["the last ferry"])
    work = library.begin()
    path.unlink()
    list(work.steps())
    assert library.sentence("a.pdf") == "a.pdf is no longer there."
    library.run()
    check_whole(library)
    assert [os.path.basename(known) for known in library.store.places] == ["b.pdf"]
