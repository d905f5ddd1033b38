"""The command line, with an engine that is only pretended."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import types
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from app.cli import parser as cli
from app.cli.indexing import Work, index, rescan
from app.cli.library import recompress, remove, status
from app.cli.output import Terminal, printable, short_names
from app.cli.searching import search
from app.cli.session import LibraryNotOpened, Session
from app.demo import demo
from app.events import (
    Activity,
    EngineLost,
    Estimated,
    Event,
    Exported,
    Exporting,
    Failed,
    FilesChanged,
    Hit,
    LibraryState,
    Notice,
    Picture,
    Progress,
    Ready,
    Recompressed,
    Recompressing,
    Results,
)
from app.main import main
from app.requests import (
    AddPaths,
    Ask,
    Draw,
    Estimate,
    Export,
    GetLibrary,
    Lane,
    Recompress,
    RemovePaths,
    Request,
    Retry,
    Skip,
    Unlock,
)
from app.rows import FileRow, FileState, Remedy, RootRow
from app.self_check import SAMPLE, check
from app.settings import Settings
from indexer.errors import ExpectedError
from indexer.types import Page, Region

BUSY, IDLE = Progress(Activity.SCANNING), Progress(Activity.IDLE)
EMPTY = LibraryState((), (), 0, 0, 0, 0)
STARTED = (Ready("built-in"), EMPTY, BUSY, EMPTY, IDLE)


class FakeEngine:
    """Says what it is told to say: first `opening`, then what `answer` returns for each request but GetLibrary."""

    def __init__(self, opening: Iterable[Event], answer: Callable[[Request], Iterable[Event]]) -> None:
        self.requests: list[Request] = []
        self.is_closed = False
        self._opening = opening
        self._answer = answer
        self._on_event: Callable[[Event], None]

    def __call__(self, library: Path, on_event: Callable[[Event], None]) -> FakeEngine:
        self._on_event = on_event
        self._say(self._opening)
        return self

    def send(self, request: Request) -> None:
        if isinstance(request, GetLibrary):
            self._say([self._library])
        else:
            self.requests.append(request)
            self._say(self._answer(request))

    def close(self) -> None:
        self.is_closed = True

    def _say(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, LibraryState):
                self._library = event
            self._on_event(event)


def library_of(rows: Sequence[FileRow], *roots: str, present: bool = True) -> LibraryState:
    done = [row for row in rows if row.state is FileState.INDEXED]
    root_rows = tuple(RootRow(root, True, present) for root in roots)
    pages, textless = sum(row.pages for row in done), sum(row.textless for row in done)
    sizes = (("codes", 300_000), ("text index", 100_000))
    return LibraryState(root_rows, tuple(rows), len(done), pages, textless, 400_000, sizes, "quality")


def row(folder: Path, name: str, state: FileState = FileState.INDEXED, **known: object) -> FileRow:
    return FileRow(str(folder / name), str(folder), state, **known)  # type: ignore[arg-type]


def hit(path: str, number: int = 3) -> Hit:
    region = Region((0.1, 0.2, 0.5, 0.3), 1.0, (0,))
    return Hit(
        Page("f00d", number), 1.5, (Lane.TEXT, Lane.LOOK), (region,), path, 6, 0.7, "many passengers", ((5, 15),)
    )


def white_page(width_px: int) -> bytes:
    saved = io.BytesIO()
    Image.new("RGB", (width_px, width_px), "white").save(saved, "PNG")
    return saved.getvalue()


def finding(*hits: Hit) -> Callable[[Request], Iterable[Event]]:
    def answer(request: Request) -> Iterable[Event]:
        if isinstance(request, Ask):
            yield Results(request.ticket, request.text, hits, ("passengers",), 12.5)
        elif isinstance(request, Draw):
            yield Picture(
                request.ticket, request.page, white_page(request.width_px), request.width_px, request.width_px
            )

    return answer


@pytest.fixture(autouse=True)
def no_log_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep `main` from setting up logging for all the tests that follow."""
    monkeypatch.setattr("app.main.start_logging", lambda folder, name: None)


# --- index, rescan ----------------------------------------------------------------------------------------------


def test_index_waits_for_its_own_work_and_not_for_the_rescan_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = library_of([row(tmp_path, "a.pdf", pages=2)], str(tmp_path))

    def answer(request: Request) -> Iterable[Event]:
        yield from (BUSY, Progress(Activity.INDEXING, pages_total=2), done, IDLE)

    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=FakeEngine(STARTED, answer)) == 0
    assert "2 pages in 1 document can be searched" in capsys.readouterr().out


def test_index_is_not_over_while_documents_are_read_for_meaning(tmp_path: Path) -> None:
    engine = FakeEngine(STARTED, lambda _: ())
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

    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=FakeEngine(STARTED, answer)) == 1
    said = capsys.readouterr().out
    assert "scan.tif: 2 of 2 pages" in said
    assert "broken.pdf: The file is damaged." in said


def test_names_to_leave_out_are_added_to_those_that_are_left_out(tmp_path: Path) -> None:
    before = replace(EMPTY, skipped=("drafts",))

    def answer(request: Request) -> Iterable[Event]:
        return [BUSY, library_of([], str(tmp_path)), IDLE] if isinstance(request, AddPaths) else ()

    engine = FakeEngine((Ready("m"), before, BUSY, IDLE), answer)
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
    engine = FakeEngine(STARTED, lambda request: [replace(estimated, files=7, is_whole=False), estimated])
    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=engine, is_estimate=True) == 0
    assert said in capsys.readouterr().out
    assert engine.requests == [Estimate(1, (str(tmp_path),))]


def test_a_failure_elsewhere_in_the_library_is_not_this_commands_failure(tmp_path: Path) -> None:
    ours, other = tmp_path / "ours", tmp_path / "other"
    ours.mkdir()
    rows = [row(ours, "a.pdf", pages=1), row(other, "b.pdf", FileState.FAILED, sentence="Damaged.")]
    engine = FakeEngine(STARTED, lambda request: (BUSY, library_of(rows, str(ours), str(other)), IDLE))
    assert index(tmp_path, [str(ours)], Terminal(), open_engine=engine) == 0


def test_a_path_that_does_not_exist_is_said_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = FakeEngine(STARTED, lambda request: (BUSY, library_of([], str(tmp_path)), IDLE))
    missing = str(tmp_path / "nowhere")
    assert index(tmp_path, [missing, str(tmp_path)], Terminal(), open_engine=engine) == 1
    assert f"There is nothing at {missing}." in capsys.readouterr().err
    assert engine.requests == [AddPaths((str(tmp_path),))]


def test_index_ends_when_the_engine_calls_a_root_by_another_name(tmp_path: Path) -> None:
    engine = FakeEngine(STARTED, lambda request: (BUSY, library_of([], "/elsewhere"), IDLE))
    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=engine) == 0


def test_index_ends_when_the_engine_cannot_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(request: Request) -> Iterable[Event]:
        full = Notice("The disk is full.", is_problem=True)
        yield from (BUSY, full, library_of([], str(tmp_path)), Progress(Activity.PAUSED))

    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=FakeEngine(STARTED, answer)) == 1
    assert "The disk is full." in capsys.readouterr().err


def test_an_engine_that_was_lost_is_asked_again(tmp_path: Path) -> None:
    def answer(request: Request) -> Iterable[Event]:
        if len(engine.requests) == 1:
            yield from (BUSY, EngineLost("It stopped.", restarting=True), Ready("built-in"), EMPTY, BUSY)
        else:
            yield from (library_of([], str(tmp_path)), IDLE)

    engine = FakeEngine(STARTED, answer)
    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=engine) == 0
    assert engine.requests == [AddPaths((str(tmp_path),))] * 2


def test_a_password_is_tried_on_locked_files_only(tmp_path: Path) -> None:
    locked = row(tmp_path, "locked.pdf", FileState.FAILED, sentence="Locked.", remedy=Remedy.PASSWORD)
    broken = row(tmp_path, "broken.pdf", FileState.FAILED, sentence="Damaged.")

    def answer(request: Request) -> Iterable[Event]:
        first = row(tmp_path, "locked.pdf", pages=1) if isinstance(request, Unlock) else locked
        yield from (BUSY, library_of([first, broken], str(tmp_path)), IDLE)

    engine = FakeEngine(STARTED, answer)
    assert index(tmp_path, [str(tmp_path)], Terminal(), "secret", open_engine=engine) == 1
    assert engine.requests[1:] == [Unlock(locked.path, "secret")]


def test_ctrl_c_leaves_a_sound_library_and_says_what_is_searchable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(request: Request) -> Iterable[Event]:
        yield library_of([row(tmp_path, "a.pdf", pages=7)])
        raise KeyboardInterrupt

    engine = FakeEngine(STARTED, answer)
    assert index(tmp_path, [str(tmp_path)], Terminal(), open_engine=engine) == 130
    assert "Stopped; 7 pages are searchable; run the same command again" in capsys.readouterr().err
    assert engine.is_closed


def test_rescan_can_try_failed_files_again(tmp_path: Path) -> None:
    engine = FakeEngine(STARTED, lambda request: (BUSY, EMPTY, IDLE))
    assert rescan(tmp_path, Terminal(), retry_failed=True, open_engine=engine) == 0
    assert engine.requests == [Retry()]


# --- search -----------------------------------------------------------------------------------------------------


def test_search_shows_file_page_lanes_and_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    engine = FakeEngine(STARTED, finding(hit("/papers/report.pdf")))
    assert search(tmp_path, "passengers", Terminal(), open_engine=engine) == 0
    said = capsys.readouterr().out
    assert all(part in said for part in ("report.pdf", "3/6", "words look", "1.50", "many passengers"))


def test_json_has_its_keys_and_nothing_else_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    engine = FakeEngine(STARTED, finding(hit("/papers/réport.pdf")))
    search(tmp_path, "passengers", Terminal(), within=["/papers"], limit=5, as_json=True, open_engine=engine)
    answer = json.loads(capsys.readouterr().out)
    assert engine.requests == [Ask(1, "passengers", (str(Path("/papers").absolute()),), 5)]
    assert set(answer) == {"query", "elapsed_ms", "terms", "filters", "total", "sentence", "hits"}
    assert answer["hits"][0] == {
        "rank": 1,
        "path": "/papers/réport.pdf",
        "page": 3,
        "pages": 6,
        "document": "f00d",
        "score": 1.5,
        "lanes": ["text", "look"],
        "line": "many passengers",
        "regions": [{"box": [0.1, 0.2, 0.5, 0.3], "weight": 1.0, "tokens": [0]}],
    }


def test_no_hits_are_not_an_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    full = library_of([row(tmp_path, "a.pdf", pages=1)], str(tmp_path))
    assert search(tmp_path, "zebra", Terminal(), open_engine=FakeEngine((Ready("m"), full), finding())) == 0
    assert capsys.readouterr().out == "No good match.\n"


def test_an_empty_library_teaches_how_to_fill_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    search(tmp_path, "zebra", Terminal(), open_engine=FakeEngine(STARTED, finding()))
    assert "pagelight index PATH" in capsys.readouterr().out


def test_pages_are_saved_lit_up(tmp_path: Path) -> None:
    engine = FakeEngine(STARTED, finding(hit("/papers/report.pdf")))
    search(tmp_path, "passengers", Terminal(), save_pages=tmp_path / "lit", open_engine=engine)
    with Image.open(tmp_path / "lit" / "01_report_p3.png") as page:
        assert page.width == 1240
        assert page.getpixel((page.width // 4, page.height // 4)) != (255, 255, 255)
        assert page.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("left_out", [0, 2])
def test_hits_are_exported_and_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str], left_out: int) -> None:
    def answer(request: Request) -> Iterable[Event]:
        yield from finding(hit("/papers/report.pdf"))(request)
        if isinstance(request, Export):
            yield from (Exporting(request.ticket, 1, 1), Exported(request.ticket, request.path, 1, left_out))

    engine, file = FakeEngine(STARTED, answer), tmp_path / "hits.pdf"
    assert search(tmp_path, "passengers", Terminal(), limit=7, export=file, open_engine=engine) == 0
    assert engine.requests[-1] == Export(2, 1, str(file), 7)
    said = " ".join(capsys.readouterr().err.split())
    assert "1 page" in said and ("2 could not be drawn" in said) is bool(left_out)


def test_what_there_is_to_know_about_an_answer_is_said_beside_its_hits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(request: Request) -> Iterable[Event]:
        (found,) = finding(hit("/papers/report.pdf"))(request)
        yield replace(found, sentence="No good match.") if isinstance(found, Results) else found

    search(tmp_path, "zebra", Terminal(), open_engine=FakeEngine(STARTED, answer))
    assert "No good match." in capsys.readouterr().err


def test_an_export_ends_with_pdf_or_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.parse(["search", "x", "--export", "a.PDF"]).export == Path("a.PDF")
    with pytest.raises(SystemExit):
        cli.parse(["search", "x", "--export", "a.txt"])
    assert ".pdf or .csv" in capsys.readouterr().err


def test_filters_with_a_minus_can_be_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.parse(["search", "--", "-in:drafts", "lease"]).text == ["-in:drafts", "lease"]
    assert cli.parse(["search", "lease", "in:taxes"]).text == ["lease", "in:taxes"]
    with pytest.raises(SystemExit):
        cli.parse(["search", "--help"])
    said = capsys.readouterr().out
    assert all(part in said for part in ("in:FOLDER", "type:pdf", "before:2024"))


def test_a_question_that_cannot_be_answered_is_a_sentence(tmp_path: Path) -> None:
    engine = FakeEngine(STARTED, lambda request: (Failed(1, "The disk is gone."),))
    with pytest.raises(ExpectedError, match=r"The disk is gone\."):
        search(tmp_path, "passengers", Terminal(), open_engine=engine)
    assert engine.is_closed


def test_a_files_name_cannot_command_the_terminal() -> None:
    assert "\x1b" not in printable("a\x1b[31mred.pdf")
    assert len(printable("a\x1b\udc80b")) == 4


def test_files_of_one_name_are_told_apart() -> None:
    assert short_names(["/a/x.pdf", "/b/x.pdf", "/b/y.pdf"]) == {
        "/a/x.pdf": "/a/x.pdf",
        "/b/x.pdf": "/b/x.pdf",
        "/b/y.pdf": "y.pdf",
    }


# --- status, remove ---------------------------------------------------------------------------------------------


def test_status_tells_an_unplugged_drive_and_failures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row(tmp_path, "locked.pdf", FileState.FAILED, sentence="It wants a password.", remedy=Remedy.PASSWORD)]
    engine = FakeEngine((Ready("m"), library_of(rows, "/media/usb", present=False)), lambda request: ())
    assert status(tmp_path, Terminal(), open_engine=engine) == 0
    said = capsys.readouterr().out
    assert "/media/usb (cannot be reached now)" in said
    assert "locked.pdf: It wants a password. (index it again with --password)" in said


def test_status_tells_what_is_paused_and_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = replace(library_of([]), roots=(RootRow("/a", True, True, is_paused=True),), skipped=("drafts", "*.png"))
    status(tmp_path, Terminal(), open_engine=FakeEngine((Ready("m"), state), lambda request: ()))
    out = capsys.readouterr().out
    assert "/a (paused)" in out and "Left out: drafts, *.png" in out


def test_status_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row(tmp_path, "a.pdf", pages=3, textless=1), row(tmp_path, "b.pdf", FileState.WAITING)]
    engine = FakeEngine((Ready("m"), library_of(rows, str(tmp_path))), lambda request: ())
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
    engine = FakeEngine((Ready("m"), full), lambda request: (full, BUSY, EMPTY, IDLE))
    missing = str(tmp_path.parent / "never added")
    assert remove(tmp_path, [str(tmp_path), missing], Terminal(), open_engine=engine) == 1
    assert engine.requests == [RemovePaths((str(tmp_path),))]
    assert f"Nothing in the library lies at {missing}." in capsys.readouterr().err


def moving(*events: Event) -> FakeEngine:
    before = library_of([row(Path("/papers"), "a.pdf", pages=1200)], "/papers")
    return FakeEngine((Ready("m"), before), lambda request: events)


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


# --- the session ------------------------------------------------------------------------------------------------


def test_a_problem_before_the_library_is_open_is_the_end(tmp_path: Path) -> None:
    engine = FakeEngine([Notice("Another Pagelight has this library open.", is_problem=True)], lambda request: ())
    with (
        pytest.raises(LibraryNotOpened, match="Another Pagelight"),
        Session(tmp_path, Terminal().say, engine),
    ):
        pass
    assert engine.is_closed


def test_an_engine_that_says_nothing_is_given_up_in_time(tmp_path: Path) -> None:
    with (
        pytest.raises(ExpectedError, match="did not answer"),
        Session(tmp_path, Terminal().say, FakeEngine([], lambda request: ()), timeout_s=0.1),
    ):
        pass


# --- what can be typed ------------------------------------------------------------------------------------------


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


# --- demo and self-check ----------------------------------------------------------------------------------------


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

    assert demo(Terminal(), None, tmp_path / "out", show, FakeEngine(STARTED, answer)) == 0
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

    assert check("1.2", FakeEngine(STARTED, answer)) == code
