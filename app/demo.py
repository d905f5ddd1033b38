"""The demo: a few invented documents, three questions, and the pages that answer, lit up."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.text import Text

from app.cli.indexing import follow, report
from app.cli.output import ExitCode, Terminal
from app.cli.searching import save_lit_pages, table
from app.cli.session import OpenEngine, Session, open_engine
from app.requests import AddPaths
from assets import samples_dir

QUESTIONS = (
    "how many passengers took the Skerry Sound route",
    "soup with leeks and saffron",
    "last ferry on Sundays in winter",
)
SHOWN = 3


def demo(
    terminal: Terminal,
    library: Path | None,
    out: Path | None,
    show_window: Callable[[Path], int] | None,
    open_engine: OpenEngine = open_engine,
) -> int:
    """Index the samples, ask, save the lit-up pages, and show the window when there is a screen.

    library: where to index; None means a folder that is removed at the end.    out: None means a new temporary folder.
    """
    folder = out.absolute() if out else Path(tempfile.mkdtemp(prefix="pagelight-demo-"))
    own_library = Path(tempfile.mkdtemp(prefix="pagelight-demo-library-")) if library is None else None
    try:
        shown = own_library or library
        assert shown is not None
        _tour(terminal, shown, folder, open_engine)
        if show_window is None or not _has_screen():
            return ExitCode.FINE
        terminal.say("The same documents are open in the window; close it to end the demo.")
        return show_window(shown)
    finally:
        if own_library is not None:
            shutil.rmtree(own_library, ignore_errors=True)


def _tour(terminal: Terminal, library: Path, folder: Path, open_engine: OpenEngine) -> None:
    samples = str(samples_dir())
    with Session(library, terminal.say, open_engine) as session:
        work = follow(session, terminal, AddPaths((samples,)), [samples])
        report(session.library, list(work.files.values()), terminal)
        for number, question in enumerate(QUESTIONS, start=1):
            results = session.ask(question, limit=SHOWN)
            terminal.write()
            terminal.write(Text(question, style="bold"))
            if results.hits:
                terminal.out.print(table(results, with_regions=True))
            else:
                terminal.write("No good match.")
            save_lit_pages(session, results, folder / f"question {number}")
    terminal.write()
    terminal.write(f"The pages, lit up: {folder}")


def _has_screen() -> bool:
    return platform.system() != "Linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
