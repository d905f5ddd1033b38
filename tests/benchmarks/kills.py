"""Kill the engine, then the whole app, at random moments while indexing, and compare the libraries that come out.

    uv run python -m tests.benchmarks.kills FOLDER [--times 10] [--seed 0]

A library is the same as another when places, documents, pages and codes hold the same rows.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import lancedb
import psutil

from app.requests import AddPaths
from tests.driver import Driver


def main() -> None:
    """Print, for each kill, when it came and whether the library equals the undisturbed one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    folder = str(arguments.folder.resolve())
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as home:
        undisturbed = Path(home) / "undisturbed"
        with Driver(undisturbed) as driver:
            start = time.perf_counter()
            driver.index(folder)
            whole_s = time.perf_counter() - start
        truth = contents(undisturbed)
        print(f"undisturbed: {whole_s:.1f} s, {truth}")
        equal = 0
        for number in range(arguments.times):
            for kill in (kill_engine, kill_app):
                library = Path(home) / f"{kill.__name__}-{number}"
                moment_s = rng.uniform(0.1, whole_s)
                pages_then = kill(library, folder, moment_s)
                same = contents(library) == truth
                equal += same
                print(
                    f"{kill.__name__} at {moment_s:5.1f} s ({pages_then} rows then): {'equal' if same else 'DIFFERENT'}"
                )
        print(f"{equal} of {2 * arguments.times} libraries equal the undisturbed one")


def kill_engine(library: Path, folder: str, moment_s: float) -> int:
    """Kill the engine under a living app, which starts another; returns the rows in the store at that moment."""
    with Driver(library) as driver:
        driver.send(AddPaths((folder,)))
        time.sleep(moment_s)
        assert driver.engine.pid is not None
        os.kill(driver.engine.pid, signal.SIGKILL)
        rows = page_rows(library)
    # Whatever state the restarted engine was closed in, the next start must finish the work.
    with Driver(library) as driver:
        driver.index(folder)
    return rows


def kill_app(library: Path, folder: str, moment_s: float) -> int:
    """Kill the command line and everything below it at once; returns the rows in the store at that moment."""
    command = [sys.executable, "-m", "app.main", "--library", str(library), "index", folder]
    app = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (library / "library.json").exists():  # The moments count from an open library on.
        time.sleep(0.01)
    time.sleep(moment_s)
    family = [psutil.Process(app.pid), *psutil.Process(app.pid).children(recursive=True)]
    for process in family:
        process.kill()
    app.wait()
    psutil.wait_procs(family, timeout=10)
    rows = page_rows(library)
    with Driver(library) as driver:
        driver.index(folder)
    return rows


def page_rows(library: Path) -> int:
    """Count the rows of pages, whole documents or not."""
    try:
        return int(lancedb.connect(library / "tables").open_table("pages").count_rows())
    except (ValueError, OSError):
        return 0


def contents(library: Path) -> dict[str, str]:
    """Return, for each table, how many rows it has and a hash of them in order."""
    db = lancedb.connect(library / "tables")
    found = {}
    for name in sorted(db.list_tables().tables):
        rows = db.open_table(name).to_arrow().to_pylist()
        lines = sorted(repr(sorted(row.items())) for row in rows)
        found[name] = f"{len(lines)} rows {hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:12]}"
    return found


if __name__ == "__main__":
    main()
