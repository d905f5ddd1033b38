"""An engine for the command line that says what it is told to, and plausible things for it to say."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PIL import Image

from app.events import Activity, Event, Hit, LibraryState, Picture, Progress, Ready, Results
from app.requests import Ask, Draw, GetLibrary, Lane, Request
from app.rows import FileRow, FileState, RootRow
from indexer.types import Page, Region

BUSY, IDLE = Progress(Activity.SCANNING), Progress(Activity.IDLE)
EMPTY = LibraryState((), (), 0, 0, 0, 0)
STARTED = (Ready("built-in"), EMPTY, BUSY, EMPTY, IDLE)


class ToldEngine:
    """Says what it is told to say: first `opening`, then what `answer` returns for each request but GetLibrary."""

    def __init__(self, opening: Iterable[Event], answer: Callable[[Request], Iterable[Event]]) -> None:
        self.requests: list[Request] = []
        self.is_closed = False
        self._opening = opening
        self._answer = answer
        self._on_event: Callable[[Event], None]

    def __call__(self, library: Path, on_event: Callable[[Event], None]) -> ToldEngine:
        self._on_event = on_event
        self._say(self._opening)
        return self

    def send(self, request: Request) -> None:
        if isinstance(request, GetLibrary):
            self._say([self._library])
        else:
            self.requests.append(request)
            self._say(self._answer(request))

    def close(self) -> None:
        self.is_closed = True

    def _say(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, LibraryState):
                self._library = event
            self._on_event(event)


def library_of(rows: Sequence[FileRow], *roots: str, present: bool = True) -> LibraryState:
    done = [row for row in rows if row.state is FileState.INDEXED]
    root_rows = tuple(RootRow(root, True, present) for root in roots)
    pages, textless = sum(row.pages for row in done), sum(row.textless for row in done)
    sizes = (("codes", 300_000), ("text index", 100_000))
    return LibraryState(root_rows, tuple(rows), len(done), pages, textless, 400_000, sizes, "quality")


def row(folder: Path, name: str, state: FileState = FileState.INDEXED, **known: object) -> FileRow:
    return FileRow(str(folder / name), str(folder), state, **known)  # type: ignore[arg-type]


def hit(path: str, number: int = 3) -> Hit:
    region = Region((0.1, 0.2, 0.5, 0.3), 1.0, (0,))
    return Hit(
        Page("f00d", number), 1.5, (Lane.TEXT, Lane.LOOK), (region,), path, 6, 0.7, "many passengers", ((5, 15),)
    )


def white_page(width_px: int) -> bytes:
    saved = io.BytesIO()
    Image.new("RGB", (width_px, width_px), "white").save(saved, "PNG")
    return saved.getvalue()


def finding(*hits: Hit) -> Callable[[Request], Iterable[Event]]:
    def answer(request: Request) -> Iterable[Event]:
        if isinstance(request, Ask):
            yield Results(request.ticket, request.text, hits, ("passengers",), 12.5)
        elif isinstance(request, Draw):
            yield Picture(
                request.ticket, request.page, white_page(request.width_px), request.width_px, request.width_px
            )

    return answer
