"""What fewer patches and fewer tokens cost: vectors a page, quality kept and time, on embeddings in a folder.

    python -m tests.benchmarks.fewer DATA [--pages 300] [--only pages questions adaptive tokens]

pages       pruning and pooling, by exact vectors        adaptive    adaptive pruning and pooling, in 4-bit codes
questions   pruned questions, by exact vectors           tokens      pruned questions, by the codes of profiles

DATA/emb.npy       (pages, patches, dim) float16, unit rows: a square grid, then vectors without a place
DATA/isbg.npy      (pages, patches): 1 where a patch is background, the true salience turned round
DATA/queries.npz   flat (tokens, dim), lens (queries,), tgt (queries,): the one page that answers
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np

from indexer.arrays import Floats, Ints
from indexer.compress.pool import pool
from indexer.compress.profiles import PROFILES, Profile
from indexer.compress.prune import keep_adaptive, keep_telling_tokens, keep_top
from indexer.compress.salience import distance_salience
from indexer.maxsim import CodedPages
from indexer.packing import in_page_order, pack_cells
from indexer.types import LOOSE, Page, PatchEmbeddings, PatchGrid, QueryEmbedding

Way: TypeAlias = Callable[[PatchEmbeddings], PatchEmbeddings]
_DEPTH = 10
_TABLES = ("pages", "questions", "adaptive", "tokens")
_DEVIATIONS = (-0.75, -0.5, -0.25, 0.0, 0.25)
_POOLED = (4, 5, 6)
_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6)
_FIGURES = "nDCG@10 kept | recall@10 | CPU ms each |"


@dataclass(frozen=True)
class Work:
    """Pages with their true salience, questions, and which page answers each of them."""

    pages: list[PatchEmbeddings]
    questions: list[QueryEmbedding]
    answers: Ints

    @cached_property
    def truth(self) -> Floats:
        """The scores by exact vectors."""
        return scores(self.pages, self.questions)

    @cached_property
    def saliences(self) -> dict[str, list[PatchEmbeddings]]:
        """The pages with their true salience, and with the one that takes no model."""
        distant = [replace(page, salience=distance_salience(page.vectors)) for page in self.pages]
        return {"true": self.pages, "distance": distant}


def load(folder: Path, limit: int) -> Work:
    """Load up to `limit` pages, with the background's opposite as their salience, and the questions about them."""
    vectors = np.load(folder / "emb.npy", mmap_mode="r")[:limit].astype(np.float32)
    telling = 1 - np.load(folder / "isbg.npy", mmap_mode="r")[:limit].astype(np.float32)
    telling += np.random.default_rng(0).random(telling.shape, np.float32) * np.float32(1e-3)
    side = math.isqrt(vectors.shape[1])
    cells = np.full(vectors.shape[1], LOOSE, np.int32)
    cells[: side * side] = np.arange(side * side)
    grid = PatchGrid(side, side)
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


class Coded:
    """A profile's codes of all pages, and what they take."""

    def __init__(self, profile: Profile, pages: Sequence[PatchEmbeddings]) -> None:
        codec = profile.make_codec(pages[0].vectors.shape[1])
        self._pages = CodedPages(codec)
        sizes, cell_bytes = [], 0
        started = time.process_time()
        for number, page in enumerate(pages, start=1):
            reduced = in_page_order(profile.reduce(page))
            self._pages.add(Page(f"{number:08x}", 1), codec.encode(reduced.vectors))
            sizes.append(len(reduced.vectors))
            cell_bytes += len(pack_cells(reduced.grid, reduced.cells, reduced.owners))
        self.build_ms = (time.process_time() - started) * 1e3 / len(pages)
        self.vectors, self.spread = float(np.mean(sizes)), float(np.std(sizes))
        self.page_bytes = self.vectors * codec.bytes_per_vector + cell_bytes / len(pages)

    def ask(self, profile: Profile, questions: Sequence[QueryEmbedding]) -> tuple[Floats, float, float]:
        """Return (questions, pages) scores, the tokens of a question, and the median CPU ms of answering one."""
        rows, spent, tokens = [], [], 0
        for question in questions:
            started = time.process_time()
            shorter = profile.shorten(question)
            rows.append(self._pages.scores(shorter.vectors))
            spent.append(time.process_time() - started)
            tokens += len(shorter.vectors)
        return np.array(rows), tokens / len(questions), float(np.median(spent)) * 1e3


def quality(work: Work, found: Floats) -> str:
    """Write how much of the quality of exact vectors is kept."""
    return f"{ndcg(found, work.answers) / ndcg(work.truth, work.answers):.3f} | {recall(found, work.truth):.3f}"


def heading(columns: str) -> None:
    """Begin a table."""
    print(f"\n| {columns}\n{'|---' * columns.count('|')}|", flush=True)


def pages_table(work: Work) -> None:
    """Prune and pool pages."""
    heading(f"pages | salience | vectors a page | {_FIGURES}")
    for name, way in ways().items():
        prunes = "pool" not in name.split(",")[0] and name != "all"
        for salience, pages in work.saliences.items() if prunes else [("", work.pages)]:
            started = time.process_time()
            fewer = [way(page) for page in pages]
            cpu_ms = (time.process_time() - started) * 1e3 / len(pages)
            size = float(np.mean([len(page.vectors) for page in fewer]))
            found = quality(work, scores(fewer, work.questions))
            print(f"| {name} | {salience} | {size:.1f} | {found} | {cpu_ms:.2f} |", flush=True)


def questions_table(work: Work) -> None:
    """Prune questions."""
    heading(f"questions, on all patches | tokens a question | {_FIGURES}")
    for share in _SHARES[1:]:
        started = time.process_time()
        shorter = [keep_telling_tokens(question, share) for question in work.questions]
        cpu_ms = (time.process_time() - started) * 1e3 / len(shorter)
        tokens = float(np.mean([len(question.vectors) for question in shorter]))
        found = quality(work, scores(work.pages, shorter))
        print(f"| {share:.0%} of the tokens | {tokens:.1f} | {found} | {cpu_ms:.2f} |", flush=True)


def adaptive_table(work: Work) -> None:
    """Prune pages adaptively and pool them, beside pruning by a fixed share."""
    heading("4-bit codes of | salience | vectors a page | their spread | bytes and cells | nDCG@10 kept | recall@10 |")
    tried = {name: PROFILES[name] for name in ("balanced", "adaptive")}
    for k in _DEVIATIONS:
        for pooled in _POOLED:
            tried[f"adaptive, k = {k}, pooled by {pooled}"] = Profile("", "scalar4", adaptive=k, pool=pooled)
    for name, profile in tried.items():
        for salience, pages in work.saliences.items():
            coded = Coded(profile, pages)
            found = quality(work, coded.ask(profile, work.questions)[0])
            size = f"{coded.vectors:.1f} | {coded.spread:.1f} | {coded.page_bytes:,.0f}"
            print(f"| {name} | {salience} | {size} | {found} |", flush=True)


def tokens_table(work: Work) -> None:
    """Ask the codes of profiles with fewer tokens."""
    heading(f"codes of | tokens kept | tokens a question | {_FIGURES} build CPU ms |")
    for name, profile in PROFILES.items():
        if profile.is_trained or profile.has_encodings or profile.is_exact:
            continue
        coded = Coded(profile, work.pages)
        for share in _SHARES:
            found, tokens, cpu_ms = coded.ask(replace(profile, tokens=share), work.questions)
            said = f"{tokens:.1f} | {quality(work, found)} | {cpu_ms:.2f} | {coded.build_ms:.1f}"
            print(f"| {name} | {share:.0%} | {said} |", flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--only", nargs="+", choices=_TABLES, default=_TABLES)
    args = parser.parse_args()
    work = load(args.data, args.pages)
    exact = ndcg(work.truth, work.answers)
    print(f"{len(work.pages)} pages, {len(work.questions)} questions, exact nDCG@10 {exact:.4f}")
    tables = dict(zip(_TABLES, (pages_table, questions_table, adaptive_table, tokens_table), strict=True))
    for name in args.only:
        tables[name](work)


if __name__ == "__main__":
    main()
