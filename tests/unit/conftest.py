"""How the properties are tried: machines that are busy must not make a test fail. And libraries to be kept in shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.kept import Kept

settings.register_profile(
    "pagelight", deadline=None, max_examples=60, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("pagelight")


@pytest.fixture
def open_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Kept]]:
    """Return what opens a library, by the name of its folder, whose upkeep takes many small steps."""
    monkeypatch.setattr("indexer.maintenance._PAGES_TOGETHER", 2)
    monkeypatch.setattr("indexer.maintenance._STEPS_UNTIL_TIDY", 3)
    opened: list[Kept] = []

    def open_one(folder: str = "library", profile: str = "", keep_exact: bool = False) -> Kept:
        opened.append(Kept(tmp_path / folder, profile, keep_exact))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()
