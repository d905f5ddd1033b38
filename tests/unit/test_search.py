"""Questions to a small store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.answers.chance import NONSENSE, measure_chance
from app.answers.look_lane import CANDIDATES
from app.answers.search import Answer, Search
from app.requests import Lane
from indexer.look import LookIndex
from indexer.plan import Place
from indexer.question import parse
from indexer.store import Store
from indexer.types import Page
from tests.libraries import ASPECT, CODEC, EMBEDDER, MODEL, stored, whole

FERRY, SOUP, MAP, COPY = ("fe" * 16, "50" * 16, "ab" * 16, "c0" * 16)
LONG_WORD = "donaudampfschiffahrtselektrizitätenhaupt"
SAID = {
    FERRY: ["Winter timetable\nThe last ferry leaves Marrowby at nine", "Ferry prices\nAdults pay four pounds", ""],
    SOUP: ["Potato soup\nPeel the potatoes", "Fish soup\nAsk the ferry cook", "Soup for many guests"],
    MAP: [""],
}
PATHS = {FERRY: "/root/ferries/Winter timetable.pdf", SOUP: "/root/kitchen/Soups.pdf", MAP: "/root/Harbour map.png"}


@contextmanager
def library(folder: Path, said: dict[str, list[str]], paths: dict[str, str]) -> Iterator[tuple[Store, Search]]:
    store = Store(folder, MODEL)
    for document, texts in said.items():
        pages = [stored(document, number, text) for number, text in enumerate(texts, 1)]
        store.write(pages, [whole(document, pages)], [Place(paths[document], "/root", 1, 1, document)])
    try:
        yield store, Search(store, LookIndex(store.looks), EMBEDDER)
    finally:
        store.close()


@pytest.fixture
def store_and_search(tmp_path: Path) -> Iterator[tuple[Store, Search]]:
    with library(tmp_path / "library", SAID, PATHS) as both:
        yield both


@pytest.fixture
def store(store_and_search: tuple[Store, Search]) -> Store:
    return store_and_search[0]


@pytest.fixture
def search(store_and_search: tuple[Store, Search]) -> Search:
    return store_and_search[1]


def pages(answer: Answer) -> list[Page]:
    return [hit.page for hit in answer.hits]


def test_the_page_that_answers_comes_first_with_its_line_and_its_place(search: Search) -> None:
    answer = search.answer("When does the last ferry leave?")
    assert answer.terms == ("last", "ferry", "leave")
    first = answer.hits[0]
    assert first.page == Page(FERRY, 1)
    assert (first.path, first.page_count, first.aspect) == (PATHS[FERRY], 3, ASPECT)
    assert first.line == "The last ferry leaves Marrowby at nine"
    assert [first.line[start:end] for start, end in first.bold] == ["last", "ferry", "leaves"]
    assert first.regions
    assert set().union(*(region.tokens for region in first.regions)) == {0, 1, 2}


def test_hits_are_ranked_and_scored_between_nothing_and_one(search: Search) -> None:
    hits = search.answer("ferry soup").hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.score <= 1 for hit in hits)
    assert hits[0].page == Page(SOUP, 2)


def test_each_hit_says_by_which_lanes_it_was_found(search: Search) -> None:
    hits = {hit.page: hit for hit in search.answer("soup").hits}
    assert hits[Page(SOUP, 1)].lanes == (Lane.TEXT, Lane.LOOK, Lane.NAME)
    assert search.answer("potatoes").hits[0].lanes == (Lane.TEXT, Lane.LOOK)


def test_a_page_that_only_looks_like_the_question_is_lit_by_its_cells(tmp_path: Path) -> None:
    """The stand-in knows a word by its first forty letters; no word of the page is the one asked for."""
    printed, asked = LONG_WORD + "betriebswerk", LONG_WORD + "verwaltung"
    with library(tmp_path / "library", {FERRY: [f"Die {printed} fährt"], SOUP: ["soup"]}, PATHS) as (_, search):
        (hit,) = search.answer(asked).hits
    assert (hit.page, hit.lanes) == (Page(FERRY, 1), (Lane.LOOK,))
    assert (hit.line, hit.bold) == ("", ())
    (region,) = hit.regions
    assert (region.weight, region.tokens) == (1, (0,))
    assert region.box[0] < 0.5 < region.box[2]


def test_a_picture_without_words_is_found_by_its_name(search: Search) -> None:
    answer = search.answer("harbour map")
    (hit,) = answer.hits
    assert (hit.page, hit.lanes, hit.path) == (Page(MAP, 1), (Lane.NAME,), PATHS[MAP])
    assert (hit.regions, hit.line) == ((), "")


def test_a_name_shows_the_pages_that_answer_and_not_the_first_one(search: Search) -> None:
    """The whole file is called so; only one of its pages says it."""
    answer = search.answer("soups potato")
    assert answer.hits[0].page == Page(SOUP, 1)
    named = [hit.page for hit in answer.hits if Lane.NAME in hit.lanes]
    assert Page(SOUP, 3) in named


def test_a_page_that_nothing_but_the_name_of_its_file_leads_to_gives_way_to_one_that_answers(tmp_path: Path) -> None:
    said, paths = {FERRY: ["Contents", "Prices for adults"]}, {FERRY: "/root/Ferry guide.pdf"}
    with library(tmp_path / "library", said, paths) as (_, search):
        assert pages(search.answer("ferry guide")) == [Page(FERRY, 1)]
        assert pages(search.answer("ferry adults")) == [Page(FERRY, 2)]


def test_a_rare_word_of_a_name_counts_more_than_a_common_one(tmp_path: Path) -> None:
    names = {f"{at:032x}": f"/root/report {at}.pdf" for at in range(4)} | {MAP: "/root/Marrowby.pdf"}
    with library(tmp_path / "library", {document: [""] for document in names}, names) as (_, search):
        hits = search.answer("report marrowby").hits
        assert hits[0].page == Page(MAP, 1)
        assert len(hits) == 5


def test_only_documents_within_the_folders_asked_for_are_found(search: Search) -> None:
    assert {page.document for page in pages(search.answer("ferry"))} == {FERRY, SOUP}
    assert {page.document for page in pages(search.answer("ferry", ["/root/kitchen"]))} == {SOUP}
    both = search.answer("ferry soup map winter", ["/root/ferries", PATHS[MAP]])
    assert {page.document for page in pages(both)} == {FERRY, MAP}
    assert search.answer("ferry", ["/root/kit"]).hits == ()
    assert search.answer("ferry", ["/elsewhere"]).hits == ()


def test_a_copy_elsewhere_does_not_take_a_hit_out_of_its_folder(store: Store, search: Search) -> None:
    """The same content lies in two folders; asked within one, the hit shows the file of that one."""
    store.write(places=[Place("/root/kitchen/copy of timetable.pdf", "/root", 1, 1, FERRY)])
    (hit,) = (hit for hit in search.answer("last ferry", ["/root/kitchen"]).hits if hit.page == Page(FERRY, 1))
    assert hit.path == "/root/kitchen/copy of timetable.pdf"
    assert search.answer("last ferry").hits[0].path == PATHS[FERRY]


def test_a_document_is_found_by_the_name_of_each_of_its_copies(store: Store, search: Search) -> None:
    store.write(places=[Place("/root/chart room wall.png", "/root", 1, 1, MAP)])
    for asked in ("chart room", "harbour map"):
        assert pages(search.answer(asked)) == [Page(MAP, 1)]


@pytest.mark.parametrize("question", ["zeppelin", "qqqqqqq xxxxxxx", "", "   ", "?!…", "🚢"])
def test_words_that_are_nowhere_give_no_hits(search: Search, question: str) -> None:
    assert search.answer(question).hits == ()


def test_words_in_any_script_are_found_and_lit(tmp_path: Path) -> None:
    said = {FERRY: ["अंतिम नौका नौ बजे"], SOUP: ["последний паром в девять"], MAP: ["Dernière traversée à neuf heures"]}
    with library(tmp_path / "library", said, PATHS) as (_, search):
        for question, document in [("नौका", FERRY), ("ПАРОМ?", SOUP), ("derniere traversee", MAP)]:
            hit = search.answer(question).hits[0]
            assert hit.page.document == document
            assert Lane.TEXT in hit.lanes
            assert hit.bold


def test_no_more_hits_than_asked_for_are_given(search: Search) -> None:
    everything = pages(search.answer("ferry soup winter"))
    assert len(everything) > 2
    assert pages(search.answer("ferry soup winter", limit=2)) == everything[:2]


def test_an_empty_library_gives_no_hits(tmp_path: Path) -> None:
    with library(tmp_path / "library", {}, {}) as (_, search):
        assert search.answer("ferry").hits == ()


def test_a_document_that_is_not_whole_is_not_found(store: Store, search: Search) -> None:
    store.write([stored(COPY, 1, "The very last ferry")])
    assert COPY not in {page.document for page in pages(search.answer("very last ferry"))}


def test_a_library_of_blank_pages_answers_without_failing(tmp_path: Path) -> None:
    with library(tmp_path / "library", {MAP: ["", ""]}, PATHS) as (_, search):
        assert search.answer("ferry").hits == ()
        assert len(search.answer("map").hits) == 1


def test_the_same_question_gives_the_same_answer(search: Search) -> None:
    assert search.answer("ferry soup") == search.answer("ferry soup")


def test_ranking_is_that_of_the_answer(search: Search) -> None:
    ranked = search.rank("ferry soup")
    assert [(each.page, each.score, each.lanes) for each in ranked] == [
        (hit.page, hit.score, hit.lanes) for hit in search.answer("ferry soup", limit=CANDIDATES).hits
    ]


def test_a_page_is_found_by_its_look_only_when_chance_would_hardly_make_it_so_alike(search: Search) -> None:
    question = "potato ferry cook"
    query, nonsense = (EMBEDDER.embed_question(parse(words)).vectors for words in (question, NONSENSE))
    codes = {
        Page(document, number): CODEC.encode(stored(document, number, text).look.vectors)
        for document, texts in SAID.items()
        for number, text in enumerate(texts, 1)
        if text
    }
    chance = measure_chance(CODEC, nonsense, list(codes.values()))
    surprising = {
        page
        for page, rows in codes.items()
        if (query @ CODEC.decode(rows).T).max(axis=1).mean()
        >= chance.expected(len(rows)) + chance.margin(len(query), len(codes))
    }
    assert {hit.page for hit in search.answer(question).hits if Lane.LOOK in hit.lanes} == surprising
    assert 0 < len(surprising) < len(codes)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from('ferry soup last the AND OR NOT ( ) " * -x a:b'.split())).map(" ".join)
)
def test_any_question_at_all_can_be_answered(search: Search, question: str) -> None:
    for hit in search.answer(question).hits:
        assert hit.lanes
        assert hit.score > 0
        for region in hit.regions:
            assert all(0 <= token < len(search.answer(question).terms) for token in region.tokens)


@pytest.mark.parametrize("lane", [Lane.TEXT, Lane.LOOK, Lane.NAME])
def test_one_lane_alone_finds_what_it_finds_and_says_so(search: Search, lane: Lane) -> None:
    answer = search.answer("winter timetable", lanes=(lane,))
    assert pages(answer)[0] == Page(FERRY, 1)
    assert {hit.lanes for hit in answer.hits} == {(lane,)}
    assert search.answer("winter timetable").hits[0].lanes == (Lane.TEXT, Lane.LOOK, Lane.NAME)


def test_without_a_sentence_model_nothing_is_found_by_meaning(search: Search) -> None:
    assert search.answer("winter timetable", lanes=(Lane.MEANING,)).hits == ()
