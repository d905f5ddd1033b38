"""Who takes part: our designs, and peers with the settings they are tried in."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.engine.designs import designs

_PEERS = Path(__file__).parent / "peers"
MANY = 10_000  # questions: all there are


@dataclass(frozen=True)
class Contestant:
    """A program with a setting.

    key: unique.    index: who made its index, itself or another contestant.    script: a peer's, or "" for ours.
    questions, seconds: how many questions it is asked in a round, and for how long.
    """

    key: str
    label: str
    setting: str
    script: str = ""
    index: str = ""
    questions: int = 60
    seconds: float = 40

    @property
    def built_as(self) -> str:
        """The folder of its index."""
        return self.index or self.key

    @property
    def command(self) -> list[str]:
        """How its program is started; a peer gets an environment of its own."""
        if not self.script:
            return [sys.executable, "-m", "tests.benchmarks.engine.ours"]
        return ["uv", "run", "--quiet", "--script", str(_PEERS / self.script)]


def peers() -> list[Contestant]:
    """Return the peers, those whose index others use first."""
    lance, plaid = "lancedb-pq", "fast-plaid"
    return [
        Contestant("torch-blocked", "torch fp32, blocked", "-", "torch_blocked.py"),
        Contestant("score-multi-vector", "colpali-engine score_multi_vector", "-", "score_multi_vector.py"),
        Contestant(lance, "LanceDB multivector, IVF_PQ", "pq", "lance.py"),
        Contestant("lancedb-refine", "LanceDB multivector, IVF_PQ, refine 10", "pq-refine10", "lance.py", lance),
        Contestant("lancedb-flat", "LanceDB multivector, no index", "flat", "lance.py", seconds=20),
        Contestant(plaid, "fast-plaid 4 bits, default", "default", "plaid.py"),
        *(
            Contestant(
                f"fast-plaid-{full}-{probes}",
                f"fast-plaid 4 bits, n_full_scores {full}, n_ivf_probe {probes}",
                f"{full}-{probes}",
                "plaid.py",
                plaid,
            )
            for full, probes in ((1024, 8), (256, 8), (256, 4), (64, 2))
        ),
    ]


def ours() -> list[Contestant]:
    """Return our designs; they are asked every question."""
    found = designs().items()
    return [Contestant(key, design.labels[0], key, questions=MANY, seconds=60) for key, design in found]


def hnsw() -> list[Contestant]:
    """Return the paper's float retrieval: HNSW over copies of the centroids that our k-means codes name."""
    sources = {"kmeans256": "K = 256", "kmeans256-keep60": "K = 256, p = 60 %", "kmeans512-keep40": "K = 512, p = 40 %"}
    return [
        Contestant(f"hnsw-{key}", f"HNSW over the centroids' copies, {label}", key, "hnsw.py")
        for key, label in sources.items()
    ]
