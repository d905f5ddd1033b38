"""Asks the questions of a collection and compares the answers with what is known to be right."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from app.events import LibraryState, Ready, Results
from app.measuring.collection import Collection, page_id, split_page_id
from app.measuring.measures import Estimate, Rankings, Relevant, Values, differences, measure, summary
from app.measuring.trec import Found
from app.requests import Lane
from app.rows import FileRow, FileState
from indexer.errors import ExpectedError

Ask: TypeAlias = Callable[[str, Sequence[str]], Results]
"""Asks a question in words, of the documents at these paths or of all, and waits for the answer."""


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

    code_bytes: what the library's codes take on disk.    pages_per_s: how fast the documents were indexed; None when
    they were there before.    values: each measure, question by question.    measures: the same over all questions.
    """

    settings: Settings
    ready: Ready
    library: LibraryState
    code_bytes: int
    pages_per_s: float | None
    run: Run
    values: Mapping[str, Values]
    measures: Mapping[str, Estimate]
    against: Against | None = None

    @property
    def bytes_per_page(self) -> float:
        """All of the library's folder, shared out among its pages."""
        return self.library.bytes_on_disk / max(self.library.pages, 1)

    @property
    def code_bytes_per_page(self) -> float:
        """What is kept of how a page looks."""
        return self.code_bytes / max(self.library.pages, 1)

    def beside(self, against: Against) -> Outcome:
        """Return this with another run beside it."""
        return replace(self, against=against)


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
