"""Our way with a model: readers draw the pages of a library, the model's process looks, the engine stores codes."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app.engine import Engine
from app.events import (
    Event,
    Failed,
    LibraryState,
    ModelUsed,
    Progress,
)
from app.requests import AddPaths, UseModel
from app.rows import ModelStage
from tests.benchmarks.models.contestants import keep_place, make, timed


def measure(library: str, documents: str, folder: str, device: str, dtype: str) -> dict[str, Any]:
    """Let a model look at a library that the built-in one has seen; without a folder, make that library.

    From the moment that the model is loaded until its codes of all pages are stored.
    """
    keep_place()
    place = Path(library)
    if folder:
        place = place.with_name("copy")
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(library, place)
    events: list[Event] = []
    woken = threading.Event()
    engine = Engine(place, events.append, woken.set, find_model=lambda _: partial(make, folder, device, dtype))

    def drive(until: Callable[[], bool]) -> None:
        while not until():
            engine.step()
            if problem := next((event for event in events if isinstance(event, Failed)), None):
                raise SystemExit(problem.sentence)
            if engine.patience_s != 0:
                woken.wait(engine.patience_s or 1)
                woken.clear()

    def is_idle() -> bool:
        told = [event for event in events if isinstance(event, Progress)]
        return engine.patience_s is None and bool(told) and told[-1].activity == "idle"

    try:
        engine.open()
        drive(is_idle)
        if not folder:
            engine.accept(AddPaths((documents,)))
            events.clear()
            drive(is_idle)
            state = next(event for event in reversed(events) if isinstance(event, LibraryState))
            return {"pages": state.pages}
        engine.accept(UseModel(1, folder))
        drive(lambda: any(isinstance(event, ModelUsed) for event in events))
        took = timed(lambda: drive(lambda: engine._beside.rows()[0].stage is not ModelStage.LOOKING))
        (row,) = engine._beside.rows()
        return {**took, "pages": row.pages_done, "stage": row.stage}
    finally:
        engine.close()
