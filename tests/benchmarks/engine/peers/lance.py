# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = ["lancedb>=0.40", "numpy>=2", "pyarrow>=22"]
# ///
"""LanceDB's multivector column with its index, as its documentation builds it: cosine, IVF_PQ, all else as it comes.

Settings: pq, pq-refine10, flat (no index). The table of pq serves pq-refine10 too.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.benchmarks.engine.asking import Ask, Figures, folder_bytes, take_part
from tests.benchmarks.engine.work import TOP, Floats, Work

_PAGES_AT_ONCE = 100


def build(work: Work, setting: str, index: Path) -> Figures:
    """Write float16 vectors, and index them unless the setting is flat."""
    import lancedb
    import numpy as np
    import pyarrow as pa
    from lancedb.index import IvfPq

    kind = pa.list_(pa.list_(pa.float16(), work.dim))
    schema = pa.schema([("page", pa.int32()), ("vectors", kind)])
    table = lancedb.connect(index).create_table("pages", schema=schema, mode="overwrite")
    for first in range(0, work.pages, _PAGES_AT_ONCE):
        numbers = range(first, min(first + _PAGES_AT_ONCE, work.pages))
        flat = np.concatenate([work.page(number).astype(np.float16) for number in numbers])
        starts = (work.starts[first : numbers[-1] + 2] - work.starts[first]).astype(np.int32)
        vectors = pa.FixedSizeListArray.from_arrays(pa.array(flat.ravel()), work.dim)
        lists = pa.ListArray.from_arrays(pa.array(starts), vectors)
        table.add(pa.table([pa.array(list(numbers), pa.int32()), lists], schema=schema))
    table.optimize(cleanup_older_than=timedelta(0), delete_unverified=True)
    if setting != "flat":
        table.create_index("vectors", config=IvfPq(distance_type="cosine"))
    return {"bytes": folder_bytes(index)}


def opened(work: Work, setting: str, index: Path) -> tuple[Ask, Figures]:
    """Open the table."""
    import lancedb

    table = lancedb.connect(index).open_table("pages")

    def ask(question: Floats) -> list[int]:
        query: Any = table.search(question, vector_column_name="vectors")
        query = query.distance_type("cosine").select(["page", "_distance"])
        if setting == "pq-refine10":
            query = query.refine_factor(10)
        found: list[int] = query.limit(TOP).to_arrow()["page"].to_pylist()
        return found

    return ask, {}


if __name__ == "__main__":
    take_part(build, opened, ("lancedb",))
