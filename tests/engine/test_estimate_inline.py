"""What adding files would take is said before anything is added."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.estimate import BYTES_PER_PAGE
from app.events import Estimated, Event, Failed, LibraryState
from app.models.catalogue import BUILT_IN
from app.models.speeds import BUILT_IN_DEVICE, load_speeds, note_speed
from app.requests import AddPaths, Cancel, Estimate, RemovePaths, Skip
from indexer.files import SeenFile, Walk, walk
from tests.documents import write_pdf, write_picture
from tests.hashing_embedder import HashingEmbedder
from tests.inline_engine import InlineEngine
from tests.libraries import InlineReaders


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[InlineReaders]:
    readers = InlineReaders()
    monkeypatch.setattr("app.engine.Readers", lambda *_: readers)
    monkeypatch.setattr("app.engine.make_embedder", lambda _: HashingEmbedder())
    yield readers
    readers.close()


@pytest.fixture
def inline(tmp_path: Path, readers: InlineReaders) -> Iterator[InlineEngine]:
    inline = InlineEngine(tmp_path / "library")
    inline.do()
    yield inline
    inline.engine.close()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "drafts").mkdir(parents=True)
    write_pdf(folder / "a.pdf", ["one", "two", "three"])
    write_pdf(folder / "drafts" / "b.pdf", ["four", "five"])
    write_picture(folder / "c.png")
    (folder / "notes.txt").write_text("x")
    return folder


def estimated(inline: InlineEngine, *paths: Path, ticket: int = 1) -> Estimated:
    """Ask, and return the last answer."""
    inline.events.clear()
    inline.engine.accept(Estimate(ticket, tuple(map(str, paths))))
    run_until(inline, lambda: any(each.is_whole for each in answers(inline.events)))
    return answers(inline.events)[-1]


def run_until(inline: InlineEngine, is_over: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not is_over():
        assert time.monotonic() < end
        inline.engine.step()
        time.sleep(0.005)


def answers(events: Sequence[Event]) -> list[Estimated]:
    return [event for event in events if isinstance(event, Estimated)]


def test_files_pages_time_and_room_are_said_and_nothing_is_added(inline: InlineEngine, papers: Path) -> None:
    note_speed(BUILT_IN, BUILT_IN_DEVICE, 2.0)
    said = estimated(inline, papers)
    assert said == Estimated(1, 3, 6, 3.0, 6 * BYTES_PER_PAGE, is_whole=True)
    assert not [event for event in inline.events if isinstance(event, LibraryState)]
    # A folder and what is in it are counted once, and what is not there not at all.
    assert estimated(inline, papers / "a.pdf", papers, papers / "gone").pages == 6
    assert estimated(inline, papers / "gone").files == 0


def test_where_no_speed_is_known_a_few_pages_are_tried(
    inline: InlineEngine, papers: Path, readers: InlineReaders, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert estimated(inline, papers / "a.pdf").seconds is None  # Too few to tell.
    write_pdf(papers / "long.pdf", [f"Page {number} of a long report" for number in range(60)])
    monkeypatch.setattr("app.estimate._PATIENCE_S", 25.0)
    said = estimated(inline, papers)
    assert said.pages == 66
    assert said.seconds is not None and said.seconds > 0
    assert len([asked for asked in readers.asked if asked[0] == "read"]) <= 16 + 3
    # It was no real measurement.
    assert load_speeds() == {}


def test_only_what_the_library_lacks_counts_by_its_own_rules(inline: InlineEngine, papers: Path) -> None:
    inline.do(AddPaths((str(papers / "a.pdf"),)))
    assert estimated(inline, papers).files == 2
    write_pdf(papers / "a.pdf", ["one", "two", "three", "four", "and another"])
    assert estimated(inline, papers).pages == 8
    inline.do(Skip(("DRAFTS",)))
    assert estimated(inline, papers).files == 1
    inline.do(AddPaths((str(papers),)))
    assert estimated(inline, papers) == Estimated(1, 0, 0, estimated(inline, papers).seconds, 0, True)
    # What was removed and is added again is new.
    inline.do(RemovePaths((str(papers / "c.png"),)))
    assert estimated(inline, papers / "c.png").files == 1


def test_a_huge_folder_is_answered_early_and_refined(
    inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def slow(root: str, excluded: Any, skipped: Any, heard: Callable[[Sequence[SeenFile]], None]) -> Walk:
        heard([SeenFile(f"{root}/{number}.pdf", root, 500_000, 1) for number in range(100)])
        gate.wait(20)
        return walk(root, excluded, skipped, heard)

    monkeypatch.setattr("app.to_add.walk", slow)
    began = time.monotonic()
    inline.engine.accept(Estimate(4, (str(papers),)))
    run_until(inline, lambda: bool(answers(inline.events)))
    first = answers(inline.events)[0]
    assert time.monotonic() - began < 1.0
    assert (first.ticket, first.files, first.is_whole) == (4, 100, False) and first.pages > 100
    # A second one takes its place.
    inline.engine.accept(Estimate(5, (str(papers),)))
    assert Failed(4, "") in inline.events
    gate.set()
    run_until(inline, lambda: answers(inline.events)[-1].is_whole)
    assert (answers(inline.events)[-1].ticket, answers(inline.events)[-1].files) == (5, 103)


def test_a_cancelled_estimate_stops_and_says_nothing_more(
    inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def endless(root: str, excluded: Any, skipped: Any, heard: Callable[[Sequence[SeenFile]], None]) -> Walk:
        try:
            while True:
                heard([])
                time.sleep(0.005)
        finally:
            ended.set()

    monkeypatch.setattr("app.to_add.walk", endless)
    inline.engine.accept(Estimate(4, (str(papers),)))
    run_until(inline, lambda: bool(answers(inline.events)))
    inline.engine.accept(Cancel((4,)))
    assert ended.wait(10)
    assert inline.engine.patience_s is not None
    inline.events.clear()
    inline.do()
    assert not answers(inline.events)


@pytest.mark.allow_log_warnings
def test_a_bug_is_answered_with_a_sentence(inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.to_add.plan", lambda *_: 1 / 0)
    inline.engine.accept(Estimate(4, (str(papers),)))
    run_until(inline, lambda: any(isinstance(event, Failed) and event.ticket == 4 for event in inline.events))


def test_the_speed_of_indexing_is_remembered_and_used(
    inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.library._TELLING_PAGES", 3)
    inline.do(AddPaths((str(papers),)))
    speed = load_speeds()[BUILT_IN][BUILT_IN_DEVICE]
    write_pdf(papers / "later.pdf", ["one", "two"])
    assert estimated(inline, papers).seconds == pytest.approx(2 / speed)
