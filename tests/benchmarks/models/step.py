"""A step in a process of its own: `python -m tests.benchmarks.models.step MODULE '{"name": value}'`.

Imports as good as nothing, because every process that a step starts imports this again.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import threading
from typing import Any

_SAMPLED_EVERY_S = 0.5


def step(module: str, **given: Any) -> dict[str, Any]:
    """Run `measure` of a module; returns its figures, and `peak_mb`, and `root_mb`, what its first process had of it.

    Memory is what all of its processes have together, shared pages counted once.
    """
    command = [sys.executable, "-m", __spec__.name, module, json.dumps(given)]
    peak = [0.0, 0.0]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        over = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, over, peak))
        watch.start()
        said = process.communicate()[0]
        over.set()
        watch.join()
    if process.returncode:
        raise SystemExit(f"{module} failed: {given}")
    figures: dict[str, Any] = json.loads(said.splitlines()[-1])
    return {**figures, "peak_mb": round(peak[0]), "root_mb": round(peak[1])}


def _watch(pid: int, over: threading.Event, peak: list[float]) -> None:
    import psutil

    root = psutil.Process(pid)
    while not over.wait(_SAMPLED_EVERY_S):
        try:
            family = [root, *root.children(recursive=True)]
            mb = [_mb(process) for process in family]
        except psutil.Error:  # One ended meanwhile.
            continue
        if sum(mb) > peak[0]:
            peak[:] = sum(mb), mb[0]


def _mb(process: Any) -> float:
    info = process.memory_full_info()
    return float(getattr(info, "pss", info.uss)) / 1e6


if __name__ == "__main__":
    print(
        json.dumps(importlib.import_module(f"tests.benchmarks.models.{sys.argv[1]}").measure(**json.loads(sys.argv[2])))
    )
