"""Time and memory of a question in libraries of 10,000 to 1,000,000 pages.

    uv run python -m tests.benchmarks.scale DATA WORK [--pages 10000 100000 1000000] [--profile balanced]

DATA holds emb.npy (pages, patches, dim) float16, isbg.npy (pages, patches), 1 where a patch is background, and
queries.npz (flat (tokens, dim), lens). The many pages are resampled: half of the codes of one page of DATA and half of
those of another, with the centroids that they really fall to. That says how fast and how large, never how good.

Tables are those of a library, in WORK (9 GB for a million pages), and questions go the library's own way: sets in
memory, codes of candidates from disk. A process of its own opens each library and asks. WORK/scale.json has the rows.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import psutil

from indexer.arrays import Bytes, Floats, Ints
from indexer.candidates import centroid_count, train_sets
from indexer.codes import CodesTable
from indexer.compress.codec import packed
from indexer.compress.profiles import PROFILES
from indexer.packing import in_page_order, pack_cells
from indexer.sets import SetsTable
from indexer.two_stage import RERANKED, Candidates
from indexer.types import LOOSE, Page, PatchEmbeddings, PatchGrid
from tests import looks

A_DOCUMENT = 15
AT_ONCE = 5_000


def main() -> None:
    """Fill and ask each size, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--pages", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--profile", default="balanced")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="leave the tables there")
    parser.add_argument("--ask", type=int, help="ask a library that is there already, and print one row")
    arguments = parser.parse_args()
    if arguments.ask:
        print(json.dumps(asked(arguments.data, arguments.work / str(arguments.ask), arguments.profile)))
        return
    rows = []
    for pages in arguments.pages:
        folder = arguments.work / str(pages)
        if not (folder / "filled").exists():
            shutil.rmtree(folder, ignore_errors=True)
            fill(arguments.data, folder, arguments.profile, pages)
            (folder / "filled").touch()
        command = [sys.executable, "-m", "tests.benchmarks.scale", str(arguments.data), str(arguments.work)]
        command += ["--ask", str(pages), "--profile", arguments.profile]
        runs = [
            json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            for _ in range(arguments.runs)
        ]
        row = {"pages": pages} | {name: float(np.median([run[name] for run in runs])) for name in runs[0]}
        rows.append(row)
        print(", ".join(f"{name} {value:,.1f}" for name, value in row.items()), flush=True)
        (arguments.work / "scale.json").write_text(json.dumps(rows, indent=1))
        if not arguments.keep:
            shutil.rmtree(folder)


def asked(data: Path, folder: Path, profile: str) -> dict[str, float]:
    """Open a library and ask all questions."""
    questions = _questions(data)
    dim = questions[0].shape[1]
    before = psutil.Process().memory_info().rss
    start = time.perf_counter()
    codes, sets = _tables(folder, profile, dim)
    way = Candidates(codes, sets)
    opened_s = time.perf_counter() - start
    # The first questions also read the tables' own indexes, which stay.
    for query in questions[:3]:
        way.search(looks.asked(query), RERANKED, None, ())
    times, reading = [], []
    for query in questions[3:]:
        start = time.perf_counter()
        way.search(looks.asked(query), RERANKED, None, ())
        times.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        way.estimate(looks.asked(query), None)
        reading.append((time.perf_counter() - start) * 1000)
    p50, p95 = np.percentile(times, [50, 95])
    return {
        "p50_ms": p50,
        "p95_ms": p95,
        "estimate_p50_ms": float(np.median(reading)),
        "resident_mb": way.resident_bytes / 1e6,
        "grown_mb": (psutil.Process().memory_info().rss - before) / 1e6,
        "opened_s": opened_s,
        "centroids": len(sets.centroids),
        "bytes_a_page": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / len(way),
    }


def fill(data: Path, folder: Path, profile: str, goal: int) -> None:
    """Write the tables of a library of so many pages."""
    rng = np.random.default_rng(0)
    reduced = _reduced(data, profile)
    vectors = np.concatenate([page.vectors for page in reduced])
    centroids, error = train_sets(vectors, centroid_count(goal * len(vectors) // len(reduced)))
    (folder / "codebooks").mkdir(parents=True)
    db = lancedb.connect(folder / "tables")
    codes = CodesTable(db, f"codes-{profile}", PROFILES[profile], vectors.shape[1], folder / "codebooks")
    sets = SetsTable.create(db, "sets", folder / "codebooks", centroids, error, goal)
    assert codes.codec is not None
    real = [(codes.codec.encode(page.vectors), np.argmax(page.vectors @ centroids.T, axis=1)) for page in reduced]
    start = time.perf_counter()
    for first in range(0, goal, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, goal))
        made = [_resampled(real, rng) for _ in numbers]
        pages = [Page(f"{number // A_DOCUMENT:032x}", number % A_DOCUMENT + 1) for number in numbers]
        like = reduced[first % len(reduced)]
        cells = pack_cells(like.grid, like.cells, like.owners)
        codes.add_rows(
            {
                "document": [page.document for page in pages],
                "number": [page.number for page in pages],
                "rows": [like.grid.rows] * len(pages),
                "cols": [like.grid.cols] * len(pages),
                "cells": [cells] * len(pages),
                "codes": [packed(codes.codec, rows) for rows, _ in made],
                "salience": [b""] * len(pages),
            }
        )
        sets.add([(page, number, own) for page, number, (_, own) in zip(pages, numbers, made, strict=True)])
    codes.tidy()
    sets.tidy()
    print(f"{goal:,} pages written in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)


def _resampled(real: list[tuple[Bytes, Ints]], rng: np.random.Generator) -> tuple[Bytes, Ints]:
    halves = [real[at] for at in rng.integers(0, len(real), 2)]
    drawn = [rng.permutation(len(codes))[: len(codes) // 2 + side] for side, (codes, _) in enumerate(halves)]
    codes = np.concatenate([codes[rows] for (codes, _), rows in zip(halves, drawn, strict=True)])
    own = np.unique(np.concatenate([numbers[rows] for (_, numbers), rows in zip(halves, drawn, strict=True)]))
    return codes, own.astype(np.int32)


def _reduced(data: Path, profile: str) -> list[PatchEmbeddings]:
    pages: Any = np.load(data / "emb.npy", mmap_mode="r")
    background = np.load(data / "isbg.npy")
    side = int(np.sqrt(pages.shape[1]))
    cells = np.concatenate([np.arange(side * side), np.full(pages.shape[1] - side * side, LOOSE)]).astype(np.int32)
    return [
        in_page_order(
            PROFILES[profile].reduce(
                PatchEmbeddings(page.astype(np.float32), cells, PatchGrid(side, side), 1 - is_ground.astype(np.float32))
            )
        )
        for page, is_ground in zip(pages, background, strict=True)
    ]


def _tables(folder: Path, profile: str, dim: int) -> tuple[CodesTable, SetsTable]:
    db = lancedb.connect(folder / "tables")
    codes = CodesTable(db, f"codes-{profile}", PROFILES[profile], dim, folder / "codebooks")
    return codes, SetsTable(db, "sets", folder / "codebooks")


def _questions(data: Path) -> list[Floats]:
    with np.load(data / "queries.npz") as stored:
        return np.split(stored["flat"].astype(np.float32), np.cumsum(stored["lens"])[:-1])


if __name__ == "__main__":
    main()
