"""An engine looks after its codebook by itself: behind new files, and again when the folders were walked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.requests import AddPaths, Rescan
from indexer.maintenance import Maintenance
from tests.documents import write_pdf
from tests.inline_engine import InlineEngine

WORDS = "amber birch cedar delta ember fjord grove heath inlet jetty knoll ledge marsh notch oasis plain".split()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    write_pdf(tmp_path / "papers" / "a.pdf", ["Ferries leave at noon."])
    return tmp_path / "papers"


@pytest.fixture
def inline(tmp_path: Path, papers: Path) -> Iterator[InlineEngine]:
    inline = InlineEngine(tmp_path / "library", "hpc-256-p60")
    inline.do()
    inline.do(AddPaths((str(papers),)))
    yield inline
    inline.engine.close()


def test_an_outgrown_codebook_is_made_anew_once_nothing_else_is_to_be_read_and_every_file_is_there(
    inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = inline.engine._store
    first = store.looks.codes
    write_pdf(papers / "long.pdf", [" ".join(WORDS[page:] + WORDS[:page]) for page in range(8)])
    indexing_when_begun: list[bool] = []
    remake = Maintenance._remake

    def begun(maintenance: Maintenance) -> Iterator[bool]:
        indexing_when_begun.append(inline.engine._upkeep.is_indexing)
        # The drive goes just now.
        if len(indexing_when_begun) == 1:
            (papers / "a.pdf").rename(papers.parent / "a.pdf")
        return remake(maintenance)

    monkeypatch.setattr(Maintenance, "_remake", begun)
    inline.do(Rescan())
    assert (indexing_when_begun, store.looks.codes) == ([False], first)
    (papers.parent / "a.pdf").rename(papers / "a.pdf")
    assert not inline.engine._upkeep.step()
    inline.do(Rescan())
    assert indexing_when_begun == [False, False]
    assert store.looks.codes is not first and store.looks.coming is None
    assert store.looks.codes.documents == set(store.documents) and len(store.documents) == 2
