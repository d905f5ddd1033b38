"""What every command shares when it speaks: the two consoles, the exit codes, and how things are put into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from rich.console import Console
from rich.text import Text

PIPED_WIDTH = 240


class ExitCode(IntEnum):
    """How a command ended, as scripts see it."""

    FINE = 0
    SOME_FAILED = 1
    USAGE = 2
    NO_LIBRARY = 3
    INTERRUPTED = 130


@dataclass(frozen=True)
class Terminal:
    """Where a command writes: answers to `out`, progress and remarks to `err`."""

    out: Console = field(default_factory=lambda: _console_for_answers())
    err: Console = field(default_factory=lambda: Console(highlight=False, stderr=True))

    def write(self, text: str | Text = "") -> None:
        """Write a line of the answer; it is never cut or wrapped, so that scripts can read it."""
        self.out.print(text if isinstance(text, Text) else Text(printable(text)), soft_wrap=True)

    def say(self, sentence: str) -> None:
        """Tell the person something that is not part of the answer."""
        self.err.print(Text(printable(sentence)), soft_wrap=True)


def _console_for_answers() -> Console:
    console = Console(highlight=False)
    # Into a file or a pipe there is no edge at which to fold a table.
    return console if console.is_terminal else Console(highlight=False, width=PIPED_WIDTH)


def printable(text: str) -> str:
    """Replace what a terminal might obey or could not show: a file's name may hold escape codes. Keeps the length."""
    return "".join(char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in text)


def counted(number: int, noun: str) -> str:
    """Put a number and its noun together: "1 page", "9,800 pages"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def in_megabytes(size: int) -> str:
    """Say a size on disk: "0.4 MB"."""
    return f"{size / 1e6:,.1f} MB"


def short_names(paths: Iterable[str]) -> dict[str, str]:
    """Name each file as shortly as can be without two of them looking alike."""
    paths = set(paths)
    names = Counter(Path(path).name for path in paths)
    return {path: Path(path).name if names[Path(path).name] == 1 else path for path in paths}


def is_below(path: str, tops: Sequence[str]) -> bool:
    """Return whether a path is one of `tops` or lies below one."""
    return any(Path(path).is_relative_to(top) for top in tops)
