"""Every design of ours that the report shows, each with the names that it goes by."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.compress.codebook import TRAINED, UNTRAINED
from indexer.compress.profiles import PROFILES, Profile

_ROWS = (
    ("scalar 4-bit, all patches", Profile("", "scalar4")),
    ("pooled by 2, 4-bit", Profile("", "scalar4", pool=2)),
    ("pooled by 3, 4-bit", Profile("", "scalar4", pool=3)),
    ("pooled by 4, 4-bit", Profile("", "scalar4", pool=4)),
    ("pruned to 40 %, 4-bit", Profile("", "scalar4", keep=0.4)),
    ("pruned adaptively (k = 0), 4-bit", Profile("", "scalar4", adaptive=0.0)),
    ("pruned to 40 %, pooled by 3, 4-bit", Profile("", "scalar4", keep=0.4, pool=3)),
    ("pruned to 40 %, pooled by 3, 1-bit", Profile("", "sign", keep=0.4, pool=3)),
    ("product codes 16 x 8 bit", Profile("", "pq16")),
    ("sign bits, Hamming", Profile("", "sign-hamming")),
    ("sign bits, asymmetric", Profile("", "sign")),
    ("k-means, K = 256, scored by codes", Profile("", "kmeans256")),
    ("MUVERA, best on 4-bit, all patches", Profile("", "scalar4", has_encodings=True)),
)
_BEHIND_SETS = ("quality", "balanced", "small")


@dataclass(frozen=True)
class Design:
    """What is kept of a page, and whether its set of centroids finds candidates; encodings are the profile's.

    labels: what it is called.
    """

    profile: Profile
    has_sets: bool
    labels: tuple[str, ...]

    @property
    def key(self) -> str:
        """A name for files, the same for designs that are the same."""
        return self.profile.codes_name + ("+sets" if self.has_sets else "")


def designs() -> dict[str, Design]:
    """Return designs by key: the table of the plan, all profiles, sets before some, all codecs on all patches."""
    found: dict[str, Design] = {}

    def add(label: str, profile: Profile, has_sets: bool = False) -> None:
        design = Design(profile, has_sets, (label,))
        known = found.get(design.key)
        # A named profile stays: its name is part of what it does.
        kept = known.profile if known is not None and not profile.name else profile
        labels = dict.fromkeys((*(known.labels if known else ()), label))
        found[design.key] = Design(kept, has_sets, tuple(labels))

    for label, profile in _ROWS:
        add(label, profile)
    for profile in PROFILES.values():
        add(f"profile {profile.name}", profile)
    for name in _BEHIND_SETS:
        add(f"code sets, best on the codes of {name}", PROFILES[name], has_sets=True)
    for codec in (*UNTRAINED, *TRAINED):
        add(codec, Profile("", codec))
    return found


def key_of(profile: str, has_sets: bool = False) -> str:
    """Return the key of a profile's design."""
    return Design(PROFILES[profile], has_sets, ()).key
