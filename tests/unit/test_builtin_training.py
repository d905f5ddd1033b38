"""The built-in model's training: what is drawn is labelled as it was drawn, learned from, and exported unchanged."""

from __future__ import annotations

import random
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import pymupdf
import pytest
import torch

from indexer.arrays import Bytes, Floats
from indexer.embed.builtin_training.drawing import CLASSES, SIDE_PX, Sheet, Tile
from indexer.embed.builtin_training.fonts import Face
from indexer.embed.builtin_training.layout import Draughtsman
from indexer.embed.builtin_training.losses import Spotter, slots, wrong_words
from indexer.embed.builtin_training.measuring import SpottedPages, TruePage
from indexer.embed.builtin_training.network import gathered_rows, normalised
from indexer.embed.builtin_training.targets import UNSURE, example, spoiled
from indexer.embed.builtin_training.train import learning_rate, optimiser_for, train_step
from indexer.embed.builtin_training.words import near_miss, number
from indexer.embed.spotter import CELL_PX, ROW_PX, Spotted, WordSpotter, merged

FACE = Face(pymupdf.Font("helv"))
WORDS = [["harbour", "ferry", "orchard", "Apfel", "île"]]


def draughtsman(seed: int = 1) -> Draughtsman:
    return Draughtsman(seed, lambda rng: FACE, WORDS)


def written(text: str, turn_deg: float = 0.0) -> Tile:
    sheet = Sheet(pymupdf.open(), SIDE_PX, SIDE_PX, paper=1.0)
    sheet.write(150, 250, text, FACE, 20, grey=0.0)
    return sheet.render(scale=1.0, stretch=1.0, turn_deg=turn_deg)


@pytest.mark.parametrize("turn_deg", [0.0, 3.0, -3.0])
def test_boxes_lie_where_the_ink_is(turn_deg: float) -> None:
    tile = written("hub", turn_deg)
    rows, columns = np.nonzero(tile.image < 128)
    x, y, half, size = tile.boxes[0].tolist()
    assert tile.tokens == ("hub",)
    assert abs((columns.min() + columns.max()) / 2 - x) < 2
    assert abs((columns.max() - columns.min()) / 2 - half) < 2
    assert abs((rows.min() + rows.max()) / 2 - y) < 0.15 * size


def test_letters_lie_side_by_side_in_their_token() -> None:
    tile = written("12 hub")
    letters = tile.letters[:, 0].astype(int).tolist()
    assert letters == [CLASSES[sign] for sign in "12hub"]
    left = tile.boxes[1][0] - tile.boxes[1][2]
    assert tile.letters[2:, 1].tolist() == pytest.approx([left, *tile.letters[2:4, 2].tolist()], abs=0.01)


def test_each_token_is_asked_for_in_the_cell_of_its_middle() -> None:
    for seed in range(5):
        tile = draughtsman(seed).tile()
        made = example(tile, random.Random(seed))
        for token, (row, column) in zip(made.tokens, made.places.tolist(), strict=True):
            own = [at for at, other in enumerate(tile.tokens) if other == token]
            x, y = tile.boxes[own, 0], tile.boxes[own, 1]
            # The tile is cut at 0 to 32 px, and a middle near an edge counts for both cells.
            near_x = (x >= column * CELL_PX - CELL_PX) & (x <= (column + 2) * CELL_PX + 32)
            near_y = (y >= row * ROW_PX - ROW_PX) & (y <= (row + 2) * ROW_PX + 32)
            assert (near_x & near_y).any()
        assert set(np.unique(made.salience)) <= {UNSURE, 0, 1}
        assert (made.letters > 0).any()


def test_drawing_the_same_seed_twice_draws_the_same() -> None:
    one, other = draughtsman().tile(), draughtsman().tile()
    assert one.tokens == other.tokens
    assert np.array_equal(one.image, other.image)


def test_spoiling_keeps_the_size_of_a_picture() -> None:
    image = draughtsman().tile().image[:512, :512]
    for seed in range(40):
        assert spoiled(image, random.Random(seed)).shape == image.shape


def test_near_misses_are_no_known_words() -> None:
    rng = random.Random(1)
    known = [number(rng) for _ in range(30)] + ["ferry", "1,577", "7"]
    wrong = wrong_words(known, rng, near_misses=4)
    assert not {"", *known} & set(wrong)
    assert len({near_miss("1,577", rng) for _ in range(50)}) > 20


def test_slots_name_letters_from_both_ends() -> None:
    named = slots("ab")
    assert named[:4] == [1, 2, 0, UNSURE]
    assert named[12:16] == [2, 1, 0, UNSURE]
    assert len(slots("a" * 40)) == 24


def test_the_learning_rate_rises_then_falls() -> None:
    rates = [learning_rate(1.0, step, 1000) for step in range(1000)]
    assert rates[0] < 0.01
    assert max(rates) > 0.9
    assert rates[-1] < 0.02


@pytest.fixture(scope="module")
def trained() -> tuple[Spotter, list[float]]:
    torch.manual_seed(1)
    torch.set_num_threads(1)
    spotter = Spotter.new()
    optimiser = optimiser_for(spotter, rate=1e-3)
    batch = [example(draughtsman(3).tile(), random.Random(1))]
    return spotter, [float(train_step(spotter, optimiser, batch, random.Random(1)).total.detach()) for _ in range(8)]


def test_a_few_steps_lower_the_loss(trained: tuple[Spotter, list[float]]) -> None:
    _, losses = trained
    assert losses[-1] < 0.75 * losses[0]


def test_the_exported_model_says_the_same(trained: tuple[Spotter, list[float]], tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    from indexer.embed.builtin_training.export import export

    spotter, _ = trained
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        export(spotter, tmp_path, quantised=False)
    image = draughtsman(5).tile().image[:160, :256]
    with torch.no_grad():
        seen, text = spotter.page.see(normalised(torch.from_numpy(image)[None]))
        _, vectors, salience = spotter.page.read(gathered_rows(seen, torch.ones(1, 20, dtype=torch.bool)))
        imagined = spotter.query(["harbour", "1,577"]).numpy()
    see, read = (onnxruntime.InferenceSession(tmp_path / name) for name in ("page_rows.onnx", "page_words.onnx"))
    got_seen, got_text = see.run(None, {"page": image[None, None]})
    got_vectors, got_salience = read.run(None, {"features": got_seen, "rows": np.arange(20)})
    assert np.allclose(got_text, text[0].numpy(), atol=1e-3)
    assert np.allclose(got_vectors, vectors.numpy(), atol=1e-3)
    assert np.allclose(got_salience, salience.numpy(), atol=1e-3)
    asked = WordSpotter(tmp_path).imagine(["harbour", "1,577"])
    assert ((asked * imagined).sum(1) > 0.999).all()


def test_neighbours_that_are_alike_are_one_token() -> None:
    one, other = np.eye(2, 4, dtype=np.float32)
    rows = np.array([5, 5, 6, 5, 9], np.int32)
    columns = np.array([3, 4, 4, 5, 3], np.int32)
    salience = np.array([1, 3, 2, 1, 0], np.float32)
    spotted = merged(Spotted(rows, columns, np.stack([one, one, one, other, one]), salience))
    assert list(zip(spotted.rows.tolist(), spotted.columns.tolist(), strict=True)) == [(5, 4), (5, 5), (9, 3)]


def test_nothing_spotted_stays_nothing() -> None:
    nowhere = np.zeros(0, np.int32)
    nothing = Spotted(nowhere, nowhere, np.zeros((0, 4), np.float32), np.zeros(0, np.float32))
    assert len(merged(nothing).rows) == 0


class FakeModel(WordSpotter):
    """Sees two tokens on every page, and imagines what it is told to."""

    def __init__(self) -> None:
        self.saw = iter([[0, 1], [1, 2]])

    def spot(self, page: Bytes) -> Spotted:
        at = np.array([0, 4], np.int32)
        return Spotted(at, at, np.eye(3, dtype=np.float32)[next(self.saw)], np.ones(2, np.float32))

    def imagine(self, words: Sequence[str]) -> Floats:
        return np.eye(3, dtype=np.float32)[[("ferry", "harbour", "orchard").index(word) for word in words]]


def test_a_token_is_found_where_it_stands_and_not_elsewhere() -> None:
    pages = SpottedPages(FakeModel())
    first, second = [0.0, 0.0, 20.0, 8.0], [60.0, 30.0, 80.0, 40.0]
    for words in (("ferry", "harbour"), ("orchard", "harbour")):
        pages.add(TruePage(np.zeros((48, 96), np.uint8), words, np.array([first, second], np.float32)))
    assert (pages.found, pages.findable, pages.vectors) == (4, 4, 4)
    found = pages.find(["ferry", "harbour", "orchard"], np.random.default_rng(1))
    assert found.first == pytest.approx(2 / 3)  # On the second page the orchard is seen where the harbour stands.
    assert found.alike.tolist() == [1, 1, 1, 1]
    assert found.unlike.tolist() == [0, 0]


def test_an_empty_page_has_nothing_to_spot(trained: tuple[Spotter, list[float]], tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    from indexer.embed.builtin_training.export import export

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        export(trained[0], tmp_path, quantised=False)
    spotted = WordSpotter(tmp_path).spot(np.full((100, 90), 255, np.uint8))
    assert len(spotted.rows) == len(spotted.columns) == len(spotted.salience) == len(spotted.vectors)
