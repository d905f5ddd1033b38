"""The built-in embedder: what is printed on a page is found where it stands, and what is not is not.

Nothing here is a figure of the weights: they get better.
"""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import indexer.embed.builtin
from assets import builtin_model_dir
from indexer.arrays import Bytes, Floats
from indexer.embed.builtin import BuiltinEmbedder, different_words, same_words
from indexer.embed.spotter import CELL_PX, ROW_PX, Spotted
from indexer.question import parse
from indexer.sources.pdf import PdfSource, empty_text
from indexer.types import PageContent, PatchEmbeddings, PatchGrid
from tests.documents import write_pdf

EMBEDDER = BuiltinEmbedder(builtin_model_dir())
PRINTED = (
    "The company leases offices\nand warehouses in Marrowby, where rent rose by 12.4 percent.\n"
    "Revenue was 1,577 in fiscal 2018,\nwhile expenses for marketing declined.\n"
    "Ferries between the islands\nnow leave every morning at nine."
)
ASKED = "company leases offices warehouses Marrowby rent 12.4 percent revenue 1,577 fiscal expenses marketing".split()
ABSENT = "zebra chocolate hydraulic umbrella 7,340 piano volcano kitchen syndrome bicycle".split()


def read_page(path: Path, number: int = 1) -> PageContent:
    source = PdfSource(str(path))
    page = source.read(number, EMBEDDER.sight)
    source.close()
    return page


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> PageContent:
    return read_page(write_pdf(tmp_path_factory.mktemp("pages") / "printed.pdf", [PRINTED]))


@pytest.fixture(scope="module")
def seen(printed: PageContent) -> PatchEmbeddings:
    (found,) = EMBEDDER.embed_pages([printed])
    return found


def drawn(pixels: Bytes | None) -> PageContent:
    return PageContent(1, 1.0, empty_text(), pixels)


def likeness(word: str, page: PatchEmbeddings) -> Floats:
    """How alike the best spelling of a word is to each vector of a page."""
    likest: Floats = (EMBEDDER.embed_question(parse(word)).vectors @ page.vectors.T).max(axis=0)
    return likest


def cells_of(page: PatchEmbeddings, patch: int) -> list[tuple[int, int]]:
    """The rows and columns of the cells that a vector stands for."""
    assert page.owners is not None
    return [divmod(int(cell), page.grid.cols) for cell in page.cells[page.owners == patch]]


def check(page: PatchEmbeddings) -> None:
    """Check what holds for every page."""
    assert page.vectors.dtype == np.float32
    assert page.vectors.shape[1] == EMBEDDER.dim
    np.testing.assert_allclose(np.linalg.norm(page.vectors, axis=1), 1, atol=1e-4)
    if not len(page.vectors):
        assert not len(page.cells)
        return
    assert page.salience is not None and page.salience.shape == (len(page.vectors),)
    assert page.owners is not None and page.owners.shape == page.cells.shape
    assert page.cells.dtype == page.owners.dtype == np.int32
    assert (np.diff(page.owners) >= 0).all()
    assert set(page.owners.tolist()) == set(range(len(page.vectors)))
    assert len(set(page.cells.tolist())) == len(page.cells)
    assert ((page.cells >= 0) & (page.cells < page.grid.rows * page.grid.cols)).all()


# --- pages that are drawn ---


def test_printed_words_are_found_and_others_are_not(seen: PatchEmbeddings) -> None:
    check(seen)
    there = [likeness(word, seen).max() for word in ASKED]
    elsewhere = [likeness(word, seen).max() for word in ABSENT]
    assert min(there) > max(elsewhere)
    assert np.mean(there) > np.mean(elsewhere) + 0.2


def test_what_a_page_has_is_surely_there_and_what_it_has_not_is_not(seen: PatchEmbeddings) -> None:
    presence = EMBEDDER.embed_question(parse("ferry")).presence
    assert presence is not None
    there = np.mean([presence(likeness(word, seen)).max() for word in ASKED])
    elsewhere = np.mean([presence(likeness(word, seen)).max() for word in ABSENT])
    assert (there > 0.5, elsewhere < 0.1) == (True, True)


@pytest.mark.parametrize("word", ASKED)
def test_a_word_lies_where_it_is_printed(word: str, printed: PageContent, seen: PatchEmbeddings) -> None:
    (at,) = (at for at, each in enumerate(printed.text.words) if each.strip(".,").lower() == word.lower())
    left, top, right, bottom = printed.text.boxes[at]
    row, col = (top + bottom) / 2 * seen.grid.rows, (left + right) / 2 * seen.grid.cols
    cells = cells_of(seen, int(likeness(word, seen).argmax()))
    assert any(abs(r + 0.5 - row) <= 2 and abs(c + 0.5 - col) <= 2 for r, c in cells)


def test_a_page_without_a_text_layer_is_read_as_well(printed: PageContent, seen: PatchEmbeddings) -> None:
    (found,) = EMBEDDER.embed_pages([drawn(printed.pixels)])
    np.testing.assert_array_equal(found.vectors, seen.vectors)
    np.testing.assert_array_equal(found.cells, seen.cells)


def test_a_word_that_stands_in_many_places_is_one_vector_of_many_cells(tmp_path: Path) -> None:
    lines = [f"{word} marrowby".rjust(30 + 3 * at) for at, word in enumerate(ABSENT[:6])]
    (found,) = EMBEDDER.embed_pages([read_page(write_pdf(tmp_path / "a.pdf", ["\n\n".join(lines)]))])
    check(found)
    scores = likeness("marrowby", found)
    cells = cells_of(found, int(scores.argmax()))
    # Which ones fall together is the weights' affair; that places of a word do is not.
    assert len({row for row, _ in cells}) >= 3
    assert len(found.vectors) < len(found.cells)
    for word in ABSENT[:6]:
        assert len(cells_of(found, int(likeness(word, found).argmax()))) == 1


def test_the_words_that_stand_out_most_are_kept(
    printed: PageContent, seen: PatchEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer.embed.builtin, "MOST_WORDS", 5)
    (few,) = EMBEDDER.embed_pages([printed])
    check(few)
    assert seen.salience is not None and few.salience is not None
    assert len(few.vectors) == 5
    assert sorted(few.salience) == sorted(seen.salience)[-5:]


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (1, 500), (500, 1), (7, 15), (16, 16), (100, 33)])
@pytest.mark.parametrize("grey", [0, 255])
def test_a_page_of_one_colour_has_no_words_whatever_its_size(shape: tuple[int, int], grey: int) -> None:
    (found,) = EMBEDDER.embed_pages([drawn(np.full(shape, grey, np.uint8))])
    check(found)
    assert found.grid == PatchGrid(max(1, -(-shape[0] // ROW_PX)), max(1, -(-shape[1] // CELL_PX)))
    if grey == 255:
        assert len(found.vectors) == 0


def test_a_page_that_could_not_be_drawn_has_no_words() -> None:
    (found,) = EMBEDDER.embed_pages([drawn(None)])
    check(found)
    assert len(found.vectors) == 0


@settings(max_examples=10)
@given(st.integers(1, 120), st.integers(1, 120), st.integers(0, 2**32 - 1))
def test_any_pixels_make_a_page(height: int, width: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)
    (found,) = EMBEDDER.embed_pages([drawn(pixels)])
    check(found)


def test_words_on_a_huge_page_are_found_too(printed: PageContent) -> None:
    assert printed.pixels is not None
    huge = np.full((4200, 3000), 255, np.uint8)
    height, width = printed.pixels.shape
    # Whole cells away, so that only the place differs.
    huge[2400 : 2400 + height, 1600 : 1600 + width] = printed.pixels
    (found,) = EMBEDDER.embed_pages([drawn(huge)])
    check(found)
    for word in ASKED[:4]:
        cells = cells_of(found, int(likeness(word, found).argmax()))
        assert any(row >= 2400 // ROW_PX and col >= 1600 // CELL_PX for row, col in cells)


def test_pages_come_out_in_the_order_in_which_they_went_in(printed: PageContent, seen: PatchEmbeddings) -> None:
    blank = drawn(np.full((50, 50), 255, np.uint8))
    first, second, third = EMBEDDER.embed_pages([blank, printed, drawn(None)])
    assert (len(first.vectors), len(third.vectors)) == (0, 0)
    np.testing.assert_array_equal(second.vectors, seen.vectors)
    assert EMBEDDER.embed_pages([]) == []


def test_two_threads_at_once_get_the_same_as_one(printed: PageContent, seen: PatchEmbeddings) -> None:
    fresh = BuiltinEmbedder(builtin_model_dir())
    question = "company leases in Marrowby"
    with ThreadPoolExecutor(4) as threads:
        looks = [threads.submit(fresh.embed_pages, [printed, printed]) for _ in range(2)]
        asked = [threads.submit(fresh.embed_question, parse(question)) for _ in range(2)]
        for found in [page for look in looks for page in look.result()]:
            np.testing.assert_array_equal(found.vectors, seen.vectors)
            np.testing.assert_array_equal(found.cells, seen.cells)
        for query in asked:
            np.testing.assert_array_equal(query.result().vectors, EMBEDDER.embed_question(parse(question)).vectors)


def test_other_weights_are_another_revision(tmp_path: Path) -> None:
    assert BuiltinEmbedder(builtin_model_dir()).revision == EMBEDDER.revision
    shutil.copytree(builtin_model_dir(), tmp_path / "model")
    (tmp_path / "model" / "NOTES.md").write_text("Something else is written about them.")
    assert BuiltinEmbedder(tmp_path / "model").revision == EMBEDDER.revision
    with (tmp_path / "model" / "words.npz").open("ab") as file:
        file.write(b"\0")
    assert BuiltinEmbedder(tmp_path / "model").revision != EMBEDDER.revision


# --- questions ---


def test_each_spelling_of_a_word_is_imagined_and_belongs_to_its_word() -> None:
    question = parse("What did the 1577 ferries cost in Île-de-France?")
    query = EMBEDDER.embed_question(question)
    assert query.terms is not None
    assert query.tokens == tuple(word for some in question.spellings for word in some)
    assert query.terms.tolist() == [at for at, some in enumerate(question.spellings) for _ in some]
    assert {"1577", "1,577", "ferries", "ferry", "cost"} <= set(query.tokens)
    assert query.vectors.shape == (len(query.tokens), EMBEDDER.dim)
    is_typed = np.diff(query.terms, prepend=-1) > 0
    for word, vector, typed in zip(query.tokens, query.vectors, is_typed.tolist(), strict=True):
        (alone,) = EMBEDDER.embed_question(parse(f'"{word}"')).vectors
        # What was typed counts for more than how else it may be spelled.
        np.testing.assert_allclose(vector, alone if typed else alone * 0.9, atol=1e-5)


@pytest.mark.parametrize("question", ["", "?!", "🚢"])
def test_a_question_without_words_has_no_rows(question: str) -> None:
    query = EMBEDDER.embed_question(parse(question))
    assert (query.tokens, query.vectors.shape) == ((), (0, EMBEDDER.dim))


@given(st.text(max_size=40))
def test_any_question_at_all_can_be_imagined(question: str) -> None:
    query = EMBEDDER.embed_question(parse(question))
    assert query.vectors.shape == (len(query.tokens), EMBEDDER.dim)
    assert query.vectors.dtype == np.float32
    if query.tokens:
        assert query.terms is not None and (np.diff(query.terms) >= 0).all()
        lengths = np.where(np.diff(query.terms, prepend=-1) > 0, 1, 0.9)
        np.testing.assert_allclose(np.linalg.norm(query.vectors, axis=1), lengths, atol=1e-4)


# --- places become words ---


@st.composite
def places(draw: st.DrawFn) -> tuple[Spotted, PatchGrid]:
    """Places on a page that show some words, each a little differently."""
    count, words = draw(st.integers(0, 40)), draw(st.integers(1, 8))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    centres = rng.standard_normal((words, 12))
    vectors = centres[rng.integers(0, words, count)] + draw(st.sampled_from([0.01, 0.3, 1.0])) * rng.standard_normal(
        (count, 12)
    )
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    grid = PatchGrid(9, 7)
    rows, columns = np.divmod(rng.permutation(grid.rows * grid.cols)[:count], grid.cols)
    salience = rng.integers(0, 9, count).astype(np.float32)
    return Spotted(rows.astype(np.int32), columns.astype(np.int32), vectors.astype(np.float32), salience), grid


def slow_same_words(vectors: Floats) -> list[int]:
    """Each place shows the first of the words begun so far that it is alike enough to, or begins one."""
    begun: list[Floats] = []
    numbers = []
    for vector in vectors:
        alike = [at for at, first in enumerate(begun) if float(first @ vector) >= 0.88]
        if not alike:
            begun.append(vector)
        numbers.append(alike[0] if alike else len(begun) - 1)
    return numbers


@given(places())
def test_places_show_the_words_that_the_slow_loop_says(spotted: tuple[Spotted, PatchGrid]) -> None:
    assert same_words(spotted[0].vectors).tolist() == slow_same_words(spotted[0].vectors)


@given(places(), st.integers(1, 12), st.integers(1, 50))
def test_words_are_those_of_the_slow_loop(
    spotted: tuple[Spotted, PatchGrid], most_words: int, most_places: int
) -> None:
    found, grid = spotted
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.embed.builtin, "MOST_WORDS", most_words)
        patch.setattr(indexer.embed.builtin, "_MOST_PLACES", most_places)
        page = different_words(found, grid)
    order = sorted(range(len(found.rows)), key=lambda at: -float(found.salience[at]))[:most_places]
    numbers = slow_same_words(found.vectors[order])
    words: dict[int, list[int]] = {}
    for at, number in zip(order, numbers, strict=True):
        if number < most_words:
            words.setdefault(number, []).append(at)
    assert page.salience is not None and page.owners is not None
    assert (len(page.vectors), page.grid) == (len(words), grid)
    for word, members in words.items():
        mean = found.vectors[members].sum(axis=0)
        np.testing.assert_allclose(page.vectors[word], mean / np.linalg.norm(mean), atol=1e-5)
        assert page.salience[word] == max(found.salience[members])
        cells = sorted(int(found.rows[at]) * grid.cols + int(found.columns[at]) for at in members)
        assert page.cells[page.owners == word].tolist() == cells
    assert (np.diff(page.owners) >= 0).all()


@pytest.mark.parametrize("strip_px", [1, 100, 230_000])
def test_a_page_looks_the_same_in_strips(printed: PageContent, strip_px: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed.pixels is not None
    # A page long enough for several strips, with lines of print across the cuts.
    page = np.ascontiguousarray(np.concatenate([printed.pixels[:301], printed.pixels[:180], printed.pixels[:301]]))
    monkeypatch.setattr("indexer.embed.spotter._STRIP_PIXELS", page.size * 2)
    whole = EMBEDDER._spotter.spot(page)
    monkeypatch.setattr("indexer.embed.spotter._STRIP_PIXELS", strip_px)
    strips = EMBEDDER._spotter.spot(page)
    assert len(whole.rows) > 20
    np.testing.assert_array_equal(strips.rows, whole.rows)
    np.testing.assert_array_equal(strips.columns, whole.columns)
    np.testing.assert_allclose(strips.vectors, whole.vectors, atol=1e-5)
    np.testing.assert_allclose(strips.salience, whole.salience, atol=1e-4)


@pytest.mark.parametrize("paper", [255, 20])
def test_what_is_skipped_shows_nothing(printed: PageContent, paper: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed.pixels is not None
    shade = printed.pixels if paper == 255 else 255 - np.minimum(printed.pixels, 235)
    blank = np.full((200, shade.shape[1]), paper, np.uint8)
    page = np.ascontiguousarray(np.concatenate([blank, shade[:180], blank, shade[:301], blank, blank]))
    looked_at: list[int] = []
    between = EMBEDDER._spotter._spot_between

    def noted(page: Bytes, top: int, bottom: int) -> Spotted:
        looked_at.append(bottom - top)
        return between(page, top, bottom)

    monkeypatch.setattr(EMBEDDER._spotter, "_spot_between", noted)
    skipping = EMBEDDER._spotter.spot(page)
    assert 300 < sum(looked_at) < len(page) - 400
    monkeypatch.setattr("indexer.embed.spotter.printed_bands", lambda page: [(0, len(page) + -len(page) % CELL_PX)])
    whole = EMBEDDER._spotter.spot(page)
    assert len(whole.rows) > 20
    for one, other in zip(skipping, whole, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
