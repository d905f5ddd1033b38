"""The library on disk: LanceDB tables beside one small file that says what they hold.

    library.json   format version, model, roots, excluded paths; replaced as a whole
    lock           held by the one process that has the library open
    tables/        LanceDB: places, documents, pages (with the full-text index), codes of one model

A row in `documents` is written last and makes a document visible: a crash leaves at most rows of documents that are
not there, which the next start removes.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pyarrow as pa
from filelock import FileLock, Timeout
from lancedb.index import FTS
from lancedb.query import MatchQuery

from indexer import rows
from indexer.arrays import Bytes
from indexer.compress.profiles import DEFAULT, PROFILES, Profile
from indexer.errors import DiskFull, ExpectedError, LibraryBusy, LibraryTooNew
from indexer.files import is_below
from indexer.plan import Place
from indexer.rows import Document, StoredPage, StoredText
from indexer.types import Page, PageCodes

FORMAT_MAJOR = 1
# 1.1: a code may stand for several cells (codes.owners).
FORMAT_MINOR = 1

_DISK_FULL = ("no space left", "os error 28", "disk full", "not enough space", "os error 112")


@dataclass(frozen=True, slots=True)
class Model:
    """What made the vectors of a library. Those of two of these never meet."""

    name: str
    revision: str
    dim: int


class Store:
    """One library. Opening it takes its lock; close() gives it back.

    profile: what a new library keeps of its pages; one that exists has its own, and another one is refused.
    Raises LibraryBusy, LibraryTooNew, DiskFull, or ExpectedError when the folder cannot be used.
    """

    def __init__(self, folder: Path, model: Model, profile: str = "") -> None:
        self.folder = folder
        self._model = model
        self._wanted = profile
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
            self._open()
        except BaseException:
            self._lock.release()
            raise

    def _open(self) -> None:
        self.roots, self.excluded, minor, profile = self._read_about()
        self.profile = self._chosen(profile)
        self.codec = self.profile.make_codec(self._model.dim)
        db = lancedb.connect(self.folder / "tables")
        with writing():
            self._places = db.create_table("places", schema=rows.PLACES, exist_ok=True)
            self._documents = db.create_table("documents", schema=rows.DOCUMENTS, exist_ok=True)
            self._pages = db.create_table("pages", schema=rows.PAGES, exist_ok=True)
            self._codes = self._open_codes(db)
            if not self._pages.list_indices():
                self._pages.create_index("text", config=FTS(base_tokenizer="icu"))
        self.places: dict[str, Place] = {place.path: place for place in rows.places(self._places.to_arrow())}
        self.documents: dict[str, Document] = {row.document: row for row in rows.documents(self._documents.to_arrow())}
        self.remove_orphans()
        if minor < FORMAT_MINOR:
            self.save_roots(self.roots, self.excluded)

    def _open_codes(self, db: Any) -> Any:
        name = f"codes-{self.codes_name}"
        try:
            table = db.open_table(name)
        except ValueError:  # There is none yet.
            return db.create_table(name, schema=rows.CODES)
        # Looked at here, not in library.json: each model's table is changed when that model opens the library.
        if "owners" not in table.schema.names:
            table.add_columns(rows.CODES.field("owners"))
        return table

    @property
    def codes_name(self) -> str:
        """What made the codes: model, revision, dimension and codes, none of which ever share a table."""
        model = self._model
        return f"{model.name}-{model.revision}-{model.dim}-{self.profile.codes_name}"

    # --- what a person added ---

    def save_roots(self, roots: Iterable[str], excluded: Iterable[str]) -> None:
        """Set the added paths, and those below them that a person removed."""
        self.roots, self.excluded = tuple(roots), frozenset(excluded)
        about = {
            "format": [FORMAT_MAJOR, FORMAT_MINOR],
            # json escapes the lone surrogates by which Python holds names that are no text, and reads them back.
            "roots": list(self.roots),
            "excluded": sorted(self.excluded),
            "profile": self.profile.name,
        }
        draft = self.folder / "library.json.draft"
        with writing():
            draft.write_text(json.dumps(about, indent=1), encoding="utf-8")
            os.replace(draft, self.folder / "library.json")

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
                self._codes.add(rows.codes_table(pages))
            if finished:
                self._documents.add(rows.documents_table(finished))
            if places:
                known = [place.path for place in places if place.path in self.places]
                self._delete(self._places, "id", [rows.place_id(path) for path in known])
                self._places.add(rows.places_table(places))
                self.places.update((place.path, place) for place in places)
        # Only now: a document whose place could not be written any more must not turn up among the hits.
        self.documents.update((row.document, row) for row in finished)

    def forget(self, paths: Collection[str]) -> frozenset[str]:
        """Forget places, and the documents that now lie nowhere; returns those documents."""
        gone = [path for path in paths if path in self.places]
        with writing():
            self._delete(self._places, "id", [rows.place_id(path) for path in gone])
        for path in gone:
            del self.places[path]
        return self.drop_homeless()

    def drop_homeless(self) -> frozenset[str]:
        """Remove the documents that no place leads to; returns them."""
        housed = {place.document for place in self.places.values()}
        homeless = frozenset(self.documents) - housed
        self.discard(homeless)
        return homeless

    def discard(self, documents: Collection[str]) -> None:
        """Remove documents, whole or begun, with all their pages."""
        if not documents:
            return
        with writing():
            for table in (self._documents, self._codes, self._pages):
                self._delete(table, "document", documents)
        for document in documents:
            self.documents.pop(document, None)

    def remove_orphans(self) -> None:
        """Remove what a run that broke off left behind: pages of documents that are not whole, documents nowhere."""
        begun: set[str] = set()
        for table in (self._pages, self._codes):
            begun.update(table.search().select(["document"]).limit(None).to_arrow()["document"].unique().to_pylist())
        self.discard(begun - set(self.documents))
        self.drop_homeless()

    def tidy(self) -> None:
        """Bring new rows into the text index, merge small files, and drop old versions."""
        with writing(), warnings.catch_warnings():
            # Nobody else reads these tables: the lock is ours.
            warnings.filterwarnings("ignore", message="optimize", category=UserWarning)
            for table in (self._pages, self._codes, self._documents, self._places):
                table.optimize(cleanup_older_than=timedelta(0), delete_unverified=True)

    # --- reading ---

    def find_text(self, words: str, limit: int, documents: Collection[str] | None = None) -> list[tuple[Page, float]]:
        """Rank pages by BM25 over the text layer, best first; only within `documents` unless that is None."""
        if not words.strip() or (documents is not None and not documents):
            return []
        # WORKAROUND(lancedb 0.40): its dataclass hides from mypy that these arguments have defaults.
        match = MatchQuery(words, "text")  # type: ignore[call-arg]
        query = self._pages.search(match, query_type="fts").select(["document", "number", "_score"])
        if documents is not None:
            query = query.where(_any_of("document", documents), prefilter=True)
        found = query.limit(limit).to_arrow()
        ranked = zip(*(found[name].to_pylist() for name in ("document", "number", "_score")), strict=True)
        # Rows of a document that is still being read are there already, but it is not whole.
        return [(Page(document, number), score) for document, number, score in ranked if document in self.documents]

    def texts(self, pages: Collection[Page]) -> dict[Page, StoredText]:
        """Read what a few pages say."""
        return rows.texts(self._rows(self._pages, pages)) if pages else {}

    def codes(self, pages: Collection[Page]) -> dict[Page, PageCodes]:
        """Read how a few pages look."""
        return rows.codes(self._rows(self._codes, pages), self.codec.bytes_per_vector) if pages else {}

    def all_codes(self) -> Iterator[tuple[Page, Bytes]]:
        """Yield the codes of every page that has any."""
        width = self.codec.bytes_per_vector
        for batch in self._codes.search().select(["document", "number", "codes"]).limit(None).to_batches():
            columns = [batch.column(name) for name in ("document", "number", "codes")]
            for document, number, codes in zip(*columns, strict=True):
                data = np.frombuffer(codes.as_buffer(), np.uint8)
                if len(data) and document.as_py() in self.documents:
                    yield Page(document.as_py(), number.as_py()), data.reshape(-1, width)

    def places_of(self, document: str) -> list[Place]:
        """Return where a document lies, first found first."""
        return [place for place in self.places.values() if place.document == document]

    def documents_below(self, paths: Iterable[str]) -> frozenset[str]:
        """Return the documents that lie at or below any of these paths."""
        parents = tuple(paths)
        return frozenset(
            place.document
            for place in self.places.values()
            if place.document and any(is_below(place.path, parent) for parent in parents)
        )

    def size_bytes(self) -> int:
        """Count every byte in the library's folder."""
        total = 0
        for folder, _, names in os.walk(self.folder):
            for name in names:
                with suppress(OSError):
                    total += os.path.getsize(os.path.join(folder, name))
        return total

    def close(self) -> None:
        """Give the lock back."""
        self._lock.release()

    # --- inside ---

    def _chosen(self, kept: str) -> Profile:
        """Return the library's profile: the one it has, or, for a new library, the one that was asked for."""
        if kept and kept not in PROFILES:
            raise LibraryTooNew(f"The library {self.folder} has a profile, {kept}, that this Pagelight does not know.")
        if self._wanted and self._wanted not in PROFILES:
            raise ExpectedError(f"There is no profile {self._wanted}. There are: {', '.join(PROFILES)}.")
        if kept and self._wanted not in {"", kept}:
            raise ExpectedError(
                f"The library {self.folder} has the profile {kept}. Choose another library for {self._wanted}."
            )
        return PROFILES[kept or self._wanted or DEFAULT]

    def _rows(self, table: Any, pages: Collection[Page]) -> pa.Table:
        numbers: dict[str, list[int]] = {}
        for page in pages:
            numbers.setdefault(page.document, []).append(page.number)
        wanted = " OR ".join(
            f"(document = '{document}' AND number IN ({', '.join(map(str, some))}))"
            for document, some in numbers.items()
        )
        return table.search().where(wanted).limit(len(pages)).to_arrow()

    def _read_about(self) -> tuple[tuple[str, ...], frozenset[str], int, str]:
        path = self.folder / "library.json"
        if not path.exists():
            return (), frozenset(), -1, ""
        try:
            about = json.loads(path.read_text(encoding="utf-8"))
            if int(about["format"][0]) > FORMAT_MAJOR:
                raise LibraryTooNew(
                    f"The library {self.folder} was made by a newer Pagelight. "
                    "Update Pagelight, or choose another library."
                )
            # Before there were profiles, every library had what is now this one.
            profile = str(about.get("profile", "quality"))
            return tuple(about["roots"]), frozenset(about["excluded"]), int(about["format"][1]), profile
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise ExpectedError(
                f"{path} cannot be understood. Move the folder {self.folder} away to begin a new library.", str(error)
            ) from error

    def _delete(self, table: Any, column: str, values: Collection[str]) -> None:
        for some in _chunks(list(values), 500):
            table.delete(_any_of(column, some))


class writing:  # noqa: N801 (reads as a phrase: `with writing():`)
    """Turn a full disk, met while writing, into DiskFull."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        # LanceDB wraps the system's error in text of its own; there is no errno left to look at.
        if isinstance(error, Exception) and not isinstance(error, ExpectedError):
            text = str(error).lower()
            if any(mark in text for mark in _DISK_FULL):
                sentence = "The disk that holds the library is full. Make room, then resume."
                raise DiskFull(sentence, str(error)) from error


def _any_of(column: str, values: Iterable[str]) -> str:
    # Values are hex digests made here, so there is nothing to quote.
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _chunks(values: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
