"""How much a language model attends to each token of a page, at the price of a few rows of one layer's attention.

Models of transformers compute attention through functions with a name. The layer that is watched gets one of ours,
which hands on to the usual one and keeps the rows that were asked for, from the very queries and keys that the layer
made: normalised, turned and grouped as the architecture does. Other layers, and all of the values, stay untouched.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AttentionInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward

_WATCHED = "pagelight_watched"
# A thread that asks a question must not see what another does to a page.
_WATCHING: ContextVar[tuple[Tensor, list[Tensor]] | None] = ContextVar("_WATCHING", default=None)


def last_attention(layers: nn.ModuleList) -> nn.Module | None:
    """Return the attention of the last layer that looks over the whole page, or None where none does.

    layers: of a language model. Left out are layers without attention (Qwen3.5 has three of those for one with) and
    such as only see their neighbourhood.
    """
    for layer in reversed(layers):
        attention = getattr(layer, "self_attn", None) or getattr(layer, "attn", None)
        if isinstance(attention, nn.Module) and getattr(attention, "sliding_window", None) is None:
            return attention
    return None


def watch(attention: Any) -> None:
    """Make an attention one that `attention_paid` can see. Its model must use sdpa."""
    attention.config = copy.copy(attention.config)
    attention.config._attn_implementation = _WATCHED


@contextmanager
def attention_paid(by: Tensor) -> Iterator[list[Tensor]]:
    """See the attention that some tokens pay, in what this thread asks of a watched model meanwhile.

    by: (batch, tokens) bool, at least one in each row.
    Yields a list in which, afterwards, is the attention paid to each token: (batch, tokens) float32, averaged over
    the heads and over `by`, so that a row's sum is 1.
    """
    paid: list[Tensor] = []
    token = _WATCHING.set((by, paid))
    try:
        yield paid
    finally:
        _WATCHING.reset(token)


def _attend(
    module: nn.Module, query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None, **more: Any
) -> tuple[Tensor, None]:
    if (watching := _WATCHING.get()) is not None:
        by, paid = watching
        is_causal = more.get("is_causal")
        if is_causal is None:
            is_causal = bool(module.is_causal)
        paid.append(_paid(by, query, key, attention_mask, more["scaling"], is_causal))
    attended: tuple[Tensor, None] = sdpa_attention_forward(module, query, key, value, attention_mask, **more)
    return attended


def _paid(by: Tensor, query: Tensor, key: Tensor, mask: Tensor | None, scaling: float, is_causal: bool) -> Tensor:
    """Return (batch, tokens) float32. query: (batch, heads, tokens, width).    key: the same, or fewer heads."""
    paid = []
    for at, rows in enumerate(by):
        some = query[at][:, rows].float()
        keys = key[at].float().repeat_interleave(some.shape[0] // key.shape[1], dim=0)
        weights = scaling * (some @ keys.transpose(1, 2))
        if mask is not None:
            seen = mask[at if mask.shape[0] > 1 else 0][:, rows]
            weights = weights.masked_fill(~seen, -torch.inf) if seen.dtype == torch.bool else weights + seen
        elif is_causal:
            later = torch.arange(keys.shape[1], device=rows.device) > rows.nonzero()
            weights = weights.masked_fill(later, -torch.inf)
        paid.append(weights.softmax(dim=-1).mean(dim=(0, 1)))
    return torch.stack(paid)


AttentionInterface.register(_WATCHED, _attend)
