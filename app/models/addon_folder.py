"""The prepared folder that an add-on is installed from offline: every file has to keep to its checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from indexer.errors import ExpectedError

SUMS = "SHA256SUMS"


class FolderTrouble(ExpectedError):
    """A prepared folder is not what it says that it is."""


def checksums(folder: Path) -> dict[str, str]:
    """Read the checksums of a prepared folder, by the files' paths with slashes. Raises FolderTrouble."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FolderTrouble(
            f"{folder} holds no list of checksums ({SUMS}), so nothing is installed from it."
        ) from error
    found = {}
    for line in lines:
        checksum, _, name = line.partition(" ")
        # sha256sum puts a star before files that it read as bytes.
        name = name.lstrip(" *").removeprefix("./")
        if len(checksum) != 64 or not name:
            raise FolderTrouble(f"{folder / SUMS} cannot be understood: {line[:80]}")
        found[name] = checksum.lower()
    return found


def checked(folder: Path, known: Mapping[str, str], on_file: Callable[[str], None]) -> None:
    """Compare every file with its checksum. Raises FolderTrouble where one is missing, unknown or another.

    on_file: told each file's path before it is read; what it raises ends the work.
    """
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {SUMS}
    if missing := sorted(known.keys() - there):
        raise FolderTrouble(f"{missing[0]} is missing in {folder}.")
    if unknown := sorted(there - known.keys()):
        raise FolderTrouble(f"{unknown[0]} in {folder} has no checksum, so nothing is installed.")
    for name in sorted(there):
        on_file(name)
        try:
            with (folder / name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise FolderTrouble(f"{folder / name} could not be read: {error.strerror}.") from error
        if digest != known[name]:
            raise FolderTrouble(f"{name} in {folder} is not what was prepared, so nothing is installed. Copy it again.")
