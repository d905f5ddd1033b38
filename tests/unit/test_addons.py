"""Add-ons: environments of their own, installed from a prepared folder, that never harm what is there."""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
import zipfile
from pathlib import Path

import pytest

from app.main import main
from app.models import addon_folder, addons
from app.models.addons import AddonTrouble
from indexer.errors import ExpectedError

needs_uv = pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not on the PATH.")


def write_wheel(folder: Path, name: str, module: str) -> None:
    """Write the smallest wheel that can be installed."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": module,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
        wheel.writestr(f"{info}/RECORD", "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"]))


def write_sums(folder: Path) -> None:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "SHA256SUMS"]
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Prepare a folder with an add-on that is one empty module, and a model."""
    folder = tmp_path / "a stick"
    write_wheel(folder / "wheels", "tinymodels", "SIZE = 1\n")
    (folder / "models" / "tiny").mkdir(parents=True)
    (folder / "models" / "tiny" / "model.safetensors").write_bytes(b"weights")
    write_sums(folder)
    monkeypatch.setattr(addons, "requirements", lambda name: ["tinymodels"])
    monkeypatch.setattr(addons, "_TRIED", {"colvision": "import tinymodels", "clip": "import tinymodels, missing"})
    return folder


@needs_uv
def test_an_add_on_is_installed_from_a_prepared_folder_and_removed(
    stick: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.main.start_logging", lambda folder, name: None)
    assert main(["addons", "install", "colvision", "--from", str(stick)]) == 0
    assert "The add-on colvision is installed" in capsys.readouterr().out
    addon = addons.installed("colvision")
    assert addon is not None and Path(addon.python).is_relative_to(addons.folder() / "colvision")
    assert (addons.folder().parent / "models" / "tiny" / "model.safetensors").read_bytes() == b"weights"
    assert main(["addons", "list"]) == 0
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()[1:]] == [
        ["colvision", "yes"],
        ["clip", "no"],
    ]
    assert main(["addons", "remove", "colvision"]) == 0
    assert addons.installed("colvision") is None and not addon.folder.exists()
    assert main(["addons", "remove", "colvision"]) == 1
    assert "The add-on colvision is not installed." in capsys.readouterr().err


@needs_uv
def test_one_that_cannot_be_used_leaves_nothing_behind_and_says_why(stick: Path) -> None:
    with pytest.raises(AddonTrouble, match="No module named 'missing'"):
        addons.install("clip", lambda line: None, stick)
    assert addons.installed("clip") is None and not (addons.folder() / "clip").exists()


@needs_uv
def test_what_the_folder_lacks_is_named(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addons, "requirements", lambda name: ["tinymodels", "hugemodels"])
    with pytest.raises(AddonTrouble, match="hugemodels"):
        addons.install("colvision", lambda line: None, stick)


@needs_uv
def test_stopping_it_halfway_leaves_nothing_behind(stick: Path) -> None:
    def stop(line: str) -> None:
        if line == "Installing the libraries":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        addons.install("colvision", stop, stick)
    assert not (addons.folder() / "colvision").exists()


def test_what_says_nothing_for_long_can_be_stopped_all_the_same() -> None:
    told: list[str] = []

    def stop(line: str) -> None:
        told.append(line)
        if "begun" in told and not line:
            raise KeyboardInterrupt

    begun = time.monotonic()
    silent = "import time; print('begun', flush=True); time.sleep(60)"
    with pytest.raises(KeyboardInterrupt):
        addons._run(sys.executable, ["-c", silent], stop)
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (
            lambda folder: (folder / "wheels" / "tinymodels-1.0-py3-none-any.whl").write_bytes(b"other"),
            "is not what was",
        ),
        (lambda folder: (folder / "wheels" / "more.whl").write_bytes(b""), "has no checksum"),
        (lambda folder: (folder / "models" / "tiny" / "model.safetensors").unlink(), "is missing"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "no list of checksums"),
        (lambda folder: (folder / "SHA256SUMS").write_text("what?\n"), "cannot be understood"),
    ],
)
def test_a_folder_that_is_not_as_it_was_prepared_is_refused(
    stick: Path, harm: object, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addons, "find_uv", lambda offered: "uv")
    assert callable(harm)
    harm(stick)
    with pytest.raises(addon_folder.FolderTrouble, match=sentence):
        addons.install("colvision", lambda line: None, stick)
    assert not addons.folder().exists()


def test_without_uv_it_says_where_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(AddonTrouble, match="uv, which is not on this machine"):
        addons.install("colvision", lambda line: None)


def test_a_name_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for attempt in (lambda: addons.install("../x", lambda line: None), lambda: addons.remove("../x")):
        with pytest.raises(ExpectedError):
            attempt()


def test_what_an_add_on_is_made_of_is_in_our_own_metadata() -> None:
    assert any(line.startswith("colpali-engine") for line in addons.requirements("colvision"))
    assert any(line.startswith("open-clip-torch") for line in addons.requirements("clip"))
    assert not any(line.startswith("lancedb") for line in addons.requirements("clip"))
