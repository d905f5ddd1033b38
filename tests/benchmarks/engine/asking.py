"""A contestant's two steps, each in a process of its own: build an index, and ask it questions against the clock.

    PROGRAM build|ask WORK_FOLDER SETTING INDEX_FOLDER RESULT.json --questions N --seconds S --core C

NumPy alone, because peers run it in environments of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

from tests.benchmarks.engine.work import Floats, Work, load_work

Ask: TypeAlias = Callable[[Floats], list[int]]
"""Takes a question's (tokens, dim) vectors, returns the numbers of the ten best pages, best first."""
Figures: TypeAlias = dict[str, Any]

_WARM_UP = 3
_FEWEST = 5


def take_part(
    build: Callable[[Work, str, Path], Figures],
    opened: Callable[[Work, str, Path], tuple[Ask, Figures]],
    packages: tuple[str, ...] = (),
) -> None:
    """Do the step that the command line names, and write what it cost.

    build: returns at least {"bytes": of all pages}, and its own "cpu_s" where the process's would say too much.
    opened: loads what was built; returns how to ask, and figures such as {"resident_bytes"}; a figure that
        questions change is a function of nothing, called after them.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("step", choices=("build", "ask"))
    parser.add_argument("work", type=Path)
    parser.add_argument("setting")
    parser.add_argument("index", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--core", type=int)
    args = parser.parse_args()
    if args.core is not None and hasattr(os, "sched_setaffinity"):
        # Before anything starts threads of its own: whatever they are called, they share one core.
        os.sched_setaffinity(0, {args.core})
    work = load_work(args.work)
    if args.step == "build":
        args.index.mkdir(parents=True, exist_ok=True)
        began, began_cpu = time.perf_counter(), _cpu_s()
        figures = {"cpu_s": None, **build(work, args.setting, args.index)}
        figures["wall_s"] = time.perf_counter() - began
        if figures["cpu_s"] is None:
            figures["cpu_s"] = _cpu_s() - began_cpu
    else:
        ask, figures = opened(work, args.setting, args.index)
        figures |= _timed(ask, work, args.questions, args.seconds)
        figures = {name: figure() if callable(figure) else figure for name, figure in figures.items()}
    figures["peak_mb"] = _peak_mb()
    figures["versions"] = {package: version(package) for package in packages}
    args.result.write_text(json.dumps(figures), encoding="utf-8")


def folder_bytes(folder: Path) -> int:
    """Count the bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _timed(ask: Ask, work: Work, limit: int, seconds: float) -> Mapping[str, Any]:
    """Ask the first questions, as many as there is time for."""
    for question in work.questions[:_WARM_UP]:
        ask(question)
    times_ms: list[float] = []
    cpu_ms: list[float] = []
    found: list[list[int]] = []
    began = time.perf_counter()
    for question in work.questions[:limit]:
        if len(found) >= _FEWEST and time.perf_counter() - began > seconds:
            break
        start, start_cpu = time.perf_counter(), time.process_time()
        found.append(ask(question))
        times_ms.append((time.perf_counter() - start) * 1e3)
        cpu_ms.append((time.process_time() - start_cpu) * 1e3)
    return {"times_ms": times_ms, "cpu_ms": cpu_ms, "found": found}


def _peak_mb() -> float:
    """Return the peak of this program's memory; where /proc cannot say, that of whoever started it may count too."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def _cpu_s() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
