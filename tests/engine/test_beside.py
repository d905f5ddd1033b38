"""A model beside the built-in one, in an engine that the test drives: the model is a fake, its process is real."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from app.events import (
    Event,
    Failed,
    Hit,
    LibraryState,
    ModelChanged,
    ModelUsed,
    Notice,
    Results,
)
from app.requests import (
    AddPaths,
    Ask,
    ForgetModel,
    GetLibrary,
    Lane,
    Pause,
    Piece,
    RemovePaths,
    Resume,
    UseModel,
)
from app.rows import ModelStage
from indexer.embed import Embedder
from indexer.errors import ExpectedError
from indexer.types import Page
from tests.documents import write_pdf
from tests.inline_engine import InlineEngine, last_state
from tests.seeing_embedder import COLOURS, SeeingEmbedder, UnloadableEmbedder


class Models:
    """What there is to choose from."""

    def __init__(self, stop_file: Path) -> None:
        self._made: dict[str, Callable[[], Embedder]] = {
            "colours": partial(SeeingEmbedder, 0.0, str(stop_file)),
            "slow": partial(SeeingEmbedder, 0.4),
            "too large": UnloadableEmbedder,
        }

    def __call__(self, name: str) -> Callable[[], Embedder]:
        if name not in self._made:
            raise ExpectedError(f"There is no model {name}.")
        return self._made[name]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Return a folder with pictures of one colour, and one that has its colour in a corner only."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name, colour in (("one", "red"), ("two", "green"), ("three", "blue")):
        Image.new("RGB", (80, 80), COLOURS[colour]).save(folder / f"{name}.png")
    corner = Image.new("RGB", (80, 80), "white")
    corner.paste(COLOURS["red"], (60, 60, 80, 80))
    corner.save(folder / "corner.png")
    write_pdf(folder / "words.pdf", ["Ferries leave at noon."])
    return folder


@pytest.fixture
def inline(tmp_path: Path, pictures: Path) -> Iterator[InlineEngine]:
    """Return an engine with these pictures in its library."""
    inline = InlineEngine(tmp_path / "library", find_model=Models(tmp_path / "stop"))
    inline.do(AddPaths((str(pictures),)))
    yield inline
    inline.engine.close()


def until(inline: InlineEngine, wanted: Callable[[Event], bool]) -> list[Event]:
    """Go on until something was told."""
    heard: list[Event] = list(inline.events)
    end = time.monotonic() + 60
    while not any(map(wanted, heard)):
        assert time.monotonic() < end, heard
        heard += inline.do()
        time.sleep(0.02)
    return heard


def use(inline: InlineEngine, name: str = "colours", ticket: int = 100) -> list[Event]:
    inline.do(UseModel(ticket, name))
    return until(inline, lambda event: isinstance(event, ModelUsed | Failed) and event.ticket == ticket)


def looked(inline: InlineEngine) -> None:
    until(inline, lambda event: isinstance(event, ModelChanged) and event.row.stage is ModelStage.DONE)


def ask(inline: InlineEngine, text: str, piece: Piece | None = None, lanes: tuple[Lane, ...] = tuple(Lane)) -> Results:
    events = inline.do(Ask(200, text, lanes=lanes, piece=piece))

    def is_final(event: Event) -> bool:
        return isinstance(event, Results) and event.is_final

    events = events if any(map(is_final, events)) else until(inline, is_final)
    return next(event for event in events if isinstance(event, Results) and event.is_final)


def library(inline: InlineEngine) -> LibraryState:
    return last_state(inline.do(GetLibrary()))


def names(hits: tuple[Hit, ...]) -> list[str]:
    return [Path(hit.path).name for hit in hits]


def test_it_finds_pictures_by_what_they_show_and_lights_the_place(inline: InlineEngine) -> None:
    assert not ask(inline, "red").hits
    use(inline)
    looked(inline)
    hits = ask(inline, "red", lanes=(Lane.MODEL,)).hits
    assert {"one.png", "corner.png"} >= set(names(hits[:1])) and hits[0].lanes == (Lane.MODEL,)
    corner = next(hit for hit in hits if hit.path.endswith("corner.png"))
    left, top, right, bottom = corner.regions[0].box
    assert left >= 0.7 and top >= 0.7 and right <= 1 and bottom <= 1
    # The other lanes answer as before.
    assert names(ask(inline, "ferries noon").hits[:1]) == ["words.pdf"]


def test_a_picture_and_a_piece_of_a_page_find_what_looks_like_them(inline: InlineEngine, pictures: Path) -> None:
    use(inline)
    looked(inline)
    assert names(ask(inline, "", Piece(str(pictures / "three.png"))).hits[:1]) == ["three.png"]
    green = next(row.document for row in library(inline).files if row.path.endswith("corner.png"))
    piece = Piece(page=Page(green, 1), box=(0.8, 0.8, 1.0, 1.0))
    found = ask(inline, "", piece)
    assert set(names(found.hits[:2])) == {"one.png", "corner.png"}
    assert found.sentence == ""


def test_without_such_a_model_a_picture_without_words_says_that_it_cannot_be_searched_by(
    inline: InlineEngine, pictures: Path
) -> None:
    found = ask(inline, "", Piece(str(pictures / "three.png")))
    assert not found.hits
    assert found.sentence == "No words can be read in this picture, and no model that knows pictures is in use."


def test_a_picture_of_print_finds_the_page_that_says_it(inline: InlineEngine, pictures: Path, tmp_path: Path) -> None:
    with pymupdf.open(pictures / "words.pdf") as document:
        document[0].get_pixmap(dpi=110).save(tmp_path / "seen.png")
    found = ask(inline, "", Piece(str(tmp_path / "seen.png")))
    assert names(found.hits[:1]) == ["words.pdf"]
    assert found.hits[0].regions


def test_a_picture_that_is_none_fails_with_a_sentence(inline: InlineEngine, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n nonsense")
    events = inline.do(Ask(200, "", piece=Piece(str(tmp_path / "bad.png"))))
    events = events or until(inline, lambda event: isinstance(event, Failed))
    assert any(isinstance(event, Failed) and "bad.png is damaged" in event.sentence for event in events)


def test_documents_that_are_removed_are_not_found_by_it_any_more(inline: InlineEngine, pictures: Path) -> None:
    use(inline)
    looked(inline)
    inline.do(RemovePaths((str(pictures / "one.png"),)))
    assert "one.png" not in names(ask(inline, "red", lanes=(Lane.MODEL,)).hits)
    state = library(inline)
    assert [(row.name, row.stage, row.pages_done) for row in state.models] == [("colours", ModelStage.DONE, 4)]


def test_a_pause_lets_it_be_chosen_and_asked_but_not_look(inline: InlineEngine) -> None:
    inline.do(Pause())
    assert ModelUsed(100) in use(inline)
    (row,) = library(inline).models
    assert (row.stage, row.pages_done) == (ModelStage.LOOKING, 0)
    inline.do(Resume())
    looked(inline)


def test_questions_are_answered_while_it_looks(inline: InlineEngine) -> None:
    use(inline, "slow")
    began = time.monotonic()
    assert names(ask(inline, "ferries noon").hits[:1]) == ["words.pdf"]
    assert time.monotonic() - began < 2
    looked(inline)


def test_it_goes_on_after_a_restart_and_what_it_has_seen_is_kept(tmp_path: Path, pictures: Path) -> None:
    first = InlineEngine(tmp_path / "library", find_model=Models(tmp_path / "stop"))
    first.do(AddPaths((str(pictures),)))
    use(first)
    looked(first)
    first.engine.close()
    again = InlineEngine(tmp_path / "library", find_model=Models(tmp_path / "stop"))
    looked(again)
    assert names(ask(again, "green", lanes=(Lane.MODEL,)).hits[:1]) == ["two.png"]
    read = [event.row.pages_per_s for event in again.events if isinstance(event, ModelChanged)]
    assert not any(read)
    again.engine.close()


@pytest.mark.allow_log_warnings
def test_one_that_dies_says_one_sentence_and_everything_else_works(inline: InlineEngine, tmp_path: Path) -> None:
    (tmp_path / "stop").touch()
    use(inline)
    heard = until(inline, lambda event: isinstance(event, Notice))
    sentences = [event.sentence for event in heard if isinstance(event, Notice)]
    died = "colours has stopped, most likely for lack of memory. Pages are still found in all other ways."
    assert sentences == [died]
    assert names(ask(inline, "ferries noon").hits[:1]) == ["words.pdf"]
    (row,) = library(inline).models
    assert (row.stage, row.sentence) == (ModelStage.FAILED, died)
    (tmp_path / "stop").unlink()
    use(inline)
    looked(inline)
    assert ask(inline, "green", lanes=(Lane.MODEL,)).hits


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("too large", "There is not enough memory for this model."), ("nothing", "There is no model nothing.")],
)
def test_one_that_cannot_be_used_fails_with_its_sentence(inline: InlineEngine, name: str, sentence: str) -> None:
    events = use(inline, name)
    assert Failed(100, sentence) in events
    assert names(ask(inline, "ferries noon").hits[:1]) == ["words.pdf"]


def test_stopping_and_removing_it_touch_nothing_of_the_built_in_one(inline: InlineEngine) -> None:
    use(inline)
    looked(inline)
    (row,) = library(inline).models
    before = names(ask(inline, "ferries noon").hits)
    events = use(inline, "", ticket=101)
    assert ModelUsed(101) in events
    (row,) = library(inline).models
    assert (row.stage, row.key) == (ModelStage.UNUSED, "seeing-1-8")
    assert ModelUsed(102) in inline.do(ForgetModel(102, row.key))
    assert library(inline).models == ()
    assert names(ask(inline, "ferries noon").hits) == before
    failed = [event for event in inline.do(ForgetModel(103, "pagelight-words")) if isinstance(event, Failed)]
    assert len(failed) == 1
