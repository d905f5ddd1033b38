"""The log file tells what broke and keeps what was asked to itself."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.logs import start_logging

pytestmark = pytest.mark.allow_log_warnings


@pytest.fixture(autouse=True)
def logging_as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    # Not the real ones: they would show the errors of these tests, and pytest would take those of threads for its own.
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    yield
    root.setLevel(level)
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()


def break_down() -> None:
    raise KeyError("my secret question")


def test_info_is_written_and_debug_is_not(tmp_path: Path) -> None:
    start_logging(tmp_path / "logs", "test")
    logging.getLogger("app.x").info("the library was opened")
    logging.getLogger("app.x").debug("a detail")
    written = (tmp_path / "logs" / "test.log").read_text()
    assert "the library was opened" in written
    assert "a detail" not in written


def test_an_uncaught_exception_is_logged_without_what_it_quotes(tmp_path: Path) -> None:
    start_logging(tmp_path, "test")
    try:
        break_down()
    except KeyError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    written = (tmp_path / "test.log").read_text()
    assert "break_down" in written
    assert "builtins.KeyError" in written
    assert "my secret question" not in written.replace('raise KeyError("my secret question")', "")


def test_an_uncaught_exception_of_a_thread_is_logged(tmp_path: Path) -> None:
    start_logging(tmp_path, "test")
    thread = threading.Thread(target=break_down, name="reader")
    thread.start()
    thread.join()
    assert "uncaught exception in thread reader" in (tmp_path / "test.log").read_text()


def test_ctrl_c_is_no_bug(tmp_path: Path) -> None:
    start_logging(tmp_path, "test")
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert (tmp_path / "test.log").read_text() == ""


def test_a_long_log_starts_over_and_keeps_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.logs.MAX_BYTES", 500)
    start_logging(tmp_path, "test")
    for number in range(50):
        logging.getLogger("app.x").info("line %d", number)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["test.log", "test.log.1"]
    assert all(path.stat().st_size <= 500 for path in tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert start_logging(tmp_path / "file" / "logs", "test") is None
