"""Time from the start of the process to the window's first paint, and to an engine that takes questions.

    xvfb-run -a uv run python -m tests.benchmarks.startup [--library DIR] [--times 5]

The window prints when each happens if PAGELIGHT_TRACE_START is set. Without --library, an empty one is used.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MARKS = ("first paint", "ready")


def main() -> None:
    """Print both times of each start, and their medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as home:
        library = arguments.library or Path(home) / "library"
        for number in range(arguments.times):
            rows.append(start_once(library.resolve(), Path(home)))
            print(
                f"start {number + 1}: "
                + ", ".join(f"{mark} {row:.2f} s" for mark, row in zip(MARKS, rows[-1], strict=True))
            )
    medians = [statistics.median(column) for column in zip(*rows, strict=True)]
    print("median: " + ", ".join(f"{mark} {value:.2f} s" for mark, value in zip(MARKS, medians, strict=True)))


def start_once(library: Path, home: Path) -> list[float]:
    """Start the window, wait for both marks, end it; returns seconds since the process was started."""
    environment = {**os.environ, "PAGELIGHT_TRACE_START": "1", "PAGELIGHT_HOME": str(home)}
    begun = time.time()
    window = subprocess.Popen(
        [sys.executable, "-m", "app.main", "--library", str(library)],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert window.stderr is not None
    seen: dict[str, float] = {}
    for line in window.stderr:
        for mark in MARKS:
            if line.startswith(mark):
                seen[mark] = float(line.removeprefix(mark)) - begun
        if len(seen) == len(MARKS):
            break
    window.send_signal(signal.SIGTERM)
    window.wait(30)
    window.stderr.close()
    return [seen[mark] for mark in MARKS]


if __name__ == "__main__":
    main()
