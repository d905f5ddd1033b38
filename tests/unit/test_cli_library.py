"""`pagelight status`, `remove` and `recompress`, with an engine that is only pretended."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from app.cli import parser as cli
from app.cli.library import recompress, remove, status
from app.cli.output import Terminal
from app.events import Activity, Event, Failed, Notice, Progress, Ready, Recompressed, Recompressing
from app.main import main
from app.requests import Recompress, RemovePaths
from app.rows import FileState, Remedy, RootRow
from tests.told_engine import BUSY, EMPTY, IDLE, ToldEngine, library_of, row

pytestmark = pytest.mark.usefixtures("no_log_file")


def test_status_tells_an_unplugged_drive_and_failures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row(tmp_path, "locked.pdf", FileState.FAILED, sentence="It wants a password.", remedy=Remedy.PASSWORD)]
    engine = ToldEngine((Ready("m"), library_of(rows, "/media/usb", present=False)), lambda request: ())
    assert status(tmp_path, Terminal(), open_engine=engine) == 0
    said = capsys.readouterr().out
    assert "/media/usb (cannot be reached now)" in said
    assert "locked.pdf: It wants a password. (index it again with --password)" in said


def test_status_tells_what_is_paused_and_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = replace(library_of([]), roots=(RootRow("/a", True, True, is_paused=True),), skipped=("drafts", "*.png"))
    status(tmp_path, Terminal(), open_engine=ToldEngine((Ready("m"), state), lambda request: ()))
    out = capsys.readouterr().out
    assert "/a (paused)" in out and "Left out: drafts, *.png" in out


def test_status_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row(tmp_path, "a.pdf", pages=3, textless=1), row(tmp_path, "b.pdf", FileState.WAITING)]
    engine = ToldEngine((Ready("m"), library_of(rows, str(tmp_path))), lambda request: ())
    status(tmp_path, Terminal(), as_json=True, open_engine=engine)
    assert json.loads(capsys.readouterr().out) == {
        "library": str(tmp_path),
        "roots": [{"path": str(tmp_path), "folder": True, "present": True, "paused": False, "watched": False}],
        "skipped": [],
        "documents": 1,
        "pages": 3,
        "textless_pages": 1,
        "bytes_on_disk": 400_000,
        "sizes": {"codes": 300_000, "text index": 100_000},
        "profile": "quality",
        "keeps_exact": False,
        "models": [],
        "waiting": [str(tmp_path / "b.pdf")],
        "failures": [],
    }


def test_remove_waits_until_the_library_has_forgotten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    full = library_of([row(tmp_path, "a.pdf", pages=1)], str(tmp_path))
    engine = ToldEngine((Ready("m"), full), lambda request: (full, BUSY, EMPTY, IDLE))
    missing = str(tmp_path.parent / "never added")
    assert remove(tmp_path, [str(tmp_path), missing], Terminal(), open_engine=engine) == 1
    assert engine.requests == [RemovePaths((str(tmp_path),))]
    assert f"Nothing in the library lies at {missing}." in capsys.readouterr().err


def moving(*events: Event) -> ToldEngine:
    before = library_of([row(Path("/papers"), "a.pdf", pages=1200)], "/papers")
    return ToldEngine((Ready("m"), before), lambda request: events)


def test_recompress_says_how_many_bytes_there_were_and_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    after = replace(library_of([row(tmp_path, "a.pdf", pages=1200)]), sizes=(("codes", 100_000),), profile="tiny")
    engine = moving(Recompressing(1, 600, 1200), Recompressing(9, 1, 2), IDLE, Recompressed(1, "tiny", "c"), after)
    assert recompress(tmp_path, Terminal(), "tiny", True, False, open_engine=engine) == 0
    assert engine.requests == [Recompress(1, "tiny", keep_exact=True, reread=False)]
    assert capsys.readouterr().out == ("1,200 pages now have the profile tiny: 0.1 MB of codes instead of 0.3 MB.\n")
    assert engine.is_closed


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([Failed(7, "Of another question."), Failed(1, "Its pages have to be read again.")], "Its pages have to be"),
        ([Notice("The disk is full.", is_problem=True), Progress(Activity.PAUSED)], "The disk is full.\nThe work has"),
    ],
)
def test_a_library_that_does_not_move_is_a_sentence_and_ends_with_1(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    events: list[Event],
    said: str,
) -> None:
    moved = partial(recompress, open_engine=moving(*events))
    monkeypatch.setattr("app.cli.library.recompress", moved)
    assert main(["--library", str(tmp_path), "recompress", "--profile", "small"]) == 1
    told = capsys.readouterr()
    assert said in told.err and told.out == ""


def test_recompress_asks_for_what_was_typed() -> None:
    plain, full = (
        cli.parse(["recompress", *typed]) for typed in ([], ["--profile", "tiny", "--keep-exact", "--reread"])
    )
    assert (plain.profile, plain.keep_exact, plain.reread) == ("", None, False)
    assert (full.profile, full.keep_exact, full.reread) == ("tiny", True, True)
    assert cli.parse(["recompress", "--drop-exact"]).keep_exact is False
