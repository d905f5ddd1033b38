"""`pagelight models`, as it is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.main import main
from app.models.catalogue import CATALOGUE
from app.models.speeds import note_speed
from tests.local_hub import LocalHub, Repo, in_place_of_the_hub, model, running_hub

pytestmark = pytest.mark.usefixtures("no_log_file")


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    with in_place_of_the_hub(tmp_path / "cache", monkeypatch) as running:
        running.repos["me/tiny"] = Repo(model())
        yield running


def test_a_model_is_got_listed_verified_and_removed(local: LocalHub, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "get", "me/tiny"]) == 0
    assert "me/tiny is now on this machine (0.0 MB): " in capsys.readouterr().out
    assert main(["models", "get", "me/tiny"]) == 0
    assert "is already" in capsys.readouterr().out
    assert main(["models", "list"]) == 0
    (row,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("me/tiny"))
    assert row.split()[1] == "yes"
    assert main(["models", "verify", "me/tiny"]) == 0
    assert capsys.readouterr().out == "me/tiny is as it was published: 2 files checked.\n"
    assert main(["models", "remove", "me/tiny"]) == 0
    assert "me/tiny was removed" in capsys.readouterr().out
    assert main(["models", "list"]) == 0
    assert "me/tiny" not in capsys.readouterr().out


def test_the_list_says_what_is_known_and_what_was_measured_here(
    local: LocalHub, capsys: pytest.CaptureFixture[str]
) -> None:
    known = next(each for each in CATALOGUE if each.published)
    assert known.published is not None
    note_speed(known.name, "cpu", 0.5)
    assert main(["models", "list", "--pages", "9800"]) == 0
    out = capsys.readouterr().out
    (row,) = (line for line in out.splitlines() if line.startswith(f"{known.name} "))
    assert row.split()[1] == "no"
    for said in (f"{known.published.score:.1f}", "0.5 pages/s (cpu)", "English", known.licence):
        assert said in row
    assert "not measured here" in out
    assert f"{known.name}: 9,800 pages: about 5.4 h on this CPU" in out
    assert "built-in: 9,800 pages: how long is not known before it was tried on this machine" in out
    assert local.asked == []


def test_the_list_as_json_has_all_figures(local: LocalHub, capsys: pytest.CaptureFixture[str]) -> None:
    main(["models", "get", "me/tiny"])
    note_speed("me/tiny", "cuda", 4.0)
    capsys.readouterr()
    assert main(["models", "list", "--json"]) == 0
    listed = {row["name"]: row for row in json.loads(capsys.readouterr().out)["models"]}
    assert set(listed) == {each.name for each in CATALOGUE} | {"me/tiny"}
    tiny = listed["me/tiny"]
    assert (tiny["installed"], tiny["revision"], tiny["pages_per_s"]) == (True, "a" * 40, {"cuda": 4.0})
    assert Path(tiny["folder"], "config.json").exists()
    known = CATALOGUE[1]
    assert listed[known.name]["ram_bytes"] == known.ram_bytes
    assert listed[known.name]["published"]["url"].startswith("https://")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["get", "me/missing"], "There is no model me/missing on Hugging Face"),
        (["get", "built-in"], "part of Pagelight"),
        (["remove", "me/tiny"], "nothing to remove"),
        (["verify", "me/tiny"], "To download it: pagelight models get me/tiny"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_an_exit_code(
    local: LocalHub, capsys: pytest.CaptureFixture[str], given: list[str], said: str
) -> None:
    assert main(["models", *given]) == 1
    assert said in capsys.readouterr().err


def test_a_wrong_word_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for given in (["models"], ["models", "burn", "me/tiny"], ["models", "list", "--pages", "0"]):
        with pytest.raises(SystemExit) as ended:
            main(given)
        assert ended.value.code == 2
    assert "WHAT" in capsys.readouterr().err


def test_the_environment_of_the_hub_is_respected(tmp_path: Path, home: Path, repository: Path) -> None:
    """In a process of its own, because huggingface_hub reads the environment once."""
    with running_hub() as local:
        local.repos["me/tiny"] = Repo(model(), needs_token="hf_mine")
        usual = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
        environment = usual | {
            "HF_HOME": str(tmp_path / "hf"),
            "HF_ENDPOINT": local.url,
            "HF_TOKEN": "hf_mine",
            "PAGELIGHT_HOME": str(home),
        }

        def run(**more: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [sys.executable, "-m", "app.main", "models", "get", "me/tiny"],
                cwd=repository,
                env=environment | more,
                capture_output=True,
                text=True,
                timeout=100,
            )

        offline = run(HF_HUB_OFFLINE="1")
        assert (offline.returncode, local.asked) == (1, [])
        assert "HF_HUB_OFFLINE" in offline.stderr
        got = run()
        assert got.returncode == 0, got.stderr
        assert got.stderr == ""
        assert str(tmp_path / "hf" / "hub") in got.stdout
        assert "hf_mine" in local.tokens
