"""A library of a collection, indexed through an engine process, then opened here to be asked lane by lane."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.answers.search import Search
from app.events import Activity, Progress
from app.measuring.collection import Collection, load_collection, page_id, split_page_id
from app.models.catalogue import BUILT_IN
from app.models.embedders import make_embedder
from app.requests import AddPaths
from assets import sentence_model_dir
from indexer.embed.sentences import SentenceModel
from indexer.look import LookIndex
from indexer.looks import Model
from indexer.store import Store
from indexer.types import Page
from tests.benchmarks.costs import Watch
from tests.driver import Driver

_LONGEST_S = 3600.0


@dataclass
class Asked:
    """A collection and an open library of it. pages: by id.    ids: the other way round.    queries: as told."""

    name: str
    collection: Collection
    store: Store
    search: Search
    pages: dict[str, Page]
    ids: dict[Page, str]
    queries: list[dict[str, Any]]

    def document(self, doc: str) -> str:
        """Return the content hash of a document by its id."""
        return self.pages[page_id(doc, 1)].document


@dataclass(frozen=True)
class Indexed:
    """What indexing took, all in: until questions are answered by words and look, and until by meaning as well.

    peak_mb: of the engine, then of its children.
    """

    pages: int
    words_and_look_s: float
    all_s: float
    peak_mb: tuple[int, ...]
    bytes_on_disk: int
    sizes: tuple[tuple[str, int], ...]


def index(folder: Path, library: Path) -> Indexed:
    """Index a collection into a new library."""
    collection = load_collection(folder)
    with Driver(library, "") as driver:
        assert driver.engine.pid is not None
        with Watch(driver.engine.pid) as watch:
            begun = time.perf_counter()
            state = driver.index(*collection.roots)
            all_s = time.perf_counter() - begun
            looked_s = (driver.understanding_since or begun + all_s) - begun
    peak_mb = tuple(round(mb) for mb in watch.peak_mb.values())
    return Indexed(state.pages, looked_s, all_s, peak_mb, state.bytes_on_disk, state.sizes)


def look_at(folder: Path, library: Path, profile: str) -> None:
    """Index a collection into a new library of another profile, as far as its pages can be found by their look."""
    collection = load_collection(folder)
    with Driver(library, profile) as driver:
        driver.settle()
        driver.send(AddPaths(collection.roots))
        driver.wait(Progress, lambda progress: progress.activity is Activity.UNDERSTANDING, _LONGEST_S)


@contextmanager
def opened(folder: Path, library: Path) -> Iterator[Asked]:
    """Open a library of a collection in this process."""
    collection = load_collection(folder)
    embedder, sentences = make_embedder(BUILT_IN), SentenceModel(sentence_model_dir())
    model = Model(embedder.name, embedder.revision, embedder.dim, embedder.usual_profile)
    store = Store(library, model, sentences=Model(sentences.name, sentences.revision, sentences.dim))
    try:
        docs = {str(path): doc for doc, path in collection.docs.items()}
        pages: dict[str, Page] = {}
        for place in store.places.values():
            if place.document in store.documents and place.path in docs:
                for number in range(1, store.documents[place.document].pages + 1):
                    pages[page_id(docs[place.path], number)] = Page(place.document, number)
        search = Search(store, LookIndex(store.looks), embedder, sentences)
        # Of documents with the same content one stands for all.
        ids = {page: name for name, page in pages.items()}
        queries = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
        yield Asked(folder.name, collection, store, search, pages, ids, queries)
    finally:
        store.close()


def same(asked: Asked, page: str) -> str:
    """Return the id by which a page is found, should two documents have the same content."""
    doc, _ = split_page_id(page)
    return asked.ids[asked.pages[page]] if doc else page
