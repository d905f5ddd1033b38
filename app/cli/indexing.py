"""The commands that index: `index` and `rescan`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from rich.progress import BarColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar

from app.cli.estimating import estimate
from app.cli.output import ExitCode, Terminal, counted, in_megabytes, is_below, printable, short_names
from app.cli.session import OpenEngine, Session, open_engine
from app.events import (
    Activity,
    Event,
    FilesChanged,
    LibraryState,
    Progress,
    Ready,
)
from app.requests import (
    AddPaths,
    GetLibrary,
    Request,
    Retry,
    Skip,
    Unlock,
)
from app.rows import FileRow, FileState, Remedy
from indexer.errors import ExpectedError

REFRESH_TIMEOUT_S = 3.0
MAX_LISTED = 10
"""How many files without a text layer are named; a library of scans may have thousands."""


class Work:
    """Follows the engine until all that was asked of it is done.

    roots: the paths that have to be part of the library before the engine's idleness means anything. An engine that
    has just started is busy with a rescan of its own, and may be idle once before it has heard of the request.
    """

    def __init__(self, session: Session, roots: Sequence[str] = ()) -> None:
        self.files: dict[str, FileRow] = {}
        self.is_over = False
        self.broke_off = False
        self._session = session
        self._roots = roots
        self._was_busy = False
        self._has_asked = False
        self._heed_library(session.library)

    def heed(self, event: Event) -> None:
        """Take in what the engine says."""
        match event:
            case LibraryState():
                self._heed_library(event)
                # The engine answers in order, so it has heard of the roots and merely calls them something else.
                self.is_over = self._has_asked and not self._knows_roots
            case FilesChanged(files):
                self.files.update((row.path, row) for row in files)
            case Progress(Activity.IDLE) if self._was_busy:
                if self._knows_roots:
                    self.is_over = True
                else:
                    self._was_busy = False
                    self._has_asked = True
                    self._session.send(GetLibrary())
            case Progress(Activity.PAUSED):
                # Nobody asked for a pause, so the engine could not go on; its notice has said why.
                self.is_over = self.broke_off = True
            case Progress(activity) if activity is not Activity.IDLE:
                self._was_busy = True
                self._has_asked = False

    def _heed_library(self, library: LibraryState) -> None:
        self.files = {row.path: row for row in library.files}
        known = [_comparable(root.path) for root in library.roots]
        self._knows_roots = all(is_below(_comparable(root), known) for root in self._roots)


def index(
    library: Path,
    paths: Sequence[str],
    terminal: Terminal,
    password: str | None = None,
    open_engine: OpenEngine = open_engine,
    skip: Sequence[str] = (),
    is_estimate: bool = False,
) -> int:
    """Add files and folders to the library and wait until they are searchable.

    skip: further names of files and folders to leave out from now on.    is_estimate: only say what it would take.
    """
    roots = []
    for path in paths:
        if Path(path).exists():
            roots.append(os.path.abspath(path))
        else:
            terminal.say(f"There is nothing at {path}.")
    if not roots:
        return ExitCode.SOME_FAILED
    if is_estimate:
        return estimate(library, roots, terminal, open_engine)
    with Session(library, terminal.say, open_engine) as session:
        if skip:
            session.send(Skip((*session.library.skipped, *skip)))
        try:
            work = follow(session, terminal, AddPaths(tuple(roots)), roots)
            if password is not None:
                work = _unlock(session, terminal, password, roots, work)
        except KeyboardInterrupt:
            return _stopped(session, terminal)
        rows = [row for path, row in work.files.items() if is_below(_comparable(path), _all_comparable(roots))]
        failed = report(session.library, rows, terminal)
    return ExitCode.SOME_FAILED if failed or work.broke_off or len(roots) < len(paths) else ExitCode.FINE


def rescan(library: Path, terminal: Terminal, retry_failed: bool = False, open_engine: OpenEngine = open_engine) -> int:
    """Compare the library with the disk and wait until what is new or changed is searchable."""
    with Session(library, terminal.say, open_engine) as session:
        try:
            # An engine that starts rescans by itself, so there is nothing to ask for.
            work = follow(session, terminal)
            if retry_failed:
                work = follow(session, terminal, Retry())
        except KeyboardInterrupt:
            return _stopped(session, terminal)
        for root in session.library.roots:
            if not root.present:
                terminal.say(f"{root.path} cannot be reached now; what was indexed from it stays searchable.")
        failed = report(session.library, list(work.files.values()), terminal)
    return ExitCode.SOME_FAILED if failed or work.broke_off else ExitCode.FINE


def follow(session: Session, terminal: Terminal, request: Request | None = None, roots: Sequence[str] = ()) -> Work:
    """Send a request and show a progress bar until its work is over. Without one: until the engine is idle."""
    work = Work(session, roots)
    if request is not None:
        session.send(request)
    columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(24)
    figures = TextColumn("{task.fields[figures]}", markup=False)
    silent = not terminal.err.is_terminal
    with Bar(*columns, figures, console=terminal.err, transient=True, disable=silent) as bar:
        task = bar.add_task("Looking for files", total=None, figures="")
        for event in session.events():
            work.heed(event)
            if work.is_over:
                break
            if isinstance(event, Progress):
                bar.update(
                    task,
                    description=_doing(event),
                    completed=_share_done(event),
                    total=1.0 if event.files_total else None,
                    figures=_figures(event),
                )
            elif isinstance(event, Ready) and request is not None:
                # A second engine, after the first one was lost: it may never have heard of the request.
                session.send(request)
    return work


def report(library: LibraryState, rows: Sequence[FileRow], terminal: Terminal) -> int:
    """Say what became of the files and return how many could not be read."""
    terminal.write(
        f"{counted(library.pages, 'page')} in {counted(library.documents, 'document')} can be searched; "
        f"the library takes {in_megabytes(library.bytes_on_disk)}."
    )
    names = short_names(row.path for row in rows)
    textless = [row for row in rows if row.state is FileState.INDEXED and row.textless]
    if textless:
        pages = sum(row.textless for row in textless)
        files = counted(len(textless), "file")
        terminal.write(f"No text layer (scans and pictures): {counted(pages, 'page')} in {files}")
        for row in textless[:MAX_LISTED]:
            terminal.write(f"  {names[row.path]}: {row.textless:,} of {counted(row.pages, 'page')}")
        if len(textless) > MAX_LISTED:
            terminal.write(f"  and {counted(len(textless) - MAX_LISTED, 'more file')}")
    remarks = [row for row in rows if row.state is FileState.INDEXED and row.sentence]
    if remarks:
        terminal.write("Worth knowing:")
        for row in remarks:
            terminal.write(f"  {_with_name(names[row.path], row.sentence)}")
    failed = [row for row in rows if row.state is FileState.FAILED]
    if failed:
        terminal.write(f"Not read: {counted(len(failed), 'file')}")
        for row in failed:
            terminal.write(f"  {_with_name(names[row.path], row.sentence)}{_hint(row)}")
    return len(failed)


def _unlock(session: Session, terminal: Terminal, password: str, roots: Sequence[str], work: Work) -> Work:
    tops = _all_comparable(roots)
    for row in list(work.files.values()):
        if row.state is FileState.FAILED and row.remedy is Remedy.PASSWORD and is_below(_comparable(row.path), tops):
            work = follow(session, terminal, Unlock(row.path, password))
    return work


def _stopped(session: Session, terminal: Terminal) -> int:
    try:
        pages = session.refresh(REFRESH_TIMEOUT_S).pages
    except (ExpectedError, KeyboardInterrupt):  # A second Ctrl-C means: at once.
        pages = session.library.pages
    verb = "is" if pages == 1 else "are"
    terminal.say(f"Stopped; {counted(pages, 'page')} {verb} searchable; run the same command again to go on.")
    return ExitCode.INTERRUPTED


def _doing(progress: Progress) -> str:
    verb = {
        Activity.SCANNING: "Looking for files",
        Activity.INDEXING: "Indexing",
        Activity.UNDERSTANDING: "Reading for meaning",
        Activity.RECOGNISING: "Reading scans",
        Activity.PAUSED: "Paused",
        Activity.IDLE: "Waiting",
    }[progress.activity]
    name = printable(Path(progress.file).name)
    return f"{verb} {name if len(name) <= 32 else name[:31] + '…'}".rstrip()


def _share_done(progress: Progress) -> float:
    # Pages are counted when their file is opened, so alone they would look nearly done all the time.
    of_pages = progress.pages_done / progress.pages_total if progress.pages_total else 0.0
    of_files = (progress.files_done + 1) / progress.files_total if progress.files_total else 0.0
    return min(of_pages, of_files)


def _figures(progress: Progress) -> str:
    parts = []
    if progress.files_total:
        parts.append(f"{progress.files_done:,}/{counted(progress.files_total, 'file')}")
    if progress.pages_done:
        parts.append(counted(progress.pages_done, "page"))
    if progress.pages_per_s:
        parts.append(f"{progress.pages_per_s:.1f} pages/s")
    if progress.seconds_left is not None:
        parts.append(f"{_duration(progress.seconds_left)} left")
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def _with_name(name: str, sentence: str) -> str:
    return sentence if printable(name) in printable(sentence) else f"{name}: {sentence}"


def _hint(row: FileRow) -> str:
    hints = {
        Remedy.PASSWORD: " (index it again with --password)",
        Remedy.RETRY: " (to try again: pagelight rescan --retry-failed)",
        Remedy.NONE: "",
    }
    return hints[row.remedy]


def _comparable(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _all_comparable(paths: Sequence[str]) -> list[str]:
    return [_comparable(path) for path in paths]
