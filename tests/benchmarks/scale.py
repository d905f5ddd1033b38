"""Time and memory of finding candidates among many pages.

    uv run python -m tests.benchmarks.scale DATA [--pages 10000 100000 1000000] [--centroids 16384] [--probes 16]

DATA holds emb.npy (pages, patches, dim) float16, isbg.npy (pages, patches), 1 where a patch is background, and
queries.npz (flat (tokens, dim), lens). The many pages are resampled from the real code sets of DATA's pages: half of a
page's codes, and as many others drawn as often as they occur. That says how fast and how large, never how good.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from indexer.arrays import Ints
from indexer.candidates import CodeSets

LIMIT = 100
CHUNK_PAGES = 10_000


def main() -> None:
    """Print one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pages", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--centroids", type=int, default=16_384)
    parser.add_argument("--probes", type=int, default=16)
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    embeddings = np.load(arguments.data / "emb.npy", mmap_mode="r")
    background = np.load(arguments.data / "isbg.npy")
    stored = np.load(arguments.data / "queries.npz")
    queries = np.split(stored["flat"], np.cumsum(stored["lens"])[:-1])
    # Centroids drawn from the data are enough for timing; trained ones make lists of about the same lengths.
    drawn = embeddings[np.sort(rng.choice(len(embeddings), min(200, len(embeddings)), replace=False))]
    rows = drawn.reshape(-1, drawn.shape[-1]).astype(np.float32)
    centroids = rows[rng.choice(len(rows), arguments.centroids, replace=False)]
    sets = CodeSets(centroids)
    real = [
        sets.codes(page[is_ground == 0].astype(np.float32)) for page, is_ground in zip(drawn, background, strict=False)
    ]
    everything = np.concatenate(real)
    print(f"{arguments.centroids} centroids, {arguments.probes} probes, {len(everything) / len(real):.0f} codes a page")
    for goal in arguments.pages:
        start = time.perf_counter()
        while len(sets) < goal:
            count = min(CHUNK_PAGES, goal - len(sets))
            sets.extend([resampled(real[at], everything, rng) for at in rng.integers(0, len(real), count)])
        filled_s = time.perf_counter() - start
        times = []
        for query in queries:
            start = time.perf_counter()
            sets.candidates(query, LIMIT, arguments.probes)
            times.append((time.perf_counter() - start) * 1000)
        p50, p95 = np.percentile(times[3:], [50, 95])
        megabytes = sets.resident_bytes / 1e6
        took = f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"
        print(f"{goal:>9,} pages: {took}, {megabytes:.0f} MB resident (filled in {filled_s:.0f} s)")


def resampled(codes: Ints, everything: Ints, rng: np.random.Generator) -> Ints:
    """Make a page that is like a real one."""
    own = rng.choice(codes, len(codes) // 2, replace=False)
    return np.unique(np.concatenate([own, rng.choice(everything, len(codes) - len(own))])).astype(np.int32)


if __name__ == "__main__":
    main()
