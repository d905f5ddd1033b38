"""An engine that only remembers what it was sent, and plausible things for it to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from app.events import Event, Hit, LibraryState, MoreHits, Picture, ProfileCost, Results
from app.requests import Draw, Lane, More, Request
from app.rows import FileRow, FileState, Remedy, RootRow
from indexer.types import Page, Region

RequestKind = TypeVar("RequestKind")
ROOT = "/home/ann/Filings"
MIDDLE = Region((0.25, 0.4, 0.75, 0.5), 1.0, (0,))
LOWER = Region((0.25, 0.7, 0.75, 0.8), 0.5, (1,))


class FakeEngine:
    """A handle whose events come from the test."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.is_closed = False
        self.draws_by_itself = False
        self.ranking: tuple[Hit, ...] = ()
        self._on_event: Callable[[Event], None] = lambda event: None

    def start(self, on_event: Callable[[Event], None]) -> FakeEngine:
        self._on_event = on_event
        return self

    def send(self, request: Request) -> None:
        self.requests.append(request)
        if self.draws_by_itself and isinstance(request, Draw):
            self.emit(picture(request))
        if self.ranking and isinstance(request, More):
            found = self.ranking[request.start : request.start + request.count]
            self.emit(MoreHits(request.ticket, request.start, found))

    def close(self) -> None:
        self.is_closed = True

    def emit(self, event: Event) -> None:
        self._on_event(event)

    def sent(self, kind: type[RequestKind]) -> list[RequestKind]:
        return [request for request in self.requests if isinstance(request, kind)]


def picture(request: Draw, colour: str = "white", aspect: float = 0.75) -> Picture:
    """Draw a page of one colour, or a part of it."""
    left, top, right, bottom = request.clip
    width_px = round((right - left) * request.width_px)
    height_px = round((bottom - top) * request.width_px / aspect)
    image = QImage(width_px, height_px, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    encoded = QByteArray()
    buffer = QBuffer(encoded)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG" if request.thumbnail else "PNG")  # type: ignore[call-overload]  # The stub wants bytes.
    return Picture(request.ticket, request.page, bytes(encoded.data()), width_px, height_px)


def hit(
    document: str = "report", number: int = 3, regions: tuple[Region, ...] = (MIDDLE, LOWER), **more: object
) -> Hit:
    """Make a hit on page `number` of ten."""
    given = {
        "lanes": (Lane.TEXT, Lane.LOOK),
        "path": f"{ROOT}/{document}.pdf",
        "page_count": 10,
        "aspect": 0.75,
        "line": "Purchases of property",
        "bold": ((0, 9),),
    }
    return Hit(Page(document, number), 1.0, regions=regions, **(given | more))  # type: ignore[arg-type]


def answer(ticket: int, *hits: Hit) -> Results:
    return Results(ticket, "capital costs", hits, ("capital", "costs"), 12.0)


def file_row(name: str, state: FileState = FileState.INDEXED, pages: int = 10, **more: object) -> FileRow:
    return FileRow(f"{ROOT}/{name}", ROOT, state, pages, **more)  # type: ignore[arg-type]


def library(*files: FileRow, roots: tuple[RootRow, ...] = (RootRow(ROOT, True, True),)) -> LibraryState:
    done = [file for file in files if file.state is FileState.INDEXED]
    return LibraryState(roots, files, len(done), sum(file.pages for file in done), 0, 1_000_000)


LOCKED = file_row(
    "locked.pdf",
    FileState.FAILED,
    0,
    sentence="This PDF needs its password.",
    remedy=Remedy.PASSWORD,
)
DAMAGED = file_row(
    "damaged.pdf",
    FileState.FAILED,
    0,
    sentence="The file is damaged: no page of it could be read.",
    remedy=Remedy.RETRY,
)
COSTS = (
    ProfileCost("exact", 33_000.0, 1.0, 1.0),
    ProfileCost("quality", 8_900.0, 0.99, 0.998),
    ProfileCost("balanced", 8_000.0, 0.97, 0.991),
    ProfileCost("tiny", 260.0, 0.61, 0.78),
)
