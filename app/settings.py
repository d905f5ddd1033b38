"""What a person has chosen, kept in a small JSON file."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from indexer.errors import ExpectedError

Theme: TypeAlias = Literal["system", "light", "dark"]
Language: TypeAlias = Literal["system", "en", "de"]
TEXT_PERCENTS = (100, 110, 125, 150, 175, 200)
MOST_RECENT = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """A person's choices.

    last_library: the library that opens next time, or "" for the default one.
    text_percent: how large text is, compared with the system's own.
    recent_libraries: folders, the newest first; the default one is not among them.
    language: of the window.
    unknown: the keys that a newer Pagelight wrote; they are saved again as they were.
    """

    theme: Theme = "system"
    last_library: str = ""
    text_percent: int = 100
    recent_libraries: tuple[str, ...] = ()
    language: Language = "system"
    unknown: Mapping[str, object] = field(default_factory=dict)


def load(path: Path) -> tuple[Settings, str]:
    """Read the settings; the second value is a sentence about what went wrong, or "".

    A file that cannot be understood is renamed to `.bad`, so that the next save does not wipe it out.
    """
    try:
        return _parse(path.read_bytes()), ""
    except FileNotFoundError:
        return Settings(), ""
    except (OSError, ValueError) as error:
        kept = _free_name(path)
        try:
            path.replace(kept)
        except OSError:
            return Settings(), f"The settings in {path} could not be read ({error}), so the usual ones are used."
        return (
            Settings(),
            f"The settings could not be read, so the usual ones are used. The old file was kept as {kept}.",
        )


def save(settings: Settings, path: Path) -> None:
    """Replace the settings file. Raises ExpectedError when it cannot be written; the old file is then untouched."""
    values = {
        **settings.unknown,
        "theme": settings.theme,
        "last_library": settings.last_library,
        "text_percent": settings.text_percent,
        "recent_libraries": settings.recent_libraries,
        "language": settings.language,
    }
    draft = path.with_name(path.name + ".draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8") as file:
            json.dump(values, file, indent=2)
            file.write("\n")
            file.flush()
            # Without this a power cut can leave an empty file under the final name.
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise ExpectedError(f"The settings could not be saved in {path.parent}: {error.strerror}.") from error


def _parse(content: bytes) -> Settings:
    values = json.loads(content)
    if not isinstance(values, dict):
        raise ValueError("not a JSON object")
    theme = values.pop("theme", "system")
    last_library = values.pop("last_library", "")
    text_percent = values.pop("text_percent", 100)
    recent = values.pop("recent_libraries", [])
    language = values.pop("language", "system")
    is_known = theme in get_args(Theme) and language in get_args(Language) and isinstance(last_library, str)
    is_size = isinstance(text_percent, int) and TEXT_PERCENTS[0] <= text_percent <= TEXT_PERCENTS[-1]
    if not (is_known and is_size and isinstance(recent, list) and all(isinstance(path, str) for path in recent)):
        raise ValueError("a value that this version does not know")
    return Settings(theme, last_library, text_percent, tuple(recent), language, values)


def _free_name(path: Path) -> Path:
    # An earlier .bad file may hold the only copy of someone's settings too.
    kept, number = path.with_name(path.name + ".bad"), 2
    while kept.exists():
        kept, number = path.with_name(f"{path.name}.{number}.bad"), number + 1
    return kept
