"""Index a folder of the evaluation kind, ask its questions, and print what it cost and how good the answers are.

    uv run python -m tests.benchmarks.whole_way FOLDER [--runs 3]

FOLDER holds pdfs/, queries.jsonl and qrels.tsv in BEIR's habits, page ids being "file name without .pdf#page".
Everything goes through an engine process, as in the window.
"""

from __future__ import annotations

import argparse
import math
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from app.messages import Results
from tests.benchmarks.costs import Watch
from tests.benchmarks.questions import load_jsonl, load_qrels
from tests.driver import Driver

DEPTH = 20


def main() -> None:
    """Print one report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    folder: Path = arguments.folder.resolve()
    rates, cpu = [], []
    for run in range(arguments.runs):
        with tempfile.TemporaryDirectory() as library, Driver(Path(library)) as driver:
            assert driver.engine.pid is not None
            with Watch(driver.engine.pid) as watch:
                start = time.perf_counter()
                state = driver.index(str(folder / "pdfs"))
                elapsed_s = time.perf_counter() - start
                time.sleep(0.3)
            rates.append(state.pages / elapsed_s)
            cpu.append(watch.cpu_s / state.pages * 1000)
            print(f"run {run + 1}: {state.pages} pages, {rates[-1]:.0f} pages/s, {cpu[-1]:.1f} CPU ms/page")
            if run == arguments.runs - 1:
                print(f"documents {state.documents}, pages {state.pages}, without text layer {state.textless_pages}")
                print(f"bytes per page on disk {state.bytes_on_disk / state.pages:.0f}")
                print(f"peak resident MB: {watch.peak_mb}")
                _questions(driver, folder)
    print(f"median of {len(rates)}: {statistics.median(rates):.0f} pages/s, {statistics.median(cpu):.1f} CPU ms/page")


def _questions(driver: Driver, folder: Path) -> None:
    relevant = load_qrels(folder)
    questions = [query for query in load_jsonl(folder / "queries.jsonl") if query["_id"] in relevant]
    times: list[float] = []
    for within_document in (False, True):
        rows = []
        for query in questions:
            scope = (str(folder / "pdfs" / f"{query['metadata']['doc']}.pdf"),) if within_document else ()
            results, elapsed_ms = driver.ask(query["text"], scope, DEPTH)
            if not within_document:
                times.append(elapsed_ms)
            rows.append(_measures(results, relevant[query["_id"]]))
        names = ("nDCG@5", "nDCG@10", "recall@1", "recall@5", "recall@10")
        figures = ", ".join(
            f"{name} {value * 100:.1f}" for name, value in zip(names, np.mean(rows, axis=0), strict=True)
        )
        print(f"{'right document' if within_document else 'all pages':15s} n={len(rows)}: {figures}")
    # The window asks for more hits than the measures need.
    times = [driver.ask(query["text"], (), 50)[1] for _ in range(3) for query in questions]
    p50, p95 = np.percentile(times, [50, 95])
    print(f"question to results, 50 hits, {len(times)} questions: p50 {p50:.0f} ms, p95 {p95:.0f} ms")


def _measures(results: Results, relevant: set[str]) -> list[float]:
    pages = [f"{Path(hit.path).stem}#{hit.page.number}" for hit in results.hits]
    return [
        _ndcg(pages, relevant, 5),
        _ndcg(pages, relevant, 10),
        *(len(set(pages[:depth]) & relevant) / len(relevant) for depth in (1, 5, 10)),
    ]


def _ndcg(pages: list[str], relevant: set[str], depth: int) -> float:
    gained = sum(1 / math.log2(rank + 2) for rank, page in enumerate(pages[:depth]) if page in relevant)
    return gained / sum(1 / math.log2(rank + 2) for rank in range(min(depth, len(relevant))))


if __name__ == "__main__":
    main()
