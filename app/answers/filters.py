"""Filters in a question: where a file lies, of what type it is, and when it was last changed.

in:taxes in:"bank statements" in:taxes/2024   a folder or the file is called so, or its name has words beginning so
type:pdf type:picture type:png                one of these
before:2024 after:2024-03 before:2024-03-15   changed before that year, month or day began, or after it had ended
-in:drafts -type:pdf                          not so

Case makes no difference. A file has to be in all that are named, of one of the types, and of none that has a minus.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING

from indexer.files import IMAGE_SUFFIXES

if TYPE_CHECKING:
    from indexer.plan import Place


class FilterKind(StrEnum):
    """What a filter looks at."""

    IN = "in"
    TYPE = "type"
    BEFORE = "before"
    AFTER = "after"


PDF, PICTURE = "pdf", "picture"
TYPES = (PDF, PICTURE, *sorted(suffix[1:] for suffix in IMAGE_SUFFIXES))
"""What `type:` can be asked for."""

_SAME_TYPE = {"image": PICTURE, "images": PICTURE, "pictures": PICTURE, "jpeg": "jpg", "jpe": "jpg", "tiff": "tif"}
_MOST_COMPLETIONS = 12
_YEARS = 6

# Those that a quotation may begin or end with.
_MARKS = '"“”„«»‟＂'
# What stands in quotes is met first, so that no filter is found in it.
_FILTER = re.compile(
    rf"(?:(?<=[\s(])|^)(?:[-−]?[{_MARKS}][^{_MARKS}]*[{_MARKS}]|(?P<minus>[-−]?)(?P<kind>{'|'.join(FilterKind)}):"
    rf"(?:[{_MARKS}](?P<quoted>[^{_MARKS}]*)(?P<end>[{_MARKS}]?)|(?P<bare>[^\s{_MARKS}]*)))",
    re.IGNORECASE,
)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_STROKE = re.compile(r"[/\\]")
_NAME_PIECE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter. minus: it says what is left out.    typed: all of it, as it was typed.    start: where in the text."""

    kind: FilterKind
    value: str
    minus: bool
    typed: str
    start: int

    @property
    def is_clear(self) -> bool:
        """Whether it can be read: as a date, a type, or something to be called."""
        match self.kind:
            case FilterKind.IN:
                return any(map(str.isalnum, self.value))
            case FilterKind.TYPE:
                return _type(self.value) in TYPES
            case _:
                return period(self.value) is not None

    @property
    def sentence(self) -> str:
        """What to do about one that cannot be read."""
        match self.kind:
            case FilterKind.IN:
                return f"{self.typed} names no folder, so it was left out. Try in:letters."
            case FilterKind.TYPE:
                return (
                    f"{self.typed} is no type of file that is searched, so it was left out. Try type:pdf or type:png."
                )
            case _:
                return (
                    f"{self.typed} is not a date, so it was left out. Try {self.kind}:2024 or {self.kind}:2024-03-15."
                )


@dataclass(frozen=True, slots=True)
class Filtered:
    """A text without its filters. filters: those that can be read.    unclear: those that cannot."""

    words: str
    filters: tuple[Filter, ...] = ()
    unclear: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """How a filter that is being typed may go on. text: what replaces the text from `start` to the cursor."""

    start: int
    text: str
    shown: str


def read(text: str) -> Filtered:
    """Take the filters out of what was typed. One without a value, such as "in:", is only left out."""
    words, end = "", 0
    found = []
    for match in _FILTER.finditer(text):
        if match["kind"]:
            words, end = words + text[end : match.start()], match.end()
            value = match["bare"] if match["quoted"] is None else match["quoted"]
            kind = FilterKind(match["kind"].lower())
            found.append(Filter(kind, value.strip(), bool(match["minus"]), match.group(), match.start()))
    found = [each for each in found if each.value]
    clear = tuple(each for each in found if each.is_clear)
    return Filtered((words + text[end:]).strip(), clear, tuple(each for each in found if not each.is_clear))


def admits(filters: Collection[Filter], place: Place, kind: str) -> bool:
    """Tell whether a file passes. kind: what it holds, "pdf" or "image"."""
    types = [each for each in filters if each.kind is FilterKind.TYPE and not each.minus]
    others = (each for each in filters if each.kind is not FilterKind.TYPE or each.minus)
    return (not types or any(_holds(each, place, kind) for each in types)) and all(
        _holds(each, place, kind) != each.minus for each in others
    )


def period(value: str) -> tuple[float, float] | None:
    """Return when a year, a month or a day begins, and when the next one does: seconds since 1970, local time."""
    if not (match := _DATE.fullmatch(value)):
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return None
    if match[3]:
        following = year, month, day + 1
    elif match[2]:
        following = year + month // 12, month % 12 + 1, 1
    else:
        following = year + 1, 1, 1
    return _moment(year, month, day), _moment(*following)


def completions(before_cursor: str, folders: Iterable[str], types: Sequence[str] = TYPES) -> tuple[Completion, ...]:
    """Return how a filter at the end of what was typed may go on, the best first; nothing where there is none.

    folders: their paths.    types: those that there are.
    """
    match = next(reversed([*_FILTER.finditer(before_cursor)]), None)
    if match is None or not match["kind"] or match.end() != len(before_cursor) or match["end"]:
        return ()
    value = (match["bare"] if match["quoted"] is None else match["quoted"]).casefold()
    match FilterKind(match["kind"].lower()):
        case FilterKind.IN:
            values = _folders(value, folders)
        case FilterKind.TYPE:
            values = [each for each in types if each.startswith(value)]
        case _:
            this_year = date.today().year
            years = [str(year) for year in range(this_year, this_year - _YEARS, -1)]
            values = [each for each in years if each.startswith(value)]
    begun = f"{match['minus']}{match['kind']}:"
    return tuple(Completion(match.start(), f"{begun}{_quoted(each)} ", each) for each in values[:_MOST_COMPLETIONS])


def _holds(one: Filter, place: Place, kind: str) -> bool:
    match one.kind:
        case FilterKind.IN:
            return f" {_called(one.value)}" in _path(place.path, place.root)
        case FilterKind.TYPE:
            return _type(one.value) in (PDF if kind == PDF else PICTURE, _type(os.path.splitext(place.path)[1]))
    bounds = period(one.value)
    if bounds is None:
        return True
    changed = place.mtime_ns / 1e9
    return changed < bounds[0] if one.kind is FilterKind.BEFORE else changed >= bounds[1]


def _type(value: str) -> str:
    name = value.lower().lstrip(".")
    return _SAME_TYPE.get(name, name)


def _moment(year: int, month: int, day: int) -> float:
    try:
        return (datetime(year, month, 1) + timedelta(day - 1)).timestamp()
    except (ValueError, OverflowError, OSError):
        # Some systems know no time before 1970, and none knows the year 10,000.
        return inf if year > 1970 else -inf


@lru_cache(maxsize=65536)
def _path(path: str, root: str) -> str:
    """Return how the file is called, and the folders that lead to it from what was added."""
    top = os.path.dirname(os.path.dirname(path) if path == root else root)
    return f" {_called(path[len(top) :])}"


@lru_cache(maxsize=1024)
def _called(name: str) -> str:
    """Return the words of a path as they are compared, with strokes between its names."""
    # Imported here: the window completes filters, and is not to wait for what only the engine compares with.
    from indexer.text import fold

    named = (" ".join(_NAME_PIECE.findall(fold(part))) for part in _STROKE.split(name))
    return " / ".join(filter(None, named))


def _folders(value: str, folders: Iterable[str]) -> list[str]:
    """Return the folders that are called so; those of the same name are told apart by where they lie."""
    names: dict[str, set[tuple[str, ...]]] = {}
    for folder in folders:
        *above, name = [part for part in _STROKE.split(folder) if part] or [""]
        names.setdefault(name, set()).add((*above[-1:], name))
    fitting = []
    for name, paths in names.items():
        for shown in [name] if len(paths) == 1 else map("/".join, paths):
            # Letters of which two are one when folded move the ones behind them, so both are folded before.
            folded = shown.casefold()
            starts = [word.start() for word in _NAME_PIECE.finditer(folded) if folded.startswith(value, word.start())]
            if starts:
                fitting.append((starts[0] > 0, folded, shown))
    return [shown for _, _, shown in sorted(fitting)]


def _quoted(value: str) -> str:
    plain = re.sub(f"[{_MARKS}]", " ", value)
    return f'"{plain}"' if re.search(r"\s", plain) else plain
