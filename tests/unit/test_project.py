"""The project's own promises: names, the wheel's contents, and what is kept out of git."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from installer.notices import NOTICES, notices

OUR_PACKAGES = {"app", "assets", "indexer", "ui"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build the wheel and return the names of its files."""
    repository = Path(__file__).parents[2]
    built = next(WheelBuilder(str(repository)).build(directory=str(tmp_path_factory.mktemp("wheel"))))
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def project_files() -> list[Path]:
    """List what git tracks or would track if it were added now."""
    repository = Path(__file__).parents[2]
    if shutil.which("git") is None or not (repository / ".git").exists():
        pytest.skip("This is not a git checkout.")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=repository, capture_output=True, check=True).stdout
    paths = (repository / os.fsdecode(name) for name in listed.split(b"\0") if name)
    return [path for path in paths if path.is_file()]


def test_no_other_installed_distribution_ships_our_package_names() -> None:
    ships = importlib.metadata.packages_distributions()
    others = {name: set(ships.get(name, [])) - {"pagelight"} for name in OUR_PACKAGES}
    assert not {name: who for name, who in others.items() if who}


def test_the_wheel_holds_our_packages_and_nothing_else(wheel: set[str]) -> None:
    top_level = {name.split("/")[0] for name in wheel}
    assert {name for name in top_level if not name.endswith(".dist-info")} == OUR_PACKAGES


def test_the_wheel_holds_every_file_of_our_packages_but_what_makes_models(
    wheel: set[str], project_files: list[Path]
) -> None:
    repository = Path(__file__).parents[2]
    ours = {path.relative_to(repository).as_posix() for path in project_files}
    ours = {name for name in ours if name.split("/")[0] in OUR_PACKAGES}
    making = {name for name in ours if name.startswith("indexer/embed/builtin_training/")}
    assert making
    making.add("indexer/embed/minilm_export.py")
    assert wheel & making == set()
    assert ours - making <= wheel


def test_the_wheel_carries_its_licence_and_the_notices(wheel: set[str]) -> None:
    carried = {name.rpartition("/")[2] for name in wheel if ".dist-info/licenses/" in name}
    assert carried == {"LICENSE", "THIRD_PARTY_NOTICES.md"}


def test_our_packages_are_packages(repository: Path) -> None:
    assert not [name for name in OUR_PACKAGES if not (repository / name / "__init__.py").is_file()]


def test_no_lock_file_and_no_package_index_is_tracked(project_files: list[Path]) -> None:
    # Where packages come from is the affair of the machine that installs them; versions are pinned by number alone.
    names_an_index = re.compile(
        rb"https?://[^\s\"'<>]+/(?:simple|whl)\b|pythonhosted[.]org|--(?:extra-)?index-url|--find-links[ =][\"']?[\w/]"
        rb"|\[\[tool[.]uv[.]index\]\]|^\s*(?:extra-)?index-url\s*=",
        re.MULTILINE,
    )
    this_file = Path(__file__).resolve()
    offenders = [
        path.name
        for path in project_files
        if path.name == "uv.lock" or (path.resolve() != this_file and names_an_index.search(path.read_bytes()))
    ]
    assert not offenders


def test_the_window_process_imports_nothing_heavy(repository: Path) -> None:
    # import-linter sees what is written; this sees what happens.
    program = (
        "import sys, app.main, ui.application\n"
        "print(*{'lancedb', 'numpy', 'onnxruntime', 'pyarrow', 'pymupdf', 'torch'} & set(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


@pytest.mark.skipif(sys.platform != "linux", reason="The list is written on Linux; other systems need other packages.")
def test_the_notices_list_every_package_that_is_installed_for_the_program() -> None:
    # Newer Pythons need fewer packages, so the file may hold more than this.
    assert set(notices().splitlines()) <= set(NOTICES.read_text(encoding="utf-8").splitlines())
