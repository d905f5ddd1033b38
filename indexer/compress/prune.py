"""Pruning: patches that tell little, and words of a question that tell little, are dropped.

Vectors without a place on the page (LOOSE) have no right of their own: they stay if their salience says so.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Floats
from indexer.compress.members import keep_rows
from indexer.types import PatchEmbeddings, QueryEmbedding

# A token this alike to an earlier one says nothing that was not said.
_SAME_TOKEN = 0.999


def keep_top(embeddings: PatchEmbeddings, share: float) -> PatchEmbeddings:
    """Keep the most salient share of a page's patches, rounded up; of equals the first.

    share: 0..1; something is always left of a page that had something. Raises ValueError when there is no salience.
    Source: HPC-ColPali, attention-guided pruning.
    """
    salience = _salience(embeddings)
    kept = np.zeros(len(salience), np.bool_)
    kept[_top(salience, share)] = True
    return keep_rows(embeddings, kept)


def keep_adaptive(embeddings: PatchEmbeddings, k: float) -> PatchEmbeddings:
    """Keep the patches whose salience is at least the page's mean plus k standard deviations, or else the best one.

    Where all are equally salient, all are kept: nothing says which tells less. Raises ValueError when there is no
    salience.
    Source: DocPruner (2025); equality counts as kept here.
    """
    salience = _salience(embeddings)
    if not len(salience) or salience.min() == salience.max():
        return embeddings
    kept = salience >= salience.mean(dtype=np.float64) + k * salience.std(dtype=np.float64)
    kept[salience.argmax()] = True
    return keep_rows(embeddings, kept)


def keep_telling_tokens(query: QueryEmbedding, share: float) -> QueryEmbedding:
    """Keep the most telling share of a question's tokens, rounded up, in their order; of equals the first.

    A token tells little when it lies close to the mean of all tokens, as the padding does that models add to a
    question, and nothing when an earlier token is all but the same. share: 0..1; one token is always left. Vectors
    alone tell words that matter from words that do not only roughly: measure before a share below 0.8.
    """
    kept = np.sort(_top(_telling(query.vectors), share))
    tokens = tuple(query.tokens[at] for at in kept.tolist())
    terms = None if query.terms is None else query.terms[kept]
    return replace(query, vectors=query.vectors[kept], tokens=tokens, terms=terms)


def _telling(tokens: Floats) -> Floats:
    """Return (tokens,): distance from the mean of all, and less than any distance for what is said again."""
    mean = tokens.sum(axis=0)
    telling: Floats = 1 - tokens @ (mean / max(float(np.linalg.norm(mean)), 1e-6))
    repeats = np.tril(tokens @ tokens.T >= _SAME_TOKEN, -1).any(axis=1)
    telling[repeats] = -1
    return telling


def _salience(embeddings: PatchEmbeddings) -> Floats:
    if embeddings.salience is None:
        raise ValueError("these patches have no salience to prune by")
    return embeddings.salience


def _top(values: Floats, share: float) -> NDArray[np.intp]:
    """Return the places of the largest share of values, at least one if there is any; of equals the first."""
    # A share such as 0.4 of 5 must not become 3 by the last bit of a float.
    count = max(math.ceil(share * len(values) - 1e-9), 1)
    return np.argsort(-values, kind="stable")[:count]
