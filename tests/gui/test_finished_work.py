from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.events import Activity, Progress
from ui.bridge import Bridge
from ui.finished_work import FinishedWork
from ui.main_window import MainWindow


class Clock:
    """Tells the time that a test wants."""

    def __init__(self) -> None:
        self.now = 1000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("ui.finished_work.time", clock)
    return clock


@pytest.fixture
def work(window: MainWindow, bridge: Bridge, clock: Clock) -> FinishedWork:
    return FinishedWork(bridge, window)


def index(work: FinishedWork, clock: Clock, minutes: int, step_s: float = 10.0) -> None:
    for _ in range(round(60 * minutes / step_s)):
        work._hear(Progress(Activity.INDEXING, pages_done=1204))
        clock.now += step_s
    work._hear(Progress(Activity.IDLE))


def test_long_work_that_ended_unseen_is_told_until_the_window_is_looked_at(
    qtbot: QtBot, window: MainWindow, work: FinishedWork, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    index(work, clock, minutes=2)
    assert window.windowTitle() == "Indexing has finished – Pagelight"
    work._take_back()
    assert window.windowTitle() == "Pagelight"


@pytest.mark.parametrize(("minutes", "is_active"), [(2, True), (0.5, False)])
def test_short_work_and_work_that_was_watched_is_not_told(
    window: MainWindow,
    work: FinishedWork,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    minutes: int,
    is_active: bool,
) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: is_active)
    index(work, clock, minutes)
    assert window.windowTitle() == "Pagelight"


def test_the_hours_that_a_machine_sleeps_are_no_work(
    window: MainWindow, work: FinishedWork, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    work._hear(Progress(Activity.INDEXING))
    clock.now += 8 * 3600
    work._hear(Progress(Activity.IDLE))
    assert window.windowTitle() == "Pagelight"
