"""Reader processes: the only place where files that people bring are parsed.

A reader can hang, crash or eat memory without taking the engine along: it is killed after its time limit, has a memory
limit where the system offers one, ends with its engine, and is replaced by a fresh one.
"""

from __future__ import annotations

import contextlib
import logging
import math
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import Any

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from indexer.arrays import Bytes
from indexer.files import content_hash, shown_name
from indexer.ocr import Tesseract
from indexer.types import WHOLE, Box, PageContent, PageImage, PageText, Sight

log = logging.getLogger(__name__)

PAGE_TIMEOUT_S = 30.0
MEMORY_LIMIT_BYTES = 4 << 30


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something could not be read.

    remedy: "", "retry" or "password".    reader_lost: a reader hung or died over it.
    document: the content's hash, where the file could at least be hashed.
    """

    sentence: str
    remedy: str = ""
    reader_lost: bool = False
    document: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is, before its pages are read."""

    document: str
    kind: str
    pages: int
    size: int
    mtime_ns: int


def inspect(path: str, password: str = "") -> Inspection | Problem:
    """Hash a file and count its pages."""
    from indexer.sources import SourceError

    try:
        source = _opened(path, password)
    except SourceError as error:
        document = ""
        if error.remedy == "password":
            # A locked file that was read before, and only moved since, is known by its content.
            with contextlib.suppress(OSError):
                document = content_hash(path)
        return Problem(error.sentence, error.remedy, document=document)
    try:
        info = os.stat(path)
        return Inspection(content_hash(path), source.kind, source.pages, info.st_size, info.st_mtime_ns)
    except OSError as error:
        return Problem(f"{shown_name(path)} could not be read ({(error.strerror or '').lower()}).", "retry")


def read(path: str, password: str, first: int, last: int, sight: Sight | None) -> list[PageContent] | Problem:
    """Read pages first..last, both included."""
    from indexer.sources import SourceError

    try:
        source = _opened(path, password)
    except SourceError as error:
        return Problem(error.sentence, error.remedy)
    return [source.read(number, sight) for number in range(first, last + 1)]


def draw(
    path: str, password: str, number: int, width_px: int, thumbnail: bool, clip: Box = WHOLE
) -> PageImage | Problem:
    """Draw one page, or a part of it."""
    from indexer.sources import SourceError

    try:
        drawn: PageImage = _opened(path, password).draw(number, width_px, thumbnail, clip)
        return drawn
    except SourceError as error:
        return Problem(error.sentence, error.remedy)


def cut(path: str, password: str, number: int, box: Box, sights: Sequence[Sight]) -> tuple[Bytes, ...] | Problem:
    """Cut a box out of a page as each of these models would see it."""
    from indexer.sources import SourceError

    left, top, right, bottom = box
    try:
        drawn = [_opened(path, password).read(number, sight) for sight in sights]
    except SourceError as error:
        return Problem(error.sentence, error.remedy)
    cuts = []
    for content in drawn:
        if content.pixels is None:
            return Problem(content.problem)
        height, width = content.pixels.shape[:2]
        rows = slice(int(top * height), max(math.ceil(bottom * height), int(top * height) + 1))
        columns = slice(int(left * width), max(math.ceil(right * width), int(left * width) + 1))
        cuts.append(content.pixels[rows, columns].copy())
    return tuple(cuts)


def recognise(path: str, password: str, number: int, tesseract: Tesseract) -> PageText | Problem:
    """Read the print on a page by Tesseract, whatever its text layer says. What is damaged has no words."""
    from indexer.sources import SourceError
    from indexer.sources.ocr import SIGHT, read_print

    try:
        content = _opened(path, password).read(number, SIGHT)
        return read_print(content.pixels, tesseract)
    except SourceError as error:
        return Problem(error.sentence, error.remedy)


class Readers:
    """A pool of reader processes.

    workers: how many files are read at once.    page_timeout_s: how long one page may take.
    on_done: called from a thread of the pool whenever a piece of work has ended.
    """

    def __init__(
        self,
        workers: int,
        on_done: Callable[[], None],
        page_timeout_s: float = PAGE_TIMEOUT_S,
        memory_limit_bytes: int = MEMORY_LIMIT_BYTES,
    ) -> None:
        self.page_timeout_s = page_timeout_s
        self.on_done = on_done
        self._pool = ProcessPool(
            max_workers=workers,
            initializer=_prepare,
            initargs=(memory_limit_bytes,),
            context=multiprocessing.get_context("spawn"),
        )

    def submit(self, work: Callable[..., Any], *args: Any) -> ProcessFuture[Any]:
        """Start `inspect`, `read`, `draw`, `cut` or `recognise`; ask `outcome` for what came of it."""
        future: ProcessFuture[Any] = self._pool.schedule(work, args=args, timeout=self.page_timeout_s)
        future.add_done_callback(lambda _: self.on_done())
        return future

    def close(self) -> None:
        """End every reader, whatever it is doing."""
        self._pool.stop()
        self._pool.join()


def outcome(future: ProcessFuture[Any], path: str, timeout_s: float) -> Any:
    """Return the result of finished work, or a Problem for a reader that hung, died, or ran out of memory."""
    name = shown_name(path)
    try:
        return future.result()
    except FutureTimeout:
        return Problem(f"{name} took longer than {timeout_s:g} s to read, so it was set aside.", "retry", True)
    except ProcessExpired:
        return Problem(f"{name} made its reader crash, so it was set aside.", "retry", True)
    except MemoryError:
        return Problem(f"{name} needs more memory than a reader may use, so it was set aside.", "retry", True)
    except CancelledError:
        return Problem(f"{name} was not read.", "retry")
    except Exception:
        # A bug of ours or of a library, met inside the reader: the run goes on without this file.
        log.exception("a reader failed in an unexpected way")
        return Problem(f"{name} could not be read because of an error in Pagelight.", "retry")


# --- inside a reader ---

_open_file: tuple[str, str, int, Any] | None = None


def _opened(path: str, password: str) -> Any:
    """Open a document, or hand out the one opened last: pages of one file come in runs."""
    from indexer.sources import SourceError, open_source

    global _open_file
    try:
        mtime_ns = os.stat(path).st_mtime_ns
    except OSError:
        raise SourceError(f"{shown_name(path)} is no longer there.", "retry") from None
    if _open_file is not None:
        if _open_file[:3] == (path, password, mtime_ns):
            return _open_file[3]
        _open_file[3].close()
        _open_file = None
    source = open_source(path, password)
    _open_file = (path, password, mtime_ns, source)
    return source


def _prepare(memory_limit_bytes: int) -> None:
    """Limit this reader, and tie its life to its engine's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_limit_bytes, memory_limit_bytes))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
