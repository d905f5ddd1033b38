"""Brings the translations up to date with what the window says (run as python installer/translations.py).

New sentences are added to assets/translations/*.ts, to be translated there by hand; those that nobody says any more are
dropped. What is translated is packed into the *.qm files that Pagelight reads.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "assets" / "translations"
TOOLS = Path(PySide6.__file__).parent
# No places in the sources: they would change with every line that is added.
LOOK = ("-locations", "none", "-no-obsolete", "-disable-heuristic", "similartext", "-silent")


def update(catalogue: Path) -> None:
    """Write the sentences of the sources into a .ts file, and keep those translated that are."""
    sources = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "ui").rglob("*.py"))]
    _run("lupdate", [*sources, *LOOK, "-ts", str(catalogue)])


def pack(catalogue: Path, packed: Path) -> None:
    """Write what is translated in a .ts file as a .qm file."""
    _run("lrelease", ["-silent", str(catalogue), "-qm", str(packed)])


def _run(tool: str, given: Sequence[str]) -> None:
    suffix = ".exe" if os.name == "nt" else ""
    subprocess.run([str(TOOLS / (tool + suffix)), *given], cwd=ROOT, check=True)


if __name__ == "__main__":
    waiting = 0
    for catalogue in sorted(FOLDER.glob("*.ts")):
        update(catalogue)
        pack(catalogue, catalogue.with_suffix(".qm"))
        unfinished = catalogue.read_text(encoding="utf-8").count('type="unfinished"')
        print(f"{catalogue.name}: {unfinished} sentences to be translated")
        waiting += unfinished
    sys.exit(1 if waiting else 0)
