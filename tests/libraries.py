"""Stores, pages and readers for tests that start no process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from pebble import ProcessFuture

import indexer.readers
from indexer.compress.scalar import ScalarCodec
from indexer.looks import Model
from indexer.plan import Place
from indexer.question import parse
from indexer.readers import Readers
from indexer.rows import Document, StoredPage, StoredText
from indexer.store import Store
from indexer.types import Page, PageContent, PageText
from tests.hashing_embedder import HashingEmbedder

EMBEDDER = HashingEmbedder()
CODEC = ScalarCodec(EMBEDDER.dim)
MODEL = Model(EMBEDDER.name, EMBEDDER.revision, EMBEDDER.dim, EMBEDDER.usual_profile)
ASPECT = 0.75
SOUP, FERRY = "50" * 16, "fe" * 16


def page_text(said: str) -> PageText:
    """Lay words out in lines of even height; a line feed begins a new line."""
    lines = [line.split() for line in said.split("\n")] if said else []
    words, boxes, numbers = [], [], []
    for at, line in enumerate(lines):
        for place, word in enumerate(line):
            words.append(word)
            boxes.append((place / len(line), at / len(lines), (place + 1) / len(line), (at + 1) / len(lines)))
            numbers.append(at)
    return PageText(tuple(words), np.array(boxes, np.float32).reshape(-1, 4), np.array(numbers, np.int32))


def stored(document: str, number: int, said: str) -> StoredPage:
    """Make a page as the pipeline would."""
    text = page_text(said)
    (found,) = EMBEDDER.embed_pages([PageContent(number, ASPECT, text)])
    return StoredPage(Page(document, number), StoredText(text, ASPECT), found)


def codes_in(store: Store) -> dict[Page, bytes]:
    """Return the codes of every page of a whole document."""
    kept = [row for row in store.looks.codes.stored() if row.page.document in store.documents]
    codes = {row.page: row.codes.tobytes() for row in kept}
    assert len(codes) == len(kept)
    return codes


def whole(document: str, pages: Sequence[StoredPage]) -> Document:
    """Make the row of a document whose pages these are."""
    mine = [row for row in pages if row.page.document == document]
    return Document(document, "pdf", len(mine), sum(1 for row in mine if not row.text.text.words))


class InlineReaders(Readers):
    """Does at once, in this process, what readers would do in theirs, and remembers what was asked for.

    trouble: told (work, path, first page or 0) before each piece of work; raises what the reader is to fail with.
    """

    def __init__(self, trouble: Callable[[str, str, int], None] = lambda work, path, first: None) -> None:
        self.page_timeout_s = 30.0
        self.on_done = lambda: None
        self.asked: list[tuple[Any, ...]] = []
        self.trouble = trouble

    def submit(self, work: Callable[..., Any], *args: Any) -> ProcessFuture[Any]:
        """Do the work and return it as finished."""
        self.asked.append((work.__name__, *args))
        future: ProcessFuture[Any] = ProcessFuture()
        try:
            self.trouble(work.__name__, args[0], args[2] if len(args) > 2 else 0)
            future.set_result(work(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def close(self) -> None:
        """Let go of the file that a reader keeps open."""
        if indexer.readers._open_file is not None:
            indexer.readers._open_file[3].close()
            indexer.readers._open_file = None

    def read_pages(self) -> int:
        """Count the pages that were asked for."""
        return sum(asked[4] - asked[3] + 1 for asked in self.asked if asked[0] == "read")


@contextmanager
def opened(folder: Path, model: Model = MODEL) -> Iterator[Store]:
    store = Store(folder, model)
    try:
        yield store
    finally:
        store.close()


def place(path: str, document: str, **rest: Any) -> Place:
    return Place(path, "/root", 10, 20, document, **rest)


def pages_of(document: str, *said: str) -> list[StoredPage]:
    return [stored(document, number, text) for number, text in enumerate(said, 1)]


def fill(store: Store) -> None:
    soup, ferry = pages_of(SOUP, "potato soup", "fish soup"), pages_of(FERRY, "last ferry", "", "ferry prices")
    store.write([*soup, *ferry], [whole(SOUP, soup), whole(FERRY, ferry)])
    store.write(places=[place("/root/soup.pdf", SOUP), place("/root/ferries/winter.pdf", FERRY)])


def found(store: Store, words: str, documents: frozenset[str] | None = None) -> list[Page]:
    return sorted(page for page, _ in store.find_text(parse(words), 10, documents))
