"""The table of models: whether it holds together. Whether the hub agrees is not known to a test."""

from __future__ import annotations

import re

import pytest

from app.models.catalogue import CATALOGUE, entry


@pytest.mark.parametrize("known", CATALOGUE, ids=lambda known: known.name)
def test_an_entry_is_well_formed(known):  # type: ignore[no-untyped-def]
    assert re.fullmatch(r"[\w.-]+/[\w.-]+", known.repo)
    assert known.revision is None or re.fullmatch(r"[0-9a-f]{40}", known.revision)
    assert known.licence
    assert known.languages
    assert known.dim > 0
    assert known.download_bytes == known.parameters * known.stored_bytes
    # In 32-bit floats, with something for the pages besides.
    assert known.ram_bytes > known.parameters * 4
    if known.published is not None:
        assert 0 < known.published.score < 100
        assert known.published.url.startswith("https://")
        assert "ViDoRe V1" in known.published.benchmark


def test_no_two_entries_have_the_same_name_or_revision() -> None:
    names = [known.name.casefold() for known in CATALOGUE]
    revisions = [known.revision for known in CATALOGUE if known.revision]
    assert len(set(names)) == len(names)
    assert len(set(revisions)) == len(revisions)


def test_a_model_is_found_by_its_name_or_its_repository() -> None:
    clip = entry("vit-b-32/LAION2B_s34b_b79k")
    assert clip is not None
    assert clip.kind == "clip"
    assert entry("laion/CLIP-ViT-B-32-laion2B-s34B-b79K") is clip
    assert entry("vidore/colpali-v9.9") is None


def test_published_scores_are_those_of_the_table_they_name() -> None:
    # colpali-engine carries its README with it; the tests have it, people may not.
    metadata = pytest.importorskip("importlib.metadata")
    try:
        readme = metadata.metadata("colpali-engine").get_payload()
    except metadata.PackageNotFoundError:
        pytest.skip("colpali-engine is not installed")
    compared = 0
    for known in CATALOGUE:
        row = next((line for line in readme.splitlines() if line.startswith(f"| [{known.name}]")), None)
        if known.published is not None:
            assert row is not None
            assert float(row.split("|")[2]) == known.published.score
            compared += 1
    assert compared > 5
