"""How the pages of a library look to one model: their codes, and what else was made of their vectors."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from indexer.about import ModelTables
from indexer.arrays import Floats
from indexer.codes import CodesTable
from indexer.compress.profiles import DEFAULT, EXACT, PROFILES, Profile
from indexer.errors import ExpectedError, LibraryTooNew
from indexer.first_format import copy_first_format
from indexer.rows import Document
from indexer.sets import SetsTable
from indexer.tables import Tables
from indexer.types import Page, PatchEmbeddings

log = logging.getLogger(__name__)

_EXACT = PROFILES[EXACT]


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
        return re.sub(r"[^A-Za-z0-9_.-]", "_", f"{self.name}-{self.revision}-{self.dim}")


class Looks:
    """The tables of one model in a library.

    documents: those of the library, which come and go while this is open.
    wanted: the profile of a model that is new to the library; "" for the usual one. A model that is not new has its
    own, and another one is refused.    keep_exact: for a model that is new, whether vectors are also kept as it made
    them.    is_main: whether its profile is the library's, which is handed on to the main model that comes after it.
    codes, sets, exact: the tables in use, of which only codes are always there; `exact` is `codes` where nothing was
    done to the vectors.
    coming: codes that are being made over many steps, or since an earlier start, and are not in use yet; or None.
    Raises LibraryTooNew, or ExpectedError for a profile that cannot be had.
    """

    def __init__(
        self,
        tables: Tables,
        model: Model,
        documents: Mapping[str, Document],
        wanted: str = "",
        keep_exact: bool = False,
        is_main: bool = True,
    ) -> None:
        self.model = model
        self._is_main = is_main
        self.documents = documents
        self._tables = tables
        profile = self._chosen(wanted)
        self.sets: SetsTable | None = None
        self.exact: CodesTable | None = None
        self.coming: CodesTable | None = None
        if known := tables.about.models.get(model.key):
            self.codes = self._codes_table(known.codes, profile)
            if known.exact:
                self.exact = self.codes if known.exact == known.codes else self._codes_table(known.exact, _EXACT)
            if known.coming:
                self.coming = self._codes_table(known.coming, profile)
            if known.sets:
                # Sets can always be made anew from the codes.
                with suppress(FileNotFoundError):
                    self.sets = SetsTable(tables.db, known.sets, tables.codebooks)
        else:
            self._begin(profile, keep_exact)
        # Of a document that was removed while this model was not in use, everything is left.
        self.delete(set().union(*(table.documents for table in self.all_tables)) - documents.keys())

    def _begin(self, profile: Profile, keep_exact: bool) -> None:
        self.codes = self.new_codes(profile)
        if self._tables.about.format[0] == 1:
            copy_first_format(self._tables.db, f"codes-{self.model.key}-{profile.codes_name}", self.codes)
        if profile.is_exact:
            self.exact = self.codes
        elif keep_exact:
            self.exact = self.new_exact()
        self._name_tables(self.codes, self.sets, self.exact, None)

    @property
    def profile(self) -> Profile:
        """What is done to pages before they are stored."""
        return self.codes.profile

    @property
    def codes_name(self) -> str:
        """What made the codes: model, revision, dimension, and what was done to the vectors."""
        return f"{self.model.key}-{self.profile.codes_name}"

    @property
    def keeps_exact(self) -> bool:
        """Whether the vectors of every page are kept as the model made them."""
        return self.exact is not None and self.exact.documents >= self.documents.keys()

    def exact_pages(self) -> Iterator[tuple[Page, PatchEmbeddings]]:
        """Yield the pages of whole documents as the model made them, where they are kept."""
        for page, look in self.exact.embeddings() if self.exact is not None else ():
            if page.document in self.documents:
                yield page, look

    # --- writing ---

    def add(self, pages: Sequence[tuple[Page, PatchEmbeddings]]) -> None:
        """Add pages as the model made them."""
        if self.exact is not None and self.exact is not self.codes:
            self.exact.add(pages)
        self.codes.add(pages)

    def delete(self, documents: Collection[str]) -> None:
        """Remove documents, whole or begun."""
        for table in self.all_tables if documents else ():
            table.delete(documents)

    @property
    def all_tables(self) -> list[CodesTable | SetsTable]:
        """Every table in use, each once."""
        tables = [self.codes, self.exact if self.exact is not self.codes else None, self.sets]
        return [table for table in tables if table is not None]

    # --- codes that are made anew ---

    def new_codes(self, profile: Profile) -> CodesTable:
        """Make a table that is not in use yet."""
        return self._codes_table(self._free_name("codes", f"-{profile.codes_name}"), profile)

    def new_sets(self, centroids: Floats, error: float) -> SetsTable:
        """Make a table of sets that is not in use yet."""
        name = self._free_name("sets")
        return SetsTable.create(self._tables.db, name, self._tables.codebooks, centroids, error, self.codes.count())

    def new_exact(self) -> CodesTable:
        """Make a table for vectors as the model makes them, which is not in use yet."""
        return self._codes_table(self._free_name("exact"), _EXACT)

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

    def drop_unused(self) -> None:
        """Drop this model's tables that are not in use."""
        self._tables.drop_unused([f"{kind}-{self.model.key}-" for kind in ("codes", "sets", "exact")])

    # --- inside ---

    def _name_tables(
        self, codes: CodesTable, sets: SetsTable | None, exact: CodesTable | None, coming: CodesTable | None
    ) -> None:
        about = self._tables.about
        others = (table.name if table is not None else "" for table in (sets, exact, coming))
        names = ModelTables(codes.profile.name, codes.name, *others)
        profile = codes.profile.name if self._is_main else about.profile
        self._tables.save(replace(about, profile=profile, models={**about.models, self.model.key: names}))

    def _codes_table(self, name: str, profile: Profile) -> CodesTable:
        return CodesTable(self._tables.db, name, profile, self.model.dim, self._tables.codebooks)

    def _free_name(self, kind: str, ending: str = "") -> str:
        return self._tables.free_name(f"{kind}-{self.model.key}{ending}")

    def _chosen(self, wanted: str) -> Profile:
        """Return the model's profile: the one it has here, or, for a model that is new, the one that was asked for."""
        about, folder = self._tables.about, self._tables.folder
        mine = about.models.get(self.model.key)
        kept = mine.profile if mine else about.profile if self._is_main else ""
        if kept and kept not in PROFILES:
            raise LibraryTooNew(f"The library {folder} has a profile, {kept}, that this Pagelight does not know.")
        if wanted and wanted not in PROFILES:
            raise ExpectedError(f"There is no profile {wanted}. There are: {', '.join(PROFILES)}.")
        if kept and wanted not in {"", kept}:
            raise ExpectedError(
                f"The library {folder} has the profile {kept}. "
                f"Move it to {wanted} with: pagelight recompress --profile {wanted}"
            )
        return PROFILES[kept or wanted or self.model.usual_profile]
