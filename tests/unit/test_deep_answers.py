"""Answers that reach far down, within filters, and how good they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from app.answers.filters import read
from app.answers.ranking import Ranking, grouped
from app.answers.search import Outdated, Search
from app.requests import Lane
from indexer.look import LookIndex
from indexer.plan import Place
from indexer.store import Store
from indexer.types import Page
from tests.libraries import EMBEDDER, MODEL, stored, whole

ALMANAC, LOG, CHART = "a1" * 16, "10" * 16, "c4" * 16
SAID = {
    ALMANAC: ["tide table one", "tide table two", "sunrise and sunset", "tide", "moon"],
    LOG: ["harbour log tide tide", "harbour log", "storm tide warning for the night"],
    CHART: ["depths of the bay"],
}
PLACES = {
    ALMANAC: Place("/papers/Books/almanac.pdf", "/papers", 1, 0, ALMANAC),
    LOG: Place("/papers/Office/log.pdf", "/papers", 1, 0, LOG),
    CHART: Place("/papers/Office/chart.png", "/papers", 1, 0, CHART),
}
YEARS = {ALMANAC: 2022, LOG: 2024, CHART: 2023}


@contextmanager
def library(folder: Path) -> Iterator[tuple[Store, Search]]:
    store = Store(folder, MODEL)
    for document, texts in SAID.items():
        pages = [stored(document, number, text) for number, text in enumerate(texts, 1)]
        row = whole(document, pages)
        if document == CHART:
            row = type(row)(document, "image", row.pages, row.textless)
        changed = int(datetime(YEARS[document], 6, 1).timestamp()) * 10**9
        was = PLACES[document]
        store.write(pages, [row], [Place(was.path, was.root, was.size, changed, document)])
    try:
        yield store, Search(store, LookIndex(store.looks), EMBEDDER)
    finally:
        store.close()


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Store, Search]]:
    with library(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def search(both: tuple[Store, Search]) -> Search:
    return both[1]


def find(search: Search, text: str, lanes: tuple[Lane, ...] = tuple(Lane)) -> Ranking:
    filtered = read(text)
    scope = search.scope((), filtered.filters)
    return search.find(search.sought(filtered.words, scope.documents), scope, lanes)


def pages(ranking: Ranking) -> list[Page]:
    return [each.page for each in ranking.pages]


def extent(ranking: Ranking) -> tuple[bool, int]:
    return ranking.is_whole, len(ranking.pages)


def test_what_was_not_among_the_candidates_is_found_further_down(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = find(search, "tide", (Lane.TEXT,))
    assert extent(everything) == (True, 5)
    monkeypatch.setattr("app.answers.search.CANDIDATES", 2)
    ranking = find(search, "tide", (Lane.TEXT,))
    first = list(ranking.pages)
    assert extent(ranking) == (False, 2)
    search.deepen(ranking)
    assert extent(ranking) == (True, 5)
    assert ranking.pages[:2] == first
    assert pages(ranking) == pages(everything)
    assert [each.score for each in ranking.pages] == sorted((each.score for each in ranking.pages), reverse=True)
    assert all(each.score > 0 and each.lanes == (Lane.TEXT,) for each in ranking.pages)
    search.deepen(ranking)
    assert extent(ranking) == (True, 5)


@pytest.mark.parametrize("question", ["tide", '"tide table"', "tide -storm", "harbour tide night"])
def test_no_page_is_found_twice_nor_one_that_must_not_be(
    search: Search, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    everything = find(search, question)
    monkeypatch.setattr("app.answers.search.CANDIDATES", 2)
    ranking = find(search, question)
    search.deepen(ranking)
    assert sorted(pages(ranking)) == sorted(pages(everything))


def test_an_answer_has_an_end(search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.answers.search.CANDIDATES", 2)
    monkeypatch.setattr("app.answers.search.MOST", 3)
    ranking = find(search, "tide", (Lane.TEXT,))
    search.deepen(ranking)
    assert len(ranking.pages) == 3


def test_hits_from_any_place_on_are_those_of_the_whole_answer(search: Search) -> None:
    ranking = find(search, "tide harbour table")
    everything = search.hits(ranking, 0, 100)
    assert len(everything) == len(ranking.pages) > 3
    assert search.hits(ranking, 2, 2) == everything[2:4]
    assert search.hits(ranking, len(everything), 5) == ()


def test_hits_of_a_document_that_has_left_are_not_made_up(both: tuple[Store, Search]) -> None:
    store, search = both
    ranking = find(search, "tide")
    store.forget(["/papers/Office/log.pdf"])
    with pytest.raises(Outdated):
        search.hits(ranking, 0, 10)


def test_pages_of_a_document_stand_together_in_the_order_of_the_best(search: Search) -> None:
    ranking = find(search, "tide harbour")
    groups = grouped(ranking.pages)
    assert list(groups) == list(dict.fromkeys(page.document for page in pages(ranking)))
    for document, some in groups.items():
        assert some == [each for each in ranking.pages if each.page.document == document]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("tide in:office", {LOG}),
        ("tide -in:office", {ALMANAC}),
        ("tide before:2023", {ALMANAC}),
        ("tide after:2023", {LOG}),
        ("tide type:picture", set()),
        ("bay type:png", {CHART}),
        ("tide in:nowhere", set()),
        ("tide type:pdf in:papers", {ALMANAC, LOG}),
    ],
)
def test_only_documents_that_pass_the_filters_are_found(search: Search, text: str, documents: set[str]) -> None:
    assert {page.document for page in pages(find(search, text))} == documents


def test_filters_alone_list_first_pages_newest_first_and_then_the_others(search: Search) -> None:
    ranking = find(search, "in:papers")
    assert pages(ranking)[:5] == [Page(LOG, 1), Page(CHART, 1), Page(ALMANAC, 1), Page(LOG, 2), Page(LOG, 3)]
    assert len(ranking.pages) == 9
    assert all(each.score == 0 and each.lanes == () for each in ranking.pages)
    hits = search.hits(ranking, 0, 2)
    assert [(os.path.basename(hit.path), hit.regions, hit.line) for hit in hits] == [
        ("log.pdf", (), ""),
        ("chart.png", (), ""),
    ]
    assert pages(find(search, "in:office type:pdf -storm")) == [Page(LOG, 1), Page(LOG, 2)]
    assert pages(find(search, "in:nowhere")) == []
    assert pages(find(search, "")) == []


def test_a_hit_shows_the_copy_that_passes_the_filters(both: tuple[Store, Search]) -> None:
    store, search = both
    store.write(places=[Place("/papers/Drafts/copy.pdf", "/papers", 1, 1, LOG)])
    for text, name in (
        ("tide in:drafts", "copy.pdf"),
        ("tide in:office", "log.pdf"),
        ("harbour -in:office", "copy.pdf"),
    ):
        ranking = find(search, text)
        assert os.path.basename(search.hits(ranking, 0, 1)[0].path) == name


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ("tide", True),
        ("storm tide", True),
        ("tide zeppelin", True),
        ("tide zeppelin balloon hangar", False),
        ("zeppelin", False),
        ("almanac", True),
        ("in:papers", True),
    ],
)
def test_an_answer_is_good_when_a_page_has_half_of_what_was_asked(search: Search, text: str, is_good: bool) -> None:
    ranking = find(search, text, (Lane.TEXT, Lane.NAME))
    search.hits(ranking, 0, 10)
    assert ranking.is_good is is_good
