"""What fewer patches cost: vectors a page, quality kept and time, for pruning and pooling on embeddings in a folder.

    python -m tests.benchmarks.fewer DATA [--pages 300]

DATA/emb.npy       (pages, patches, dim) float16, unit rows
DATA/isbg.npy      (pages, patches): 1 where a patch is background, the true salience turned round
DATA/queries.npz   flat (tokens, dim), lens (queries,), tgt (queries,): the one page that answers
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np

from indexer.arrays import Floats, Ints
from indexer.compress.pool import pool
from indexer.compress.prune import keep_adaptive, keep_telling_tokens, keep_top
from indexer.compress.salience import distance_salience
from indexer.types import PatchEmbeddings, PatchGrid, QueryEmbedding

Way: TypeAlias = Callable[[PatchEmbeddings], PatchEmbeddings]
_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Work:
    """Pages, questions, and which page answers each of them."""

    pages: list[PatchEmbeddings]
    questions: list[QueryEmbedding]
    answers: Ints


def load(folder: Path, limit: int) -> Work:
    """Load up to `limit` pages, with the background's opposite as their salience, and the questions about them."""
    vectors = np.load(folder / "emb.npy", mmap_mode="r")[:limit].astype(np.float32)
    telling = 1 - np.load(folder / "isbg.npy", mmap_mode="r")[:limit].astype(np.float32)
    telling += np.random.default_rng(0).random(telling.shape, np.float32) * np.float32(1e-3)
    cells = np.arange(vectors.shape[1], dtype=np.int32)
    grid = PatchGrid(1, len(cells))
    pages = [PatchEmbeddings(page, cells, grid, salience) for page, salience in zip(vectors, telling, strict=True)]
    asked = np.load(folder / "queries.npz")
    tokens = np.split(asked["flat"].astype(np.float32), np.cumsum(asked["lens"])[:-1])
    kept = np.flatnonzero(asked["tgt"] < limit)
    questions = [QueryEmbedding(tokens[at], ("",) * len(tokens[at])) for at in kept]
    return Work(pages, questions, asked["tgt"][kept].astype(np.int32))


def scores(pages: Sequence[PatchEmbeddings], questions: Sequence[QueryEmbedding]) -> Floats:
    """Return (questions, pages) sums of the tokens' best patches."""
    tokens = np.concatenate([question.vectors for question in questions])
    starts = np.cumsum([0, *(len(question.vectors) for question in questions[:-1])])
    columns = [np.add.reduceat((page.vectors @ tokens.T).max(axis=0), starts) for page in pages]
    return np.stack(columns, axis=1)


def ndcg(found: Floats, answers: Ints) -> float:
    """Return the mean nDCG@10 where one page answers: 1 / log2(1 + its rank)."""
    ranks = (found > np.take_along_axis(found, answers[:, None], axis=1)).sum(axis=1) + 1
    return float(np.where(ranks <= _DEPTH, 1 / np.log2(1 + ranks), 0).mean())


def recall(found: Floats, truth: Floats) -> float:
    """Return the share of the exact ten best pages that are among the ten best found."""
    tops = [np.argsort(-each, axis=1, kind="stable")[:, :_DEPTH].tolist() for each in (found, truth)]
    pairs = zip(*tops, strict=True)
    return float(np.mean([len(set(mine) & set(exact)) / len(exact) for mine, exact in pairs]))


def ways() -> dict[str, Way]:
    """Name what is tried on pages."""
    return {
        "all": lambda page: page,
        "prune to 60 %": lambda page: keep_top(page, 0.6),
        "prune to 40 %": lambda page: keep_top(page, 0.4),
        "adaptive, k = -0.5": lambda page: keep_adaptive(page, -0.5),
        "adaptive, k = 0": lambda page: keep_adaptive(page, 0.0),
        "adaptive, k = 0.5": lambda page: keep_adaptive(page, 0.5),
        "pool by 2": lambda page: pool(page, 2),
        "pool by 3": lambda page: pool(page, 3),
        "pool by 4": lambda page: pool(page, 4),
        "prune to 40 %, pool by 3": lambda page: pool(keep_top(page, 0.4), 3),
        "prune to 60 %, pool by 3": lambda page: pool(keep_top(page, 0.6), 3),
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pages", type=int, default=300)
    args = parser.parse_args()
    work = load(args.data, args.pages)
    truth = scores(work.pages, work.questions)
    whole = ndcg(truth, work.answers)

    def row(name: str, salience: str, size: float, found: Floats, cpu_ms: float) -> None:
        kept = ndcg(found, work.answers) / whole if whole else math.nan
        print(
            f"| {name} | {salience} | {size:.1f} | {kept:.3f} | {recall(found, truth):.3f} | {cpu_ms:.2f} |", flush=True
        )

    print(f"{len(work.pages)} pages, {len(work.questions)} questions, exact nDCG@10 {whole:.4f}\n")
    figures = "nDCG@10 kept | recall@10 | CPU ms each |\n|---|---|---|---|---|---|"
    print(f"| pages | salience | vectors a page | {figures}")
    started = time.process_time()
    by_distance = [replace(page, salience=distance_salience(page.vectors)) for page in work.pages]
    distance_ms = (time.process_time() - started) * 1e3 / len(work.pages)
    for name, way in ways().items():
        prunes = "pool" not in name.split(",")[0] and name != "all"
        kinds = {"true": work.pages, "distance": by_distance} if prunes else {"": work.pages}
        for salience, pages in kinds.items():
            started = time.process_time()
            fewer = [way(page) for page in pages]
            cpu_ms = (time.process_time() - started) * 1e3 / len(pages)
            cpu_ms += distance_ms if salience == "distance" else 0
            size = float(np.mean([len(page.vectors) for page in fewer]))
            row(name, salience, size, scores(fewer, work.questions), cpu_ms)
    print(f"\n| questions, on all patches | salience | tokens a question | {figures}")
    for share in (0.8, 0.6, 0.4):
        started = time.process_time()
        shorter = [keep_telling_tokens(question, share) for question in work.questions]
        cpu_ms = (time.process_time() - started) * 1e3 / len(shorter)
        tokens = float(np.mean([len(question.vectors) for question in shorter]))
        row(f"{share:.0%} of the tokens", "", tokens, scores(work.pages, shorter), cpu_ms)


if __name__ == "__main__":
    main()
