"""Add-ons: the large libraries that added models need, each in an environment of its own in the person's data folder.

uv makes the environment, from a package index or, offline, from a folder that somebody prepared:

    FOLDER/SHA256SUMS       of every other file, as `sha256sum` writes it
    FOLDER/wheels/*.whl     everything that is installed
    FOLDER/uv (uv.exe)      optional, where the machine has no uv
    FOLDER/python/*.tar.gz  optional, where it has no Python: a build of python-build-standalone ("install_only")
    FOLDER/models/NAME/     optional: models, which are copied to the data folder

An environment counts from the moment that its addon.json is written, which is last. Nothing of it is ever loaded into
Pagelight's own processes: `indexer.embed.child` runs its Python beside them.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from app import paths
from app.models import uv_download
from app.models.addon_folder import checked, checksums
from indexer.disk import replace_file
from indexer.errors import ExpectedError
from indexer.outside import isolated, lines_of, surroundings

ADDONS = {"colvision": "the ColVision family: ColPali, ColQwen, ColSmol ...", "clip": "CLIP"}
DEVICES = ("cpu", "cuda")
BYTES = {"cpu": 1_200_000_000, "cuda": 5_000_000_000}
"""About what an add-on takes on disk, by device: torch 2.13 for Linux, with NVIDIA's libraries or without."""
PYTHONS = ">=3.11,<3.15"

# What our own modules import in a model's process, besides what the add-on brings. Versions are in the constraints.
_OURS = ("huggingface-hub", "numpy", "pillow", "platformdirs", "psutil", "snowballstemmer")
_TRIED = {
    "colvision": "import app.models.here, app.models.embedders, indexer.embed.child, indexer.embed.colvision",
    "clip": "import app.models.here, app.models.embedders, indexer.embed.child, indexer.embed.clip",
}

_LONGEST_REASON = 400
_UV = "uv.exe" if sys.platform == "win32" else "uv"

OnStep: TypeAlias = Callable[[str], None]
"""Is told a sentence or a line of uv's, and "" now and then while there is nothing to tell.

What it raises ends the work, and what was begun is removed.
"""


class AddonTrouble(ExpectedError):
    """An add-on cannot be installed, found or removed."""


@dataclass(frozen=True, slots=True)
class Addon:
    """An add-on that is installed.

    version: of the Pagelight that installed it.    device: "cpu", "cuda", or "" where the wheels decided.
    """

    name: str
    version: str
    device: str
    python: str

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return folder() / self.name


def folder() -> Path:
    """Return the folder of all add-ons."""
    return paths.default_library().parent / "addons"


def sources() -> Path:
    """Return the folder that holds our own modules as files, for another Python to read."""
    packaged = getattr(sys, "_MEIPASS", None)
    return Path(packaged) / "source" if packaged else Path(__file__).resolve().parents[2]


def is_needed() -> bool:
    """Return whether models need an add-on here, because this Python has no torch."""
    return find_spec("torch") is None


def installed(name: str) -> Addon | None:
    """Return an add-on if it is there and its Python still is."""
    try:
        addon = Addon(**json.loads((folder() / name / "addon.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return addon if Path(addon.python).exists() else None


def usual_device() -> str:
    """Return what this machine can compute on: "cuda" where NVIDIA's driver is there, else "cpu"."""
    has_driver = Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None
    return "cuda" if has_driver else "cpu"


def find_uv(offered: Path | None = None) -> str | None:
    """Return the uv to use: that of a prepared folder, of the PATH, or of the folder of add-ons; None without one."""
    offers = offered / _UV if offered else None
    if offers is not None and offers.is_file():
        return str(offers)
    return shutil.which("uv") or (str(folder() / _UV) if (folder() / _UV).is_file() else None)


def install(
    name: str, on_step: OnStep, offered: Path | None = None, device: str = "", may_fetch_uv: bool = False
) -> Addon:
    """Install an add-on, in the place of one of this name.

    offered: a prepared folder; nothing is downloaded then.    device: "cpu" or "cuda", "" for what the machine has.
    may_fetch_uv: whether uv may be downloaded too, where there is none.
    Raises AddonTrouble.
    """
    if name not in ADDONS:
        raise AddonTrouble(f"There is no add-on {name}. There are: {', '.join(ADDONS)}.")
    known = checksums(offered) if offered else {}
    uv = find_uv(offered)
    if uv is None and may_fetch_uv and not offered:
        uv = uv_download.download(folder() / _UV, on_step)
    if uv is None:
        raise AddonTrouble(
            "Add-ons are installed by uv, which is not on this machine. Install it "
            "(https://docs.astral.sh/uv/getting-started/installation), or have it downloaded as well: --fetch-uv"
        )
    if offered:
        on_step("Comparing the files with their checksums")
        checked(offered, known, on_step)
    place = folder() / name
    with _undone_if_it_fails(place):
        python = _python(place, uv, offered, on_step)
        on_step("Installing the libraries")
        _run(uv, _what_to_install(name, python, offered, device or usual_device()), on_step)
        on_step("Trying them")
        tried = _TRIED[name]
        told = f"import sys; sys.path.insert(0, {str(sources())!r}); {tried}"
        _run(str(python), [*isolated(str(python)), "-c", told], on_step)
        addon = Addon(name, version(), "" if offered else device or usual_device(), str(python))
        replace_file(place / "addon.json", json.dumps(asdict(addon), indent=1).encode())
    if offered:
        _copy_models(offered, on_step)
    return addon


def remove(name: str) -> int:
    """Delete an add-on; returns how many bytes are free again. Raises AddonTrouble."""
    place = folder() / name
    if name not in ADDONS or not place.is_dir():
        raise AddonTrouble(f"The add-on {name} is not installed.")
    freed = bytes_on_disk(place)
    _delete(place)
    return freed


def version() -> str:
    """Return the version of this Pagelight, as an add-on notes it; "" where it is not known."""
    with suppress(metadata.PackageNotFoundError):
        return metadata.version("pagelight")
    return ""


def bytes_on_disk(place: Path) -> int:
    """Return how many bytes the files below a folder take; what is linked from elsewhere does not count."""
    return sum(os.lstat(os.path.join(at, file)).st_size for at, _, files in os.walk(place) for file in files)


# --- inside ---


def _python(place: Path, uv: str, offered: Path | None, on_step: OnStep) -> Path:
    """Make an environment and return its Python."""
    wanted = PYTHONS
    if offered and (archives := sorted((offered / "python").glob("*.tar.gz"))):
        on_step("Unpacking Python")
        with tarfile.open(archives[0]) as archive:
            archive.extractall(place, filter="data")
        unpacked = place / "python"
        wanted = str(unpacked / ("python.exe" if sys.platform == "win32" else "bin/python3"))
    environment = place / "environment"
    _run(uv, ["venv", "--python", wanted, *(["--offline"] if offered else []), str(environment)], on_step)
    return environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _what_to_install(name: str, python: Path, offered: Path | None, device: str) -> list[str]:
    arguments = ["pip", "install", "--python", str(python), *requirements(name)]
    constraints = sources() / "constraints.txt"
    if constraints.is_file():
        arguments += ["--constraints", str(constraints)]
    if offered:
        # --no-config: where somebody's own uv takes packages from is no affair of a prepared folder.
        return [*arguments, "--offline", "--no-config", "--no-index", "--find-links", str(offered / "wheels")]
    if platform.system() != "Darwin":
        arguments += ["--torch-backend", "auto" if device == "cuda" else "cpu"]
    return arguments


def requirements(name: str) -> list[str]:
    """Return what an add-on is made of, as Pagelight's own metadata has it."""
    lines = metadata.requires("pagelight") or []
    own = [line.partition(";") for line in lines]
    return [*_OURS, *(what.strip() for what, _, when in own if f"extra == '{name}'" in when.replace('"', "'"))]


def _run(program: str, arguments: list[str], on_step: OnStep) -> None:
    """Run a program, tell its lines, and stop it when whoever is told does not want to go on."""
    said: list[str] = []
    try:
        running = subprocess.Popen(
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**surroundings(), "PYTHONUTF8": "1"},
            encoding="utf-8",
            errors="replace",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise AddonTrouble(f"{program} cannot be started: {error.strerror}.") from error
    with running, closing(lines_of(running)) as lines:
        for line in lines:
            if text := line.strip():
                said.append(text)
            on_step(text)
    if running.returncode:
        # uv says on several lines why it fails, Python on its last one.
        begun = next((at for at, line in enumerate(said) if line.startswith(("error:", "×"))), len(said) - 1)
        why = " ".join(said[begun:])[:_LONGEST_REASON] or f"{Path(program).name} did not say why."
        raise AddonTrouble(f"The add-on could not be installed: {why}", "\n".join(said))


@contextmanager
def _undone_if_it_fails(place: Path) -> Iterator[None]:
    try:
        if place.exists():
            _delete(place)
        place.mkdir(parents=True)
        yield
    except BaseException as error:
        shutil.rmtree(place, ignore_errors=True)
        if isinstance(error, OSError):
            raise AddonTrouble(f"The add-on could not be installed in {place}: {error.strerror}.") from error
        raise


def _delete(place: Path) -> None:
    # addon.json first: what is half deleted is not there.
    (place / "addon.json").unlink(missing_ok=True)
    try:
        shutil.rmtree(place)
    except OSError as error:
        raise AddonTrouble(
            f"{place} could not be deleted: {error.strerror}. Stop using its models first: pagelight models stop"
        ) from error


def _copy_models(offered: Path, on_step: OnStep) -> None:
    models = paths.default_library().parent / "models"
    for model in sorted(path for path in (offered / "models").glob("*") if path.is_dir()):
        on_step(f"Copying the model {model.name} to {models / model.name}")
        shutil.copytree(model, models / model.name, dirs_exist_ok=True)
