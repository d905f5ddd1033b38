"""Index a folder of the evaluation kind, ask its questions, and print what it cost and how good the answers are.

    uv run python -m tests.benchmarks.whole_way FOLDER [--runs 3] [--profile NAME]

FOLDER is one that `pagelight eval` takes. Everything goes through an engine process, as in the window; beyond what
`pagelight eval` says, this watches memory and CPU time.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.events import LibraryState, Results
from app.measuring.collection import Collection, load_collection
from app.measuring.evaluate import ask_all, indexed_corpus, relevant_pages
from app.measuring.measures import measure
from indexer.compress.profiles import PROFILES
from tests.benchmarks.costs import Watch
from tests.driver import Driver

DEPTH = 50  # as the window asks


def main() -> None:
    """Print one report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--profile", choices=PROFILES, default="")
    arguments = parser.parse_args()
    collection = load_collection(arguments.folder)
    rates, cpu = [], []
    for run in range(arguments.runs):
        with tempfile.TemporaryDirectory() as library, Driver(Path(library), arguments.profile) as driver:
            assert driver.engine.pid is not None
            with Watch(driver.engine.pid) as watch:
                start = time.perf_counter()
                state = driver.index(*collection.roots)
                elapsed_s = time.perf_counter() - start
                time.sleep(0.3)
            rates.append(state.pages / elapsed_s)
            cpu.append(watch.cpu_s / state.pages * 1000)
            print(f"run {run + 1}: {state.pages} pages, {rates[-1]:.0f} pages/s, {cpu[-1]:.1f} CPU ms/page")
            if run == arguments.runs - 1:
                print(f"documents {state.documents}, pages {state.pages}, without text layer {state.textless_pages}")
                print(f"bytes per page on disk {state.bytes_on_disk / state.pages:.0f}")
                print(f"peak resident MB: {watch.peak_mb}")
                _questions(driver, collection, state)
    print(f"median of {len(rates)}: {statistics.median(rates):.0f} pages/s, {statistics.median(cpu):.1f} CPU ms/page")


def _questions(driver: Driver, collection: Collection, library: LibraryState) -> None:
    corpus = indexed_corpus(collection, library)
    relevant = relevant_pages(collection, corpus)

    def ask(text: str, within: Sequence[str]) -> Results:
        return driver.ask(text, tuple(within), DEPTH)[0]

    for within_document in (False, True):
        values = measure(relevant, ask_all(collection, corpus, ask, within_document).rankings)
        figures = ", ".join(f"{name} {each.mean() * 100:.1f}" for name, each in values.items())
        print(f"{'right document' if within_document else 'all pages':15s} n={len(relevant)}: {figures}")
    runs = [ask_all(collection, corpus, ask, within_document=False) for _ in range(3)]
    times_ms = [time_ms for run in runs for time_ms in run.times_ms]
    p50, p95 = np.percentile(times_ms, [50, 95])
    print(f"question to results, {DEPTH} hits, {len(times_ms)} questions: p50 {p50:.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    main()
