"""Ten stories of a person with Pagelight, played in the real window with the real engine, and what they took.

    python -m tests.stories FOLDER --out DIR [--behind FOLDER] [--looks all] [--report FILE]

FOLDER holds PDFs; what is asked, quoted, scanned and locked is made of them. --behind is a large folder that is indexed
meanwhile. DIR keeps pictures of every step and what was measured; run again, it goes on where it was ended. Without a
screen, Qt's offscreen platform is used; QT_QPA_PLATFORM=xcb under xvfb-run works as well.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pymupdf

from app.events import LibraryState
from tests.driver import Driver
from tests.stories.making import make_material
from tests.stories.report import write_report
from tests.stories.session import LOOKS

SCREEN = {"screens": [{"name": "stories", "x": 0, "y": 0, "width": 1440, "height": 960, "logicalDpi": 96, "dpr": 1}]}


def main() -> int:
    """Play what has not been played, check the files that were written, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--behind", type=Path)
    parser.add_argument("--looks", default="light", help="of light, dark, light-large, dark-large; or all")
    parser.add_argument("--stories", type=int, nargs="*", default=list(range(1, 11)))
    parser.add_argument("--questions", type=int, default=30, help="how many are typed in story 2")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds to wait for what should happen soon")
    parser.add_argument(
        "--brief", action="store_true", help="no pictures, and no library beforehand: for small folders"
    )
    parser.add_argument("--report", type=Path)
    given = parser.parse_args()
    folder, out = given.folder.absolute(), given.out.absolute()
    passed = ["--out", str(out), "--behind", str(given.behind.absolute()) if given.behind else ""]
    passed += [
        "--questions",
        str(given.questions),
        "--limit",
        str(given.limit),
        *["--brief"] * given.brief,
        "--stories",
        *map(str, given.stories),
    ]
    make_material(folder, out / "material", given.questions)
    if not given.brief:
        _prepare(folder, out)
    looks = list(LOOKS) if given.looks == "all" else given.looks.split(",")
    for look in looks:
        _play_apart(look, out, passed)
        for told in sorted((out / look).glob("*.json")):
            _check_files(told)
    if given.brief:
        return 0
    fault = write_report(out, looks, given.stories, given.report or out / "WINDOW.md")
    return 1 if fault else 0


def _prepare(folder: Path, out: Path) -> None:
    """Index the folder once, for all stories that begin with a library."""
    done = out / "prepared" / "whole"
    if done.exists():
        return
    os.environ["PAGELIGHT_HOME"] = str(out / "prepared")
    with Driver(out / "prepared" / "library") as driver:
        state: LibraryState = driver.index(str(folder))
    done.write_text(f"{state.documents} documents, {state.pages} pages", encoding="utf-8")


def _play_apart(look: str, out: Path, passed: Sequence[str]) -> None:
    home = out / look / "home"
    if not home.exists() and (out / "prepared").exists():
        shutil.copytree(out / "prepared" / "library", home / "library")
    screen = out / "screen.json"
    screen.write_text(json.dumps(SCREEN), encoding="utf-8")
    environment = {"QT_QPA_PLATFORM": f"offscreen:configfile={screen}", **os.environ, "PAGELIGHT_HOME": str(home)}
    command = [sys.executable, "-m", "tests.stories.session", look, *passed]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as session:
        session.wait()


def _check_files(told: Path) -> None:
    """Look into the files that a story wrote; what is wrong with them is its failure."""
    values = json.loads(told.read_text(encoding="utf-8"))
    for path, wanted in values["files"].items():
        if path.endswith(".pdf"):
            with pymupdf.open(path) as document:
                found = len(document)
        else:
            with open(path, newline="", encoding="utf-8-sig") as table:
                found = len(list(csv.reader(table))) - 1
        if found != wanted:
            values["failure"] = f"{path} has {found}, not {wanted}."
    told.write_text(json.dumps(values, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
