"""Walk what a person added, and know a file by its content."""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

PDF_SUFFIXES = frozenset({".pdf"})
IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".webp", ".tif", ".tiff", ".bmp", ".gif"})
SUFFIXES = PDF_SUFFIXES | IMAGE_SUFFIXES

SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "$recycle.bin", "system volume information", "lost+found"})

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as a walk saw it."""

    path: str
    root: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Walk:
    """What lies below one root.

    complete: every folder was read to its end, so what is missing here is really gone.
    problems: a sentence for each folder or file that could not be looked at.
    has_links: some of its folders lie elsewhere, behind symbolic links.
    """

    root: str
    present: bool
    complete: bool
    files: tuple[SeenFile, ...]
    problems: tuple[str, ...] = ()
    has_links: bool = False


def walk(
    root: str,
    excluded: Iterable[str] = (),
    skipped: Iterable[str] = (),
    heard: Callable[[Sequence[SeenFile]], None] = lambda files: None,
) -> Walk:
    """List the documents at or below `root`; hidden files, system folders and `excluded` paths are left out.

    skipped: names of files and folders that are left out, too, as fnmatch has them; not the root's own.
    heard: told the documents of each folder as soon as it was read; what it raises ends the walk.
    Symbolic links are followed, each real folder once, so a loop ends. A root that cannot be reached is not present.
    A folder that holds nothing at all is taken for an unplugged drive's mount point: present, but not complete.
    """
    files: list[SeenFile] = []
    problems: list[str] = []
    left_out = frozenset(excluded)
    is_skipped = skipping(skipped)
    try:
        info = os.stat(root)
    except OSError:
        return Walk(root, present=False, complete=False, files=())
    if not stat.S_ISDIR(info.st_mode):
        seen = SeenFile(root, root, info.st_size, info.st_mtime_ns)
        heard([seen])
        return Walk(root, present=True, complete=True, files=(seen,))
    complete = True
    has_links = False
    entries_at_root = 0
    visited = {(info.st_dev, info.st_ino)}
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            complete = False
            problems.append(f"The folder {shown(folder)} could not be read ({_reason(error)}).")
            continue
        if folder == root:
            entries_at_root = len(entries)
        deeper: list[str] = []
        known = len(files)
        for entry in entries:
            if is_skipped(entry.name) or entry.path in left_out:
                continue
            try:
                if entry.is_dir():
                    target = entry.stat()
                    identity = (target.st_dev, target.st_ino)
                    # Windows' scandir leaves st_ino at 0; a link loop there ends at the system's path limit.
                    fresh = target.st_ino == 0 or identity not in visited
                    if fresh and entry.name.lower() not in SKIPPED_FOLDERS:
                        visited.add(identity)
                        deeper.append(entry.path)
                        has_links = has_links or entry.is_symlink()
                elif os.path.splitext(entry.name)[1].lower() in SUFFIXES:
                    info = entry.stat()
                    if stat.S_ISREG(info.st_mode):
                        files.append(SeenFile(entry.path, root, info.st_size, info.st_mtime_ns))
            except OSError as error:
                if error.errno in (errno.ENOENT, errno.ELOOP):
                    continue  # A link to nowhere or to itself, or gone since the folder was listed.
                complete = False
                problems.append(f"{shown(entry.path)} could not be looked at ({_reason(error)}).")
        heard(files[known:])
        folders.extend(reversed(deeper))
    complete = complete and entries_at_root > 0
    return Walk(root, True, complete, tuple(files), tuple(problems), has_links)


def skipping(names: Iterable[str]) -> Callable[[str], bool]:
    """Return what says whether a walk leaves out a name: hidden, or like one of `names` (fnmatch, in any case)."""
    patterns = [fnmatch.translate(name.lower()) for name in names]
    like = re.compile("|".join(patterns)) if patterns else None

    def is_skipped(name: str) -> bool:
        return name.startswith(".") or (like is not None and like.match(name.lower()) is not None)

    return is_skipped


def covers(root: str, path: str, is_folder: bool, is_skipped: Callable[[str], bool]) -> bool:
    """Say whether a walk from `root`, a folder, comes by `path`, a file or folder further down, if it is there."""
    if path == root or not is_below(path, root):
        return False
    *folders, name = os.path.relpath(path, root).split(os.sep)
    if is_folder:
        folders.append(name)
    elif os.path.splitext(name)[1].lower() not in SUFFIXES:
        return False
    return not any(map(is_skipped, (*folders, name))) and not any(each.lower() in SKIPPED_FOLDERS for each in folders)


def content_hash(path: str) -> str:
    """Return a hash of a file's bytes, as 32 hex digits. Raises OSError."""
    digest = hashlib.blake2b(digest_size=16)
    with Path(path).open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def is_below(path: str, parent: str) -> bool:
    """Say whether `path` is `parent` or lies inside it."""
    return path == parent or path.startswith(parent.rstrip(os.sep) + os.sep)


def shown(path: str) -> str:
    """Return a path as it can be printed: bytes that are no text are shown as a replacement sign."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def shown_name(path: str) -> str:
    """Return the last part of a path as it can be printed."""
    return shown(os.path.basename(path) or path)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
