"""What is compared on: pages as ragged rows of vectors, questions, and which pages answer them.

NumPy alone, because peers read it in environments of their own. A work folder holds

    work.json       {"name", "label", "rows": path of a .npy whose last axis is the vector, "background": path of a .npy
                    with 1 for each row that is background, or null}
    starts.npy      (pages + 1,): where a page's rows begin, and the end of the last
    cells.npy       int32, the grid cell of each row, -1 for none
    grids.npy       (pages, 2): rows and columns of each page's grid
    questions.npz   flat (tokens, dim) float32, lens (questions,)
    relevant.json   for each question {page: grade}
    truth.npz       top (questions, 10): the best pages by float MaxSim; written last
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]

TOP = 10


class Rows:
    """Rows in a .npy file, read a page at a time: a map of the file would count as the process's memory.

    dim: how long a row is; None for the file's last axis.
    """

    def __init__(self, path: Path, dim: int | None = None) -> None:
        layout: Any = np.load(path, mmap_mode="r")
        self.dim = int(layout.shape[-1]) if dim is None else dim
        self._dtype = layout.dtype
        self._offset = int(layout.offset)
        self._file: BinaryIO = path.open("rb")

    def read(self, first: int, last: int) -> NDArray[Any]:
        """Return rows first..last, the latter not included, as they are on disk."""
        self._file.seek(self._offset + first * self.dim * self._dtype.itemsize)
        rows = np.fromfile(self._file, self._dtype, (last - first) * self.dim)
        return rows.reshape(last - first, self.dim)


@dataclass(frozen=True)
class Work:
    """One set of pages with its questions. background: 1 for rows that are, 0 for the others, where that is known."""

    name: str
    label: str
    rows: Rows
    background: Rows | None
    cells: Rows
    grids: NDArray[np.int64]
    starts: NDArray[np.int64]
    questions: list[Floats]
    relevant: list[dict[int, int]]

    @property
    def dim(self) -> int:
        """How long a vector is."""
        return self.rows.dim

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.starts) - 1

    @property
    def patches(self) -> float:
        """How many vectors a page has on average."""
        return float(self.starts[-1]) / self.pages

    def page(self, number: int) -> Floats:
        """Return a page's (patches, dim) vectors."""
        return self.rows.read(*self._span(number)).astype(np.float32)

    def page_salience(self, number: int) -> Floats | None:
        """Return the (patches,) salience of a page's vectors, where the work has any."""
        if self.background is None:
            return None
        salience = 1 - self.background.read(*self._span(number))[:, 0].astype(np.float32)
        # Known as telling or not: which of equals go first must not follow their place on the page.
        return salience + np.random.default_rng(number).random(len(salience), np.float32) * np.float32(1e-3)

    def page_cells(self, number: int) -> NDArray[np.int32]:
        """Return the (patches,) grid cells of a page's vectors, -1 for none."""
        return self.cells.read(*self._span(number))[:, 0].astype(np.int32)

    def _span(self, number: int) -> tuple[int, int]:
        return int(self.starts[number]), int(self.starts[number + 1])


def load_work(folder: Path) -> Work:
    """Open a work folder."""
    about = json.loads((folder / "work.json").read_text(encoding="utf-8"))
    with np.load(folder / "questions.npz") as file:
        questions = np.split(file["flat"].astype(np.float32), np.cumsum(file["lens"])[:-1])
    relevant = json.loads((folder / "relevant.json").read_text(encoding="utf-8"))
    return Work(
        about["name"],
        about["label"],
        Rows(Path(about["rows"])),
        None if about["background"] is None else Rows(Path(about["background"]), 1),
        Rows(folder / "cells.npy", 1),
        np.load(folder / "grids.npy"),
        np.load(folder / "starts.npy"),
        questions,
        [{int(page): int(grade) for page, grade in answers.items()} for answers in relevant],
    )


def load_truth(folder: Path) -> NDArray[np.int64]:
    """Return the (questions, 10) best pages by float MaxSim."""
    with np.load(folder / "truth.npz") as file:
        top: NDArray[np.int64] = file["top"]
    return top
