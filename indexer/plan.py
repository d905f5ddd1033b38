"""Compare the disk with the store: what to read, what to forget. Pure; there is no saved queue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from indexer.files import SeenFile, Walk, is_below


@dataclass(frozen=True, slots=True)
class Place:
    """A path that the store knows, and what was found there.

    document: the content's hash, "" when the file could not be read.
    sentence: why it could not be read; remedy: "", "retry" or "password".
    """

    path: str
    root: str
    size: int
    mtime_ns: int
    document: str
    sentence: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes the store true to the disk.

    read: files that are new or changed, in the order in which roots and folders list them.
    forget: known paths that are gone.    keep: paths that need nothing.
    """

    read: tuple[SeenFile, ...]
    forget: tuple[str, ...]
    keep: tuple[str, ...]


def plan(
    walks: Iterable[Walk],
    known: Mapping[str, Place],
    elsewhere: Collection[str] = (),
) -> Plan:
    """Decide what to read and what to forget.

    walks: one for each root of the library, but for those `elsewhere`, below which nothing is forgotten.
    known: the store's places by path.

    A known path is forgotten when no root covers it any more, or when its root was read to the end without seeing it.
    A root that is absent or was read in part takes nothing away.
    """
    walks = tuple(walks)
    read: list[SeenFile] = []
    keep: list[str] = []
    seen: set[str] = set()
    for walk in walks:
        for file in walk.files:
            if file.path in seen:
                continue
            seen.add(file.path)
            place = known.get(file.path)
            unchanged = place is not None and (place.size, place.mtime_ns) == (file.size, file.mtime_ns)
            if unchanged:
                keep.append(file.path)
            else:
                read.append(file)
    forget: list[str] = []
    for path in known:
        if path in seen:
            continue
        covering = [walk for walk in walks if is_below(path, walk.root)]
        if all(walk.complete for walk in covering) and not any(is_below(path, root) for root in elsewhere):
            forget.append(path)
        else:
            keep.append(path)
    return Plan(tuple(read), tuple(forget), tuple(keep))
