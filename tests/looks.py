"""Libraries of pages that are nothing but vectors, for tests of how codes are kept and found."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Protocol

import numpy as np

from indexer.arrays import Floats
from indexer.codes import CodesTable
from indexer.looks import Model
from indexer.plan import Place
from indexer.rows import Document, StoredPage, StoredText
from indexer.store import Store
from indexer.types import Page, PatchEmbeddings, PatchGrid, QueryEmbedding
from tests.embeddings import crowded_rows
from tests.libraries import ASPECT, page_text

DIM = 16
MODEL = Model("plain", "1", DIM, "quality")


def name(number: int) -> str:
    """Return a document's name: hex digits, as a hash of content has."""
    return f"{number:032x}"


def look(seed: int, patches: int = 12, dim: int = DIM, spread: float = 0.4) -> PatchEmbeddings:
    """Make a page of vectors around centres that all pages share, in half precision: no kind of table rounds them."""
    rng = np.random.default_rng(seed)
    centres = crowded_rows(24, dim, 24, 0.0, 0)
    rows = centres[rng.integers(0, 24, patches)] + np.float32(spread) * crowded_rows(patches, dim, patches + 1, 0, seed)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    grid = PatchGrid(max(patches, 1), 2)
    cells = np.sort(rng.permutation(2 * max(patches, 1))[:patches]).astype(np.int32)
    salience = (rng.permutation(patches) / 8).astype(np.float32)
    return PatchEmbeddings(rows.astype(np.float16).astype(np.float32), cells, grid, salience)


def stored_pages(document: int, looks: Iterable[PatchEmbeddings]) -> list[StoredPage]:
    """Make the pages of a document."""
    text = StoredText(page_text(""), ASPECT)
    return [StoredPage(Page(name(document), number), text, each) for number, each in enumerate(looks, 1)]


def put(store: Store, document: int, looks: Sequence[PatchEmbeddings], path: str = "") -> str:
    """Write a whole document and its place, and return its name."""
    pages = stored_pages(document, looks)
    path = path or f"/root/{document}.pdf"
    place = Place(path, "/root", 10, 20, name(document))
    store.write(pages, [Document(name(document), "pdf", len(pages), len(pages))], [place])
    return name(document)


def question(seed: int, tokens: int = 4, dim: int = DIM) -> Floats:
    """Make a question whose tokens are like patches."""
    return look(seed + 10_000, tokens, dim).vectors


def asked(vectors: Floats) -> QueryEmbedding:
    """Make a question of token vectors."""
    return QueryEmbedding(vectors, ("",) * len(vectors))


def slow_maxsim(codes: CodesTable, query: Floats, documents: Collection[str]) -> dict[Page, float]:
    """Score each page of these documents in plain loops over what its codes stand for."""
    assert codes.codec is not None
    scores = {}
    for stored in codes.stored():
        if stored.page.document in documents:
            vectors = codes.codec.decode(stored.codes)
            scores[stored.page] = sum(max(float(token @ vector) for vector in vectors) for token in query)
    return scores


class WorksBehind(Protocol):
    """What goes on behind, a step at a time."""

    @property
    def is_working(self) -> bool:
        """Whether there is more to do, or something to wait for."""

    def step(self) -> bool:
        """Do a piece of work; says whether anything was done."""


def settle(behind: WorksBehind, each: Callable[[], object] = lambda: None, limit_s: float = 60) -> int:
    """Step until there is nothing to do, calling `each` after every step; returns how many steps it took."""
    end, steps = time.monotonic() + limit_s, 0
    while time.monotonic() < end:
        moved = behind.step()
        each()
        if not moved and not behind.is_working:
            return steps
        if not moved:
            time.sleep(0.002)
        steps += 1
    raise TimeoutError
