"""What holds for the regions of any page."""

from __future__ import annotations

from collections.abc import Sequence

from app.answers.regions import MAX_REGIONS
from indexer.types import Box, Region


def holds(outer: Box, inner: Sequence[float]) -> bool:
    return (
        outer[0] <= inner[0] + 1e-6
        and outer[1] <= inner[1] + 1e-6
        and outer[2] >= inner[2] - 1e-6
        and outer[3] >= inner[3] - 1e-6
    )


def check(regions: tuple[Region, ...]) -> None:
    """Check what holds for the regions of any page."""
    assert len(regions) <= MAX_REGIONS
    for region in regions:
        left, top, right, bottom = region.box
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
        assert 0 < region.weight <= 1
        assert region.tokens == tuple(sorted(set(region.tokens)))
        assert region.tokens
    if regions:
        assert max(region.weight for region in regions) == 1
