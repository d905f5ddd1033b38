"""The models on this machine, with a hub that stands in for the real one and a cache of the test's own."""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest
from huggingface_hub import constants, snapshot_download

from app.models import here as models
from app.models import hub, hub_cache
from app.models.catalogue import CATALOGUE
from app.models.hub_errors import BrokenDownload, ChecksumMismatch, ModelTrouble, NotFound, TooLittleMemory
from indexer.errors import ExpectedError
from tests.local_hub import LocalHub, Repo, in_place_of_the_hub, model

Memory = namedtuple("Memory", "total")
ADAPTER = {
    "adapter_config.json": b'{"base_model_name_or_path": "me/base"}',
    "adapter_model.safetensors": b"a" * 2_000,
}


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    monkeypatch.setattr(hub, "_PAUSE_S", 0.01)
    with in_place_of_the_hub(tmp_path / "cache", monkeypatch) as running:
        yield running


def nobody(done: int, total: int) -> None:
    """Hear of progress."""


def get(name: str) -> models.Installed:
    return models.get(name, nobody)


def cached() -> set[str]:
    folder = Path(constants.HF_HUB_CACHE)
    return {path.name for path in folder.glob("models--*")}


def test_a_model_that_was_downloaded_is_found_with_no_network(local: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    local.repos["me/tiny"] = Repo(model())
    assert models.find("me/tiny") is None
    seen: list[tuple[int, int]] = []
    got = models.get("me/tiny", lambda done, total: seen.append((done, total)))
    size = sum(len(content) for content in local.repos["me/tiny"].files.values())
    assert seen[-1] == (size, size)
    assert got.bytes_on_disk == size
    assert got.revision == "a" * 40
    local.asked.clear()
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert models.find("me/tiny") == got
    assert get("me/tiny") == got
    assert models.verify("me/tiny", nobody) == 2
    assert local.asked == []
    assert models.names()[-1] == "me/tiny"


def test_the_revision_of_the_first_download_is_kept_to(local: LocalHub) -> None:
    local.repos["me/tiny"] = Repo(model())
    first = get("me/tiny")
    local.repos["me/tiny"] = Repo(model(b"new" * 5_000), commit="b" * 40)
    assert get("me/tiny") == first
    newer = models.get("me/tiny", nobody, revision="main")
    assert newer.revision == "b" * 40
    assert models.find("me/tiny") == newer


def test_the_catalogues_revision_is_the_one_that_is_downloaded(local: LocalHub) -> None:
    known = next(each for each in CATALOGUE if each.revision)
    local.repos[known.repo] = Repo(model(), commit="b" * 40)
    with pytest.raises(NotFound, match="revision"):
        models.get(known.name, nobody, is_memory_checked=False)
    local.repos[known.repo] = Repo(model(), commit=str(known.revision))
    assert models.get(known.name, nobody, is_memory_checked=False).revision == known.revision


def test_open_clips_name_means_its_repository(local: LocalHub) -> None:
    clip = next(each for each in CATALOGUE if each.kind == "clip")
    local.repos[clip.repo] = Repo(model())
    got = models.get(clip.name, nobody, is_memory_checked=False)
    assert (got.name, got.repo) == (clip.name, clip.repo)
    assert models.names().count(clip.name) == 1


def test_a_model_that_adds_to_another_brings_it_along_and_takes_it_away(local: LocalHub) -> None:
    local.repos |= {"me/adapter": Repo(ADAPTER), "me/base": Repo(model(), commit="b" * 40)}
    seen: list[tuple[int, int]] = []
    got = models.get("me/adapter", lambda done, total: seen.append((done, total)))
    assert got.base is not None
    assert (got.base / "model.safetensors").exists()
    assert seen[-1][0] == seen[-1][1]
    assert "me/base" not in models.names()
    assert models.verify("me/adapter", nobody) == 4
    models.remove("me/adapter")
    assert cached() == set()
    assert models.find("me/adapter") is None


def test_a_base_that_somebody_else_needs_stays(local: LocalHub) -> None:
    local.repos |= {
        "me/adapter": Repo(ADAPTER),
        "me/other": Repo({**ADAPTER, "adapter_model.safetensors": b"b"}, commit="c" * 40),
        "me/base": Repo(model(), commit="b" * 40),
    }
    get("me/adapter")
    get("me/other")
    models.remove("me/adapter")
    assert models.find("me/other") is not None
    get("me/base")
    models.remove("me/other")
    assert models.find("me/base") is not None


def test_a_model_without_its_base_is_not_whole(local: LocalHub) -> None:
    local.repos |= {"me/adapter": Repo(ADAPTER), "me/base": Repo(model(), commit="b" * 40)}
    get("me/adapter")
    models.remove("me/base")
    assert models.find("me/adapter") is None
    assert get("me/adapter").base is not None


def test_what_another_program_downloaded_is_used_and_can_be_checked(local: LocalHub) -> None:
    files = model(modeling_py=b"import os")
    local.repos["me/tiny"] = Repo(files)
    snapshot_download("me/tiny")
    local.asked.clear()
    assert models.find("me/tiny") is not None
    assert get("me/tiny").folder.name == "a" * 40
    assert models.verify("me/tiny", nobody) == 3
    assert local.asked == []
    assert models.remove("me/tiny") == sum(len(content) for content in files.values())


@pytest.mark.parametrize("by_us", [True, False])
def test_a_file_that_was_changed_is_found(local: LocalHub, by_us: bool) -> None:
    local.repos["me/tiny"] = Repo(model())
    folder = get("me/tiny").folder if by_us else Path(snapshot_download("me/tiny"))
    weights = (folder / "model.safetensors").resolve()
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    with pytest.raises(ChecksumMismatch, match=r"model\.safetensors"):
        models.verify("me/tiny", nobody)
    models.remove("me/tiny")
    get("me/tiny")
    assert models.verify("me/tiny", nobody) == 2


def test_a_model_that_lost_a_file_is_not_whole_and_is_mended(local: LocalHub) -> None:
    local.repos["me/tiny"] = Repo(model())
    folder = get("me/tiny").folder
    (folder / "model.safetensors").resolve().unlink()
    (folder / "model.safetensors").unlink()
    assert models.find("me/tiny") is None
    with pytest.raises(NotFound, match="models get me/tiny"):
        models.verify("me/tiny", nobody)
    assert get("me/tiny").folder == folder


def test_removing_leaves_other_models_and_other_revisions(local: LocalHub) -> None:
    # A copy of a repository has the same commits.
    local.repos |= {"me/tiny": Repo(model()), "you/copy": Repo(model())}
    get("you/copy")
    get("me/tiny")
    local.repos["me/tiny"] = Repo(model(b"new" * 5_000), commit="b" * 40)
    snapshot_download("me/tiny", revision="b" * 40)
    models.remove("me/tiny")
    assert models.find("you/copy") is not None
    assert models.verify("you/copy", nobody) == 2
    other = hub_cache.folder_of("me/tiny") / "snapshots" / ("b" * 40)
    assert (other / "model.safetensors").read_bytes() == b"new" * 5_000
    assert not (other.parent / ("a" * 40)).exists()


def test_what_is_left_of_a_download_that_broke_off_is_removed(local: LocalHub) -> None:
    breaks = {"model.safetensors": [5_000] + [0] * 20}
    local.repos |= {"me/adapter": Repo(ADAPTER), "me/base": Repo(model(), commit="b" * 40, breaks_after=breaks)}
    with pytest.raises(BrokenDownload):
        get("me/adapter")
    assert models.find("me/adapter") is None
    assert "me/adapter" in models.names()
    assert models.remove("me/adapter") > 5_000
    assert cached() == set()
    with pytest.raises(NotFound, match="nothing to remove"):
        models.remove("me/adapter")


def test_a_persons_own_folder_is_used_as_it_is_and_never_deleted(tmp_path: Path, local: LocalHub) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    with pytest.raises(NotFound, match="safetensors"):
        models.find(str(folder))
    for name, content in model().items():
        (folder / name).write_bytes(content)
    found = models.find(str(folder))
    assert found == models.Installed(str(folder), "", "", folder)
    assert get(str(folder)) == found
    with pytest.raises(ModelTrouble, match="folder of yours"):
        models.remove(str(folder))
    with pytest.raises(ModelTrouble, match="folder of yours"):
        models.verify(str(folder), nobody)
    assert (folder / "model.safetensors").exists()
    assert local.asked == []


def test_the_built_in_model_is_neither_downloaded_nor_removed(local: LocalHub) -> None:
    for refused in (get, models.remove, lambda name: models.verify(name, nobody)):
        with pytest.raises(ModelTrouble, match="part of Pagelight"):
            refused("built-in")
    assert local.asked == []


def test_a_model_that_does_not_fit_into_memory_is_refused_first(
    local: LocalHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = max(CATALOGUE, key=lambda each: each.parameters)
    monkeypatch.setattr("psutil.virtual_memory", lambda: Memory(known.ram_bytes - 1))
    with pytest.raises(TooLittleMemory, match="for a graphics card"):
        get(known.name)
    assert local.asked == []
    monkeypatch.setattr("psutil.virtual_memory", lambda: Memory(known.ram_bytes))
    models.check_memory(known.name)
    models.check_memory("me/tiny")


def test_records_that_cannot_be_read_are_said_and_not_written_over(local: LocalHub, home: Path) -> None:
    local.repos["me/tiny"] = Repo(model())
    home.mkdir(exist_ok=True)
    (home / "models.json").write_text(json.dumps({"me/tiny": 3}))
    with pytest.raises(ExpectedError, match=r"Delete .*models\.json"):
        get("me/tiny")
    assert json.loads((home / "models.json").read_text()) == {"me/tiny": 3}


def test_a_cache_that_cannot_be_written_is_said(local: LocalHub, tmp_path: Path) -> None:
    local.repos["me/tiny"] = Repo(model())
    (tmp_path / "cache").write_text("a file where a folder has to be")
    with pytest.raises(BrokenDownload, match="cannot be written"):
        get("me/tiny")
