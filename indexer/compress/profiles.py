"""Profiles: named ways of keeping a library small, from every bit to very few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from indexer.compress.codebook import TRAINED, UNTRAINED, Codebook, codec_of
from indexer.compress.codec import Codec
from indexer.compress.pool import pool
from indexer.compress.prune import keep_adaptive, keep_telling_tokens, keep_top
from indexer.compress.salience import distance_salience
from indexer.types import PatchEmbeddings, QueryEmbedding


@dataclass(frozen=True, slots=True)
class Profile:
    """What is done to a page's vectors before they are stored.

    codec: one of UNTRAINED or TRAINED.    keep: the share of patches kept, by the model's salience or, where it gives
    none, by distance from the page's background.    adaptive: kept instead are the patches so many standard deviations
    above the mean salience of their page, so that a page with little on it keeps little.
    pool: how many patches are merged into one.
    has_encodings: each page also gets a MUVERA encoding in a column of its own, by which the database itself finds
    candidates: nothing is held in memory, and the tables may lie elsewhere.
    tokens: the share of a question's tokens that pages are scored by, the most telling ones.
    """

    name: str
    codec: str
    keep: float = 1.0
    pool: int = 1
    has_encodings: bool = False
    adaptive: float | None = None
    tokens: float = 1.0

    @property
    def codes_name(self) -> str:
        """A name for the codes it makes; profiles that make the same share it."""
        kept = f"-keep{round(self.keep * 100)}" if self.keep < 1 else ""
        if self.adaptive is not None:
            kept = f"-adaptive{round(self.adaptive * 100)}"
        pooled = f"-pool{self.pool}" if self.pool > 1 else ""
        return self.codec + kept + pooled + ("-encodings" if self.has_encodings else "")

    def reduce(self, embeddings: PatchEmbeddings) -> PatchEmbeddings:
        """Prune and pool a page's patches."""
        prunes = self.keep < 1 or self.adaptive is not None
        if prunes and embeddings.salience is None:
            embeddings = replace(embeddings, salience=distance_salience(embeddings.vectors))
        if self.adaptive is not None:
            embeddings = keep_adaptive(embeddings, self.adaptive)
        elif self.keep < 1:
            embeddings = keep_top(embeddings, self.keep)
        return pool(embeddings, self.pool)

    def shorten(self, query: QueryEmbedding) -> QueryEmbedding:
        """Drop the tokens of a question that tell little; all stay where each is weighed by how rare it is."""
        if self.tokens == 1 or query.presence is not None:
            return query
        return keep_telling_tokens(query, self.tokens)

    @property
    def is_exact(self) -> bool:
        """Whether vectors are kept as the model made them, so that any other profile can be made of them."""
        return self.name == EXACT

    @property
    def is_trained(self) -> bool:
        """Whether its codec needs a codebook."""
        return self.codec in TRAINED

    def make_codec(self, dim: int, codebook: Codebook | None = None) -> Codec:
        """Build the codec for vectors of this dimension. Raises ValueError when it is trained and has no codebook."""
        if not self.is_trained:
            return UNTRAINED[self.codec](dim)
        if codebook is None:
            raise ValueError(f"the codec {self.codec} needs a codebook")
        return codec_of(codebook)


EXACT = "exact"

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile(EXACT, "float16"),
            Profile("quality", "scalar4"),
            # Merging more and dropping less keeps more, above all where a model gives no salience of its own.
            Profile("balanced", "scalar4", keep=0.55, pool=5),
            # Pruned at both ends. A shorter question saves at most a tenth of the time, and costs recall: the others
            # ask with all of it.
            Profile("adaptive", "scalar4", adaptive=0.0, pool=6, tokens=0.9),
            Profile("small", "sign", keep=0.5, pool=6),
            Profile("tiny", "sign", keep=0.5, pool=10),
            Profile("remote", "scalar4", keep=0.55, pool=5, has_encodings=True),
            # Those of HPC-ColPali (Bach, 2025), so that anybody can see what they cost.
            Profile("hpc-256-p60", "kmeans256", keep=0.6),
            Profile("hpc-512-p40", "kmeans512", keep=0.4),
            Profile("hpc-binary-512", "kmeans512-bits"),
        )
    }
)

DEFAULT = "balanced"
"""What a new library gets, unless its model is known to lose by it."""
