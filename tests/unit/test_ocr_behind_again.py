"""Pages without a text layer, read behind by a fake recogniser: what is tried, and what is not tried again."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path

import pytest
from pebble import ProcessExpired

from indexer.errors import DiskFull
from indexer.plan import Place
from indexer.readers import Problem
from indexer.recognised import Recognised
from indexer.types import Page
from tests.kept import full_after
from tests.scans import Scans

GONE = Problem("a.pdf is no longer there.", "retry")


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
