"""A library is moved to other profiles by a real engine, as a person types it and as the engine answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from app import main as program
from app.events import (
    Activity,
    Event,
    Failed,
    Notice,
    Progress,
    Recompressed,
    Recompressing,
    Results,
)
from app.requests import (
    AddPaths,
    Ask,
    Pause,
    Recompress,
    Resume,
)
from indexer.changeover import Changeover
from indexer.sets import SetsTable
from tests.documents import write_pdf
from tests.driver import Driver
from tests.inline_engine import InlineEngine, last_state
from tests.kept import want_sets


@pytest.fixture(autouse=True)
def no_log_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep `main` from setting up logging for all the tests that follow."""
    monkeypatch.setattr("app.main.start_logging", lambda folder, name: None)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Return a folder with two documents."""
    (tmp_path / "papers").mkdir()
    write_pdf(tmp_path / "papers" / "a.pdf", ["Ferries leave at noon.", "Fares rose by a tenth."])
    write_pdf(tmp_path / "papers" / "b.pdf", ["Apples ripen in autumn."])
    return tmp_path / "papers"


@pytest.fixture
def open_inline(tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., InlineEngine]]:
    """Return what opens an engine in this process and indexes the documents; what happens on disk later is not seen."""
    monkeypatch.setattr("app.watching.APART_S", 3600.0)
    opened: list[InlineEngine] = []

    def open_one(profile: str = "", keep_exact: bool = False) -> InlineEngine:
        opened.append(InlineEngine(tmp_path / "library", profile, keep_exact))
        opened[-1].do()
        opened[-1].do(AddPaths((str(papers),)))
        return opened[-1]

    yield open_one
    for each in opened:
        each.engine.close()


def told(events: list[Event], kind: type[Any]) -> list[Any]:
    """Return the events of a kind."""
    return [event for event in events if isinstance(event, kind)]


def finds(inline: InlineEngine, text: str) -> list[tuple[str, int]]:
    """Ask, and return the files and pages that were found, best first."""
    (answer,) = told(inline.do(Ask(99, text)), Results)
    return [(Path(hit.path).name, hit.page.number) for hit in answer.hits]


def test_a_person_moves_a_library_and_it_finds_what_it_found(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ["--library", str(tmp_path / "library")]

    def run(*typed: str) -> tuple[int, str, str]:
        code = program.main([*library, *typed])
        said = capsys.readouterr()
        return code, said.out, said.err

    assert run("index", str(papers), "--keep-exact")[0] == 0
    code, said, _ = run("recompress", "--profile", "balanced")
    assert (code, "3 pages now have the profile balanced: " in said) == (0, True)
    assert "--drop-exact gives that room back" in said
    code, said, _ = run("recompress", "--profile", "tiny", "--drop-exact")
    assert (code, "Exact vectors" in said) == (0, False)
    code, said, _ = run("search", "when do apples ripen", "--json")
    assert Path(json.loads(said)["hits"][0]["path"]).name == "b.pdf"
    code, said, complaint = run("recompress", "--profile", "small")
    assert (code, said) == (1, "")
    assert "its 3 pages have to be read again for that. To do so: pagelight recompress --reread" in complaint
    code, said, _ = run("recompress", "--profile", "small", "--reread")
    assert (code, "3 pages now have the profile small: " in said) == (0, True)


def test_the_engine_says_how_far_it_is_and_what_came_of_it(
    open_inline: Callable[..., InlineEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.behind.TELL_EVERY_S", 0.0)
    inline = open_inline(keep_exact=True)
    assert finds(inline, "apples")[0] == ("b.pdf", 1)
    events = inline.do(Recompress(7, "small"))
    progress = told(events, Recompressing)
    assert {(event.ticket, event.pages_total) for event in progress} == {(7, 3)}
    assert max(event.pages_done for event in progress) == 3
    (done,) = told(events, Recompressed)
    assert (done.ticket, done.profile) == (7, "small")
    assert events.index(done) < events.index(last_state(events))
    assert (last_state(events).profile, last_state(events).keeps_exact) == ("small", True)
    assert finds(inline, "apples")[0] == ("b.pdf", 1)


def test_what_cannot_be_done_is_answered_at_once(open_inline: Callable[..., InlineEngine], papers: Path) -> None:
    inline = open_inline()
    (refused,) = told(inline.do(Recompress(1, "small")), Failed)
    assert (refused.ticket, "do not" in refused.sentence or "does not" in refused.sentence) == (1, True)
    (unknown,) = told(inline.do(Recompress(2, "no such", reread=True)), Failed)
    assert unknown.sentence.startswith("There is no profile no such. There are: exact, quality")
    (papers / "b.pdf").unlink()
    (missing,) = told(inline.do(Recompress(3, "small", reread=True)), Failed)
    assert str(papers / "b.pdf") in missing.sentence
    assert last_state(inline.do(Resume())).profile == "quality"


def test_a_pause_holds_wishes_up_and_then_the_last_one_counts(open_inline: Callable[..., InlineEngine]) -> None:
    inline = open_inline("exact")
    inline.do(Pause())
    events = inline.do(Recompress(1, "small"), Recompress(2, "tiny"))
    assert [event.ticket for event in told(events, Failed)] == [1]
    assert not told(events, Recompressed)
    events = inline.do(Resume())
    assert [(event.ticket, event.profile) for event in told(events, Recompressed)] == [(2, "tiny")]


@pytest.mark.allow_log_warnings
def test_a_file_that_cannot_be_read_again_is_named_and_once_it_is_mended_all_goes_well(
    open_inline: Callable[..., InlineEngine], papers: Path
) -> None:
    inline = open_inline("balanced")
    sound = (papers / "b.pdf").read_bytes()
    (papers / "b.pdf").write_bytes(b"%PDF-1.7 and no more")
    events = inline.do(Recompress(1, "small", reread=True))
    (failed,) = told(events, Failed)
    assert "b.pdf could not be read again, so everything stays as it was." in failed.sentence
    assert all(event.activity is not Activity.PAUSED for event in told(events, Progress))
    assert finds(inline, "apples")[0] == ("b.pdf", 1)
    (papers / "b.pdf").write_bytes(sound)
    # Without a profile, it is the library's own.
    events = inline.do(Recompress(2, "", keep_exact=True, reread=True))
    assert [event.profile for event in told(events, Recompressed)] == ["balanced"]
    assert last_state(events).keeps_exact


@pytest.mark.allow_log_warnings
def test_a_full_disk_while_sets_are_written_pauses_the_work_and_resume_finishes_it(
    open_inline: Callable[..., InlineEngine], papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine ended, was started again, and ended again."""
    want_sets(monkeypatch)
    inline = open_inline()

    def full(*_: object) -> None:
        raise RuntimeError("lance error: LanceError(IO): No space left on device (os error 28)")

    write_pdf(papers / "c.pdf", ["Lighthouses blink."])
    with monkeypatch.context() as patch:
        patch.setattr(SetsTable, "add", full)
        events = inline.do(Resume())
    assert any("full" in notice.sentence for notice in told(events, Notice))
    assert told(events, Progress)[-1].activity is Activity.PAUSED
    inline.do(Resume())
    assert finds(inline, "lighthouses")[0] == ("c.pdf", 1)


@pytest.mark.allow_log_warnings
def test_a_bug_while_the_library_moves_is_told_and_the_library_stays(
    open_inline: Callable[..., InlineEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    inline = open_inline("exact")
    with monkeypatch.context() as patch:
        patch.setattr(Changeover, "fill", lambda *_: 1 / 0)
        events = inline.do(Recompress(1, "small"))
    (failed,) = told(events, Failed)
    assert "Everything is as it was" in failed.sentence
    assert told(events, Progress)[-1].activity is Activity.PAUSED
    assert last_state(inline.do(Resume())).profile == "exact"
    assert finds(inline, "apples")[0] == ("b.pdf", 1)


@pytest.mark.allow_log_warnings
def test_a_wish_made_of_a_dying_engine_is_met_by_the_next(tmp_path: Path, papers: Path) -> None:
    with Driver(tmp_path / "library", "exact") as driver:
        driver.index(str(papers))
        assert driver.engine.pid is not None
        psutil.Process(driver.engine.pid).kill()
        driver.send(Recompress(5, "small"))
        assert driver.wait(Recompressed, timeout_s=60).profile == "small"
