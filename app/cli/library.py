"""The commands that look after the library: `status`, `remove` and `recompress`."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from rich.progress import Progress as Bar

from app.cli.indexing import report
from app.cli.output import ExitCode, Terminal, counted, in_megabytes, is_below
from app.cli.session import OpenEngine, Session, open_engine
from app.events import LibraryState, Recompressing
from app.requests import RemovePaths
from app.rows import FileState, ModelRow, ModelStage


def status(library: Path, terminal: Terminal, as_json: bool = False, open_engine: OpenEngine = open_engine) -> int:
    """Say what the library holds, and what could not be read."""
    with Session(library, terminal.say, open_engine) as session:
        state = session.library
    if as_json:
        terminal.out.out(json.dumps(as_plain(library, state), indent=2), highlight=False)
        return ExitCode.FINE
    terminal.write(f"Library: {library}")
    for root in state.roots:
        notes = ["cannot be reached now"] * (not root.present) + ["paused"] * root.is_paused
        terminal.write(f"  {root.path}" + (f" ({', '.join(notes)})" if notes else ""))
    if state.skipped:
        terminal.write(f"Left out: {', '.join(state.skipped)}")
    report(state, state.files, terminal)
    exact = ", exact vectors kept" if state.keeps_exact else ""
    terminal.write(f"Profile: {state.profile}{exact}")
    for row in state.models:
        terminal.write(_of_model(row, state.pages))
    terminal.write("On disk: " + ", ".join(f"{kind} {in_megabytes(size)}" for kind, size in state.sizes))
    waiting = sum(row.state in (FileState.WAITING, FileState.INDEXING) for row in state.files)
    if waiting:
        terminal.write(f"{counted(waiting, 'file')} still to be indexed. To do it now: pagelight rescan")
    return ExitCode.FINE


def remove(library: Path, paths: Sequence[str], terminal: Terminal, open_engine: OpenEngine = open_engine) -> int:
    """Take files and folders out of the library; the files themselves stay as they are."""
    with Session(library, terminal.say, open_engine) as session:
        known = []
        for path in map(os.path.abspath, paths):
            if _holds(session.library, path):
                known.append(path)
            else:
                terminal.say(f"Nothing in the library lies at {path}.")
        if known:
            session.send(RemovePaths(tuple(known)))
            for event in session.events():
                if isinstance(event, LibraryState) and not any(_holds(event, path) for path in known):
                    break
            for path in known:
                terminal.write(f"Removed {path} from the library. What lies there was not touched.")
    return ExitCode.FINE if len(known) == len(paths) else ExitCode.SOME_FAILED


def recompress(
    library: Path,
    terminal: Terminal,
    profile: str,
    keep_exact: bool | None,
    reread: bool,
    open_engine: OpenEngine = open_engine,
) -> int:
    """Move the library to another profile; it stays as it is until the new codes are whole."""
    with (
        Session(library, terminal.say, open_engine) as session,
        Bar(console=terminal.err, transient=True, disable=not terminal.err.is_terminal) as bar,
    ):
        before = session.library
        task = bar.add_task("Recompressing", total=max(before.pages, 1))

        def told(event: Recompressing) -> None:
            bar.update(task, completed=event.pages_done, total=max(event.pages_total, 1))

        done = session.recompress(profile, keep_exact, reread, told)
        after = session.refresh()
    sizes = [dict(state.sizes).get("codes", 0) for state in (before, after)]
    terminal.write(
        f"{counted(after.pages, 'page')} now have the profile {done.profile}: "
        f"{in_megabytes(sizes[1])} of codes instead of {in_megabytes(sizes[0])}."
    )
    if after.keeps_exact and keep_exact is None and "exact vectors" in dict(after.sizes):
        room = in_megabytes(dict(after.sizes)["exact vectors"])
        terminal.write(f"Exact vectors are kept as well ({room}); --drop-exact gives that room back.")
    return ExitCode.FINE


def as_plain(library: Path, state: LibraryState) -> dict[str, object]:
    """Put the state of a library into plain values for JSON; the keys are stable."""
    return {
        "library": str(library),
        "roots": [
            {
                "path": root.path,
                "folder": root.is_folder,
                "present": root.present,
                "paused": root.is_paused,
                "watched": root.is_watched,
            }
            for root in state.roots
        ],
        "skipped": list(state.skipped),
        "documents": state.documents,
        "pages": state.pages,
        "textless_pages": state.textless_pages,
        "bytes_on_disk": state.bytes_on_disk,
        "sizes": dict(state.sizes),
        "profile": state.profile,
        "keeps_exact": state.keeps_exact,
        "models": [
            {
                "name": row.name,
                "stage": row.stage.value,
                "pages_done": row.pages_done,
                "pages_per_s": row.pages_per_s,
                "sentence": row.sentence,
            }
            for row in state.models
        ],
        "waiting": [row.path for row in state.files if row.state in (FileState.WAITING, FileState.INDEXING)],
        "failures": [
            {"path": row.path, "sentence": row.sentence, "remedy": row.remedy.value}
            for row in state.files
            if row.state is FileState.FAILED
        ],
    }


def _of_model(row: ModelRow, pages: int) -> str:
    said = {
        ModelStage.LOADING: "is being loaded",
        ModelStage.LOOKING: f"has seen {row.pages_done:,} of {counted(pages, 'page')}",
        ModelStage.DONE: "has seen every page",
        ModelStage.FAILED: row.sentence,
        ModelStage.UNUSED: "is not in use; what it made is kept",
    }[row.stage]
    return f"Model: {row.name} {said}" if row.stage is not ModelStage.FAILED else f"Model: {said}"


def _holds(state: LibraryState, path: str) -> bool:
    paths = [row.path for row in state.roots] + [row.path for row in state.files]
    return any(is_below(each, [path]) for each in paths)
