"""What can be typed, what opens the window, the demo and the self-check, with an engine that is only pretended."""

from __future__ import annotations

import subprocess
import sys
import types
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.cli import parser as cli
from app.cli.output import Terminal
from app.cli.session import LibraryNotOpened, Session
from app.demo import demo
from app.events import Event, Notice
from app.main import main
from app.requests import AddPaths, Request
from app.self_check import SAMPLE, check
from app.settings import Settings
from indexer.errors import ExpectedError
from tests.told_engine import BUSY, IDLE, STARTED, ToldEngine, finding, hit, library_of

pytestmark = pytest.mark.usefixtures("no_log_file")


# --- what can be typed ---


def test_the_library_may_be_named_before_or_after_the_command() -> None:
    assert cli.parse(["--library", "L", "search", "x"]).library == Path("L")
    assert cli.parse(["search", "x", "--library", "L"]).library == Path("L")
    assert "library" not in cli.parse(["search", "x"])


def test_no_command_means_the_window() -> None:
    assert cli.parse([]).command == "gui"


def test_a_file_dropped_on_the_icon_opens_the_window(tmp_path: Path) -> None:
    arguments = cli.parse([str(tmp_path)])
    assert (arguments.command, arguments.paths) == ("gui", [str(tmp_path)])


@pytest.mark.parametrize("typed", [["index"], ["search", "x", "-n", "0"], ["no-such-command"]])
def test_wrong_usage_ends_with_2(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.parse(typed)
    assert ended.value.code == 2
    assert "usage: pagelight" in capsys.readouterr().err


def test_a_mistyped_library_is_said_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typo = tmp_path / "typo"
    assert main(["--library", str(typo), "search", "x"]) == 3
    assert f"There is no library at {typo}" in capsys.readouterr().err
    assert not typo.exists()


# --- the window ---


def test_the_window_gets_library_paths_and_settings(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "settings.json").write_text('{"theme": "dark"}')
    opened: list[tuple[Path, list[str], str]] = []

    def run(library: Path, files: list[str], settings: Settings) -> int:
        opened.append((library, files, settings.theme))
        return 0

    monkeypatch.setitem(sys.modules, "ui.application", types.SimpleNamespace(run=run))
    assert main(["gui", str(tmp_path)]) == 0
    assert opened == [(home / "library", [str(tmp_path)], "dark")]


def test_the_way_to_the_window_imports_nothing_heavy() -> None:
    heavy = "numpy PIL PySide6 lancedb onnxruntime pyarrow pymupdf rich torch typer"
    code = f"import sys, app.main; print([name for name in {heavy.split()} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


# --- the session ---


def test_a_problem_before_the_library_is_open_is_the_end(tmp_path: Path) -> None:
    engine = ToldEngine([Notice("Another Pagelight has this library open.", is_problem=True)], lambda request: ())
    with (
        pytest.raises(LibraryNotOpened, match="Another Pagelight"),
        Session(tmp_path, Terminal().say, engine),
    ):
        pass
    assert engine.is_closed


def test_an_engine_that_says_nothing_is_given_up_in_time(tmp_path: Path) -> None:
    with (
        pytest.raises(ExpectedError, match="did not answer"),
        Session(tmp_path, Terminal().say, ToldEngine([], lambda request: ()), timeout_s=0.1),
    ):
        pass


# --- demo and self-check ---


def test_the_demo_keeps_its_library_while_the_window_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.demo._has_screen", lambda: True)
    seen: list[tuple[Path, bool]] = []

    def answer(request: Request) -> Iterable[Event]:
        if isinstance(request, AddPaths):
            yield from (BUSY, library_of([], *request.paths), IDLE)
        yield from finding(hit("/samples/report.pdf"))(request)

    def show(library: Path) -> int:
        seen.append((library, library.is_dir()))
        return 0

    assert demo(Terminal(), None, tmp_path / "out", show, ToldEngine(STARTED, answer)) == 0
    library, was_there = seen[0]
    assert was_there
    assert not library.exists()
    assert len(list((tmp_path / "out").rglob("*.png"))) == 3
    assert "20-30 % down" in capsys.readouterr().out


@pytest.mark.parametrize(("found", "code"), [(SAMPLE, 0), ("another.pdf", 1)])
def test_the_self_check_wants_the_sample_page(found: str, code: int) -> None:
    def answer(request: Request) -> Iterable[Event]:
        if isinstance(request, AddPaths):
            yield from (BUSY, library_of([], *request.paths), IDLE)
        yield from finding(hit(f"/x/{found}", number=1))(request)

    assert check("1.2", ToldEngine(STARTED, answer)) == code
