"""The models that people can choose from besides the built-in one. Any other repository, or a folder, does as well.

Published scores are what their publishers say, not measured here. Sizes and memory are computed from the number of
parameters, as model cards and mteb's registry give it; those of CLIP were counted by building the models.
Revisions are those of mteb's registry where it has one for this model alone; where there is none, what the hub gives
at the first download is kept to from then on (`app.models.here`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

BUILT_IN = "built-in"

Kind: TypeAlias = Literal["colvision", "clip"]

_IN_USE_BYTES = 4
"""Of a parameter on a processor, where models run in 32-bit floats. On a graphics card it is half of that."""
_OVERHEAD = 1.15
"""What is held besides the weights while pages are looked at, as a factor of them: an estimate, not measured."""
_PROGRAM_BYTES = 1_000_000_000
"""Torch, Pagelight and a page or two."""


@dataclass(frozen=True, slots=True)
class Published:
    """A score that a publisher gives, in hundredths, and where it is to be read."""

    score: float
    benchmark: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that is known to fit.

    name: what people type: the repository, or open_clip's "MODEL/TAG".    repo: where it is on Hugging Face.
    languages: that it was made for, in words.    dim: how many numbers a vector has.
    stored_bytes: of a parameter in the file.    revision: a commit hash, or None.
    """

    name: str
    repo: str
    kind: Kind
    licence: str
    languages: tuple[str, ...]
    dim: int
    parameters: int
    stored_bytes: int
    published: Published | None = None
    revision: str | None = None

    @property
    def download_bytes(self) -> int:
        """About how much is downloaded. The hub says it exactly when it is asked."""
        return self.parameters * self.stored_bytes

    @property
    def ram_bytes(self) -> int:
        """About how much memory it takes on a processor: the weights in 32-bit floats, 15 %, and 1 GB."""
        return int(self.parameters * _IN_USE_BYTES * _OVERHEAD) + _PROGRAM_BYTES


def _published(score: float) -> Published:
    """Return a score of colpali-engine's table. Its figures are those of the benchmark's first version."""
    source = "colpali-engine 0.3.18, README"
    return Published(
        score, "ViDoRe V1, nDCG@5", source, "https://github.com/illuin-tech/colpali#list-of-colvision-models"
    )


def _col(
    name: str,
    licence: str,
    dim: int,
    parameters: int,
    score: float | None,
    revision: str | None = None,
    stored_bytes: int = 2,
) -> Entry:
    published = None if score is None else _published(score)
    return Entry(name, name, "colvision", licence, ("English",), dim, parameters, stored_bytes, published, revision)


CATALOGUE: tuple[Entry, ...] = (
    _col(
        "ModernVBERT/colmodernvbert",
        "MIT",
        128,
        252_002_304,
        None,
        "9052fc0ef8acf9fb764681ce0315a7f89ea7d276",
        stored_bytes=4,
    ),
    _col("vidore/colSmol-256M", "Apache 2.0", 128, 256_000_000, 80.1),
    _col("vidore/colSmol-500M", "Apache 2.0", 128, 507_000_000, 82.3, "1aa9325cba7ed2b3b9b97ede4d55026322504902"),
    _col("vidore/colqwen2-v1.0", "Apache 2.0", 128, 2_210_000_000, 89.3),
    _col("vidore/colpali-v1.3", "Gemma", 128, 2_920_000_000, 84.8, "1b5c8929330df1a66de441a9b5409a878f0de5b0"),
    _col(
        "vidore/colqwen2.5-v0.2",
        # Its base, Qwen2.5-VL-3B, is; what was trained on top of it is MIT.
        "Qwen Research (not commercial)",
        128,
        3_750_000_000,
        89.4,
        "6f6fcdfd1a114dfe365f529701b33d66b9349014",
    ),
    _col(
        "TomoroAI/tomoro-colqwen3-embed-4b",
        "Apache 2.0",
        320,
        4_440_000_000,
        90.6,
        "6a32fb68598730bf5620fbf18d832c784235c59c",
    ),
    _col("athrael-soju/colqwen3.5-4.5B-v3", "Apache 2.0", 320, 4_540_000_000, 90.9),
    Entry(
        "ViT-B-32/laion2b_s34b_b79k",
        "laion/CLIP-ViT-B-32-laion2B-s34B-b79K",
        "clip",
        "MIT",
        ("English",),
        512,
        151_277_313,
        4,
    ),
    Entry(
        "ViT-B-16-SigLIP2/webli",
        "timm/ViT-B-16-SigLIP2",
        "clip",
        "Apache 2.0",
        ("many",),
        768,
        375_187_970,
        4,
    ),
    Entry(
        "ViT-SO400M-14-SigLIP2-378/webli",
        "timm/ViT-SO400M-14-SigLIP2-378",
        "clip",
        "Apache 2.0",
        ("many",),
        1152,
        1_136_008_498,
        4,
    ),
)


def entry(name: str) -> Entry | None:
    """Return the entry of a name, or of a repository, however its letters are written; None where there is none."""
    folded = name.casefold()
    return next((each for each in CATALOGUE if folded in (each.name.casefold(), each.repo.casefold())), None)
