"""What every codec costs and keeps: `python -m tests.benchmarks.codecs FOLDER [--pages 300]`.

FOLDER/emb.npy       (pages, patches, dim) float16, unit rows
FOLDER/queries.npz   flat (tokens, dim) float32, lens (queries,), tgt (queries,): the one page each question is about

"Kept" is nDCG@10 over that of float MaxSim, recall is against float's first ten pages, and times are for one thread
(set OPENBLAS_NUM_THREADS=1), scaled to 1,000 pages.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from indexer.arrays import Floats
from indexer.compress.codebook import TRAINED, UNTRAINED, codec_of, train
from indexer.compress.codec import Codec
from indexer.maxsim import CodedPages
from indexer.types import Page

TOP = 10
_TRAINED_ON_PAGES = 100


@dataclass(frozen=True)
class Work:
    """Pages (pages, patches, dim) float16, queries (tokens, dim) float32, and the page each query is about."""

    pages: NDArray[np.float16]
    queries: list[Floats]
    targets: list[int]


def load(folder: Path, count: int | None) -> Work:
    pages = np.load(folder / "emb.npy", mmap_mode="r")[:count]
    with np.load(folder / "queries.npz") as file:
        queries = np.split(file["flat"], np.cumsum(file["lens"])[:-1])
        kept = [(query, target) for query, target in zip(queries, file["tgt"].tolist(), strict=True)]
    kept = [(query, target) for query, target in kept if target < len(pages)]
    return Work(pages, [query for query, _ in kept], [target for _, target in kept])


def exact_ranks(work: Work) -> list[list[int]]:
    """Rank pages by float MaxSim, a page at a time."""
    scores = np.empty((len(work.queries), len(work.pages)), np.float32)
    for at, page in enumerate(work.pages):
        patches = page.astype(np.float32).T
        for number, query in enumerate(work.queries):
            scores[number, at] = (query @ patches).max(axis=1).sum()
    return [np.argsort(-row, kind="stable").tolist() for row in scores]


def ndcg(ranked: list[int], target: int) -> float:
    place = ranked.index(target)
    return float(1 / np.log2(place + 2)) if place < TOP else 0.0


def measure(codec: Codec, work: Work, exact: list[list[int]], trained_s: float) -> list[str]:
    """Return one row of the table."""
    began = time.process_time()
    codes = [codec.encode(page.astype(np.float32)) for page in work.pages]
    encode_ms = (time.process_time() - began) * 1e3 / len(codes)
    coded = CodedPages(codec)
    for number, page in enumerate(codes):
        coded.add(Page(f"{number:06x}", 1), page)
    coded.scores(work.queries[0])
    times, kept, recalls = [], [], []
    for query, target, truth in zip(work.queries, work.targets, exact, strict=True):
        began = time.perf_counter()
        scores = coded.scores(query)
        times.append((time.perf_counter() - began) * 1e3 * 1000 / len(codes))
        ranked = np.argsort(-scores, kind="stable").tolist()
        kept.append(ndcg(ranked, target))
        recalls.append(len(set(ranked[:TOP]) & set(truth[:TOP])) / TOP)
    ideal = statistics.mean(ndcg(truth, target) for truth, target in zip(exact, work.targets, strict=True))
    resident: NDArray[Any] = codec.resident(codes[0])
    return [
        codec.name,
        f"{codec.bytes_per_vector}",
        f"{codec.bytes_per_vector * work.pages.shape[1]:,}",
        f"{resident.nbytes:,}",
        f"{statistics.mean(kept) / ideal:.3f}",
        f"{statistics.mean(recalls):.3f}",
        f"{statistics.median(times):.1f}",
        f"{encode_ms:.1f}",
        f"{trained_s:.1f}",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what every codec costs and keeps.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, help="only the first so many")
    arguments = parser.parse_args()
    work = load(arguments.folder, arguments.pages)
    exact = exact_ranks(work)
    dim = work.pages.shape[2]
    chosen = np.linspace(0, len(work.pages) - 1, min(_TRAINED_ON_PAGES, len(work.pages))).astype(int)
    sample = work.pages[chosen].reshape(-1, dim).astype(np.float32)
    table = Table(
        title=f"{len(work.pages):,} pages of {work.pages.shape[1]:,} patches of {dim}, {len(work.queries)} questions"
    )
    for column in "codec|B/vector|B/page|B/page in memory|kept|recall|ms|encode ms/page|train s".split("|"):
        table.add_column(column, justify="left" if column == "codec" else "right")
    for build in UNTRAINED.values():
        table.add_row(*measure(build(dim), work, exact, 0.0))
    for name in TRAINED:
        began = time.perf_counter()
        codec = codec_of(train(name, sample))
        table.add_row(*measure(codec, work, exact, time.perf_counter() - began))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
