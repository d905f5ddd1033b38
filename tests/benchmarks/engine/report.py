"""The report as a Markdown page."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.engine.contestants import hnsw, ours, peers
from tests.benchmarks.engine.entries import Entry, entries
from tests.benchmarks.engine.paper import ABOUT, paper_table
from tests.benchmarks.engine.quality import float_ndcg
from tests.benchmarks.engine.tables import contestants_table, table
from tests.benchmarks.engine.targets import WORK, targets_table
from tests.benchmarks.engine.work import load_truth, load_work

_HOW = """\
**How to read it.** Each step of each contestant ran in a process of its own; questions were answered on one core with
one thread, one at a time, all contestants in turn in each run. "p50" is the median over runs of each run's median,
"(runs)" the least and the greatest of those; "CPU ms" is the CPU time of a question: where it is well below p50,
something else was at work on the machine, and ratios of CPU times say more. "Kept" is nDCG@10 over that of float
MaxSim on the same questions; recall is the share of float's ten best pages among the ten best found. "Bytes a page"
are codes, sets and encodings, for peers all files of their index; "with cells" adds what tells the cells that codes
stand for, without which nothing can be lit; "on disk" is the library's tables and codebooks with everything in them.
"Build" is CPU time from vectors to tables, training apart. Ours are built and asked through the library's own tables:
codes are scanned in memory unless sets or encodings find candidates; then codes of candidates are read from disk,
and the last read are kept in memory, sets and they together 9 MB at most. A library takes the faster of both ways, by
measuring them.
Peak memory is the process's, libraries included. Synthetic pages carry a true salience (background or not, at random
among equals), which no model gives as cleanly; pages by the built-in embedder have none, and are pruned by their
distance from the page's background. Where float MaxSim itself finds little (a low nDCG@10), "kept" rests on a handful
of questions, and recall says more."""


def write_report(results: dict[str, Any], scale: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write the page from everything that is known."""
    contestants = [*peers(), *ours(), *hnsw()]
    works = {Path(key): known for key, known in results.items() if key != "made"}
    figures = {folder: entries(folder, known, contestants) for folder, known in works.items()}
    parts = ["# The engine beside its peers", _made(results, figures), _HOW]
    for folder, (took_part, _) in figures.items():
        if folder.name == WORK:
            parts += ["## Targets, at 1,000 synthetic pages", targets_table(took_part)]
    for folder, (took_part, failed) in figures.items():
        parts += _work(folder, took_part, failed)
    parts += ["## HPC-ColPali's own table", ABOUT]
    for folder, (took_part, failed) in figures.items():
        parts += [f"**{load_work(folder).label}**", paper_table(took_part, failed)]
    parts += ["## Many pages", _scale(scale)]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _made(results: Mapping[str, Any], figures: Mapping[Path, tuple[dict[str, Entry], dict[str, str]]]) -> str:
    versions: dict[str, set[str]] = {}
    for took_part, _ in figures.values():
        for entry in took_part.values():
            for asked in entry.asks:
                for package, number in asked["versions"].items():
                    versions.setdefault(package, set()).add(number)
    listed = ", ".join(f"{package} {' and '.join(sorted(numbers))}" for package, numbers in sorted(versions.items()))
    return (
        f"Written by {', '.join(results['made'])}; do not edit it, run it again.\n\n"
        f"Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, no GPU. Versions: {listed}."
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        flags = next((line for line in lines if line.startswith("flags")), "").split()
        known = [flag for flag in ("avx2", "avx512f", "avx512_vnni", "avx_vnni") if flag in flags]
        if named:
            return f"{named[0]} ({', '.join(known)})"
    return platform.processor() or platform.machine()


def _work(folder: Path, took_part: Mapping[str, Entry], failed: Mapping[str, str]) -> list[str]:
    work = load_work(folder)
    ndcg = float_ndcg(work, load_truth(folder))
    about = (
        f"{work.pages:,} pages of {work.patches:,.0f} vectors of {work.dim} on average, "
        f"{len(work.questions)} questions; nDCG@10 of float MaxSim {ndcg:.3f}."
    )
    theirs = {contestant.key for contestant in peers()}
    paper = {contestant.key for contestant in hnsw()}
    mine = [entry for key, entry in took_part.items() if key not in theirs | paper]
    parts = [f"## {work.label[0].upper()}{work.label[1:]}", about, "### Peers"]
    parts.append(contestants_table(entry for key, entry in took_part.items() if key in theirs))
    notes = {
        entry.contestant.label: asked["note"]
        for entry in took_part.values()
        for asked in entry.asks[:1]
        if "note" in asked
    }
    parts += [f"{label}: {note}." for label, note in notes.items()]
    parts += ["### Ours", contestants_table(mine)]
    if failed:
        parts += ["Without figures:", "\n".join(f"- {sentence}." for sentence in failed.values())]
    return parts


def _scale(scale: Sequence[Mapping[str, Any]]) -> str:
    if not scale:
        return "Not part of this run: `python -m tests.benchmarks.scale` writes scale.json into the work folder."
    columns = list(scale[0])
    return table("|".join(columns), [[_cell(row.get(column, "")) for column in columns] for row in scale])


def _cell(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}" if isinstance(value, float) else str(value)
