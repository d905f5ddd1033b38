"""The cache that all programs share for what comes from the Hugging Face hub, as far as Pagelight reaches into it.

models--OWNER--NAME/
  blobs/          files, named by their checksums; those that are not whole have PARTIAL behind their name
  snapshots/      a folder for each commit, with links to blobs, or copies where there are no links
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from filelock import FileLock, Timeout
from huggingface_hub import constants
from huggingface_hub.file_download import repo_folder_name

from app.models.hub_errors import BeingDownloaded

PARTIAL = ".pagelight.incomplete"
"""Ends as the hub's own tools expect of what they may clear away."""
_BLOCK_BYTES = 1 << 20

OnBytes: TypeAlias = Callable[[int], None]
"""Is told how many more bytes are done; less than none, when some have to come again. What it raises ends the work."""


def folder_of(repo: str) -> Path:
    """Return the cache's folder of a repository, whether it is there or not."""
    return Path(constants.HF_HUB_CACHE).expanduser() / repo_folder_name(repo_id=repo, repo_type="model")


def checksum(path: Path, like: str, on_bytes: OnBytes) -> str:
    """Return the checksum of a file, of the kind that `like` is.

    Source of Git's: SHA-1 over "blob", a space, the size in digits, a zero byte, and the content.
    """
    digest = hashlib.sha256() if len(like) == 64 else hashlib.sha1(b"blob %d\0" % size_of(path), usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
            on_bytes(len(block))
    return digest.hexdigest()


def drop_begun(repo: str, checksums: Collection[str]) -> int:
    """Remove what a download left that did not come to its end, and return how many bytes that were.

    checksums: of the files that it was to bring.
    """
    folder, freed = folder_of(repo), 0
    linked = {path.readlink().name for path in folder.glob("snapshots/*/*") if path.is_symlink()}
    begun = [folder / "blobs" / checksum for checksum in checksums if checksum not in linked]
    for path in (*begun, *folder.glob(f"blobs/*{PARTIAL}")):
        freed += size_of(path)
        path.unlink(missing_ok=True)
    with suppress(OSError):  # Only if nothing is left in them.
        (folder / "blobs").rmdir()
        folder.rmdir()
    return freed


class alone:  # noqa: N801 (reads as a phrase: `with alone(repo):`)
    """Keep two Pagelights from writing the same files. Raises BeingDownloaded."""

    def __init__(self, repo: str) -> None:
        self._repo = repo
        folder = folder_of(repo)
        self._lock = FileLock(folder.parent / ".locks" / folder.name / "pagelight.lock")

    def __enter__(self) -> None:
        Path(self._lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise BeingDownloaded(f"{self._repo} is being downloaded by another Pagelight. Wait for it.") from error

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def size_of(path: Path) -> int:
    """Return how many bytes a file has; none, where there is none."""
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0
