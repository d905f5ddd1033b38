"""Models from the Hugging Face hub, into the cache that all programs share.

huggingface_hub says what there is and makes the cache's links, so HF_HOME, HF_ENDPOINT, HF_HUB_OFFLINE and its tokens
mean here what they mean everywhere. The bytes are fetched here, because snapshot_download begins a file anew after a
break and cannot be stopped within one. Given up: the hub's transfer over several connections at once.

Only what holds no program is ever fetched: weights as safetensors, and text that describes them.
"""

from __future__ import annotations

import glob
import json
import os
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import httpx2
from huggingface_hub import HfApi, constants, get_session, hf_hub_url, snapshot_download

# WORKAROUND(huggingface-hub 2.4.0): public, but not marked so for type checkers.
from huggingface_hub.utils import build_hf_headers, hf_raise_for_status, tqdm  # type: ignore[attr-defined]

from app.models.hub_cache import PARTIAL, OnBytes, alone, checksum, folder_of, size_of
from app.models.hub_errors import (
    BrokenDownload,
    ChecksumMismatch,
    NoRoom,
    Unsuitable,
    telling,
)

WEIGHTS = ".safetensors"
ADAPTER = "adapter_config.json"
CLIP_CONFIG = "open_clip_config.json"
USABLE = (WEIGHTS, ".json", ".txt", ".model", ".jinja")
_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")

_RETRIES = 5
_PAUSE_S = 1.0
_MARGIN_BYTES = 200_000_000
"""What a disk keeps free: one that is full to the last byte stops more than Pagelight."""

_NAMED = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a model. checksum: SHA-256 (64 digits), or Git's SHA-1 (40) where the hub has no other."""

    path: str
    size: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What of a repository is to be had.

    asked: the revision as it was asked for, or None.    revision: the commit that it means.
    """

    repo: str
    asked: str | None
    revision: str
    files: tuple[HubFile, ...]


def look_up(repo: str, revision: str | None = None) -> Listing:
    """Ask the hub for the files of a model. Raises ModelTrouble."""
    with telling(repo):
        info = HfApi().model_info(repo, revision=revision, files_metadata=True)
    sizes = {each.rfilename: each for each in info.siblings or ()}
    files = []
    for path in _chosen(list(sizes), repo):
        each = sizes[path]
        checksum = each.lfs.sha256 if each.lfs else each.blob_id
        if each.size is None or not all(_NAMED.fullmatch(str(name)) for name in (info.sha, checksum)):
            # They become names of files.
            raise BrokenDownload(f"Hugging Face does not say what {path} of {repo} is. Try again later.")
        files.append(HubFile(path, each.size, str(checksum)))
    return Listing(repo, revision, str(info.sha), tuple(files))


def _chosen(paths: Sequence[str], repo: str) -> list[str]:
    """Choose the files of the top folder that describe a model, and its weights. Raises Unsuitable."""
    top = [path for path in paths if PurePosixPath(path).name == path]
    weights = [path for path in top if path.endswith(WEIGHTS)]
    if CLIP_CONFIG in top and (own := [path for path in weights if path.startswith("open_clip")]):
        # The others are the same weights again, named as transformers names them.
        weights = own
    if not weights:
        if any(path.endswith(_PICKLES) for path in paths):
            raise Unsuitable(
                f"The weights of {repo} come in a form that can hold programs (pickle), which Pagelight never opens. "
                "Look for a version in safetensors."
            )
        raise Unsuitable(f"{repo} has no weights that Pagelight can use. Choose another model.")
    return [path for path in top if path.endswith(USABLE) and (path in weights or not path.endswith(WEIGHTS))]


def lacking(listing: Listing) -> tuple[HubFile, ...]:
    """Return the files that are not on this machine."""
    return tuple(file for file in listing.files if not (_link(listing, file).exists() or _blob(listing, file).exists()))


def base_of(listing: Listing) -> tuple[str, str | None] | None:
    """Return the repository, and the revision, of the model that this one only adds to; None where it is whole.

    Fetches the file that says so. Raises ModelTrouble.
    """
    file = next((file for file in listing.files if file.path == ADAPTER), None)
    if file is None:
        return None
    with telling(listing.repo), alone(listing.repo):
        if file in lacking(listing):
            _fetch(listing, file, _unheard)
        here = _link(listing, file)
        return base_in(here if here.exists() else _blob(listing, file))


def base_in(adapter: Path) -> tuple[str, str | None]:
    """Read the base and its revision from an adapter's description. Raises Unsuitable."""
    try:
        values = json.loads(adapter.read_text("utf-8"))
        return str(values["base_model_name_or_path"]), values.get("revision") or None
    except (ValueError, KeyError, TypeError) as error:
        raise Unsuitable("This model adds to another, but does not say which. Choose another model.") from error


def check_room(listings: Sequence[Listing]) -> None:
    """Raise NoRoom unless all that is lacking fits onto the disk of the cache."""
    needed = sum(file.size - size_of(_partial(each, file)) for each in listings for file in lacking(each))
    folder = Path(constants.HF_HUB_CACHE).expanduser().absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if needed and needed + _MARGIN_BYTES > free:
        raise NoRoom(
            f"The download takes {needed / 1e9:.1f} GB, and the disk of {folder} has only {free / 1e9:.1f} GB free. "
            "Make room, or set HF_HOME to a folder on another disk."
        )


def download(listing: Listing, on_bytes: OnBytes) -> Path:
    """Bring what is lacking, check it, and return the folder of the snapshot.

    Raises ModelTrouble, and what `on_bytes` raises. What has arrived is kept then, and gone on with the next time.
    """
    with telling(listing.repo), alone(listing.repo):
        for file in lacking(listing):
            _fetch(listing, file, on_bytes)
        patterns = [glob.escape(file.path) for file in listing.files]
        folder = Path(
            snapshot_download(listing.repo, revision=listing.asked, allow_patterns=patterns, tqdm_class=_NoBar)
        )
    if folder.name != listing.revision:
        raise BrokenDownload(f"{listing.repo} was changed on Hugging Face in the meantime. Try again.")
    for file in listing.files:
        if not _link(listing, file).exists():
            raise BrokenDownload(f"{file.path} of {listing.repo} did not arrive. Try again.")
        if not _link(listing, file).is_symlink():
            # Where there are no links the hub makes copies, and would keep both.
            _blob(listing, file).unlink(missing_ok=True)
    return folder


def _fetch(listing: Listing, file: HubFile, on_bytes: OnBytes) -> None:
    """Bring one file, in as many pieces as it takes."""
    blob, partial = _blob(listing, file), _partial(listing, file)
    blob.parent.mkdir(parents=True, exist_ok=True)
    partial.touch()
    on_bytes(size_of(partial))
    failures = 0
    while (before := size_of(partial)) < file.size:
        problem: httpx2.TransportError | None = None
        try:
            _receive(listing, file, partial, on_bytes)
        except httpx2.TransportError as error:
            problem = error
        failures = 0 if size_of(partial) > before else failures + 1
        if failures > _RETRIES:
            raise BrokenDownload(
                f"{file.path} of {listing.repo} breaks off again and again. Check the connection, then run the same "
                "again: what has arrived is kept.",
                f"{type(problem).__name__}: {problem}",
            ) from problem
        if failures:
            time.sleep(_PAUSE_S)
    if checksum(partial, file.checksum, _unheard) != file.checksum:
        partial.unlink()
        raise ChecksumMismatch(
            f"{file.path} of {listing.repo} did not arrive as it was published, and was deleted. Try again; if it "
            "happens again, something between you and Hugging Face changes what you download."
        )
    os.replace(partial, blob)


def _receive(listing: Listing, file: HubFile, partial: Path, on_bytes: OnBytes) -> None:
    have = size_of(partial)
    headers = {**build_hf_headers(), "Accept-Encoding": "identity", "Range": f"bytes={have}-"}
    url = hf_hub_url(listing.repo, file.path, revision=listing.revision)
    timeout = constants.HF_HUB_DOWNLOAD_TIMEOUT
    with get_session().stream("GET", url, headers=headers, follow_redirects=True, timeout=timeout) as response:
        if response.is_error:
            # What the hub says about it has to be read before the sentence can be made.
            response.read()
        hf_raise_for_status(response)
        with partial.open("ab") as out:
            if response.status_code != httpx2.codes.PARTIAL_CONTENT:
                # From the beginning, whatever was asked for.
                out.truncate(0)
                on_bytes(-have)
                have = 0
            for piece in response.iter_bytes():
                out.write(piece)
                on_bytes(len(piece))
                have += len(piece)
                if have > file.size:
                    # It cannot be what was published, and might never end.
                    return


class _NoBar(tqdm):
    """Keeps huggingface_hub from drawing bars of its own."""

    monitor_interval = 0  # Else a thread is started that looks after bars.

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "disable": True})  # type: ignore[no-untyped-call]


def _blob(listing: Listing, file: HubFile) -> Path:
    return folder_of(listing.repo) / "blobs" / file.checksum


def _partial(listing: Listing, file: HubFile) -> Path:
    return _blob(listing, file).with_name(file.checksum + PARTIAL)


def _link(listing: Listing, file: HubFile) -> Path:
    return folder_of(listing.repo) / "snapshots" / listing.revision / file.path


def _unheard(count: int) -> None:
    """Hear of bytes that no bar shows: few, or counted before."""
