"""How much of what exact vectors light up each profile lights up: `python -m tests.benchmarks.regions FOLDER …`.

A FOLDER is one of
    a BEIR collection   the built-in embedder reads the pages that answer its questions
    synthetic patches   emb.npy, queries.npz as for tests.benchmarks.codecs: a square grid, then vectors without a place

For each question and the page that answers it, the boxes that a profile lights are laid over those that exact vectors
light, cell by cell: their share in common of all that either lights (IoU), for all boxes and for the strongest one
alone. Pages on which exact vectors light nothing are left out, and counted.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from app.measuring.collection import load_collection, split_page_id
from indexer.arrays import Floats
from indexer.compress.profiles import EXACT, PROFILES
from indexer.question import parse
from indexer.sources import open_source
from indexer.types import LOOSE, PatchEmbeddings, PatchGrid
from tests.hashing_embedder import HashingEmbedder
from tests.overlap import ENOUGH, codec_for, covered, iou, lit

_TRAINED_ON_PAGES = 100


@dataclass(frozen=True)
class Work:
    """Pairs of a question and the page that answers it, and other pages to train codebooks on."""

    name: str
    pairs: Sequence[tuple[Floats, PatchEmbeddings]]
    others: Sequence[PatchEmbeddings]


def load_synthetic(folder: Path, limit: int) -> Work:
    pages = np.load(folder / "emb.npy", mmap_mode="r")
    side = math.isqrt(pages.shape[1])
    cells = np.full(pages.shape[1], LOOSE, np.int32)
    cells[: side * side] = np.arange(side * side)

    def page(at: int) -> PatchEmbeddings:
        return PatchEmbeddings(pages[at].astype(np.float32), cells, PatchGrid(side, side))

    with np.load(folder / "queries.npz") as file:
        queries = np.split(file["flat"], np.cumsum(file["lens"])[:-1])
        targets = file["tgt"].tolist()
    pairs = [(query, page(target)) for query, target in zip(queries[:limit], targets[:limit], strict=True)]
    spread = np.linspace(0, len(pages) - 1, min(_TRAINED_ON_PAGES, len(pages))).astype(int)
    return Work(f"{folder.name} (synthetic)", pairs, [page(at) for at in spread.tolist() if at not in targets[:limit]])


def load_beir(folder: Path, limit: int) -> Work:
    collection, embedder = load_collection(folder), HashingEmbedder()
    wanted = [(question.text, *split_page_id(page)) for question in collection.questions for page in question.relevant][
        :limit
    ]
    answering = {(doc, number) for _, doc, number in wanted}
    pages: dict[tuple[str, int], PatchEmbeddings] = {}
    others = []
    for doc in sorted({doc for doc, _ in answering}):
        source = open_source(str(collection.docs[doc]), "")
        for number in range(1, source.pages + 1):
            # Every tenth of the others is enough to train on.
            if (doc, number) in answering or number % 10 == 0:
                (look,) = embedder.embed_pages([source.read(number, None)])
                pages[doc, number] = look
                if (doc, number) not in answering:
                    others.append(look)
        source.close()
    pairs = [(embedder.embed_question(parse(text)).vectors, pages[doc, number]) for text, doc, number in wanted]
    pairs = [(query, page) for query, page in pairs if len(query) and len(page.vectors)]
    return Work(folder.name, pairs, others)


def report(work: Work, names: Sequence[str]) -> Table:
    dim = work.pairs[0][0].shape[1]
    exact = PROFILES[EXACT]
    truths = [lit(exact, exact.make_codec(dim), query, page) for query, page in work.pairs]
    pairs = [(query, page, truth) for (query, page), truth in zip(work.pairs, truths, strict=True) if truth]
    area = np.mean([covered(page.grid, truth).mean() for _, page, truth in pairs])
    table = Table(
        title=f"{work.name}: {len(pairs)} pairs of question and page, {len(truths) - len(pairs)} with nothing lit; "
        f"exact vectors light {np.mean([len(truth) for _, _, truth in pairs]):.1f} boxes, {area:.0%} of a page"
    )
    for column in f"profile|boxes|page lit|all boxes: IoU ≥ {ENOUGH}|mean|strongest: IoU ≥ {ENOUGH}|mean".split("|"):
        table.add_column(column, justify="left" if column == "profile" else "right")
    for name in names:
        profile = PROFILES[name]
        codec = codec_for(profile, work.others, dim)
        found = [lit(profile, codec, query, page) for query, page, _ in pairs]
        figures = []
        # All boxes, and then the strongest alone.
        for most in (None, 1):
            values = np.array(
                [iou(page.grid, mine[:most], truth[:most]) for (_, page, truth), mine in zip(pairs, found, strict=True)]
            )
            figures += [f"{np.mean(values >= ENOUGH):.0%}", f"{values.mean():.2f}"]
        page_lit = np.mean([covered(page.grid, mine).mean() for (_, page, _), mine in zip(pairs, found, strict=True)])
        table.add_row(name, f"{np.mean([len(mine) for mine in found]):.1f}", f"{page_lit:.0%}", *figures)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how well each profile's regions agree with exact ones.")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--pairs", type=int, default=200, help="only the first so many (200)")
    parser.add_argument("--profiles", default=",".join(PROFILES), help="some of them, with commas between")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        is_synthetic = (folder / "emb.npy").exists()
        work = (load_synthetic if is_synthetic else load_beir)(folder, arguments.pairs)
        Console(width=130).print(report(work, arguments.profiles.split(",")))


if __name__ == "__main__":
    main()
