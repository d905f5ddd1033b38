"""MODELS.md, written from figures alone."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

_HEAD = """# Models beside the built-in one

Written by `python -m tests.benchmarks.models`; do not edit it, run it again.

**Weights are drawn by chance.** The shapes, the files and the way they are loaded are those of published models, so
that speed, memory and plumbing are real. Of quality this says nothing.

Each run is a process of its own, or contestants take turns in one; figures are medians with (least to greatest).
"CPU" is CPU seconds of all processes that took part. Where these and the seconds that went by disagree, something else
was at work on the machine, and the ratio of CPU seconds says more. Pages are looked at without stepping back for other
processes, as the loops do not either. Memory is the peak of all processes together, shared pages counted once.
"""
_NOT_RUN = """
## On a graphics card

**Not run: there was no graphics card.** `python -m tests.benchmarks.models WORK --device cuda` measures ColPali and
ColQwen2.5 in full size, in bfloat16, in the same way: pages a second of our whole way against the model alone on
tensors that are ready, how batches grow, and what becomes of them when the card is full. What it runs is what ran
above; only the device and the shapes differ.
"""


def write_report(results: dict[str, Any], file: Path) -> None:
    """Write what is known: by device, by section."""
    used = ", ".join(
        f"{name} {version(name)}" for name in ("colpali-engine", "transformers", "open-clip-torch", "torch")
    )
    lines = [_HEAD, used]
    for device, sections in results.items():
        lines.append(f"\n## {'On a processor' if device == 'cpu' else 'On a graphics card'}")
        for name, write in _SECTIONS.items():
            if name in sections:
                lines += ["", *write(sections[name]["found"], device), "", _circumstances(sections[name])]
            else:
                lines += ["", f"Not measured: {name}."]
    if "cuda" not in results:
        lines.append(_NOT_RUN.rstrip())
    file.write_text("\n".join(lines) + "\n", "utf-8")


def _circumstances(section: dict[str, Any]) -> str:
    load = " to ".join(f"{each:.1f}" for each in section["load"])
    threads = {"1": "one thread"}.get(section["threads"], f"{section['threads']} threads")
    return (
        f"{section['on']}, {section['runs']} runs, {threads} for torch, other work on the machine included a load of "
        f"{load}; pages of {section['pages_of']}."
    )


def _whole(found: dict[str, Any], device: str) -> list[str]:
    lines = [
        "### A library's pages, from file to stored codes",
        "",
        "Ours: readers draw, the model's process looks, the engine reduces and stores, from the moment that the model "
        "is loaded, the start of the readers included. The loop draws with PyMuPDF, as large, prepares and asks the "
        "model " + ("page by page, as we do on a processor." if device == "cpu" else "in batches of 16."),
        "",
        "| model | | measured | ratio | goal |",
        "| --- | --- | ---: | ---: | --- |",
    ]
    for name, each in found.items():
        ours, theirs = each["ours"], each["theirs"]
        whole = [run["draw_s"] + run["prepare_s"] + run["model_s"] for run in theirs]
        ready = [run["prepare_s"] + run["model_s"] for run in theirs]
        pages, mine = theirs[0]["pages"], [run["s"] for run in ours]
        first = theirs[0]
        lines += [
            f"| {name}, {first['parameters'] / 1e6:,.2f} M parameters, {first['tokens']:,.0f} vectors a page, {pages} "
            f"pages | ours, pages/s | {_rates(pages, mine)} | | |",
            f"| | loop with drawing | {_rates(pages, whole)} | {_ratio(whole, mine)} | at least 1.0 |",
            f"| | loop on images that are ready | {_rates(pages, ready)} | {_ratio(ready, mine)} | |",
            f"| | model alone on tensors that are ready | {_rates(pages, [run['model_s'] for run in theirs])} | "
            f"{_ratio([run['model_s'] for run in theirs], mine)} | |",
            f"| | CPU s a page, ours and loop's | {_spread([run['cpu_s'] / pages for run in ours], 3)} and "
            f"{_spread([run['cpu_s'] / pages for run in theirs], 3)} | "
            f"{_ratio([run['cpu_s'] for run in theirs], [run['cpu_s'] for run in ours])} | |",
            f"| | peak MB, ours and loop's | {_spread([run['peak_mb'] for run in ours], 0)} and "
            f"{_spread([run['peak_mb'] for run in theirs], 0)} | "
            f"{_ratio([run['peak_mb'] for run in ours], [run['peak_mb'] for run in theirs])} | at most 1.2 |",
            f"| | of ours, the engine itself | {_spread([run['root_mb'] for run in ours], 0)} | "
            f"{statistics.median(run['root_mb'] / run['peak_mb'] for run in ours):.0%} | |",
        ]
    return lines


def _clip(found: dict[str, Any], _: str) -> list[str]:
    lines = [
        "### CLIP against open_clip's own loop",
        "",
        "In one process, in turns, the same pictures. Above 1, the embedder is faster.",
        "",
        "| model | open_clip, pages/s | the embedder | ratio (goal: at least 1.0) | ratio of CPU seconds |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    return lines + [
        f"| {name}, {each['pages']} pages | {_turns(each, 'theirs', 'ours')} |" for name, each in found.items()
    ]


def _child(found: dict[str, Any], _: str) -> list[str]:
    lines = [
        "### What a process of its own costs a model",
        "",
        "The same pages, in noise as large as the model wants them, in the same process and through a pipe, in turns. "
        "Below 1, the process of its own is slower.",
        "",
        "| model | in the same, pages/s | in its own | ratio | ratio of CPU seconds |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    return lines + [
        f"| {name}, {each['pages']} pages of {each['mb']:.2f} MB | {_turns(each, 'here', 'beside')} |"
        for name, each in found.items()
    ]


def _growth(found: dict[str, Any], _: str) -> list[str]:
    lines = [
        "### Batches, and too little memory",
        "",
        "Pages a batch, in the order they were tried: first with memory enough, then with a limit that the system "
        "enforces, so that allocations really fail.",
        "",
    ]
    for name, each in found.items():
        lines += [
            f"- {name}, enough: {_tried(each['grown'])}",
            f"- {name}, {each['room_mb']:.0f} MB left: {_tried(each['tried'])}; {each['looked']} pages came through",
        ]
    return lines


def _asking(found: dict[str, Any], _: str) -> list[str]:
    lines = [
        "### Questions while a second model looks",
        "",
        "Milliseconds from a question to its answer, through an engine process as the window has it; one question "
        "after the other, a tenth of a second apart. While a model looks, an answer may come without it after 150 "
        "ms, and once more, final, when it has said what it finds.",
        "",
        "| second model | questions | alone p50 | alone p95 | first answer p50 | first answer p95 (goal: below 300) | "
        "final p50 | final p95 (goal: below 300) | it saw | CPU s |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, each in found.items():
        alone, beside = np.array(each["alone"])[:, 1], np.array(each["beside"])
        cells = [
            f"{value:.0f}" for times in (alone, beside[:, 0], beside[:, 1]) for value in np.percentile(times, [50, 95])
        ]
        seen = ", ".join(f"{look['pages']} of {each['pages']} pages in {look['s']:.0f} s" for look in each["looked"])
        cpu = ", ".join(f"{look['cpu_s']:.0f}" for look in each["looked"])
        lines.append(f"| {name} | {len(alone)} and {len(beside)} | {' | '.join(cells)} | {seen} | {cpu} |")
    return lines


_SECTIONS: dict[str, Callable[[dict[str, Any], str], list[str]]] = {
    "whole": _whole,
    "clip": _clip,
    "child": _child,
    "growth": _growth,
    "asking": _asking,
}


def _turns(each: dict[str, Any], slow: str, fast: str) -> str:
    pages, (before, after) = each["pages"], (each[slow], each[fast])
    (slow_s, slow_cpu), (fast_s, fast_cpu) = (
        [[run[name] for run in runs] for name in ("s", "cpu_s")] for runs in (before, after)
    )
    return " | ".join(
        [_rates(pages, slow_s), _rates(pages, fast_s), _ratio(slow_s, fast_s), _ratio(slow_cpu, fast_cpu)]
    )


def _rates(pages: int, seconds: Sequence[float]) -> str:
    rates = [pages / each for each in seconds]
    return _spread(rates, 1 if max(rates) >= 10 else 3)


def _ratio(above: Sequence[float], below: Sequence[float]) -> str:
    """Return the median of the ratios of runs that stood side by side."""
    return _spread([one / other for one, other in zip(above, below, strict=True)], 2)


def _spread(values: Sequence[float], digits: int) -> str:
    middle, least, most = (f"{value:,.{digits}f}" for value in (statistics.median(values), min(values), max(values)))
    return middle if len(values) == 1 else f"{middle} ({least} to {most})"


def _tried(sizes: Sequence[int]) -> str:
    """Return batch sizes, the same in a row as one."""
    runs: list[list[int]] = []
    for size in sizes:
        if runs and runs[-1][0] == size:
            runs[-1][1] += 1
        else:
            runs.append([size, 1])
    return ", ".join(str(size) if count == 1 else f"{count} times {size}" for size, count in runs)
