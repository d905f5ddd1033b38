"""The command that weighs profiles against each other: `eval --compare profiles`, with labels or without."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

from rich.table import Table

from app.cli.evaluating import (
    Outputs,
    Source,
    contents,
    counting,
    in_hundredths,
    manner,
    measured,
    opened,
    place,
    say_unread,
)
from app.cli.output import ExitCode, Terminal, counted
from app.cli.session import LibraryNotOpened, OpenEngine
from app.measuring.compare import DEPTH, Comparison, chosen_profiles, compare_profiles, sentence
from app.measuring.evaluate import Outcome, Settings, check_documents_meant
from app.measuring.known_items import PATCHES, WORDS, Drawn, ExactLibrary, draw_questions
from app.measuring.measures import Estimate, check_installed, kept
from app.measuring.report import library_report, profiles_report
from app.measuring.trade_picture import Dot, draw
from app.measuring.trec import write_text
from app.models.catalogue import BUILT_IN
from app.models.embedders import identify, make_embedder
from indexer.compress.profiles import EXACT
from indexer.embed import Embedder
from indexer.errors import ExpectedError
from indexer.looks import Model
from indexer.store import Store

NOTHING_EXACT = (
    "This library does not keep exact vectors, so there is nothing to compare with. "
    "Make one that does: pagelight index PATH --keep-exact --library DIR"
)

OpenLibrary: TypeAlias = Callable[[Path, Embedder], AbstractContextManager[ExactLibrary]]

_DRAWN_MEASURE = "nDCG@10"


@contextmanager
def open_store(library: Path, embedder: Embedder) -> Iterator[ExactLibrary]:
    """Open a library here, not in an engine: exact vectors are too much to send through a pipe."""
    if not library.is_dir():
        raise LibraryNotOpened(f"There is no library at {library} yet. To make one: pagelight index PATH")
    try:
        store = Store(library, Model(embedder.name, embedder.revision, embedder.dim))
    except ExpectedError as error:
        raise LibraryNotOpened(error.sentence, error.detail) from error
    try:
        yield store
    finally:
        store.close()


def compare_on_collection(
    source: Source,
    settings: Settings,
    profiles: str,
    terminal: Terminal,
    version: str,
    library: Path | None,
    outputs: Outputs,
    open_profiled: Callable[[str], OpenEngine],
    model: str = BUILT_IN,
) -> int:
    """Measure profiles one after the other on the same questions, each with a library of its own.

    profiles: with commas between, "" for all.    library: a folder to keep the libraries in, or None.
    """
    check_installed()
    identity = identify(model, make_embedder(model))
    chosen = chosen_profiles(profiles)
    outputs.check()
    if library is not None and (library / "library.json").exists():
        raise ExpectedError(f"{library} is a library. Name another folder, to keep a library of each profile in.")
    outcomes: dict[str, Outcome] = {}
    with opened(source, library, terminal) as collection:
        if settings.within_document:
            check_documents_meant(collection)
        for profile in chosen:
            terminal.say(f"Measuring {profile.name} ({len(outcomes) + 1} of {len(chosen)}) ...")
            with place(library and library / profile.name) as folder:
                outcomes[profile.name], corpus = measured(
                    collection, settings, terminal, folder, open_profiled(profile.name)
                )
    exact = outcomes[EXACT]
    shares = {
        name: {measure: kept(values, exact.values[measure]) for measure, values in outcome.values.items()}
        for name, outcome in outcomes.items()
    }
    terminal.out.print(_measures_table(outcomes, {name: each[_DRAWN_MEASURE] for name, each in shares.items()}))
    terminal.write()
    terminal.write(f"{manner(exact)}; model: {exact.ready.model}. Kept: of {_DRAWN_MEASURE} under {EXACT}.")
    terminal.write(contents(exact))
    if outputs.report is not None:
        plain = profiles_report(version, collection, identity, outcomes, shares, EXACT)
        write_text(outputs.report, json.dumps(plain, indent=2) + "\n")
    if outputs.picture is not None:
        dots = [
            _dot(name, outcome.code_bytes_per_page, shares[name][_DRAWN_MEASURE]) for name, outcome in outcomes.items()
        ]
        title = f"What smallness costs on {collection.name}"
        write_text(outputs.picture, draw(dots, title, f"{_DRAWN_MEASURE} kept", "bytes of codes per page, log scale"))
    return say_unread(corpus, terminal)


def compare_on_library(
    library: Path,
    profiles: str,
    count: int,
    terminal: Terminal,
    version: str,
    outputs: Outputs,
    model: str = BUILT_IN,
    open_library: OpenLibrary = open_store,
) -> int:
    """Measure profiles on a person's own pages, where their exact vectors are kept. No labels are needed.

    profiles: with commas between, "" for all.    count: how many questions to make of the pages.
    """
    embedder = make_embedder(model)
    identity = identify(model, embedder)
    chosen = chosen_profiles(profiles)
    outputs.check()
    with open_library(library, embedder) as pages:
        if not pages.keeps_exact:
            raise ExpectedError(NOTHING_EXACT)
        drawn = draw_questions(pages, embedder, count)
        if not drawn.questions:
            raise ExpectedError(f"The library {library} has no page to make a question of.")
        readings = 2 if any(profile.is_trained for profile in chosen) else 1
        total = sum(row.pages for row in pages.documents.values())
        with counting(terminal, "Comparing", readings * total) as advance:
            comparison = compare_profiles(pages.exact_pages, drawn.questions, chosen, advance)
    terminal.out.print(_library_table(comparison))
    terminal.write()
    for row in comparison.rows:
        if row.profile.name != EXACT:
            terminal.write(sentence(row, comparison))
    terminal.write()
    for line in _origins(drawn, comparison, total):
        terminal.write(line)
    if outputs.report is not None:
        sources = {"words": drawn.from_words, "patches": drawn.from_patches}
        plain = library_report(version, identity, comparison, sources)
        write_text(outputs.report, json.dumps(plain, indent=2) + "\n")
    if outputs.picture is not None:
        dots = [_dot(row.profile.name, row.bytes_per_page, row.same_first) for row in comparison.rows]
        title = f"What smallness costs on {counted(comparison.pages, 'page')} of yours"
        write_text(outputs.picture, draw(dots, title, "the same first page", "bytes of codes per page, log scale"))
    return ExitCode.FINE


def _measures_table(outcomes: dict[str, Outcome], shares: dict[str, Estimate]) -> Table:
    laid_out = Table(box=None, pad_edge=False, header_style="dim")
    laid_out.add_column("Profile", no_wrap=True)
    for title in ("Codes, B/page", "All, B/page"):
        laid_out.add_column(title, justify="right", no_wrap=True)
    for title in ("nDCG@5 x100", "nDCG@10 x100", "Kept, %"):
        laid_out.add_column(title, justify="right", no_wrap=True)
        laid_out.add_column("95 % interval", justify="right", no_wrap=True)
    for title in ("p50, ms", "p95, ms"):
        laid_out.add_column(title, justify="right", no_wrap=True)
    for name, outcome in outcomes.items():
        times_ms = outcome.run.percentiles_ms
        laid_out.add_row(
            name,
            f"{outcome.code_bytes_per_page:,.0f}",
            f"{outcome.bytes_per_page:,.0f}",
            *in_hundredths(outcome.measures["nDCG@5"]),
            *in_hundredths(outcome.measures["nDCG@10"]),
            *in_hundredths(shares[name]),
            f"{times_ms['p50']:.0f}",
            f"{times_ms['p95']:.0f}",
        )
    return laid_out


def _library_table(comparison: Comparison) -> Table:
    laid_out = Table(box=None, pad_edge=False, header_style="dim")
    laid_out.add_column("Profile", no_wrap=True)
    laid_out.add_column("Codes, B/page", justify="right", no_wrap=True)
    for title in ("Same first page, %", f"Same first {DEPTH}, %"):
        laid_out.add_column(title, justify="right", no_wrap=True)
        laid_out.add_column("95 % interval", justify="right", no_wrap=True)
    laid_out.add_column("ms per 1,000 pages", justify="right", no_wrap=True)
    for row in comparison.rows:
        laid_out.add_row(
            row.profile.name,
            f"{row.bytes_per_page:,.0f}",
            *in_hundredths(row.same_first),
            *in_hundredths(row.overlap),
            f"{row.ms_per_1000_pages:.1f}",
        )
    return laid_out


def _origins(drawn: Drawn, comparison: Comparison, total: int) -> list[str]:
    """Say what the questions were, so that nobody takes them for a person's, and what was left out."""
    by_words = f"{counted(drawn.from_words, 'question')} of {WORDS} words that stand together on a page"
    by_patches = f"{counted(drawn.from_patches, 'question')} of up to {PATCHES} of a page's own patches"
    made = " and ".join(each for each, some in ((by_words, drawn.from_words), (by_patches, drawn.from_patches)) if some)
    lines = [
        f"Asked: {made}, made of pages drawn by chance; your own questions may differ.",
        f"What is right was decided by exact vectors of {comparison.exact_bytes_per_page:,.0f} bytes a page; "
        "this compares how pages look to the model, and leaves the words of the text layer out.",
    ]
    if unseen := total - comparison.pages:
        lines.append(f"{counted(unseen, 'page')} without anything that the model sees: not counted.")
    return lines


def _dot(name: str, size: float, share: Estimate) -> Dot:
    return Dot(name, size, share.mean * 100, share.low * 100, share.high * 100)
