"""Narrow a model's vectors to the directions that matter: `python -m indexer.embed.builtin_training.narrow ASSETS`.

The network is trained with 96 numbers a vector, of which 64 hold all but a few thousandths of what vectors are. The
directions are the principal ones of vectors of drawn pages; they are put into words.npz, and both sides are turned
into them. Principal component analysis without taking away the mean: cosines are to stay as they are.
"""

from __future__ import annotations

import argparse
import random
from functools import partial
from pathlib import Path

import numpy as np

from indexer.arrays import Floats
from indexer.embed.builtin_training.evaluate import drawn_page
from indexer.embed.builtin_training.fonts import choose_face
from indexer.embed.builtin_training.layout import Draughtsman
from indexer.embed.builtin_training.words import languages
from indexer.embed.spotter import WordSpotter

_SEED = 64_000
_PAGES = 60


def principal(vectors: Floats, dim: int) -> tuple[Floats, float]:
    """Return the (width, dim) directions that hold most of (n, width) vectors, and the share of it that they hold."""
    held, directions = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)
    order = np.argsort(-held)
    return directions[:, order[:dim]].astype(np.float32), float(held[order[:dim]].sum() / held.sum())


def main() -> None:
    """Put the directions into the folder's words.npz, in the place of any that are there."""
    parser = argparse.ArgumentParser(description="Narrow the vectors of an exported model.")
    parser.add_argument("assets", type=Path)
    parser.add_argument("--dim", type=int, default=64)
    chosen = parser.parse_args()
    file = chosen.assets / "words.npz"
    with np.load(file) as stored:
        kept = {name: stored[name] for name in stored.files if name != "narrow"}
    np.savez_compressed(file, **kept)
    spotter, rng = WordSpotter(chosen.assets), random.Random(_SEED)
    draughtsman = Draughtsman(_SEED, partial(choose_face, held_out=False), languages())
    pages = [spotter.spot(drawn_page(draughtsman, rng, spoil=at % 2 == 1).image).vectors for at in range(_PAGES)]
    narrow, share = principal(np.concatenate(pages), chosen.dim)
    np.savez_compressed(file, narrow=narrow, **kept)
    print(f"{chosen.dim} of {narrow.shape[0]} directions hold {share:.4f} of {sum(map(len, pages)):,} vectors")


if __name__ == "__main__":
    main()
