"""Compare our designs with one another and with peers on the same work, and write ENGINE.md.

    uv run python -m tests.benchmarks.engine WORK_FOLDER [--make make_patches.py --pages 1000 5000] [--data FOLDER ...]
        [--collection FOLDER] [--runs 3] [--only NAME ...] [--reuse]

WORK_FOLDER gets everything that is made: pages, indexes, figures (results.json). --make names the program that makes
pages; --data takes folders that it made before; --collection takes a folder as `pagelight eval` does. --only takes
parts of the names of works and contestants as "work:contestant", either of them empty for all; figures of others
are kept from an earlier run with the same WORK_FOLDER. --reuse keeps the indexes that are there. Peers need uv.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is loaded: the truth too takes one thread

from tests.benchmarks.engine.contestants import Contestant, hnsw, ours, peers
from tests.benchmarks.engine.prepare import make_pages, prepare_collection, prepare_generated
from tests.benchmarks.engine.report import write_report
from tests.benchmarks.engine.steps import step

REPORT = Path(__file__).parents[1] / "ENGINE.md"


def main() -> None:
    """Prepare the works, build, ask in rounds, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--make", type=Path, help="the program that generates synthetic pages")
    parser.add_argument("--pages", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--data", type=Path, nargs="+", default=[], help="folders of generated pages")
    parser.add_argument("--collection", type=Path, help="a folder of documents, questions and answers")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=[":"], help="parts of names, as work:contestant")
    parser.add_argument("--reuse", action="store_true", help="keep the indexes that were built before")
    parser.add_argument("--report", type=Path, default=REPORT)
    parser.add_argument("--limit", type=float, default=7200, help="seconds that one step may take")
    args = parser.parse_args()
    generated = [make_pages(args.make, pages, args.work / f"p{pages}") for pages in args.pages] if args.make else []
    works = [prepare_generated(folder, args.work / "data") for folder in (*generated, *args.data)]
    if args.collection:
        works.append(prepare_collection(args.collection, args.work / "data"))
    results_file = args.work / "results.json"
    results: dict[str, Any] = json.loads(results_file.read_text()) if results_file.is_file() else {}
    chosen = [
        (work, contestant)
        for work in works
        for contestant in (*peers(), *ours(), *hnsw())
        if any(_matches(part, work, contestant) for part in args.only)
    ]
    for work, contestant in chosen:
        built = args.work / "built" / work.name
        known = results.setdefault(str(work), {}).get(contestant.key, {})
        if not contestant.index and not (args.reuse and "bytes" in known.get("build", {})):
            shutil.rmtree(built / contestant.built_as, ignore_errors=True)
            built.mkdir(parents=True, exist_ok=True)
            known = {"build": step("build", contestant, work, built, args.limit)}
            print(work.name, contestant.key, "built", _brief(known["build"]), flush=True)
        results[str(work)][contestant.key] = {**known, "asks": []}
        results_file.write_text(json.dumps(results), encoding="utf-8")
    for run in range(args.runs):
        for work, contestant in chosen:
            entry = results[str(work)][contestant.key]
            maker = results[str(work)][contestant.built_as]["build"]
            if "failed" in maker or any("failed" in asked for asked in entry["asks"]):
                continue
            asked = step("ask", contestant, work, args.work / "built" / work.name, args.limit)
            entry["asks"].append(asked)
            print(work.name, contestant.key, f"run {run + 1}", _brief(asked), flush=True)
            results_file.write_text(json.dumps(results), encoding="utf-8")
    command = "python -m tests.benchmarks.engine " + " ".join(_shown(word) for word in sys.argv[1:])
    earlier = results.get("made", []) if args.only != [":"] else []
    results["made"] = [*earlier, f"`{command}` on {time.strftime('%Y-%m-%d')}"]
    results_file.write_text(json.dumps(results), encoding="utf-8")
    scale_file = args.work / "scale.json"
    scale = json.loads(scale_file.read_text()) if scale_file.is_file() else []
    write_report(results, scale, args.report)
    print(f"wrote {args.report}")


def _matches(part: str, work: Path, contestant: Contestant) -> bool:
    of_work, _, of_contestant = part.partition(":")
    return of_work in work.name and of_contestant in contestant.key


def _brief(figures: dict[str, Any]) -> str:
    if "failed" in figures:
        return f"failed: {figures['failed']}"
    if "times_ms" in figures:
        times = sorted(figures["times_ms"])
        return f"p50 {times[len(times) // 2]:.2f} ms of {len(times)}"
    return f"{figures['bytes'] / 1e6:.1f} MB, {figures['cpu_s']:.1f} CPU s"


def _shown(word: str) -> str:
    """A path is nobody's business but its last part."""
    return Path(word).name if "/" in word else word


if __name__ == "__main__":
    main()
