"""One look's stories, in a process of their own: each leaves what it took as JSON, and is not played again.

python -m tests.stories.session LOOK --out DIR --behind FOLDER --questions N --stories N...
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app import paths as places
from app.settings import Settings
from app.settings import Theme as Choice
from tests.stories import finding, having, keeping
from tests.stories.material import read_material
from tests.stories.player import Player
from tests.stories.waiting import Unfulfilled
from ui.application import Application
from ui.basics.theme import Theme

STORIES: dict[int, tuple[str, Callable[[Player], None]]] = {
    1: ("First start: drop a folder, estimate, first results", keeping.first_start),
    2: ("Ask in words, read the page, next match, zoom", finding.words),
    3: ("Exact quotes, minus, filters, completion", finding.exactly),
    4: ("Search by a picture", finding.by_picture),
    5: ("Search by a piece of a page, copy its text", finding.by_piece),
    6: ("A scan without text is found", keeping.a_scan),
    7: ("A locked and a broken file", keeping.trouble),
    8: ("Pause, quit in the middle, start again", keeping.interrupted),
    9: ("Export as PDF and CSV, save a page as PNG", having.taken_along),
    10: ("A second library, settings, profiles", having.another_library),
}
ANOTHER_LIBRARY = 8
LOOKS: dict[str, tuple[Choice, int]] = {
    "light": ("light", 100),
    "dark": ("dark", 100),
    "light-large": ("light", 200),
    "dark-large": ("dark", 200),
}
NO_NEWS = "This plugin does not support"
"""What the offscreen platform says of what it cannot do."""


class Complaints(logging.Handler):
    """Gathers what Qt, Python and Pagelight complain about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        logging.getLogger().addHandler(self)
        qInstallMessageHandler(self._hear_qt)
        sys.excepthook = self._hear_error

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.said.append(f"{record.name}: {record.getMessage()}")

    def _hear_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not message.startswith(NO_NEWS):
            self.said.append(f"Qt: {message}")

    def _hear_error(self, kind: type[BaseException], error: BaseException, trail: TracebackType | None, /) -> None:
        self.said.append("".join(traceback.format_exception(kind, error, trail)))


def main() -> None:
    """Play the stories that have not been played in this look, each to its end or to where it fails."""
    parser = argparse.ArgumentParser()
    parser.add_argument("look", choices=LOOKS)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--behind", required=True)
    parser.add_argument("--questions", type=int, required=True)
    parser.add_argument("--limit", type=float, required=True)
    parser.add_argument("--brief", action="store_true")
    parser.add_argument("--stories", type=int, nargs="+", required=True)
    given = parser.parse_args()
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    choice, percent = LOOKS[given.look]
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    application = Application(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    complaints = Complaints()
    theme, settings = Theme(application, choice, percent), Settings(choice, text_percent=percent)
    home, out, made = places.default_library().parent, given.out / given.look, read_material(given.out / "material")
    player = Player(theme, settings, home, out, made)
    player.behind, player.questions, player.limit_s = given.behind, given.questions, given.limit
    player.is_brief = given.brief
    try:
        # The one that begins and ends with another library comes last: an engine takes long to start.
        for number in sorted(given.stories, key=lambda number: (number == ANOTHER_LIBRARY, number)):
            told = out / f"{number:02d}.json"
            if told.exists() and not json.loads(told.read_text(encoding="utf-8"))["failure"]:
                continue
            _play_one(player, number, complaints, told)
    finally:
        player.close()


def _end_with_the_parent() -> None:
    """End when standard input closes: whoever began the stories has gone."""
    sys.stdin.read()
    os._exit(1)


def _play_one(player: Player, number: int, complaints: Complaints, told: Path) -> None:
    name, run = STORIES[number]
    complaints.said.clear()
    player.begin(number)
    failure, load = "", os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    try:
        run(player)
    except Unfulfilled as error:
        failure = str(error)
    except Exception:
        # Whatever is wrong with one story, the others are to be played.
        failure = traceback.format_exc()
    values = {
        "name": name,
        "failure": failure,
        "complaints": complaints.said[:],
        "load": load,
        "when": time.strftime("%Y-%m-%d %H:%M"),
        "steps": [asdict(step) for step in player.steps],
        "pulse": asdict(player.heartbeat.pulse()),
        "typed_ms": player.typed_ms,
        "files": player.files,
        "behind": str(player.library.progress.activity) if player.behind else "",
    }
    print(f"{number:2d} {name}: {failure or 'as it should be'}", flush=True)
    told.write_text(json.dumps(values, indent=1), encoding="utf-8")
    if failure:
        player.look("failure", is_needed=True)
        # The next story begins afresh.
        player.close()


if __name__ == "__main__":
    main()
