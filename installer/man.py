"""Writes the manual page from the command line's own words.

python installer/man.py FILE
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.cli.parser import _parser
from installer.freeze import commit_time, version

TAIL = """\
.SH EXIT STATUS
0 fine, 1 some files could not be read or the command failed, 2 wrong usage, 3 the library could not be opened,
130 interrupted.
.SH FILES
Documents are only ever read. Pagelight's own files, which removing the package leaves where they are:
.TP
.I ~/.local/share/Pagelight
the library, which holds the text of your pages, and add-ons. Deleting it costs the time to index again.
.TP
.I ~/.config/Pagelight
settings
.TP
.I ~/.local/state/Pagelight
logs, which stay on this machine
.SH ENVIRONMENT
.TP
.B PAGELIGHT_HOME
puts all of these below one folder
.TP
.B TESSDATA_PREFIX
where Tesseract's languages are; an empty folder turns it off
"""


def page() -> str:
    """Compose the page in roff."""
    parser = _parser()
    date = datetime.datetime.fromtimestamp(commit_time(), datetime.UTC).date()
    lines = [
        f'.TH PAGELIGHT 1 "{date}" "Pagelight {version()}" "User Commands"',
        ".SH NAME",
        r"pagelight \- finds pages by what they look like, and lights up the part that answers",
        ".SH SYNOPSIS",
        ".B pagelight",
        r"[\fICOMMAND\fR] [\fIOPTION\fR...]",
        ".SH DESCRIPTION",
        _roff(parser.description or ""),
        ".SH OPTIONS",
        *_options(parser),
        ".SH COMMANDS",
    ]
    for name, command in _commands(parser):
        lines += [f".SS pagelight {_roff(name)}", _roff(command.description or ""), *_options(command)]
        for what, inner in _commands(command):
            lines += [f".SS pagelight {_roff(name)} {_roff(what)}", _roff(inner.description or ""), *_options(inner)]
    return "\n".join(lines) + "\n" + TAIL


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction | argparse._HelpAction) or not action.help:
            continue
        metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
        takes = "" if action.nargs == 0 else rf" \fI{_roff(metavar)}\fR"
        shown = ", ".join(rf"\fB{_roff(option)}\fR{takes}" for option in action.option_strings) or takes.strip()
        yield from (".TP", shown, _roff(action.help))


def _roff(text: str) -> str:
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("%%", "%")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
