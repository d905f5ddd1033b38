"""A model in a process of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.embed import Embedder
from indexer.embed.child import ModelLost, ModelProcess
from indexer.question import parse
from indexer.sources.pdf import empty_text
from indexer.types import PageContent
from tests.seeing_embedder import SeeingEmbedder, UnloadableEmbedder

RED = np.full((40, 40, 3), (255, 0, 0), np.uint8)


def page(number: int = 1) -> PageContent:
    return PageContent(number, 1.0, empty_text(), RED)


def until(condition: Callable[[], object], timeout_s: float = 30) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def started() -> Iterator[Callable[..., ModelProcess]]:
    processes: list[ModelProcess] = []

    def start(make: Callable[[], Embedder], on_change: Callable[[], Any] = lambda: None) -> ModelProcess:
        processes.append(ModelProcess(make, "Colours", on_change))
        return processes[-1]

    yield start
    for process in processes:
        process.close()
        assert process.pid is not None


def test_it_answers_as_the_model_itself_would(started: Callable[..., ModelProcess]) -> None:
    changed = threading.Event()
    process, here = started(SeeingEmbedder, changed.set), SeeingEmbedder()
    until(lambda: process.is_ready)
    assert changed.is_set()
    assert (process.name, process.revision, process.dim, process.device) == ("seeing", "1", 8, "cpu")
    assert (process.sight, process.usual_profile) == (here.sight, here.usual_profile)
    (there,), (own,) = process.embed_pages([page()]), here.embed_pages([page()])
    assert np.array_equal(there.vectors, own.vectors) and np.array_equal(there.cells, own.cells)
    asked, question = parse("what is red"), process.embed_question(parse("what is red"))
    assert np.array_equal(question.vectors, here.embed_question(asked).vectors)
    assert question.tokens == here.embed_question(asked).tokens
    assert np.array_equal(process.embed_picture(RED).vectors, here.embed_picture(RED).vectors)


def test_a_question_does_not_wait_for_pages(started: Callable[..., ModelProcess]) -> None:
    process = started(partial(SeeingEmbedder, 0.5))
    until(lambda: process.is_ready)
    pages = threading.Thread(target=process.embed_pages, args=([page(number) for number in range(6)],))
    pages.start()
    time.sleep(0.1)
    began = time.monotonic()
    process.embed_question(parse("red"))
    assert time.monotonic() - began < 1.5
    assert pages.is_alive()
    pages.join()


@pytest.mark.allow_log_warnings
def test_one_that_is_killed_says_so_to_all_who_wait(tmp_path: Path, started: Callable[..., ModelProcess]) -> None:
    changed = threading.Event()
    process = started(partial(SeeingEmbedder, 0.0, str(tmp_path / "stop")), changed.set)
    until(lambda: process.is_ready)
    changed.clear()
    (tmp_path / "stop").touch()
    with pytest.raises(ModelLost) as raised:
        process.embed_pages([page()])
    sentence = "Colours has stopped, most likely for lack of memory. Pages are still found in all other ways."
    assert raised.value.sentence == process.problem == sentence
    until(changed.is_set)
    assert not process.is_ready
    with pytest.raises(ModelLost):
        process.embed_question(parse("red"))


def test_one_that_cannot_be_loaded_says_why(started: Callable[..., ModelProcess]) -> None:
    process = started(UnloadableEmbedder)
    until(lambda: process.problem)
    assert process.problem == "There is not enough memory for this model."
    assert not process.is_ready


@pytest.mark.allow_log_warnings
def test_a_page_that_it_fails_over_is_left_out_and_the_others_are_not(started: Callable[..., ModelProcess]) -> None:
    process = started(SeeingEmbedder)
    until(lambda: process.is_ready)
    bad = PageContent(2, 1.0, empty_text(), np.zeros((4, 4), np.uint8))
    assert [len(look.vectors) for look in process.embed_pages([page(1), bad, page(3)])] == [16, 0, 16]
    assert [len(look.vectors) for look in process.embed_pages([bad])] == [0]


@pytest.mark.allow_log_warnings
def test_one_that_fails_over_every_page_says_so(started: Callable[..., ModelProcess]) -> None:
    process = started(SeeingEmbedder)
    until(lambda: process.is_ready)
    bad = PageContent(1, 1.0, empty_text(), np.zeros((4, 4), np.uint8))
    with pytest.raises(ModelLost, match="The model failed"):
        process.embed_pages([bad, bad])


def test_closing_it_ends_the_process_at_once_whatever_it_does(started: Callable[..., ModelProcess]) -> None:
    process = started(partial(SeeingEmbedder, 60.0))
    until(lambda: process.is_ready)
    asked = process.question(parse("red"))
    asked.result()
    with ThreadPoolExecutor(1) as thread:
        pages = thread.submit(process.embed_pages, [page()])
        time.sleep(0.2)
        began = time.monotonic()
        process.close()
        with pytest.raises(ModelLost):
            pages.result(5)
        assert time.monotonic() - began < 5
