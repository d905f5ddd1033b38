"""What every model offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from indexer.arrays import Bytes
from indexer.types import PageContent, PatchEmbeddings, QueryEmbedding, Sight

if TYPE_CHECKING:  # Questions are cut by this package's letters.
    from indexer.question import Question


class Embedder(Protocol):
    """A late-interaction model: pages become patch vectors, questions token vectors, scored by MaxSim.

    name, revision: vectors of two models, or of two revisions of one, are never mixed.
    sight: how it wants pages drawn, or None when it does not look at pixels.
    usual_profile: the profile that suits its vectors, by measurement.
    """

    name: str
    revision: str
    dim: int
    sight: Sight | None
    usual_profile: str

    def embed_pages(self, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        """Embed pages, one result each, in order. A page may come out with no vectors at all."""

    def embed_question(self, question: Question) -> QueryEmbedding:
        """Embed a question in words. It may come out with no tokens at all."""

    def embed_picture(self, pixels: Bytes) -> QueryEmbedding:
        """Embed a picture, (height, width, 3) uint8, as a question. It may come out with no tokens at all."""
