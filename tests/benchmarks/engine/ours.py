"""Our designs as contestants: what a page costs to build and to keep, and how fast the library's own code answers.

See `asking` for the command line; a setting is a design's key.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lancedb
import numpy as np

from indexer.candidates import centroid_count, train_sets, vectors_to_train_on
from indexer.codes import CodesTable
from indexer.compress.codebook import train
from indexer.sets import SetsTable
from indexer.two_stage import Candidates, Encodings
from indexer.types import Page, PatchEmbeddings, PatchGrid, QueryEmbedding
from indexer.ways import Look, Scan
from tests.benchmarks.engine.asking import Ask, Figures, folder_bytes, take_part
from tests.benchmarks.engine.designs import Design, designs
from tests.benchmarks.engine.work import TOP, Floats, Work

_TRAINED_ON_PAGES = 200
_PAGES_AT_ONCE = 32
_DOCUMENT_PAGES = 16
_CODES, _SETS = "codes", "sets"


def build(work: Work, setting: str, index: Path) -> Figures:
    """Write every page as the library does. CPU time is all from vectors to tables, training apart."""
    design = designs()[setting]
    codes = _codes(design, work, index)
    trained_s = _train(design, work, codes)
    cpu_s = 0.0
    for first in range(0, work.pages, _PAGES_AT_ONCE):
        pages = [_page(work, number) for number in range(first, min(first + _PAGES_AT_ONCE, work.pages))]
        began = time.process_time()
        codes.add(pages)
        cpu_s += time.process_time() - began
    began = time.process_time()
    codes.tidy()
    cpu_s += time.process_time() - began
    figures = _sizes(index, codes, work.pages)
    if design.has_sets:
        began = time.process_time()
        count = centroid_count(round(figures["vectors"]))
        sample = codes.sample(int(vectors_to_train_on(count) * work.pages / figures["vectors"]) + 1, seed=0)
        sets = SetsTable.create(_database(index), _SETS, _codebooks(index), *train_sets(sample, count), work.pages)
        trained_s += time.process_time() - began
        began = time.process_time()
        way = Candidates(codes, sets)
        stored = list(codes.stored())
        for first in range(0, len(stored), _PAGES_AT_ONCE):
            way.add(stored[first : first + _PAGES_AT_ONCE])
        sets.tidy()
        cpu_s += time.process_time() - began
        figures["bytes"] += _column_bytes(index, _SETS, "centroids")
    if design.profile.is_trained:
        _export(index, codes)
    return {**figures, "disk_bytes": folder_bytes(index / "library"), "cpu_s": cpu_s, "trained_s": trained_s}


def opened(work: Work, setting: str, index: Path) -> tuple[Ask, Figures]:
    """Open the tables in the way of the design."""
    design = designs()[setting]
    codes = _codes(design, work, index)
    way: Look
    if design.has_sets:
        way = Candidates(codes, SetsTable(_database(index), _SETS, _codebooks(index)))
    elif design.profile.has_encodings:
        way = Encodings(codes)
        way.documents.update(codes.documents)
    else:
        way = Scan(codes)
        way.add(list(codes.stored()))

    def ask(question: Floats) -> list[int]:
        shorter = design.profile.shorten(QueryEmbedding(question, ("",) * len(question)))
        found = way.search(shorter, TOP, None, ())
        best = sorted(found, key=lambda page: (-found[page], page))[:TOP]
        return [int(page.document, 16) * _DOCUMENT_PAGES + page.number - 1 for page in best]

    return ask, {"resident_bytes": lambda: way.resident_bytes}


def _database(index: Path) -> Any:
    return lancedb.connect(index / "library" / "tables")


def _codebooks(index: Path) -> Path:
    folder = index / "library" / "codebooks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _codes(design: Design, work: Work, index: Path) -> CodesTable:
    return CodesTable(_database(index), _CODES, design.profile, work.dim, _codebooks(index))


def _page(work: Work, number: int) -> tuple[Page, PatchEmbeddings]:
    grid = PatchGrid(*work.grids[number].tolist())
    page = Page(f"{number // _DOCUMENT_PAGES:08x}", number % _DOCUMENT_PAGES + 1)
    return page, PatchEmbeddings(work.page(number), work.page_cells(number), grid, work.page_salience(number))


def _train(design: Design, work: Work, codes: CodesTable) -> float:
    """Train the codebook, if it takes one, on what is kept of pages from all over the work; returns CPU seconds."""
    if not design.profile.is_trained:
        return 0.0
    chosen = np.linspace(0, work.pages - 1, min(_TRAINED_ON_PAGES, work.pages)).astype(int)
    kept = [design.profile.reduce(_page(work, number)[1]).vectors for number in chosen.tolist()]
    began = time.process_time()
    codes.begin(train(design.profile.codec, np.concatenate(kept)), work.pages)
    return time.process_time() - began


def _sizes(index: Path, codes: CodesTable, pages: int) -> Figures:
    """Count what is kept of pages: codes and encodings, and apart from them what tells the cells they stand for."""
    code_bytes = _column_bytes(index, _CODES, "codes")
    encodings = 0 if codes.encoder is None else 2 * codes.encoder.width * pages
    assert codes.codec is not None
    vectors = code_bytes * 8 / codes.codec.bits_per_vector
    return {
        "bytes": code_bytes + encodings,
        "cell_bytes": _column_bytes(index, _CODES, "cells"),
        "vectors": vectors,
    }


def _column_bytes(index: Path, table: str, column: str) -> int:
    """Count what a column of a table holds."""
    values = _database(index).open_table(table).search().select([column]).limit(None).to_arrow()[column]
    return sum(len(value.as_buffer()) for value in values)


def _export(index: Path, codes: CodesTable) -> None:
    """Write codes and codebook for who reads no LanceDB."""
    stored = sorted(codes.stored(), key=lambda each: each.page)
    pages: Sequence[Any] = [each.codes for each in stored]
    assert codes.codebook is not None
    np.savez(
        index / "coded.npz",
        codes=np.concatenate(pages),
        lengths=np.array([len(page) for page in pages]),
        centroids=codes.codebook.arrays["centroids"],
    )


if __name__ == "__main__":
    take_part(build, opened, ("lancedb", "numpy", "onnxruntime"))
