"""Proves that an installation works: one sample page is indexed, asked for, and has to be the answer."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from app.cli.indexing import follow
from app.cli.output import ExitCode, Terminal
from app.cli.session import OpenEngine, Session, open_engine
from app.requests import AddPaths
from assets import samples_dir
from indexer.errors import ExpectedError

SAMPLE = "Tidewell Ferries - Winter timetable.pdf"
QUESTION = "last ferry on Sundays"
TIMEOUT_S = 180.0


def check(version: str, open_engine: OpenEngine = open_engine) -> int:
    """Say whether a sample page is found again; 0 when it is."""
    terminal = Terminal()
    folder = Path(tempfile.mkdtemp(prefix="pagelight-self-check-"))
    try:
        problem = _problem(folder, terminal, open_engine)
    except ExpectedError as error:
        problem = error.sentence
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if problem:
        terminal.say(f"Pagelight {version}: self-check failed. {problem}")
        return ExitCode.SOME_FAILED
    terminal.write(f"Pagelight {version}: self-check passed")
    return ExitCode.FINE


def _problem(folder: Path, terminal: Terminal, open_engine: OpenEngine) -> str:
    sample = str(shutil.copy(samples_dir() / SAMPLE, folder))
    with Session(folder / "library", terminal.say, open_engine, TIMEOUT_S) as session:
        work = follow(session, terminal, AddPaths((sample,)), [sample])
        failures = [row.sentence for row in work.files.values() if row.sentence]
        hits = session.ask(QUESTION).hits
    if not hits:
        return " ".join(["The sample page was not found.", *failures])
    if Path(hits[0].path).name != SAMPLE or hits[0].page.number != 1:
        return f"Another page was found than the sample: {hits[0].path}, page {hits[0].page.number}."
    if not hits[0].regions:
        return "The sample page was found, but no part of it is lit."
    return ""
