"""WINDOW.md: what the stories took, look by look."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.engine.report import _processor

HEAD = """# The window, played

Written by `python -m tests.stories {arguments}`; do not edit it, run it again.

Machine: {machine}. The library of most stories: {library}.

Ten stories are played in the real window, with the real engine in its process, by keys and mouse and without waiting
longer than until something is so; what each does is in `tests/stories`. A timer in the GUI thread beats every 10 ms:
"p99" and "worst" are gaps from one beat to the next (10 ms is the least), "CPU" is the most that the GUI thread itself
computed between two beats, which a busy machine does not lengthen. Taking pictures of the window is left out. Memory is
the peak of the window's process. "Load" is the machine's when the story began. "Typed" is the time from the last key of
a question to its first results painted, the patience of the field (`DEBOUNCE_MS`) included; half a second
after the results of one, the next question is typed.
"""


def write_report(out: Path, looks: list[str], wanted: list[int], path: Path) -> bool:
    """Write the report; returns whether anything went wrong."""
    told: dict[str, dict[int, Any]] = {
        look: {int(file.stem): json.loads(file.read_text("utf-8")) for file in sorted((out / look).glob("*.json"))}
        for look in looks
    }
    library = (out / "prepared" / "whole").read_text("utf-8")
    lines = [HEAD.format(arguments=_arguments(), machine=_machine(), library=library)]
    wrong = False
    for look, stories in told.items():
        lines += [f"## {look}", "", "| story | s | p99 ms | worst ms | in | CPU ms | MB | load | |"]
        lines += ["| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | --- |"]
        for number, story in stories.items():
            pulse, seconds = story["pulse"], sum(step["seconds"] for step in story["steps"])
            said = story["failure"] or "; ".join(story["complaints"])
            wrong = wrong or bool(said)
            lines.append(
                f"| {number} {story['name']} | {seconds:.1f} | {pulse['p99_ms']:.0f} | {pulse['worst_ms']:.0f} | "
                f"{pulse['worst_in']} | {pulse['worst_cpu_ms']:.0f} | {pulse['peak_mb']:.0f} | {story['load']:.1f} | "
                f"{' '.join(said.split())[:300] or 'as it should be'} |"
            )
        if missing := sorted(set(wanted) - set(stories)):
            wrong = True
            lines += ["", f"Not played: {', '.join(map(str, missing))}."]
        typed = [ms for story in stories.values() for ms in story["typed_ms"]]
        if len(typed) > 1:
            p95 = statistics.quantiles(typed, n=20)[-1]
            lines += ["", f"Typed, {len(typed)} questions: p50 {statistics.median(typed):.0f} ms, p95 {p95:.0f} ms."]
        lines += [""]
    lines += _steps(told)
    path.write_text("\n".join(lines), encoding="utf-8")
    print(path)
    return wrong


def _steps(told: dict[str, dict[int, Any]]) -> list[str]:
    lines = ["## Steps", "", "| story | step | " + " | ".join(f"{look} s" for look in told) + " | |"]
    lines += ["| ---: | --- | " + "---: | " * len(told) + "--- |"]
    first = next(iter(told.values()))
    for number, story in first.items():
        for place, step in enumerate(story["steps"]):
            times = []
            for stories in told.values():
                steps = stories.get(number, {"steps": []})["steps"]
                times.append(f"{steps[place]['seconds']:.2f}" if place < len(steps) else "")
            lines.append(f"| {number} | {step['name']} | {' | '.join(times)} | {' '.join(step['note'].split())} |")
    return [*lines, ""]


def _arguments() -> str:
    """Return what was typed, with the names of folders alone: where they lie is the machine's affair."""
    return " ".join("/".join(Path(typed).parts[-2:]) if os.path.isabs(typed) else typed for typed in sys.argv[1:])


def _machine() -> str:
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
