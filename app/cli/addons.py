"""The commands that are about add-ons: `addons list`, `install` and `remove`."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape
from rich.table import Table

from app.cli.output import ExitCode, Terminal, in_megabytes, printable
from app.models import addons


def list_addons(terminal: Terminal) -> int:
    """List the add-ons, and which are installed."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("Add-on", "Here", "Size", "For"):
        table.add_column(heading, no_wrap=heading != "For")
    for name, what in addons.ADDONS.items():
        addon = addons.installed(name)
        here = f"yes ({addon.device})" if addon and addon.device else "yes" if addon else "no"
        size = in_megabytes(addons.bytes_on_disk(addon.folder)) if addon else ""
        table.add_row(name, here, size, what)
    terminal.out.print(table)
    return ExitCode.FINE


def install(terminal: Terminal, name: str, offered: Path | None, device: str, may_fetch_uv: bool) -> int:
    """Install an add-on and say what is being done; Ctrl-C ends it and leaves nothing behind."""
    with terminal.err.status(f"Installing {name}") as status:

        def on_step(line: str) -> None:
            if not line:
                return
            if terminal.err.is_terminal:
                status.update(escape(printable(line)))
            else:
                terminal.say(line)

        addon = addons.install(name, on_step, offered.absolute() if offered else None, device, may_fetch_uv)
    size = in_megabytes(addons.bytes_on_disk(addon.folder))
    terminal.write(f"The add-on {name} is installed ({size}): {addon.folder}")
    return ExitCode.FINE


def remove(terminal: Terminal, name: str) -> int:
    """Delete an add-on from this machine."""
    freed = addons.remove(name)
    terminal.write(f"The add-on {name} was removed; {in_megabytes(freed)} are free again. Models and libraries stay.")
    return ExitCode.FINE
