"""Which page is drawn next, and for whom."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pebble import ProcessFuture

from app.drawing import Drawing
from app.events import Event, Failed, Picture
from app.requests import Draw
from app.rows import Remedy
from indexer.plan import Place
from indexer.readers import Problem, Readers
from indexer.store import Store
from indexer.types import Page, PageImage
from tests import reader_work
from tests.documents import write_pdf
from tests.libraries import MODEL, InlineReaders

DOCUMENT = "d0" * 16
PICTURE = PageImage(b"picture", 10, 20)
LOCKED = Problem("a.pdf is locked with a password.", "password")


class HeldReaders(Readers):
    """Takes work and does none of it until told to."""

    def __init__(self) -> None:
        self.page_timeout_s = 30.0
        self.held: list[tuple[tuple[Any, ...], ProcessFuture[Any]]] = []

    def submit(self, work: Callable[..., Any], *args: Any) -> ProcessFuture[Any]:
        future: ProcessFuture[Any] = ProcessFuture()
        self.held.append((args, future))
        return future

    def finish(self, at: int, result: Any = PICTURE) -> None:
        """Let a piece of work be done."""
        self.held[at][1].set_result(result)

    def pages(self) -> list[int]:
        """Say which pages were asked for, in order."""
        return [args[2] for args, _ in self.held]


@dataclass
class Desk:
    """A Drawing with all that is around it."""

    store: Store
    drawing: Drawing
    readers: HeldReaders
    events: list[Event] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)

    def want(self, ticket: int, page: int = 0, thumbnail: bool = False) -> None:
        """Ask for a page; without a number it is that of the ticket."""
        self.drawing.want(Draw(ticket, Page(DOCUMENT, page or ticket), 100, thumbnail))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "library", MODEL)
    yield store
    store.close()


@pytest.fixture
def path(tmp_path: Path, store: Store) -> Path:
    path = write_pdf(tmp_path / "a.pdf", ["one", "two"])
    store.write(places=[Place(str(path), str(tmp_path), 1, 1, DOCUMENT)])
    return path


@pytest.fixture
def desk(store: Store, path: Path) -> Desk:
    readers, events, passwords = HeldReaders(), list[Event](), dict[str, str]()
    return Desk(store, Drawing(store, readers, passwords, events.append), readers, events, passwords)


def test_a_picture_answers_its_ticket(desk: Desk, path: Path) -> None:
    desk.want(7, page=2)
    assert not desk.drawing.step()
    assert desk.readers.held[0][0] == (str(path), "", 2, 100, False, (0.0, 0.0, 1.0, 1.0))
    desk.readers.finish(0)
    assert desk.drawing.step()
    assert desk.events == [Picture(7, Page(DOCUMENT, 2), b"picture", 10, 20)]
    assert not desk.drawing.step()


def test_sharp_pages_come_before_thumbnails_and_the_newest_first(desk: Desk) -> None:
    for ticket, thumbnail in [(1, True), (2, False), (3, True), (4, False), (5, True)]:
        desk.want(ticket, thumbnail=thumbnail)
    for done in range(5):
        desk.drawing.step()
        desk.readers.finish(done)
    assert desk.readers.pages() == [4, 2, 5, 3, 1]


def test_only_two_pages_are_handed_out_at_once(desk: Desk) -> None:
    """What is handed out cannot be overtaken by what a person wants to see next."""
    for ticket in range(1, 6):
        desk.want(ticket)
    desk.drawing.step()
    assert desk.readers.pages() == [5, 4]
    desk.want(9)
    desk.readers.finish(0)
    desk.drawing.step()
    assert desk.readers.pages() == [5, 4, 9]


def test_a_request_cancelled_while_it_waits_is_never_drawn(desk: Desk) -> None:
    for ticket in range(1, 5):
        desk.want(ticket)
    desk.drawing.step()
    desk.drawing.cancel((1, 2, 77))
    for done in range(2):
        desk.readers.finish(done)
    desk.drawing.step()
    assert desk.readers.pages() == [4, 3]
    assert {event.ticket for event in desk.events if isinstance(event, Picture)} == {3, 4}


def test_a_request_cancelled_while_it_is_drawn_is_drawn_for_nobody(desk: Desk) -> None:
    """To cancel it would kill the reader, and the next page would wait for a new one."""
    desk.want(1)
    desk.drawing.step()
    desk.drawing.cancel((1,))
    assert not desk.readers.held[0][1].cancelled()
    desk.readers.finish(0)
    assert not desk.drawing.step()
    assert desk.events == []
    desk.want(1)
    desk.drawing.step()
    desk.readers.finish(1)
    desk.drawing.step()
    assert len(desk.events) == 1


def test_scrolling_past_pages_leaves_the_reader_alive(store: Store, path: Path) -> None:
    readers = Readers(1, lambda: None)
    try:
        before = readers.submit(reader_work.process_id, "a").result(30)
        drawing = Drawing(store, readers, {}, lambda event: None)
        for ticket in range(1, 9):
            drawing.want(Draw(ticket, Page(DOCUMENT, 1), 2000))
            drawing.step()
            time.sleep(0.02)
            drawing.cancel((ticket,))
        assert readers.submit(reader_work.process_id, "a").result(30) == before
    finally:
        readers.close()


def test_what_cannot_be_drawn_is_said_in_a_sentence(desk: Desk) -> None:
    desk.want(1)
    desk.want(2)
    desk.drawing.step()
    desk.readers.finish(0, LOCKED)
    desk.readers.held[1][1].set_exception(FutureTimeout())
    assert desk.drawing.step()
    assert desk.events == [
        Failed(2, LOCKED.sentence, Remedy.PASSWORD),
        Failed(1, "a.pdf took longer than 30 s to read, so it was set aside.", Remedy.RETRY),
    ]


def test_a_document_on_an_unplugged_drive_cannot_be_shown(desk: Desk, path: Path) -> None:
    path.unlink()
    desk.want(1)
    desk.drawing.step()
    assert desk.events == [Failed(1, "a.pdf cannot be reached now, so its pages cannot be shown.")]
    assert desk.readers.held == []


def test_a_document_that_is_no_longer_in_the_library_cannot_be_shown(desk: Desk) -> None:
    desk.drawing.want(Draw(1, Page("0" * 32, 1), 100))
    desk.drawing.step()
    assert desk.events == [Failed(1, "This document cannot be reached now, so its pages cannot be shown.")]


def test_a_copy_that_can_be_reached_is_drawn_instead(desk: Desk, path: Path, tmp_path: Path) -> None:
    copy = path.rename(tmp_path / "copy.pdf")
    desk.store.write(places=[Place(str(copy), str(tmp_path), 1, 1, DOCUMENT)])
    desk.want(1)
    desk.drawing.step()
    assert desk.readers.held[0][0][0] == str(copy)


def test_a_locked_file_is_drawn_with_the_password_that_a_person_gave(desk: Desk, path: Path) -> None:
    desk.passwords[str(path)] = "sesame"
    desk.want(1)
    desk.drawing.step()
    assert desk.readers.held[0][0][1] == "sesame"


def test_a_real_page_is_drawn(store: Store, path: Path) -> None:
    readers, events = InlineReaders(), list[Event]()
    drawing = Drawing(store, readers, {}, events.append)
    drawing.want(Draw(1, Page(DOCUMENT, 2), 120, thumbnail=True))
    drawing.step()
    drawing.step()
    readers.close()
    (picture,) = events
    assert isinstance(picture, Picture)
    assert (picture.ticket, picture.width_px) == (1, 120)
    assert picture.data.startswith(b"\xff\xd8")


def test_a_part_of_a_page_is_drawn_as_finely_as_all_of_it(store: Store, path: Path) -> None:
    readers, events = InlineReaders(), list[Event]()
    drawing = Drawing(store, readers, {}, events.append)
    drawing.want(Draw(1, Page(DOCUMENT, 1), 8000, clip=(0.25, 0.5, 0.375, 0.625)))
    drawing.step()
    drawing.step()
    readers.close()
    (picture,) = events
    assert isinstance(picture, Picture)
    assert picture.width_px == 1000
    assert picture.height_px == pytest.approx(1000 * 842 / 595, abs=2)
