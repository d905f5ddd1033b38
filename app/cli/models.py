"""The commands that are about models: `models list`, `get`, `use`, `stop`, `remove` and `verify`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.table import Table
from rich.text import Text

from app.cli.output import ExitCode, Terminal, counted, in_megabytes, printable
from app.cli.session import OpenEngine, Session, open_engine
from app.events import ModelChanged
from app.models import here as models
from app.models.catalogue import BUILT_IN, Entry, entry
from app.models.hub_errors import TooLittleMemory
from app.models.speeds import estimate, load_speeds
from app.rows import ModelStage


def list_models(terminal: Terminal, as_json: bool, pages: int | None) -> int:
    """List what there is and what it takes; with `pages`, how long each would take for them."""
    rows = [(name, entry(name), models.find(name)) for name in models.names()]
    speeds = load_speeds()
    if as_json:
        listed = [_as_json(name, known, installed, speeds.get(name, {})) for name, known, installed in rows]
        terminal.write(json.dumps({"models": listed}, ensure_ascii=False))
        return ExitCode.FINE
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Model", no_wrap=True)
    for heading, justify in (("Here", "left"), ("Size", "right"), ("Memory", "right"), ("Published", "right")):
        table.add_column(heading, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    for heading in ("Speed here", "Languages", "Licence"):
        table.add_column(heading)
    table.add_row(BUILT_IN, "yes", "", "", "", _speed(speeds.get(BUILT_IN, {})), "English", "AGPL 3.0")
    for name, known, installed in rows:
        speed = _speed(speeds.get(name, {}))
        table.add_row(Text(printable(name)), "yes" if installed else "no", *_figures(known, installed, speed))
    terminal.out.print(table)
    terminal.write()
    terminal.write("Published: what publishers say of ViDoRe V1 (nDCG@5, of 100), not measured here. Size and memory")
    terminal.write("are about right; memory is for a processor, a graphics card needs about half.")
    if pages is not None:
        terminal.write()
        for name in (BUILT_IN, *(name for name, _, _ in rows)):
            terminal.write(f"{name}: {estimate(pages, speeds.get(name, {}))}")
    return ExitCode.FINE


def get(terminal: Terminal, name: str, revision: str, anyway: bool) -> int:
    """Download a model, and show how far it is."""
    before = models.find(name) if name != BUILT_IN else None
    try:
        with _bar(terminal, "Downloading") as on_progress:
            got = models.get(name, on_progress, revision, is_memory_checked=not anyway)
    except TooLittleMemory:
        terminal.say("To download it all the same: --anyway")
        raise
    verb = "is already" if before is not None and before.folder == got.folder else "is now"
    terminal.write(f"{got.name} {verb} on this machine ({in_megabytes(got.bytes_on_disk)}): {got.folder}")
    return ExitCode.FINE


def use(library: Path, terminal: Terminal, name: str, open_engine: OpenEngine = open_engine) -> int:
    """Look at the library with a model as well, and wait until it has seen every page."""
    with Session(library, terminal.say, open_engine) as session:
        terminal.say(f"{name}: {estimate(session.library.pages, load_speeds().get(name, {}))}.")
        session.use_model(name)
        total = session.library.pages
        silent = not terminal.err.is_terminal
        with Progress(console=terminal.err, transient=True, disable=silent) as bar:
            task = bar.add_task("Looking", total=max(total, 1))
            try:
                row = session.refresh().models[0]
                for event in session.events() if row.stage in (ModelStage.LOADING, ModelStage.LOOKING) else ():
                    if isinstance(event, ModelChanged):
                        row = event.row
                        bar.update(task, completed=row.pages_done)
                    if row.stage not in (ModelStage.LOADING, ModelStage.LOOKING):
                        break
            except KeyboardInterrupt:
                terminal.say(f"Stopped; {name} goes on whenever Pagelight runs. To end that: pagelight models stop")
                return ExitCode.INTERRUPTED
    if row.stage is ModelStage.FAILED:
        return ExitCode.SOME_FAILED  # Why has been said.
    terminal.write(f"{name} has seen {counted(row.pages_done, 'page')}.")
    return ExitCode.FINE


def stop(library: Path, terminal: Terminal, does_forget: bool, open_engine: OpenEngine = open_engine) -> int:
    """Look at the library with the built-in models alone."""
    with Session(library, terminal.say, open_engine) as session:
        session.use_model("")
        unused = session.refresh().models
        for row in unused if does_forget else ():
            session.forget_model(row.key)
    if does_forget:
        terminal.write(f"What {counted(len(unused), 'model')} made of this library was removed.")
    else:
        terminal.write("Only the built-in models are used now. What others made is kept; --forget removes it.")
    return ExitCode.FINE


def remove(terminal: Terminal, name: str) -> int:
    """Delete a model from this machine."""
    freed = models.remove(name)
    terminal.write(f"{name} was removed; {in_megabytes(freed)} are free again.")
    return ExitCode.FINE


def verify(terminal: Terminal, name: str) -> int:
    """Compare a model's files with what was published."""
    with _bar(terminal, "Checking") as on_progress:
        files = models.verify(name, on_progress)
    terminal.write(f"{name} is as it was published: {counted(files, 'file')} checked.")
    return ExitCode.FINE


@contextmanager
def _bar(terminal: Terminal, doing: str) -> Iterator[Callable[[int, int], None]]:
    """Draw how many bytes are done, where somebody can see it."""
    columns = TextColumn("{task.description}"), BarColumn(24), DownloadColumn(), TransferSpeedColumn()
    silent = not terminal.err.is_terminal
    with Progress(*columns, TimeRemainingColumn(), console=terminal.err, transient=True, disable=silent) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _figures(known: Entry | None, installed: models.Installed | None, speed: str) -> list[str]:
    size = installed.bytes_on_disk if installed else known.download_bytes if known else None
    return [
        _in_gigabytes(size),
        _in_gigabytes(known.ram_bytes if known else None),
        f"{known.published.score:.1f}" if known and known.published else "",
        speed,
        ", ".join(known.languages) if known else "",
        known.licence if known else "",
    ]


def _as_json(
    name: str, known: Entry | None, installed: models.Installed | None, speeds: dict[str, float]
) -> dict[str, object]:
    return {
        "name": name,
        "kind": known.kind if known else None,
        "installed": installed is not None,
        "folder": str(installed.folder) if installed else None,
        "revision": installed.revision if installed else known.revision if known else None,
        "bytes_on_disk": installed.bytes_on_disk if installed else None,
        "download_bytes": known.download_bytes if known else None,
        "ram_bytes": known.ram_bytes if known else None,
        "licence": known.licence if known else None,
        "languages": known.languages if known else None,
        "dim": known.dim if known else None,
        "published": dataclasses.asdict(known.published) if known and known.published else None,
        "pages_per_s": speeds,
    }


def _speed(by_device: dict[str, float]) -> str:
    return ", ".join(f"{speed:.2g} pages/s ({device})" for device, speed in by_device.items()) or "not tried"


def _in_gigabytes(size: int | None) -> str:
    return "" if size is None else f"{size / 1e9:.1f} GB"
