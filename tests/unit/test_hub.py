"""Downloads, from a server that stands in for the hub on good days and bad ones."""

from __future__ import annotations

import os
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from huggingface_hub import constants, scan_cache_dir

from app.models import hub, hub_cache
from app.models.hub_errors import (
    BeingDownloaded,
    BrokenDownload,
    ChecksumMismatch,
    ModelTrouble,
    NoNetwork,
    NoRoom,
    NotAllowed,
    NotFound,
    OfflineMode,
    Unsuitable,
)
from tests.local_hub import LocalHub, Repo, in_place_of_the_hub, model

Usage = namedtuple("Usage", "total used free")
NAME = "me/tiny"


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    monkeypatch.setattr(hub, "_PAUSE_S", 0.01)
    with in_place_of_the_hub(tmp_path / "cache", monkeypatch) as running:
        yield running


def download(revision: str | None = None) -> Path:
    return hub.download(hub.look_up(NAME, revision), lambda count: None)


def test_a_model_is_downloaded_into_the_cache_that_all_programs_share(local: LocalHub) -> None:
    files = model(tokenizer_model=b"tok" * 100)
    local.repos[NAME] = Repo(files)
    counts: list[int] = []
    listing = hub.look_up(NAME)
    folder = hub.download(listing, counts.append)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    assert sum(counts) == sum(len(content) for content in files.values())
    assert hub.lacking(listing) == ()
    (cached,) = scan_cache_dir(constants.HF_HUB_CACHE).repos
    assert cached.repo_id == NAME
    # Found by programs that name no revision.
    assert cached.refs["main"].commit_hash == "a" * 40


def test_what_is_there_is_not_fetched_again(local: LocalHub) -> None:
    local.repos[NAME] = Repo(model())
    download()
    download()
    assert len(local.fetched("model.safetensors")) == 1


def test_programs_and_pickles_and_folders_are_never_fetched(local: LocalHub) -> None:
    files = model(modeling_py=b"import os", pytorch_model_bin=b"p", README_md=b"x", extra_pt=b"p")
    local.repos[NAME] = Repo({**files, "onnx/model.safetensors": b"x", "onnx/config.json": b"{}"})
    folder = download()
    assert {path.name for path in folder.rglob("*")} == {"config.json", "model.safetensors"}
    assert not any(local.fetched(name) for name in ("modeling.py", "pytorch_model.bin", "extra.pt"))


@pytest.mark.parametrize(("name", "said"), [("pytorch_model.bin", "pickle"), ("model.onnx", "no weights")])
def test_a_model_without_safetensors_is_refused(local: LocalHub, name: str, said: str) -> None:
    local.repos[NAME] = Repo({"config.json": b"{}", name: b"x"})
    with pytest.raises(Unsuitable, match=said):
        hub.look_up(NAME)


def test_the_same_weights_under_another_programs_name_are_left_out(local: LocalHub) -> None:
    named = {"open_clip_model.safetensors": b"w", "open_clip_config.json": b"{}", "model.safetensors": b"w"}
    local.repos[NAME] = Repo(named)
    assert {file.path for file in hub.look_up(NAME).files} == {"open_clip_model.safetensors", "open_clip_config.json"}


def test_a_transfer_that_breaks_off_goes_on_where_it_was(local: LocalHub) -> None:
    content = os.urandom(30_000)
    local.repos[NAME] = Repo(model(content), breaks_after={"model.safetensors": [9_000, 21_000]})
    folder = download()
    assert (folder / "model.safetensors").read_bytes() == content
    starts = [int(part.removeprefix("bytes=").rstrip("-")) for part in local.fetched("model.safetensors")]
    assert starts == sorted(set(starts))
    assert starts[0] == 0
    assert len(starts) == 3


def test_a_download_that_was_given_up_is_gone_on_with_the_next_time(local: LocalHub) -> None:
    content = os.urandom(30_000)
    local.repos[NAME] = Repo(model(content), breaks_after={"model.safetensors": [9_000] + [0] * 20})
    with pytest.raises(BrokenDownload, match="what has arrived is kept"):
        download()
    local.repos[NAME].breaks_after.clear()
    local.asked.clear()
    counts: list[int] = []
    folder = hub.download(hub.look_up(NAME), counts.append)
    assert (folder / "model.safetensors").read_bytes() == content
    assert local.fetched("model.safetensors") == ["bytes=9000-"]
    assert sum(counts) == 30_000  # What was kept is counted too, so that a bar does not start anew.


def test_a_server_that_cannot_go_on_begins_anew(local: LocalHub) -> None:
    content = os.urandom(30_000)
    local.repos[NAME] = Repo(model(content), breaks_after={"model.safetensors": [9_000]}, ranges=False)
    counts: list[int] = []
    folder = hub.download(hub.look_up(NAME), counts.append)
    assert (folder / "model.safetensors").read_bytes() == content
    assert min(counts) == -9_000
    assert sum(counts) == sum(len(each) for each in local.repos[NAME].files.values())


def test_who_is_told_of_progress_can_stop_it_at_once(local: LocalHub) -> None:
    class Enough(Exception):
        pass

    def stop_early(count: int) -> None:
        counts.append(count)
        if sum(counts) > 5_000:
            raise Enough

    counts: list[int] = []
    local.repos[NAME] = Repo(model(os.urandom(200_000)), wait_s=0.01)
    with pytest.raises(Enough):
        hub.download(hub.look_up(NAME), stop_early)
    assert sum(counts) < 100_000
    local.repos[NAME].wait_s = 0.0
    assert (download() / "model.safetensors").read_bytes() == local.repos[NAME].files["model.safetensors"]
    assert local.fetched("model.safetensors")[1] != "bytes=0-"


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_bytes_that_are_not_those_published_are_deleted_and_said(local: LocalHub, name: str) -> None:
    local.repos[NAME] = Repo(model(), wrong={name})
    with pytest.raises(ChecksumMismatch, match=name):
        download()
    wrong = [path for path in Path(constants.HF_HUB_CACHE).rglob("*") if path.name.endswith(hub_cache.PARTIAL)]
    assert wrong == []
    local.repos[NAME].wrong.clear()
    assert (download() / name).read_bytes() == local.repos[NAME].files[name]


def test_gated_models_say_what_to_do(local: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    local.repos[NAME] = Repo(model(), needs_token="hf_right")
    with pytest.raises(NotAllowed, match=r"licence.*hf auth login") as without:
        download()
    assert f"{local.url}/{NAME}" in without.value.sentence
    monkeypatch.setenv("HF_TOKEN", "hf_wrong")
    with pytest.raises(NotAllowed, match=r"licence.*hf auth login"):
        download()
    monkeypatch.setenv("HF_TOKEN", "hf_right")
    assert (download() / "config.json").exists()


@pytest.mark.parametrize("name", ["me/missing", "not a name", "../up", "a/b/c"])
def test_what_is_not_there_is_said(local: LocalHub, name: str) -> None:
    with pytest.raises(NotFound, match="Check the name"):
        hub.look_up(name)


def test_a_revision_that_is_not_there_is_said(local: LocalHub) -> None:
    local.repos[NAME] = Repo(model())
    with pytest.raises(NotFound, match="no such revision"):
        hub.look_up(NAME, "b" * 40)


@pytest.mark.parametrize(("status", "kind"), [(500, NoNetwork), (403, NotAllowed), (503, NoNetwork)])
def test_a_hub_that_does_not_work_is_said(local: LocalHub, status: int, kind: type[ModelTrouble]) -> None:
    local.status = status
    with pytest.raises(kind):
        hub.look_up(NAME)


def test_no_network_is_said(local: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(NoNetwork, match="Connect to the network"):
        hub.look_up(NAME)


def test_offline_mode_is_said_and_kept_to(local: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    local.repos[NAME] = Repo(model())
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(OfflineMode, match="HF_HUB_OFFLINE"):
        hub.look_up(NAME)
    assert local.asked == []


def test_too_little_room_is_said_before_anything_is_fetched(local: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    local.repos[NAME] = Repo(model())
    listing = hub.look_up(NAME)
    monkeypatch.setattr("shutil.disk_usage", lambda folder: Usage(10**12, 10**12 - 10**8, 10**8))
    with pytest.raises(NoRoom, match="GB free"):
        hub.check_room([listing])
    monkeypatch.undo()
    hub.check_room([listing])
    assert local.fetched("model.safetensors") == []


def test_a_hub_that_names_no_checksums_is_not_believed(local: LocalHub) -> None:
    local.repos[NAME] = Repo(model(), commit="../../elsewhere")
    with pytest.raises(BrokenDownload, match="does not say"):
        hub.look_up(NAME)


def test_two_downloads_of_one_model_do_not_meet(local: LocalHub) -> None:
    local.repos[NAME] = Repo(model())
    lock = Path(constants.HF_HUB_CACHE) / ".locks" / "models--me--tiny" / "pagelight.lock"
    lock.parent.mkdir(parents=True)
    with FileLock(lock), pytest.raises(BeingDownloaded, match="another Pagelight"):
        download()
    assert download().exists()


def test_a_base_is_read_from_an_adapter(local: LocalHub) -> None:
    said = b'{"base_model_name_or_path": "me/base", "revision": null}'
    local.repos[NAME] = Repo({"adapter_config.json": said, "adapter_model.safetensors": b"x"})
    assert hub.base_of(hub.look_up(NAME)) == ("me/base", None)
    local.repos[NAME] = Repo({"adapter_config.json": b"[]", "adapter_model.safetensors": b"x"}, commit="b" * 40)
    with pytest.raises(Unsuitable, match="does not say which"):
        hub.base_of(hub.look_up(NAME))
