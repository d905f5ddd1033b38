"""Where the licence and the notices of others lie: in a checkout, an installed wheel and a packaged program."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

LICENCE = "LICENSE"
NOTICES = "THIRD_PARTY_NOTICES.md"


def legal_text(name: str) -> str:
    """Return LICENCE or NOTICES, or "" where it is missing."""
    home = Path(__file__).resolve().parent.parent
    places = [home / name, home / "licenses" / name]
    try:
        installed = metadata.distribution("pagelight").files or []
    except metadata.PackageNotFoundError:
        installed = []
    places += [Path(str(file.locate())) for file in installed if file.name == name]
    for place in places:
        if place.is_file():
            return place.read_text(encoding="utf-8")
    return ""
