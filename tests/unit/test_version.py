"""What the program says of itself, as a person or another program reads it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.main import main, version


def test_the_version_is_said_alone_or_with_all_that_it_is_made_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"Pagelight {version()}\n"
    assert main(["--version", "--verbose"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"Pagelight {version()}"
    assert any("lancedb" in line for line in said)


def test_who_reads_only_the_beginning_gets_no_complaint() -> None:
    command = [sys.executable, "-m", "app.main", "--version", "--verbose"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None and program.stderr is not None
        program.stdout.close()
        assert (program.wait(timeout=60), program.stderr.read()) == (1, "")
