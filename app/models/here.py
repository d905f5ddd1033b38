"""The models on this machine: which are there, and getting, checking and removing one.

A model is named as in the catalogue, or by any repository on Hugging Face, or is a folder, which is used as it is.
They lie in the cache that all programs share, so one that another program brought is there, too.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import psutil
from huggingface_hub import constants, scan_cache_dir, snapshot_download
from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

from app.models import hub, hub_cache
from app.models import records as model_records
from app.models.catalogue import BUILT_IN, CATALOGUE, Kind, entry
from app.models.hub_errors import BrokenDownload, ChecksumMismatch, ModelTrouble, NotFound, TooLittleMemory, telling
from app.models.records import Record

OnProgress: TypeAlias = Callable[[int, int], None]
"""Is told the bytes that are done, and all there are. What it raises ends the work, and what has arrived is kept."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that is whole, and can be used.

    repo, revision: "" for a person's own folder.    base: the folder of the model that this one only adds to.
    """

    name: str
    repo: str
    revision: str
    folder: Path
    base: Path | None = None

    @property
    def kind(self) -> Kind:
        """What it is one of, which is also the name of the add-on that it needs."""
        return "clip" if (self.folder / "open_clip_config.json").is_file() else "colvision"

    @property
    def bytes_on_disk(self) -> int:
        """How much its files take, those of its base with them."""
        folders = [self.folder, *([self.base] if self.base else [])]
        return sum(path.stat().st_size for folder in folders for path in folder.iterdir() if path.is_file())


def names() -> list[str]:
    """Name the models of the catalogue, and the others that were downloaded."""
    known = {each.repo for each in CATALOGUE}
    others = [repo for repo, record in model_records.load().items() if record.is_asked_for and repo not in known]
    return [each.name for each in CATALOGUE] + sorted(others)


def find(name: str) -> Installed | None:
    """Return a model if it is whole on this machine, without asking anybody. Raises ExpectedError."""
    if (folder := _own_folder(name)) is not None:
        _check_usable(folder)
        base = _base_of(folder)
        return Installed(name, "", "", folder, _snapshot(*base) if base else None)
    repo = _repo(name)
    snapshot = _snapshot(repo, _pinned(name))
    if snapshot is None:
        return None
    base = _base_of(snapshot)
    base_folder = _snapshot(*base) if base else None
    if base and base_folder is None:
        return None
    return Installed(name, repo, snapshot.name, snapshot, base_folder)


def get(name: str, on_progress: OnProgress, revision: str = "", is_memory_checked: bool = True) -> Installed:
    """Bring a model, and the one that it adds to, unless it is here already; then nobody is asked.

    revision: another than the usual, which then is the usual.    is_memory_checked: whether one that would not fit
    into this machine's memory is refused.
    Raises ExpectedError.
    """
    _check_not_built_in(name)
    if (here := find(name)) is not None and revision in ("", here.revision):
        if (record := model_records.load().get(here.repo)) is not None and not record.is_asked_for:
            # It came along with another, and must not go with that any more.
            model_records.keep(here.repo, dataclasses.replace(record, is_asked_for=True))
        return here
    if is_memory_checked:
        check_memory(name)
    repo = _repo(name)
    listings = [hub.look_up(repo, revision or _pinned(name))]
    base = hub.base_of(listings[0])
    if base is not None and _snapshot(*base) is None:
        listings.append(hub.look_up(base[0], _recorded_revision(base[0]) or base[1]))
    hub.check_room(listings)
    for listing in listings:
        # Noted before, so that what breaks off is gone on with, or removed, as what it was.
        before = model_records.load().get(listing.repo)
        checksums = {file.path: file.checksum for file in listing.files}
        is_asked_for = listing.repo == repo or (before is not None and before.is_asked_for)
        adds_to = base[0] if base is not None and listing.repo == repo else ""
        model_records.keep(listing.repo, Record(listing.revision, checksums, adds_to, is_asked_for))
    progress = _Progress(on_progress, sum(file.size for each in listings for file in hub.lacking(each)))
    for listing in listings:
        hub.download(listing, progress)
    got = find(name)
    if got is None:
        raise BrokenDownload(f"{name} did not arrive whole. Try again.")
    return got


def check_memory(name: str) -> None:
    """Raise TooLittleMemory when a model of the catalogue needs more memory than this machine has."""
    known, there = entry(name), psutil.virtual_memory().total
    if known and known.ram_bytes > there:
        raise TooLittleMemory(
            f"{known.name} needs about {known.ram_bytes / 1e9:.0f} GB of memory, and this machine has "
            f"{there / 1e9:.0f} GB. Choose a smaller model, or download it all the same for a graphics card."
        )


def remove(name: str) -> int:
    """Delete a model, and the one that it adds to if that was brought for it alone; return the bytes that are free.

    Others, other revisions and a person's own folders stay. Raises ExpectedError.
    """
    _check_not_built_in(name)
    if _own_folder(name) is not None:
        raise ModelTrouble(f"{name} is a folder of yours, which Pagelight does not delete.")
    repo, freed = _repo(name), 0
    record = model_records.load().get(repo)
    base = record.base if record else ""
    with telling(repo), hub_cache.alone(repo):
        if (snapshot := _snapshot(repo, _pinned(name), whole=False)) is not None:
            freed += _delete(repo, snapshot.name)
        freed += hub_cache.drop_begun(repo, record.checksums.values() if record else ())
    if snapshot is None and record is None and not freed:
        raise NotFound(f"{name} is not on this machine, so there is nothing to remove.")
    model_records.keep(repo, None)
    records = model_records.load()
    if base in records and not records[base].is_asked_for and all(each.base != base for each in records.values()):
        freed += remove(base)
    return freed


def verify(name: str, on_progress: OnProgress) -> int:
    """Compare a model's files with what was published when they were downloaded; return how many there are.

    Asks nobody. Raises ChecksumMismatch, or another ModelTrouble when that cannot be told.
    """
    _check_not_built_in(name)
    found = find(name)
    if found is None:
        raise NotFound(f"{name} is not on this machine, or not whole. To download it: pagelight models get {name}")
    if not found.revision:
        raise ModelTrouble(f"{name} is a folder of yours: nobody has said what its files have to be.")
    folders = [found.folder, *([found.base] if found.base else [])]
    expected = {path: checksum for folder in folders for path, checksum in _expected(folder)}
    progress = _Progress(on_progress, sum(path.stat().st_size for path in expected))
    for path, published in expected.items():
        if hub_cache.checksum(path, published, progress) != published:
            raise ChecksumMismatch(
                f"{path.name} of {name} is not as it was published: it was changed, or the disk is failing. "
                f"Download it anew: pagelight models remove {name}, then pagelight models get {name}"
            )
    return len(expected)


class _Progress:
    """Adds up bytes over many files."""

    def __init__(self, on_progress: OnProgress, total: int) -> None:
        self._on_progress, self._total, self._done = on_progress, total, 0

    def __call__(self, count: int) -> None:
        self._done += count
        self._on_progress(self._done, self._total)


def _repo(name: str) -> str:
    known = entry(name)
    return known.repo if known else name


def _pinned(name: str) -> str | None:
    """Return the revision that is kept to, or None where none is known yet."""
    known = entry(name)
    return _recorded_revision(_repo(name)) or (known.revision if known else None)


def _recorded_revision(repo: str) -> str | None:
    record = model_records.load().get(repo)
    return record.revision if record else None


def _own_folder(name: str) -> Path | None:
    folder = Path(name).expanduser()
    return folder.absolute() if entry(name) is None and folder.is_dir() else None


def _check_usable(folder: Path) -> None:
    if not any(folder.glob("*" + hub.WEIGHTS)) or not any(folder.glob("*.json")):
        raise NotFound(f"{folder} holds no model: it needs weights in safetensors, and the files that describe them.")


def _check_not_built_in(name: str) -> None:
    if name == BUILT_IN:
        raise ModelTrouble("The built-in model is part of Pagelight: there is nothing to download, check or remove.")


def _snapshot(repo: str, revision: str | None, whole: bool = True) -> Path | None:
    """Return the folder of a model in the cache: of the revision that is kept to, or else of the one asked for."""
    if (record := model_records.load().get(repo)) is not None:
        folder = hub_cache.folder_of(repo) / "snapshots" / record.revision
        is_there = all((folder / path).is_file() for path in record.checksums) if whole else folder.is_dir()
        return folder if is_there else None
    patterns = ["*" + suffix for suffix in hub.USABLE]
    with suppress(LocalEntryNotFoundError, HFValidationError):
        folder = Path(snapshot_download(repo, revision=revision, local_files_only=True, allow_patterns=patterns))
        with suppress(NotFound):
            _check_usable(folder)
            return folder
    return None


def _base_of(folder: Path) -> tuple[str, str | None] | None:
    adapter = folder / hub.ADAPTER
    return hub.base_in(adapter) if adapter.is_file() else None


def _expected(snapshot: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files of a snapshot with their checksums, as noted, or as the cache names what it links to."""
    repo = snapshot.parent.parent.name.removeprefix("models--").replace("--", "/")
    record = model_records.load().get(repo)
    if record is not None and record.revision == snapshot.name:
        yield from ((snapshot / path, checksum) for path, checksum in record.checksums.items())
        return
    for path in snapshot.iterdir():
        if path.is_symlink():
            yield path, os.path.basename(os.readlink(path))
        elif path.is_file():
            raise ModelTrouble(
                f"{repo} was downloaded by another program, which did not note what its files have to be."
            )


def _delete(repo: str, revision: str) -> int:
    cache = scan_cache_dir(constants.HF_HUB_CACHE)
    # Another repository may have a revision of the same name, if one is a copy of the other.
    only = frozenset(each for each in cache.repos if each.repo_type == "model" and each.repo_id == repo)
    if not any(each.commit_hash == revision for found in only for each in found.revisions):
        raise ModelTrouble(f"{repo} cannot be removed by itself. Delete the folder {hub_cache.folder_of(repo)}.")
    strategy = dataclasses.replace(cache, repos=only).delete_revisions(revision)
    strategy.execute()
    if (hub_cache.folder_of(repo) / "snapshots" / revision).exists():
        raise ModelTrouble(f"{repo} could not be removed. Close what uses it, then try again.")
    return strategy.expected_freed_size
