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

from app.answers.evidence import TermLookup, evidence, find_terms, term_weights, text_in
from app.answers.regions import line_evidence
from indexer.question import Question, parse
from indexer.text import parts, stem
from indexer.types import WHOLE, Box, PageText
from tests.libraries import page_text

WORD = st.sampled_from(["winter", "Ferries,", "prices", "tide-table", "the", "a" * 30, "soup", "“ferry”"])
TERM = st.sampled_from(["winter", "ferry", "price", "tide", "table", "tide-table", "soup"])


@st.composite
def pages(draw: st.DrawFn) -> PageText:
    lines = draw(st.lists(st.lists(WORD, min_size=1, max_size=40), min_size=1, max_size=5))
    return page_text("\n".join(" ".join(line) for line in lines))


def asking(terms: Sequence[str]) -> Question:
    """Return a question for these terms and no other forms of them."""
    return Question(tuple(terms), tuple((term,) for term in terms))


def weights_of(asked: Sequence[str]) -> tuple[float, ...]:
    return tuple(1.0 + at / 8 for at in range(len(asked)))


# --- which words answer ---


@given(pages(), st.lists(TERM, unique=True, max_size=5))
def test_the_words_found_are_those_that_share_a_stem_with_a_term(text: PageText, asked: list[str]) -> None:
    found = find_terms(text, TermLookup(asking(asked)))
    for at, word in enumerate(text.words):
        answered = {number for number, term in enumerate(asked) if stem(term) in parts(word)}
        if answered:
            assert found[at] in answered | ({asked.index("tide-table")} if "tide-table" in asked else set())
        elif at in found:
            assert asked[found[at]] == "tide-table"


@pytest.mark.parametrize(
    ("question", "printed", "lit"),
    [
        ("1577", "sold $1,577 and (1,577) of 1.577", ["$1,577", "(1,577)"]),
        ("$1,577", "sold 1577 in 1577.5", ["1577"]),
        ("12.4%", "12.4% or 12.4 or 12", ["12.4%", "12.4"]),
        ("1 577 boats", "1577 boats", ["1577", "boats"]),
        ("FY2018", "in 2018 and 2019", ["2018"]),
        ("2018-2019", "in 2018–2019 and 2018-2019", ["2018–2019", "2018-2019"]),
        ("year-end", "the year end of a year-end", ["year", "end", "year-end"]),
        ("year-end", "a year without end", ["year", "end"]),
        ("year end", "at yearend", ["yearend"]),
        ("tide-table", "tidetable", ["tidetable"]),
        (
            '"annual report"',
            "an annual report, a report, ANNUAL\nReport's",
            ["annual", "report,", "ANNUAL", "Report's"],
        ),
        ('"annual report" annual', "annual report and annual soup", ["annual", "report", "annual"]),
        ('"ferries"', "a ferry and ferries", ["ferries"]),
        ('"ferries" run', "ferries run, running ferry", ["ferries", "run,", "running"]),
        ("ferry -soup", "ferry soup", ["ferry"]),
    ],
)
def test_a_term_lights_what_counts_as_the_same(question: str, printed: str, lit: list[str]) -> None:
    text = page_text(printed)
    found = find_terms(text, TermLookup(parse(question)))
    assert [text.words[at] for at in found] == lit


def test_a_mistyped_word_lights_what_it_was_taken_for() -> None:
    text = page_text("the last ferry of the year end")
    found = find_terms(text, TermLookup(parse("fery yearend").taking({"fery": "ferry", "yearend": "year end"})))
    assert {text.words[at]: term for at, term in found.items()} == {"ferry": 0, "year": 1, "end": 1}


def test_a_phrase_is_lit_as_the_one_term_that_it_is() -> None:
    text = page_text("annual report of an annual meeting")
    assert find_terms(text, TermLookup(parse('meeting "annual report"'))) == {0: 1, 1: 1, 5: 0}


def test_of_two_terms_with_one_stem_the_first_is_answered() -> None:
    assert find_terms(page_text("ferry"), TermLookup(asking(["ferries", "ferry"]))) == {0: 0}


def test_the_same_words_answer_the_same_terms_in_every_process(repository: Path) -> None:
    """Python hashes text differently each time it starts, and a word can answer two terms."""
    code = (
        "from app.answers.evidence import TermLookup\n"
        "from indexer.question import parse\n"
        "lookup = TermLookup(parse('table tide summer winter soup fish day'))\n"
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
    found = find_terms(text, TermLookup(asking(asked)))
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
    shown = evidence(text, find_terms(text, TermLookup(parse("ferry"))), (1.0,))
    ((start, end),) = shown.bold
    assert shown.line[start:end] == "Ferry,"
    assert shown.line.startswith("… before")
    assert shown.line.endswith("…")
    assert 200 < len(shown.line) <= 243
    assert 40 < start < 90


def test_a_match_longer_than_a_line_is_shown_as_far_as_it_fits() -> None:
    word = "x" * 500
    text = page_text(f"{'before ' * 30}{word} after")
    shown = evidence(text, find_terms(text, TermLookup(parse(word))), (1.0,))
    ((start, end),) = shown.bold
    assert set(shown.line[start:end]) == {"x"}
    assert len(shown.line) <= 243


def test_of_equal_lines_the_first_is_shown() -> None:
    text = page_text("a ferry one\n\nanother ferry two")
    assert evidence(text, find_terms(text, TermLookup(parse("ferry"))), (1.0,)).line == "a ferry one"


def test_a_page_without_a_match_shows_nothing() -> None:
    text = page_text("potato soup")
    for page in (text, page_text("")):
        shown = evidence(page, find_terms(page, TermLookup(parse("ferry"))), (1.0,))
        assert (shown.regions, shown.line, shown.bold) == ((), "", ())


def test_the_lit_regions_lie_on_the_words_that_answer() -> None:
    text = page_text("potato soup\nthe winter ferry")
    shown = evidence(text, find_terms(text, TermLookup(parse("winter ferries"))), (1.0, 1.0))
    (region,) = shown.regions
    assert region.tokens == (0, 1)
    np.testing.assert_allclose(region.box, [1 / 3 - 0.002, 0.5 - 0.002, 1, 1], atol=1e-6)


# --- what is written in a part of a page ---


@given(pages(), st.tuples(*[st.floats(0, 1)] * 4))
def test_the_text_of_a_part_is_the_words_whose_middles_lie_in_it_line_by_line(text: PageText, box: Box) -> None:
    lines: dict[int, str] = {}
    for word, (left, top, right, bottom), line in zip(text.words, text.boxes, text.lines, strict=True):
        if box[0] <= (left + right) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]:
            lines[int(line)] = f"{lines[int(line)]} {word}" if int(line) in lines else word
    assert text_in(text, box) == "\n".join(lines.values())
    assert text_in(text, WHOLE).split() == list(text.words)
