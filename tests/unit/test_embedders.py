"""Which model it is: vectors of two must never meet under one name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.models.embedders import _revision, model_maker
from app.models.here import Installed
from indexer.errors import ExpectedError


def own_folder(path: Path, weights: bytes) -> Installed:
    path.mkdir(parents=True, exist_ok=True)
    (path / "model.safetensors").write_bytes(weights)
    return Installed(str(path), "", "", path)


def test_a_persons_own_folder_is_known_by_the_weights_in_it_wherever_it_lies(tmp_path: Path) -> None:
    first = _revision(own_folder(tmp_path / "a", b"weights"))
    assert _revision(own_folder(tmp_path / "elsewhere" / "a", b"weights")) == first
    assert _revision(own_folder(tmp_path / "a", b"trained further")) != first


def test_an_adapter_is_told_apart_by_what_it_adds_to(tmp_path: Path) -> None:
    published = Installed("me/adapter", "me/adapter", "a" * 40, tmp_path, tmp_path / ("b" * 40))
    others = [published, replace(published, base=tmp_path / ("c" * 40)), replace(published, revision="d" * 40)]
    assert len({_revision(each) for each in others}) == 3


def test_the_built_in_model_is_never_added(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="always in use"):
        model_maker("built-in")
