"""A library that was made with another model is looked at again by the one in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents import write_pdf
from tests.libraries import EMBEDDER, MODEL, InlineReaders
from tests.looks import settle
from tests.worlds import World


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("ferries", "soup", "walks"):
        write_pdf(folder / f"{name}.pdf", [f"{name} number {page}" for page in range(3)])
    return folder


def reopened(world: World, papers: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Open the library of a world with a newer revision of its model."""
    world.store.close()
    monkeypatch.setattr(
        "tests.worlds.EMBEDDERS_MODEL", type(MODEL)(MODEL.name, "newer", MODEL.dim, MODEL.usual_profile)
    )
    return World(world.folder, papers, InlineReaders())


def test_every_document_is_looked_at_again_and_found_by_its_look(
    tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path / "library", papers, InlineReaders())
    world.scan()
    newer = reopened(world, papers, monkeypatch)
    assert newer.store.looks.codes.documents == set() and len(newer.store.documents) == 3
    settle(newer.maintenance)
    assert newer.store.looks.codes.documents == newer.look.way.documents == newer.store.documents.keys()
    assert newer.store.looks.codes.count() == 9


def test_a_document_that_cannot_be_reached_waits_and_is_not_tried_for_ever(
    tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path / "library", papers, InlineReaders())
    world.scan()
    (papers / "soup.pdf").rename(tmp_path / "soup.pdf")
    newer = reopened(world, papers, monkeypatch)
    settle(newer.maintenance)
    assert len(newer.store.looks.codes.documents) == 2 and len(newer.store.documents) == 3
    asked = len(newer.readers.asked)
    assert not newer.maintenance.step()
    assert len(newer.readers.asked) == asked
    (tmp_path / "soup.pdf").rename(papers / "soup.pdf")
    newer.maintenance.disk_was_looked_at()
    settle(newer.maintenance)
    assert newer.store.looks.codes.documents == newer.store.documents.keys()


def test_a_document_that_a_crash_left_half_looked_at_is_looked_at_whole(
    tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path / "library", papers, InlineReaders())
    world.scan()
    newer = reopened(world, papers, monkeypatch)
    settle(newer.maintenance)
    document = min(newer.store.documents)
    newer.store.looks.codes._table.delete(f"document = '{document}' AND number = 2")
    newer.store.close()
    again = World(newer.folder, papers, InlineReaders())
    settle(again.maintenance)
    assert again.store.looks.codes.count() == 9
    assert EMBEDDER.dim == again.store.looks.codes.dim
