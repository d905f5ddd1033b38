"""The ten stories of `tests.stories` in short, on the project's own samples: everything goes as it should."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.events import FilesChanged
from app.rows import FileState
from tests.gui.fakes import DAMAGED, LOCKED, FakeEngine, file_row, library
from tests.stories.session import STORIES
from ui.library.failures_dialog import FailuresDialog
from ui.main_window import MainWindow

LIMIT_S = 420


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Any]:
    """Play all of them once; returns what each has told."""
    out = tmp_path_factory.mktemp("stories")
    repository = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.stories", str(repository / "assets" / "samples"), "--out", str(out)]
    environment = {**os.environ, "TESSDATA_PREFIX": str(out / "no tessdata")}
    command += ["--questions", "3", "--limit", "60", "--brief"]
    with (out / "said").open("wb") as said:
        subprocess.run(command, cwd=repository, env=environment, stdout=said, stderr=said, timeout=LIMIT_S, check=False)
    found = {int(file.stem): json.loads(file.read_text("utf-8")) for file in (out / "light").glob("*.json")}
    assert found, (out / "said").read_text("utf-8")
    return found


@pytest.mark.timeout(480)
@pytest.mark.parametrize("number", STORIES)
def test_a_story_goes_as_it_should(told: dict[int, Any], number: int) -> None:
    story = told[number]
    assert story["failure"] == ""
    assert story["complaints"] == []
    assert story["steps"] and story["pulse"]["beats"]


# What the stories have shown to be wrong.


def test_the_pages_of_the_library_are_counted_while_it_grows(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    waiting = file_row("third.pdf", FileState.WAITING, 0)
    engine.emit(library(file_row("report.pdf"), file_row("new.pdf", FileState.WAITING, 0), waiting))
    qtbot.waitUntil(lambda: window.library._summary.text().startswith("10 pages"))
    engine.emit(FilesChanged((file_row("new.pdf", pages=5),)))
    qtbot.waitUntil(lambda: window.library._summary.text().startswith("15 pages"))


def test_once_a_chosen_file_is_read_the_next_is_chosen(qtbot: QtBot) -> None:
    dialog = FailuresDialog()
    qtbot.addWidget(dialog)
    dialog.open_beside([DAMAGED, LOCKED])
    dialog.table.selectRow(1)
    dialog.show_files([DAMAGED])
    assert dialog.retry.isEnabled()
    dialog.show_files([])
    assert not dialog.all.isEnabled()
