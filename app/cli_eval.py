"""The command that measures: `eval`."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.progress import Progress as Bar
from rich.table import Table

from app.cli_indexing import follow
from app.cli_output import ExitCode, Terminal, counted, is_below
from app.cli_session import OpenEngine, Session, open_engine
from app.collection import Collection, load_collection
from app.evaluate import (
    Corpus,
    Outcome,
    Run,
    Settings,
    ask_all,
    check_documents_meant,
    compare,
    indexed_corpus,
    read_run,
    relevant_pages,
    report,
    write_run,
    write_text,
)
from app.measures import MEASURES, Estimate, check_installed, measure, summary
from app.messages import AddPaths, Results
from indexer.errors import ExpectedError
from indexer.files import shown_name


def evaluate(
    folder: Path,
    settings: Settings,
    terminal: Terminal,
    version: str,
    library: Path | None = None,
    json_file: Path | None = None,
    run_file: Path | None = None,
    against: Path | None = None,
    open_engine: OpenEngine = open_engine,
) -> int:
    """Index a collection, ask its questions, and say how good the answers are and what they cost.

    library: one for this collection alone, kept; None means one that is removed at the end.
    against: a TREC run of the same questions to compare with.
    """
    check_installed()
    collection = load_collection(folder)
    if settings.within_document:
        check_documents_meant(collection)
    other_run = read_run(against) if against is not None else None
    for file in (json_file, run_file):
        if file is not None and not file.absolute().parent.is_dir():
            raise ExpectedError(f"There is no folder {file.absolute().parent} to write {file.name} into.")
    with _library(library) as place, Session(place, terminal.say, open_engine) as session:
        pages_per_s = _index(session, collection, terminal)
        ready, state = session.ready, session.refresh()
        corpus = indexed_corpus(collection, state)
        run = _ask(session, collection, corpus, settings, terminal)
    relevant = relevant_pages(collection, corpus)
    values = measure(relevant, run.rankings)
    comparison = None
    if against is not None and other_run is not None:
        comparison = compare(against.name, other_run, corpus, relevant, values)
        if missing := len(relevant.keys() - other_run.keys()):
            terminal.say(f"{against.name} holds no page for {counted(missing, 'question')}; that counts 0.")
    outcome = Outcome(settings, ready, state, pages_per_s, run, values, summary(values), comparison)
    terminal.out.print(table(outcome))
    terminal.write()
    for line in remarks(outcome):
        terminal.write(line)
    if run_file is not None:
        write_run(run_file, run.found)
    if json_file is not None:
        write_text(json_file, json.dumps(report(version, collection, outcome), indent=2) + "\n")
    for row in corpus.unread:
        terminal.say(f"Not read, so never found: {shown_name(row.path)}. {row.sentence}")
    return ExitCode.SOME_FAILED if corpus.unread else ExitCode.FINE


def table(outcome: Outcome) -> Table:
    """Lay the measures out for people, in hundredths, each with its interval."""
    against = outcome.against
    laid_out = Table(box=None, pad_edge=False, header_style="dim")
    laid_out.add_column("")
    laid_out.add_column("x100", justify="right", no_wrap=True)
    laid_out.add_column("95 % interval", justify="right", no_wrap=True)
    if against is not None:
        laid_out.add_column(against.run, justify="right", overflow="fold")
        laid_out.add_column("Difference", justify="right", no_wrap=True)
        laid_out.add_column("95 % interval", justify="right", no_wrap=True)
    for name in MEASURES:
        cells = [name, *_cells(outcome.measures[name])]
        if against is not None:
            difference = against.differences[name]
            cells += [f"{against.measures[name].mean * 100:.1f}", *_cells(difference, "+")]
        laid_out.add_row(*cells)
    return laid_out


def remarks(outcome: Outcome) -> list[str]:
    """Say how it was measured and what it cost."""
    settings, library, times_ms = outcome.settings, outcome.library, outcome.run.percentiles_ms
    where = "each within its document" if settings.within_document else "of all documents"
    lanes = ", ".join(settings.lanes)
    speed = "" if outcome.pages_per_s is None else f", indexed at {outcome.pages_per_s:.0f} pages/s"
    return [
        f"{counted(len(outcome.run.times_ms), 'question')}, {where}; lanes: {lanes}; "
        f"{counted(settings.depth, 'page')} deep; model: {outcome.ready.model} ({outcome.ready.codes})",
        f"{counted(library.pages, 'page')} in {counted(library.documents, 'document')}, "
        f"{library.textless_pages:,} without a text layer{speed}; {outcome.bytes_per_page:,.0f} bytes a page on disk",
        f"Question to results: p50 {times_ms['p50']:.0f} ms, p95 {times_ms['p95']:.0f} ms",
    ]


@contextmanager
def _library(named: Path | None) -> Iterator[Path]:
    if named is not None:
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="pagelight-eval-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "library"


def _index(session: Session, collection: Collection, terminal: Terminal) -> float | None:
    """Index the collection; returns the pages a second, or None when the library was not empty before."""
    before = session.library
    if others := [root.path for root in before.roots if not is_below(root.path, collection.roots)]:
        raise ExpectedError(
            f"This library also holds {others[0]}, whose pages would be found too. "
            f"Name a library that is for {collection.name} alone."
        )
    start = time.perf_counter()
    work = follow(session, terminal, AddPaths(collection.roots), collection.roots)
    elapsed_s = time.perf_counter() - start
    if work.broke_off:
        raise ExpectedError("The documents could not all be indexed, so nothing was measured.")
    return None if before.files else session.library.pages / elapsed_s


def _ask(session: Session, collection: Collection, corpus: Corpus, settings: Settings, terminal: Terminal) -> Run:
    with Bar(console=terminal.err, transient=True, disable=not terminal.err.is_terminal) as bar:
        task = bar.add_task("Asking", total=len(collection.questions))

        def ask(text: str, within: Sequence[str]) -> Results:
            results = session.ask(text, within, settings.depth, settings.lanes)
            bar.advance(task)
            return results

        return ask_all(collection, corpus, ask, settings.within_document)


def _cells(estimate: Estimate, sign: str = "") -> list[str]:
    mean, low, high = (f"{value * 100:{sign}.1f}" for value in (estimate.mean, estimate.low, estimate.high))
    return [mean, f"{low} to {high}"]
