"""A lit page as a reader makes it for a file of pages: nothing heavy is imported there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.export import lit_page
from indexer.readers import Problem, cut, draw
from indexer.types import WHOLE, Region, Sight

WIDTH_PX = 1240
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class LitPage:
    """A page with the light on it, and how large it is on paper, in points."""

    jpeg: bytes
    width_pt: int
    height_pt: int


def draw_lit(path: str, password: str, number: int, regions: Sequence[Region]) -> LitPage | Problem:
    """Draw one page and light it."""
    drawn = draw(path, password, number, WIDTH_PX, False)
    if isinstance(drawn, Problem):
        return drawn
    # Drawn with a pixel for each point it is as large as on paper.
    small = cut(path, password, number, WHOLE, [Sight(dpi=_POINTS_PER_INCH)])
    if isinstance(small, Problem):
        return small
    height, width = small[0].shape[:2]
    return LitPage(lit_page(drawn.data, regions, "JPEG"), width, height)
