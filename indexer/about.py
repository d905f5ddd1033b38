"""library.json: what a library holds, in one small file that is only ever replaced as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from indexer.disk import replace_file
from indexer.errors import ExpectedError, LibraryTooNew

FORMAT_MAJOR = 2
# 1.1: a code may stand for several cells.    2.0: each model names its tables, cells are packed.
# 2.1: names that are left out, and roots that are paused.
FORMAT_MINOR = 1

FILE = "library.json"
_TABLES = ("profile", "codes", "sets", "exact", "coming")


@dataclass(frozen=True, slots=True)
class ModelTables:
    """What there is of one model.

    profile: what was done to its vectors.    codes, sets, exact: names of the tables in use, "" for none; `exact` holds
    vectors as the model made them, and is `codes` where the profile is the exact one.
    coming: codes with a better codebook that are not whole yet, and take the place of those in use once they are.
    """

    profile: str
    codes: str
    sets: str = ""
    exact: str = ""
    coming: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """The whole file.

    format: (major, minor), or (0, 0) when there is no file yet.
    profile: what a model that is new to the library gets; "" in a library that is new itself.
    models: by the model's key.    passages: the table of the sentence model's vectors, or "" for none yet.
    beside: the name of the model that looks at the library besides the main one, or "".    beside_key: its key, once it
    was loaded.    skipped: names of files and folders that are left out, as fnmatch has them.
    paused: the roots of which nothing is indexed for now.
    """

    format: tuple[int, int] = (0, 0)

    roots: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()
    profile: str = ""
    models: Mapping[str, ModelTables] = field(default_factory=dict)
    passages: str = ""
    beside: str = ""
    beside_key: str = ""
    skipped: tuple[str, ...] = ()
    paused: frozenset[str] = frozenset()


def read_about(folder: Path) -> About:
    """Read a library's file; a library that has none is new. Raises LibraryTooNew or ExpectedError."""
    path = folder / FILE
    if not path.exists():
        return About()
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        if int(about["format"][0]) > FORMAT_MAJOR:
            raise LibraryTooNew(
                f"The library {folder} was made by a newer Pagelight. Update Pagelight, or choose another library."
            )
        return About(
            (int(about["format"][0]), int(about["format"][1])),
            tuple(map(str, about["roots"])),
            frozenset(map(str, about["excluded"])),
            # Before there were profiles, every library had what is now this one.
            str(about.get("profile", "quality")),
            {
                str(key): ModelTables(*(str(({"coming": ""} | tables)[name]) for name in _TABLES))
                for key, tables in about.get("models", {}).items()
            },
            str(about.get("passages", "")),
            str(about.get("beside", "")),
            str(about.get("beside_key", "")),
            tuple(map(str, about.get("skipped", ()))),
            frozenset(map(str, about.get("paused", ()))),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise ExpectedError(
            f"{path} cannot be understood. Move the folder {folder} away to begin a new library.", str(error)
        ) from error


def write_about(folder: Path, about: About) -> None:
    """Replace a library's file: whoever reads it finds the old one or the new one."""
    written = {
        "format": [FORMAT_MAJOR, FORMAT_MINOR],
        # json escapes the lone surrogates by which Python holds names that are no text, and reads them back.
        "roots": list(about.roots),
        "excluded": sorted(about.excluded),
        "profile": about.profile,
        "models": {key: asdict(tables) for key, tables in about.models.items()},
        "passages": about.passages,
        "beside": about.beside,
        "beside_key": about.beside_key,
        "skipped": list(about.skipped),
        "paused": sorted(about.paused),
    }
    replace_file(folder / FILE, json.dumps(written, indent=1).encode())
