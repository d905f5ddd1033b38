"""Late-interaction models that see: tiny ones of the real classes, made here, saved and loaded the real way."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from indexer.embed.colvision import ColVisionEmbedder
from indexer.embed.colvision_batches import Batches
from indexer.question import parse
from indexer.types import LOOSE
from tests.tiny_models import checks
from tests.tiny_models.checkpoints import LOADABLE, TILED, tiny_model
from tests.tiny_models.checks import TALL, WIDE, embedder, noise, page

# Of libraries that use each other's former names: PaliGemma's processor NumPy's, peft transformers'.
pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing.:FutureWarning"),
]
# transformers warns, once, that faster code for its linear attention is not installed.
_WARNS = {"ColQwen3_5": [pytest.mark.allow_log_warnings]}
_NAMES = [pytest.param(name, marks=_WARNS.get(name, [])) for name in LOADABLE]
_all = pytest.mark.parametrize("name", _NAMES)


Opened = Callable[[str], ColVisionEmbedder]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the models are, each in a folder with its name."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def opened(root: Path) -> Opened:
    """Return what opens a model, which is made the first time."""
    return cache(lambda name: embedder(tiny_model(name).save(root / name)))


@_all
def test_vectors_and_scores_are_those_of_colpali_engine(name: str, opened: Opened, root: Path) -> None:
    checks.check_vectors(opened(name), root / name)


@_all
@pytest.mark.parametrize("size", [TALL, WIDE], ids=["tall", "wide"])
def test_ink_in_a_corner_moves_that_corner(name: str, size: tuple[int, int], opened: Opened) -> None:
    checks.check_grid(opened(name), size, least_cells=36)


@pytest.mark.parametrize("name", TILED)
def test_a_page_of_one_tile_has_its_corners_too(name: str, tmp_path: Path) -> None:
    folder = tiny_model(name, many_tiles=False).save(tmp_path / name)
    model = embedder(folder)
    checks.check_grid(model, TALL)
    (seen,) = model.embed_pages([page(noise(TALL))])
    assert (seen.grid.rows, seen.grid.cols) == (3, 3)


@pytest.mark.parametrize("name", TILED)
def test_the_view_of_the_whole_page_has_no_place(name: str, opened: Opened) -> None:
    (seen,) = opened(name).embed_pages([page(noise(TALL))])
    assert (seen.grid.rows, seen.grid.cols) == (12, 9)
    assert (seen.cells == LOOSE).sum() >= 9


@pytest.mark.parametrize("name", [each for each in _NAMES if each.values != ("ColGemma3",)])
def test_maps_are_those_of_colpali_engine(name: str, opened: Opened, root: Path) -> None:
    # It has none of Gemma 3: its `get_n_patches` counts patches before they are pooled.
    checks.check_maps(opened(name), root / name)


@_all
def test_salience_is_what_the_slow_way_gives(name: str, opened: Opened, root: Path) -> None:
    checks.check_salience(opened(name), root / name)


@_all
def test_a_picture_asks_with_its_patches(name: str, opened: Opened) -> None:
    checks.check_picture(opened(name))


@_all
def test_pages_together_are_as_pages_alone(name: str, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [page(noise(TALL)), page(None), page(noise(WIDE, 1)), page(noise((60, 60), 2)), page(noise(TALL, 3))]
    alone = [opened(name).embed_pages([each])[0] for each in pages]
    model = opened(name)
    together = Batches(most=4)
    together.size = 4
    monkeypatch.setattr(model, "_batches", together)
    for one, other in zip(alone, model.embed_pages(pages), strict=True):
        assert one.grid == other.grid
        np.testing.assert_array_equal(one.cells, other.cells)
        np.testing.assert_allclose(one.vectors, other.vectors, atol=2e-6)
        if one.salience is not None:
            assert other.salience is not None
            np.testing.assert_allclose(one.salience, other.salience, atol=1e-7)
    assert alone[1].vectors.shape == (0, model.dim)


@_all
def test_a_question_is_the_same_before_and_after_pages(name: str, opened: Opened) -> None:
    model = opened(name)
    before = model.embed_question(parse("net income"))
    model.embed_pages([page(noise(TALL))])
    np.testing.assert_array_equal(before.vectors, model.embed_question(parse("net income")).vectors)


@_all
def test_the_tokens_of_a_question_can_be_read(name: str, opened: Opened) -> None:
    asked = opened(name).embed_question(parse("lease costs"))
    assert len(asked.tokens) == len(asked.vectors)
    assert "leasecosts" in "".join(asked.tokens)
    assert "|" not in "".join(asked.tokens) and "pad" not in "".join(asked.tokens)


def test_a_letter_of_several_tokens_is_not_shown_as_a_question_mark(opened: Opened) -> None:
    asked = opened("ColQwen2").embed_question(parse("crêpes"))
    assert "".join(asked.tokens) == "crpes"


def test_a_question_may_be_asked_while_pages_are_looked_at(opened: Opened) -> None:
    model = opened("ColQwen2")
    alone, (seen,) = model.embed_question(parse("net income")), model.embed_pages([page(noise(TALL))])
    with ThreadPoolExecutor(2) as threads:
        looks = [threads.submit(model.embed_pages, [page(noise(TALL))]) for _ in range(8)]
        asks = [threads.submit(model.embed_question, parse("net income")) for _ in range(8)]
    for ask in asks:
        np.testing.assert_array_equal(ask.result().vectors, alone.vectors)
    for look in looks:
        np.testing.assert_array_equal(look.result()[0].vectors, seen.vectors)
        np.testing.assert_array_equal(look.result()[0].salience, seen.salience)


@_all
def test_an_empty_question_asks_nothing(name: str, opened: Opened) -> None:
    model = opened(name)
    assert model.embed_question(parse("  ")).vectors.shape == (0, model.dim)


@_all
def test_pages_of_any_shape_are_seen(name: str, opened: Opened) -> None:
    for seen in opened(name).embed_pages([page(noise(size)) for size in ((1, 1), (1, 700), (700, 2))]):
        assert np.isfinite(seen.vectors).all()
        assert sorted(seen.cells[seen.cells != LOOSE].tolist()) == list(range(seen.grid.rows * seen.grid.cols))


@_all
def test_pages_are_drawn_as_large_as_the_processor_looks(name: str, opened: Opened) -> None:
    sight = opened(name).sight
    assert sight is not None
    assert sight.is_colour
    # Squares of 48 are drawn twice as fine; 64 is the longest Qwen looks in a square, 96 that of tiled pages.
    assert sight.most_pixels == {
        "ColPali": 96**2,
        "ColGemma3": 96**2,
        "ColIdefics3": 96**2,
        "ColModernVBert": 96**2,
    }.get(name, 64**2)


def test_a_model_without_attention_over_the_page_has_no_salience(tmp_path: Path) -> None:
    folder = tiny_model("ColGemma3").save(tmp_path / "ColGemma3")
    config = json.loads((folder / "config.json").read_text())
    config["text_config"]["layer_types"] = ["sliding_attention", "sliding_attention"]
    (folder / "config.json").write_text(json.dumps(config))
    model = embedder(folder)
    assert not model.has_salience
    (seen,) = model.embed_pages([page(noise(TALL))])
    assert seen.salience is None
    assert len(seen.vectors) > 36
