"""The engine driven step by step in the test's own process, where its surroundings can be made to fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.messages import (
    Activity,
    AddPaths,
    Ask,
    Failed,
    FileState,
    Notice,
    Progress,
    Rescan,
    Results,
    Resume,
)
from indexer.errors import DiskFull
from indexer.readers import Readers
from indexer.store import Store
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


def test_adding_what_an_added_folder_holds_makes_no_second_root(inline: InlineEngine, papers: Path) -> None:
    inline.do()
    inline.do(AddPaths((str(papers),)))
    state = last_state(inline.do(AddPaths((str(papers / "a.pdf"),))))
    assert [root.path for root in state.roots] == [str(papers)]
    assert state.documents == 2
