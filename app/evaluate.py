"""Asks the questions of a collection and compares the answers with what is known to be right."""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote, unquote

import numpy as np
import psutil

from app.collection import Collection, page_id, split_page_id
from app.measures import (
    INTERVAL,
    RESAMPLES,
    SEED,
    Estimate,
    Rankings,
    Relevant,
    Values,
    differences,
    measure,
    summary,
)
from app.messages import FileRow, FileState, Lane, LibraryState, Ready, Results
from indexer.errors import ExpectedError

Ask: TypeAlias = Callable[[str, Sequence[str]], Results]
"""Asks a question in words, of the documents at these paths or of all, and waits for the answer."""
Found: TypeAlias = Mapping[str, Sequence[tuple[str, float]]]
"""What was found for each question: pages and their scores, best first."""

_SPACE = re.compile(r"[\s%]")
_RUN_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Settings:
    """How the questions are asked."""

    lanes: tuple[Lane, ...]
    depth: int
    within_document: bool


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a collection as the engine knows them.

    names: content hash to a document's id; of files with the same content one stands for all.
    same: id to the id that stands for it.    unread: the rows of files that could not be indexed.
    """

    names: Mapping[str, str]
    same: Mapping[str, str]
    unread: tuple[FileRow, ...]

    def page(self, page: str) -> str:
        """Return the id by which a page of the collection is found."""
        doc, number = split_page_id(page)
        return page_id(self.same.get(doc, doc), number)


@dataclass(frozen=True, slots=True)
class Run:
    """The answers to all questions, and the milliseconds that each took until it was here."""

    found: Found
    times_ms: tuple[float, ...]

    @property
    def rankings(self) -> Rankings:
        """The pages alone."""
        return {question: [page for page, _ in pages] for question, pages in self.found.items()}

    @property
    def percentiles_ms(self) -> dict[str, float]:
        """How long a usual and a slow question took."""
        p50, p95 = np.percentile(self.times_ms, [50, 95])
        return {"p50": float(p50), "p95": float(p95)}


@dataclass(frozen=True, slots=True)
class Against:
    """Another run's measures for the same questions, and by how much ours are above them."""

    run: str
    measures: Mapping[str, Estimate]
    differences: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was measured, and how.

    pages_per_s: how fast the documents were indexed; None when they were there before.
    values: each measure, question by question.    measures: the same over all questions.
    """

    settings: Settings
    ready: Ready
    library: LibraryState
    pages_per_s: float | None
    run: Run
    values: Mapping[str, Values]
    measures: Mapping[str, Estimate]
    against: Against | None = None

    @property
    def bytes_per_page(self) -> float:
        """All of the library's folder, shared out among its pages."""
        return self.library.bytes_on_disk / max(self.library.pages, 1)


def indexed_corpus(collection: Collection, library: LibraryState) -> Corpus:
    """Find the collection's documents in a library.

    Raises ExpectedError when a question's page does not exist.
    """
    docs = {str(path): doc for doc, path in collection.docs.items()}
    names: dict[str, str] = {}
    same: dict[str, str] = {}
    pages: dict[str, int] = {}
    unread = []
    for row in sorted(library.files, key=lambda row: row.path):
        doc = docs.get(row.path)
        if doc is not None and row.state is FileState.INDEXED:
            same[doc] = names.setdefault(row.document, doc)
            pages[doc] = row.pages
        elif doc is not None:
            unread.append(row)
    for question in collection.questions:
        for doc, number in map(split_page_id, question.relevant):
            if doc in pages and number > pages[doc]:
                raise ExpectedError(
                    f"qrels.tsv names page {number} of {doc} for the question {question.id}, "
                    f"but that document has {pages[doc]} pages."
                )
    return Corpus(names, same, tuple(unread))


def check_documents_meant(collection: Collection) -> None:
    """Raise ExpectedError when a question does not say which document it means."""
    for question in collection.questions:
        if not question.doc:
            raise ExpectedError(
                f"The question {question.id} does not say which document it means (metadata.doc in queries.jsonl), "
                "so it cannot be asked within one."
            )


def relevant_pages(collection: Collection, corpus: Corpus) -> dict[str, dict[str, int]]:
    """Return which pages answer each question, and how well, by the ids under which they are found."""
    return {
        question.id: {corpus.page(page): grade for page, grade in question.relevant.items()}
        for question in collection.questions
    }


def ask_all(collection: Collection, corpus: Corpus, ask: Ask, within_document: bool) -> Run:
    """Ask every question, of all documents or of the one that it means."""
    found, times_ms = {}, []
    for question in collection.questions:
        within = (str(collection.docs[question.doc]),) if within_document else ()
        start = time.perf_counter()
        results = ask(question.text, within)
        times_ms.append((time.perf_counter() - start) * 1000)
        found[question.id] = [
            (page_id(corpus.names[hit.page.document], hit.page.number), hit.score)
            for hit in results.hits
            if hit.page.document in corpus.names
        ]
    return Run(found, tuple(times_ms))


def write_run(path: Path, found: Found) -> None:
    """Write what was found in TREC's form, for trec_eval and its kin.

    White space in ids becomes %20 and so on. Equal scores are drawn apart, by so little that a 32-bit float still
    tells them apart: trec_eval reads such, and would put them in an order of its own. Raises ExpectedError.
    """
    lines = []
    for question, pages in found.items():
        last = np.float32(np.inf)
        for rank, (page, score) in enumerate(pages, start=1):
            last = min(np.float32(score), np.nextafter(last, np.float32(-np.inf)))
            lines.append(f"{_solid(question)} Q0 {_solid(page)} {rank} {last} pagelight\n")
    write_text(path, "".join(lines))


def read_run(path: Path) -> dict[str, list[str]]:
    """Read a run in TREC's form as trec_eval does: by score, equal ones by page from the end. Raises ExpectedError."""
    scored: dict[str, list[tuple[float, str]]] = {}
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            columns = line.split()
            if len(columns) != _RUN_COLUMNS:
                raise ExpectedError(f"{path.name}, line {number}: a line of a TREC run has {_RUN_COLUMNS} columns.")
            question, _, page, _, score, _ = columns
            scored.setdefault(unquote(question), []).append((float(score), unquote(page)))
    except FileNotFoundError as error:
        raise ExpectedError(f"There is no run file {path}.") from error
    except (OSError, ValueError) as error:
        raise ExpectedError(f"{path} cannot be read as a TREC run.") from error
    return {question: [page for _, page in sorted(pages, reverse=True)] for question, pages in scored.items()}


def compare(name: str, rankings: Rankings, corpus: Corpus, relevant: Relevant, values: Mapping[str, Values]) -> Against:
    """Measure another run, whose pages go by their own ids, and compare: `values` are ours.

    Raises ExpectedError when the run has none of the questions, or pages that are no pages.
    """
    try:
        # Files with the same content are one document here; there they may have been found one after the other.
        theirs = {
            question: list(dict.fromkeys(map(corpus.page, pages)))
            for question, pages in rankings.items()
            if question in relevant
        }
    except ValueError as error:
        raise ExpectedError(f"{name} names {error}, which is not the id of a page.") from error
    if not theirs:
        raise ExpectedError(f"{name} has none of these questions.")
    others = measure(relevant, theirs)
    return Against(name, summary(others), differences(values, others))


def write_text(path: Path, text: str) -> None:
    """Write a file. Raises ExpectedError."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ExpectedError(f"{path} could not be written: {error.strerror}.") from error


def report(version: str, collection: Collection, outcome: Outcome) -> dict[str, Any]:
    """Put everything that was measured, and how, into plain values for JSON; the keys are stable."""
    library, against = outcome.library, outcome.against
    plain = {
        "pagelight": version,
        "collection": collection.name,
        "settings": {**asdict(outcome.settings), "model": outcome.ready.model, "codes": outcome.ready.codes},
        "machine": {
            "cores": os.cpu_count(),
            "memory_gb": round(psutil.virtual_memory().total / 1e9),
            "system": platform.system(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "documents": library.documents,
        "pages": library.pages,
        "textless_pages": library.textless_pages,
        "bytes_per_page": outcome.bytes_per_page,
        "pages_per_s": outcome.pages_per_s,
        "answer_ms": outcome.run.percentiles_ms,
        "bootstrap": {"resamples": RESAMPLES, "seed": SEED, "interval": INTERVAL},
        "measures": {name: asdict(each) for name, each in outcome.measures.items()},
        "questions": {
            question.id: {name: float(values[at]) for name, values in outcome.values.items()}
            for at, question in enumerate(collection.questions)
        },
    }
    if against is not None:
        plain["against"] = asdict(against)
    return plain


def _solid(text: str) -> str:
    return _SPACE.sub(lambda found: quote(found[0]), text)
