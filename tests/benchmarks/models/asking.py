"""How long questions take while another model looks at the library, and when there is none."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any

from app.events import LibraryState, ModelUsed, Results
from app.requests import (
    Ask,
    ForgetModel,
    GetLibrary,
    UseModel,
)
from tests.benchmarks.models.contestants import cpu_s
from tests.driver import Driver

_PAUSE_S = 0.1
_HITS = 50


def measure(library: str, folder: str, questions: list[str], runs: int) -> dict[str, Any]:
    """Ask, one question after the other, without another model and while one looks, in turns; a new look each time.

    Everything goes the window's way, in processes as they are in use.
    """
    alone: list[list[float]] = []
    beside: list[list[float]] = []
    looked = []
    tickets = itertools.count(1)
    with Driver(Path(library)) as driver:
        pages = driver.settle().pages
        for text in questions:  # For nothing: tables are read for the first time.
            _ask(driver, next(tickets), text)
        for _ in range(runs):
            alone += [_ask(driver, next(tickets), text) for text in questions]
            cpu, start = cpu_s(), time.perf_counter()
            driver.send(UseModel(next(tickets), folder))
            driver.wait(ModelUsed)
            loaded = time.perf_counter()
            beside += [_ask(driver, next(tickets), text) for text in questions]
            seconds = time.perf_counter() - loaded
            driver.send(GetLibrary())
            (row,) = driver.wait(LibraryState, lambda event: bool(event.models)).models
            looked.append({"load_s": loaded - start, "s": seconds, "pages": row.pages_done, "cpu_s": cpu_s() - cpu})
            driver.send(UseModel(next(tickets), ""))
            driver.wait(ModelUsed)
            driver.send(ForgetModel(next(tickets), row.key))
            driver.wait(ModelUsed)
    return {"alone": alone, "beside": beside, "looked": looked, "pages": pages}


def _ask(driver: Driver, ticket: int, text: str) -> list[float]:
    """Return the milliseconds until there is an answer, and until it is final."""
    time.sleep(_PAUSE_S)
    start = time.perf_counter()
    driver.send(Ask(ticket, text, (), _HITS))
    results = driver.wait(Results, lambda event: event.ticket == ticket)
    first = (time.perf_counter() - start) * 1000
    if not results.is_final:
        driver.wait(Results, lambda event: event.ticket == ticket and event.is_final)
    return [first, (time.perf_counter() - start) * 1000]
