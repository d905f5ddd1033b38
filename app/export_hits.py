"""Answers as files: their pages with the light on them as PDF, or a table of them as CSV."""

from __future__ import annotations

import csv
import io
import logging
import os
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

from app.answers.ranking import Ranking
from app.answers.search import Search
from app.events import Event, Exported, Exporting, Failed, Hit
from app.lit_pages import LitPage, draw_lit
from app.requests import Export
from indexer.errors import ExpectedError
from indexer.files import shown, shown_name
from indexer.readers import Problem, Readers, outcome
from indexer.store import Store

log = logging.getLogger(__name__)

MOST_PAGES = 500
"""How many pages a PDF has at most: it is put together in memory."""
_ROWS_AT_ONCE = 50
# Table programs take what begins so for a formula, and a document may say anything.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
# The line under a page: letters to its width, and how much room it takes and leaves, in heights of its print.
_LETTERS_ACROSS = 75
_SMALLEST_PT = 5.0
_LINE_ROOM = 2.4

# Each step says whether anything was done, or only waited for; the end has the file, its pages, and those left out.
Making: TypeAlias = Generator[bool, None, tuple[bytes, int, int]]


class Exports:
    """Writes answers to files, a page at a time, one file after the other.

    readers: those that draw pages for a person.
    """

    def __init__(
        self,
        store: Store,
        search: Search,
        readers: Readers,
        passwords: Mapping[str, str],
        emit: Callable[[Event], None],
    ) -> None:
        self._store = store
        self._search = search
        self._readers = readers
        self._passwords = passwords
        self._emit = emit
        self._running: dict[int, Generator[bool]] = {}

    def begin(self, request: Export, ranking: Ranking | None) -> None:
        """Take a request on. ranking: of the answer; None where it is not there any more."""
        if ranking is None:
            self._emit(Failed(request.ticket, ""))
        else:
            self._running[request.ticket] = self._write(request, ranking)

    def cancel(self, tickets: tuple[int, ...]) -> None:
        """Stop writing these, and leave nothing of them."""
        for ticket in tickets:
            if running := self._running.pop(ticket, None):
                running.close()

    def close(self) -> None:
        """Stop writing."""
        self.cancel(tuple(self._running))

    def step(self) -> bool:
        """Go on with one page of the oldest file; says whether anything was done."""
        ticket = next(iter(self._running), None)
        if ticket is None:
            return False
        try:
            return next(self._running[ticket])
        except StopIteration:
            pass
        except ExpectedError as error:
            self._emit(Failed(ticket, error.sentence))
        except Exception:
            log.exception("an answer could not be written to a file")
            self._emit(Failed(ticket, "This file could not be written because of an error in Pagelight."))
        del self._running[ticket]
        return True

    def _write(self, request: Export, ranking: Ranking) -> Generator[bool]:
        target = Path(request.path)
        making = {".pdf": self._pdf, ".csv": self._csv}.get(target.suffix.lower())
        if making is None:
            raise ExpectedError(f"{shown_name(request.path)} has to end with .pdf or .csv.")
        draft = target.with_name(f"{target.name}.part")
        try:
            # Opened before the work is done, so that a place that cannot be written is known at once.
            with draft.open("wb") as file:
                content, pages, left_out = yield from making(request, ranking)
                file.write(content)
            os.replace(draft, target)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            folder = shown(str(target.parent))
            sentence = f"{shown_name(request.path)} could not be written in {folder} ({reason}). Try another place."
            raise ExpectedError(sentence) from error
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        self._emit(Exported(request.ticket, request.path, pages, left_out))

    def _csv(self, request: Export, ranking: Ranking) -> Making:
        total = min(request.most, len(ranking.pages))
        written = io.StringIO(newline="")
        rows = csv.writer(written)
        rows.writerow(("rank", "path", "page", "score", "lanes", "line"))
        for start in range(0, total, _ROWS_AT_ONCE):
            hits = self._search.hits(ranking, start, min(_ROWS_AT_ONCE, total - start))
            for rank, hit in enumerate(hits, start + 1):
                line = f"'{hit.line}" if hit.line.startswith(_FORMULAS) else hit.line
                lanes = " ".join(lane.value for lane in hit.lanes)
                rows.writerow((rank, shown(hit.path), hit.page.number, round(hit.score, 4), lanes, line))
            self._emit(Exporting(request.ticket, start + len(hits), total))
            yield True
        # With a mark at the beginning, or Excel takes letters beyond ASCII for others.
        return written.getvalue().encode("utf-8-sig"), total, 0

    def _pdf(self, request: Export, ranking: Ranking) -> Making:
        # Imported here: it takes the engine a moment, and only this needs it there.
        from indexer.sources.mupdf import new_pdf

        total, left_out = min(request.most, MOST_PAGES, len(ranking.pages)), 0
        document = new_pdf()
        try:
            for at in range(total):
                (hit,) = self._search.hits(ranking, at, 1)
                future, path = self._draw(hit)
                while not future.done():
                    yield False
                drawn = outcome(future, path, self._readers.page_timeout_s)
                if isinstance(drawn, Problem):
                    left_out += 1
                else:
                    _add(document, drawn, hit)
                self._emit(Exporting(request.ticket, at + 1, total))
                yield True
            if not len(document):
                raise ExpectedError("None of these pages can be shown now, so nothing was written.")
            document.subset_fonts()
            return document.tobytes(garbage=1, deflate=True), total - left_out, left_out
        finally:
            document.close()

    def _draw(self, hit: Hit) -> tuple[Any, str]:
        places = [place.path for place in self._store.places_of(hit.page.document)]
        # One that cannot be reached gets its sentence from the reader.
        path = next(filter(os.path.exists, places), hit.path)
        password = self._passwords.get(path, "")
        return self._readers.submit(draw_lit, path, password, hit.page.number, hit.regions), path


def _add(document: Any, lit: LitPage, hit: Hit) -> None:
    """Add a page as large as it is on paper, with a line under it that says where it is from."""
    from indexer.sources.mupdf import Font, Rect, TextWriter

    size = max(_SMALLEST_PT, lit.width_pt / _LETTERS_ACROSS)
    page = document.new_page(width=lit.width_pt, height=lit.height_pt + _LINE_ROOM * size)
    page.insert_image(Rect(0, 0, lit.width_pt, lit.height_pt), stream=lit.jpeg)
    name, where = shown_name(hit.path), f", page {hit.page.number} of {hit.page_count}"
    font = Font("helv")
    if not all(font.has_glyph(ord(sign)) for sign in name):
        font = Font("cjk")
    room, kept = lit.width_pt - 2 * size, len(name)
    line = name + where
    while kept > 1 and font.text_length(line, size) > room:
        kept -= 1
        line = f"{name[: kept - kept // 2]}…{name[len(name) - kept // 2 :]}{where}"
    writer = TextWriter(page.rect, color=(0.35, 0.35, 0.35))
    writer.append((size, lit.height_pt + _LINE_ROOM * size * 0.65), line, font=font, fontsize=size)
    writer.write_text(page)
