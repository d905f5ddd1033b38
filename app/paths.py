"""Where Pagelight keeps what is its own: libraries, settings and logs.

PAGELIGHT_HOME puts all of it below one folder, for a portable installation and for tests.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def _home() -> Path | None:
    home = os.environ.get("PAGELIGHT_HOME")
    return Path(home).expanduser().absolute() if home else None


def default_library() -> Path:
    """Return the folder of the library that is opened when no other is asked for."""
    return (_home() or platformdirs.user_data_path("Pagelight", appauthor=False)) / "library"


def is_library(folder: Path) -> bool:
    """Whether a folder holds a library."""
    return (folder / "library.json").is_file()


def log_folder() -> Path:
    """Return the folder of the log files."""
    home = _home()
    return home / "logs" if home else platformdirs.user_log_path("Pagelight", appauthor=False)


def settings_file() -> Path:
    """Return the file of the person's settings."""
    return (_home() or platformdirs.user_config_path("Pagelight", appauthor=False)) / "settings.json"
