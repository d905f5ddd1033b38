"""The library on disk: LanceDB tables beside one small file that says what they hold.

    library.json   format version, roots, excluded paths, profile, and which tables are in use; replaced as a whole
    lock           held by the one process that has the library open
    codebooks/     what trained codecs and centroid sets were trained to, a file for each table
    tables/        LanceDB: places, documents, pages (with the full-text index); for each model codes, sets, exact codes

A row in `documents` is written last and makes a document visible: a crash leaves at most rows of documents that are
not there, which the next start removes. Codes and sets that are made anew go to a table of their own, which is nobody's
until library.json names it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from indexer import rows
from indexer.codes import CodesTable
from indexer.database import delete_where, documents_in, tidy
from indexer.disk import writing
from indexer.errors import ExpectedError, LibraryBusy
from indexer.files import is_below
from indexer.looks import Looks, Model
from indexer.opened import Opened
from indexer.page_texts import PageTexts
from indexer.passage_table import PassageTable
from indexer.passages import CUTTING
from indexer.plan import Place
from indexer.question import Question
from indexer.recognised import Recognised
from indexer.rows import Document, StoredPage, StoredText
from indexer.sets import SetsTable
from indexer.sizes import sizes
from indexer.tables import Tables
from indexer.types import Page, PatchEmbeddings

log = logging.getLogger(__name__)

# Less than this is not worth tidying up.
_FEW_PAGES = 32
# Each leaves a version of some kilobytes behind, however little it wrote.
_MANY_WRITES = 64


class Store:
    """One library. Opening it takes its lock; close() gives it back.

    profile: what a new library keeps of its pages; one that exists has its own, and another one is refused.
    keep_exact: for a new library, whether vectors are kept as the model made them, beside their codes.
    looks: how pages look to `model`, which every document that is written has been seen by.    others: to other models
    that were opened, by their keys, which see documents later.
    recognised: what was read on pages without a text layer.
    passages: what passages mean to the sentence model, or None where none was given. Others than its own are dropped.
    changes: a number that rises whenever places come or go.
    Raises LibraryBusy, LibraryTooNew, DiskFull, or ExpectedError when the folder cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        model: Model,
        profile: str = "",
        keep_exact: bool = False,
        sentences: Model | None = None,
    ) -> None:
        self.folder = folder
        self.changes = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(folder / "lock")
            self._lock.acquire(timeout=0)
        except Timeout:
            raise LibraryBusy(f"The library {folder} is open in another Pagelight. Close that one first.") from None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ExpectedError(f"The library {folder} cannot be opened ({reason}).") from error
        try:
            self._tables = Tables(folder)
            with writing():
                self._open(model, profile, keep_exact, sentences)
        except BaseException:
            self._lock.release()
            raise

    def _open(self, model: Model, wanted: str, keep_exact: bool, sentences: Model | None) -> None:
        db = self._tables.db
        self._places = db.create_table("places", schema=rows.PLACES, exist_ok=True)
        self._documents = db.create_table("documents", schema=rows.DOCUMENTS, exist_ok=True)
        self._pages = db.create_table("pages", schema=rows.PAGES, exist_ok=True)
        self.opened = Opened(self.folder)
        self.recognised = Recognised(db, self._pages)
        self._texts = PageTexts(self._pages, lambda document: document in self.documents, self.recognised)
        self.places: dict[str, Place] = {place.path: place for place in rows.places(self._places.to_arrow())}
        self.documents: dict[str, Document] = {row.document: row for row in rows.documents(self._documents.to_arrow())}
        self._removed_pages = 0
        # Short runs, each of which ended before it was worth tidying up, add up.
        self._writes = len(self._places.list_versions())
        self._place_places()
        self.looks = Looks(self._tables, model, self.documents, wanted, keep_exact)
        self.others: dict[str, Looks] = {}
        self.passages = self._passage_table(sentences) if sentences else None
        self._tables.drop_unused()
        self.remove_orphans()

    def open_model(self, model: Model) -> Looks:
        """Open the tables of another model, beside those of the main one; a model that is new begins with none.

        Raises LibraryTooNew, DiskFull, or ExpectedError.
        """
        if model.key not in self.others:
            with writing():
                self.others[model.key] = Looks(self._tables, model, self.documents, is_main=False)
        return self.others[model.key]

    def close_model(self, key: str) -> None:
        """Let go of another model's tables, which stay as they are."""
        self.others.pop(key, None)

    def forget_model(self, key: str) -> None:
        """Remove all that was made by another model. Raises DiskFull."""
        self.close_model(key)
        about = self._tables.about
        self._tables.save(replace(about, models={name: each for name, each in about.models.items() if name != key}))
        self._tables.drop_unused([f"{kind}-{key}-" for kind in ("codes", "sets", "exact")])

    # --- what it is made of ---

    @property
    def roots(self) -> tuple[str, ...]:
        """The added paths."""
        return self._tables.about.roots

    @property
    def excluded(self) -> frozenset[str]:
        """What lies below them and was removed by a person."""
        return self._tables.about.excluded

    @property
    def keeps_exact(self) -> bool:
        """Whether the vectors of every page are kept as the main model made them."""
        return self.looks.keeps_exact

    def exact_pages(self) -> Iterator[tuple[Page, PatchEmbeddings]]:
        """Yield the pages of whole documents as the main model made them, where they are kept."""
        return self.looks.exact_pages()

    def save_roots(self, roots: Iterable[str], excluded: Iterable[str]) -> None:
        """Set the added paths, and those below them that a person removed."""
        roots = tuple(roots)
        paused = self.paused & frozenset(roots)
        self._tables.save(replace(self._tables.about, roots=roots, excluded=frozenset(excluded), paused=paused))

    @property
    def paused(self) -> frozenset[str]:
        """The added paths of which nothing is indexed for now."""
        return self._tables.about.paused

    def save_paused(self, roots: Iterable[str]) -> None:
        """Set the added paths of which nothing is indexed for now. Raises DiskFull."""
        self._tables.save(replace(self._tables.about, paused=frozenset(roots)))

    @property
    def skipped(self) -> tuple[str, ...]:
        """Names of files and folders that are left out, as fnmatch has them."""
        return self._tables.about.skipped

    def save_skipped(self, names: Iterable[str]) -> None:
        """Set the names that are left out. Raises DiskFull."""
        self._tables.save(replace(self._tables.about, skipped=tuple(names)))

    @property
    def beside(self) -> tuple[str, str]:
        """The name and, once it was loaded, the key of the model that looks at the library besides the main one."""
        return self._tables.about.beside, self._tables.about.beside_key

    def save_beside(self, name: str, key: str = "") -> None:
        """Remember which model is used besides the main one, "" for none."""
        if (name, key) != self.beside:
            self._tables.save(replace(self._tables.about, beside=name, beside_key=key))

    @property
    def other_models(self) -> list[str]:
        """The keys of the models other than the main one that have made something here."""
        return [key for key in self._tables.about.models if key != self.looks.model.key]

    def _passage_table(self, sentences: Model) -> PassageTable:
        # Of passages that are cut in another way, words mean other places on the page.
        name = f"passages-{sentences.key}-{CUTTING}"
        if name != self._tables.about.passages:
            self._tables.save(replace(self._tables.about, passages=name))
        return PassageTable(self._tables.db, name, sentences.dim)

    # --- writing ---

    def write(
        self,
        pages: Sequence[StoredPage] = (),
        finished: Sequence[Document] = (),
        places: Sequence[Place] = (),
    ) -> None:
        """Add pages, then the documents that are whole with them, then places. A crash in between shows no half."""
        with writing():
            if pages:
                self._pages.add(rows.pages_table(pages))
                self.looks.add([(row.page, row.look) for row in pages])
            if finished:
                self._documents.add(rows.documents_table(finished))
            if places:
                known = [place.path for place in places if place.path in self.places]
                delete_where(self._places, "id", [rows.place_id(path) for path in known])
                self._places.add(rows.places_table(places))
                self.places.update((place.path, place) for place in places)
                self._place_places()
        self._writes += 1
        # Only now: a document whose place could not be written any more must not turn up among the hits.
        self.documents.update((row.document, row) for row in finished)

    def forget(self, paths: Collection[str]) -> frozenset[str]:
        """Forget places, and the documents that now lie nowhere; returns those documents."""
        gone = [path for path in paths if path in self.places]
        with writing():
            delete_where(self._places, "id", [rows.place_id(path) for path in gone])
        for path in gone:
            del self.places[path]
        self._place_places()
        self._writes += 1
        return self.drop_homeless()

    def drop_homeless(self) -> frozenset[str]:
        """Remove the documents that no place leads to; returns them."""
        homeless = frozenset(self.documents) - self._by_document.keys()
        self.discard(homeless)
        return homeless

    def discard(self, documents: Collection[str]) -> None:
        """Remove documents, whole or begun, with all their pages."""
        if not documents:
            return
        with writing():
            delete_where(self._documents, "document", documents)
            for table in self._model_tables:
                table.delete(documents)
            self.recognised.delete(documents)
            delete_where(self._pages, "document", documents)
        for document in documents:
            known = self.documents.pop(document, None)
            self._removed_pages += known.pages if known else 1
        self._writes += 1

    def remove_orphans(self) -> None:
        """Remove what a run that broke off left behind: pages of documents that are not whole, documents nowhere."""
        begun = set(documents_in(self._pages)).union(*(table.documents for table in self._model_tables))
        self.discard(begun - set(self.documents))
        self.drop_homeless()

    @property
    def wants_tidying(self) -> bool:
        """Whether what was removed, and what every write leaves behind, is worth the work of taking it out."""
        pages = sum(document.pages for document in self.documents.values())
        return self._removed_pages > max(_FEW_PAGES, pages // 10) or self._writes > _MANY_WRITES

    def tidy(self) -> None:
        """Bring new rows into the text index, merge small files, and drop old versions."""
        with writing():
            # WORKAROUND(lancedb 0.40): it drops old versions before it writes an index anew, so that the old index
            # stays behind until the next time, when there is hardly anything else to do.
            for _ in range(2):
                for table in (self._pages, self._documents, self._places):
                    tidy(table)
                for made in (*self._model_tables, self.recognised):
                    made.tidy()
        self._removed_pages, self._writes = 0, 0

    @property
    def _model_tables(self) -> list[CodesTable | SetsTable | PassageTable]:
        tables = [table for looks in (self.looks, *self.others.values()) for table in looks.all_tables]
        return [*tables, self.passages] if self.passages is not None else [*tables]

    # --- reading ---

    def read_as(self, question: Question, documents: Collection[str] | None = None) -> Question:
        """Read a question as somebody would who knows the library: see PageTexts.read_as."""
        return self._texts.read_as(question, documents)

    def find_text(
        self, question: Question, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[Page, float]]:
        """Rank pages by BM25 over the text layer, best first; only within `documents` unless that is None."""
        return self._texts.find(question, limit, documents)

    def silent(self, pages: Collection[Page]) -> set[Page]:
        """Return those of some pages about whose meaning nothing can be said: without text, or without passages yet."""
        little = self._texts.saying_little({page.document for page in pages})
        told = self.passages.documents if self.passages is not None else ()
        return {page for page in pages if page.document not in told or page.number in little[page.document]}

    def refused(self, question: Question, pages: Collection[Page]) -> set[Page]:
        """Return those of a few pages that say what they must not, or not what they must."""
        return self._texts.refused(question, pages)

    def texts(self, pages: Collection[Page]) -> dict[Page, StoredText]:
        """Read what a few pages say."""
        return self._texts.texts(pages)

    def places_of(self, document: str) -> list[Place]:
        """Return where a document lies, first found first."""
        return self._by_document.get(document, [])

    def documents_below(self, paths: Iterable[str]) -> frozenset[str]:
        """Return the documents that lie at or below any of these paths."""
        parents = tuple(paths)
        return frozenset(
            place.document
            for place in self.places.values()
            if place.document and any(is_below(place.path, parent) for parent in parents)
        )

    def urgency(self, document: str) -> tuple[int, int]:
        """Return a key that sorts documents: those opened most first, then the newest."""
        newest = max((place.mtime_ns for place in self.places_of(document)), default=0)
        return -self.opened.counts.get(document, 0), -newest

    def size_bytes(self) -> dict[str, int]:
        """Count every byte in the library's folder, by what it is for."""
        # Codes that were exact keep the name of their table when others are made of them.
        exact, codes = self.looks.exact, self.looks.codes
        return sizes(self.folder, exact.name if exact is not None and exact is not codes else "")

    def close(self) -> None:
        """Give the lock back."""
        self.opened.save()
        self._lock.release()

    # --- inside ---

    def _place_places(self) -> None:
        """Take note that places have changed."""
        self.changes += 1
        self._by_document: dict[str, list[Place]] = {}
        for place in self.places.values():
            if place.document:
                self._by_document.setdefault(place.document, []).append(place)
