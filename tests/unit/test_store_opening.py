"""Opening a library: one at a time, of any format up to this one, and left alone where it cannot be understood."""

from __future__ import annotations

import json
from pathlib import Path

import lancedb
import numpy as np
import pyarrow as pa
import pytest

from indexer import rows
from indexer.about import FORMAT_MAJOR, FORMAT_MINOR
from indexer.database import table_names
from indexer.errors import ExpectedError, LibraryBusy, LibraryTooNew
from indexer.looks import Model
from indexer.plan import Place
from indexer.rows import Document, StoredPage
from indexer.store import Store
from indexer.types import Page
from tests.libraries import CODEC, FERRY, MODEL, SOUP, codes_in, fill, found, opened, pages_of, place, whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def test_a_library_that_is_open_is_busy(folder: Path) -> None:
    with opened(folder), pytest.raises(LibraryBusy) as raised:
        Store(folder, MODEL)
    assert str(folder) in raised.value.sentence
    with opened(folder):
        pass


def test_a_library_that_could_not_be_opened_is_not_locked(folder: Path) -> None:
    with opened(folder):
        pass
    about = folder / "library.json"
    right = about.read_text()
    about.write_text("{")
    with pytest.raises(ExpectedError) as raised:
        Store(folder, MODEL)
    about.write_text(right)
    with opened(folder):
        pass
    # Kept until here: what an error holds on to is not let go of by chance.
    assert raised.value.sentence


def test_a_library_of_a_newer_major_version_is_refused_and_left_as_it_is(folder: Path) -> None:
    with opened(folder) as store:
        fill(store)
    about = folder / "library.json"
    about.write_text(json.dumps({"format": [3, 0], "somewhere": "else"}))
    before = about.read_bytes()
    with pytest.raises(LibraryTooNew) as raised:
        Store(folder, MODEL)
    assert "newer Pagelight" in raised.value.sentence
    assert about.read_bytes() == before


def test_a_library_of_a_newer_minor_version_opens(folder: Path) -> None:
    with opened(folder) as store:
        fill(store)
        store.save_roots(["/root"], [])
    about = json.loads((folder / "library.json").read_text())
    (folder / "library.json").write_text(json.dumps({**about, "format": [2, 7], "extra": True}))
    with opened(folder) as store:
        assert (store.roots, set(store.documents)) == (("/root",), {SOUP, FERRY})


def write_as_format_1(folder: Path, pages: list[StoredPage], documents: list[Document], places: list[Place]) -> None:
    """Write a library as it was before models named their tables; its last page has one code for two cells."""
    db = lancedb.connect(folder / "tables")
    codes = [CODEC.encode(row.look.vectors) for row in pages]
    cells = [row.look.cells for row in pages]
    codes[-1], cells[-1] = codes[-1][:1], np.array([0, 3], np.int32)
    tables = {
        "places": rows.places_table(places),
        "documents": rows.documents_table(documents),
        "pages": rows.pages_table(pages),
        "codes-builtin-hash-1-64-scalar4": pa.table(
            {
                "document": [row.page.document for row in pages],
                "number": pa.array([row.page.number for row in pages], pa.int32()),
                "rows": pa.array([row.look.grid.rows for row in pages], pa.int32()),
                "cols": pa.array([row.look.grid.cols for row in pages], pa.int32()),
                "cells": [each.astype("<i2").tobytes() for each in cells],
                "codes": [each.tobytes() for each in codes],
                "owners": [b""] * (len(pages) - 1) + [np.packbits([1, 0]).tobytes()],
            }
        ),
    }
    for name, table in tables.items():
        db.create_table(name, data=table)
    about = {"format": [1, 1], "roots": ["/root"], "excluded": ["/root/not"], "profile": "quality"}
    (folder / "library.json").write_text(json.dumps(about))


def test_a_library_of_the_first_format_is_brought_up_to_date_with_all_it_holds(folder: Path) -> None:
    soup = pages_of(SOUP, "potato soup", "fish soup for many", "", "a late soup")
    write_as_format_1(folder, soup, [whole(SOUP, soup)], [place("/root/soup.pdf", SOUP)])
    ferry = pages_of(FERRY, "last ferry")
    for _ in range(2):
        with opened(folder) as store:
            assert (store.roots, store.excluded) == (("/root",), frozenset({"/root/not"}))
            assert (SOUP in store.documents, store.looks.profile.name) == (True, "quality")
            looks = store.looks.codes.read([row.page for row in soup])
            assert [page.number for page in sorted(looks)] == [1, 2, 4]
            for row in soup[:2]:
                np.testing.assert_array_equal(looks[row.page].codes, CODEC.encode(row.look.vectors))
                np.testing.assert_array_equal(looks[row.page].cells, row.look.cells)
                assert looks[row.page].owners is None
            np.testing.assert_array_equal(looks[soup[3].page].cells, [0, 3])
            np.testing.assert_array_equal(looks[soup[3].page].owners, [0, 0])
            assert found(store, "soup") == [Page(SOUP, 1), Page(SOUP, 2), Page(SOUP, 4)]
            if FERRY not in store.documents:
                store.write(ferry, [whole(FERRY, ferry)], [place("/root/ferry.pdf", FERRY)])
            store.tidy()
            assert Page(FERRY, 1) in codes_in(store)
        about = json.loads((folder / "library.json").read_text())
        assert about["format"] == [FORMAT_MAJOR, FORMAT_MINOR]
        assert list(about["models"]) == ["builtin-hash-1-64"]
        assert "codes-builtin-hash-1-64-scalar4" not in table_names(lancedb.connect(folder / "tables"))


@pytest.mark.parametrize(
    "written",
    ["", "{", "[]", "null", "{}", '{"format": "1"}', '{"format": [1, 0]}', '{"format": [1, 0], "roots": 5}', "\xff"],
)
def test_a_library_file_that_cannot_be_understood_is_named_and_left_as_it_is(folder: Path, written: str) -> None:
    with opened(folder) as store:
        fill(store)
    about = folder / "library.json"
    about.write_bytes(written.encode("latin-1"))
    with pytest.raises(ExpectedError) as raised:
        Store(folder, MODEL)
    assert str(about) in raised.value.sentence
    assert about.read_bytes() == written.encode("latin-1")


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExpectedError) as raised:
        Store(tmp_path / "file" / "library", MODEL)
    assert "cannot be opened" in raised.value.sentence


def test_vectors_of_two_models_do_not_meet(folder: Path) -> None:
    with opened(folder) as store:
        fill(store)
    with opened(folder, Model("other", "1", 2)) as store:
        assert codes_in(store) == {}


def test_a_draft_that_was_never_finished_changes_nothing(folder: Path) -> None:
    with opened(folder) as store:
        store.save_roots(["/root"], [])
    (folder / "library.json.draft").write_text('{"for')
    with opened(folder) as store:
        assert store.roots == ("/root",)
