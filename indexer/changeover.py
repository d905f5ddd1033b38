"""New codes and ways to find them take the place of those in use: filled in pieces, changed over in one step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from indexer.codes import CodesTable
from indexer.look import LookIndex
from indexer.looks import Looks
from indexer.sets import SetsTable
from indexer.store import Store
from indexer.two_stage import Candidates, Encodings
from indexer.ways import Look, Scan

PAGES_A_STEP = 16
# Documents are read together until there are so many pages: looking for each by itself takes long.
_PAGES_TOGETHER = 64
# Each write leaves a version behind that names every file, so that many of them take more room than what they wrote.
_STEPS_UNTIL_TIDY = 64


class Changeover:
    """What is made anew of one model's look at a library, until it is in use."""

    def __init__(self, store: Store, looks: Looks, index: LookIndex) -> None:
        self._store = store
        self._looks = looks
        self._index = index

    def put_in_place(
        self, codes: CodesTable, exact: CodesTable | None, more: Callable[[], Iterator[bool]]
    ) -> Iterator[bool]:
        """Change over to new codes in one step, when they and the way to find them hold every document.

        more: makes the codes of the documents that lack them.
        """
        way = self._way_like_now(codes)
        made = {codes, exact or codes} - {self._looks.exact}
        while True:
            yield from self.tidily(more(), *made)
            yield from self.tidily(self.fill(way), *([way.sets] if isinstance(way, Candidates) else []))
            if self._store.documents.keys() <= codes.documents:
                # Of a document that is half written, one half would stay behind.
                if self._looks.codes.documents <= self._store.documents.keys():
                    break
                yield False
        self.use(codes, way, exact)

    def use(self, codes: CodesTable, way: Look, exact: CodesTable | None) -> None:
        """Put new tables in the place of those in use, without the documents that were removed in the meantime."""
        sets = way.sets if isinstance(way, Candidates) else None
        gone = (codes.documents | way.documents) - self._store.documents.keys()
        # First the way: it knows by the tables what it holds.
        way.remove(gone)
        for table in {codes, exact or codes, sets or codes} - {self._looks.codes, self._looks.exact}:
            table.delete(gone)
            table.tidy()
        self._looks.use(codes, sets, exact)
        self._index.use(way)

    def _way_like_now(self, codes: CodesTable) -> Look:
        """Make an empty way over new codes, of the kind that is in use."""
        if codes.encoder is not None:
            return Encodings(codes)
        if not isinstance(self._index.way, Candidates):
            return Scan(codes)
        old = self._index.way.sets
        return Candidates(codes, self._looks.new_sets(old.centroids, old.error))

    def fill(self, way: Look) -> Iterator[bool]:
        """Take in the documents that a way does not know yet."""
        # Documents without a vector are never known to a way, and soon looked at again.
        for some in self.together((self._store.documents.keys() & way.codes.documents) - way.documents):
            pages = list(way.codes.stored(some))
            for start in range(0, len(pages), PAGES_A_STEP):
                way.add(pages[start : start + PAGES_A_STEP])
                yield True

    def together(self, documents: Collection[str]) -> Iterator[list[str]]:
        """Put documents together that have some pages between them."""
        some: list[str] = []
        pages = 0
        for document in sorted(documents):
            some.append(document)
            pages += known.pages if (known := self._store.documents.get(document)) else 0
            if pages >= _PAGES_TOGETHER:
                yield some
                some, pages = [], 0
        if some:
            yield some

    def tidily(self, work: Iterator[bool], *tables: CodesTable | SetsTable) -> Iterator[bool]:
        """Do work that writes to these tables, and tidy them now and then."""
        steps = 0
        for moved in work:
            yield moved
            steps += moved
            if steps == _STEPS_UNTIL_TIDY:
                steps = 0
                for table in tables:
                    table.tidy()
