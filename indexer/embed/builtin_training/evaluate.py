"""Measure exported files on drawn pages: `python -m indexer.embed.builtin_training.evaluate ASSETS`.

The pages are drawn in fonts that were kept out of training. From when a word counts as being there is chosen on these
figures; what else is chosen, and on which real pages, is said where it is kept.
"""

from __future__ import annotations

import argparse
import random
from functools import partial
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from indexer.arrays import Floats
from indexer.embed.builtin_training.drawing import SIDE_PX
from indexer.embed.builtin_training.fonts import choose_face
from indexer.embed.builtin_training.layout import Draughtsman
from indexer.embed.builtin_training.measuring import SpottedPages, TruePage
from indexer.embed.builtin_training.targets import spoiled
from indexer.embed.builtin_training.words import languages
from indexer.embed.spotter import Spotted, WordSpotter

_SEED = 990
_ASKED = 400


def drawn_page(draughtsman: Draughtsman, rng: random.Random, spoil: bool) -> TruePage:
    """Draw a page of four tiles. Tokens cut off by an edge are not asked for."""
    tiles = [draughtsman.tile() for _ in range(4)]
    images = [spoiled(tile.image, rng) if spoil else tile.image for tile in tiles]
    tokens: list[str] = []
    boxes: list[list[float]] = []
    for number, tile in enumerate(tiles):
        down, across = divmod(number, 2)
        for token, (x, y, half, size) in zip(tile.tokens, tile.boxes.tolist(), strict=True):
            if x - half >= 0 and x + half <= SIDE_PX and 0.4 * size <= y <= SIDE_PX - 0.4 * size:
                left, top = x + across * SIDE_PX, y + down * SIDE_PX
                tokens.append(token)
                boxes.append([left - half, top - 0.4 * size, left + half, top + 0.4 * size])
    return TruePage(np.block([images[:2], images[2:]]), tuple(tokens), np.array(boxes, np.float32).reshape(-1, 4))


def sameness(one: Spotted, other: Spotted) -> Floats:
    """Return the cosines of two models' vectors at the cells that both kept."""
    cells, others = (zip(spot.rows.tolist(), spot.columns.tolist(), strict=True) for spot in (one, other))
    at = {cell: number for number, cell in enumerate(others)}
    pairs = [(number, at[cell]) for number, cell in enumerate(cells) if cell in at]
    mine, theirs = np.array(pairs, np.int64).reshape(-1, 2).T
    cosines: Floats = (one.vectors[mine] * other.vectors[theirs]).sum(1)
    return cosines


def main() -> None:
    """Print how well words and numbers are found, and how alike right and wrong cells are."""
    parser = argparse.ArgumentParser(description="Measure exported files on drawn pages.")
    parser.add_argument("assets", type=Path)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--against", type=Path, help="another export, in float32 say: how alike its vectors are")
    chosen = parser.parse_args()
    model = WordSpotter(chosen.assets)
    other = WordSpotter(chosen.against) if chosen.against else None
    same: list[Floats] = []
    table = Table(
        "pages", "asked", "found first", "cosine right: 5 %, half", "wrong: half, 95 %, 99 %", "kept per token", "seen"
    )
    for spoil in (False, True):
        rng = random.Random(_SEED)
        draughtsman = Draughtsman(_SEED, partial(choose_face, held_out=True), languages())
        pages = SpottedPages(model)
        for _ in range(chosen.pages):
            page = drawn_page(draughtsman, rng, spoil)
            pages.add(page)
            if other:
                same.append(sameness(model.spot(page.image), other.spot(page.image)))
        known = sorted(pages.counts)
        numbers = [token for token in known if any(map(str.isdigit, token)) and len(token) > 2]
        words = [token for token in known if token.isalpha() and len(token) > 3]
        for name, tokens in (("words", words), ("numbers", numbers)):
            found = pages.find(rng.sample(tokens, min(_ASKED, len(tokens))), np.random.default_rng(_SEED))
            table.add_row(
                "spoiled" if spoil else "clean",
                f"{found.asked} {name}",
                f"{found.first:.3f}",
                " ".join(f"{value:.2f}" for value in np.percentile(found.alike, [5, 50])),
                " ".join(f"{value:.2f}" for value in np.percentile(found.unlike, [50, 95, 99])),
                f"{pages.vectors / pages.findable:.2f}",
                f"{pages.found / pages.findable:.3f}",
            )
    console = Console(width=140)
    console.print(table)
    if same:
        least, half = np.percentile(np.concatenate(same), [5, 50])
        console.print(f"Cosine with the other export's vectors: 5 % below {least:.4f}, half below {half:.4f}")


if __name__ == "__main__":
    main()
