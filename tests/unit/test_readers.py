"""Readers that hang, crash or run out of memory, and what is said of the file that did it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import Any

import psutil
import pytest
from pebble import ProcessExpired, ProcessFuture

import indexer.readers
import indexer.sources
from indexer.readers import Inspection, Problem, Readers, draw, inspect, outcome, read
from tests import reader_work
from tests.documents import write_pdf, write_picture

TIMEOUT_S = 1.0
WAIT_S = 30.0


@pytest.fixture
def readers() -> Iterator[Readers]:
    readers = Readers(1, lambda: None, page_timeout_s=TIMEOUT_S)
    yield readers
    readers.close()


@pytest.fixture
def in_this_process() -> Iterator[None]:
    """Let go of the file that a reader keeps open."""
    yield
    if indexer.readers._open_file is not None:
        indexer.readers._open_file[3].close()
        indexer.readers._open_file = None


def done(readers: Readers, work: Any, *args: Any) -> Any:
    """Let a reader work, and say what came of it."""
    future = readers.submit(work, "/in/a file.pdf", *args)
    deadline = time.monotonic() + WAIT_S
    while not future.done() and time.monotonic() < deadline:
        time.sleep(0.01)
    return outcome(future, "/in/a file.pdf", TIMEOUT_S)


# --- in their own processes ---


def test_a_reader_that_hangs_is_replaced_and_the_others_work_goes_on(readers: Readers) -> None:
    first = done(readers, reader_work.process_id)
    assert first != os.getpid()
    later = [readers.submit(reader_work.answer_with, "b", number) for number in range(3)]
    hung = done(readers, reader_work.hang)
    assert hung == Problem("a file.pdf took longer than 1 s to read, so it was set aside.", "retry", True)
    assert [future.result(WAIT_S) for future in later] == [0, 1, 2]
    assert done(readers, reader_work.process_id) not in {first, os.getpid()}
    assert not psutil.pid_exists(first) or psutil.Process(first).status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("work", [reader_work.crash, reader_work.leave])
def test_a_reader_that_dies_is_replaced_and_says_whose_fault_it_was(readers: Readers, work: Any) -> None:
    assert done(readers, work) == Problem("a file.pdf made its reader crash, so it was set aside.", "retry", True)
    assert done(readers, reader_work.answer_with, "still here") == "still here"


@pytest.mark.skipif(sys.platform != "linux", reason="no such limit there")
def test_a_reader_may_not_eat_all_memory() -> None:
    readers = Readers(1, lambda: None, page_timeout_s=WAIT_S, memory_limit_bytes=2 << 30)
    try:
        found = done(readers, reader_work.take_memory, 3 << 30)
        assert found == Problem(
            "a file.pdf needs more memory than a reader may use, so it was set aside.", "retry", True
        )
        assert done(readers, reader_work.take_memory, 1 << 20) == 1 << 20
    finally:
        readers.close()


def test_whoever_waits_is_woken_when_work_ended() -> None:
    woken = threading.Event()
    readers = Readers(1, woken.set, page_timeout_s=WAIT_S)
    try:
        readers.submit(reader_work.answer_with, "a", 1)
        assert woken.wait(WAIT_S)
    finally:
        readers.close()


def test_closing_ends_a_reader_that_hangs() -> None:
    readers = Readers(1, lambda: None, page_timeout_s=WAIT_S)
    process = psutil.Process(readers.submit(reader_work.process_id, "a").result(WAIT_S))
    readers.submit(reader_work.hang, "a")
    start = time.monotonic()
    readers.close()
    process.wait(WAIT_S)
    assert time.monotonic() - start < WAIT_S / 2


def test_real_files_go_through_a_real_reader(tmp_path: Path) -> None:
    path = str(write_pdf(tmp_path / "a.pdf", ["the last ferry", "leaves at nine"]))
    readers = Readers(1, lambda: None)
    try:
        found = outcome(waited(readers.submit(inspect, path, "")), path, 30)
        pages = outcome(waited(readers.submit(read, path, "", 1, 2, None)), path, 30)
        picture = outcome(waited(readers.submit(draw, path, "", 2, 100, True)), path, 30)
    finally:
        readers.close()
    assert (found.kind, found.pages) == ("pdf", 2)
    assert [page.text.words for page in pages] == [("the", "last", "ferry"), ("leaves", "at", "nine")]
    assert picture.width_px == 100


def waited(future: ProcessFuture[Any]) -> ProcessFuture[Any]:
    future.exception(WAIT_S)
    return future


def test_readers_end_when_their_engine_is_killed(repository: Path) -> None:
    code = (
        "import os, signal, sys, time\n"
        "from indexer.readers import Readers\n"
        "from tests import reader_work\n"
        "readers = Readers(1, lambda: None)\n"
        "reader = readers.submit(reader_work.process_id, 'a').result()\n"
        "hanging = readers.submit(reader_work.hang, 'a')\n"
        "while not hanging.running():\n"
        "    time.sleep(0.01)\n"
        "print(reader, flush=True)\n"
        "sys.stdin.readline()\n"
        "os.kill(os.getpid(), signal.SIGKILL if sys.platform != 'win32' else signal.SIGTERM)\n"
    )
    engine = subprocess.Popen(
        [sys.executable, "-c", code], cwd=repository, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert engine.stdout is not None
    assert engine.stdin is not None
    with engine.stdout, engine.stdin:
        reader = psutil.Process(int(engine.stdout.readline()))
        assert reader.is_running()
        engine.stdin.write("\n")
        engine.stdin.flush()
        engine.wait(WAIT_S)
    gone, alive = psutil.wait_procs([reader], timeout=10)
    assert (len(gone), alive) == (1, [])


# --- what came of it ---


def failed(error: BaseException) -> ProcessFuture[Any]:
    future: ProcessFuture[Any] = ProcessFuture()
    future.set_exception(error)
    return future


@pytest.mark.parametrize(
    ("error", "said", "lost"),
    [
        (FutureTimeout(), "a.pdf took longer than 2.5 s to read, so it was set aside.", True),
        (ProcessExpired("gone", 9), "a.pdf made its reader crash, so it was set aside.", True),
        (MemoryError(), "a.pdf needs more memory than a reader may use, so it was set aside.", True),
        (CancelledError(), "a.pdf was not read.", False),
    ],
)
def test_what_became_of_a_file_is_said_in_a_sentence(error: BaseException, said: str, lost: bool) -> None:
    assert outcome(failed(error), "/in/a.pdf", 2.5) == Problem(said, "retry", lost)


@pytest.mark.allow_log_warnings
def test_a_bug_met_inside_a_reader_is_logged_and_the_run_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    found = outcome(failed(KeyError("oops")), "/in/a.pdf", 1)
    assert found == Problem("a.pdf could not be read because of an error in Pagelight.", "retry")
    (record,) = caplog.records
    assert record.exc_info is not None
    assert "a.pdf" not in record.getMessage()


# --- inside a reader ---


@pytest.mark.usefixtures("in_this_process")
def test_an_inspection_tells_the_content_and_the_file(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["one", "two"])
    found, info = inspect(str(path)), path.stat()
    content = hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    assert found == Inspection(content, "pdf", 2, info.st_size, info.st_mtime_ns)


@pytest.mark.usefixtures("in_this_process")
def test_a_locked_file_is_known_by_its_content_all_the_same(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["one"], password="sesame")
    content = hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    assert inspect(str(path)) == Problem("a.pdf is locked with a password.", "password", document=content)
    unlocked = inspect(str(path), "sesame")
    assert isinstance(unlocked, Inspection)
    assert unlocked.document == content
    # The file is open now, and still nobody without the password is shown a page.
    assert isinstance(read(str(path), "", 1, 1, None), Problem)


@pytest.mark.usefixtures("in_this_process")
def test_pages_of_one_file_are_read_without_opening_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def open_source(path: str, password: str) -> Any:
        opened.append(path)
        return indexer.sources.protocol.open_source(path, password)

    monkeypatch.setattr(indexer.sources, "open_source", open_source)
    a, b = str(write_pdf(tmp_path / "a.pdf", ["one", "two"])), str(write_picture(tmp_path / "b.png"))
    inspect(a)
    read(a, "", 1, 1, None)
    read(a, "", 2, 2, None)
    draw(a, "", 1, 50, True)
    assert opened == [a]
    draw(b, "", 1, 50, True)
    read(a, "", 1, 1, None)
    assert opened == [a, b, a]


@pytest.mark.usefixtures("in_this_process")
def test_a_file_that_was_replaced_is_opened_again(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["old"])
    before = read(str(path), "", 1, 1, None)
    write_pdf(tmp_path / "draft.pdf", ["new words"]).replace(path)
    os.utime(path, ns=(1, 1))
    after = read(str(path), "", 1, 1, None)
    assert not isinstance(before, Problem)
    assert not isinstance(after, Problem)
    assert (before[0].text.words, after[0].text.words) == (("old",), ("new", "words"))


@pytest.mark.usefixtures("in_this_process")
def test_a_file_that_is_gone_is_said_to_be_gone_by_every_kind_of_work(tmp_path: Path) -> None:
    path = str(tmp_path / "a.pdf")
    gone = Problem("a.pdf is no longer there.", "retry")
    assert [inspect(path), read(path, "", 1, 1, None), draw(path, "", 1, 50, False)] == [gone] * 3
    write_pdf(tmp_path / "a.pdf")
    inspect(path)
    os.remove(path)
    assert [inspect(path), read(path, "", 1, 1, None), draw(path, "", 1, 50, False)] == [gone] * 3
