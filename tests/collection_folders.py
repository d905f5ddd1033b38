"""Folders of documents and questions with known answers, for tests that need no engine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.events import LibraryState
from app.measuring.collection import Collection
from app.rows import FileRow, FileState

QUERIES = [
    {"_id": "q1", "text": "When does the ferry leave?", "metadata": {"doc": "ferries"}},
    {"_id": "q2", "text": "What goes into the soup?", "metadata": {"doc": "soups"}},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\tferries#2\t1\nq2\tsoups#1\t2\nq2\tsoups#3\t1\n"


def write_collection(
    folder: Path,
    queries: Sequence[Mapping[str, object]] = QUERIES,
    qrels: str = QRELS,
    files: Sequence[str] = ("pdfs/ferries.pdf", "pdfs/soups.pdf"),
    docs: Sequence[Mapping[str, object]] = (),
) -> Path:
    """Write a folder with these; the documents are no documents."""
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(b"not looked into here")
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    if docs:
        (folder / "docs.jsonl").write_text("\n".join(map(json.dumps, docs)), encoding="utf-8")
    return folder


def library_of(collection: Collection, pages: int = 3, contents: Mapping[str, str] | None = None) -> LibraryState:
    """Make the state of a library in which the whole collection is indexed."""
    contents = contents or {doc: f"hash of {doc}" for doc in collection.docs}
    rows = [
        FileRow(str(path), "", FileState.INDEXED, pages, pages, document=contents[doc])
        for doc, path in collection.docs.items()
    ]
    return LibraryState((), tuple(rows), len(set(contents.values())), pages * len(rows), 0, 6_000)
