"""The command that measures: `eval`."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress as Bar
from rich.table import Table

from app.cli.indexing import follow
from app.cli.output import ExitCode, Terminal, counted, is_below
from app.cli.session import OpenEngine, Session, open_engine
from app.events import Results
from app.measuring.collection import Collection, load_collection
from app.measuring.evaluate import (
    Corpus,
    Outcome,
    Run,
    Settings,
    ask_all,
    check_documents_meant,
    compare,
    indexed_corpus,
    relevant_pages,
)
from app.measuring.measures import MEASURES, Estimate, check_installed, measure, summary
from app.measuring.report import report
from app.measuring.trec import read_run, write_run, write_text
from app.measuring.vidore import download, holds_tables, hub_name, load_tables
from app.models.catalogue import BUILT_IN
from app.models.embedders import identify, make_embedder
from app.requests import AddPaths
from indexer.errors import ExpectedError
from indexer.files import shown_name


@dataclass(frozen=True, slots=True)
class Source:
    """Where questions with known answers come from.

    place: a folder, or a name on the Hugging Face hub.    language: which of several to ask in, or "".
    """

    place: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Outputs:
    """Files to write what was measured into."""

    report: Path | None = None
    run: Path | None = None
    picture: Path | None = None

    def check(self) -> None:
        """Raise ExpectedError when a file will have no folder to be written into: known before the work, not after."""
        for file in (self.report, self.run, self.picture):
            if file is not None and not file.absolute().parent.is_dir():
                raise ExpectedError(f"There is no folder {file.absolute().parent} to write {file.name} into.")


def evaluate(
    source: Source,
    settings: Settings,
    terminal: Terminal,
    version: str,
    library: Path | None = None,
    outputs: Outputs = Outputs(),
    against: Path | None = None,
    open_engine: OpenEngine = open_engine,
    model: str = BUILT_IN,
) -> int:
    """Index a collection, ask its questions, and say how good the answers are and what they cost.

    library: one for this collection alone, kept; None means one that is removed at the end.
    against: a TREC run of the same questions to compare with.
    """
    check_installed()
    identity = identify(model, make_embedder(model))
    outputs.check()
    other_run = read_run(against) if against is not None else None
    with opened(source, library, terminal) as collection, place(library) as folder:
        if settings.within_document:
            check_documents_meant(collection)
        outcome, corpus = measured(collection, settings, terminal, folder, open_engine)
    if against is not None and other_run is not None:
        relevant = relevant_pages(collection, corpus)
        outcome = outcome.beside(compare(against.name, other_run, corpus, relevant, outcome.values))
        if missing := len(relevant.keys() - other_run.keys()):
            terminal.say(f"{against.name} holds no page for {counted(missing, 'question')}; that counts 0.")
    terminal.out.print(table(outcome))
    terminal.write()
    for line in remarks(outcome):
        terminal.write(line)
    if outputs.run is not None:
        write_run(outputs.run, outcome.run.found)
    if outputs.report is not None:
        plain = report(version, collection, identity, outcome)
        write_text(outputs.report, json.dumps(plain, indent=2) + "\n")
    return say_unread(corpus, terminal)


@contextmanager
def opened(source: Source, library: Path | None, terminal: Terminal) -> Iterator[Collection]:
    """Open a collection for as long as it is measured on. Pictures out of tables lie beside a library that is kept."""
    name = hub_name(source.place)
    if name is not None:
        terminal.say(f"Looking for {name} on Hugging Face. What has not been downloaded before is downloaded now.")
        folder, name = download(name)
    else:
        folder = Path(source.place).absolute()
    if not folder.is_dir() or not holds_tables(folder):
        yield load_collection(folder)
        return
    with place(library and library.with_name(f"{library.name}-pictures"), "pictures") as pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        yield load_tables(folder, name or folder.name, pictures, source.language)


@contextmanager
def place(named: Path | None, name: str = "library") -> Iterator[Path]:
    """Return the folder that was named, or a temporary one."""
    if named is not None:
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="pagelight-eval-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / name


def measured(
    collection: Collection, settings: Settings, terminal: Terminal, library: Path, open_engine: OpenEngine
) -> tuple[Outcome, Corpus]:
    """Index a collection into a library, ask its questions, and measure the answers."""
    with Session(library, terminal.say, open_engine) as session:
        pages_per_s = _index(session, collection, terminal)
        ready, state = session.ready, session.refresh()
        corpus = indexed_corpus(collection, state)
        run = _ask(session, collection, corpus, settings, terminal)
    values = measure(relevant_pages(collection, corpus), run.rankings)
    size = code_bytes(library, ready.codes)
    return Outcome(settings, ready, state, size, pages_per_s, run, values, summary(values)), corpus


def code_bytes(library: Path, codes: str) -> int:
    """Count what a library's codes take on disk, with the codebook that they need."""
    below = [path for found in library.glob(f"*/codes-{codes}*") for path in (found, *found.rglob("*"))]
    return sum(path.stat().st_size for path in below if path.is_file())


def say_unread(corpus: Corpus, terminal: Terminal) -> int:
    """Name the documents that no question could find, and return the exit code."""
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
        cells = [name, *in_hundredths(outcome.measures[name])]
        if against is not None:
            difference = against.differences[name]
            cells += [f"{against.measures[name].mean * 100:.1f}", *in_hundredths(difference, "+")]
        laid_out.add_row(*cells)
    return laid_out


def remarks(outcome: Outcome) -> list[str]:
    """Say how it was measured and what it cost."""
    times_ms = outcome.run.percentiles_ms
    speed = "" if outcome.pages_per_s is None else f", indexed at {outcome.pages_per_s:.0f} pages/s"
    return [
        f"{manner(outcome)}; model: {outcome.ready.model} ({outcome.ready.codes})",
        f"{contents(outcome)}{speed}; {outcome.bytes_per_page:,.0f} bytes a page on disk, "
        f"{outcome.code_bytes_per_page:,.0f} of them codes",
        f"Question to results: p50 {times_ms['p50']:.0f} ms, p95 {times_ms['p95']:.0f} ms",
    ]


def manner(outcome: Outcome) -> str:
    """Say what was asked, and how."""
    settings = outcome.settings
    where = "each within its document" if settings.within_document else "of all documents"
    return (
        f"{counted(len(outcome.run.times_ms), 'question')}, {where}; lanes: {', '.join(settings.lanes)}; "
        f"{counted(settings.depth, 'page')} deep"
    )


def contents(outcome: Outcome) -> str:
    """Say what was searched."""
    library = outcome.library
    return (
        f"{counted(library.pages, 'page')} in {counted(library.documents, 'document')}, "
        f"{library.textless_pages:,} without a text layer"
    )


def in_hundredths(estimate: Estimate, sign: str = "") -> list[str]:
    """Say an estimate and its interval."""
    mean, low, high = (f"{value * 100:{sign}.1f}" for value in (estimate.mean, estimate.low, estimate.high))
    return [mean, f"{low} to {high}"]


@contextmanager
def counting(terminal: Terminal, doing: str, total: int) -> Iterator[Callable[[], None]]:
    """Show how far a long count is; what it gives is to be called at each step."""
    with Bar(console=terminal.err, transient=True, disable=not terminal.err.is_terminal) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda: bar.advance(task)


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
    with counting(terminal, "Asking", len(collection.questions)) as advance:

        def ask(text: str, within: Sequence[str]) -> Results:
            results = session.ask(text, within, settings.depth, settings.lanes)
            advance()
            return results

        return ask_all(collection, corpus, ask, settings.within_document)
