"""A library whose codes and sets are kept in shape, driven by hand and broken off wherever a test likes."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import lancedb
import numpy as np
import pytest

from indexer.codes import CodesTable
from indexer.compress.profiles import PROFILES
from indexer.database import table_names
from indexer.look import LookIndex
from indexer.looks import Model
from indexer.maintenance import Maintenance, Recompression
from indexer.reindexing import Reindexing
from indexer.store import Store
from indexer.tables import COMMON
from tests.libraries import codes_in
from tests.looks import MODEL, asked, look, put, question

LIMIT = 6


def no_reader(into: Sequence[CodesTable]) -> Reindexing:
    """Stand in where no file is to be read."""
    raise AssertionError("nothing was to be read again")


class Kept:
    """A store with the way to search it, and with the work that goes on behind."""

    def __init__(
        self,
        folder: Path,
        profile: str = "",
        keep_exact: bool = False,
        model: Model = MODEL,
        reindexing: Callable[[Store, Sequence[CodesTable]], Reindexing] = lambda store, into: no_reader(into),
    ) -> None:
        self.folder = folder
        self.told: list[str] = []
        self._model = model
        self._make_reindexing = reindexing
        self._open(profile, keep_exact)

    def _open(self, profile: str = "", keep_exact: bool = False) -> None:
        self.store = Store(self.folder, self._model, profile, keep_exact)
        self.look = LookIndex(self.store.looks)
        self.maintenance = Maintenance(
            self.store, self.store.looks, self.look, lambda into: self._make_reindexing(self.store, into), lambda: None
        )

    def close(self) -> None:
        """Let go, whatever is in the middle of being made."""
        self.maintenance.close()
        self.store.close()

    def reopen(self) -> None:
        """Close the library and open it again, as after a crash."""
        self.close()
        self._open()

    def put(self, document: int, pages: int = 3, first: int | None = None, patches: int = 12) -> None:
        """Add a document, as a run would."""
        start = 100 * document if first is None else first
        name = put(self.store, document, [look(start + number, patches) for number in range(pages)])
        self.look.add({name} & self.look.missing)

    def forget(self, document: int) -> None:
        """Remove a document."""
        self.look.remove(self.store.forget([f"/root/{document}.pdf"]))

    def want(self, profile: str, keep_exact: bool = False, reread: bool = False) -> None:
        """Ask for another profile; what comes of it is `told`."""
        self.maintenance.recompress(Recompression(PROFILES[profile], keep_exact, reread, self.told.append))

    def advance(self, moves: int) -> bool:
        """Do so many pieces of work, if there are so many; says whether there is more to do."""
        end = time.monotonic() + 60
        while moves and time.monotonic() < end:
            moved = self.maintenance.step()
            if moved:
                moves -= 1
            elif self.maintenance.is_working:
                time.sleep(0.001)
            else:
                return False
        assert not moves
        return self.maintenance.is_working

    def answers(self) -> list[list[float]]:
        """Ask some questions; the scores of the best pages say which pages those are."""
        found = [self.look.search(asked(question(seed, dim=self._model.dim)), LIMIT) for seed in range(4)]
        for scores in found:
            assert {page.document for page in scores} <= self.store.documents.keys()
        return [[round(score, 3) for score in sorted(scores.values(), reverse=True)[:LIMIT]] for scores in found]

    def check_nothing_left_over(self) -> None:
        """Check that each table and codebook is one that library.json names, and that those are there."""
        about = json.loads((self.folder / "library.json").read_text())
        kinds = ("codes", "sets", "exact", "coming")
        named = {table[kind] for table in about["models"].values() for kind in kinds} - {""}
        here = set(table_names(lancedb.connect(self.folder / "tables")))
        assert here == named | COMMON
        tables = (self.store.looks.codes, self.store.looks.sets, self.store.looks.coming)
        files = {table.name for table in tables if table is not None and not self._is_untrained(table)}
        assert {file.name.removesuffix(".npz") for file in (self.folder / "codebooks").iterdir()} == files

    def _is_untrained(self, table: object) -> bool:
        return isinstance(table, CodesTable) and table.codebook is None


AnyKept = TypeVar("AnyKept", bound=Kept)


def crashes(
    open_one: Callable[[str], AnyKept],
    template: Path,
    begin: Callable[[AnyKept], object] = lambda kept: None,
    next_after: Callable[[int], int] = lambda moves: moves + 1,
    more_than: int = 0,
) -> Iterator[tuple[AnyKept, bool]]:
    """Copy a library again and again, and break off what is done behind after ever more pieces of work.

    template: the library's folder; copies lie beside it.    begin: asks a copy for the work.    next_after: how many
    pieces come next.    more_than: the work has to have more pieces than this.
    Yields the copy as it was opened again, and whether all was done; that ends it.
    """
    moves, is_done = 0, False
    while not is_done:
        copy = f"crash {moves}"
        shutil.copytree(template, template.parent / copy)
        crashed = open_one(copy)
        begin(crashed)
        is_working = crashed.advance(moves)
        crashed.reopen()
        crashed.check_nothing_left_over()
        is_done = bool(moves) and not is_working
        yield crashed, is_done
        assert not is_done or moves > more_than
        moves = next_after(moves)


def want_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every library be too large for a scan, and every page be a candidate, so that answers can be compared."""
    monkeypatch.setattr("indexer.look.MOST_RESIDENT_BYTES", 1)
    monkeypatch.setattr("indexer.two_stage._FIRST_BLOCK", 1000)
    # Each takes longer than anything else here.
    monkeypatch.setattr("indexer.two_stage.give_back", lambda: None, raising=False)


def full_after(monkeypatch: pytest.MonkeyPatch, table: Any, adds: int) -> None:
    """Let a LanceDB table fail as on a full disk, after so many additions."""
    add, left = table.add, [adds]

    def added(rows: Any) -> None:
        if not left[0]:
            raise RuntimeError("lance error: LanceError(IO): No space left on device (os error 28)")
        left[0] -= 1
        add(rows)

    monkeypatch.setattr(table, "add", added)


def fill(kept: Kept, documents: int = 3) -> None:
    """Add some documents, of which one takes more than one step."""
    for document in range(documents):
        kept.put(document, pages=18 if document == 1 else 2)


def check_same_as_new(kept: Kept, new: Kept) -> None:
    """Check that a library holds, finds, and says of itself what one does that was made with the profile."""
    assert kept.store.looks.profile == new.store.looks.profile
    assert codes_in(kept.store) == codes_in(new.store)
    pages = list(codes_in(new.store))
    ours, theirs = kept.store.looks.codes.read(pages), new.store.looks.codes.read(pages)
    for page in pages:
        np.testing.assert_array_equal(ours[page].cells, theirs[page].cells)
        np.testing.assert_array_equal(ours[page].owners, theirs[page].owners)
    assert kept.answers() == new.answers()
    assert kept.store.looks.codes_name == new.store.looks.codes_name
