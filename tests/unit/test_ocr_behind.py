"""Pages without a text layer, read behind by a fake recogniser: what becomes of its text, and who comes first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pebble import ProcessFuture

from app.answers.evidence import TermLookup, find_terms
from indexer.ocr_behind import OcrBehind
from indexer.question import parse
from indexer.types import Page
from tests.libraries import InlineReaders, page_text
from tests.passages import SENTENCES
from tests.scans import TESSERACT, Scans

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
