"""`pagelight search`, with an engine that is only pretended."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from app.cli import parser as cli
from app.cli.output import Terminal, printable, short_names
from app.cli.searching import search
from app.events import Event, Exported, Exporting, Failed, Ready, Results
from app.requests import Ask, Export, Request
from indexer.errors import ExpectedError
from tests.told_engine import STARTED, ToldEngine, finding, hit, library_of, row


def test_search_shows_file_page_lanes_and_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    engine = ToldEngine(STARTED, finding(hit("/papers/report.pdf")))
    assert search(tmp_path, "passengers", Terminal(), open_engine=engine) == 0
    said = capsys.readouterr().out
    assert all(part in said for part in ("report.pdf", "3/6", "words look", "1.50", "many passengers"))


def test_json_has_its_keys_and_nothing_else_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    engine = ToldEngine(STARTED, finding(hit("/papers/réport.pdf")))
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
    assert search(tmp_path, "zebra", Terminal(), open_engine=ToldEngine((Ready("m"), full), finding())) == 0
    assert capsys.readouterr().out == "No good match.\n"


def test_an_empty_library_teaches_how_to_fill_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    search(tmp_path, "zebra", Terminal(), open_engine=ToldEngine(STARTED, finding()))
    assert "pagelight index PATH" in capsys.readouterr().out


def test_pages_are_saved_lit_up(tmp_path: Path) -> None:
    engine = ToldEngine(STARTED, finding(hit("/papers/report.pdf")))
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

    engine, file = ToldEngine(STARTED, answer), tmp_path / "hits.pdf"
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

    search(tmp_path, "zebra", Terminal(), open_engine=ToldEngine(STARTED, answer))
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
    engine = ToldEngine(STARTED, lambda request: (Failed(1, "The disk is gone."),))
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
