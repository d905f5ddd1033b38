"""Tables of the report, in Markdown."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence

from tests.benchmarks.engine.designs import designs
from tests.benchmarks.engine.entries import Entry

_COLUMNS = (
    "design|bytes a page|with cells|on disk|nDCG@10 kept|recall@10|p50 ms|(runs)|p95 ms|CPU ms|build CPU ms a page"
    "|training CPU s|resident MB|peak MB, build|peak MB, ask|questions"
)


def table(columns: str, rows: Iterable[Sequence[str]]) -> str:
    """Write a table; the first column is text, the others are figures."""
    names = columns.split("|")
    rule = ["---", *["---:"] * (len(names) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (names, rule, *rows))


def contestants_table(entries: Iterable[Entry]) -> str:
    """Write one row for each contestant."""
    return table(_COLUMNS, [_row(entry) for entry in entries])


def _row(entry: Entry) -> list[str]:
    p50s = entry.quantiles_ms(50)
    resident = entry.asks[0].get("resident_bytes")
    peaks = entry.peak_mb()
    trained = entry.made.get("trained_s", 0.0)
    return [
        name(entry),
        f"{entry.page_bytes:,.0f}",
        "" if entry.cell_bytes is None else f"{entry.page_bytes + entry.cell_bytes:,.0f}",
        "" if entry.disk_bytes is None else f"{entry.disk_bytes:,.0f}",
        share(entry.found.kept),
        share(entry.found.recall),
        milliseconds(entry.p50_ms),
        f"{milliseconds(min(p50s))} to {milliseconds(max(p50s))}",
        milliseconds(statistics.median(entry.quantiles_ms(95))),
        milliseconds(statistics.median(entry.quantiles_ms(50, of="cpu_ms"))),
        f"{entry.build_ms:.1f}",
        f"{trained:.1f}" if trained >= 0.05 else "",
        "" if resident is None else f"{resident / 1e6:.1f}",
        f"{peaks[0]:.0f}",
        f"{peaks[1]:.0f}",
        str(entry.asked),
    ]


def name(entry: Entry) -> str:
    """Return all the names a design goes by, or a peer's."""
    design = designs().get(entry.contestant.key)
    return entry.contestant.label if design is None else "; ".join(design.labels)


def milliseconds(value: float) -> str:
    """Three digits are as many as repeat."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def share(value: float) -> str:
    """Three places; nothing where there is nothing to compare with."""
    return "" if math.isnan(value) else f"{value:.3f}"
