"""Losses: what the networks are told off for."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from indexer.embed.builtin_training.network import (
    LETTER_CLASSES,
    SLOT_CLASSES,
    SLOTS,
    PageNet,
    QueryNet,
    gathered_rows,
    normalised,
)
from indexer.embed.builtin_training.targets import UNSURE, Example
from indexer.embed.builtin_training.words import near_miss
from indexer.embed.letters import ALPHABET

_OTHER_ROWS = 0.1
_ROWS_AT_ONCE = 8
_EMPTY_COLUMNS = 0.12
_EMPTY_CELLS = 400
_MOST_PLACES = 1200
_WEIGHTS = {"letters": 1.0, "slots": 2.0, "cell": 1.0, "word": 0.5, "salience": 0.5, "text": 0.5}
_SLOT_OF = {sign: number for number, sign in enumerate(ALPHABET, 1)}


@dataclass
class Spotter:
    """Both networks and the learned temperature of their likeness."""

    page: PageNet
    query: QueryNet
    log_scale: nn.Parameter

    @classmethod
    def new(cls) -> Spotter:
        """Make untrained networks."""
        page: PageNet = PageNet().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        return cls(page, QueryNet(), nn.Parameter(torch.tensor(2.7)))

    def state(self) -> dict[str, object]:
        """Return all that was learned."""
        return {"page": self.page.state_dict(), "query": self.query.state_dict(), "log_scale": self.log_scale.data}

    def load(self, state: dict[str, dict[str, Tensor]]) -> None:
        """Take over what `state` returned."""
        self.page.load_state_dict(state["page"])
        self.query.load_state_dict(state["query"])
        self.log_scale.data = torch.as_tensor(state["log_scale"]).to(self.log_scale.device)


@dataclass(frozen=True)
class Report:
    """One step's losses and shares of right answers, each a number to log."""

    total: Tensor
    figures: dict[str, Tensor]


def losses(spotter: Spotter, examples: list[Example], rng: random.Random, near_misses: int = 4) -> Report:
    """Run both networks on some examples, and add up all losses."""
    device = spotter.log_scale.device
    images = torch.from_numpy(np.stack([one.image for one in examples])).to(device)
    letters = torch.from_numpy(np.stack([one.letters for one in examples])).long().to(device)
    salience = torch.from_numpy(np.stack([one.salience for one in examples])).to(device)
    chosen = _chosen_rows((salience == 1).any(2))
    with torch.autocast(device.type, torch.bfloat16):
        seen, text = spotter.page.see(normalised(images))
        rows = gathered_rows(seen, chosen)
        named = spotter.page.letters(rows)
        hidden, vectors, found = spotter.page.read(rows)
    figures: dict[str, Tensor] = {}
    figures["text"] = functional.binary_cross_entropy_with_logits(text.float(), _halved(letters > 0))
    _letter_loss(named, letters[chosen], figures)
    salience = salience[chosen]
    sure = salience != UNSURE
    figures["salience"] = functional.binary_cross_entropy_with_logits(found[sure], salience[sure].float())

    places = [(number, *place) for number, one in enumerate(examples) for place in one.places.tolist()]
    words = [word for one in examples for word in one.tokens]
    row_of = torch.full(chosen.shape, -1, device=device)
    row_of[chosen] = torch.arange(int(chosen.sum()), device=device)
    at = torch.tensor(places, device=device).reshape(-1, 3)
    at_row = row_of[at[:, 0], at[:, 1]]
    kept = (at_row >= 0).nonzero()[:, 0]
    if len(kept) > _MOST_PLACES:
        kept = kept[torch.randperm(len(kept), device=device)[:_MOST_PLACES]]
    words = [words[number] for number in kept.tolist()]
    at_row, at_column = at_row[kept], at[kept, 2]
    empty = (salience == 0).nonzero()
    empty = empty[torch.randint(len(empty), (_EMPTY_CELLS,), device=device)]
    _slot_loss(spotter.page.slots(hidden[at_row, at_column].float()), words, figures)
    _likeness_loss(
        spotter, vectors[at_row, at_column], vectors[empty[:, 0], empty[:, 1]], words, rng, near_misses, figures
    )
    total = torch.stack([weight * figures[name] for name, weight in _WEIGHTS.items()]).sum()
    return Report(total, figures)


def _chosen_rows(has_token: Tensor) -> Tensor:
    """Choose the rows with tokens and some others, in a number that comes up again: kernels are made per shape."""
    ranks = torch.rand(has_token.shape, device=has_token.device).where(~has_token, 2.0).flatten()
    wanted = int((ranks > 1 - _OTHER_ROWS).sum())
    count = min(-(-wanted // _ROWS_AT_ONCE) * _ROWS_AT_ONCE, len(ranks))
    chosen = torch.zeros_like(ranks, dtype=torch.bool)
    chosen[ranks.topk(count).indices] = True
    return chosen.view(has_token.shape)


def _letter_loss(named: Tensor, letters: Tensor, figures: dict[str, Tensor]) -> None:
    # Each feature of 4 px names the two columns of 2 px in it.
    named = named[:, :, 0].permute(0, 2, 1).reshape(-1, LETTER_CLASSES)
    wanted = letters.reshape(-1)
    used = (wanted > 0) | ((wanted == 0) & (torch.rand(wanted.shape, device=wanted.device) < _EMPTY_COLUMNS))
    named, wanted = named[used].float(), wanted[used]
    figures["letters"] = functional.cross_entropy(named, wanted)
    figures["letters right"] = (named.argmax(1) == wanted)[wanted > 0].float().mean()


def _slot_loss(named: Tensor, words: list[str], figures: dict[str, Tensor]) -> None:
    wanted = torch.tensor([slots(word) for word in words], device=named.device)
    named = named.view(len(words), 2 * SLOTS, SLOT_CLASSES)
    figures["slots"] = functional.cross_entropy(named.flatten(0, 1), wanted.flatten(), ignore_index=UNSURE)
    figures["slots right"] = (named.argmax(2) == wanted)[wanted > 0].float().mean()


def _likeness_loss(
    spotter: Spotter,
    cells: Tensor,
    empty: Tensor,
    words: list[str],
    rng: random.Random,
    near_misses: int,
    figures: dict[str, Tensor],
) -> None:
    known = sorted(set(words))
    number_of = {word: number for number, word in enumerate(known)}
    others = wrong_words(known, rng, near_misses)
    imagined = spotter.query(known + others)
    wanted = torch.tensor([number_of[word] for word in words], device=cells.device)
    scale = spotter.log_scale.exp().clamp(max=60)
    likeness = scale * cells @ imagined.T
    figures["cell"] = functional.cross_entropy(likeness, wanted)
    figures["words right"] = (likeness.argmax(1) == wanted).float().mean()
    asked = imagined[: len(known)]
    over_cells = torch.cat([likeness[:, : len(known)], scale * empty @ asked.T])
    is_own = torch.zeros_like(over_cells, dtype=torch.bool)
    is_own[torch.arange(len(words), device=cells.device), wanted] = True
    own = over_cells.masked_fill(~is_own, float("-inf"))
    figures["word"] = (torch.logsumexp(over_cells, 0) - torch.logsumexp(own, 0)).mean()
    figures["scale"] = scale.detach()


def wrong_words(known: list[str], rng: random.Random, near_misses: int) -> list[str]:
    """Make up words that look almost like known ones: some for each number, one for each other."""
    have = {"", *known}
    for word in known:
        for _ in range(near_misses if any(map(str.isdigit, word)) else 1):
            have.add(near_miss(word, rng))
    return sorted(have.difference(known, [""]))


def slots(word: str) -> list[int]:
    """Number a word's letters from its start and from its end; zero ends it, and what lies beyond is not asked."""
    letters = [_SLOT_OF.get(sign, SLOT_CLASSES - 1) for sign in word]
    beyond = [0] + [UNSURE] * SLOTS
    return (letters + beyond)[:SLOTS] + (letters[::-1] + beyond)[:SLOTS]


def _halved(flags: Tensor) -> Tensor:
    count, rows, columns = flags.shape
    return flags.float().view(count, rows, columns // 2, 2).amax(3)
