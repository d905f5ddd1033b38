"""What holds for every test: its own folders, no window on anyone's screen, and nothing left behind."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

# Before any test module can import Qt. A run that wants to be watched sets it to something else.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

GRACE_S = 5.0
LIBRARY_THREADS = (
    "LanceDBBackgroundEventLoop",  # one for the life of the process
    "TMonitor",  # tqdm's
)
LIBRARY_PROCESSES = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs an X server where there is none; in CI there has to be one."""
    needs_x = item.get_closest_marker("xserver") is not None
    if needs_x and not os.environ.get("DISPLAY") and shutil.which("Xvfb") is None:
        if os.environ.get("CI"):
            pytest.fail("CI has to provide Xvfb.")
        pytest.skip("There is no X server and no Xvfb.")


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fail a test that leaves a thread or a child process running."""
    threads, children = set(threading.enumerate()), set(_children())
    yield
    deadline = time.monotonic() + GRACE_S
    while (left := _threads_since(threads) + _children_since(children)) and time.monotonic() < deadline:
        time.sleep(0.02)
    if left:
        pytest.fail("Left running: " + ", ".join(left))


def _threads_since(before: set[threading.Thread]) -> list[str]:
    return [
        f"thread {thread.name}"
        for thread in threading.enumerate()
        # A dummy is how Python sees a thread of Qt's; it outlives the thread itself.
        if thread not in before
        and not isinstance(thread, threading._DummyThread)
        and not thread.name.startswith(LIBRARY_THREADS)
    ]


def _children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def _children_since(before: set[psutil.Process]) -> list[str]:
    left = []
    for child in _children():
        try:
            command = " ".join(child.cmdline())
            dead = child.status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            continue
        if child not in before and not dead and not any(known in command for known in LIBRARY_PROCESSES):
            left.append(f"process {child.pid} ({command or 'no command'})")
    return left


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a Pagelight home of its own, outside of tmp_path, which tests index."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("PAGELIGHT_HOME", str(folder))
    # Whether this machine has Tesseract is for the tests of it alone.
    monkeypatch.setenv("TESSDATA_PREFIX", str(folder / "no tessdata"))
    return folder


@pytest.fixture(autouse=True)
def nothing_unexpected_logged(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test during which something was logged at WARNING or above."""
    yield
    if request.node.get_closest_marker("allow_log_warnings"):
        return
    records = [record for phase in ("setup", "call", "teardown") for record in caplog.get_records(phase)]
    unexpected = [f"{record.name}: {record.getMessage()}" for record in records if record.levelno >= logging.WARNING]
    if unexpected:
        pytest.fail("Unexpected log records:\n" + "\n".join(unexpected))


@pytest.fixture
def no_log_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep `app.main.main` from setting up logging for all the tests that follow."""
    monkeypatch.setattr("app.main.start_logging", lambda folder, name: None)


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the folder that holds the project."""
    return Path(__file__).parent.parent


# WORKAROUND(cause unknown; seen with torch 2.13, PySide6 6.11 and lancedb 0.40 in one process): the interpreter crashed
# (code 139) twice while it ended, after every test had passed and its summary was written. Pagelight itself never has
# torch and Qt in one process, and its model process ends without the interpreter's end, too.
@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End at once, with the exit code that the tests earned."""
    if (code := getattr(config, "exit_code", None)) is not None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember the exit code."""
    session.config.exit_code = int(exitstatus)  # type: ignore[attr-defined]
