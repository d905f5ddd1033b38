"""Pages without a text layer, read behind by a fake recogniser: what becomes of its text, and what is tried again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import Any

import pytest
from pebble import ProcessExpired, ProcessFuture

from app.answers.evidence import TermLookup, find_terms
from indexer.errors import DiskFull
from indexer.ocr import Tesseract
from indexer.ocr_behind import OcrBehind
from indexer.passages_behind import PassagesBehind
from indexer.plan import Place
from indexer.question import parse
from indexer.readers import Problem
from indexer.recognised import Recognised
from indexer.store import Store
from indexer.types import Page, PageText
from tests.kept import full_after
from tests.libraries import MODEL, InlineReaders, page_text, stored, whole
from tests.passages import MODEL as SENTENCES_MODEL
from tests.passages import SENTENCES

TESSERACT = Tesseract("/nowhere/tessdata", "eng")
GONE = Problem("a.pdf is no longer there.", "retry")


class Scans:
    """A library whose files are only stood for, what prints they show, and what reads these behind."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        self.files.mkdir()
        self.home = folder / "library"
        self.prints: dict[tuple[str, int], str | Problem | Exception] = {}
        self.tried: list[tuple[str, int]] = []
        self.readers = InlineReaders()
        self.open()

    def open(self) -> None:
        self.store = Store(self.home, MODEL, sentences=SENTENCES_MODEL)
        self.behind = OcrBehind(self.store, self.readers, {}, TESSERACT)
        self.passages = PassagesBehind(self.store, SENTENCES, lambda: None)

    def close(self) -> None:
        self.behind.close()
        self.passages.close()
        self.store.close()

    def reopen(self) -> None:
        self.close()
        self.tried.clear()
        self.open()

    def recognise(self, path: str, password: str, number: int, tesseract: Tesseract) -> PageText | Problem:
        """Stand in for the reader's function."""
        assert tesseract == TESSERACT
        key = Path(path).stem, number
        self.tried.append(key)
        shown = self.prints.get(key, "")
        if isinstance(shown, Exception):
            raise shown
        return shown if isinstance(shown, Problem) else page_text(shown)

    def put(self, name: str, *layers: str, **prints: str | Problem | Exception) -> str:
        """Index a document with these text layers, whose pages show these prints: p1, p2..."""
        document = f"{name:0>32}".encode().hex()[-32:]
        path = self.files / f"{name}.pdf"
        path.write_bytes(name.encode())
        info = path.stat()
        pages = [stored(document, at, text) for at, text in enumerate(layers, 1)]
        place = Place(str(path), str(self.files), info.st_size, info.st_mtime_ns, document)
        self.store.write(pages, [whole(document, pages)], [place])
        self.prints.update({(name, int(page[1:])): said for page, said in prints.items()})
        return document

    def finish(self, until: Callable[[], bool] = lambda: False) -> None:
        for _ in range(10_000):
            if until() or not self.behind.step():
                return
        raise AssertionError("it never ends")

    def understand(self) -> None:
        while self.passages.step() or self.passages.is_working:
            pass

    def found(self, question: str) -> list[Page]:
        return sorted(page for page, _ in self.store.find_text(parse(question), 10))


@pytest.fixture
def scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scans]:
    scans = Scans(tmp_path)

    def recognise(*args: Any) -> PageText | Problem:
        return scans.recognise(*args)

    monkeypatch.setattr("indexer.ocr_behind.recognise", recognise)
    yield scans
    scans.close()


# --- what becomes of it ---


def test_what_was_read_is_found_by_its_words_and_lit(scans: Scans) -> None:
    document = scans.put("a", "", "a text layer", "", p1="The last ferry\nleaves at nine", p3="Tickets on board")
    assert scans.behind.waiting_pages == 2
    scans.finish()
    assert scans.tried == [("a", 1), ("a", 3)]
    assert scans.found("ferry") == [Page(document, 1)]
    assert scans.found("layer") == [Page(document, 2)]
    (row,) = scans.store.texts([Page(document, 1)]).values()
    wanted = page_text("The last ferry\nleaves at nine")
    assert row.text.words == wanted.words
    assert row.text.lines.tolist() == wanted.lines.tolist()
    assert abs(row.text.boxes - wanted.boxes).max() < 1e-4
    assert row.aspect == 0.75
    assert find_terms(row.text, TermLookup(parse("ferries at nine"))).keys() == {2, 5}


def test_a_scan_has_no_text_layer_even_if_it_was_read(scans: Scans) -> None:
    document = scans.put("a", "", "layer", p1="ferry")
    scans.finish()
    assert scans.store.documents[document].textless == 1
    assert scans.store.recognised.among([Page(document, 1), Page(document, 2)]) == {Page(document, 1)}
    scans.reopen()
    assert scans.store.documents[document].textless == 1
    assert scans.store.recognised.among([Page(document, 1), Page(document, 2)]) == {Page(document, 1)}


def test_what_was_read_is_in_the_text_index_once_all_is_read(scans: Scans) -> None:
    scans.put("a", "", p1="ferry")
    scans.finish()
    (index,) = scans.store._pages.list_indices()
    assert index.num_unindexed_rows == 0
    assert len(scans.found("ferry")) == 1


def test_the_meaning_of_what_was_read_is_found(scans: Scans) -> None:
    scan = scans.put("scan", "", "", p2="The last boat leaves at half past ten.")
    mixed = scans.put("mixed", "Boil the pumpkin with ginger.", "", p2="Penguins live in the far south.")
    plain = scans.put("plain", "Tickets are sold on board.")
    assert scans.store.passages is not None
    scans.understand()
    assert scans.store.passages.documents == {mixed, plain}
    scans.finish()
    # The others' passages were made of all that they say.
    assert scans.store.passages.documents == {plain}
    assert scans.passages.waiting_pages == 4
    scans.understand()
    assert scans.store.passages.documents == {scan, mixed, plain}
    pages = {}
    for question in ("When does the final ferry depart?", "How do I cook the soup?", "Where are the penguins?"):
        (vector,) = SENTENCES.embed([question])
        pages[question] = scans.store.passages.search(vector, 1)[0].page
    assert list(pages.values()) == [Page(scan, 2), Page(mixed, 1), Page(mixed, 2)]
    assert scans.store.passages.count() == 4


def test_pages_that_were_read_are_no_longer_silent(scans: Scans) -> None:
    said = "The last boat leaves at half past ten, and tickets are sold on board."
    document = scans.put("a", "Boil the pumpkin with ginger until it is soft, then serve it hot.", "", "", p2=said)
    scans.understand()
    pages = [Page(document, number) for number in (1, 2, 3)]
    assert scans.store.silent(pages) == set(pages[1:])
    scans.finish()
    scans.understand()
    assert scans.store.silent(pages) == {pages[2]}


def test_a_document_that_comes_back_comes_without_what_was_read(scans: Scans) -> None:
    said = "The last boat leaves at half past ten, and tickets are sold on board."
    document = scans.put("a", "Boil the pumpkin with ginger until it is soft, then serve it hot.", "", p2=said)
    scans.finish()
    scans.understand()
    assert scans.store.silent([Page(document, 2)]) == set()
    scans.store.forget([str(scans.files / "a.pdf")])
    assert scans.store.recognised.documents == set()
    scans.put("a", "Boil the pumpkin with ginger until it is soft, then serve it hot.", "")
    scans.understand()
    assert scans.store.silent([Page(document, 2)]) == {Page(document, 2)}
    assert scans.behind.waiting_pages == 1
    scans.finish()
    assert scans.tried == [("a", 2), ("a", 2)]


def test_a_page_is_not_refused_for_what_may_have_been_misread(scans: Scans) -> None:
    document = scans.put("a", "", "annual statement", p1="annua1 rep0rt of the ferry")
    scans.finish()
    pages = [Page(document, 1), Page(document, 2)]
    assert scans.store.refused(parse('"annual report"'), pages) == {pages[1]}
    assert scans.store.refused(parse('"annual report" -ferry'), pages) == set(pages)


# --- what is tried, and what is not tried again ---


def test_pages_come_in_the_library_s_order_and_each_once_over_restarts(scans: Scans) -> None:
    scans.put("b", "", "", p1="boat")
    scans.put("a", "layer", "")
    scans.put("c", "layer")
    scans.finish()
    assert scans.tried == [("b", 1), ("b", 2), ("a", 2)]
    assert scans.behind.waiting_pages == 0
    scans.reopen()
    assert scans.behind.waiting_pages == 0
    assert not scans.behind.step()
    scans.put("d", "")
    scans.finish()
    assert scans.tried == [("d", 1)]


@pytest.mark.parametrize("trouble", [FutureTimeout(), ProcessExpired("died"), MemoryError()])
def test_a_page_that_kills_its_reader_is_left_as_it_is_and_costs_no_other(scans: Scans, trouble: Exception) -> None:
    document = scans.put("a", "", "", "", p1="boat", p2=trouble, p3="ferry")
    scans.finish()
    assert scans.found("boat ferry") == [Page(document, 1), Page(document, 3)]
    assert scans.store.places_of(document)[0].sentence == ""
    scans.reopen()
    assert not scans.behind.step()


@pytest.mark.parametrize("trouble", [GONE, Problem("a.pdf is locked with a password.", "password")])
def test_a_document_that_cannot_be_opened_waits_until_the_disk_was_looked_at(scans: Scans, trouble: Problem) -> None:
    document = scans.put("a", "", "", "", p1="boat", p2=trouble, p3="ferry")
    scans.put("b", "", p1="harbour")
    scans.finish()
    assert len(scans.found("boat harbour")) == 2
    assert scans.behind.waiting_pages == 0
    assert document not in scans.store.recognised.finished
    scans.prints["a", 2] = "pier"
    scans.tried.clear()
    scans.behind.disk_was_looked_at()
    scans.finish()
    assert set(scans.tried) == {("a", 2), ("a", 3)}
    assert len(scans.found("boat pier ferry")) == 3


@pytest.mark.parametrize("change", [os.remove, lambda path: Path(path).write_bytes(b"something longer")])
def test_a_file_that_is_gone_or_another_by_now_is_not_read(scans: Scans, change: Callable[[str], object]) -> None:
    scans.put("a", "", p1="boat")
    change(str(scans.files / "a.pdf"))
    scans.finish()
    assert scans.tried == []
    assert scans.store.recognised.finished == {}


def test_another_copy_will_do(scans: Scans) -> None:
    document = scans.put("a", "", p1="boat")
    copy = scans.files / "copy.pdf"
    (scans.files / "a.pdf").rename(copy)
    info = copy.stat()
    scans.store.write(places=[Place(str(copy), str(scans.files), info.st_size, info.st_mtime_ns, document)])
    scans.prints["copy", 1] = "boat"
    scans.finish()
    assert scans.found("boat") == [Page(document, 1)]


@pytest.mark.parametrize("steps", range(1, 16, 2))
def test_after_a_crash_only_what_was_not_stored_is_tried_again(
    scans: Scans, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setattr("indexer.ocr_behind._PAGES_TOGETHER", 2)
    first = scans.put("a", "", "", "", p1="boat", p2="ferry")
    second = scans.put("b", "layer", "", p2="pier")
    for _ in range(steps):
        scans.behind.step()
    scans.reopen()
    kept = len(scans.found("boat ferry pier"))
    scans.finish()
    assert len(scans.tried) <= 4 - kept
    assert scans.found("boat ferry pier") == [Page(first, 1), Page(first, 2), Page(second, 2)]
    assert scans.store.recognised.finished == {first: 2, second: 1}


@pytest.mark.parametrize("broken", ["_mark", "finish"])
def test_a_crash_between_text_and_mark_loses_neither_text_nor_meaning(
    scans: Scans, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    said = "The last boat leaves at half past ten."
    document = scans.put("a", "Boil the pumpkin with ginger.", "", p2=said)
    scans.understand()

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(Recognised, broken, fail)
        with pytest.raises(RuntimeError, match="broken"):
            scans.finish()
    assert not scans.behind.is_working
    scans.reopen()
    scans.understand()
    scans.finish()
    assert scans.tried == []
    assert scans.store.recognised.finished == {document: 1}
    scans.understand()
    assert scans.store.passages is not None
    assert scans.store.passages.count() == 2
    assert not scans.behind.step()


def test_a_full_disk_is_said_and_the_work_can_be_taken_up_again(scans: Scans, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.put("a", "", p1="boat")
    with monkeypatch.context() as patched:
        full_after(patched, scans.store.recognised._table, 0)
        with pytest.raises(DiskFull):
            scans.finish()
    assert not scans.behind.is_working
    scans.finish()
    assert len(scans.found("boat")) == 1
    assert scans.behind.waiting_pages == 0


def test_a_document_that_is_removed_meanwhile_gets_no_text_and_no_marks(scans: Scans) -> None:
    scans.put("a", "", "", p1="boat", p2="ferry")
    kept = scans.put("b", "", p1="pier")
    scans.finish(lambda: ("a", 1) in scans.tried)
    scans.store.forget([str(scans.files / "a.pdf")])
    scans.finish()
    assert scans.store.recognised.documents == {kept}
    assert scans.store._pages.count_rows() == 1
    assert scans.found("boat ferry pier") == [Page(kept, 1)]


# --- manners ---


class SlowReaders(InlineReaders):
    """Does what it is given when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[tuple[ProcessFuture[Any], Callable[..., Any], tuple[Any, ...]]] = []

    def submit(self, work: Callable[..., Any], *args: Any) -> ProcessFuture[Any]:
        future: ProcessFuture[Any] = ProcessFuture()
        self.waiting.append((future, work, args))
        return future

    def work(self) -> None:
        for future, work, args in self.waiting:
            if not future.cancelled():
                future.set_result(work(*args))
        self.waiting.clear()


def test_few_pages_are_at_the_readers_and_make_way_for_more_urgent_work(scans: Scans) -> None:
    readers = SlowReaders()
    scans.behind = OcrBehind(scans.store, readers, {}, TESSERACT)
    document = scans.put("a", *[""] * 5, p1="boat", p2="ferry", p5="pier")
    scans.finish()
    scans.finish()
    assert [args[2] for _, _, args in readers.waiting] == [1, 2]
    scans.behind.make_way()
    assert all(future.cancelled() for future, _, _ in readers.waiting)
    readers.waiting.clear()
    for _ in range(20):
        scans.finish()
        assert len(readers.waiting) <= 2
        readers.work()
    assert sorted(scans.tried) == [("a", number) for number in range(1, 6)]
    assert scans.store.recognised.finished == {document: 3}


def test_closing_leaves_nothing_at_the_readers(scans: Scans) -> None:
    readers = SlowReaders()
    scans.behind = OcrBehind(scans.store, readers, {}, TESSERACT)
    scans.put("a", "", "", p1="boat")
    scans.finish()
    scans.behind.close()
    assert readers.waiting
    assert all(future.cancelled() for future, _, _ in readers.waiting)
