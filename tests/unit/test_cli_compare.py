"""`pagelight eval --compare profiles` on a person's own library, with a store that is only pretended."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.console import Console

from app.cli.comparing import NOTHING_EXACT, compare_on_library, open_store
from app.cli.evaluating import Outputs
from app.cli.output import Terminal
from app.cli.session import LibraryNotOpened
from app.measuring.known_items import ExactLibrary
from indexer.embed import Embedder
from indexer.errors import ExpectedError
from indexer.rows import Document, StoredText
from indexer.store import Store
from indexer.types import Page, PageContent, PatchEmbeddings
from tests.libraries import ASPECT, EMBEDDER, MODEL, page_text
from tests.spotting_embedder import SpottingEmbedder

NO_FILES = Outputs()
PLACES = "harbour orchard lighthouse market chapel station theatre museum bakery quarry".split()


class FakeLibrary:
    """A library of pages that each speak of other things."""

    def __init__(self, pages: int = 20, keeps_exact: bool = True) -> None:
        self.keeps_exact = keeps_exact
        self._texts = {
            Page("d", number): StoredText(page_text(self._say(number)), ASPECT) for number in range(1, pages + 1)
        }
        self.documents = {"d": Document("d", "pdf", pages, 0)} if pages else {}

    @staticmethod
    def _say(number: int) -> str:
        place = PLACES[number % len(PLACES)]
        return "\n".join(
            f"{place} number{number}x{line} of the year{line} by {place}side{number}" for line in range(12)
        )

    def exact_pages(self) -> Iterator[tuple[Page, PatchEmbeddings]]:
        for page, row in self._texts.items():
            (look,) = EMBEDDER.embed_pages([PageContent(page.number, ASPECT, row.text)])
            yield page, look

    def texts(self, pages: Collection[Page]) -> dict[Page, StoredText]:
        return {page: self._texts[page] for page in pages}


class Said:
    """A terminal that remembers."""

    def __init__(self) -> None:
        self.out, self.err = io.StringIO(), io.StringIO()
        consoles = (Console(file=file, width=240, highlight=False) for file in (self.out, self.err))
        self.terminal = Terminal(*consoles)


@pytest.fixture(autouse=True)
def the_model_is_that_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is built in be the model that the pages here are made by."""
    monkeypatch.setattr("app.models.embedders.EMBEDDERS", {"built-in": lambda: EMBEDDER})


def compared(library: ExactLibrary, profiles: str = "quality,tiny", outputs: Outputs = NO_FILES) -> Said:
    said = Said()

    @contextmanager
    def opened(folder: Path, embedder: Embedder) -> Iterator[ExactLibrary]:
        yield library

    code = compare_on_library(Path("mine"), profiles, 15, said.terminal, "0.1", outputs, open_library=opened)
    assert code == 0
    return said


def test_a_library_is_told_what_each_profile_would_do_to_it(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "report.json", None, tmp_path / "picture.svg")
    said = compared(FakeLibrary(), outputs=outputs).out.getvalue()
    assert "On your 20 pages, quality finds the same first page" in said
    assert "On your 20 pages, tiny finds the same first page" in said and "On your 20 pages, exact" not in said
    assert "Asked: 15 questions of 5 words that stand together on a page, made of pages drawn by chance" in said
    plain = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert list(plain["profiles"]) == ["exact", "quality", "tiny"]
    assert plain["profiles"]["exact"]["same_first"]["mean"] == 1
    assert plain["profiles"]["tiny"]["bytes_per_page"] < plain["profiles"]["quality"]["bytes_per_page"]
    assert (plain["pages"], plain["questions"]) == (20, {"words": 15, "patches": 0})
    assert plain["model"]["embedder"] == "builtin-hash"
    assert not any(place in json.dumps(plain) for place in PLACES)
    drawn = ET.fromstring((tmp_path / "picture.svg").read_text(encoding="utf-8"))
    assert [each.text for each in drawn.iter() if each.text in {"exact", "quality", "tiny"}]


def test_a_model_that_spots_words_is_compared_by_the_words_it_spots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added, spotted = (Outputs(tmp_path / f"{name}.json", None, None) for name in ("added", "spotted"))
    compared(FakeLibrary(), outputs=added)
    monkeypatch.setattr("app.models.embedders.EMBEDDERS", {"built-in": SpottingEmbedder})
    said = compared(FakeLibrary(), outputs=spotted).out.getvalue()
    assert "On your 20 pages, quality finds the same first page" in said
    assert "Asked: 15 questions of 5 words that stand together on a page" in said
    sums, presences = (json.loads(each.report.read_text(encoding="utf-8")) for each in (added, spotted) if each.report)
    assert presences["model"]["embedder"] == "spotting-hash"
    assert presences["profiles"]["exact"]["same_first"]["mean"] == 1
    assert presences["profiles"]["tiny"]["bytes_per_page"] == sums["profiles"]["tiny"]["bytes_per_page"]
    assert presences["profiles"]["tiny"]["overlap"] != sums["profiles"]["tiny"]["overlap"]


def test_a_library_without_exact_vectors_is_told_what_it_would_take() -> None:
    with pytest.raises(ExpectedError) as caught:
        compared(FakeLibrary(keeps_exact=False))
    assert caught.value.sentence == NOTHING_EXACT


def test_an_empty_library_has_nothing_to_ask_about() -> None:
    with pytest.raises(ExpectedError, match="no page to make a question of"):
        compared(FakeLibrary(pages=0))


def test_a_library_that_is_open_elsewhere_or_nowhere_is_said_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(LibraryNotOpened, match="There is no library"), open_store(tmp_path / "none", EMBEDDER):
        pass
    assert not (tmp_path / "none").exists()
    store = Store(tmp_path / "library", MODEL)
    try:
        with pytest.raises(LibraryNotOpened, match="open in another Pagelight"):
            open_store(tmp_path / "library", EMBEDDER).__enter__()
    finally:
        store.close()


def test_a_model_and_a_profile_that_there_are_not_are_said_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="There is no profile huge"):
        compared(FakeLibrary(), "huge")
    with pytest.raises(ExpectedError, match="There is no model other"):
        compare_on_library(tmp_path, "", 5, Said().terminal, "0.1", Outputs(), "other")
