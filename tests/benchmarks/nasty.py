"""Index a folder of malformed files, unlock the locked ones, draw every first page, and compare with its manifest.

    uv run python -m tests.benchmarks.nasty FOLDER

FOLDER/manifest.jsonl says for each `file` what is to be expected: expect.kind and, where known, expect.password.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from app.events import EngineLost, Failed, Picture
from app.measuring.collection import load_jsonl
from app.requests import Draw, Unlock
from app.rows import FileRow, FileState, Remedy
from indexer.files import content_hash
from indexer.types import Page
from tests.driver import Driver


def main() -> None:
    """Print what became of every kind of file, and each file that did not fare as its manifest says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder.resolve()
    expected = {row["file"]: row["expect"] for _, row in load_jsonl(folder / "manifest.jsonl")}
    with tempfile.TemporaryDirectory() as library, Driver(Path(library)) as driver:
        pid = driver.engine.pid
        start = time.perf_counter()
        state = driver.index(str(folder))
        print(f"{len(state.files)} files of {len(expected)} in {time.perf_counter() - start:.1f} s")
        fared = Counter((expected[Path(row.path).name]["kind"], outcome(row)) for row in state.files)
        for (kind, became), count in sorted(fared.items()):
            print(f"  {kind:13s} -> {became:30s} {count}")
        silent = [row.path for row in state.files if row.state is FileState.FAILED and not row.sentence]
        unnamed = [row.path for row in state.files if row.sentence and row.state is FileState.FAILED and not names(row)]
        print(f"failed without a sentence: {len(silent)}; sentence without the file's name: {len(unnamed)}")
        print(unlocked(driver, state.files, expected))
        print(drawn(driver, state.files))
        print("the engine never died" if driver.engine.pid == pid else "THE ENGINE DIED")
        for row in state.files:
            kind = expected[Path(row.path).name]["kind"]
            if (kind in {"ok", "partial", "render_error"}) != (row.state is FileState.INDEXED):
                print(f"  {Path(row.path).name}: expected {kind}; {row.state}: {row.sentence}")


def outcome(row: FileRow) -> str:
    """Return in a few words what became of a file."""
    if row.state is FileState.INDEXED:
        return "indexed, with a note" if row.sentence else "indexed"
    return "asks for a password" if row.remedy is Remedy.PASSWORD else "a sentence"


def names(row: FileRow) -> bool:
    """Say whether the sentence names the file."""
    return Path(row.path).name in row.sentence


def unlocked(driver: Driver, files: tuple[FileRow, ...], expected: dict[str, dict[str, object]]) -> str:
    """Unlock what the manifest has a password for."""
    locked = [row for row in files if row.remedy is Remedy.PASSWORD]
    known = [row for row in locked if expected[Path(row.path).name].get("password")]
    for row in known:
        driver.send(Unlock(row.path, str(expected[Path(row.path).name]["password"])))
        state = driver.settle()
    opened = {row.path for row in state.files if row.state is FileState.INDEXED} if known else set()
    missed = [Path(row.path).name for row in known if row.path not in opened]
    return f"locked {len(locked)}, password known {len(known)}, then indexed {len(known) - len(missed)} {missed or ''}"


def drawn(driver: Driver, files: tuple[FileRow, ...]) -> str:
    """Draw the first page of everything that was indexed."""
    fared: Counter[str] = Counter()
    for ticket, row in enumerate((row for row in files if row.state is FileState.INDEXED), start=1_000_000):
        driver.send(Draw(ticket, Page(content_hash(row.path), 1), 800))
        while True:
            event = driver.next_event(90)
            if isinstance(event, EngineLost):
                fared["engine lost"] += 1
            if isinstance(event, Picture | Failed) and event.ticket == ticket:
                fared["drawn" if isinstance(event, Picture) else f"sentence: {event.sentence}"] += 1
                break
    return "first pages: " + "; ".join(f"{what}: {count}" for what, count in fared.most_common())


if __name__ == "__main__":
    main()
