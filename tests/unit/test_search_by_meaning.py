"""The meaning lane, in a small library that has all lanes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.answers.fusion import MEANING, SILENT
from app.answers.ranking import Ranked
from app.answers.search import RELATED, Answer, Search
from app.requests import Lane
from indexer.look import LookIndex
from indexer.passages_behind import PassagesBehind
from indexer.plan import Place
from indexer.rows import StoredPage, StoredText
from indexer.store import Store
from indexer.types import Page
from tests.libraries import ASPECT, EMBEDDER, MODEL, page_text, stored, whole
from tests.looks import settle
from tests.passages import MODEL as SENTENCES_MODEL
from tests.passages import SENTENCES

BOATS, SOUPS, SCANS = "b0" * 16, "50" * 16, "5c" * 16
SAID = {
    BOATS: ["The last ferry leaves Marrowby at half past ten.", "Adults pay four pounds for the crossing."],
    SOUPS: ["Peel the potatoes and boil them with leek.", "Serve the soup hot, with fresh bread."],
}
SCANNED = ["The night watch begins at half past ten.", "Ledger of the harbour office."]


class Library:
    """A store whose passages are made when they are asked for, and a search in it."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder, MODEL, sentences=SENTENCES_MODEL)
        self.behind = PassagesBehind(self.store, SENTENCES, lambda: None)
        for document, texts in SAID.items():
            self.put(document, [stored(document, number, text) for number, text in enumerate(texts, 1)])
        # What is printed there is seen, and no text says it.
        self.put(
            SCANS,
            [
                StoredPage(Page(SCANS, number), StoredText(page_text(""), ASPECT), stored(SCANS, number, text).look)
                for number, text in enumerate(SCANNED, 1)
            ],
        )

    def put(self, document: str, pages: list[StoredPage]) -> None:
        place = Place(f"/root/{document[:2]}/file.pdf", "/root", 1, 1, document)
        self.store.write(pages, [whole(document, pages)], [place])

    @property
    def search(self) -> Search:
        return Search(self.store, LookIndex(self.store.looks), EMBEDDER, SENTENCES)

    def close(self) -> None:
        self.behind.close()
        self.store.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Library]:
    """A library whose passages are still to be made."""
    library = Library(tmp_path / "library")
    yield library
    library.close()


@pytest.fixture
def filled(bare: Library) -> Library:
    settle(bare.behind)
    return bare


def ranked(search: Search, question: str, *lanes: Lane) -> dict[Page, Ranked]:
    return {each.page: each for each in search.rank(question, lanes=lanes or tuple(Lane))}


def lanes_of(answer: Answer) -> dict[Page, tuple[Lane, ...]]:
    return {hit.page: hit.lanes for hit in answer.hits}


def test_a_page_is_found_that_says_it_in_other_words(filled: Library) -> None:
    first = filled.search.answer("final boat departure time").hits[0]
    assert (first.page, first.lanes) == (Page(BOATS, 1), (Lane.MEANING,))
    assert filled.search.answer("vegetable cooking instructions").hits[0].page == Page(SOUPS, 1)


def test_a_page_that_has_the_words_and_the_meaning_says_so_and_comes_first(filled: Library) -> None:
    found = filled.search.answer("When does the last ferry leave?").hits[0]
    assert found.page == Page(BOATS, 1)
    assert {Lane.TEXT, Lane.LOOK, Lane.MEANING} <= set(found.lanes)


def test_the_passage_that_matched_is_known(filled: Library) -> None:
    passage = filled.search.rank("final boat departure time")[0].passage
    assert passage is not None
    assert (passage.page, passage.first, passage.last) == (Page(BOATS, 1), 0, 8)
    assert all(
        (each.passage is None) == (Lane.MEANING not in each.lanes) for each in filled.search.rank("hot soup price")
    )


def test_what_has_hardly_to_do_with_a_question_is_not_found(filled: Library) -> None:
    for question in ("final boat departure time", "quarterly revenue of the subsidiary", "soup"):
        for each in filled.search.rank(question, lanes=(Lane.MEANING,)):
            assert each.passage is not None and each.passage.cosine > RELATED


def test_before_passages_are_made_the_other_lanes_answer_alone(bare: Library) -> None:
    before = bare.search.answer("last ferry")
    assert lanes_of(before)[Page(BOATS, 1)] == (Lane.TEXT, Lane.LOOK)
    assert before.hits[0].score == pytest.approx(1)
    assert bare.search.answer("final boat departure time", lanes=(Lane.MEANING,)).hits == ()
    settle(bare.behind)
    assert Lane.MEANING in lanes_of(bare.search.answer("last ferry"))[Page(BOATS, 1)]


def test_a_scan_is_not_held_back_for_having_no_text(filled: Library) -> None:
    """It shows every word; what other pages mean comes nearer to it than nothing does."""
    first, *others = filled.search.rank("night watch begins voyage")
    assert (first.page, first.lanes) == (Page(SCANS, 1), (Lane.LOOK,))
    assert first.score == pytest.approx(SILENT)
    assert others and all(each.score < SILENT for each in others)


def test_a_page_whose_meaning_is_known_and_is_another_is_held_back(filled: Library) -> None:
    alone = ranked(filled.search, "pounds", Lane.TEXT)
    assert alone[Page(BOATS, 2)].score == pytest.approx(1)
    found = ranked(filled.search, "pounds of potatoes and leek")
    assert found[Page(SOUPS, 1)].score > 1 - MEANING > found[Page(BOATS, 2)].score


def test_a_document_whose_passages_are_still_to_come_is_not_held_back_either(filled: Library) -> None:
    new = "4e" * 16
    filled.put(new, [stored(new, 1, "The night watch begins at half past ten.")])
    found = ranked(filled.search, "night watch begins half past ten", Lane.LOOK, Lane.MEANING)
    assert found[Page(new, 1)].score == found[Page(SCANS, 1)].score == pytest.approx(SILENT)
    settle(filled.behind)
    found = ranked(filled.search, "night watch begins half past ten", Lane.LOOK, Lane.MEANING)
    assert found[Page(new, 1)].score == pytest.approx(1)


def test_no_meaning_brings_back_a_page_that_says_what_it_must_not(filled: Library) -> None:
    question = "final boat departure time"
    assert Page(BOATS, 1) in ranked(filled.search, question)
    assert Page(BOATS, 1) not in ranked(filled.search, f"{question} -ferry")
    assert Page(BOATS, 1) not in ranked(filled.search, f'{question} "fresh bread"')
    assert Page(BOATS, 1) not in {hit.page for hit in filled.search.answer(f"{question} -ferry").hits}


def test_what_must_not_be_there_is_no_part_of_what_is_meant(filled: Library) -> None:
    plain = ranked(filled.search, "evening boat", Lane.MEANING)[Page(BOATS, 1)]
    without = ranked(filled.search, "evening boat -potatoes -bread", Lane.MEANING)[Page(BOATS, 1)]
    assert plain.passage == without.passage


def test_only_the_documents_asked_for_are_found_by_meaning(filled: Library) -> None:
    question = "What does it cost to travel by boat, and what is for dinner?"
    assert {page.document for page in ranked(filled.search, question, Lane.MEANING)} == {BOATS, SOUPS}
    within = filled.search.answer(question, ["/root/50"], lanes=(Lane.MEANING,))
    assert {hit.page.document for hit in within.hits} == {SOUPS}
    assert filled.search.answer(question, ["/root/5c"], lanes=(Lane.MEANING,)).hits == ()


def test_a_document_that_was_forgotten_is_no_longer_meant(filled: Library) -> None:
    filled.store.forget([f"/root/{BOATS[:2]}/file.pdf"])
    assert BOATS not in {page.document for page in ranked(filled.search, "final boat departure time")}


@pytest.mark.parametrize("question", ["", "?!", "🚢"])
def test_a_question_without_words_means_nothing(filled: Library, question: str) -> None:
    assert filled.search.answer(question).hits == ()


def test_a_question_longer_than_the_model_takes_is_answered(filled: Library) -> None:
    long = "The last ferry leaves Marrowby at half past ten. " * 60
    assert ranked(filled.search, long, Lane.MEANING)[Page(BOATS, 1)].score == pytest.approx(MEANING)
