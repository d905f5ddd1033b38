"""Work folders: from generated pages, or from a collection read by the built-in embedder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from app.measuring.collection import load_collection, page_id
from app.models.catalogue import BUILT_IN
from app.models.embedders import make_embedder
from indexer.question import parse
from indexer.sources import SourceError, open_source
from indexer.types import PatchEmbeddings, QueryEmbedding
from tests.benchmarks.engine.work import TOP, Floats, load_work

_SIDE = 32  # of the grid of generated pages


def make_pages(generator: Path, pages: int, folder: Path) -> Path:
    """Generate synthetic pages into a folder, unless they are there."""
    if not (folder / "queries.npz").is_file():
        subprocess.run([sys.executable, str(generator), str(folder), "--pages", str(pages)], check=True)
    return folder


def prepare_generated(data: Path, into: Path) -> Path:
    """Make a work folder of generated pages: emb.npy, isbg.npy and queries.npz."""
    count, patches = np.load(data / "emb.npy", mmap_mode="r").shape[:2]
    folder = into / f"synthetic-{count}"
    folder.mkdir(parents=True, exist_ok=True)
    cells = np.arange(patches, dtype=np.int32)
    cells[_SIDE * _SIDE :] = -1  # vectors of the prompt
    np.save(folder / "cells.npy", np.tile(cells, count))
    np.save(folder / "grids.npy", np.full((count, 2), _SIDE))
    with np.load(data / "queries.npz") as file:
        np.savez(folder / "questions.npz", flat=file["flat"].astype(np.float32), lens=file["lens"])
        relevant = [{str(page): 1} for page in file["tgt"].tolist()]
    (folder / "relevant.json").write_text(json.dumps(relevant), encoding="utf-8")
    np.save(folder / "starts.npy", np.arange(count + 1, dtype=np.int64) * patches)
    about = {
        "name": folder.name,
        "label": f"{count:,} synthetic pages",
        "rows": str((data / "emb.npy").resolve()),
        "background": str((data / "isbg.npy").resolve()),
    }
    (folder / "work.json").write_text(json.dumps(about), encoding="utf-8")
    return _with_truth(folder)


def prepare_collection(source: Path, into: Path) -> Path:
    """Make a work folder of a collection's documents and questions, embedded by the built-in embedder.

    Pages and questions without a vector take no part: there is nothing to score. A question is its terms as they were
    typed, and a vector lies where its word stands first: peers know neither other spellings nor a word's other places.
    """
    collection = load_collection(source)
    embedder = make_embedder(BUILT_IN)
    folder = into / f"{collection.name}-{embedder.name}-{embedder.revision}"
    if (folder / "truth.npz").is_file():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    pages: list[PatchEmbeddings] = []
    numbers: dict[str, int] = {}
    for doc, path in sorted(collection.docs.items()):
        try:
            opened = open_source(str(path))
        except SourceError as error:
            print(f"left out: {error}")
            continue
        for number in range(1, opened.pages + 1):
            page = embedder.embed_pages([opened.read(number, embedder.sight)])[0]
            if len(page.vectors):
                numbers[page_id(doc, number)] = len(pages)
                pages.append(_by_first_place(page))
        opened.close()
    asked = [(question, _as_typed(embedder.embed_question(parse(question.text)))) for question in collection.questions]
    asked = [(question, vectors) for question, vectors in asked if len(vectors)]
    relevant = [
        {str(numbers[page]): grade for page, grade in question.relevant.items() if page in numbers}
        for question, _ in asked
    ]
    np.save(folder / "rows.npy", np.concatenate([page.vectors for page in pages]))
    np.save(folder / "cells.npy", np.concatenate([page.cells for page in pages]))
    np.save(folder / "grids.npy", np.array([(page.grid.rows, page.grid.cols) for page in pages]))
    np.save(folder / "starts.npy", np.cumsum([0, *(len(page.vectors) for page in pages)], dtype=np.int64))
    flat, lens = np.concatenate([vectors for _, vectors in asked]), np.array([len(vectors) for _, vectors in asked])
    np.savez(folder / "questions.npz", flat=flat, lens=lens)
    (folder / "relevant.json").write_text(json.dumps(relevant), encoding="utf-8")
    label = f"{collection.name}, {len(pages):,} pages by the built-in embedder ({embedder.name} {embedder.revision})"
    about = {
        "name": folder.name,
        "label": label,
        "rows": str((folder / "rows.npy").resolve()),
        "background": None,
    }
    (folder / "work.json").write_text(json.dumps(about), encoding="utf-8")
    return _with_truth(folder)


def _by_first_place(page: PatchEmbeddings) -> PatchEmbeddings:
    if page.owners is None:
        return page
    first = np.flatnonzero(np.diff(page.owners, prepend=-1) > 0)
    return PatchEmbeddings(page.vectors, page.cells[first], page.grid)


def _as_typed(query: QueryEmbedding) -> Floats:
    if query.terms is None:
        return query.vectors
    return query.vectors[np.diff(query.terms, prepend=-1) > 0]


def _with_truth(folder: Path) -> Path:
    """Rank all pages by float MaxSim, a page at a time, the obvious way."""
    if (folder / "truth.npz").is_file():
        return folder
    work = load_work(folder)
    tokens = np.concatenate(work.questions)
    starts = np.cumsum([0, *map(len, work.questions[:-1])])
    scores = np.empty((work.pages, len(work.questions)), np.float32)
    for number in range(work.pages):
        scores[number] = np.add.reduceat((work.page(number) @ tokens.T).max(axis=0), starts)
    top = np.argsort(-scores, axis=0, kind="stable")[:TOP].T
    np.savez(folder / "truth.npz", top=top.astype(np.int64))
    return folder
