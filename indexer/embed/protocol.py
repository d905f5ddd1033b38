"""What every model offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from indexer.types import PageContent, PatchEmbeddings, QueryEmbedding


class Embedder(Protocol):
    """A late-interaction model: pages become patch vectors, questions token vectors, scored by MaxSim.

    name, revision: vectors of two models, or of two revisions of one, are never mixed.
    width_px: how wide it wants a page drawn, or None when it does not look at pixels.
    batch_pages: how many pages it likes to be given at once.
    usual_profile: the profile that suits its vectors, by measurement.
    """

    name: str
    revision: str
    dim: int
    width_px: int | None
    batch_pages: int
    usual_profile: str

    def embed_pages(self, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        """Embed pages, one result each, in order. A page may come out with no vectors at all."""

    def embed_question(self, question: str) -> QueryEmbedding:
        """Embed a question in words. It may come out with no tokens at all."""
