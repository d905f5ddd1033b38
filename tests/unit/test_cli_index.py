"""`pagelight index` and `pagelight rescan`, with an engine that is only pretended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.indexing import Work, index, rescan
from app.cli.output import Terminal
from app.cli.session import Session
from app.events import Activity, EngineLost, Estimated, Event, FilesChanged, Notice, Progress, Ready
from app.requests import AddPaths, Estimate, Request, Retry, Skip, Unlock
from app.rows import FileState, Remedy
from tests.told_engine import BUSY, EMPTY, IDLE, STARTED, ToldEngine, library_of, row


def test_index_waits_for_its_own_work_and_not_for_the_rescan_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = library_of([row(tmp_path, "a.pdf", pages=2)], str(tmp_path))

    def answer(request: Request) -> Iterable[Event]:
        yield from (BUSY, Progress(Activity.INDEXING, pages_total=2), done, IDLE)

    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=ToldEngine(STARTED, answer)) == 0
    assert "2 pages in 1 document can be searched" in capsys.readouterr().out


def test_index_is_not_over_while_documents_are_read_for_meaning(tmp_path: Path) -> None:
    engine = ToldEngine(STARTED, lambda _: ())
    done = library_of([row(tmp_path, "a.pdf", pages=2)], str(tmp_path))
    with Session(tmp_path, print, engine) as session:
        work = Work(session, [str(tmp_path)])
        for event in (BUSY, Progress(Activity.INDEXING, pages_total=2), done, Progress(Activity.UNDERSTANDING, 1, 2)):
            work.heed(event)
            assert not work.is_over
        work.heed(IDLE)
        assert work.is_over


def test_index_names_files_without_a_text_layer_and_files_that_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        row(tmp_path, "scan.tif", pages=2, textless=2),
        row(tmp_path, "broken.pdf", FileState.FAILED, sentence="The file is damaged."),
    ]

    def answer(request: Request) -> Iterable[Event]:
        yield from (BUSY, FilesChanged((rows[0],)), library_of(rows, str(tmp_path)), IDLE)

    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=ToldEngine(STARTED, answer)) == 1
    said = capsys.readouterr().out
    assert "scan.tif: 2 of 2 pages" in said
    assert "broken.pdf: The file is damaged." in said


def test_names_to_leave_out_are_added_to_those_that_are_left_out(tmp_path: Path) -> None:
    before = replace(EMPTY, skipped=("drafts",))

    def answer(request: Request) -> Iterable[Event]:
        return [BUSY, library_of([], str(tmp_path)), IDLE] if isinstance(request, AddPaths) else ()

    engine = ToldEngine((Ready("m"), before, BUSY, IDLE), answer)
    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=engine, skip=["*.png"]) == 0
    assert engine.requests == [Skip(("drafts", "*.png")), AddPaths((str(tmp_path),))]


@pytest.mark.parametrize(
    ("estimated", "said"),
    [
        (Estimated(1, 412, 9800, 960.0, 30_000_000, True), "412 files, about 9,800 pages: about 16 min, 30"),
        (Estimated(1, 1, 1, None, 20_000, True), "1 file, about 1 page: how long it takes is not known yet"),
        (Estimated(1, 0, 0, None, 0, True), "nothing new"),
    ],
)
def test_an_estimate_is_said_and_nothing_is_added(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], estimated: Estimated, said: str
) -> None:
    engine = ToldEngine(STARTED, lambda request: [replace(estimated, files=7, is_whole=False), estimated])
    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=engine, is_estimate=True) == 0
    assert said in capsys.readouterr().out
    assert engine.requests == [Estimate(1, (str(tmp_path),))]


def test_a_failure_elsewhere_in_the_library_is_not_this_commands_failure(tmp_path: Path) -> None:
    ours, other = tmp_path / "ours", tmp_path / "other"
    ours.mkdir()
    rows = [row(ours, "a.pdf", pages=1), row(other, "b.pdf", FileState.FAILED, sentence="Damaged.")]
    engine = ToldEngine(STARTED, lambda request: (BUSY, library_of(rows, str(ours), str(other)), IDLE))
    assert index(tmp_path, [str(ours)], Terminal(), open_engine=engine) == 0


def test_a_path_that_does_not_exist_is_said_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = ToldEngine(STARTED, lambda request: (BUSY, library_of([], str(tmp_path)), IDLE))
    missing = str(tmp_path / "nowhere")
    assert index(tmp_path, [missing, str(tmp_path)], Terminal(), open_engine=engine) == 1
    assert f"There is nothing at {missing}." in capsys.readouterr().err
    assert engine.requests == [AddPaths((str(tmp_path),))]


def test_index_ends_when_the_engine_calls_a_root_by_another_name(tmp_path: Path) -> None:
    engine = ToldEngine(STARTED, lambda request: (BUSY, library_of([], "/elsewhere"), IDLE))
    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=engine) == 0


def test_index_ends_when_the_engine_cannot_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(request: Request) -> Iterable[Event]:
        full = Notice("The disk is full.", is_problem=True)
        yield from (BUSY, full, library_of([], str(tmp_path)), Progress(Activity.PAUSED))

    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=ToldEngine(STARTED, answer)) == 1
    assert "The disk is full." in capsys.readouterr().err


def test_an_engine_that_was_lost_is_asked_again(tmp_path: Path) -> None:
    def answer(request: Request) -> Iterable[Event]:
        if len(engine.requests) == 1:
            yield from (BUSY, EngineLost("It stopped.", restarting=True), Ready("built-in"), EMPTY, BUSY)
        else:
            yield from (library_of([], str(tmp_path)), IDLE)

    engine = ToldEngine(STARTED, answer)
    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=engine) == 0
    assert engine.requests == [AddPaths((str(tmp_path),))] * 2


def test_a_password_is_tried_on_locked_files_only(tmp_path: Path) -> None:
    locked = row(tmp_path, "locked.pdf", FileState.FAILED, sentence="Locked.", remedy=Remedy.PASSWORD)
    broken = row(tmp_path, "broken.pdf", FileState.FAILED, sentence="Damaged.")

    def answer(request: Request) -> Iterable[Event]:
        first = row(tmp_path, "locked.pdf", pages=1) if isinstance(request, Unlock) else locked
        yield from (BUSY, library_of([first, broken], str(tmp_path)), IDLE)

    engine = ToldEngine(STARTED, answer)
    assert index(tmp_path, [str(tmp_path)], Terminal(), "secret", open_engine=engine) == 1
    assert engine.requests[1:] == [Unlock(locked.path, "secret")]


def test_ctrl_c_leaves_a_sound_library_and_says_what_is_searchable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(request: Request) -> Iterable[Event]:
        yield library_of([row(tmp_path, "a.pdf", pages=7)])
        raise KeyboardInterrupt

    engine = ToldEngine(STARTED, answer)
    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=engine) == 130
    assert "Stopped; 7 pages are searchable; run the same command again" in capsys.readouterr().err
    assert engine.is_closed


def test_rescan_can_try_failed_files_again(tmp_path: Path) -> None:
    engine = ToldEngine(STARTED, lambda request: (BUSY, EMPTY, IDLE))
    assert rescan(tmp_path, Terminal(), retry_failed=True, open_engine=engine) == 0
    assert engine.requests == [Retry()]
