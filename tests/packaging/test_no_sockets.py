"""Indexing, searching and the window talk to nobody: none of their processes reaches for a network."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.documents import write_pdf

ROOT = Path(__file__).parents[2]

# Every Python process that is started runs this first, because it is found as sitecustomize.
LISTENING = """
import os, socket, sys

def hear(event, told):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"):
        wanted = True
    elif event == "socket.connect":
        wanted = told[0].family in (socket.AF_INET, socket.AF_INET6)
    elif event == "socket.bind":
        # So urllib3, which LanceDB imports, finds out whether this machine knows IPv6; the socket is closed at once.
        wanted = told[0].family in (socket.AF_INET, socket.AF_INET6) and told[1] != ("::1", 0)
    else:
        return
    if wanted:
        with open(os.environ["HEARD"], "a") as file:
            print(sys.argv[:3], event, told[1:], file=file)

sys.addaudithook(hear)
with open(os.environ["HEARD"] + ".processes", "a") as file:
    print(os.getpid(), file=file)
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks" / "sitecustomize.py").write_text(LISTENING, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "hooks"), str(ROOT)])
    return {
        **os.environ,
        "PYTHONPATH": path,
        "HEARD": str(tmp_path / "heard"),
        "QT_QPA_PLATFORM": "offscreen",
        "PAGELIGHT_TRACE_START": "1",
    }


def run(environment: dict[str, str], *arguments: str, until: str = "") -> set[str]:
    """Run Pagelight to its end, or until it says something; returns the network sockets that any of its processes had.

    The hook hears what Python does; libraries open sockets by themselves, which the system knows.
    """
    command = [sys.executable, "-m", "app.main", *arguments]
    remarks = Path(environment["HEARD"] + ".stderr")
    with remarks.open("w") as file:
        program = subprocess.Popen(command, env=environment, stderr=file, stdout=subprocess.DEVNULL)
    family, sockets = psutil.Process(program.pid), set()
    end = time.monotonic() + 100
    while program.poll() is None and time.monotonic() < end and not (until and until in remarks.read_text()):
        for process in [family, *family.children(recursive=True)]:
            try:
                # One that is neither connected nor waiting for anybody is urllib3's, above.
                open_now = process.net_connections("inet")
                for each in open_now:
                    if each.status in (psutil.CONN_LISTEN, psutil.CONN_ESTABLISHED, psutil.CONN_SYN_SENT):
                        sockets.add(str(each))
            except psutil.Error:
                continue
        time.sleep(0.05)
    said = remarks.read_text()
    if until:
        assert until in said, said
        started = family.children(recursive=True)
        program.terminate()
        program.wait(20)
        for process in psutil.wait_procs(started, 10)[1]:
            process.kill()
    else:
        assert program.wait(10) == 0, said
    return sockets


@pytest.mark.timeout(300)  # Three starts, each of several processes.
def test_nothing_that_was_not_asked_for_opens_a_socket(tmp_path: Path, environment: dict[str, str]) -> None:
    papers, library = tmp_path / "papers", str(tmp_path / "library")
    papers.mkdir()
    write_pdf(papers / "ferries.pdf", ["the last ferry leaves at noon"])
    assert run(environment, "index", str(papers), "--library", library) == set()
    assert run(environment, "search", "ferry", "--library", library) == set()
    assert run(environment, "gui", "--library", library, until="ready ") == set()
    # The hook was in the engine and the readers, too.
    assert len(Path(environment["HEARD"] + ".processes").read_text(encoding="utf-8").split()) >= 8
    assert not Path(environment["HEARD"]).exists(), Path(environment["HEARD"]).read_text(encoding="utf-8")


def test_the_hook_would_hear_it(environment: dict[str, str]) -> None:
    program = "import socket; socket.socket(socket.AF_INET).bind(('127.0.0.1', 0)); socket.getaddrinfo('localhost', 80)"
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    heard = Path(environment["HEARD"]).read_text(encoding="utf-8")
    assert "socket.bind" in heard and "socket.getaddrinfo" in heard
