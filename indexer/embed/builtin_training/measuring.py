"""Measuring: whether the cell that is most like an asked token lies on that token, over many pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.arrays import Bytes, Floats
from indexer.embed.spotter import WordSpotter, cell_middle_px

_SLACK_PX = (6.0, 3.0)


@dataclass(frozen=True)
class TruePage:
    """A page as pixels, and its tokens with their boxes.

    image: (height, width) uint8.    boxes: (tokens, 4) float32: left, top, right, bottom in pixels.
    """

    image: Bytes
    tokens: tuple[str, ...]
    boxes: Floats


@dataclass(frozen=True)
class Found:
    """How well asked tokens were found.

    first: share whose best cell of all pages lies on one.    alike: (asked,) cosines of the best cell on a page that
    has the token.    unlike: the same for a page that does not.
    """

    asked: int
    first: float
    alike: Floats
    unlike: Floats


class SpottedPages:
    """Pages as a model sees them, beside what truly stands on them."""

    def __init__(self, model: WordSpotter) -> None:
        self._model = model
        self._vectors: list[Floats] = []
        self._middles: list[Floats] = []
        self._places: list[dict[str, list[list[float]]]] = []
        self.counts: Counter[str] = Counter()
        self.found, self.findable = 0, 0

    def add(self, page: TruePage) -> None:
        """Look at a page."""
        spotted = self._model.spot(page.image)
        middles = np.stack(cell_middle_px(spotted.rows, spotted.columns), 1)
        places: dict[str, list[list[float]]] = defaultdict(list)
        for token, box in zip(page.tokens, page.boxes.tolist(), strict=True):
            places[token].append(box)
        self._vectors.append(spotted.vectors.astype(np.float32))
        self._middles.append(middles)
        self._places.append(dict(places))
        self.counts.update(page.tokens)
        self.findable += len(page.tokens)
        self.found += sum(bool(_inside(middles, box).any()) for box in page.boxes.tolist())

    @property
    def vectors(self) -> int:
        """How many cells were kept on all pages."""
        return sum(map(len, self._vectors))

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._vectors)

    def page_likeness(self, tokens: Sequence[str]) -> tuple[Floats, list[list[int]]]:
        """Return the best cosine of each token on each page, (tokens, pages), and which cell it was."""
        asked = self._model.imagine(tokens)
        likeness = np.full((len(tokens), self.pages), -1, np.float32)
        cells = np.zeros((len(tokens), self.pages), np.int64)
        for number, vectors in enumerate(self._vectors):
            if len(vectors):
                cosines = asked @ vectors.T
                cells[:, number] = cosines.argmax(1)
                likeness[:, number] = cosines.max(1)
        return likeness, cells.tolist()

    def find(self, tokens: Sequence[str], rng: np.random.Generator) -> Found:
        """Ask for tokens that stand on some page."""
        likeness, cells = self.page_likeness(tokens)
        alike: list[float] = []
        unlike: list[float] = []
        first = 0
        for token, row, at in zip(tokens, likeness, cells, strict=True):
            best = int(row.argmax())
            boxes = self._places[best].get(token, ())
            first += any(_inside(self._middles[best][[at[best]]], box).any() for box in boxes)
            has = np.array([token in places for places in self._places])
            alike += row[has].tolist()
            without = np.flatnonzero(~has)
            unlike += row[rng.choice(without, min(10, len(without)), replace=False)].tolist()
        return Found(len(tokens), first / len(tokens), np.array(alike, np.float32), np.array(unlike, np.float32))


def _inside(middles: Floats, box: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    left, top, right, bottom = box
    across, down = _SLACK_PX
    x, y = middles[:, 0], middles[:, 1]
    return (x >= left - across) & (x <= right + across) & (y >= top - down) & (y <= bottom + down)
