"""Profiles: named ways of keeping a library small, from every bit to very few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from indexer.compress.codebook import UNTRAINED
from indexer.compress.codec import Codec
from indexer.compress.pool import pool
from indexer.compress.prune import keep_top
from indexer.compress.salience import distance_salience
from indexer.types import PatchEmbeddings


@dataclass(frozen=True, slots=True)
class Profile:
    """What is done to a page's vectors before they are stored.

    codec: one of UNTRAINED.    keep: the share of patches kept, by the model's salience or, where it gives none, by
    distance from the page's background.    pool: how many patches are merged into one.
    """

    name: str
    codec: str
    keep: float = 1.0
    pool: int = 1

    @property
    def codes_name(self) -> str:
        """A name for the codes it makes; profiles that make the same share it."""
        kept = f"-keep{round(self.keep * 100)}" if self.keep < 1 else ""
        return self.codec + kept + (f"-pool{self.pool}" if self.pool > 1 else "")

    def reduce(self, embeddings: PatchEmbeddings) -> PatchEmbeddings:
        """Prune and pool a page's patches."""
        if self.keep < 1:
            if embeddings.salience is None:
                embeddings = replace(embeddings, salience=distance_salience(embeddings.vectors))
            embeddings = keep_top(embeddings, self.keep)
        return pool(embeddings, self.pool)

    def make_codec(self, dim: int) -> Codec:
        """Build the codec for vectors of this dimension."""
        return UNTRAINED[self.codec](dim)


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile("exact", "float16"),
            Profile("quality", "scalar4"),
            Profile("balanced", "scalar4", keep=0.4, pool=3),
            Profile("small", "sign", keep=0.4, pool=3),
            Profile("tiny", "sign", keep=0.4, pool=4),
        )
    }
)

DEFAULT = "quality"
"""What a new library gets. The stand-in embedder makes few vectors a page, each of its own word: merging them loses."""
