from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.cli.parser import PROFILE_NAMES
from indexer.compress.codebook import train
from indexer.compress.profiles import PROFILES, Profile
from indexer.errors import ExpectedError, LibraryTooNew
from indexer.maxsim import CodedPages
from indexer.presence import Presence
from indexer.store import Store
from indexer.types import Page, PatchEmbeddings, PatchGrid, QueryEmbedding
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


@pytest.mark.parametrize("name", [profile.name for profile in PROFILES.values() if profile.adaptive is None])
def test_a_page_has_as_many_vectors_as_its_profile_says_and_keeps_the_salient(name: str) -> None:
    profile, embeddings = PROFILES[name], page()
    reduced = profile.reduce(embeddings)
    kept = -(-int(200 * profile.keep) // 1)
    assert len(reduced.vectors) == -(-kept // profile.pool)
    assert embeddings.salience is not None
    assert sorted(reduced.cells.tolist()) == sorted(np.argsort(-embeddings.salience)[:kept].tolist())


@pytest.mark.parametrize("is_told", [True, False])
def test_an_adaptive_profile_keeps_little_of_a_page_with_little_on_it(is_told: bool) -> None:
    """By the model's salience, or where there is none by the distance from what repeats all over the page."""
    profile = Profile("", "scalar4", adaptive=0.0)
    for telling in (20, 150):
        full = page()
        blank = np.arange(200) >= telling
        full.vectors[blank] = full.vectors[-1] + 1e-3 * full.vectors[blank]
        full.vectors[:] /= np.linalg.norm(full.vectors, axis=1, keepdims=True)
        salience = np.where(blank, np.float32(0.1), np.float32(0.9)) if is_told else None
        kept = profile.reduce(replace(full, salience=salience)).cells
        assert kept.max() < telling and len(kept) >= (1 if is_told else 0.7) * telling
        pooled = replace(profile, pool=3).reduce(replace(full, salience=salience))
        assert (len(pooled.vectors), sorted(pooled.cells.tolist())) == (-(-len(kept) // 3), kept.tolist())


def test_names_of_codes_stay_for_libraries_name_their_tables_after_them() -> None:
    assert {profile.name: profile.codes_name for profile in PROFILES.values()} == {
        "exact": "float16",
        "quality": "scalar4",
        "balanced": "scalar4-keep55-pool5",
        "adaptive": "scalar4-adaptive0-pool6",
        "small": "sign-keep50-pool6",
        "tiny": "sign-keep50-pool10",
        "remote": "scalar4-keep55-pool5-encodings",
        "hpc-256-p60": "kmeans256-keep60",
        "hpc-512-p40": "kmeans512-keep40",
        "hpc-binary-512": "kmeans512-bits",
    }


def test_names_of_codes_tell_what_was_kept_apart_and_know_nothing_of_questions() -> None:
    balanced = PROFILES["balanced"]
    assert replace(balanced, tokens=0.5).codes_name == balanced.codes_name
    names = {Profile("", "scalar4", adaptive=k).codes_name for k in (-0.5, -0.25, 0.0, 0.25, 0.5)}
    assert len(names | {"scalar4"}) == 6


def test_a_question_keeps_the_share_of_tokens_that_a_profile_says() -> None:
    vectors = page(patches=10).vectors
    query = QueryEmbedding(vectors, tuple("abcdefghij"), np.arange(10, dtype=np.int32))
    assert Profile("", "scalar4").shorten(query) is query
    shorter = Profile("", "scalar4", tokens=0.8).shorten(query)
    at = [query.tokens.index(token) for token in shorter.tokens]
    assert len(at) == 8 and at == sorted(at)
    np.testing.assert_array_equal(shorter.vectors, vectors[at])
    assert shorter.terms is not None and shorter.terms.tolist() == at
    nothing = QueryEmbedding(vectors[:0], ())
    assert len(PROFILES["adaptive"].shorten(nothing).vectors) == 0


def test_a_question_whose_terms_are_weighed_by_their_rarity_keeps_them_all() -> None:
    query = QueryEmbedding(page(patches=10).vectors, tuple("abcdefghij"), presence=Presence(0.3, 0.6))
    assert Profile("", "scalar4", tokens=0.5).shorten(query) is query


def test_smaller_profiles_take_fewer_bytes() -> None:
    sizes = [
        len(profile.reduce(page()).vectors) * profile.make_codec(64).bytes_per_vector
        for profile in PROFILES.values()
        # How much an adaptive one keeps is the page's to say.
        if not profile.is_trained and not profile.has_encodings and profile.adaptive is None
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
    assert store.looks.profile.name == "small"
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
    assert store.looks.profile.name == "quality"
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
