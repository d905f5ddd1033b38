"""Answers of the engine: how they go on, in which order they stand, and what is said about them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from app.events import Event, Exported, Failed, HeatMap, MoreHits, Results, TextRead
from app.requests import AddPaths, Ask, Cancel, Export, Heat, Lane, More, ReadText, RemovePaths
from indexer.sources.mupdf import open_pdf
from indexer.types import Page
from tests.documents import write_pdf
from tests.inline_engine import InlineEngine

Kind = TypeVar("Kind", bound=Event)

PAPERS = {
    "boats/ferries.pdf": ["Ferries leave at noon.", "Ferries and harbour fares.", "Nothing but the weather."],
    "kitchen/soup.pdf": ["Soup for the ferries.", "Potatoes and leek."],
    "kitchen/bread.pdf": ["Bread is baked at noon."],
}


@pytest.fixture
def inline(tmp_path: Path) -> Iterator[InlineEngine]:
    """Return an engine with a few papers in its library."""
    for name, pages in PAPERS.items():
        (tmp_path / "papers" / name).parent.mkdir(parents=True, exist_ok=True)
        write_pdf(tmp_path / "papers" / name, pages)
    inline = InlineEngine(tmp_path / "library")
    inline.do(AddPaths((str(tmp_path / "papers"),)))
    yield inline
    inline.engine.close()


def told(events: list[Event], kind: type[Kind]) -> list[Kind]:
    return [event for event in events if isinstance(event, kind)]


def ask(inline: InlineEngine, request: Ask) -> Results:
    return [answer for answer in told(inline.do(request), Results) if answer.is_final][-1]


def test_an_answer_goes_on_where_it_was_cut_off(inline: InlineEngine) -> None:
    everything = ask(inline, Ask(1, "ferries noon"))
    assert everything.total == len(everything.hits) > 2
    first = ask(inline, Ask(2, "ferries noon", limit=1))
    assert (first.hits, first.total) == (everything.hits[:1], everything.total)
    (more,) = told(inline.do(More(3, 2, 1, 2)), MoreHits)
    assert (more.ticket, more.start, more.hits) == (3, 1, everything.hits[1:3])
    # What is asked together with the question waits for its answer.
    events = inline.do(Ask(4, "ferries noon", limit=1), More(5, 4, 1, 50))
    assert [more.hits for more in told(events, MoreHits)] == [everything.hits[1:]]


def test_an_answer_that_is_not_the_newest_does_not_go_on(inline: InlineEngine, tmp_path: Path) -> None:
    ask(inline, Ask(1, "ferries"))
    ask(inline, Ask(2, "noon"))
    assert told(inline.do(More(3, 1, 0, 5)), Failed) == [Failed(3, "")]
    assert not told(inline.do(More(4, 2, 0, 5), Cancel((4,))), MoreHits)
    inline.do(RemovePaths((str(tmp_path / "papers" / "kitchen"),)))
    assert told(inline.do(More(5, 2, 0, 5)), Failed) == [Failed(5, "")]


def test_what_lies_further_down_is_told_after_the_best(inline: InlineEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.answers.search.CANDIDATES", 2)
    quick, whole = told(inline.do(Ask(1, "ferries", limit=2, lanes=(Lane.TEXT,))), Results)
    assert (quick.is_final, quick.total) == (False, 2)
    assert (whole.is_final, whole.total, whole.hits) == (True, 3, quick.hits)
    (more,) = told(inline.do(More(2, 1, 2, 10)), MoreHits)
    assert len(more.hits) == 1


def test_pages_of_a_document_stand_together_where_that_is_asked(inline: InlineEngine) -> None:
    plain, by_document = ask(inline, Ask(1, "ferries noon")), ask(inline, Ask(2, "ferries noon", grouped=True))
    assert plain.groups == ()
    paths = [hit.path for hit in by_document.hits]
    assert paths == [group.path for group in by_document.groups for _ in range(group.pages)]
    assert [group.path for group in by_document.groups] == list(dict.fromkeys(hit.path for hit in plain.hits))
    assert {hit.page for hit in by_document.hits} == {hit.page for hit in plain.hits}


def test_filters_are_no_words_and_are_told(inline: InlineEngine) -> None:
    answer = ask(inline, Ask(1, "ferries in:kitchen type:PDF"))
    assert Path(answer.hits[0].path).name == "soup.pdf"
    assert {Path(hit.path).parent.name for hit in answer.hits} == {"kitchen"}
    assert (answer.terms, answer.filters) == (("ferries",), ("in:kitchen", "type:PDF"))
    answer = ask(inline, Ask(2, "in:kitchen"))
    assert [(Path(hit.path).name, hit.page.number) for hit in answer.hits][2:] == [("soup.pdf", 2)]
    assert (answer.total, answer.terms, answer.sentence) == (3, (), "")


def test_what_there_is_to_know_about_an_answer_is_said(inline: InlineEngine) -> None:
    for ticket, (text, sentence) in enumerate(
        [
            ("ferries", ""),
            ("zyxwvut", "No good match for “zyxwvut”."),
            ('"zyxwvut qponml"', 'No good match for "zyxwvut qponml".'),
            ("ferries before:soon", "before:soon is not a date"),
            ("ferries in:cellar", "No file fits in:cellar."),
            ("zyxwvut in:kitchen", "No good match for “zyxwvut”."),
            ("", ""),
            ("-ferries", ""),
        ],
        start=1,
    ):
        answer = ask(inline, Ask(ticket, text))
        assert answer.sentence.startswith(sentence)
        assert bool(answer.sentence) is bool(sentence)


def test_the_text_in_a_part_of_a_page_is_read_line_by_line(inline: InlineEngine) -> None:
    page = ask(inline, Ask(1, "harbour fares")).hits[0].page
    assert told(inline.do(ReadText(2, page)), TextRead) == [TextRead(2, "Ferries and harbour fares.")]
    assert told(inline.do(ReadText(3, page, (0.0, 0.5, 1.0, 1.0))), TextRead) == [TextRead(3, "")]
    assert told(inline.do(ReadText(4, Page("00" * 16, 1))), TextRead) == [TextRead(4, "")]


def test_the_heat_of_a_page_is_where_its_words_are(inline: InlineEngine) -> None:
    answer = ask(inline, Ask(1, "ferries fares"))
    page = answer.hits[0].page
    (heat,) = told(inline.do(Heat(2, 1, page)), HeatMap)
    assert (heat.ticket, heat.page, len(heat.heat)) == (2, page, 2)
    ferries, fares = (np.frombuffer(each, np.uint8).reshape(heat.rows, heat.cols) for each in heat.heat)
    assert ferries.max() == fares.max() == 255
    assert ferries[:, 0].max() < 255 and ferries[heat.rows // 2 :].max() == 0
    # Ferries stand to the left of fares, on the same line.
    assert ferries.max(axis=0).argmax() < fares.max(axis=0).argmax()
    assert ferries.max(axis=1).argmax() == fares.max(axis=1).argmax()
    assert told(inline.do(Heat(3, 99, page)), Failed) == [Failed(3, "")]
    assert told(inline.do(Heat(4, 1, Page("00" * 16, 1))), Failed) == [Failed(4, "")]


def test_lit_pages_are_drawn_by_readers_for_a_pdf(inline: InlineEngine, tmp_path: Path) -> None:
    answer = ask(inline, Ask(1, "ferries noon"))
    file = tmp_path / "hits.pdf"
    events = list(inline.do(Export(2, 1, str(file), 2)))
    # A newer question does not stop it.
    ask(inline, Ask(3, "bread"))
    deadline = time.monotonic() + 60
    while not told(events, Exported):
        assert time.monotonic() < deadline and not told(events, Failed)
        events += inline.do()
        time.sleep(0.02)
    assert told(events, Exported) == [Exported(2, str(file), 2)]
    with open_pdf(str(file)) as written:
        assert [Path(hit.path).name in page.get_text() for hit, page in zip(answer.hits, written, strict=False)] == [
            True,
            True,
        ]
