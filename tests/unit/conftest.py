"""How the properties are tried: machines that are busy must not make a test fail. And libraries to be kept in shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from indexer.store import Store
from tests.documents import write_pdf
from tests.indexed_folder import IndexedFolder
from tests.kept import Kept
from tests.libraries import MODEL, InlineReaders
from tests.scans import Scans
from tests.worlds import World

settings.register_profile(
    "pagelight", deadline=None, max_examples=60, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("pagelight")


@pytest.fixture
def open_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Kept]]:
    """Return what opens a library, by the name of its folder, whose upkeep takes many small steps."""
    monkeypatch.setattr("indexer.changeover._PAGES_TOGETHER", 2)
    monkeypatch.setattr("indexer.changeover._STEPS_UNTIL_TIDY", 3)
    opened: list[Kept] = []

    def open_one(folder: str = "library", profile: str = "", keep_exact: bool = False) -> Kept:
        opened.append(Kept(tmp_path / folder, profile, keep_exact))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def readers() -> Iterator[InlineReaders]:
    readers = InlineReaders()
    yield readers
    readers.close()


@pytest.fixture
def library(tmp_path: Path, readers: InlineReaders) -> Iterator[IndexedFolder]:
    (tmp_path / "documents").mkdir()
    store = Store(tmp_path / "library", MODEL)
    library = IndexedFolder(tmp_path / "documents", tmp_path / "library", store, readers)
    yield library
    library.store.close()


@pytest.fixture
def scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scans]:
    scans = Scans(tmp_path)
    monkeypatch.setattr("indexer.ocr_behind.recognise", scans.recognise)
    yield scans
    scans.close()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    write_pdf(folder / "ferries.pdf", ["The last ferry leaves at noon.", "", "Ferry prices in winter."])
    write_pdf(folder / "soup.pdf", ["Potato soup\nwith leek and bread."])
    write_pdf(folder / "long.pdf", [f"Page number {number} of a long report" for number in range(20)])
    return folder


@pytest.fixture
def open_world(tmp_path: Path, papers: Path, readers: InlineReaders) -> Iterator[Callable[..., World]]:
    opened: list[World] = []

    def open_one(folder: str = "library", profile: str = "") -> World:
        opened.append(World(tmp_path / folder, papers, readers, profile))
        opened[-1].scan()
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()
