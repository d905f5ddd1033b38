"""The whole way on a real X server: a folder dragged in from another program, a question typed, what is shown."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.answers.search import Search
from app.models.catalogue import BUILT_IN
from app.models.embedders import make_embedder
from indexer.look import LookIndex
from indexer.looks import Model
from indexer.store import Store
from tests.documents import write_pdf, write_picture
from tests.passages import MODEL as SENTENCES_MODEL
from tests.passages import SENTENCES

QUESTION = "fares in 2018"
DESK = (1600, 900)


class Program:
    """A child whose lines are waited for."""

    def __init__(self, *command: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.strip())

    def wait_for(self, beginning: str, timeout_s: float = 40) -> str:
        """Wait for a line that begins so, and return its rest."""
        end = time.monotonic() + timeout_s
        while (left := end - time.monotonic()) > 0:
            line = self._lines.get(timeout=left)
            if line.startswith(beginning):
                return line.removeprefix(beginning).strip()
        raise TimeoutError(beginning)

    def end(self) -> None:
        """Close its input, and end it if that is not enough."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            self.process.wait(15)
        self._thread.join()
        self.process.stdout.close()


@pytest.fixture
def display() -> Iterator[str]:
    """Start an X server with a window manager; returns the display's name."""
    missing = [name for name in ("Xvfb", "openbox", "xdotool") if shutil.which(name) is None]
    if missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs " + ", ".join(missing))
    server = Program("Xvfb", "-displayfd", "1", "-screen", "0", f"{DESK[0]}x{DESK[1]}x24", "-nolisten", "tcp")
    name = ":" + server.wait_for("")
    manager = Program("openbox", DISPLAY=name)
    yield name
    manager.process.terminate()
    manager.end()
    server.process.terminate()
    server.end()


@pytest.mark.xserver
@pytest.mark.timeout(180)
def test_a_folder_dropped_from_another_program_is_searched_and_shown_as_the_store_holds_it(
    display: str, tmp_path: Path
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    write_pdf(papers / "harbour.pdf", ["Ferries leave the harbour at noon.", "Fares rose by 12.4% in 2018."])
    write_pdf(papers / "orchard.pdf", ["Apples ripen in September.", "In 2018 the harvest was late."])
    write_picture(papers / "lighthouse.png")
    library, screenshot = tmp_path / "library", tmp_path / "screen.png"
    on_display = {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "PAGELIGHT_WINDOW_SETTINGS": str(tmp_path / "window.ini"),
    }
    window = Program(sys.executable, "-m", "tests.gui.x_window", str(library), str(screenshot), **on_display)
    source = None
    try:
        left, top, width, height = map(int, window.wait_for("window").split())
        window.wait_for("indexed 0")
        place = ("0", str(DESK[1] - 120))
        source = Program(sys.executable, "-m", "tests.gui.x_drag_source", *place, str(papers), **on_display)
        source.wait_for("shown")
        time.sleep(0.5)

        def do(*command: str) -> None:
            subprocess.run(["xdotool", *command], env={**os.environ, "DISPLAY": display}, check=True)
            time.sleep(0.1)

        do("mousemove", "60", str(DESK[1] - 60))
        do("mousedown", "1")
        do("mousemove", "70", str(DESK[1] - 70))
        source.wait_for("dragging")
        for step in range(1, 11):
            across, down = left + width * step // 20, DESK[1] - 70 + (top + height // 2 - DESK[1] + 70) * step // 10
            do("mousemove", str(across), str(down))
        do("mouseup", "1")
        window.wait_for("indexed 3")
        source.process.terminate()
        do("mousemove", str(left + width // 2), str(top + 24), "click", "1")
        do("type", "--delay", "20", QUESTION)
        while (told := json.loads(window.wait_for("hits")))["question"] != QUESTION:
            pass
    finally:
        window.end()
        if source is not None:
            source.end()
    assert window.process.returncode == 0
    assert told["shown"] == held(library)
    assert len(told["shown"]) == 2 and told["shown"][0]["path"] == str(papers / "harbour.pdf")
    assert amber_pixels(screenshot) > 200


def held(library: Path) -> list[dict[str, object]]:
    """Answer the question from the store itself."""
    embedder = make_embedder(BUILT_IN)
    store = Store(library, Model(embedder.name, embedder.revision, embedder.dim), sentences=SENTENCES_MODEL)
    try:
        answer = Search(store, LookIndex(store.looks), embedder, SENTENCES).answer(QUESTION)
        return [
            {
                "path": hit.path,
                "page": hit.page.number,
                "lanes": list(hit.lanes),
                "regions": [[*region.box] for region in hit.regions],
            }
            for hit in answer.hits
        ]
    finally:
        store.close()


def amber_pixels(screenshot: Path) -> int:
    """Count pixels of the colour in which white paper is lit."""
    image = QImage(str(screenshot))
    found = 0
    for y in range(0, image.height(), 2):
        for x in range(0, image.width(), 2):
            colour = image.pixelColor(x, y)
            found += colour.red() > 220 and 170 < colour.green() < 235 and 90 < colour.blue() < 190
    return found
