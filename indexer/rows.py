"""The columns of the store's tables, and rows to and from them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from indexer.arrays import Ints
from indexer.compress.codec import Codec, packed, unpacked
from indexer.packing import pack_cells, unpack_cells
from indexer.plan import Place
from indexer.types import Page, PageCodes, PageText, PatchEmbeddings, PatchGrid

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
        ("salience", pa.binary()),
    ]
)
SETS = pa.schema(
    [("document", pa.string()), ("number", pa.int32()), ("row_id", pa.int64()), ("centroids", pa.binary())]
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
    """A page as it goes into the store: what it says, and how it looks to the model."""

    page: Page
    text: StoredText
    look: PatchEmbeddings


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


def codes_table(pages: Sequence[tuple[Page, PatchEmbeddings]], codec: Codec | None, *, with_salience: bool) -> pa.Table:
    """Make rows of how pages look, their rows `in_page_order`. A codec is needed when there are any vectors."""
    return pa.table(
        {
            "document": [page.document for page, _ in pages],
            "number": [page.number for page, _ in pages],
            "rows": [look.grid.rows for _, look in pages],
            "cols": [look.grid.cols for _, look in pages],
            "cells": [pack_cells(look.grid, look.cells, look.owners) for _, look in pages],
            "codes": [
                packed(codec, codec.encode(look.vectors)) if codec is not None and len(look.vectors) else b""
                for _, look in pages
            ],
            "salience": [
                look.salience.astype("<f2").tobytes() if with_salience and look.salience is not None else b""
                for _, look in pages
            ],
        },
        schema=CODES,
    )


def binary_values(column: pa.ChunkedArray) -> Iterator[memoryview]:
    """Yield the values of a binary column without nulls, as views of it."""
    for chunk in column.chunks:
        _, offsets, data = chunk.buffers()
        ends = memoryview(offsets).cast("i")[chunk.offset : chunk.offset + len(chunk) + 1].tolist()
        values = memoryview(data or b"")
        yield from (values[start:end] for start, end in pairwise(ends))


def codes(table: pa.Table, codec: Codec) -> dict[Page, PageCodes]:
    """Read back how pages look; those without vectors are left out."""
    pages = {}
    for row in table.to_pylist():
        if row["codes"]:
            grid = PatchGrid(row["rows"], row["cols"])
            cells, owners = unpack_cells(grid, row["cells"])
            page = Page(row["document"], row["number"])
            pages[page] = PageCodes(unpacked(codec, row["codes"]), cells, grid, owners)
    return pages


def embeddings(table: pa.Table, codec: Codec | None, dim: int) -> dict[Page, PatchEmbeddings]:
    """Read pages back as vectors, as near to what they were as their codes are."""
    pages = {}
    for row in table.to_pylist():
        grid = PatchGrid(row["rows"], row["cols"])
        cells, owners = unpack_cells(grid, row["cells"])
        vectors = np.zeros((0, dim), np.float32)
        if codec is not None and row["codes"]:
            vectors = codec.decode(unpacked(codec, row["codes"]))
        salience = np.frombuffer(row["salience"], "<f2").astype(np.float32) if row["salience"] else None
        pages[Page(row["document"], row["number"])] = PatchEmbeddings(vectors, cells, grid, salience, owners)
    return pages


def sets_table(pages: Sequence[tuple[Page, int, Ints]]) -> pa.Table:
    """Make rows of pages, the rows of their codes, and the sets of centroids they fall to, at most 65,536 of them."""
    return pa.table(
        {
            "document": [page.document for page, _, _ in pages],
            "number": [page.number for page, _, _ in pages],
            "row_id": [row_id for _, row_id, _ in pages],
            "centroids": [centroids.astype("<u2").tobytes() for _, _, centroids in pages],
        },
        schema=SETS,
    )


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
