"""The library follows the disk by itself, and does what a person wants of each of its roots."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import app.watching
from app.events import Activity, LibraryState, Notice, Progress, Results
from app.requests import AddPaths, Ask, GetLibrary, Pause, RemovePaths, Resume, Retry, Skip
from app.rows import FileState, RootRow
from indexer.readers import Problem, inspect
from tests.documents import write_pdf, write_picture
from tests.hashing_embedder import HashingEmbedder
from tests.inline_engine import InlineEngine, last_state
from tests.libraries import InlineReaders


class Watched(InlineEngine):
    """An engine whose readers are in this process, and which is waited for until it has noticed."""

    def until(self, is_so: Callable[[LibraryState], bool]) -> LibraryState:
        """Step as the engine's own loop does until the newest state of the library is so."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            self.engine.step()
            states = [event for event in self.events if isinstance(event, LibraryState)]
            if states and is_so(states[-1]):
                return states[-1]
            self._woken.wait(min(self.engine.patience_s if self.engine.patience_s is not None else 1.0, 1.0))
            self._woken.clear()
        raise TimeoutError

    def found(self, text: str) -> list[str]:
        """Ask, and return the names of the files that answer."""
        self.engine.accept(Ask(1, text))
        self.engine.step()
        return [Path(hit.path).name for event in self.events if isinstance(event, Results) for hit in event.hits]


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[InlineReaders]:
    """Have every engine read in this process."""
    readers = InlineReaders()
    monkeypatch.setattr("app.engine.Readers", lambda *_: readers)
    monkeypatch.setattr("app.engine.make_embedder", lambda _: HashingEmbedder())
    monkeypatch.setattr(app.watching, "QUIET_S", 0.1)
    monkeypatch.setattr(app.watching, "APART_S", 0.0)
    monkeypatch.setattr(app.watching, "PATIENCE", 0)
    monkeypatch.setattr(app.watching, "LOOK_S", 0.1)
    monkeypatch.setattr(app.watching, "_STEP_S", 0.02)
    yield readers
    readers.close()


@pytest.fixture
def open_engine(tmp_path: Path, readers: InlineReaders) -> Iterator[Callable[[], Watched]]:
    """Return what opens the library, after closing it where it is open."""
    opened: list[Watched] = []

    def open_one() -> Watched:
        while opened:
            opened.pop().engine.close()
        opened.append(Watched(tmp_path / "library"))
        opened[-1].do()
        return opened[-1]

    yield open_one
    for each in opened:
        each.engine.close()


@pytest.fixture
def engine(open_engine: Callable[[], Watched]) -> Watched:
    return open_engine()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    write_pdf(folder / "a.pdf", ["Ferries leave at noon."])
    return folder


def names(state: LibraryState, wanted: FileState = FileState.INDEXED) -> list[str]:
    return [Path(row.path).name for row in state.files if row.state is wanted]


def root(state: LibraryState, path: Path) -> RootRow:
    return next(row for row in state.roots if row.path == str(path))


# --- watching ---


def test_what_is_put_into_a_folder_is_found_without_being_asked_for(engine: Watched, papers: Path) -> None:
    state = last_state(engine.do(AddPaths((str(papers),))))
    assert root(state, papers).is_watched
    engine.events.clear()
    write_pdf(papers / "b.pdf", ["Apples ripen in autumn."])
    engine.until(lambda state: names(state) == ["a.pdf", "b.pdf"])
    assert engine.found("apples") == ["b.pdf"]
    (papers / "b.pdf").rename(papers / "c.pdf")
    engine.until(lambda state: names(state) == ["a.pdf", "c.pdf"])
    (papers / "a.pdf").unlink()
    engine.until(lambda state: names(state) == ["c.pdf"] and state.documents == 1)
    # Nobody waited for it, so nobody is told that folders are looked at.
    assert Activity.SCANNING not in {event.activity for event in engine.events if isinstance(event, Progress)}


def test_a_change_that_makes_no_difference_is_not_told(engine: Watched, papers: Path) -> None:
    engine.do(AddPaths((str(papers),)))
    engine.events.clear()
    (papers / "empty").mkdir()
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        engine.engine.step()
        time.sleep(0.02)
    assert not [event for event in engine.events if isinstance(event, LibraryState)]


def test_an_unplugged_drive_is_seen_and_comes_back_and_nothing_is_read_again(
    engine: Watched, papers: Path, tmp_path: Path, readers: InlineReaders
) -> None:
    engine.do(AddPaths((str(papers),)))
    readers.asked.clear()
    papers.rename(tmp_path / "unplugged")
    state = engine.until(lambda state: not root(state, papers).present)
    assert not root(state, papers).is_watched
    assert names(state) == ["a.pdf"] and engine.found("ferries") == ["a.pdf"]
    (tmp_path / "unplugged").rename(papers)
    state = engine.until(lambda state: root(state, papers).present)
    assert root(state, papers).is_watched and names(state) == ["a.pdf"]
    assert readers.asked == []
    write_pdf(papers / "b.pdf", ["Apples ripen."])
    engine.until(lambda state: names(state) == ["a.pdf", "b.pdf"])


def test_a_walk_of_one_root_takes_nothing_from_others(engine: Watched, papers: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_pdf(other / "o.pdf", ["Oranges."])
    engine.do(AddPaths((str(papers), str(other))))
    engine.events.clear()
    write_pdf(papers / "b.pdf", ["Apples ripen."])
    state = engine.until(lambda state: "b.pdf" in names(state))
    assert names(state) == ["o.pdf", "a.pdf", "b.pdf"] and state.documents == 3


def test_a_file_that_changes_while_it_is_read_is_read_again(
    engine: Watched, papers: Path, readers: InlineReaders
) -> None:
    times = 0

    def rewrite(work: str, path: str, first: int) -> None:
        nonlocal times
        if work == "read" and times < 1:
            times += 1
            write_pdf(papers / "a.pdf", ["Apples ripen in autumn, says the second version."])

    readers.trouble = rewrite
    engine.engine.accept(AddPaths((str(papers),)))
    engine.until(lambda state: names(state) == ["a.pdf"])
    assert times == 1 and engine.found("apples") == ["a.pdf"]


# --- pausing ---


def test_a_paused_root_waits_while_others_go_on_and_stays_so_after_a_restart(
    open_engine: Callable[[], Watched], papers: Path, tmp_path: Path, readers: InlineReaders
) -> None:
    engine = open_engine()
    other = tmp_path / "other"
    other.mkdir()
    engine.do(AddPaths((str(papers), str(other))))
    state = last_state(engine.do(Pause((str(papers),))))
    assert [row.is_paused for row in state.roots] == [True, False]
    readers.asked.clear()
    write_pdf(papers / "b.pdf", ["Apples ripen."])
    write_pdf(other / "o.pdf", ["Oranges."])
    engine.events.clear()
    engine.until(lambda state: "o.pdf" in names(state))
    state = last_state(engine.do(GetLibrary()))
    assert names(state) == ["o.pdf", "a.pdf"] and names(state, FileState.WAITING) == ["b.pdf"]
    assert {Path(asked[1]).name for asked in readers.asked} == {"o.pdf"}
    engine = open_engine()
    state = last_state(engine.do(GetLibrary()))
    assert names(state, FileState.WAITING) == ["b.pdf"]
    # To go on with everything is not to go on with what was paused by itself.
    state = last_state(engine.do(Pause(), Resume()))
    assert names(state, FileState.WAITING) == ["b.pdf"] and root(state, papers).is_paused
    state = last_state(engine.do(Resume((str(papers),))))
    assert names(state) == ["o.pdf", "a.pdf", "b.pdf"] and not root(state, papers).is_paused


def test_what_was_not_opened_yet_of_a_paused_root_is_put_back(
    engine: Watched, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.pipeline.FILES_AHEAD", 1)
    for number in range(5):
        write_pdf(papers / f"n{number}.pdf", [f"Number {number}"])
    engine.engine.accept(AddPaths((str(papers),)))
    engine.until(lambda state: bool(names(state, FileState.WAITING)))
    engine.engine.step()
    state = last_state(engine.do(Pause((str(papers),))))
    assert len(names(state, FileState.WAITING)) >= 4
    told = [event for event in engine.events if isinstance(event, Progress)]
    assert told[-1].activity is Activity.IDLE
    state = last_state(engine.do(AddPaths((str(papers),))))
    assert len(names(state)) == 6 and not root(state, papers).is_paused


def test_a_paused_root_that_is_removed_is_not_paused_when_it_is_added_again(engine: Watched, papers: Path) -> None:
    engine.do(AddPaths((str(papers),)))
    engine.do(Pause((str(papers), "/not/a/root")))
    engine.do(RemovePaths((str(papers),)))
    state = last_state(engine.do(AddPaths((str(papers),))))
    assert names(state) == ["a.pdf"] and not root(state, papers).is_paused


# --- leaving out ---


def test_skipped_names_leave_the_library_and_come_back(
    open_engine: Callable[[], Watched], papers: Path, tmp_path: Path
) -> None:
    engine = open_engine()
    (papers / "Drafts").mkdir()
    write_pdf(papers / "Drafts" / "d.pdf", ["Drafts of nothing."])
    write_picture(papers / "photo.png")
    assert last_state(engine.do(AddPaths((str(papers),)))).documents == 3
    state = last_state(engine.do(Skip((" drafts/ ", "*.PNG", ""))))
    assert names(state) == ["a.pdf"] and state.documents == 1
    assert state.skipped == ("drafts", "*.PNG") and state.folder == str(tmp_path / "library")
    engine = open_engine()
    assert last_state(engine.do(GetLibrary())).skipped == ("drafts", "*.PNG")
    # What is added by itself is meant.
    state = last_state(engine.do(AddPaths((str(papers / "photo.png"),))))
    assert names(state) == ["a.pdf", "photo.png"]
    assert last_state(engine.do(Skip(()))).documents == 3


# --- failures ---


def test_one_failed_file_is_tried_again_by_its_path(engine: Watched, papers: Path, readers: InlineReaders) -> None:
    for name in ("x.pdf", "y.pdf"):
        (papers / name).write_bytes(b"not a PDF")
    state = last_state(engine.do(AddPaths((str(papers),))))
    assert names(state, FileState.FAILED) == ["x.pdf", "y.pdf"]
    readers.asked.clear()
    engine.do(Retry((str(papers / "y.pdf"),)))
    assert [asked[1] for asked in readers.asked] == [str(papers / "y.pdf")]
    assert not [event for event in engine.events if isinstance(event, Notice)]
    assert isinstance(inspect(str(papers / "y.pdf")), Problem)
