"""The rows of HPC-ColPali's tables, with figures measured here."""

from __future__ import annotations

import statistics
from collections.abc import Mapping

from tests.benchmarks.engine.entries import Entry
from tests.benchmarks.engine.tables import milliseconds, share, table

_ROWS = (
    ("ColPali Full (float16 here)", "float16"),
    ("PQ-Only (K = 256)", "kmeans256"),
    ("HPC-ColPali (K = 256, p = 60 %)", "kmeans256-keep60"),
    ("HPC-ColPali (K = 512, p = 40 %)", "kmeans512-keep40"),
    ("HPC-ColPali (Binary, K = 512), near centroids share bits", "kmeans512-bits"),
    ("HPC-ColPali (Binary, K = 512), centroids numbered as they come", "kmeans512-bits-naive"),
)
_COLUMNS = (
    "row|bytes a page|nDCG@10|kept|recall@10|p50 ms, all pages by codes|under HNSW: bytes a page|kept|recall@10|p50 ms"
)

ABOUT = """\
The rows are those of tables I to IV of HPC-ColPali (Bach, 2025, arXiv 2506.21601); every figure was measured here.
DistilCol is left out: it is another model, with one vector a page. The paper's binary row names no pruning, so
nothing is pruned. K = 512 takes 9 bits. p is the share of a page's patches that is kept, by salience. Under HNSW, as
the paper has it, each patch is a copy of its centroid in FAISS's HNSW (32 neighbours, everything else as it comes);
each token looks up 100 copies and the pages they belong to are scored by codes; questions stay floats, which helps.
Copies of one centroid are equally near, so which of them are returned says nothing about pages. The version of the
paper in its author's repository says that its own figures are estimates, not measurements; none of them is repeated
here."""


def paper_table(entries: Mapping[str, Entry], failed: Mapping[str, str]) -> str:
    """Write the paper's rows for one work."""
    return table(_COLUMNS, [_row(label, key, entries, failed) for label, key in _ROWS if key in entries])


def _row(label: str, key: str, entries: Mapping[str, Entry], failed: Mapping[str, str]) -> list[str]:
    entry, graph = entries[key], entries.get(f"hnsw-{key}")
    under = [""] * 4
    if f"hnsw-{key}" in failed:
        under = [failed[f"hnsw-{key}"].partition(": ")[2], "", "", ""]
    elif graph is not None:
        under = [f"{graph.page_bytes:,.0f}", share(graph.found.kept), share(graph.found.recall), _p50(graph)]
    figures = [share(entry.found.ndcg), share(entry.found.kept), share(entry.found.recall)]
    return [label, f"{entry.page_bytes:,.0f}", *figures, _p50(entry), *under]


def _p50(entry: Entry) -> str:
    return milliseconds(statistics.median(entry.quantiles_ms(50)))
