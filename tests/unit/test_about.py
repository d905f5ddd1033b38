"""The small file that says what a library holds: read whatever its age, and never half."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from indexer.about import FILE, FORMAT_MAJOR, FORMAT_MINOR, About, ModelTables, read_about, write_about
from indexer.disk import replace_file
from indexer.errors import ExpectedError, LibraryTooNew

STRANGE = "/root/" + os.fsdecode(b"caf\xe9 \xff \"'\n.pdf")
HELD = About(
    (FORMAT_MAJOR, FORMAT_MINOR),
    ("/root", STRANGE, "/röot/日本"),
    frozenset({STRANGE, "/root/not"}),
    "balanced",
    {
        "one-1-64": ModelTables(
            "balanced", "codes-one-1-64-scalar4-2", "sets-one-1-64-3", "exact-one-1-64-1", "codes-3"
        ),
        "two-1-128": ModelTables("exact", "codes-two-1-128-float16-1", exact="codes-two-1-128-float16-1"),
    },
    skipped=("drafts", "*.png", "[été]?"),
    paused=frozenset({STRANGE, "/root"}),
)


def test_what_was_written_is_read_whatever_paths_are_made_of(tmp_path: Path) -> None:
    write_about(tmp_path, HELD)
    assert read_about(tmp_path) == HELD
    write_about(tmp_path, read_about(tmp_path))
    assert read_about(tmp_path) == HELD
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_a_folder_without_the_file_is_a_new_library(tmp_path: Path) -> None:
    assert read_about(tmp_path) == About()


@pytest.mark.parametrize(
    ("written", "profile"),
    [
        ({"format": [1, 0], "roots": ["/a"], "excluded": []}, "quality"),
        ({"format": [1, 1], "roots": ["/a"], "excluded": ["/a/b"], "profile": "tiny"}, "tiny"),
    ],
)
def test_files_of_older_formats_are_read(tmp_path: Path, written: dict[str, object], profile: str) -> None:
    (tmp_path / FILE).write_text(json.dumps(written))
    about = read_about(tmp_path)
    assert (list(about.format), about.roots, about.profile) == (written["format"], ("/a",), profile)
    assert about.excluded == frozenset(map(str, written["excluded"]))  # type: ignore[call-overload]
    assert about.models == {}
    # Once it is written, it is of this format.
    write_about(tmp_path, about)
    assert read_about(tmp_path).format == (FORMAT_MAJOR, FORMAT_MINOR)


def test_what_a_later_minor_format_adds_is_passed_over(tmp_path: Path) -> None:
    write_about(tmp_path, HELD)
    about = json.loads((tmp_path / FILE).read_text())
    about |= {"format": [FORMAT_MAJOR, FORMAT_MINOR + 5], "moods": [1]}
    about["models"]["one-1-64"]["mood"] = "good"
    (tmp_path / FILE).write_text(json.dumps(about))
    read = read_about(tmp_path)
    assert (read.format, read.models, read.roots) == ((FORMAT_MAJOR, FORMAT_MINOR + 5), HELD.models, HELD.roots)


def test_a_later_major_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"format": [FORMAT_MAJOR + 1, 0]}))
    with pytest.raises(LibraryTooNew, match="newer Pagelight"):
        read_about(tmp_path)


@pytest.mark.parametrize(
    "models", [5, [1], {"one": None}, {"one": {"profile": "quality", "codes": "c", "sets": ""}}, {"one": "codes"}]
)
def test_models_that_cannot_be_understood_are_said_in_a_sentence(tmp_path: Path, models: object) -> None:
    write_about(tmp_path, HELD)
    about = json.loads((tmp_path / FILE).read_text()) | {"models": models}
    (tmp_path / FILE).write_text(json.dumps(about))
    with pytest.raises(ExpectedError) as raised:
        read_about(tmp_path)
    assert str(tmp_path / FILE) in raised.value.sentence


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    write_about(tmp_path, HELD)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"indexer.disk.os.{broken}", full)
        with pytest.raises(OSError, match="No space"):
            write_about(tmp_path, About(roots=("/elsewhere",)))
    assert read_about(tmp_path) == HELD
    # What the failed one left is no hindrance.
    write_about(tmp_path, About(roots=("/elsewhere",)))
    assert read_about(tmp_path).roots == ("/elsewhere",)
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_a_file_is_on_the_disk_before_it_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(number: int) -> None:
        order.append("fsync")
        fsync(number)

    def replaced(draft: Path, path: Path) -> None:
        order.append(f"replace by {draft.read_bytes()!r}")
        replace(draft, path)

    monkeypatch.setattr("indexer.disk.os.fsync", synced)
    monkeypatch.setattr("indexer.disk.os.replace", replaced)
    replace_file(tmp_path / "file", b"all of it")
    assert order == ["fsync", "replace by b'all of it'"]
    assert (tmp_path / "file").read_bytes() == b"all of it"
