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
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import lancedb
from filelock import FileLock, Timeout

from indexer import rows
from indexer.about import About, ModelTables, read_about, write_about
from indexer.arrays import Floats
from indexer.codes import CodesTable, delete_where, documents_in, table_names, tidy
from indexer.compress.profiles import DEFAULT, EXACT, PROFILES, Profile
from indexer.disk import writing
from indexer.errors import ExpectedError, LibraryBusy, LibraryTooNew
from indexer.files import is_below
from indexer.first_format import copy_first_format
from indexer.page_texts import PageTexts
from indexer.passage_table import PassageTable
from indexer.passages import CUTTING
from indexer.plan import Place
from indexer.question import Question
from indexer.rows import Document, StoredPage, StoredText
from indexer.sets import SetsTable
from indexer.sizes import sizes
from indexer.types import Page, PatchEmbeddings

log = logging.getLogger(__name__)

_EXACT = PROFILES[EXACT]
_COMMON = {"places", "documents", "pages"}
# Less than this is not worth tidying up.
_FEW_PAGES = 32
# Each leaves a version of some kilobytes behind, however little it wrote.
_MANY_WRITES = 64


@dataclass(frozen=True, slots=True)
class Model:
    """What made the vectors of a library. Those of two of these never meet.

    usual_profile: what a new library gets when nobody chose.
    """

    name: str
    revision: str
    dim: int
    usual_profile: str = DEFAULT

    @property
    def key(self) -> str:
        """What its tables are named after."""
        return f"{self.name}-{self.revision}-{self.dim}"


class Store:
    """One library. Opening it takes its lock; close() gives it back.

    profile: what a new library keeps of its pages; one that exists has its own, and another one is refused.
    keep_exact: for a new library, whether vectors are kept as the model made them, beside their codes.
    codes, sets, exact: the tables in use, of which only codes are always there; `exact` is `codes` where nothing was
    done to the vectors.
    coming: codes that are being made over many steps, or since an earlier start, and are not in use yet; or None.
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
        self._model = model
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
            self._about = read_about(folder)
            with writing():
                self._open(profile, keep_exact, sentences)
        except BaseException:
            self._lock.release()
            raise

    def _open(self, wanted: str, keep_exact: bool, sentences: Model | None) -> None:
        profile = self._chosen(wanted)
        self._codebooks = self.folder / "codebooks"
        self._codebooks.mkdir(exist_ok=True)
        db = self._db = lancedb.connect(self.folder / "tables")
        self._places = db.create_table("places", schema=rows.PLACES, exist_ok=True)
        self._documents = db.create_table("documents", schema=rows.DOCUMENTS, exist_ok=True)
        self._pages = db.create_table("pages", schema=rows.PAGES, exist_ok=True)
        self._texts = PageTexts(self._pages, lambda document: document in self.documents)
        self.places: dict[str, Place] = {place.path: place for place in rows.places(self._places.to_arrow())}
        self.documents: dict[str, Document] = {row.document: row for row in rows.documents(self._documents.to_arrow())}
        self._removed_pages = 0
        # Short runs, each of which ended before it was worth tidying up, add up.
        self._writes = len(self._places.list_versions())
        self._place_places()
        self.sets: SetsTable | None = None
        self.exact: CodesTable | None = None
        self.coming: CodesTable | None = None
        if known := self._about.models.get(self._model.key):
            self.codes = self._codes_table(known.codes, profile)
            if known.exact:
                self.exact = self.codes if known.exact == known.codes else self._codes_table(known.exact, _EXACT)
            if known.coming:
                self.coming = self._codes_table(known.coming, profile)
            if known.sets:
                # Sets can always be made anew from the codes.
                with suppress(FileNotFoundError):
                    self.sets = SetsTable(db, known.sets, self._codebooks)
        else:
            self._begin_model(profile, keep_exact)
        self.passages = self._passage_table(sentences) if sentences else None
        self.drop_unused()
        self.remove_orphans()

    def _begin_model(self, profile: Profile, keep_exact: bool) -> None:
        self.codes = self.new_codes(profile)
        if self._about.format[0] == 1:
            copy_first_format(self._db, f"codes-{self._model.key}-{profile.codes_name}", self.codes)
        if profile.is_exact:
            self.exact = self.codes
        elif keep_exact:
            self.exact = self._codes_table(self._free_name(f"exact-{self._model.key}"), _EXACT)
        self._name_tables(self.codes, self.sets, self.exact, None)

    # --- what it is made of ---

    @property
    def roots(self) -> tuple[str, ...]:
        """The added paths."""
        return self._about.roots

    @property
    def excluded(self) -> frozenset[str]:
        """What lies below them and was removed by a person."""
        return self._about.excluded

    @property
    def profile(self) -> Profile:
        """What is done to pages before they are stored."""
        return self.codes.profile

    @property
    def keeps_exact(self) -> bool:
        """Whether the vectors of every page are kept as the model made them."""
        return self.exact is not None and self.exact.documents >= self.documents.keys()

    def exact_pages(self) -> Iterator[tuple[Page, PatchEmbeddings]]:
        """Yield the pages of whole documents as the model made them, where they are kept."""
        for page, look in self.exact.embeddings() if self.exact is not None else ():
            if page.document in self.documents:
                yield page, look

    @property
    def codes_name(self) -> str:
        """What made the codes: model, revision, dimension, and what was done to the vectors."""
        return f"{self._model.key}-{self.profile.codes_name}"

    def save_roots(self, roots: Iterable[str], excluded: Iterable[str]) -> None:
        """Set the added paths, and those below them that a person removed."""
        self._save(replace(self._about, roots=tuple(roots), excluded=frozenset(excluded)))

    # --- codes that are made anew ---

    def new_codes(self, profile: Profile) -> CodesTable:
        """Make a table that is not in use yet."""
        return self._codes_table(self._free_name(f"codes-{self._model.key}-{profile.codes_name}"), profile)

    def new_sets(self, centroids: Floats, error: float) -> SetsTable:
        """Make a table of sets that is not in use yet."""
        name = self._free_name(f"sets-{self._model.key}")
        return SetsTable.create(self._db, name, self._codebooks, centroids, error, self.codes.count())

    def new_exact(self) -> CodesTable:
        """Make a table for vectors as the model makes them, which is not in use yet."""
        return self._codes_table(self._free_name(f"exact-{self._model.key}"), _EXACT)

    def use(self, codes: CodesTable, sets: SetsTable | None, exact: CodesTable | None) -> None:
        """Put tables in the place of those in use, in one step that a crash cannot split; others are dropped."""
        coming = self.coming if codes is self.codes else None
        self._name_tables(codes, sets, exact, coming)
        self.codes, self.sets, self.exact, self.coming = codes, sets, exact, coming
        try:
            self.drop_unused()
        except Exception:
            # The change is made. What could not be dropped now is dropped at the next start.
            log.exception("tables that are not used any more could not be dropped")

    def begin_coming(self) -> CodesTable:
        """Make a table of the same profile that the next start knows of and goes on with, until it is used."""
        coming = self.new_codes(self.profile)
        self._name_tables(self.codes, self.sets, self.exact, coming)
        self.coming = coming
        return coming

    def give_up_coming(self) -> None:
        """Let go of the codes that were being made."""
        self._name_tables(self.codes, self.sets, self.exact, None)
        self.coming = None
        self.drop_unused()

    def _name_tables(
        self, codes: CodesTable, sets: SetsTable | None, exact: CodesTable | None, coming: CodesTable | None
    ) -> None:
        others = (table.name if table is not None else "" for table in (sets, exact, coming))
        names = ModelTables(codes.profile.name, codes.name, *others)
        models = {**self._about.models, self._model.key: names}
        self._save(replace(self._about, profile=codes.profile.name, models=models))

    def _codes_table(self, name: str, profile: Profile) -> CodesTable:
        return CodesTable(self._db, name, profile, self._model.dim, self._codebooks)

    def _passage_table(self, sentences: Model) -> PassageTable:
        # Of passages that are cut in another way, words mean other places on the page.
        name = f"passages-{sentences.key}-{CUTTING}"
        if name != self._about.passages:
            self._save(replace(self._about, passages=name))
        return PassageTable(self._db, name, sentences.dim)

    def _free_name(self, stem: str) -> str:
        taken = set(table_names(self._db))
        return next(name for number in range(1, len(taken) + 2) if (name := f"{stem}-{number}") not in taken)

    def drop_unused(self) -> None:
        """Drop the tables that no model names: an earlier run was making them, or they were replaced."""
        models = self._about.models.values()
        used = {name for each in models for name in (each.codes, each.sets, each.exact, each.coming)}
        used.add(self._about.passages)
        with writing():
            for name in table_names(self._db):
                if name not in used and name not in _COMMON:
                    self._db.drop_table(name)
            for file in self._codebooks.iterdir():
                if file.name.removesuffix(".npz") not in used:
                    file.unlink()

    def _save(self, about: About) -> None:
        with writing():
            write_about(self.folder, about)
        self._about = about

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
                looks = [(row.page, row.look) for row in pages]
                if self.exact is not None and self.exact is not self.codes:
                    self.exact.add(looks)
                self.codes.add(looks)
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
                for made in self._model_tables:
                    made.tidy()
        self._removed_pages, self._writes = 0, 0

    @property
    def _model_tables(self) -> list[CodesTable | SetsTable | PassageTable]:
        tables = [self.codes, self.exact if self.exact is not self.codes else None, self.sets, self.passages]
        return [table for table in tables if table is not None]

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

    def size_bytes(self) -> dict[str, int]:
        """Count every byte in the library's folder, by what it is for."""
        # Codes that were exact keep the name of their table when others are made of them.
        return sizes(self.folder, self.exact.name if self.exact is not None and self.exact is not self.codes else "")

    def close(self) -> None:
        """Give the lock back."""
        self._lock.release()

    # --- inside ---

    def _place_places(self) -> None:
        """Take note that places have changed."""
        self.changes += 1
        self._by_document: dict[str, list[Place]] = {}
        for place in self.places.values():
            if place.document:
                self._by_document.setdefault(place.document, []).append(place)

    def _chosen(self, wanted: str) -> Profile:
        """Return the library's profile: the one it has, or, for a new library, the one that was asked for."""
        mine = self._about.models.get(self._model.key)
        kept = mine.profile if mine else self._about.profile
        if kept and kept not in PROFILES:
            raise LibraryTooNew(f"The library {self.folder} has a profile, {kept}, that this Pagelight does not know.")
        if wanted and wanted not in PROFILES:
            raise ExpectedError(f"There is no profile {wanted}. There are: {', '.join(PROFILES)}.")
        if kept and wanted not in {"", kept}:
            raise ExpectedError(
                f"The library {self.folder} has the profile {kept}. "
                f"Move it to {wanted} with: pagelight recompress --profile {wanted}"
            )
        return PROFILES[kept or wanted or self._model.usual_profile]
