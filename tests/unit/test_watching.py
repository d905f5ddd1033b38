"""What happens on disk is noticed: which roots are due for a walk, when, and which cannot be watched."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

import app.watching
from app.watching import Watching, is_on_network


class Watch:
    """Watching, and how it was woken."""

    def __init__(self, own: Path) -> None:
        self.woken = threading.Event()
        self.watching = Watching(own, self.woken.set)

    def over(self, *roots: Path, skipped: tuple[str, ...] = ()) -> None:
        """Walk these roots, all there are."""
        self.watching.keep([str(root) for root in roots], skipped)
        for root in roots:
            self.watching.begin(str(root))
            self.watching.ended(str(root), has_links=False)
        self.woken.clear()

    def until_due(self, *roots: Path) -> None:
        """Wait until these roots are due, and no others."""
        assert self.woken.wait(20)
        self.until(lambda: self.watching.due() == [str(root) for root in roots])

    def until(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + 20
        while not is_so():
            assert time.monotonic() < end
            time.sleep(0.01)


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Return one that is quick to notice; its own folder lies inside the folder that tests watch."""
    monkeypatch.setattr(app.watching, "QUIET_S", 0.1)
    monkeypatch.setattr(app.watching, "APART_S", 0.0)
    monkeypatch.setattr(app.watching, "PATIENCE", 0)
    monkeypatch.setattr(app.watching, "LOOK_S", 0.05)
    monkeypatch.setattr(app.watching, "_STEP_S", 0.02)
    (tmp_path / "papers" / "library").mkdir(parents=True)
    watch = Watch(tmp_path / "papers" / "library")
    yield watch
    watch.watching.close()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return tmp_path / "papers"


def nothing_is_due(watch: Watch, write: Callable[[], Any], sure: Path) -> None:
    """Let something happen that does not matter, and then something that does."""
    write()
    time.sleep(0.8)  # The system tells of moves half a second later.
    assert watch.watching.due() == []
    sure.write_bytes(b"%PDF")
    watch.until_due(sure.parent)


@pytest.mark.parametrize(
    "happen",
    [
        lambda papers: (papers / "new.pdf").write_bytes(b"%PDF"),
        lambda papers: (papers / "deep" / "old.pdf").write_bytes(b"%PDF longer"),
        lambda papers: (papers / "deep" / "old.pdf").unlink(),
        lambda papers: (papers / "deep" / "old.pdf").rename(papers / "moved.pdf"),
        lambda papers: (papers / "deep").rename(papers / "shallow"),
        lambda papers: shutil.rmtree(papers / "deep"),
        lambda papers: (papers / "notes.txt").rename(papers / "notes.pdf"),
    ],
    ids=["created", "changed", "deleted", "moved", "folder moved", "folder deleted", "renamed to a document"],
)
def test_what_happens_below_a_root_makes_it_due(watch: Watch, papers: Path, happen: Callable[[Path], Any]) -> None:
    (papers / "deep").mkdir()
    (papers / "deep" / "old.pdf").write_bytes(b"%PDF")
    (papers / "notes.txt").write_text("x")
    watch.over(papers)
    assert watch.watching.is_watched(str(papers))
    happen(papers)
    watch.until_due(papers)
    watch.over(papers)
    assert watch.watching.due() == []


def test_files_in_a_folder_that_is_new_itself_are_noticed(watch: Watch, papers: Path) -> None:
    watch.over(papers)
    (papers / "later").mkdir()
    watch.until_due(papers)
    watch.over(papers)
    (papers / "later" / "a.pdf").write_bytes(b"%PDF")
    watch.until_due(papers)


def test_what_a_walk_leaves_out_and_the_librarys_own_files_are_not_heard(watch: Watch, papers: Path) -> None:
    for name in ("node_modules", ".hidden", "drafts", "library/tables"):
        (papers / name).mkdir(parents=True)
    (papers / "read.pdf").write_bytes(b"%PDF")
    watch.over(papers, skipped=("DRAFT*",))

    def write() -> None:
        names = ("node_modules/a.pdf", ".hidden/a.pdf", "drafts/a.pdf", "Draft.pdf", "notes.txt", ".~a.pdf")
        for name in (*names, "library/a.pdf", "library/tables/b.pdf"):
            (papers / name).write_bytes(b"%PDF")
        (papers / "read.pdf").read_bytes()

    nothing_is_due(watch, write, papers / "sure.pdf")


def test_a_file_that_was_added_by_itself_is_watched_by_itself(watch: Watch, papers: Path) -> None:
    (one, other) = (papers / "one.pdf", papers / "other.pdf")
    one.write_bytes(b"%PDF")
    watch.over(one)
    assert watch.watching.is_watched(str(one))
    other.write_bytes(b"%PDF")
    time.sleep(0.8)
    assert watch.watching.due() == []
    # As programs save: something new takes its place.
    other.replace(one)
    watch.until_due(one)
    watch.over(one)
    one.write_bytes(b"%PDF longer")
    watch.until_due(one)


def test_only_the_root_in_which_something_happened_is_due_and_files_of_one_folder_share_a_watch(
    watch: Watch, papers: Path, tmp_path: Path
) -> None:
    files = [papers / "a.pdf", papers / "b.pdf"]
    for file in files:
        file.write_bytes(b"%PDF")
    (tmp_path / "other").mkdir()
    watch.over(*files, tmp_path / "other")
    files[1].write_bytes(b"%PDF longer")
    watch.until_due(files[1])
    # Of two in one folder one is let go of.
    watch.over(files[0], tmp_path / "other")
    files[0].write_bytes(b"%PDF longer")
    watch.until_due(files[0])


def test_a_root_that_goes_away_is_due_at_once_and_again_when_it_is_back(
    watch: Watch, papers: Path, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    watch.over(drive)
    drive.rename(tmp_path / "unplugged")
    watch.until_due(drive)
    watch.over(drive)
    assert not watch.watching.is_watched(str(drive))
    (tmp_path / "unplugged").rename(drive)
    watch.until_due(drive)
    watch.over(drive)
    assert watch.watching.is_watched(str(drive))
    (drive / "a.pdf").write_bytes(b"%PDF")
    watch.until_due(drive)


def test_a_folder_that_was_replaced_is_watched_again(watch: Watch, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    watch.over(folder)
    folder.rmdir()
    folder.mkdir()
    watch.until_due(folder)
    watch.over(folder)
    (folder / "a.pdf").write_bytes(b"%PDF")
    watch.until_due(folder)


def test_changes_are_heard_while_another_root_is_being_taken_in(watch: Watch, papers: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    watch.over(papers, tmp_path / "other")
    # As begin() does, for as long as the system takes; the observer must not wait for it, nor it for the observer.
    with watch.watching._lock:
        (papers / "a.pdf").write_bytes(b"%PDF")
        watch.until(lambda: watch.watching.due() == [str(papers)])
        watch.watching.begin(str(tmp_path / "other"))


def test_a_busy_folder_is_due_although_it_never_rests(
    watch: Watch, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.watching, "QUIET_S", 60.0)
    monkeypatch.setattr(app.watching, "BUSY_S", 0.5)
    watch.over(papers)
    began = time.monotonic()
    (papers / "a.pdf").write_bytes(b"%PDF")
    watch.until_due(papers)
    assert time.monotonic() - began >= 0.5


def test_walks_of_a_root_are_apart(watch: Watch, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.watching, "APART_S", 1.5)
    began = time.monotonic()
    watch.over(papers)
    (papers / "a.pdf").write_bytes(b"%PDF")
    watch.until_due(papers)
    assert time.monotonic() - began >= 1.5


@pytest.mark.parametrize("why", ["network", "links", "limit", "no observer"])
def test_a_root_that_cannot_be_watched_is_due_now_and_then(
    watch: Watch, papers: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why == "network":
        monkeypatch.setattr(psutil, "disk_partitions", lambda all: [mount(str(papers), "nfs4")])
    elif why == "limit":
        if sys.platform != "linux":
            pytest.skip("Only Linux has such a limit.")
        monkeypatch.setattr(Watching, "_has_room", lambda _: False)
    elif why == "no observer":
        monkeypatch.setattr(app.watching, "Observer", lambda: refuse())
    watch.watching.keep([str(papers)], ())
    watch.watching.begin(str(papers))
    watch.watching.ended(str(papers), has_links=why == "links")
    assert not watch.watching.is_watched(str(papers))
    time.sleep(0.2)
    assert watch.watching.due() == []
    monkeypatch.setattr(app.watching, "SLOW_S", 0.1)
    watch.until_due(papers)


def test_a_network_drive_that_is_not_mounted_any_more_is_due_at_once(
    watch: Watch, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: [mount(str(papers), "cifs")])
    watch.over(papers)
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: [])
    watch.until_due(papers)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux has such a limit.")
def test_the_limit_of_the_system_is_noticed(watch: Watch, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from watchdog.observers.inotify_c import InotifyFD

    add = InotifyFD.add_callback
    added: list[bytes] = []

    def limited(self: InotifyFD, path: bytes, *args: Any) -> Any:
        if len(added) >= 2:
            raise OSError(28, "inotify watch limit reached")
        added.append(path)
        return add(self, path, *args)

    for name in ("a", "b", "c"):
        (papers / name).mkdir()
    monkeypatch.setattr(InotifyFD, "add_callback", limited)
    watch.over(papers)
    assert len(added) == 2
    assert not watch.watching.is_watched(str(papers))
    monkeypatch.undo()
    watch.over(papers)
    assert watch.watching.is_watched(str(papers))


@pytest.mark.skipif(sys.platform == "win32", reason="mounted elsewhere")
@pytest.mark.parametrize(
    ("path", "is_remote"),
    [
        ("/home/me/papers", False),
        ("/mnt/share/papers", True),
        ("/mnt/shared", False),
        ("/mnt/share/usb/a", False),
        ("/mnt/ssh/a", True),
        ("/mnt/ntfs/a", False),
        ("/mnt/over/a", True),
    ],
)
def test_drives_of_other_machines_are_known(monkeypatch: pytest.MonkeyPatch, path: str, is_remote: bool) -> None:
    mounts = [
        mount("/", "ext4"),
        mount("/mnt/share", "cifs"),
        mount("/mnt/share/usb", "vfat"),
        mount("/mnt/ssh", "fuse.sshfs"),
        mount("/mnt/ntfs", "fuseblk"),
        mount("/mnt/over", "autofs"),
        mount("/mnt/over", "nfs"),
    ]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: mounts)
    assert is_on_network(path) is is_remote


def mount(path: str, kind: str) -> Any:
    return SimpleNamespace(mountpoint=path, fstype=kind, opts="rw")


def refuse() -> None:
    raise OSError(24, "inotify instance limit reached")
