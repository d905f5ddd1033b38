"""A model that another Python makes, as in an add-on's environment."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from app.models import addons
from app.models.embedders import model_maker
from indexer.embed.child import Elsewhere, ModelLost, ModelProcess
from indexer.errors import ExpectedError
from indexer.outside import surroundings
from indexer.question import parse
from tests.clip_models import VIT, write_model
from tests.printing_embedder import make_printing_embedder
from tests.seeing_embedder import SeeingEmbedder

ROOT = Path(__file__).parents[2]


def until(condition: Callable[[], object], timeout_s: float = 60) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def write_python(folder: Path, does: str) -> str:
    """Write a program that takes the place of a Python."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def test_another_python_makes_the_model_and_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is meant for this Python must not reach the other.
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "numpy.py").write_text("raise ImportError\n", encoding="utf-8")
    process = ModelProcess(Elsewhere(SeeingEmbedder, sys.executable, str(ROOT)), "Colours", lambda: None)
    try:
        until(lambda: process.is_ready or process.problem)
        assert process.problem == ""
        asked = parse("what is red")
        assert np.array_equal(process.embed_question(asked).vectors, SeeingEmbedder().embed_question(asked).vectors)
    finally:
        process.close()


def test_what_libraries_print_and_read_does_not_get_in_between() -> None:
    process = ModelProcess(make_printing_embedder, "Colours", lambda: None)
    try:
        until(lambda: process.is_ready or process.problem)
        assert process.problem == ""
    finally:
        process.close()


@pytest.mark.skipif(sys.platform == "win32", reason="The stand-ins are shell scripts.")
@pytest.mark.allow_log_warnings
@pytest.mark.parametrize(
    ("does", "sentence"),
    [
        ("exit 1", "Colours has stopped, unexpectedly. Pages are still found in all other ways."),
        ("printf 'hello, this is not what was expected, at all'; sleep 60", "Colours gives answers that cannot be"),
    ],
)
def test_a_python_that_is_broken_is_told_in_a_sentence(tmp_path: Path, does: str, sentence: str) -> None:
    elsewhere = Elsewhere(SeeingEmbedder, write_python(tmp_path, does), str(ROOT))
    process = ModelProcess(elsewhere, "Colours", lambda: None)
    try:
        until(lambda: process.problem)
        assert process.problem.startswith(sentence)
        with pytest.raises(ModelLost):
            process.embed_question(parse("red"))
    finally:
        process.close()


def test_a_python_that_is_gone_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelLost, match="The Python that Colours needs cannot be started"):
        ModelProcess(Elsewhere(SeeingEmbedder, str(tmp_path / "python"), str(ROOT)), "Colours", lambda: None)


def test_a_model_is_made_by_its_add_on_where_this_python_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_model(tmp_path / "clip", VIT)
    assert isinstance(model_maker(str(folder)), partial)
    monkeypatch.setattr(addons, "is_needed", lambda: True)
    with pytest.raises(ExpectedError, match=r"needs the add-on clip, .* pagelight addons install clip"):
        model_maker(str(folder))
    monkeypatch.setattr(addons, "installed", lambda name: addons.Addon(name, "0.1.0", "cpu", sys.executable))
    made = model_maker(str(folder))
    assert isinstance(made, Elsewhere) and made.python == sys.executable
    assert (Path(made.sources) / "indexer" / "embed" / "child.py").is_file()


def test_other_programs_find_their_own_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/ours")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    assert surroundings()["LD_LIBRARY_PATH"] == "/ours"
    monkeypatch.setenv("_PYI_APPLICATION_HOME_DIR", "/ours")
    assert not {"LD_LIBRARY_PATH", "_PYI_APPLICATION_HOME_DIR"} & surroundings().keys()
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/theirs")
    assert surroundings()["LD_LIBRARY_PATH"] == "/theirs"
