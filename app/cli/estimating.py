"""What `index --estimate` says: what adding files would take."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.cli.output import ExitCode, Terminal, counted, in_megabytes
from app.cli.session import OpenEngine, Session, open_engine
from app.events import Estimated, Failed
from app.models.speeds import duration
from app.requests import Estimate
from indexer.errors import ExpectedError


def estimate(library: Path, roots: Sequence[str], terminal: Terminal, open_engine: OpenEngine = open_engine) -> int:
    """Say what adding files and folders would take, and add nothing. roots: absolute paths."""
    with Session(library, terminal.say, open_engine) as session:
        session.send(Estimate(1, tuple(roots)))
        for event in session.events():
            if isinstance(event, Failed):
                raise ExpectedError(event.sentence)
            if isinstance(event, Estimated) and event.is_whole:
                terminal.write(said(event))
                break
    return ExitCode.FINE


def said(estimated: Estimated) -> str:
    """Say an estimate: "412 files, about 9,800 pages: about 16 min, 196 MB"."""
    if not estimated.files:
        return "There is nothing new to index."
    time = "how long it takes is not known yet" if estimated.seconds is None else f"about {duration(estimated.seconds)}"
    files, pages = counted(estimated.files, "file"), counted(estimated.pages, "page")
    return f"{files}, about {pages}: {time}, {in_megabytes(estimated.bytes_on_disk)}. Nothing was added."
