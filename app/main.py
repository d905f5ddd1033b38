"""The program `pagelight`: opens the window, or runs the command that was typed."""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app import paths, settings
from app.cli import dispatch
from app.cli.parser import parse
from app.logs import start_logging

log = logging.getLogger(__name__)


def main(given: Sequence[str] | None = None) -> int:
    """Do what was typed and return the exit code."""
    # First of all: in a packaged program the engine's process starts by running this very function.
    multiprocessing.freeze_support()
    arguments = parse(sys.argv[1:] if given is None else given)
    if arguments.version:
        return tell_version(arguments.verbose)
    chosen, problem = settings.load(paths.settings_file())
    if arguments.self_check:
        from app.self_check import check

        return check(version())
    start_logging(paths.log_folder(), "window" if arguments.command == "gui" else "commands")
    if problem:
        log.warning("%s", problem)
        print(problem, file=sys.stderr)
    asked_for: Path | None = getattr(arguments, "library", None)
    last = Path(chosen.last_library) if chosen.last_library else paths.default_library()
    # A library on a drive that is not there now must not be made anew in its place.
    library = (asked_for or (last if paths.is_library(last) else paths.default_library())).absolute()
    if arguments.command == "gui":
        return open_window(library, arguments.paths, chosen)
    if arguments.command == "demo":
        return dispatch.run_demo(arguments, asked_for, lambda shown: open_window(shown, (), chosen))
    if arguments.command == "eval":
        return dispatch.run_eval(arguments, asked_for.absolute() if asked_for else None, version(), library)
    return dispatch.run(arguments, library)


def open_window(library: Path, files: Sequence[str], chosen: settings.Settings) -> int:
    """Show the window until it is closed, and add the files to its library."""
    # The one line of app that knows the window.
    from ui.application import run

    return run(library, [os.path.abspath(file) for file in files], chosen)


def tell_version(is_verbose: bool) -> int:
    """Print the version, and of what it is made if wanted; returns the exit code."""
    said = [f"Pagelight {version()}"]
    if is_verbose:
        from app.versions import lines

        said += lines()
    try:
        print(*said, sep="\n", flush=True)
    except BrokenPipeError:
        # Who reads it wants no more. What is left goes nowhere, or Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def version() -> str:
    """Return the version of this program."""
    from importlib import metadata

    try:
        return metadata.version("pagelight")
    except metadata.PackageNotFoundError:
        return "(from source)"


if __name__ == "__main__":
    sys.exit(main())
