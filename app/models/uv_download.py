"""uv, which installs add-ons, downloaded where a person says so and the machine has none."""

from __future__ import annotations

import hashlib
import io
import platform
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx2

from indexer.disk import replace_file
from indexer.errors import ExpectedError

RELEASES = "https://github.com/astral-sh/uv/releases/latest/download"
ARCHIVES = {
    ("Linux", "x86_64"): "uv-x86_64-unknown-linux-gnu.tar.gz",
    ("Linux", "aarch64"): "uv-aarch64-unknown-linux-gnu.tar.gz",
    ("Darwin", "x86_64"): "uv-x86_64-apple-darwin.tar.gz",
    ("Darwin", "arm64"): "uv-aarch64-apple-darwin.tar.gz",
    ("Windows", "AMD64"): "uv-x86_64-pc-windows-msvc.zip",
    ("Windows", "ARM64"): "uv-aarch64-pc-windows-msvc.zip",
}
_TIMEOUT_S = 30.0


class NoUv(ExpectedError):
    """uv could not be downloaded."""


def download(place: Path, on_step: Callable[[str], None]) -> str:
    """Download uv from its makers to the file `place`, and return it; what arrives has to keep to its checksum.

    on_step: told how far it is; what it raises ends the download.    Raises NoUv.
    """
    archive = ARCHIVES.get((platform.system(), platform.machine()))
    if archive is None:
        raise NoUv(f"There is no uv for {platform.system()} on {platform.machine()} that Pagelight knows of.")
    try:
        with httpx2.Client(follow_redirects=True, timeout=_TIMEOUT_S) as client:
            told = client.get(f"{RELEASES}/{archive}.sha256").raise_for_status().text
            arrived = bytearray()
            with client.stream("GET", f"{RELEASES}/{archive}") as answer:
                for piece in answer.raise_for_status().iter_bytes():
                    arrived += piece
                    on_step(f"Downloading uv: {len(arrived) / 1e6:.1f} MB")
    except httpx2.HTTPError as error:
        raise NoUv(f"uv could not be downloaded from {RELEASES}: {error}") from error
    if told.split()[:1] != [hashlib.sha256(arrived).hexdigest()]:
        raise NoUv("uv did not arrive as its makers published it, so it is not used. Try again later.")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, _program(bytes(arrived), place.name))
        place.chmod(0o755)
    except OSError as error:
        raise NoUv(f"uv could not be written to {place}: {error.strerror}.") from error
    return str(place)


def _program(archive: bytes, name: str) -> bytes:
    """Take the program out of what was downloaded."""
    if zipfile.is_zipfile(io.BytesIO(archive)):
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            return packed.read(name)
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        for member in packed:
            if member.isfile() and Path(member.name).name == name and (file := packed.extractfile(member)):
                return file.read()
    raise NoUv("uv is not in what its makers publish any more. Install it yourself.")
