"""Words that a model spots on a page become boxes around them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.answers.regions import line_evidence, spotted_words, word_regions
from assets import builtin_model_dir
from indexer.arrays import Floats
from indexer.embed.builtin import BuiltinEmbedder
from indexer.presence import by_term
from indexer.question import parse
from indexer.sources.pdf import PdfSource
from indexer.types import LOOSE, Box, PageCodes, PatchGrid
from tests.documents import write_pdf
from tests.regions import check, holds


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


def holds_middle(box: Sequence[float], cell: Box) -> bool:
    middle = (cell[0] + cell[2]) / 2, (cell[1] + cell[3]) / 2
    return box[0] - 1e-6 <= middle[0] <= box[2] + 1e-6 and box[1] - 1e-6 <= middle[1] <= box[3] + 1e-6


def overlap(one: Floats, other: Floats) -> float:
    """The area that two boxes share, of that which either covers."""
    sides = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    shared = float(sides.clip(0).prod())
    return shared / (float((one[2:] - one[:2]).prod() + (other[2:] - other[:2]).prod()) - shared)


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
