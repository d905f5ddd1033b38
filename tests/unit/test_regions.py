"""Evidence becomes boxes, against slow obvious versions."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import app.answers.regions
from app.answers.regions import MAX_REGIONS, cell_regions, line_evidence, spotted_words, word_regions
from assets import builtin_model_dir
from indexer.arrays import Floats, Ints
from indexer.embed.builtin import BuiltinEmbedder
from indexer.presence import by_term
from indexer.question import parse
from indexer.sources.pdf import PdfSource
from indexer.types import LOOSE, Box, PageCodes, PageText, PatchGrid, Region
from tests.documents import write_pdf
from tests.libraries import page_text

TERMS = 3
WEIGHTS = (1.0, 2.0, 0.5)


@st.composite
def matched_pages(draw: st.DrawFn) -> tuple[PageText, dict[int, int]]:
    """A page of a few lines, some words of which answer a term."""
    lines = draw(st.lists(st.integers(1, 6), min_size=1, max_size=8))
    text = page_text("\n".join(" ".join(["word"] * count) for count in lines))
    words = range(len(text.words))
    return text, draw(st.dictionaries(st.sampled_from(words), st.integers(0, TERMS - 1), max_size=len(words)))


@st.composite
def scored_grids(draw: st.DrawFn) -> tuple[PatchGrid, Ints, Floats]:
    """The cells of a page that hold a vector, and how alike each is to each token."""
    grid = PatchGrid(draw(st.integers(1, 6)), draw(st.integers(1, 6)))
    cells = draw(st.lists(st.integers(LOOSE, grid.rows * grid.cols - 1), max_size=12))
    tokens = draw(st.integers(0, 3))
    alike = st.sampled_from([-0.5, 0.0, 0.3, 0.5, 0.8, 0.9, 1.0])
    scores = [draw(st.lists(alike, min_size=len(cells), max_size=len(cells))) for _ in range(tokens)]
    return grid, np.array(cells, np.int32), np.array(scores, np.float32).reshape(tokens, len(cells))


def slow_evidence(text: PageText, found: Mapping[int, int], weights: Sequence[float]) -> dict[int, float]:
    evidence = {}
    for line in {int(text.lines[word]) for word in found}:
        here = {term for word, term in found.items() if text.lines[word] == line}
        near = {term for word, term in found.items() if abs(int(text.lines[word]) - line) == 1}
        evidence[line] = sum(weights[term] for term in here) + sum(weights[term] for term in near - here) / 2
    return evidence


def holds(outer: Box, inner: Sequence[float]) -> bool:
    return (
        outer[0] <= inner[0] + 1e-6
        and outer[1] <= inner[1] + 1e-6
        and outer[2] >= inner[2] - 1e-6
        and outer[3] >= inner[3] - 1e-6
    )


def check(regions: tuple[Region, ...]) -> None:
    """Check what holds for the regions of any page."""
    assert len(regions) <= MAX_REGIONS
    for region in regions:
        left, top, right, bottom = region.box
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
        assert 0 < region.weight <= 1
        assert region.tokens == tuple(sorted(set(region.tokens)))
        assert region.tokens
    if regions:
        assert max(region.weight for region in regions) == 1


# --- words ---


@given(matched_pages())
def test_lines_are_weighed_as_by_the_slow_obvious_rule(page: tuple[PageText, dict[int, int]]) -> None:
    text, found = page
    assert line_evidence(text, found, WEIGHTS) == pytest.approx(slow_evidence(text, found, WEIGHTS))


@given(matched_pages())
def test_word_regions_lie_on_the_page_and_the_strongest_has_weight_one(page: tuple[PageText, dict[int, int]]) -> None:
    text, found = page
    regions = word_regions(text, found, line_evidence(text, found, WEIGHTS))
    check(regions)
    assert bool(regions) == bool(found)


@given(matched_pages(), st.integers(1, 3))
@example((page_text("winter\nwinter prices\nferry"), {0: 0, 1: 0, 2: 2, 3: 1}), 1)
def test_the_strongest_region_is_shown_however_few_are(page: tuple[PageText, dict[int, int]], most: int) -> None:
    text, found = page
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app.answers.regions, "MAX_REGIONS", most)
        regions = word_regions(text, found, line_evidence(text, found, WEIGHTS))
    assert len(regions) <= most
    check(regions)


@given(matched_pages())
def test_every_region_is_a_run_of_matching_words(page: tuple[PageText, dict[int, int]]) -> None:
    """Each box is that of some run; each word of a run whose line is as strong as the best lies in a box."""
    text, found = page
    evidence = line_evidence(text, found, WEIGHTS)
    regions = word_regions(text, found, evidence)
    runs = slow_runs(text, found)
    for region in regions:
        assert any(
            holds(region.box, around(text, run)) and region.tokens == tuple(sorted({found[word] for word in run}))
            for run in runs
        )
    if len(regions) < MAX_REGIONS:
        best = [run for run in runs if evidence[int(text.lines[run[0]])] == max(evidence.values())]
        assert all(any(holds(region.box, around(text, run)) for region in regions) for run in best)


def slow_runs(text: PageText, found: Mapping[int, int]) -> list[list[int]]:
    """Group matching words that stand side by side on a line."""
    runs: list[list[int]] = []
    for line in sorted(set(text.lines.tolist())):
        on_line = [word for word in range(len(text.words)) if text.lines[word] == line]
        for matching, words in itertools.groupby(on_line, key=lambda word: word in found):
            if matching:
                runs.append(list(words))
    return runs


def around(text: PageText, run: Sequence[int]) -> list[float]:
    boxes = text.boxes[list(run)]
    return [*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()]


def test_words_side_by_side_share_a_box_and_others_do_not() -> None:
    text = page_text("the winter ferry leaves\nwinter comes")
    found = {1: 0, 2: 1, 4: 0}
    regions = word_regions(text, found, {0: 3.0, 1: 3.0})
    assert [region.tokens for region in regions] == [(0, 1), (0,)]
    assert holds(regions[0].box, around(text, [1, 2]))
    assert not holds(regions[0].box, around(text, [0]))


def test_a_line_with_far_less_evidence_is_not_lit() -> None:
    text = page_text("winter ferry prices\nnothing\nprices")
    found = {0: 0, 1: 1, 2: 2, 4: 2}
    regions = word_regions(text, found, line_evidence(text, found, (1.0, 1.0, 1.0)))
    assert len(regions) == 1


def test_a_term_on_the_line_beside_counts_half() -> None:
    text = page_text("winter ferry\nprices\n\nprices")
    assert line_evidence(text, {0: 0, 2: 1, 3: 1}, (4.0, 2.0)) == {0: 5.0, 1: 4.0, 3: 2.0}


def test_a_page_without_matches_has_no_regions() -> None:
    text = page_text("winter ferry")
    assert line_evidence(text, {}, WEIGHTS) == {}
    assert word_regions(text, {}, {}) == ()


# --- cells ---


@given(scored_grids())
def test_cell_regions_lie_on_the_page_and_the_strongest_has_weight_one(page: tuple[PatchGrid, Ints, Floats]) -> None:
    check(cell_regions(*page))


@given(scored_grids())
def test_a_region_holds_the_cells_that_answer_its_tokens_and_no_cell_is_left_dark(
    page: tuple[PatchGrid, Ints, Floats],
) -> None:
    grid, cells, scores = page
    regions = cell_regions(grid, cells, scores)
    lit = [
        (token, grid.box(int(cell)))
        for token, row in enumerate(scores.tolist())
        for cell, score in zip(cells, row, strict=True)
        if cell != LOOSE and score >= max(np.float32(0.85 * max(row)), np.float32(0.35))
    ]
    for token, box in lit:
        assert any(holds(region.box, box) and token in region.tokens for region in regions)
    for region in regions:
        assert set(region.tokens) <= {token for token, box in lit if holds(region.box, box)}


@given(scored_grids())
def test_loose_vectors_never_make_a_region(page: tuple[PatchGrid, Ints, Floats]) -> None:
    grid, cells, scores = page
    assert cell_regions(grid, np.full_like(cells, LOOSE), scores) == ()


@given(scored_grids(), st.integers(0, 2**32 - 1))
def test_a_vector_that_stands_for_several_cells_lights_them_all(
    page: tuple[PatchGrid, Ints, Floats], seed: int
) -> None:
    grid, cells, scores = page
    drawn = np.sort(np.random.default_rng(seed).integers(0, max(scores.shape[1], 1), len(cells)))
    owners = np.unique(drawn, return_inverse=True)[1].astype(np.int32)
    rows = scores[:, : int(owners.max(initial=-1)) + 1]
    # A cell of its own for each member, all with the same score, is the slow way to say it.
    assert cell_regions(grid, cells, rows, owners) == cell_regions(grid, cells, rows[:, owners])


def test_cells_far_apart_that_one_vector_stands_for_are_two_boxes() -> None:
    grid = PatchGrid(3, 3)
    regions = cell_regions(
        grid, np.array([0, 8, 4], np.int32), np.array([[0.9, 0.1]], np.float32), np.array([0, 0, 1], np.int32)
    )
    assert [region.box for region in regions] == [grid.box(0), grid.box(8)]


def test_a_token_that_a_loose_vector_answers_best_points_nowhere() -> None:
    scores = np.array([[0.99, 0.5]], np.float32)
    assert cell_regions(PatchGrid(2, 2), np.array([LOOSE, 1], np.int32), scores) == ()


def test_a_token_that_is_like_nothing_here_points_nowhere() -> None:
    assert cell_regions(PatchGrid(1, 2), np.array([0, 1], np.int32), np.array([[0.2, 0.3]], np.float32)) == ()


def test_cells_that_touch_grow_into_one_box() -> None:
    grid = PatchGrid(4, 4)
    cells = np.array([0, 5, 15], np.int32)
    (whole, corner) = cell_regions(grid, cells, np.array([[0.9, 0.9, 0.9]], np.float32))
    assert {whole.box, corner.box} == {(0.0, 0.0, 0.5, 0.5), (0.75, 0.75, 1.0, 1.0)}


def test_a_place_that_answers_more_tokens_is_stronger() -> None:
    grid = PatchGrid(3, 3)
    scores = np.array([[0.9, 0.9], [0.9, 0.0]], np.float32)
    first, second = cell_regions(grid, np.array([8, 0], np.int32), scores)
    assert (first.box, first.tokens, first.weight) == (grid.box(8), (0, 1), 1.0)
    assert second.tokens == (0,)
    # The first token lights both cells, the second only one of them.
    common, rare = math.log(2), math.log(3)
    assert second.weight == pytest.approx((common / (common + rare)) ** 2)


def test_a_token_that_lights_half_the_page_counts_for_less_than_one_that_lights_a_single_place() -> None:
    grid = PatchGrid(3, 3)
    cells = np.array([0, 2, 6, 8], np.int32)
    scores = np.array([[0.9, 0.9, 0.9, 0.0], [0.0, 0.0, 0.0, 0.9]], np.float32)
    regions = cell_regions(grid, cells, scores)
    assert regions[0].box == grid.box(8)
    assert len(regions) == 4


@given(st.integers(1, 50), st.integers(1, 50))
def test_the_cells_of_a_grid_tile_the_page(rows: int, cols: int) -> None:
    grid = PatchGrid(rows, cols)
    boxes = [grid.box(cell) for cell in range(rows * cols)]
    assert boxes[0][:2] == (0, 0)
    assert boxes[-1][2:] == (1, 1)
    for cell, (left, top, right, bottom) in enumerate(boxes):
        row, col = cell // cols, cell % cols
        assert (left, top) == (col / cols, row / rows)
        if col + 1 < cols:
            assert boxes[cell + 1][0] == right
        if row + 1 < rows:
            assert boxes[cell + cols][1] == bottom


# --- words that a model spots ---


@st.composite
def spotted_pages(draw: st.DrawFn) -> tuple[PageCodes, Floats, list[int]]:
    """The cells of a page that show words, how surely they show each term, and how long the terms are."""
    grid = PatchGrid(draw(st.integers(1, 40)), draw(st.integers(1, 30)))
    cells = draw(st.lists(st.integers(LOOSE, grid.rows * grid.cols - 1), max_size=12, unique=True))
    terms = draw(st.integers(1, 3))
    owners = np.array(sorted(draw(st.lists(st.integers(0, 3), min_size=len(cells), max_size=len(cells)))), np.int32)
    owners = np.unique(owners, return_inverse=True)[1].astype(np.int32)
    patches = int(owners.max(initial=-1)) + 1
    sure = st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0])
    rows = [draw(st.lists(sure, min_size=patches, max_size=patches)) for _ in range(terms)]
    letters = draw(st.lists(st.integers(1, 12), min_size=terms, max_size=terms))
    look = PageCodes(np.zeros((patches, 1), np.uint8), np.array(cells, np.int32), grid, owners)
    return look, np.array(rows, np.float32).reshape(terms, patches), letters


@given(spotted_pages())
def test_each_place_that_shows_a_term_is_a_word_around_its_cell(page: tuple[PageCodes, Floats, list[int]]) -> None:
    look, sure, letters = page
    assert look.owners is not None
    expected = []
    for cell, owner in zip(look.cells.tolist(), look.owners.tolist(), strict=True):
        likeliest = int(sure[:, owner].argmax())
        if cell != LOOSE and sure[likeliest, owner] >= 0.5:
            expected.append((cell, likeliest))
    text, found = spotted_words(look, sure, letters)
    assert len(text.words) == len(text.boxes) == len(text.lines) >= len(expected) == len(found)
    assert (np.diff(text.lines) >= 0).all()
    left = list(expected)
    for at, term in found.items():
        box = text.boxes[at].tolist()
        assert 0 <= box[0] < box[2] <= 1 and 0 <= box[1] < box[3] <= 1
        here = [each for each in left if each[1] == term and holds_middle(box, look.grid.box(each[0]))]
        assert here
    for term in range(len(letters)):
        assert list(found.values()).count(term) == sum(each == term for _, each in expected)
    check(word_regions(text, found, line_evidence(text, found, (1.0, 2.0, 0.5))))


def holds_middle(box: Sequence[float], cell: Box) -> bool:
    middle = (cell[0] + cell[2]) / 2, (cell[1] + cell[3]) / 2
    return box[0] - 1e-6 <= middle[0] <= box[2] + 1e-6 and box[1] - 1e-6 <= middle[1] <= box[3] + 1e-6


def test_words_spotted_side_by_side_share_a_box_and_others_do_not() -> None:
    grid = PatchGrid(60, 30)
    cells = np.array([10 * 30 + 4, 10 * 30 + 8, 40 * 30 + 20], np.int32)
    look = PageCodes(np.zeros((3, 1), np.uint8), cells, grid)
    text, found = spotted_words(look, np.array([[1, 0, 1], [0, 1, 0]], np.float32), [6, 6])
    regions = word_regions(text, found, line_evidence(text, found, (1.0, 1.0)))
    assert regions[0].tokens == (0, 1)
    assert holds(regions[0].box, (4 / 30, 10 / 60, 9 / 30, 11 / 60))
    assert all(region.box[1] < 0.3 for region in regions)


def test_what_is_printed_between_two_spotted_words_is_not_lit() -> None:
    grid = PatchGrid(60, 60)
    look = PageCodes(np.zeros((2, 1), np.uint8), np.array([10 * 60 + 4, 10 * 60 + 30], np.int32), grid)
    text, found = spotted_words(look, np.eye(2, dtype=np.float32), [6, 6])
    regions = word_regions(text, found, line_evidence(text, found, (1.0, 1.0)))
    assert len(regions) == 2
    assert all(region.box[2] - region.box[0] < 0.15 for region in regions)


def test_longer_words_have_wider_boxes() -> None:
    look = PageCodes(np.zeros((1, 1), np.uint8), np.array([50], np.int32), PatchGrid(10, 10))
    widths = []
    for letters in (3, 6, 12):
        text, _ = spotted_words(look, np.ones((1, 1), np.float32), [letters])
        widths.append(float(text.boxes[0, 2] - text.boxes[0, 0]))
    assert widths == sorted(widths)
    assert widths[0] < widths[1]


def test_the_boxes_of_spotted_words_lie_around_the_words_as_they_are_printed(tmp_path: Path) -> None:
    """The whole way: a page is drawn and looked at, and its text layer says where its words are."""
    said = "Ferries leave Marrowby harbour every\nmorning. The winter timetable\n\nshows warehouses and prices."
    source = PdfSource(str(write_pdf(tmp_path / "a.pdf", [said])))
    embedder = BuiltinEmbedder(builtin_model_dir())
    page = source.read(1, embedder.sight)
    source.close()
    (look,) = embedder.embed_pages([page])
    terms = ["marrowby", "timetable", "warehouses"]
    query = embedder.embed_question(parse(" ".join(terms)))
    assert query.presence is not None
    alike = by_term(query.vectors @ look.vectors.T, query.terms)
    # The place that is likest to each term, however sure the weights are of it.
    sure = (alike == alike.max(axis=1, keepdims=True)).astype(np.float32)
    coded = PageCodes(np.zeros((len(look.vectors), 1), np.uint8), look.cells, look.grid, look.owners)
    text, found = spotted_words(coded, sure, list(map(len, terms)))
    printed = {word.lower(): box for word, box in zip(page.text.words, page.text.boxes, strict=True)}
    for at, term in found.items():
        assert overlap(text.boxes[at], printed[terms[term]]) > 0.3
    assert set(found.values()) == {0, 1, 2}


def overlap(one: Floats, other: Floats) -> float:
    """The area that two boxes share, of that which either covers."""
    sides = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    shared = float(sides.clip(0).prod())
    return shared / (float((one[2:] - one[:2]).prod() + (other[2:] - other[:2]).prod()) - shared)
