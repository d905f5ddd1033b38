"""The line that a hit shows, and what is bold in it."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.evidence import TermLookup, evidence, find_terms, term_weights
from app.regions import line_evidence
from indexer.text import parts, stem, terms
from indexer.types import PageText
from tests.libraries import page_text

WORD = st.sampled_from(["winter", "Ferries,", "prices", "tide-table", "the", "a" * 30, "soup", "“ferry”"])
TERM = st.sampled_from(["winter", "ferry", "price", "tide", "table", "tide-table", "soup"])


@st.composite
def pages(draw: st.DrawFn) -> PageText:
    lines = draw(st.lists(st.lists(WORD, min_size=1, max_size=40), min_size=1, max_size=5))
    return page_text("\n".join(" ".join(line) for line in lines))


def weights_of(asked: Sequence[str]) -> tuple[float, ...]:
    return tuple(1.0 + at / 8 for at in range(len(asked)))


# --- which words answer ---


@given(pages(), st.lists(TERM, unique=True, max_size=5))
def test_the_words_found_are_those_that_share_a_stem_with_a_term(text: PageText, asked: list[str]) -> None:
    found = find_terms(text, TermLookup(asked))
    for at, word in enumerate(text.words):
        answered = {number for number, term in enumerate(asked) if stem(term) in parts(word)}
        assert (at in found) == bool(answered)
        if answered:
            assert found[at] in answered


def test_of_two_terms_with_one_stem_the_first_is_answered() -> None:
    assert find_terms(page_text("ferry"), TermLookup(["ferries", "ferry"])) == {0: 0}


def test_the_same_words_answer_the_same_terms_in_every_process(repository: Path) -> None:
    """Python hashes text differently each time it starts, and a word can answer two terms."""
    code = (
        "from app.evidence import TermLookup\n"
        "lookup = TermLookup('table tide summer winter soup fish day'.split())\n"
        "print([lookup[word] for word in 'tide-table winter/summer fish-soup-day'.split()])\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=repository,
            env={"PYTHONHASHSEED": str(seed), "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in range(3)
    }
    assert len(said) == 1


def test_a_term_on_every_page_weighs_less_than_a_rare_one() -> None:
    common, rare, absent = term_weights(3, [{0: 0, 5: 1}, {1: 0}, {2: 0, 3: 0}])
    assert 0 < common < rare < absent
    assert common == pytest.approx(math.log(1 + 4 / 3.5))


def test_no_pages_and_no_terms_weigh_nothing_wrong() -> None:
    assert term_weights(0, []) == ()
    assert all(weight > 0 for weight in term_weights(2, []))


# --- the line ---


@given(pages(), st.lists(TERM, unique=True, min_size=1, max_size=5))
def test_the_line_is_the_one_with_most_evidence_and_the_bold_is_its_matching_words(
    text: PageText, asked: list[str]
) -> None:
    found = find_terms(text, TermLookup(asked))
    assume(found)
    shown = evidence(text, found, weights_of(asked))
    weighed = line_evidence(text, found, weights_of(asked))
    best = min(line for line in weighed if weighed[line] == max(weighed.values()))
    words = [word for word, line in zip(text.words, text.lines.tolist(), strict=True) if line == best]
    matching = [text.words[at] for at in sorted(found) if text.lines[at] == best]

    assert len(shown.line) <= 243
    bold = [shown.line[start:end] for start, end in shown.bold]
    assert bold == matching[: len(bold)]
    assert bold
    if len(" ".join(words)) <= 80:
        assert shown.line == " ".join(words)
        assert bold == matching
    plain = shown.line.removeprefix("… ").removesuffix("…").split()
    starts = [at for at in range(len(words)) if words[at : at + len(plain)] == plain]
    assert starts, "what is shown is a stretch of the line"
    if not shown.line.startswith("… "):
        assert 0 in starts
    if not shown.line.endswith("…"):
        assert len(words) - len(plain) in starts


def test_a_long_line_is_shortened_around_its_first_match() -> None:
    words = [f"before{number}" for number in range(60)] + ["Ferry,"] + [f"after{number}" for number in range(60)]
    text = page_text(" ".join(words))
    shown = evidence(text, find_terms(text, TermLookup(["ferry"])), (1.0,))
    ((start, end),) = shown.bold
    assert shown.line[start:end] == "Ferry,"
    assert shown.line.startswith("… before")
    assert shown.line.endswith("…")
    assert 200 < len(shown.line) <= 243
    assert 40 < start < 90


def test_a_match_longer_than_a_line_is_shown_as_far_as_it_fits() -> None:
    word = "x" * 500
    text = page_text(f"{'before ' * 30}{word} after")
    shown = evidence(text, find_terms(text, TermLookup([word])), (1.0,))
    ((start, end),) = shown.bold
    assert set(shown.line[start:end]) == {"x"}
    assert len(shown.line) <= 243


def test_of_equal_lines_the_first_is_shown() -> None:
    text = page_text("a ferry one\n\nanother ferry two")
    assert evidence(text, find_terms(text, TermLookup(["ferry"])), (1.0,)).line == "a ferry one"


def test_a_page_without_a_match_shows_nothing() -> None:
    text = page_text("potato soup")
    for page in (text, page_text("")):
        shown = evidence(page, find_terms(page, TermLookup(["ferry"])), (1.0,))
        assert (shown.regions, shown.line, shown.bold) == ((), "", ())


def test_the_lit_regions_lie_on_the_words_that_answer() -> None:
    text = page_text("potato soup\nthe winter ferry")
    shown = evidence(text, find_terms(text, TermLookup(terms("winter ferries"))), (1.0, 1.0))
    (region,) = shown.regions
    assert region.tokens == (0, 1)
    np.testing.assert_allclose(region.box, [1 / 3 - 0.002, 0.5 - 0.002, 1, 1], atol=1e-6)
