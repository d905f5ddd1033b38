"""What this Pagelight is made of: versions, and checksums of what is not Python, for `pagelight --version --verbose`.

A packaged program brings the list that was written when it was made (sbom.cdx.json), against which its files are held.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from assets import samples_dir

LIST = "sbom.cdx.json"


def lines() -> Iterator[str]:
    """Yield what there is to say, line by line: the versions, then a checksum for each file."""
    yield f"Python {platform.python_version()}, {platform.platform()}"
    packaged = getattr(sys, "_MEIPASS", None)
    if packaged is None:
        yield from _of_checkout()
    else:
        yield from _of_package(Path(packaged))


def _of_checkout() -> Iterator[str]:
    needed = [line.partition(";")[0] for line in metadata.requires("pagelight") or [] if "extra ==" not in line]
    for requirement in sorted(needed, key=str.lower):
        name = requirement.translate(str.maketrans("<>=!~[", " " * 6)).split()[0]
        yield f"{name} {metadata.version(name)}"
    assets = samples_dir().parent
    for path in sorted(assets.rglob("*")):
        if path.is_file() and path.suffix not in {".py", ".pyc"}:
            yield f"{_checksum(path)}  assets/{path.relative_to(assets).as_posix()}"


def _of_package(inside: Path) -> Iterator[str]:
    built = json.loads((inside / "build.json").read_text(encoding="utf-8"))
    yield f"commit {built['commit'] or '(unknown)'}"
    parts: list[dict[str, Any]] = json.loads((inside / LIST).read_text(encoding="utf-8"))["components"]
    for part in parts:
        if part["type"] != "file":
            yield f"{part['name']} {part['version']}"
    for part in parts:
        if part["type"] == "file":
            path = inside.parent / part["name"]
            now = _checksum(path) if path.is_file() else "(missing)"
            was = part["hashes"][0]["content"]
            yield f"{now}  {part['name']}" + ("" if now == was else "  (not as it was made)")


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
