"""What is in the frozen folder, and whose it is, read from PyInstaller's own account of it.

The account (PYZ-00.toc, COLLECT-00.toc, in its working folder) says of each module and file where it was taken from.
"""

from __future__ import annotations

import ast
import importlib.metadata
import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """A package of the system that froze the program, libraries of which are in the folder."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Whose code is in the folder.

    distributions: Python's, by name, Pagelight left out.    owners: of files, by their path in the folder, as far as
    they are a distribution's or the system's: its name.
    """

    distributions: tuple[Distribution, ...]
    system: tuple[SystemPackage, ...]
    owners: dict[str, str]


def contents(toc: Path) -> Contents:
    """Read PyInstaller's account. toc: its working folder, after it has run; in the environment that it froze."""
    owner_of = {
        os.path.realpath(str(file.locate())): distribution
        for distribution in importlib.metadata.distributions()
        for file in distribution.files or ()
    }
    found: dict[str, Distribution] = {}
    owners: dict[str, str] = {}
    system: dict[str, SystemPackage] = {}
    for _, source, _ in _entries(toc / "PYZ-00.toc"):
        if distribution := owner_of.get(os.path.realpath(source)):
            found[distribution.name] = distribution
    for name, source, kind in _entries(toc / "COLLECT-00.toc"):
        real = os.path.realpath(source)
        if distribution := owner_of.get(real):
            # A licence text or a METADATA file alone is none of its code.
            if kind in ("BINARY", "EXTENSION"):
                found[distribution.name] = distribution
            owners[name] = distribution.name
        elif kind == "BINARY" and (package := _debian_package(real)):
            system[package.name] = package
            owners[name] = package.name
    found.pop("pagelight", None)
    distributions = tuple(sorted(found.values(), key=lambda one: one.name.lower()))
    return Contents(distributions, tuple(sorted(system.values(), key=lambda one: one.name)), owners)


def _entries(path: Path) -> list[tuple[str, str, str]]:
    read: tuple[object, ...] = ast.literal_eval(path.read_text(encoding="utf-8"))
    return [entry for part in read if isinstance(part, list) for entry in part if entry[1]]


def _debian_package(path: str) -> SystemPackage | None:
    """Return the Debian package that a library belongs to; None on other systems and for files of no package."""
    if shutil.which("dpkg-query") is None or path.startswith(sysconfig.get_path("stdlib")):
        return None
    # dpkg knows a file by the path that it was packed with, which /lib or /usr/lib may be a link to.
    for candidate in (path, path.removeprefix("/usr"), os.path.join("/usr", path.lstrip("/"))):
        asked = subprocess.run(["dpkg-query", "--search", candidate], capture_output=True, text=True)
        if asked.returncode == 0:
            name = asked.stdout.partition(":")[0]
            form = "-f=${Version}\n"
            told = subprocess.run(["dpkg-query", "--show", form, name], capture_output=True, text=True, check=True)
            return SystemPackage(name, told.stdout.splitlines()[0])
    return None
