"""Which function a command becomes; every expected trouble becomes a sentence and an exit code."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

# Only what is cheap: the window goes through this module on its way to the screen. Commands are imported when run.
from indexer.errors import ExpectedError

if TYPE_CHECKING:
    from app.cli.output import Terminal
    from app.cli.session import OpenEngine


def run(arguments: argparse.Namespace, library: Path) -> int:
    """Run a command on a library; every expected trouble becomes a sentence and an exit code."""
    # Imported here, not above: Rich is not needed to open a window.
    from app.cli.session import LibraryNotOpened

    def command(terminal: Terminal) -> int:
        if arguments.command == "models" and arguments.what not in {"use", "stop"}:
            return _dispatch_models(arguments, terminal)
        if arguments.command == "addons":
            return _dispatch_addons(arguments, terminal)
        if arguments.command != "index" and not library.is_dir():
            # Opening would make an empty library out of a mistyped name.
            raise LibraryNotOpened(f"There is no library at {library} yet. To make one: pagelight index PATH")
        return _dispatch(arguments, library, terminal)

    return _guarded(command)


def run_demo(arguments: argparse.Namespace, library: Path | None, show_window: Callable[[Path], int]) -> int:
    """Run the demo, in a library of its own unless one is named."""
    from app.demo import demo

    show = None if arguments.no_window else show_window
    return _guarded(lambda terminal: demo(terminal, library, arguments.out, show))


def run_eval(arguments: argparse.Namespace, library: Path | None, version: str, usual: Path | None = None) -> int:
    """Measure how good the answers are, in a library of its own unless one is named.

    usual: the library to compare profiles on when neither a folder nor a library is named.
    """

    def command(terminal: Terminal) -> int:
        from app.cli.comparing import compare_on_collection, compare_on_library
        from app.cli.evaluating import Outputs, Source, evaluate
        from app.cli.session import open_engine
        from app.measuring.evaluate import Settings

        settings = Settings(arguments.lanes, arguments.depth, arguments.within_document)
        outputs = Outputs(arguments.json, arguments.run, arguments.picture)
        profile, model = arguments.profile, arguments.model
        if not arguments.folder:
            mine = library or usual
            if mine is None:
                raise ExpectedError("Say which library: --library DIR")
            return compare_on_library(mine, profile, arguments.questions, terminal, version, outputs, model)
        source = Source(arguments.folder, arguments.language)

        def open_profiled(name: str) -> OpenEngine:
            return partial(open_engine, profile=name)

        if arguments.compare:
            return compare_on_collection(
                source, settings, profile, terminal, version, library, outputs, open_profiled, model
            )
        return evaluate(
            source, settings, terminal, version, library, outputs, arguments.against, open_profiled(profile), model
        )

    return _guarded(command)


def _guarded(command: Callable[[Terminal], int]) -> int:
    from app.cli.output import ExitCode, Terminal
    from app.cli.session import LibraryNotOpened

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file's name may hold what the terminal's encoding cannot say.
            stream.reconfigure(errors="replace")
    terminal = Terminal()
    try:
        return command(terminal)
    except LibraryNotOpened as error:
        terminal.say(error.sentence)
        return ExitCode.NO_LIBRARY
    except ExpectedError as error:
        terminal.say(error.sentence)
        return ExitCode.SOME_FAILED
    except KeyboardInterrupt:
        terminal.say("Stopped.")
        return ExitCode.INTERRUPTED


def _dispatch(arguments: argparse.Namespace, library: Path, terminal: Terminal) -> int:
    from app.cli.indexing import index, rescan
    from app.cli.library import recompress, remove, status
    from app.cli.searching import search
    from app.cli.session import open_engine

    match arguments.command:
        case "index":
            open_profiled = partial(open_engine, profile=arguments.profile, keep_exact=arguments.keep_exact)
            return index(
                library,
                arguments.paths,
                terminal,
                arguments.password,
                open_profiled,
                arguments.skip,
                arguments.estimate,
            )
        case "search":
            text = " ".join(arguments.text)
            return search(
                library,
                text,
                terminal,
                arguments.within,
                arguments.limit,
                arguments.json,
                arguments.save_pages,
                arguments.like,
                arguments.export,
            )
        case "status":
            return status(library, terminal, arguments.json)
        case "rescan":
            return rescan(library, terminal, arguments.retry_failed)
        case "remove":
            return remove(library, arguments.paths, terminal)
        case "models":
            return _dispatch_model_in_use(arguments, library, terminal)
        case "recompress":
            return recompress(library, terminal, arguments.profile, arguments.keep_exact, arguments.reread)
    raise AssertionError(f"a command without its function: {arguments.command}")


def _dispatch_models(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from app.cli.models import get, list_models, remove, verify

    match arguments.what:
        case "list":
            return list_models(terminal, arguments.json, arguments.pages)
        case "get":
            return get(terminal, arguments.name, arguments.revision, arguments.anyway)
        case "remove":
            return remove(terminal, arguments.name)
        case "verify":
            return verify(terminal, arguments.name)
    raise AssertionError(f"a command without its function: {arguments.what}")


def _dispatch_addons(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from app.cli.addons import install, list_addons, remove

    match arguments.what:
        case "list":
            return list_addons(terminal)
        case "install":
            return install(terminal, arguments.name, arguments.offered, arguments.device, arguments.fetch_uv)
        case "remove":
            return remove(terminal, arguments.name)
    raise AssertionError(f"a command without its function: {arguments.what}")


def _dispatch_model_in_use(arguments: argparse.Namespace, library: Path, terminal: Terminal) -> int:
    from app.cli.models import stop, use

    if arguments.what == "use":
        return use(library, terminal, arguments.name)
    return stop(library, terminal, arguments.forget)
