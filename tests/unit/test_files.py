"""Walking what a person added."""

from __future__ import annotations

import os
import socket
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.files import SUFFIXES, SeenFile, content_hash, covers, is_below, shown, shown_name, skipping, walk


def touch(path: Path, content: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def names(root: Path, *excluded: str) -> list[str]:
    return [os.path.relpath(file.path, root) for file in walk(str(root), excluded).files]


def deny(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Make one folder unreadable, for the superuser too."""
    real = os.scandir

    def scandir(path: Any) -> Any:
        if path == str(folder):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)


@pytest.fixture
def short_folder(tmp_path: Path) -> Iterator[Path]:
    """Work inside a folder, because a socket's path may not be long."""
    before = os.getcwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


def test_every_kind_of_document_is_found_and_nothing_else(tmp_path: Path) -> None:
    wanted = {touch(tmp_path / f"a{suffix}").name for suffix in SUFFIXES}
    wanted.add(touch(tmp_path / "LOUD.PDF").name)
    for name in ("notes.txt", "pdf", "no suffix", "a.pdf.part", "b.docx"):
        touch(tmp_path / name)
    assert set(names(tmp_path)) == wanted


def test_files_carry_their_size_time_and_root(tmp_path: Path) -> None:
    path = touch(tmp_path / "in" / "a.pdf", "four")
    os.utime(path, ns=(5, 1_600_000_000_123_456_789))
    (seen,) = walk(str(tmp_path)).files
    assert (seen.path, seen.root, seen.size) == (str(path), str(tmp_path), 4)
    assert seen.mtime_ns == path.stat().st_mtime_ns


def test_folders_and_their_files_are_listed_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b/2.pdf", "b/1.pdf", "a/z.pdf", "c.pdf", "a/deep/0.pdf"):
        touch(tmp_path / name)
    assert names(tmp_path) == ["c.pdf", "a/z.pdf", "a/deep/0.pdf", "b/1.pdf", "b/2.pdf"]


def test_hidden_and_system_folders_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden/a.pdf", ".b.pdf", "node_modules/c.pdf", "$RECYCLE.BIN/d.pdf", "lost+found/e.pdf", "in/f.pdf"):
        touch(tmp_path / name)
    assert names(tmp_path) == ["in/f.pdf"]


def test_a_hidden_folder_is_read_when_a_person_adds_it_itself(tmp_path: Path) -> None:
    touch(tmp_path / ".papers" / "a.pdf")
    assert names(tmp_path / ".papers") == ["a.pdf"]


def test_excluded_files_and_folders_are_left_out(tmp_path: Path) -> None:
    for name in ("a/1.pdf", "a/2.pdf", "ab/3.pdf", "b/4.pdf"):
        touch(tmp_path / name)
    assert names(tmp_path, str(tmp_path / "a" / "1.pdf"), str(tmp_path / "b")) == ["a/2.pdf", "ab/3.pdf"]


def test_a_loop_of_links_ends_and_shows_each_file_once(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "1.pdf")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a", target_is_directory=True)
    found = walk(str(tmp_path))
    assert [file.path for file in found.files] == [str(tmp_path / "a" / "1.pdf")]
    assert found.complete


def test_a_linked_folder_elsewhere_is_read_once(tmp_path: Path) -> None:
    touch(tmp_path / "elsewhere" / "1.pdf")
    (tmp_path / "root").mkdir()
    for name in ("one", "two"):
        (tmp_path / "root" / name).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert names(tmp_path / "root") == ["one/1.pdf"]


def test_a_dangling_link_is_no_problem(tmp_path: Path) -> None:
    touch(tmp_path / "a.pdf")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    found = walk(str(tmp_path))
    assert (len(found.files), found.complete, found.problems) == (1, True, ())


def test_a_link_to_itself_is_no_problem(tmp_path: Path) -> None:
    touch(tmp_path / "a.pdf")
    (tmp_path / "self.pdf").symlink_to(tmp_path / "self.pdf")
    found = walk(str(tmp_path))
    assert (len(found.files), found.complete, found.problems) == (1, True, ())


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_pipes_and_sockets_with_a_documents_name_are_left_alone(short_folder: Path) -> None:
    os.mkfifo("pipe.pdf")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.pdf")
        found = walk(str(short_folder))
    assert (found.files, found.complete) == ((), True)


def test_an_absent_root_is_not_present(tmp_path: Path) -> None:
    found = walk(str(tmp_path / "unplugged"))
    assert (found.present, found.complete, found.files, found.problems) == (False, False, (), ())


def test_an_emptied_root_is_present_but_not_complete(tmp_path: Path) -> None:
    found = walk(str(tmp_path))
    assert (found.present, found.complete) == (True, False)


def test_a_root_that_holds_no_document_is_complete(tmp_path: Path) -> None:
    touch(tmp_path / "notes.txt")
    assert walk(str(tmp_path)).complete


def test_an_emptied_folder_inside_a_root_is_complete(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert walk(str(tmp_path)).complete


def test_a_folder_that_cannot_be_read_makes_the_walk_incomplete_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path / "a" / "1.pdf")
    touch(tmp_path / "b" / "2.pdf")
    deny(monkeypatch, tmp_path / "a")
    found = walk(str(tmp_path))
    assert (found.present, found.complete) == (True, False)
    assert [file.path for file in found.files] == [str(tmp_path / "b" / "2.pdf")]
    assert found.problems == (f"The folder {tmp_path / 'a'} could not be read (permission denied).",)


def test_a_file_that_cannot_be_looked_at_makes_the_walk_incomplete_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path / "a.pdf")
    touch(tmp_path / "b.pdf")
    real = os.scandir

    class Denied:
        """An entry that the system tells nothing about but its name."""

        name, path = "a.pdf", str(tmp_path / "a.pdf")

        def is_dir(self) -> bool:
            raise PermissionError(13, "Permission denied")

    @contextmanager
    def scandir(path: str) -> Iterator[list[Any]]:
        with real(path) as listing:
            yield [Denied() if entry.name == "a.pdf" else entry for entry in listing]

    monkeypatch.setattr(os, "scandir", scandir)
    found = walk(str(tmp_path))
    assert ([file.path for file in found.files], found.complete) == ([str(tmp_path / "b.pdf")], False)
    assert found.problems == (f"{tmp_path / 'a.pdf'} could not be looked at (permission denied).",)


def test_a_root_that_cannot_be_listed_is_not_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "1.pdf")
    deny(monkeypatch, tmp_path)
    assert not walk(str(tmp_path)).complete


def test_a_file_added_by_itself_is_seen_whatever_its_suffix(tmp_path: Path) -> None:
    path = touch(tmp_path / "scan without suffix")
    found = walk(str(path))
    assert (found.present, found.complete) == (True, True)
    assert [(file.path, file.root) for file in found.files] == [(str(path), str(path))]


@pytest.mark.parametrize(
    "name", ["報告書.pdf", "отчёт.pdf", "تقرير.pdf", "हिन्दी.pdf", "a\nb.pdf", " .pdf ..pdf", "😀'\".pdf"]
)
def test_names_in_any_script_are_found(tmp_path: Path, name: str) -> None:
    touch(tmp_path / name)
    assert [unicodedata.normalize("NFC", found) for found in names(tmp_path)] == [unicodedata.normalize("NFC", name)]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_name_that_is_no_text_is_found_and_can_be_shown(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.pdf"
    with open(raw, "wb") as file:
        file.write(b"x")
    (seen,) = walk(str(tmp_path)).files
    assert os.fsencode(seen.path) == raw
    assert shown_name(seen.path) == "caf\N{REPLACEMENT CHARACTER}.pdf"
    assert content_hash(seen.path) == content_hash(os.fsdecode(raw))


def test_the_hash_is_that_of_the_content_alone(tmp_path: Path) -> None:
    here, there = touch(tmp_path / "a.pdf", "same"), touch(tmp_path / "b" / "c.pdf", "same")
    assert content_hash(str(here)) == content_hash(str(there))
    assert content_hash(str(touch(tmp_path / "d.pdf", "other"))) != content_hash(str(here))
    assert len(content_hash(str(here))) == 32


def test_a_large_file_is_hashed_to_its_last_byte(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(b"\0" * (3 << 20))
    before = content_hash(str(path))
    path.write_bytes(b"\0" * ((3 << 20) - 1) + b"1")
    assert content_hash(str(path)) != before


PART = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1).filter(
    lambda part: part not in {".", ".."}
)


@pytest.mark.skipif(sys.platform == "win32", reason="written with the other separator")
@given(st.lists(PART, min_size=1, max_size=5), st.integers(1, 5), PART)
def test_a_path_is_below_the_folders_that_hold_it_and_no_other(parts: list[str], depth: int, other: str) -> None:
    path = "/" + "/".join(parts)
    parent = "/" + "/".join(parts[:depth])
    assert is_below(path, parent)
    assert is_below(path, "/")
    assert not is_below(parent + other, parent)


@given(st.binary(max_size=30).filter(lambda raw: b"\0" not in raw))
def test_any_path_can_be_printed(raw: bytes) -> None:
    shown(os.fsdecode(raw)).encode("utf-8")


@pytest.mark.parametrize(
    ("path", "covered"),
    [
        ("a.pdf", True),
        ("deep/er/a.PNG", True),
        ("folder", True),
        ("drafts/a.pdf", False),
        ("in/Draft of a.pdf", False),
        ("letter.docx", False),
        (".hidden/a.pdf", False),
        ("node_modules/a.pdf", False),
        ("../elsewhere/a.pdf", False),
        ("", False),
    ],
)
def test_what_a_walk_would_find_is_covered(tmp_path: Path, path: str, covered: bool) -> None:
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    full = os.path.normpath(root / path)
    assert covers(str(root), full, path == "folder", skipping(["draft*"])) is covered
    if path == "folder":
        assert not covers(str(root), str(root / "node_modules"), True, skipping([]))


def test_skipped_names_are_left_out_in_any_case_files_and_folders_alike(tmp_path: Path) -> None:
    root = tmp_path / "Drafts"
    kept = [touch(root / "a.pdf"), touch(root / "deep" / "x1.pdf")]
    for name in ("DRAFTS/b.pdf", "deep/drafts/c.pdf", "deep/Old [2].pdf", "deep/x12.pdf"):
        touch(root / name)
    skipped = ["drafts", "old*", "x??.PDF"]
    assert [file.path for file in walk(str(root), skipped=skipped).files] == [str(path) for path in kept]
    # What was added by itself was meant.
    assert len(walk(str(root / "deep" / "x12.pdf"), skipped=skipped).files) == 1


def test_whoever_listens_hears_of_each_folder_and_can_end_the_walk(tmp_path: Path) -> None:
    for name in ("a/1.pdf", "a/2.pdf", "b/3.pdf"):
        touch(tmp_path / name)
    heard: list[list[str]] = []
    found = walk(str(tmp_path), heard=lambda files: heard.append([file.path for file in files]))
    assert [len(files) for files in heard] == [0, 2, 1]
    assert [path for each in heard for path in each] == [file.path for file in found.files]

    def refuse(files: Sequence[SeenFile]) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        walk(str(tmp_path), heard=refuse)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_walk_says_whether_it_followed_links_to_folders(tmp_path: Path) -> None:
    touch(tmp_path / "elsewhere" / "a.pdf")
    touch(tmp_path / "root" / "b.pdf")
    assert not walk(str(tmp_path / "root")).has_links
    (tmp_path / "root" / "in").symlink_to(tmp_path / "elsewhere")
    found = walk(str(tmp_path / "root"))
    assert found.has_links and len(found.files) == 2
