"""Passages are made behind, from the texts in the store, for the documents that have none yet.

A document's passages are written whole: after a crash it has them all, or is taken up again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from indexer.embed.sentences import SentenceModel
from indexer.memory import step_back
from indexer.passage_table import PassageTable, PassageVector
from indexer.passages import passages
from indexer.piecewise import Piecewise
from indexer.rows import StoredText
from indexer.store import Store
from indexer.types import Page

# What is handed to the threads beside at a time.
_PAGES_TOGETHER = 8
# Short documents are written together, and long ones by themselves.
_PASSAGES_TOGETHER = 256
# Each write leaves a version behind that names every file.
_WRITES_UNTIL_TIDY = 64


class PassagesBehind(Piecewise):
    """Fills a store's table of passages, which there has to be, newest documents first.

    Reading and writing happen in the caller's thread, cutting and embedding in some beside it, one for each processor.
    wake: called from these when there is something to take in.
    """

    def __init__(self, store: Store, model: SentenceModel, wake: Callable[[], None]) -> None:
        assert store.passages is not None
        super().__init__()
        self._store = store
        self._table: PassageTable = store.passages
        self._model = model
        self._wake = wake
        self._embedders = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="sentences", initializer=step_back)
        # Those that have text, but none that the model knows a token of.
        self._mute: set[str] = set()

    @property
    def waiting_pages(self) -> int:
        """How many pages, of documents that have text, have no passages yet."""
        return sum(self._store.documents[document].pages for document in self._waiting())

    def close(self) -> None:
        """Break off."""
        self._embedders.shutdown(wait=False, cancel_futures=True)

    def _waiting(self) -> list[str]:
        """Return the documents that have text and no passages, those first that came last."""
        return [
            document
            for document, row in reversed(self._store.documents.items())
            if document not in self._table.documents
            and document not in self._mute
            and (row.textless < row.pages or self._store.recognised.finished.get(document))
        ]

    def _pieces(self) -> Iterator[bool]:
        made: list[PassageVector] = []
        writes = 0
        # Looked at again after each write: what was added in the meantime comes first.
        while waiting := self._waiting():
            for document in waiting:
                yield from self._document(document, made)
                if len(made) >= _PASSAGES_TOGETHER:
                    break
            # But of what was removed in the meantime.
            self._table.add([passage for passage in made if passage.page.document in self._store.documents])
            made.clear()
            writes += 1
            yield True
            if writes % _WRITES_UNTIL_TIDY == 0:
                self._table.tidy()
                yield True
        self._table.tidy()

    def _document(self, document: str, made: list[PassageVector]) -> Iterator[bool]:
        """Add a document's passages to those that are made."""
        mine: list[PassageVector] = []
        pages = self._store.documents[document].pages
        for first in range(1, pages + 1, _PAGES_TOGETHER):
            if document not in self._store.documents:
                return
            numbers = range(first, min(first + _PAGES_TOGETHER, pages + 1))
            texts = self._store.texts([Page(document, number) for number in numbers])
            yield True
            futures = [self._embedders.submit(embedded, self._model, page, texts[page]) for page in sorted(texts)]
            for future in futures:
                future.add_done_callback(lambda _: self._wake())
                while not future.done():
                    yield False
                mine += future.result()
        if not mine:
            self._mute.add(document)
        made += mine


def embedded(model: SentenceModel, page: Page, stored: StoredText) -> list[PassageVector]:
    """Cut a page into passages, and embed these."""
    cut = passages(stored.text, model.tokens(stored.text.words), model.longest)
    vectors = model.embed_tokens([passage.tokens for passage in cut])
    return [
        PassageVector(page, passage.first, passage.last, vector) for passage, vector in zip(cut, vectors, strict=True)
    ]
