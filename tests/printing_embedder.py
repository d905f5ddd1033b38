"""A model whose libraries print and read, as some do."""

from __future__ import annotations

import os

from tests.seeing_embedder import SeeingEmbedder


def make_printing_embedder() -> SeeingEmbedder:
    """Make a model; what is printed and read meanwhile must not get between it and who asks."""
    print("Loading weights:", os.read(0, 10))
    os.write(1, b"written by a library\n")
    return SeeingEmbedder()
