from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from app.cli import PROFILE_NAMES
from indexer.compress.codebook import train
from indexer.compress.profiles import PROFILES
from indexer.errors import ExpectedError, LibraryTooNew
from indexer.maxsim import CodedPages
from indexer.store import Store
from indexer.types import Page, PatchEmbeddings, PatchGrid
from tests.libraries import MODEL

GRID = PatchGrid(20, 10)


def page(dim: int = 64, patches: int = 200, seed: int = 0) -> PatchEmbeddings:
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((patches, dim)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return PatchEmbeddings(rows, np.arange(patches, dtype=np.int32), GRID, rng.random(patches).astype(np.float32))


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("dim", [64, 128, 33])
def test_every_profile_takes_any_dimension_and_its_pages_can_be_scored(name: str, dim: int) -> None:
    profile = PROFILES[name]
    embeddings = page(dim)
    reduced = profile.reduce(embeddings)
    codebook = train(profile.codec, reduced.vectors) if profile.is_trained else None
    codec = profile.make_codec(dim, codebook)
    coded = CodedPages(codec)
    coded.add(Page("a", 1), codec.encode(reduced.vectors))
    coded.add(Page("b", 1), codec.encode(profile.reduce(page(dim, seed=1)).vectors))
    # A question made of patches that survived must prefer their page.
    own, other = coded.scores(reduced.vectors[:5])
    assert own > other


@pytest.mark.parametrize("name", PROFILES)
def test_a_page_has_as_many_vectors_as_its_profile_says_and_keeps_the_salient(name: str) -> None:
    profile, embeddings = PROFILES[name], page()
    reduced = profile.reduce(embeddings)
    kept = -(-int(200 * profile.keep) // 1)
    assert len(reduced.vectors) == -(-kept // profile.pool)
    assert embeddings.salience is not None
    assert sorted(reduced.cells.tolist()) == sorted(np.argsort(-embeddings.salience)[:kept].tolist())


def test_smaller_profiles_take_fewer_bytes() -> None:
    sizes = [
        len(profile.reduce(page()).vectors) * profile.make_codec(64).bytes_per_vector
        for profile in PROFILES.values()
        if not profile.is_trained and not profile.has_encodings
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(sizes)


@pytest.mark.parametrize("name", PROFILES)
def test_pages_without_vectors_go_through_every_profile(name: str) -> None:
    empty = PatchEmbeddings(np.zeros((0, 64), np.float32), np.zeros(0, np.int32), GRID)
    assert len(PROFILES[name].reduce(empty).vectors) == 0


def test_a_library_keeps_its_profile_and_refuses_another(tmp_path: Path) -> None:
    Store(tmp_path, MODEL, "small").close()
    store = Store(tmp_path, MODEL)
    assert store.profile.name == "small"
    store.close()
    with pytest.raises(ExpectedError, match="has the profile small"):
        Store(tmp_path, MODEL, "exact")
    Store(tmp_path, MODEL, "small").close()


def test_a_library_from_before_profiles_has_the_usual_one(tmp_path: Path) -> None:
    Store(tmp_path, MODEL).close()
    path = tmp_path / "library.json"
    about = json.loads(path.read_text())
    assert about.pop("profile") == MODEL.usual_profile
    del about["models"]
    path.write_text(json.dumps(about | {"format": [1, 0]}))
    store = Store(tmp_path, MODEL)
    assert store.profile.name == "quality"
    store.close()


def test_an_unknown_profile_is_refused_with_a_sentence(tmp_path: Path) -> None:
    Store(tmp_path, MODEL).close()
    path = tmp_path / "library.json"
    path.write_text(path.read_text().replace('"quality"', '"marvellous"'))
    with pytest.raises(LibraryTooNew, match="marvellous"):
        Store(tmp_path, MODEL)


def test_a_profile_that_there_is_not_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match=r"no profile marvellous.*exact, quality"):
        Store(tmp_path, MODEL, "marvellous")


def test_the_command_line_names_every_profile() -> None:
    assert PROFILE_NAMES.replace(" or ", ", ").split(", ") == list(PROFILES)
