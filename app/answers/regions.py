"""Evidence becomes boxes: which words, or which cells, of a page answer the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from indexer.arrays import Floats, Ints
from indexer.types import LOOSE, Box, PageCodes, PageText, PatchGrid, Region

MAX_REGIONS = 12
# A line is lit when its passage has at least this share of the best passage's evidence.
_LINE_SHARE = 0.6
_NEIGHBOUR = 0.5
PASSAGE_WEIGHT = 0.4
"""How strongly a passage is lit that says what was asked in other words, beside the very words."""
_LINE_GAP = 2.5
# A cell is lit for a token when it comes this close to the token's best cell, and is alike at all.
_CELL_SHARE = 0.85
_CELL_FLOOR = 0.35
_PAD = 0.002
SURE = 0.5
"""A place shows a term when it is at least as likely as not."""
# Print of ten points on a model's cells of 16 x 8 px at 110 dpi.
_CELLS_PER_LETTER = 0.5
_HALF_LINE_ROWS = 1.2
_GAP_CELLS = 1.5


class Shown(NamedTuple):
    """What a page shows of a question. boxes: (places, 4).    strengths: (terms, places) in 0..1."""

    boxes: Floats
    strengths: Floats

    @staticmethod
    def of_words(boxes: Floats, found: Mapping[int, int], terms: int) -> Shown:
        """Take words with the term that each of them answers: word index to term index."""
        strengths = np.zeros((terms, len(found)), np.float32)
        strengths[list(found.values()), np.arange(len(found))] = 1
        return Shown(boxes[list(found)], strengths)


def line_evidence(text: PageText, found: Mapping[int, int], weights: Sequence[float]) -> dict[int, float]:
    """Weigh each line that holds a match by the different terms on it, and by half those on the lines beside it."""
    terms_on: dict[int, set[int]] = {}
    for line, term in zip(text.lines[list(found)].tolist(), found.values(), strict=True):
        terms_on.setdefault(line, set()).add(term)

    def weight(terms: set[int]) -> float:
        return sum(weights[term] for term in terms)

    evidence = {}
    for line, terms in terms_on.items():
        beside = (terms_on.get(line - 1, set()) | terms_on.get(line + 1, set())) - terms
        evidence[line] = weight(terms) + _NEIGHBOUR * weight(beside)
    return evidence


def word_regions(text: PageText, found: Mapping[int, int], evidence: Mapping[int, float]) -> tuple[Region, ...]:
    """Box the matching words of the strongest lines; words that stand side by side share a box."""
    if not evidence:
        return ()
    best = max(evidence.values())
    line_of = dict(zip(found, text.lines[list(found)].tolist(), strict=True))
    lit = sorted(word for word, line in line_of.items() if evidence[line] >= _LINE_SHARE * best)
    regions = []
    run: list[int] = []
    for word in [*lit, -1]:
        if run and (word != run[-1] + 1 or line_of[word] != line_of[run[-1]]):
            tokens = tuple(sorted({found[each] for each in run}))
            regions.append(Region(_around(text.boxes[run]), evidence[line_of[run[0]]] / best, tokens))
            run = []
        if word >= 0:
            run.append(word)
    return _strongest(regions)


def passage_regions(text: PageText, first: int, last: int) -> tuple[Region, ...]:
    """Box the lines of a passage, from its first word to its last; lines below one another share a box."""
    boxes: list[Floats] = []
    for line in np.unique(text.lines[first : last + 1]).tolist():
        on_line = text.boxes[first : last + 1][text.lines[first : last + 1] == line]
        box = np.concatenate([on_line[:, :2].min(axis=0), on_line[:, 2:].max(axis=0)])
        above = boxes[-1] if boxes else None
        height = box[3] - box[1]
        if (
            above is not None
            and 0 <= box[3] - above[3] <= _LINE_GAP * height
            and box[0] < above[2]
            and above[0] < box[2]
        ):
            boxes[-1] = np.concatenate([np.minimum(above[:2], box[:2]), np.maximum(above[2:], box[2:])])
        else:
            boxes.append(box)
    return _strongest([Region(_around(box[None]), PASSAGE_WEIGHT) for box in boxes])


def cell_regions(grid: PatchGrid, cells: Ints, cosines: Floats, owners: Ints | None = None) -> tuple[Region, ...]:
    """Grow the cells that win tokens into boxes. A token counts by how little of the page it lights.

    cells: (members,) grid cells, LOOSE ones make no region.    cosines: (tokens, patches).
    owners: (members,) the patch of each cell, all of whose cells are lit with it; None when cells[i] is patch i's.
    """
    if not cosines.size:
        return ()
    placed = cells != LOOSE
    shown = cosines if owners is None else cosines[:, owners]
    # A token whose best patch is loose, or is like nothing here, points nowhere.
    threshold = np.maximum(_CELL_SHARE * cosines.max(axis=1), _CELL_FLOOR)
    lit = placed & (shown >= threshold[:, None])
    telling = np.log(1 + np.count_nonzero(placed) / np.maximum(lit.sum(axis=1), 1))
    strength = np.zeros(grid.rows * grid.cols)
    np.add.at(strength, cells[placed], (telling @ np.where(lit, shown, 0))[placed])
    at_place: dict[tuple[int, int], list[int]] = {}
    for member in np.flatnonzero(lit.any(axis=0)).tolist():
        row, col = divmod(int(cells[member]), grid.cols)
        at_place.setdefault((row, col), []).append(member)
    regions = []
    for island in _islands(set(at_place)):
        rows, cols = zip(*island, strict=True)
        box = (
            min(cols) / grid.cols,
            min(rows) / grid.rows,
            (max(cols) + 1) / grid.cols,
            (max(rows) + 1) / grid.rows,
        )
        tokens = np.flatnonzero(lit[:, [member for place in island for member in at_place[place]]].any(axis=1))
        strongest = max(strength[row * grid.cols + col] for row, col in island)
        regions.append(Region(box, float(strongest * telling[tokens].sum()), tuple(tokens.tolist())))
    if not regions:
        return ()
    best = max(region.weight for region in regions)
    return _strongest([Region(each.box, each.weight / best, each.tokens) for each in regions])


def alike_cells(look: PageCodes, likeness: Floats, terms: Sequence[int | None], count: int) -> Shown:
    """Take the cells of a page for places that show terms, by how much more than the usual cell they are like them.

    likeness: (tokens, patches).    terms: for each token its term, of `count`, or None.
    """
    owners = np.arange(len(look.cells)) if look.owners is None else look.owners
    members = np.flatnonzero(look.cells != LOOSE)
    rows, cols = np.divmod(look.cells[members], look.grid.cols)
    edges = [cols / look.grid.cols, rows / look.grid.rows, (cols + 1) / look.grid.cols, (rows + 1) / look.grid.rows]
    strengths = np.zeros((count, len(members)), np.float32)
    for some, term in zip(likeness[:, owners[members]], terms, strict=True):
        best = float(some.max(initial=0))
        if term is not None and best >= _CELL_FLOOR:
            usual = min(float(np.median(some)), best - 1e-6)
            # Squared, so that a page which is all somewhat alike does not glow all over.
            strengths[term] = np.maximum(strengths[term], np.clip((some - usual) / (best - usual), 0, 1) ** 2)
    return Shown(np.stack(edges, axis=1).astype(np.float32), strengths)


def spotted_words(look: PageCodes, sure: Floats, letters: Sequence[int]) -> tuple[PageText, dict[int, int]]:
    """Take the places where a page shows terms of a question for words, as evidence is found among words.

    sure: (terms, patches), how surely each patch shows each term, 0..1.    letters: how long each term is.
    Returns the words in reading order, and the term of each; words without one stand for what is printed between.
    """
    term_of = sure.argmax(axis=0)
    shown = sure.max(axis=0, initial=0) >= SURE
    owners = np.arange(len(look.cells)) if look.owners is None else look.owners
    members = np.flatnonzero(shown[owners] & (look.cells != LOOSE))
    rows, cols = np.divmod(look.cells[members], look.grid.cols)
    terms = term_of[owners[members]]
    # A cell holds a word's middle; how far the word reaches is told by its letters, at the usual size of print.
    half = (np.array(letters)[terms] + 1) * _CELLS_PER_LETTER / 2
    boxes = np.stack(
        [
            (cols + 0.5 - half) / look.grid.cols,
            (rows + 0.5 - _HALF_LINE_ROWS) / look.grid.rows,
            (cols + 0.5 + half) / look.grid.cols,
            (rows + 0.5 + _HALF_LINE_ROWS) / look.grid.rows,
        ],
        axis=1,
    )
    lines = (rows / (2 * _HALF_LINE_ROWS)).astype(np.int32)
    order = np.lexsort((cols, lines))
    boxes, lines = boxes[order].clip(0, 1).astype(np.float32), lines[order]
    # Where something else is printed between two of them, a word that answers nothing keeps their boxes apart.
    apart = (np.diff(lines) != 0) | (boxes[1:, 0] - boxes[:-1, 2] > _GAP_CELLS / look.grid.cols)
    places = np.arange(len(order)) + np.concatenate([[0], np.cumsum(apart)])[: len(order)].astype(np.int64)
    source = np.searchsorted(places, np.arange(places[-1] + 1 if len(places) else 0), side="right") - 1
    text = PageText(("",) * len(source), boxes[source], lines[source])
    return text, dict(zip(places.tolist(), terms[order].tolist(), strict=True))


def _islands(places: set[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Group cells that touch, corners included."""
    left = set(places)
    islands = []
    while left:
        island = [left.pop()]
        for row, col in island:
            for beside in [(row + dr, col + dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1)]:
                if beside in left:
                    left.remove(beside)
                    island.append(beside)
        islands.append(sorted(island))
    return sorted(islands)


def _strongest(regions: Sequence[Region]) -> tuple[Region, ...]:
    # Among equals, a box with more terms says more.
    ranked = sorted(regions, key=lambda region: (-region.weight, -len(region.tokens), region.box[1], region.box[0]))
    return tuple(ranked[:MAX_REGIONS])


def _around(boxes: Floats) -> Box:
    # They are few: NumPy would take longer.
    left, top, right, bottom = zip(*boxes.tolist(), strict=True)
    return (
        max(0.0, min(left) - _PAD),
        max(0.0, min(top) - _PAD),
        min(1.0, max(right) + _PAD),
        min(1.0, max(bottom) + _PAD),
    )
