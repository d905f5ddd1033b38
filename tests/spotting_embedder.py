"""A model for tests that spots words, as the built-in one does: several spellings of a word, and presence."""

from __future__ import annotations

import numpy as np

from indexer.presence import Presence
from indexer.question import Question
from indexer.types import QueryEmbedding
from tests.hashing_embedder import HashingEmbedder

PRESENCE = Presence(0.5, 0.8)


class SpottingEmbedder(HashingEmbedder):
    """Hashes words like its base, asks for each of them twice, and says how its cosines tell which are there."""

    name = "spotting-hash"

    def embed_question(self, question: Question) -> QueryEmbedding:
        """Embed each telling word of a question in two spellings, which are the same."""
        plain = super().embed_question(question)
        terms = np.repeat(np.arange(len(plain.vectors), dtype=np.int32), 2)
        return QueryEmbedding(plain.vectors[terms], tuple(plain.tokens[at] for at in terms), terms, PRESENCE)
