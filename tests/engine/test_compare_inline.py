"""Profiles are compared on the library at hand while it goes on answering."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.compare_behind import PAGES, QUESTIONS
from app.events import Event, Failed, ProfilesCompared, Results
from app.requests import AddPaths, Ask, Cancel, CompareProfiles
from indexer.compress.profiles import PROFILES
from tests.documents import write_pdf
from tests.hashing_embedder import HashingEmbedder
from tests.inline_engine import InlineEngine
from tests.libraries import InlineReaders

FRUIT = "apples pears plums cherries quinces figs lemons oranges grapes melons berries olives".split()


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[InlineReaders]:
    readers = InlineReaders()
    monkeypatch.setattr("app.engine.Readers", lambda *_: readers)
    monkeypatch.setattr("app.engine.make_embedder", lambda _: HashingEmbedder())
    yield readers
    readers.close()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    pages = [f"{FRUIT[at]} ripen before {FRUIT[at - 1]} and {FRUIT[at - 2]} do\nin orchard {at}" for at in range(12)]
    write_pdf(tmp_path / "papers" / "fruit.pdf", [*pages, ""])
    return tmp_path / "papers"


@pytest.fixture
def open_engine(tmp_path: Path, readers: InlineReaders) -> Iterator[Callable[..., InlineEngine]]:
    opened: list[InlineEngine] = []

    def open_one(keep_exact: bool = False) -> InlineEngine:
        opened.append(InlineEngine(tmp_path / "library", keep_exact=keep_exact))
        opened[-1].do()
        return opened[-1]

    yield open_one
    for each in opened:
        each.engine.close()


def answered(inline: InlineEngine, ticket: int) -> Event:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for event in inline.events:
            if isinstance(event, ProfilesCompared | Failed) and event.ticket == ticket:
                return event
        inline.engine.step()
        time.sleep(0.005)
    raise TimeoutError


@pytest.mark.parametrize("keep_exact", [True, False])
def test_every_profile_is_measured_with_exact_vectors_or_by_reading_pages_again(
    open_engine: Callable[..., InlineEngine], papers: Path, readers: InlineReaders, keep_exact: bool
) -> None:
    inline = open_engine(keep_exact)
    inline.do(AddPaths((str(papers),)))
    readers.asked.clear()
    inline.engine.accept(CompareProfiles(7))
    inline.engine.accept(Ask(8, "quinces"))
    said = answered(inline, 7)
    assert isinstance(said, ProfilesCompared)
    assert readers.read_pages() == (0 if keep_exact else 13)
    assert (said.pages, said.questions) == (12, 12)
    costs = {cost.name: cost for cost in said.profiles}
    assert list(costs) == list(PROFILES)
    assert costs["exact"].same_first == 1 and costs["exact"].kept == pytest.approx(1, abs=0.01)
    assert costs["quality"].bytes_per_page < costs["exact"].bytes_per_page / 2
    assert all(0 <= cost.kept <= 1 and cost.bytes_per_page > 0 for cost in said.profiles)
    # The question did not wait.
    kinds = [type(event) for event in inline.events]
    assert kinds.index(Results) < kinds.index(ProfilesCompared)


def test_the_same_pages_are_right_whether_kept_or_read_again(
    open_engine: Callable[..., InlineEngine], papers: Path
) -> None:
    inline = open_engine(keep_exact=True)
    inline.do(AddPaths((str(papers),)))
    inline.engine.accept(CompareProfiles(1))
    kept = answered(inline, 1)
    # As if they were not kept.
    inline.engine._store.looks.exact = None
    inline.engine.accept(CompareProfiles(2))
    again = answered(inline, 2)
    assert isinstance(kept, ProfilesCompared) and isinstance(again, ProfilesCompared)
    for one, other in zip(kept.profiles, again.profiles, strict=True):
        # Kept vectors were rounded to half floats, which decides between pages as good.
        if not PROFILES[one.name].is_trained:
            assert one.kept == pytest.approx(other.kept, abs=0.05)
            assert one.bytes_per_page == pytest.approx(other.bytes_per_page, rel=0.02)


def test_a_large_library_is_measured_on_some_pages(
    open_engine: Callable[..., InlineEngine], papers: Path, readers: InlineReaders, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (PAGES, QUESTIONS) == (150, 100)
    monkeypatch.setattr("app.compare_behind.PAGES", 6)
    monkeypatch.setattr("app.compare_behind.QUESTIONS", 4)
    inline = open_engine()
    inline.do(AddPaths((str(papers),)))
    readers.asked.clear()
    inline.engine.accept(CompareProfiles(1))
    said = answered(inline, 1)
    assert isinstance(said, ProfilesCompared) and readers.read_pages() == 6
    assert 5 <= said.pages <= 6 and said.questions == 4


def test_what_cannot_be_compared_is_said_in_a_sentence(
    open_engine: Callable[..., InlineEngine], papers: Path, tmp_path: Path
) -> None:
    inline = open_engine()
    inline.engine.accept(CompareProfiles(1))
    said = answered(inline, 1)
    assert isinstance(said, Failed) and "Add some" in said.sentence
    inline.do(AddPaths((str(papers),)))
    papers.rename(tmp_path / "unplugged")
    inline.engine.accept(CompareProfiles(2))
    said = answered(inline, 2)
    assert isinstance(said, Failed) and "Connect" in said.sentence


def test_cancelling_stops_it_and_a_newer_request_takes_its_place(
    open_engine: Callable[..., InlineEngine], papers: Path
) -> None:
    inline = open_engine()
    inline.do(AddPaths((str(papers),)))
    inline.engine.accept(CompareProfiles(1))
    inline.engine.step()
    inline.engine.accept(CompareProfiles(2))
    assert Failed(1, "") in inline.events
    inline.engine.step()
    inline.engine.accept(Cancel((2,)))
    inline.engine.accept(CompareProfiles(3))
    assert isinstance(answered(inline, 3), ProfilesCompared)
    assert not [event for event in inline.events if isinstance(event, ProfilesCompared) and event.ticket != 3]
