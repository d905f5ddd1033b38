# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = ["faiss-cpu>=1.10", "numpy>=2"]
# ///
"""Float retrieval as HPC-ColPali describes it: FAISS's HNSW over the centroids that codes name, one copy a patch.

A setting is the k-means design of ours whose codes and centroids are read. Each token of a question looks up its
nearest copies; the pages they belong to are scored by late interaction over their codes. Questions stay floats.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.engine.asking import Ask, Figures, take_part
from tests.benchmarks.engine.work import TOP, Floats, Work

_NEIGHBOURS = 32
_COPIES = 100
_BLOCK = 100_000


def build(work: Work, setting: str, index: Path) -> Figures:
    """Index a copy of its centroid for every patch that is kept."""
    import faiss  # type: ignore[import-not-found]

    centroids, codes, _ = _coded(index.parent / setting)
    graph = faiss.IndexHNSWFlat(work.dim, _NEIGHBOURS)
    for first in range(0, len(codes), _BLOCK):
        graph.add(centroids[codes[first : first + _BLOCK]])
    file = index / "hnsw.faiss"
    faiss.write_index(graph, str(file))
    return {"bytes": file.stat().st_size}


def opened(work: Work, setting: str, index: Path) -> tuple[Ask, Figures]:
    """Load the graph and the codes."""
    import faiss

    faiss.omp_set_num_threads(1)
    graph = faiss.read_index(str(index / "hnsw.faiss"))
    centroids, codes, lengths = _coded(index.parent / setting)
    starts = [0, *itertools.accumulate(lengths.tolist())]
    owners = np.repeat(np.arange(len(lengths)), lengths)

    def ask(question: Floats) -> list[int]:
        _, copies = graph.search(question, _COPIES)
        pages = np.unique(owners[copies[copies >= 0]]).tolist()
        table = question @ centroids.T
        scores = [float(table[:, codes[starts[page] : starts[page + 1]]].max(axis=1).sum()) for page in pages]
        return [pages[at] for at in np.argsort(-np.array(scores), kind="stable")[:TOP].tolist()]

    return ask, {}


def _coded(folder: Path) -> tuple[Floats, NDArray[Any], NDArray[Any]]:
    """Return centroids, the centroid of every patch, and how many patches a page has."""
    with np.load(folder / "coded.npz") as file:
        centroids, codes, lengths = file["centroids"].astype(np.float32), file["codes"], file["lengths"]
    width = 1 if len(centroids) <= 256 else 2
    return centroids, codes.reshape(-1).view(f"<u{width}"), lengths


if __name__ == "__main__":
    take_part(build, opened, ("faiss-cpu",))
