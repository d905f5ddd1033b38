"""The shapes that everything else speaks in.

Boxes are (left, top, right, bottom) as fractions of the page as it is shown (after rotation, inside the crop box).
Rows come before columns everywhere. Page numbers start at 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:  # The window process imports this module and must not pay for NumPy.
    from indexer.arrays import Bytes, Floats, Ints
    from indexer.presence import Presence

Box: TypeAlias = tuple[float, float, float, float]

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
"""All of a page."""

LOOSE = -1
"""The cell of a vector that belongs to no place on the page (a prompt word, a global tile)."""


class Page(NamedTuple):
    """One page of one document. `document` is a hash of the file's content, so names and places do not matter.

    A question looks thousands of them up, and tuples are hashed and compared faster than data classes.
    """

    document: str
    number: int


@dataclass(frozen=True, slots=True)
class PatchGrid:
    """How a page is cut into cells, numbered row by row from the top left."""

    rows: int
    cols: int

    def box(self, cell: int) -> Box:
        """Return the box of a cell, 0 <= cell < rows * cols."""
        row, col = divmod(cell, self.cols)
        return col / self.cols, row / self.rows, (col + 1) / self.cols, (row + 1) / self.rows


@dataclass(frozen=True, slots=True)
class PatchEmbeddings:
    """A page as vectors. Cells that hold nothing worth a vector are absent, so there is never padding.

    vectors: (patches, dim) float32, unit rows.    cells: (members,) int32, the grid cells of the rows, or LOOSE.
    salience: (patches,) float32, larger is more telling, or None when the model gives none.
    owners: (members,) int32, rising: the row that each cell belongs to, where one row stands for several; each row has
    at least one. None: cells[i] belongs to row i.
    """

    vectors: Floats
    cells: Ints
    grid: PatchGrid
    salience: Floats | None = None
    owners: Ints | None = None


@dataclass(frozen=True, slots=True)
class PageCodes:
    """A page's vectors in few bytes.

    codes: (patches, bytes) uint8.    cells: (members,) int32, the grid cells of the codes, or LOOSE.
    owners: (members,) int32, rising: the code that each cell belongs to, or None, as in PatchEmbeddings.
    """

    codes: Bytes
    cells: Ints
    grid: PatchGrid
    owners: Ints | None = None


@dataclass(frozen=True, slots=True)
class QueryEmbedding:
    """A question as vectors.

    vectors: (tokens, dim) float32, unit rows, or shorter ones for what counts less.
    tokens: what each row stands for, as people can read it.
    terms: (tokens,) int32, rising: the word of the question that each row is a spelling of; None: one each.
    presence: how its cosines tell what a page has; None where they are added as they are.
    is_whole: whether it is to be compared with pages as a whole alone, which is a page's last, LOOSE vector: where
    those of places are on another scale.
    """

    vectors: Floats
    tokens: tuple[str, ...]
    terms: Ints | None = None
    presence: Presence | None = None
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of a page in reading order.

    words: no white space inside a word.    boxes: (words, 4) float32.    lines: (words,) int32, rising line numbers.
    """

    words: tuple[str, ...]
    boxes: Floats
    lines: Ints


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels: encoded `data` ("png" or "jpeg") with its size."""

    data: bytes
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Sight:
    """How a model wants pages drawn.

    dpi: how finely, as if on paper; 0: as large as `most_pixels` allow.    most_pixels: width times height, at most;
    four million are three sheets of paper at 110 dpi.    enlarges_print: pages of small print are drawn larger, so that
    print is about as large everywhere.
    """

    dpi: int = 0
    is_colour: bool = False
    most_pixels: int = 4_000_000
    enlarges_print: bool = False


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a reader got out of one page.

    pixels: (height, width) uint8, 0 black, 255 white, or (height, width, 3) red, green and blue where the model wants
    colours; None unless asked for.
    problem: a sentence, or "" when all went well.
    """

    number: int
    aspect: float
    text: PageText
    pixels: Bytes | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A lit part of a page. `weight` is in 0..1, the strongest region of a page has 1.

    tokens: which of the question's terms it answers, as indexes into the answer's `terms`.
    """

    box: Box
    weight: float
    tokens: tuple[int, ...] = ()
