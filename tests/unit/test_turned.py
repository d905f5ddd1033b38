"""Pages that lie on their side or stand on their head."""

from __future__ import annotations

import numpy as np
import pymupdf
import pytest

from assets import builtin_model_dir
from indexer.arrays import Bytes
from indexer.embed.spotter import CELL_PX, ROW_PX, WordSpotter
from indexer.embed.turned import spot_upright

SPOTTER = WordSpotter(builtin_model_dir())
WORDS = (
    "harbour ferries winter timetable lighthouse departure passengers luggage bicycle island weather captain "
    "morning evening summer return ticket price children schedule station bridge northern western railway"
).split()


@pytest.fixture(scope="module")
def page() -> Bytes:
    """A page of ordinary print, all words in many places, and "quartz" in one: far down, on the left."""
    document = pymupdf.open()
    drawn = document.new_page(width=595, height=842)
    for line in range(40):
        words = " ".join(WORDS[(line * 7 + at) % len(WORDS)] for at in range(8))
        drawn.insert_text((60, 70 + 15 * line), words, fontsize=10.5)
    drawn.insert_text((60, 760), "quartz", fontsize=10.5)
    pixmap = drawn.get_pixmap(dpi=110, colorspace=pymupdf.csGRAY, alpha=False)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width].copy()


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_words_are_found_where_they_are_whichever_way_the_page_lies(page: Bytes, turns: int) -> None:
    turned = np.ascontiguousarray(np.rot90(page, turns))
    spotted = spot_upright(SPOTTER, turned)
    cosines = SPOTTER.imagine(["quartz"])[0] @ spotted.vectors.T
    best = int(cosines.argmax())
    assert cosines[best] > 0.6
    x, y = (spotted.columns[best] + 0.5) * CELL_PX, (spotted.rows[best] + 0.5) * ROW_PX
    # On a mark of its own, so that the turn of arrays tells where it went.
    mark = np.zeros_like(page)
    mark[int(756 / 842 * len(page)), int(76 / 595 * page.shape[1])] = 1
    (down,), (across,) = np.nonzero(np.rot90(mark, turns))
    assert abs(x - across) < 40
    assert abs(y - down) < 40


def test_a_page_with_hardly_any_print_is_left_as_it_is() -> None:
    blank = np.full((400, 300), 255, np.uint8)
    assert len(spot_upright(SPOTTER, blank).rows) == 0
