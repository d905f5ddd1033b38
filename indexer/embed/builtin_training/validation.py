"""Validation: how well the networks read drawn pages in fonts that they were never trained on."""

from __future__ import annotations

import random
from itertools import islice

import numpy as np
import torch

from indexer.embed.builtin_training.feeding import examples
from indexer.embed.builtin_training.losses import Spotter, losses, wrong_words
from indexer.embed.builtin_training.network import gathered_rows, normalised
from indexer.embed.builtin_training.targets import Example

_KEPT = 0.3


def held_out_examples(count: int) -> list[Example]:
    """Draw examples in the held out fonts, the same ones each time."""
    return list(islice(examples(77, held_out=True), count))


@torch.no_grad()
def validate(spotter: Spotter, held_out: list[Example]) -> dict[str, float]:
    """Measure shares of tokens whose cell is most like them, among all tokens of these examples and near misses.

    words, numbers: those shares.    letters, slots: shares of single letters named rightly.
    found: share of tokens with a cell kept by salience.    kept per token: cells kept, over tokens.
    """
    spotter.page.eval()
    device = spotter.log_scale.device
    known = sorted({token for one in held_out for token in one.tokens})
    imagined = spotter.query(known + wrong_words(known, random.Random(5), near_misses=6))
    number_of = {word: number for number, word in enumerate(known)}
    right: dict[bool, list[bool]] = {False: [], True: []}
    found, kept, tokens = 0, 0, 0
    for one in held_out:
        image = torch.from_numpy(np.stack([one.image])).to(device)
        with torch.autocast(device.type, torch.bfloat16):
            seen, _ = spotter.page.see(normalised(image))
            _, vectors, salience = spotter.page.read(
                gathered_rows(seen, torch.ones(1, seen.shape[2], dtype=torch.bool))
            )
        at = torch.from_numpy(one.places).long().to(device)
        best = (vectors[at[:, 0], at[:, 1]] @ imagined.T).argmax(1).tolist()
        for token, guess in zip(one.tokens, best, strict=True):
            right[any(map(str.isdigit, token))].append(guess == number_of[token])
        is_kept = salience.sigmoid().cpu().numpy() > _KEPT
        wanted = one.salience == 1
        found += int((is_kept & wanted).sum())
        tokens += int(wanted.sum())
        kept += int(is_kept.sum())
    figures = [
        losses(spotter, held_out[start : start + 4], random.Random(5)).figures for start in range(0, len(held_out), 4)
    ]
    spotter.page.train()
    return {
        "words": sum(right[False]) / len(right[False]),
        "numbers": sum(right[True]) / len(right[True]),
        "letters": float(sum(part["letters right"] for part in figures)) / len(figures),
        "slots": float(sum(part["slots right"] for part in figures)) / len(figures),
        "found": found / tokens,
        "kept per token": kept / tokens,
    }
