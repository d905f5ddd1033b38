"""Answers as files: what is in them, and that there is all of a file or nothing."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.answers.ranking import Ranking
from app.answers.search import Search
from app.events import Event, Exported, Exporting, Failed
from app.export_hits import Exports
from app.requests import Export, Lane
from indexer.look import LookIndex
from indexer.plan import Place
from indexer.sources.mupdf import open_pdf
from indexer.store import Store
from tests.documents import write_pdf
from tests.libraries import EMBEDDER, MODEL, InlineReaders, stored, whole

BOATS, ROPES, PHOTO = "b0" * 16, "40" * 16, "f0" * 16
SAID = {BOATS: ["The ferry leaves", "Ferry prices"], ROPES: ["=1+1 ropes for a ferry"], PHOTO: [""]}
NAMES = {BOATS: "boats.pdf", ROPES: "Schiffe, 船 und Seile.pdf", PHOTO: "ferry.png"}


class Harbour:
    """A library of real files, an answer, and what is told while it is written to a file."""

    def __init__(self, folder: Path, readers: InlineReaders) -> None:
        self.folder = folder / "papers"
        self.folder.mkdir()
        self.store = Store(folder / "library", MODEL)
        for document, texts in SAID.items():
            path = self.folder / NAMES[document]
            if document == PHOTO:
                Image.new("RGB", (300, 200), "navy").save(path)
            else:
                write_pdf(path, texts)
            pages = [stored(document, number, text) for number, text in enumerate(texts, 1)]
            self.store.write(pages, [whole(document, pages)], [Place(str(path), str(self.folder), 1, 1, document)])
        self.search = Search(self.store, LookIndex(self.store.looks), EMBEDDER)
        self.events: list[Event] = []
        self.exports = Exports(self.store, self.search, readers, {}, self.events.append)

    def answer(self, question: str = "ferry") -> Ranking:
        scope = self.search.scope()
        return self.search.find(self.search.sought(question), scope, (Lane.TEXT, Lane.NAME))

    def export(self, path: Path, most: int = 100) -> list[Event]:
        self.exports.begin(Export(1, 1, str(path), most), self.answer())
        for _ in range(50):
            self.exports.step()
        return self.events


@pytest.fixture
def harbour(tmp_path: Path, readers: InlineReaders) -> Iterator[Harbour]:
    made = Harbour(tmp_path, readers)
    yield made
    made.exports.close()
    made.store.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_a_table_has_a_row_for_each_hit(harbour: Harbour, out: Path) -> None:
    *progress, end = harbour.export(out / "hits.csv")
    hits = harbour.search.hits(harbour.answer(), 0, 100)
    assert end == Exported(1, str(out / "hits.csv"), len(hits)) and len(hits) == 4
    assert progress == [Exporting(1, 4, 4)]
    with (out / "hits.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["rank", "path", "page", "score", "lanes", "line"]
    for rank, (row, hit) in enumerate(zip(rows, hits, strict=True), 1):
        assert (row["rank"], row["path"], row["page"]) == (str(rank), hit.path, str(hit.page.number))
        assert float(row["score"]) == pytest.approx(hit.score, abs=1e-4)
        assert row["lanes"].split() == [lane.value for lane in hit.lanes]
        # What a table program would take for a formula is marked as text.
        assert row["line"] == ("'" if hit.line.startswith("=") else "") + hit.line


def test_a_pdf_has_a_lit_page_for_each_hit_as_large_as_it_was_and_says_where_it_is_from(
    harbour: Harbour, out: Path
) -> None:
    *progress, end = harbour.export(out / "hits.pdf")
    assert end == Exported(1, str(out / "hits.pdf"), 4)
    assert progress == [Exporting(1, done, 4) for done in range(1, 5)]
    hits = harbour.search.hits(harbour.answer(), 0, 100)
    written = open_pdf(str(out / "hits.pdf"))
    for page, hit in zip(written, hits, strict=True):
        assert f"page {hit.page.number} of {hit.page_count}" in page.get_text()
        assert os.path.basename(hit.path) in page.get_text()
        if hit.path.endswith(".pdf"):
            (was,) = {tuple(each.rect) for each in open_pdf(hit.path)}
            assert (page.rect.width, round(page.rect.height)) == (
                pytest.approx(was[2], abs=1),
                pytest.approx(was[3] + 20, abs=3),
            )
        else:
            assert page.rect.width == 300
    lit = hits[0].regions[0].box
    pixels = written[0].get_pixmap()
    x, y = (lit[0] + 0.002) * pixels.width, (lit[1] + lit[3]) / 2 * pixels.height
    red, _, blue = pixels.pixel(int(x), int(y))[:3]
    assert red - blue > 40
    written.close()
    assert (out / "hits.pdf").stat().st_size < 1_000_000


def test_no_more_are_written_than_asked_for(harbour: Harbour, out: Path) -> None:
    assert harbour.export(out / "hits.csv", most=2)[-1] == Exported(1, str(out / "hits.csv"), 2)


def test_a_page_that_cannot_be_drawn_is_left_out_and_counted(harbour: Harbour, out: Path) -> None:
    (harbour.folder / NAMES[ROPES]).unlink()
    assert harbour.export(out / "hits.pdf")[-1] == Exported(1, str(out / "hits.pdf"), 3, 1)


def test_where_no_page_can_be_drawn_nothing_is_written(harbour: Harbour, out: Path) -> None:
    for name in NAMES.values():
        (harbour.folder / name).unlink()
    end = harbour.export(out / "hits.pdf")[-1]
    assert isinstance(end, Failed) and "None of these pages" in end.sentence
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("name", ["hits.csv", "hits.pdf"])
def test_a_cancelled_file_leaves_nothing_and_what_was_there_stays(harbour: Harbour, out: Path, name: str) -> None:
    (out / name).write_text("mine")
    harbour.exports.begin(Export(1, 1, str(out / name)), harbour.answer())
    assert harbour.exports.step()
    harbour.exports.cancel((1,))
    assert not harbour.exports.step()
    assert [file.name for file in out.iterdir()] == [name] and (out / name).read_text() == "mine"
    assert not [event for event in harbour.events if isinstance(event, Exported | Failed)]


def test_a_place_that_cannot_be_written_is_told_in_a_sentence_before_any_page_is_drawn(
    harbour: Harbour, out: Path, readers: InlineReaders
) -> None:
    (end,) = harbour.export(out / "nowhere" / "hits.pdf")
    assert isinstance(end, Failed) and "hits.pdf could not be written" in end.sentence
    assert not readers.asked


def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(
    harbour: Harbour, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    end = harbour.export(out / "hits.csv")[-1]
    assert isinstance(end, Failed) and "no space left" in end.sentence
    assert list(out.iterdir()) == []


def test_other_endings_and_answers_that_are_gone_are_refused(harbour: Harbour, out: Path) -> None:
    (end,) = harbour.export(out / "hits.txt")
    assert isinstance(end, Failed) and ".pdf or .csv" in end.sentence
    harbour.exports.begin(Export(2, 7, str(out / "hits.csv")), None)
    assert harbour.events[-1] == Failed(2, "")
    assert list(out.iterdir()) == []


def test_a_document_that_leaves_meanwhile_ends_it(harbour: Harbour, out: Path) -> None:
    harbour.exports.begin(Export(1, 1, str(out / "hits.pdf")), harbour.answer())
    harbour.exports.step()
    harbour.store.forget([str(harbour.folder / name) for name in NAMES.values()])
    harbour.exports.step()
    assert harbour.events[-1] == Failed(1, "")
    assert list(out.iterdir()) == []
