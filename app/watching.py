"""Notices what changes below the roots of a library, so that they are walked when it matters and not all the time."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from indexer.files import covers, is_below, skipping

log = logging.getLogger(__name__)

QUIET_S = 1.0
BUSY_S = 4.0
"""A root is walked once nothing has happened in it for QUIET_S, or after BUSY_S where things never rest."""
APART_S = 3.0
"""Two walks of a root are so far apart, or as far as PATIENCE times what the last one took."""
PATIENCE = 5
LOOK_S = 2.0
"""How often it is looked whether roots are still there."""
SLOW_S = 180.0
"""How often roots are walked that cannot be watched."""

# A folder that is watched by itself has a thread.
_MOST_FOLDERS = 200
_STEP_S = 0.25
_NETWORK = {"9p", "afpfs", "afs", "cifs", "davfs", "drvfs", "ncpfs", "nfs", "nfs4", "smb", "smb2", "smb3", "smbfs"}
_NETWORK |= {"webdav"}
# Not that a file was opened: readers do that.
_EVENTS: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
# WORKAROUND(watchdog 7.1): a watch that ends while its thread reads says so as an error, which it is not.
logging.getLogger("watchdog.observers.inotify").setLevel(logging.CRITICAL)


@dataclass(eq=False)
class _Root:
    """What is known of a root.

    real: where it lies behind symbolic links.    stamp: what its folder and it were when it was last walked.
    is_slow: changes in it are not told, or not all.    first_s, last_s: when something happened that no walk has seen.
    """

    real: str
    stamp: object = None
    is_remote: bool = False
    watch: ObservedWatch | None = None
    is_slow: bool = False
    is_due: bool = False
    first_s: float | None = None
    last_s: float = 0.0
    walked_s: float = 0.0
    apart_s: float = APART_S


class Watching:
    """Says which roots are due for a walk. Whoever walks one says so before and after, from whatever thread.

    own: the library's folder, where changes mean nothing.    wake: called from another thread when a root is due.
    """

    def __init__(self, own: Path, wake: Callable[[], None]) -> None:
        self._own = os.path.realpath(own)
        self._wake = wake
        self._lock = threading.RLock()
        self._roots: dict[str, _Root] = {}
        self._is_skipped = skipping(())
        self._heard = _Heard(self._changed)
        self._observer: BaseObserver | None = None
        self._bell = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)
        self._thread.start()

    def keep(self, roots: Collection[str], skipped: Iterable[str]) -> None:
        """Let go of all roots but these. skipped: names that make no difference, as fnmatch has them."""
        with self._lock:
            self._is_skipped = skipping(skipped)
            for gone in self._roots.keys() - set(roots):
                self._release(self._roots.pop(gone))

    def begin(self, root: str) -> None:
        """Watch a root from now on, as well as it can be; it is to be walked right after. May wait for a network."""
        real = os.path.realpath(root)
        is_remote = is_on_network(real)
        with self._lock:
            state = self._roots.setdefault(root, _Root(real))
            state.first_s, state.is_due, state.walked_s, state.is_remote = None, False, time.monotonic(), is_remote
            stamp = _stamp(real)
            if (real, stamp) != (state.real, state.stamp) or not self._is_alive(state):
                self._release(state)
                state.real, state.stamp = real, stamp
                if not is_remote and not self._closing.is_set():
                    state.watch = self._observed(real)
            elif not self._has_room():
                self._release(state)
            state.is_slow = is_remote or state.watch is None

    def ended(self, root: str, has_links: bool) -> None:
        """Take note that a root was walked. has_links: folders of it lie elsewhere, where nothing is noticed."""
        with self._lock:
            if state := self._roots.get(root):
                state.apart_s = max(APART_S, PATIENCE * (time.monotonic() - state.walked_s))
                state.is_slow = state.is_slow or has_links

    def is_watched(self, root: str) -> bool:
        """Say whether changes below a root are noticed at once."""
        state = self._roots.get(root)
        return state is not None and not state.is_slow

    def due(self) -> list[str]:
        """Return the roots that are to be walked now."""
        now = time.monotonic()
        # Without the lock, which is held while a large folder is being taken in.
        return [root for root, state in list(self._roots.items()) if state.is_due or _has_calmed(state, now)]

    def close(self) -> None:
        """End all threads."""
        self._closing.set()
        self._bell.set()
        self._thread.join(LOOK_S)

    # --- in the thread ---

    def _run(self) -> None:
        looked_s = time.monotonic()
        while not self._closing.is_set():
            self._bell.wait(LOOK_S)
            self._bell.clear()
            if time.monotonic() - looked_s >= LOOK_S:
                self._look()
                looked_s = time.monotonic()
            if self.due():
                self._wake()
            if any(state.first_s is not None for state in list(self._roots.values())):
                # Until it has calmed, and then until it is walked.
                self._closing.wait(_STEP_S)
                self._bell.set()
        # Here, and not in close(): it waits while a large folder is still being taken in.
        with self._lock:
            observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()
            observer.join()

    def _look(self) -> None:
        """See which roots came, went or were replaced, and which nobody would tell about."""
        now = time.monotonic()
        for state in list(self._roots.values()):
            if state.is_slow and now - state.walked_s >= SLOW_S:
                state.is_due = True
            elif state.is_remote:
                # One that does not answer would hold up all others, so it is not touched.
                state.is_due = state.is_due or not is_on_network(state.real)
            else:
                stamp = _stamp(state.real)
                with self._lock:
                    is_over = state.watch is not None and not self._is_alive(state)
                    state.is_due = state.is_due or stamp != state.stamp or is_over

    def _changed(self, path: str, is_folder: bool) -> None:
        if is_below(path, self._own):
            return
        now = time.monotonic()
        # Without the lock: the observer has one of its own while it tells, which whoever has ours may be waiting for.
        for state in list(self._roots.values()):
            if path == state.real or covers(state.real, path, is_folder, self._is_skipped):
                state.first_s, state.last_s = state.first_s or now, now
                self._bell.set()

    # --- what the system offers ---

    def _observed(self, real: str) -> ObservedWatch | None:
        """Have the system tell of changes in a folder, or of one file in its; None where it cannot or there is none."""
        is_folder = os.path.isdir(real)
        folder = real if is_folder else os.path.dirname(real)
        watches = {state.watch for state in self._roots.values()}
        try:
            if self._observer is None:
                observer = Observer()
                observer.start()
                self._observer = observer
            if len(watches) > _MOST_FOLDERS or not os.path.exists(real):
                return None
            watch = self._observer.schedule(self._heard, folder, recursive=is_folder, event_filter=_EVENTS)
            if self._has_room():
                return watch
            if watch not in watches:
                self._observer.unschedule(watch)
        except (OSError, RuntimeError, SystemError) as error:
            log.info("%s cannot be watched: %s", folder, error)
        return None

    def _has_room(self) -> bool:
        """Say whether one folder more could be watched; at Linux's limit, nobody says which ones were left out."""
        if sys.platform != "linux" or self._observer is None:
            return True
        try:
            self._observer.unschedule(self._observer.schedule(self._heard, self._own, event_filter=_EVENTS))
        except OSError:
            return False
        return True

    def _is_alive(self, state: _Root) -> bool:
        if self._observer is None or state.watch is None:
            return False
        return any(each.watch == state.watch and each.is_alive() for each in list(self._observer.emitters))

    def _release(self, state: _Root) -> None:
        watch, state.watch = state.watch, None
        shared = any(each.watch == watch for each in self._roots.values())
        if self._observer is not None and watch is not None and not shared:
            self._observer.unschedule(watch)


class _Heard(FileSystemEventHandler):
    def __init__(self, changed: Callable[[str, bool], None]) -> None:
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell of both ends of a move."""
        for path in (event.src_path, event.dest_path):
            # Watched by a string, it is told of by strings.
            if isinstance(path, str) and path:
                self._changed(path, event.is_directory)


def is_on_network(path: str) -> bool:
    """Say whether a path lies on a drive of another machine, which tells nothing of its changes."""
    if path.startswith("\\\\"):
        return True
    try:
        mounts = [mount for mount in psutil.disk_partitions(all=True) if is_below(path, mount.mountpoint)]
    except OSError:
        return False
    if not mounts:
        return False
    # Of several on the same folder the last one is seen.
    mount = max(reversed(mounts), key=lambda each: len(each.mountpoint))
    kind = mount.fstype.lower()
    return kind in _NETWORK or kind.startswith("fuse.") or "sshfs" in kind or "remote" in mount.opts.split(",")


def _has_calmed(state: _Root, now: float) -> bool:
    if state.first_s is None or now - state.walked_s < state.apart_s:
        return False
    return now - state.last_s >= QUIET_S or now - state.first_s >= BUSY_S


def _stamp(real: str) -> object:
    """Return what tells a root from another one that took its place, or from none."""
    return tuple(_identity(path) for path in (os.path.dirname(real), real))


def _identity(path: str) -> tuple[int, int] | None:
    try:
        info = os.stat(path)
    except OSError:
        return None
    return info.st_dev, info.st_ino
