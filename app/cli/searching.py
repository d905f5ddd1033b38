"""The command that asks: `search`."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from app.cli.output import ExitCode, Terminal, printable, short_names
from app.cli.session import OpenEngine, Session, open_engine
from app.events import Hit, Results
from app.export import lit_page
from app.requests import Lane, Piece
from indexer.errors import ExpectedError
from indexer.types import Region

SAVED_WIDTH_PX = 1240
LANE_NAMES = {Lane.TEXT: "words", Lane.LOOK: "look", Lane.MODEL: "model", Lane.MEANING: "meaning", Lane.NAME: "name"}


def search(
    library: Path,
    text: str,
    terminal: Terminal,
    within: Sequence[str] = (),
    limit: int = 10,
    as_json: bool = False,
    save_pages: Path | None = None,
    like: Path | None = None,
    export: Path | None = None,
    open_engine: OpenEngine = open_engine,
) -> int:
    """Ask the library, in words or by a picture that it is like, and show the pages that answer."""
    piece = Piece(os.path.abspath(like)) if like is not None else None
    with Session(library, terminal.say, open_engine) as session:
        session.wait_for_model()
        results = session.ask(text, [os.path.abspath(path) for path in within], limit, piece=piece)
        if as_json:
            terminal.out.out(json.dumps(as_plain(results), indent=2), highlight=False)
        elif results.hits:
            terminal.out.print(table(results))
            if results.sentence:
                terminal.say(results.sentence)
        elif session.library.documents:
            terminal.write(results.sentence or "No good match.")
        else:
            terminal.write("The library is empty. To fill it: pagelight index PATH")
        if save_pages is not None:
            for file in save_lit_pages(session, results, save_pages):
                terminal.say(f"Saved {file}")
        if export is not None and results.hits:
            written = session.export(results, Path(os.path.abspath(export)), limit, lambda event: None)
            pages = "1 page" if written.pages == 1 else f"{written.pages} pages"
            left_out = f"; {written.left_out} could not be drawn" if written.left_out else ""
            terminal.say(f"Wrote {export}: {pages}{left_out}.")
    return ExitCode.FINE


def as_plain(results: Results) -> dict[str, object]:
    """Put an answer into plain values for JSON; the keys are stable."""
    return {
        "query": results.text,
        "elapsed_ms": round(results.elapsed_ms, 3),
        "terms": list(results.terms),
        "filters": list(results.filters),
        "total": results.total,
        "sentence": results.sentence,
        "hits": [
            {
                "rank": rank,
                "path": hit.path,
                "page": hit.page.number,
                "pages": hit.page_count,
                "document": hit.page.document,
                "score": hit.score,
                "lanes": [lane.value for lane in hit.lanes],
                "line": hit.line,
                "regions": [
                    {"box": list(region.box), "weight": region.weight, "tokens": list(region.tokens)}
                    for region in hit.regions
                ],
            }
            for rank, hit in enumerate(results.hits, start=1)
        ],
    }


def table(results: Results, limit: int | None = None, with_regions: bool = False) -> Table:
    """Lay an answer out for people, best page first; `with_regions` also says where each page is lit."""
    laid_out = Table(box=None, pad_edge=False, header_style="dim")
    laid_out.add_column("", justify="right")
    laid_out.add_column("File", overflow="fold", ratio=2)
    laid_out.add_column("Page", justify="right", no_wrap=True)
    laid_out.add_column("Found by", no_wrap=True)
    laid_out.add_column("Score", justify="right", no_wrap=True)
    laid_out.add_column("Lit" if with_regions else "Line", overflow="fold", ratio=4)
    names = short_names(hit.path for hit in results.hits)
    for rank, hit in enumerate(results.hits[:limit], start=1):
        last = Text(where_lit(hit.regions, results.terms)) if with_regions else matched_line(hit)
        laid_out.add_row(
            str(rank),
            Text(printable(names[hit.path])),
            f"{hit.page.number}/{hit.page_count}",
            " ".join(LANE_NAMES[lane] for lane in hit.lanes),
            f"{hit.score:.2f}",
            last,
        )
    return laid_out


def matched_line(hit: Hit) -> Text:
    """Return the line that matched, with the words that were looked for in bold."""
    line = Text(printable(hit.line).replace("\n", " "))
    for start, end in hit.bold:
        line.stylize("bold", start, end)
    return line


def where_lit(regions: Sequence[Region], terms: Sequence[str], limit: int = 3) -> str:
    """Say where a page is lit, a line for each part: "61-64 % down, 8-46 % across (passengers)"."""
    parts = []
    for region in sorted(regions, key=lambda region: -region.weight)[:limit]:
        left, top, right, bottom = (f"{edge * 100:.0f}" for edge in region.box)
        words = ", ".join(printable(terms[token]) for token in region.tokens)
        parts.append(f"{top}-{bottom} % down, {left}-{right} % across" + (f" ({words})" if words else ""))
    return "\n".join(parts)


def save_lit_pages(session: Session, results: Results, folder: Path, limit: int | None = None) -> list[Path]:
    """Save the pages of an answer as PNG, lit up, best page first, and return the files.

    Raises ExpectedError when the folder cannot be written.
    """
    files = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for rank, hit in enumerate(results.hits[:limit], start=1):
            picture = session.draw(hit.page, SAVED_WIDTH_PX)
            file = folder / f"{rank:02}_{Path(hit.path).stem[:80]}_p{hit.page.number}.png"
            file.write_bytes(lit_page(picture.data, hit.regions))
            files.append(file)
    except OSError as error:
        raise ExpectedError(f"The pages could not be saved in {folder}: {error.strerror}.") from error
    return files
