"""uv, downloaded where a person says so: only what its makers published is ever used."""

from __future__ import annotations

import hashlib
import io
import os
import platform
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from app.models import addons, uv_download
from app.models.uv_download import ARCHIVES, NoUv, download

NAME = "uv"
PROGRAM = b"#!/bin/sh\necho uv\n"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *told: Any) -> None:
        """Say nothing."""


def write_release(folder: Path, archive: str, member: str = "uv-any/uv") -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        entry = tarfile.TarInfo(member)
        entry.size = len(PROGRAM)
        tar.addfile(entry, io.BytesIO(PROGRAM))
    (folder / archive).write_bytes(packed.getvalue())
    sums = f"{hashlib.sha256(packed.getvalue()).hexdigest()} *{archive}\n"
    (folder / f"{archive}.sha256").write_text(sums, encoding="utf-8")


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Publish a uv for every machine, and return where."""
    folder = tmp_path / "published"
    folder.mkdir()
    for archive in ARCHIVES.values():
        write_release(folder, archive)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(uv_download, "RELEASES", f"http://127.0.0.1:{server.server_port}")
    yield folder
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def archive() -> str:
    return ARCHIVES[platform.system(), platform.machine()]


def test_it_is_downloaded_and_can_be_run(published: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    place = tmp_path / "addons" / NAME
    assert download(place, steps.append) == str(place)
    assert place.read_bytes() == PROGRAM
    assert os.access(place, os.X_OK)
    assert steps[-1] == "Downloading uv: 0.0 MB"


def test_what_is_not_as_it_was_published_is_not_used(published: Path, archive: str, tmp_path: Path) -> None:
    (published / archive).write_bytes((published / archive).read_bytes() + b"more")
    with pytest.raises(NoUv, match="did not arrive as its makers published it"):
        download(tmp_path / NAME, lambda step: None)
    assert not (tmp_path / NAME).exists()


def test_a_page_that_is_gone_and_an_archive_without_it_are_told(published: Path, archive: str, tmp_path: Path) -> None:
    write_release(published, archive, "uv-any/another")
    with pytest.raises(NoUv, match="is not in what its makers publish"):
        download(tmp_path / NAME, lambda step: None)
    (published / archive).unlink()
    with pytest.raises(NoUv, match="could not be downloaded"):
        download(tmp_path / NAME, lambda step: None)


def test_it_is_found_in_the_archive_for_windows(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("uv.exe", PROGRAM)
    assert uv_download._program(packed.getvalue(), "uv.exe") == PROGRAM


def test_nothing_is_downloaded_unless_somebody_says_so(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(addons.AddonTrouble, match="--fetch-uv"):
        addons.install("clip", lambda step: None)
    assert addons.find_uv() is None
    # What was fetched only says its name, so nothing is installed by it; but it is there from now on.
    with pytest.raises(addons.AddonTrouble):
        addons.install("clip", lambda step: None, may_fetch_uv=True)
    assert addons.find_uv() == str(addons.folder() / NAME)
