"""Measure models beside the built-in one, with chance numbers for weights, and write MODELS.md.

    OMP_NUM_THREADS=1 python -m tests.benchmarks.models WORK [--documents FOLDER] [--device cuda] [--runs 3]
        [--only whole clip asking child growth] [--large-pages 8] [--report FILE]

WORK gets checkpoints, libraries and figures (results.json): what --only leaves out is kept from an earlier run. PDFs
below --documents are what pages are drawn from; without it they are made up. With --device cuda, ColPali and ColQwen2.5
are measured in their full sizes, which takes some 20 GB of disk and a card that holds them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.models.pages import cut, questions
from tests.benchmarks.models.report import write_report
from tests.benchmarks.models.step import step

REPORT = Path(__file__).parents[1] / "MODELS.md"
_QUESTIONS = 40
_LIBRARY_PAGES = 300
# On a processor a batch holds one page, as the embedder's do there.
_BATCHES = {"cpu": 1, "cuda": 16}


class Run:
    """What was asked for, and what is made for it once."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.device: str = args.device
        self.dtype = "float32" if args.device == "cpu" else "bfloat16"
        self.runs: int = args.runs
        self.models = {"tiny-ColModernVBert": _LIBRARY_PAGES, "ColModernVBert": args.large_pages}
        if args.device != "cpu":
            self.models = {"ColPali": args.large_pages, "ColQwen2_5": args.large_pages}
        if args.models:
            self.models = {name: count for name, count in self.models.items() if name in args.models}
        self._args = args

    def checkpoint(self, name: str) -> str:
        """Return a checkpoint's folder."""
        folder = self._args.work / "checkpoints" / name
        if not folder.exists():
            step("shapes", folder=str(folder), device=self.device)
        return str(folder)

    def library(self, pages: int) -> dict[str, str]:
        """Return documents with so many pages, and a library of them that the built-in model has seen."""
        place = self._args.work / f"library-{pages}"
        library, documents = place / "library", place / "documents"
        if not (place / "made").exists():
            shutil.rmtree(place, ignore_errors=True)
            cut(self._args.documents, pages, documents)
            made = step("whole", library=str(library), documents=str(documents), folder="", device="", dtype="")
            (place / "made").write_text(str(made["pages"]), "utf-8")
        return {"library": str(library), "documents": str(documents)}

    def embed(self, name: str) -> dict[str, str]:
        """Return what every step needs that embeds."""
        return {"folder": self.checkpoint(name), "device": self.device, "dtype": self.dtype}


def whole(run: Run) -> dict[str, Any]:
    """Time our whole way and the loop, in turns."""
    found: dict[str, Any] = {}
    for name, count in run.models.items():
        made, given = run.library(count), run.embed(name)
        ours, theirs = [], []
        for at in range(run.runs):
            for is_ours in (True, False) if at % 2 else (False, True):
                if is_ours:
                    ours.append(_said(name, step("whole", **made, **given)))
                else:
                    loop = step("loop", documents=made["documents"], batch=_BATCHES[run.device], **given)
                    theirs.append(_said(name, loop))
        found[name] = {"ours": ours, "theirs": theirs}
    return found


def clip(run: Run) -> dict[str, Any]:
    """Time CLIP's embedder and open_clip's own loop, in turns."""
    return {"ViT-B-32": _said("clip", step("clip", pages=32, runs=3 * run.runs, **run.embed("ViT-B-32")))}


def asking(run: Run) -> dict[str, Any]:
    """Time questions beside a model that looks."""
    made = run.library(_LIBRARY_PAGES)
    asked = questions(Path(made["documents"]), _QUESTIONS)
    found = {}
    for name in ("ViT-B-32", *list(run.models)[-1:]):
        given = {"library": made["library"], "folder": run.checkpoint(name), "questions": asked}
        found[name] = _said(name, step("asking", runs=run.runs, **given))
    return found


def child(run: Run) -> dict[str, Any]:
    """Time a model in a process of its own and in the same."""
    # On a processor, a page in full size takes a minute here and there: what a pipe adds could not be seen.
    names = ["tiny-ColPali", "tiny-ColModernVBert", "ViT-B-32", *(run.models if run.device != "cpu" else ())]
    return {name: _said(name, step("child", pages=32, runs=3 * run.runs, **run.embed(name))) for name in names}


def growth(run: Run) -> dict[str, Any]:
    """Let batches grow, and memory run out."""
    names, pages, most = (["tiny-ColModernVBert"], 511, 32) if run.device == "cpu" else (list(run.models), 95, 32)
    return {name: _said(name, step("growth", pages=pages, most=most, **run.embed(name))) for name in names}


SECTIONS: dict[str, Callable[[Run], dict[str, Any]]] = {
    "whole": whole,
    "clip": clip,
    "child": child,
    "growth": growth,
    "asking": asking,
}


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--device", choices=list(_BATCHES), default="cpu")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--large-pages", type=int, default=8)
    parser.add_argument("--models", nargs="+", help="only these, of those that are measured as a whole")
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), default=list(SECTIONS))
    parser.add_argument("--report", type=Path, default=REPORT)
    args = parser.parse_args()
    args.work = args.work.absolute()
    args.work.mkdir(parents=True, exist_ok=True)
    os.environ |= {"HF_HUB_OFFLINE": "1", "PAGELIGHT_HOME": str(args.work / "home"), "OPENBLAS_NUM_THREADS": "1"}
    run = Run(args)
    kept = args.work / "results.json"
    for name in args.only:
        begun = os.getloadavg()[0]
        found = SECTIONS[name](run)
        # Read as late as can be: other parts may be measured meanwhile.
        results: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
        known = results.get(args.device, {}).get(name, {}).get("found", {})
        results.setdefault(args.device, {})[name] = {
            "found": known | found,
            "runs": args.runs,
            "threads": os.environ.get("OMP_NUM_THREADS", "all"),
            "load": [begun, os.getloadavg()[0]],
            "on": f"{platform.machine()}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}",
            "pages_of": args.documents.name if args.documents else "made up",
        }
        kept.write_text(json.dumps(results, indent=1), "utf-8")
    write_report(json.loads(kept.read_text("utf-8")), args.report)


def _said(name: str, figures: dict[str, Any]) -> dict[str, Any]:
    print(name, json.dumps({key: value for key, value in figures.items() if not isinstance(value, list)}), flush=True)
    return figures


if __name__ == "__main__":
    main()
