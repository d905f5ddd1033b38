"""The engine driven step by step in the test's own process, where its surroundings can be made to fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.events import (
    Activity,
    Event,
    Failed,
    Notice,
    Progress,
    Results,
)
from app.requests import (
    AddPaths,
    Ask,
    Lane,
    Pause,
    Rescan,
    Resume,
)
from app.rows import FileState
from indexer.embed.builtin import BuiltinEmbedder
from indexer.embed.sentences import SentenceModel
from indexer.errors import DiskFull
from indexer.files import Walk, walk
from indexer.readers import Readers
from indexer.store import Store
from indexer.types import PageContent, PatchEmbeddings
from tests.documents import write_pdf
from tests.inline_engine import InlineEngine, last_state


@pytest.fixture
def inline(tmp_path: Path) -> Iterator[InlineEngine]:
    """Return an engine in this process."""
    inline = InlineEngine(tmp_path / "library")
    yield inline
    inline.engine.close()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Return a folder with two documents."""
    (tmp_path / "papers").mkdir()
    write_pdf(tmp_path / "papers" / "a.pdf", ["Ferries leave at noon."])
    write_pdf(tmp_path / "papers" / "b.pdf", ["Apples ripen."])
    return tmp_path / "papers"


@pytest.mark.allow_log_warnings
def test_a_full_disk_pauses_the_work_with_a_sentence_and_resume_finishes_it(
    inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inline.do()
    write = Store.write

    def full(store: Store, *args: Any, **kwargs: Any) -> None:
        write(store, pages=args[0])  # As far as the room lasted.
        raise DiskFull("The disk that holds the library is full. Make room, then resume.")

    monkeypatch.setattr(Store, "write", full)
    events = inline.do(AddPaths((str(papers),)))
    assert any(isinstance(event, Notice) and "full" in event.sentence for event in events)
    assert isinstance(events[-1], Progress) and events[-1].activity is Activity.PAUSED
    (answer,) = [event for event in inline.do(Ask(1, "ferries")) if isinstance(event, Results)]
    assert not answer.hits
    monkeypatch.setattr(Store, "write", write)
    assert last_state(inline.do(Resume())).documents == 2
    (answer,) = [event for event in inline.do(Ask(2, "ferries")) if isinstance(event, Results)]
    assert [hit.page.number for hit in answer.hits] == [1]


@pytest.mark.allow_log_warnings
def test_a_bug_while_indexing_pauses_the_work_and_says_so(
    inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inline.do()
    monkeypatch.setattr(Store, "write", lambda *_, **__: 1 / 0)
    events = inline.do(AddPaths((str(papers),)))
    assert any(isinstance(event, Notice) and event.is_problem for event in events)
    monkeypatch.undo()
    assert last_state(inline.do(Resume())).documents == 2


@pytest.mark.allow_log_warnings
def test_a_bug_while_answering_is_told_and_the_next_question_is_answered(
    inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inline.do()
    inline.do(AddPaths((str(papers),)))
    monkeypatch.setattr(Store, "find_text", lambda *_, **__: 1 / 0)
    assert [event.ticket for event in inline.do(Ask(1, "ferries")) if isinstance(event, Failed)] == [1]
    monkeypatch.undo()
    (answer,) = [event for event in inline.do(Ask(2, "ferries")) if isinstance(event, Results)]
    assert answer.hits


def test_the_same_content_in_two_places_is_one_document_and_outlives_one_of_them(
    inline: InlineEngine, papers: Path
) -> None:
    (papers / "copy.pdf").write_bytes((papers / "a.pdf").read_bytes())
    inline.do()
    state = last_state(inline.do(AddPaths((str(papers),))))
    assert state.documents == 2 and len(state.files) == 3
    assert {row.state for row in state.files} == {FileState.INDEXED}
    (papers / "a.pdf").unlink()
    state = last_state(inline.do(AddPaths((str(papers),))))
    assert state.documents == 2 and len(state.files) == 2
    (answer,) = [event for event in inline.do(Ask(1, "ferries")) if isinstance(event, Results)]
    assert [Path(hit.path).name for hit in answer.hits] == ["copy.pdf"]


def test_renaming_a_document_reads_none_of_its_pages_again(
    inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inline.do()
    inline.do(AddPaths((str(papers),)))
    submitted: list[str] = []
    submit = Readers.submit

    def counted(readers: Readers, work: Any, *args: Any) -> Any:
        submitted.append(work.__name__)
        return submit(readers, work, *args)

    monkeypatch.setattr(Readers, "submit", counted)
    (papers / "a.pdf").rename(papers / "renamed.pdf")
    state = last_state(inline.do(Rescan()))
    assert submitted == ["inspect"]
    assert state.documents == 2
    assert [Path(row.path).name for row in state.files] == ["b.pdf", "renamed.pdf"]


def test_one_root_alone_is_compared_with_the_disk(
    inline: InlineEngine, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    inline.do()
    inline.do(AddPaths((str(papers), str(other))))
    walked: list[str] = []

    def watched_walk(root: str, *args: Any) -> Walk:
        walked.append(root)
        return walk(root, *args)

    monkeypatch.setattr("app.walking.walk", watched_walk)
    write_pdf(other / "o.pdf", ["Oranges."])
    state = last_state(inline.do(Rescan((str(other),))))
    # Anything that is walked later was noticed, not asked for.
    assert walked[0] == str(other)
    assert [Path(row.path).name for row in state.files if row.state is FileState.INDEXED] == ["o.pdf", "a.pdf", "b.pdf"]
    walked.clear()
    inline.do(Rescan())
    assert walked[:2] == [str(papers), str(other)]


def test_adding_what_an_added_folder_holds_makes_no_second_root(inline: InlineEngine, papers: Path) -> None:
    inline.do()
    inline.do(AddPaths((str(papers),)))
    state = last_state(inline.do(AddPaths((str(papers / "a.pdf"),))))
    assert [root.path for root in state.roots] == [str(papers)]
    assert state.documents == 2


# --- beside and behind ---


def step_until(inline: InlineEngine, is_over: Callable[[], bool]) -> None:
    """Step an engine that has something to do."""
    end = time.monotonic() + 30
    while not is_over():
        assert time.monotonic() < end
        inline.engine.step()


def told(inline: InlineEngine, kind: type[Event]) -> list[Any]:
    return [event for event in inline.events if isinstance(event, kind)]


def answered(inline: InlineEngine, ask: Ask) -> Results:
    """Ask an engine that is in the middle of something."""
    inline.engine.accept(ask)
    inline.engine.step()
    answer = inline.events[-1]
    assert isinstance(answer, Results) and answer.ticket == ask.ticket
    return answer


def test_questions_are_answered_while_pages_are_looked_at(
    inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inline.do()
    inline.do(AddPaths((str(papers),)))
    write_pdf(papers / "c.pdf", ["Barges carry coal."])
    gate, begun = threading.Event(), threading.Event()
    look = BuiltinEmbedder.embed_pages

    def wait_and_look(self: BuiltinEmbedder, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        begun.set()
        assert gate.wait(30)
        return look(self, pages)

    monkeypatch.setattr(BuiltinEmbedder, "embed_pages", wait_and_look)
    inline.engine.accept(Rescan())
    step_until(inline, begun.is_set)
    assert [hit.page.number for hit in answered(inline, Ask(1, "ferries", lanes=(Lane.TEXT, Lane.LOOK))).hits] == [1]
    assert not answered(inline, Ask(2, "barges", lanes=(Lane.TEXT, Lane.LOOK))).hits
    gate.set()
    assert last_state(inline.do()).documents == 3
    assert answered(inline, Ask(3, "barges", lanes=(Lane.LOOK,))).hits


def test_an_engine_that_is_closed_while_pages_are_looked_at_takes_them_up_again(
    tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = InlineEngine(tmp_path / "library")
    gate, begun = threading.Event(), threading.Event()
    look = BuiltinEmbedder.embed_pages

    def wait_and_look(self: BuiltinEmbedder, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        begun.set()
        assert gate.wait(30)
        return look(self, pages)

    with monkeypatch.context() as patched:
        patched.setattr(BuiltinEmbedder, "embed_pages", wait_and_look)
        first.do()
        first.engine.accept(AddPaths((str(papers),)))
        step_until(first, begun.is_set)
        first.engine.close()
        gate.set()
    second = InlineEngine(tmp_path / "library")
    try:
        assert last_state(second.do()).documents == 2
    finally:
        second.engine.close()


@pytest.mark.allow_log_warnings
def test_a_model_that_fails_pauses_the_work_and_says_so(
    inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inline.do()
    with monkeypatch.context() as patched:
        patched.setattr(BuiltinEmbedder, "embed_pages", lambda *_: 1 / 0)
        events = inline.do(AddPaths((str(papers),)))
        assert any(isinstance(event, Notice) and event.is_problem for event in events)
        assert isinstance(events[-1], Progress) and events[-1].activity is Activity.PAUSED
    assert last_state(inline.do(Resume())).documents == 2


def test_documents_are_read_for_meaning_behind_and_only_then_is_the_engine_idle(
    inline: InlineEngine, papers: Path
) -> None:
    inline.do()
    events = inline.do(AddPaths((str(papers),)))
    activities = [event.activity for event in events if isinstance(event, Progress)]
    assert activities[-1] is Activity.IDLE
    assert activities.count(Activity.IDLE) == 1
    assert Activity.UNDERSTANDING in activities
    # Never back to indexing once it has begun.
    since = activities[activities.index(Activity.UNDERSTANDING) :]
    assert set(since) == {Activity.UNDERSTANDING, Activity.IDLE}
    behind = [event for event in events if isinstance(event, Progress) and event.activity is Activity.UNDERSTANDING]
    assert all((event.pages_total, 0 <= event.pages_done <= 2) == (2, True) for event in behind)
    assert [event.pages_done for event in behind] == sorted(event.pages_done for event in behind)
    found = answered(inline, Ask(1, "When does the boat depart?", lanes=(Lane.MEANING,))).hits
    assert Path(found[0].path).name == "a.pdf"


def test_words_are_found_while_documents_are_still_to_be_read_for_meaning(
    inline: InlineEngine, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, begun = threading.Event(), threading.Event()
    embed = SentenceModel.embed_tokens

    def wait_and_embed(self: SentenceModel, passages: Any) -> Any:
        if threading.current_thread() is not threading.main_thread():
            begun.set()
            assert gate.wait(30)
        return embed(self, passages)

    monkeypatch.setattr(SentenceModel, "embed_tokens", wait_and_embed)
    inline.do()
    inline.events.clear()
    inline.engine.accept(AddPaths((str(papers),)))
    step_until(inline, begun.is_set)
    assert last_state(inline.events).documents == 2
    answer = answered(inline, Ask(1, "ferries"))
    assert [(Path(hit.path).name, Lane.MEANING in hit.lanes) for hit in answer.hits] == [("a.pdf", False)]
    gate.set()
    inline.do()
    assert Lane.MEANING in answered(inline, Ask(2, "ferries")).hits[0].lanes


def test_pausing_holds_up_reading_for_meaning_too(inline: InlineEngine, papers: Path) -> None:
    inline.do()
    inline.events.clear()
    inline.engine.accept(AddPaths((str(papers),)))
    step_until(inline, lambda: any(each.activity is Activity.UNDERSTANDING for each in told(inline, Progress)))
    assert told(inline, Progress)[-1].activity is Activity.UNDERSTANDING
    paused = inline.do(Pause())
    assert [event.activity for event in paused if isinstance(event, Progress)] == [Activity.PAUSED]
    assert not answered(inline, Ask(1, "When does the boat depart?", lanes=(Lane.MEANING,))).hits
    assert told(inline, Progress)[-1].activity is Activity.PAUSED
    resumed = inline.do(Resume())
    assert [event.activity for event in resumed if isinstance(event, Progress)][-1] is Activity.IDLE
    assert answered(inline, Ask(2, "When does the boat depart?", lanes=(Lane.MEANING,))).hits
