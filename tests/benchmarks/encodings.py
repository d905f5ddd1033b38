"""What MUVERA's encodings cost and find: `python -m tests.benchmarks.encodings FOLDER [--pages 300]`.

FOLDER/emb.npy, queries.npz   as tests.benchmarks.codecs takes them
FOLDER/isbg.npy               (pages, patches): 1 where a patch is background; left out, salience is model-free

Pages are reduced as the profile "balanced" does. An encoding finds 100 candidates, which are ranked by the profile's
codes. "Found" is the share of the codes' own ten best pages among the candidates, "recall" the share of float MaxSim's
ten over all patches that are among the ten ranked best, "kept" nDCG@10 over that of float MaxSim; "ms" is the median
time to find the candidates, the question's encoding included, ranking them not. Bytes are the column's and the index's.

For times on one thread: OPENBLAS_NUM_THREADS=1 LANCE_CPU_THREADS=1.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import lancedb
import numpy as np
import pyarrow as pa
from lancedb.index import HnswSq, IvfPq, IvfRq, IvfSq
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from indexer.arrays import Floats
from indexer.compress.profiles import PROFILES
from indexer.maxsim import CodedPages
from indexer.muvera import FixedEncoder
from indexer.types import Page, PatchEmbeddings, PatchGrid
from tests.benchmarks.codecs import TOP, Work, exact_ranks, load, ndcg

CANDIDATES = 100
WIDTHS = (1280, 2560, 5120, 10240)
PROFILE = PROFILES["balanced"]
_INDEXES = {"IVF_SQ": IvfSq, "IVF_HNSW_SQ": HnswSq, "IVF_PQ": IvfPq, "IVF_RQ": IvfRq}
_PROBES = 20
_REFINE = 2

Search: TypeAlias = Callable[[Floats], list[int]]
"""Takes a question's encoding, returns the numbers of the candidates."""


@dataclass(frozen=True)
class Truth:
    """What candidates are held against: (questions, pages) scores by codes, and pages as float MaxSim ranks them."""

    coded: Floats
    exact: list[list[int]]


@dataclass(frozen=True)
class Way:
    """One way to find candidates. index_bytes: for all pages."""

    name: str
    search: Search
    index_bytes: int = 0
    build_s: float = 0.0


def reduced(folder: Path, work: Work) -> list[Floats]:
    """Prune and pool every page, by the data's salience where it has one."""
    path = folder / "isbg.npy"
    background = np.load(path, mmap_mode="r") if path.exists() else None
    cells = np.arange(work.pages.shape[1], dtype=np.int32)
    pages = []
    for number, page in enumerate(work.pages):
        salience = None if background is None else 1 - background[number].astype(np.float32)
        embeddings = PatchEmbeddings(page.astype(np.float32), cells, PatchGrid(1, len(cells)), salience)
        pages.append(PROFILE.reduce(embeddings).vectors)
    return pages


def coded_scores(work: Work, pages: list[Floats]) -> Floats:
    """Score every page for every question by the profile's codes."""
    codec = PROFILE.make_codec(work.pages.shape[2])
    coded = CodedPages(codec)
    for number, page in enumerate(pages):
        coded.add(Page(f"{number:06x}", 1), codec.encode(page))
    return np.stack([coded.scores(query) for query in work.queries])


def ways(encodings: NDArray[np.float16], folder: Path) -> Iterator[Way]:
    """Yield ways to search the encodings, one after the other, since an index replaces the one before it."""
    matrix = encodings.astype(np.float32)
    last = min(CANDIDATES, len(matrix)) - 1
    yield Way("NumPy", lambda query: np.argpartition(-(matrix @ query), last)[: last + 1].tolist())
    table = lancedb.connect(folder).create_table("pages", _rows(encodings))
    yield Way("LanceDB, no index", _lance_search(table, 0))
    for name, kind in _INDEXES.items():
        began = time.perf_counter()
        table.create_index("encoding", config=kind(distance_type="dot"))
        build_s = time.perf_counter() - began
        (index,) = table.list_indices()
        index_bytes = index.size_bytes or 0
        yield Way(name, _lance_search(table, 0), index_bytes, build_s)
        yield Way(f"{name}, refined by {_REFINE}", _lance_search(table, _REFINE), index_bytes, build_s)


def _rows(encodings: NDArray[np.float16]) -> pa.Table:
    """Make a table such as the store's, in which other columns lie beside the encodings."""
    count, width = encodings.shape
    return pa.table(
        {
            "number": pa.array(range(count), pa.int32()),
            "codes": pa.array([bytes(8832)] * count, pa.binary()),
            "encoding": pa.FixedSizeListArray.from_arrays(pa.array(encodings.reshape(-1)), width),
        }
    )


def _lance_search(table: Any, refine: int) -> Search:
    def search(query: Floats) -> list[int]:
        builder = table.search(query, vector_column_name="encoding", query_type="vector").distance_type("dot")
        builder = builder.nprobes(_PROBES).select(["number", "_distance"]).limit(CANDIDATES)
        if refine:
            builder = builder.refine_factor(refine)
        numbers: list[int] = builder.to_arrow()["number"].to_pylist()
        return numbers

    return search


def measure(way: Way, encoder: FixedEncoder, work: Work, truth: Truth) -> list[str]:
    """Return what a way finds and how long it takes."""
    way.search(encoder.encode_query(work.queries[0]))
    times, found, recalls, gains = [], [], [], []
    for query, target, coded, exact in zip(work.queries, work.targets, truth.coded, truth.exact, strict=True):
        began = time.perf_counter()
        candidates = way.search(encoder.encode_query(query))
        times.append((time.perf_counter() - began) * 1e3)
        ranked = sorted(candidates, key=lambda number: (-coded[number], number))
        best = np.argsort(-coded, kind="stable")[:TOP].tolist()
        found.append(len(set(best) & set(candidates)) / len(best))
        recalls.append(len(set(ranked[:TOP]) & set(exact[:TOP])) / TOP)
        gains.append(ndcg(ranked, target) if target in ranked else 0.0)
    ideal = statistics.mean(ndcg(exact, target) for exact, target in zip(truth.exact, work.targets, strict=True))
    return [
        way.name,
        f"{2 * encoder.width + way.index_bytes / len(work.pages):,.0f}",
        f"{statistics.mean(found):.3f}",
        f"{statistics.mean(recalls):.3f}",
        f"{statistics.mean(gains) / ideal:.3f}",
        f"{statistics.median(times):.2f}",
        f"{way.build_s:.1f}",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what MUVERA's encodings cost and find.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, help="only the first so many")
    arguments = parser.parse_args()
    work = load(arguments.folder, arguments.pages)
    dim = work.pages.shape[2]
    pages = reduced(arguments.folder, work)
    truth = Truth(coded_scores(work, pages), exact_ranks(work))
    table = Table(
        title=f"{len(pages):,} pages of {statistics.mean(map(len, pages)):.0f} vectors of {dim}, "
        f"{len(work.queries)} questions, {CANDIDATES} candidates"
    )
    for column in "encoding|encode ms/page|search|B/page|found|recall|kept|ms|build s".split("|"):
        table.add_column(column, justify="left" if column in {"encoding", "search"} else "right")
    # All pages as candidates: what no encoding can better.
    everything = Way("codes of all pages", lambda query: list(range(len(pages))))
    mean = FixedEncoder(dim, repetitions=1, bits=0, inner_dim=dim, width=dim)
    table.add_row(
        "none", "", *measure(everything, mean, work, truth)[:1], "", *measure(everything, mean, work, truth)[2:5]
    )
    for encoder in (mean, *(FixedEncoder(dim, width=width) for width in WIDTHS)):
        began = time.process_time()
        encodings = np.stack([encoder.encode_page(page) for page in pages]).astype(np.float16)
        encode_ms = (time.process_time() - began) * 1e3 / len(pages)
        label = "mean vector" if encoder is mean else encoder.name
        with tempfile.TemporaryDirectory() as folder:
            for way in ways(encodings, Path(folder)):
                table.add_row(label, f"{encode_ms:.2f}", *measure(way, encoder, work, truth))
        table.add_section()
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
