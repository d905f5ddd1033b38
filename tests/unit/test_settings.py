"""A person's settings survive everything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import paths, settings
from app.settings import Settings
from indexer.errors import ExpectedError


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "settings.json"
    chosen = Settings("dark", "/papers", 150, ("/papers", "/scans"))
    settings.save(chosen, file)
    assert settings.load(file) == (chosen, "")
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


def test_no_file_means_the_usual_settings(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "settings.json") == (Settings(), "")


def test_keys_of_a_newer_pagelight_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"theme": "light", "spectacles": {"left": -1.5}}')
    loaded, problem = settings.load(file)
    assert not problem
    settings.save(loaded, file)
    saved = json.loads(file.read_text())
    assert saved["theme"] == "light" and saved["spectacles"] == {"left": -1.5}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"theme": "plaid"}',
        b'{"last_library": 3}',
        b'{"text_percent": 9}',
        b'{"recent_libraries": [1]}',
    ],
)
def test_an_unreadable_file_is_kept_as_bad(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    loaded, problem = settings.load(file)
    assert loaded == Settings()
    assert "settings.json.bad" in problem
    settings.save(loaded, file)
    assert (tmp_path / "settings.json.bad").read_bytes() == content


def test_a_second_bad_file_does_not_replace_the_first(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    for content in ("first", "second"):
        file.write_text(content)
        settings.load(file)
    assert sorted(path.read_text() for path in tmp_path.glob("*.bad")) == ["first", "second"]


def test_a_save_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.json"
    settings.save(Settings("dark"), file)

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(ExpectedError, match="No space left"):
        settings.save(Settings("light"), file)
    assert settings.load(file) == (Settings("dark"), "")
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_one_folder_can_hold_everything(home: Path) -> None:
    assert paths.default_library() == home / "library"
    assert paths.log_folder() == home / "logs"
    assert paths.settings_file() == home / "settings.json"


def test_without_that_folder_each_thing_goes_where_the_system_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAGELIGHT_HOME")
    assert paths.default_library().name == "library"
    assert "agelight" in str(paths.log_folder())
    assert paths.settings_file().is_absolute()
