"""The columns of the store's tables, and rows to and from them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from indexer.arrays import Ints
from indexer.plan import Place
from indexer.types import Page, PageCodes, PageText, PatchGrid

PLACES = pa.schema(
    [
        ("id", pa.string()),
        ("path", pa.binary()),
        ("root", pa.binary()),
        ("size", pa.int64()),
        ("mtime_ns", pa.int64()),
        ("document", pa.string()),
        ("sentence", pa.string()),
        ("remedy", pa.string()),
    ]
)
DOCUMENTS = pa.schema(
    [
        ("document", pa.string()),
        ("kind", pa.string()),
        ("pages", pa.int32()),
        ("textless", pa.int32()),
        ("note", pa.string()),
    ]
)
PAGES = pa.schema(
    [
        ("document", pa.string()),
        ("number", pa.int32()),
        ("aspect", pa.float32()),
        ("text", pa.string()),
        ("boxes", pa.binary()),
    ]
)
CODES = pa.schema(
    [
        ("document", pa.string()),
        ("number", pa.int32()),
        ("rows", pa.int32()),
        ("cols", pa.int32()),
        ("cells", pa.binary()),
        ("codes", pa.binary()),
        ("owners", pa.binary()),
    ]
)

_BOX_STEPS = 65535


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is in the store whole. textless: how many of its pages have no text layer."""

    document: str
    kind: str
    pages: int
    textless: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoredText:
    """What a page says. aspect: width / height of the page."""

    text: PageText
    aspect: float


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as it goes into the store: what it says and how it looks."""

    page: Page
    text: StoredText
    look: PageCodes


def place_id(path: str) -> str:
    """Return a key for a path that is safe in a filter, whatever the path is made of."""
    return hashlib.blake2b(os.fsencode(path), digest_size=16).hexdigest()


def places_table(places: Sequence[Place]) -> pa.Table:
    """Make rows of places."""
    return pa.table(
        {
            "id": [place_id(place.path) for place in places],
            "path": [os.fsencode(place.path) for place in places],
            "root": [os.fsencode(place.root) for place in places],
            "size": [place.size for place in places],
            "mtime_ns": [place.mtime_ns for place in places],
            "document": [place.document for place in places],
            "sentence": [place.sentence for place in places],
            "remedy": [place.remedy for place in places],
        },
        schema=PLACES,
    )


def places(table: pa.Table) -> Iterator[Place]:
    """Read places back."""
    for row in table.to_pylist():
        yield Place(
            os.fsdecode(row["path"]),
            os.fsdecode(row["root"]),
            row["size"],
            row["mtime_ns"],
            row["document"],
            row["sentence"],
            row["remedy"],
        )


def documents_table(documents: Sequence[Document]) -> pa.Table:
    """Make rows of documents."""
    return pa.table(
        {name: [getattr(row, name) for row in documents] for name in DOCUMENTS.names},
        schema=DOCUMENTS,
    )


def documents(table: pa.Table) -> Iterator[Document]:
    """Read documents back."""
    for row in table.to_pylist():
        yield Document(**row)


def pages_table(pages: Sequence[StoredPage]) -> pa.Table:
    """Make rows of what pages say."""
    return pa.table(
        {
            "document": [row.page.document for row in pages],
            "number": [row.page.number for row in pages],
            "aspect": [row.text.aspect for row in pages],
            "text": [joined(row.text.text) for row in pages],
            "boxes": [np.rint(row.text.text.boxes * _BOX_STEPS).astype("<u2").tobytes() for row in pages],
        },
        schema=PAGES,
    )


def texts(table: pa.Table) -> dict[Page, StoredText]:
    """Read back what pages say."""
    return {
        Page(row["document"], row["number"]): StoredText(split(row["text"], row["boxes"]), row["aspect"])
        for row in table.to_pylist()
    }


def codes_table(pages: Sequence[StoredPage]) -> pa.Table:
    """Make rows of how pages look."""
    return pa.table(
        {
            "document": [row.page.document for row in pages],
            "number": [row.page.number for row in pages],
            "rows": [row.look.grid.rows for row in pages],
            "cols": [row.look.grid.cols for row in pages],
            "cells": [row.look.cells.astype("<i2").tobytes() for row in pages],
            "codes": [row.look.codes.tobytes() for row in pages],
            "owners": [_packed(row.look.owners) for row in pages],
        },
        schema=CODES,
    )


def codes(table: pa.Table, bytes_per_vector: int) -> dict[Page, PageCodes]:
    """Read back how pages look."""
    pages = {}
    for row in table.to_pylist():
        cells = np.frombuffer(row["cells"], "<i2").astype(np.int32)
        pages[Page(row["document"], row["number"])] = PageCodes(
            np.frombuffer(row["codes"], np.uint8).reshape(-1, bytes_per_vector),
            cells,
            PatchGrid(row["rows"], row["cols"]),
            _unpacked(row["owners"], len(cells)),
        )
    return pages


def _packed(owners: Ints | None) -> bytes:
    """Write a bit for each member: whether it is the first of its owner. Empty when every member is its own row."""
    return b"" if owners is None else np.packbits(np.diff(owners, prepend=-1) != 0).tobytes()


def _unpacked(bits: bytes | None, members: int) -> Ints | None:
    """Undo `_packed`; rows that were written before owners were have None."""
    if not bits:
        return None
    return np.cumsum(np.unpackbits(np.frombuffer(bits, np.uint8), count=members), dtype=np.int32) - np.int32(1)


def joined(text: PageText) -> str:
    """Write words as lines of text; words hold no white space, so `split` can undo it."""
    pieces: list[str] = []
    for at, word in enumerate(text.words):
        if at:
            pieces.append(" " if text.lines[at] == text.lines[at - 1] else "\n")
        pieces.append(word)
    return "".join(pieces)


def split(text: str, boxes: bytes) -> PageText:
    """Undo `joined`."""
    words = tuple(text.split())
    counts = [sentence.count(" ") + 1 for sentence in text.split("\n")] if text else []
    lines = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    places = np.frombuffer(boxes, "<u2").reshape(-1, 4).astype(np.float32) / np.float32(_BOX_STEPS)
    return PageText(words, places, lines)
