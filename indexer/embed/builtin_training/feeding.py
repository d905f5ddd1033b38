"""Feeding: processes that draw tiles, keep some, and hand out spoiled examples of old and new ones."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Iterator
from functools import partial
from multiprocessing.queues import Queue
from queue import Full

from indexer.embed.builtin_training.drawing import Tile
from indexer.embed.builtin_training.fonts import choose_face
from indexer.embed.builtin_training.layout import Draughtsman
from indexer.embed.builtin_training.targets import Example, example
from indexer.embed.builtin_training.words import languages

_POOL = 600
_FEWEST_TOKENS = 8
_FRESH_SHARE = 0.5
"""This share of the examples is of a tile drawn for it; the others show kept ones again, cut and spoiled anew."""


def examples(seed: int, held_out: bool = False) -> Iterator[Example]:
    """Draw without end."""
    rng = random.Random(seed)
    draughtsman = Draughtsman(seed, partial(choose_face, held_out=held_out), languages())
    pool: list[Tile] = []
    while True:
        if len(pool) < 8 or rng.random() < _FRESH_SHARE:
            tile = draughtsman.tile()
            if len(pool) < _POOL:
                pool.append(tile)
            else:
                pool[rng.randrange(_POOL)] = tile
        else:
            tile = rng.choice(pool)
        made = example(tile, rng)
        if len(made.tokens) >= _FEWEST_TOKENS:
            yield made


def start(count: int, batch: int, seed: int) -> Queue[list[Example]]:
    """Start processes that feed a queue with batches, until this process ends."""
    context = multiprocessing.get_context("spawn")
    queue: Queue[list[Example]] = context.Queue(8)
    for number in range(count):
        context.Process(target=_feed, args=(queue, batch, seed * 1000 + number), daemon=True).start()
    return queue


def _feed(queue: Queue[list[Example]], batch: int, seed: int) -> None:
    source = examples(seed)
    trainer = multiprocessing.parent_process()
    while trainer and trainer.is_alive():
        made = [next(source) for _ in range(batch)]
        while trainer.is_alive():
            try:
                queue.put(made, timeout=5)
                break
            except Full:
                continue
