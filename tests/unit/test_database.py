"""Rows of pages read by where they lie, against a plain dictionary, while the table changes under them."""

from __future__ import annotations

from typing import TypeAlias

import lancedb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import indexer.database
from indexer.database import PageRows, delete_where, open_table, tidy
from indexer.types import Page

SCHEMA = pa.schema([("document", pa.string()), ("number", pa.int32()), ("text", pa.string())])
Change: TypeAlias = tuple[str, int]


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.sampled_from(["add", "delete", "tidy"]), st.integers(0, 4)), min_size=1, max_size=8),
    st.sampled_from([0, 5, 100_000]),
)
def test_rows_are_those_of_the_pages_asked_for(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Change], most_known: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.database, "_MOST_KNOWN", most_known)
        table = open_table(lancedb.connect(tmp_path_factory.mktemp("tables")), "pages", SCHEMA)
        rows, model = PageRows(table), dict[Page, str]()
        for at, (change, which) in enumerate(changes):
            document = f"{which:x}"
            if change == "add":
                # A document may come in pieces, and grow after it was asked for.
                first = 1 + sum(page.document == document for page in model)
                new = {Page(document, number): f"{at} {number}" for number in range(first, first + 3)}
                model.update(new)
                table.add(
                    pa.table(
                        {
                            "document": [page.document for page in new],
                            "number": [page.number for page in new],
                            "text": list(new.values()),
                        },
                        schema=SCHEMA,
                    )
                )
            elif change == "delete":
                delete_where(table, "document", [document])
                model = {page: text for page, text in model.items() if page.document != document}
            else:
                tidy(table)
            asked = [Page(f"{each:x}", number) for each in range(6) for number in (1, 3, 5)]
            for _ in range(2):
                found = rows.read(asked).to_pylist()
                texts = {Page(row["document"], row["number"]): row["text"] for row in found}
                assert texts == {page: model[page] for page in asked if page in model}
                assert len(found) == len(texts)
            assert rows.read([]).to_pylist() == []
