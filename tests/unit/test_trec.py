"""Run files in TREC's form."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.measuring.trec import read_run, write_run, write_text
from indexer.errors import ExpectedError

IDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)


@given(
    st.dictionaries(
        IDS,
        st.lists(st.tuples(IDS, st.floats(0, 1)), min_size=1, max_size=12, unique_by=lambda pair: pair[0]).map(
            lambda pages: sorted(pages, key=lambda pair: -pair[1])
        ),
        max_size=3,
    )
)
def test_a_run_is_read_as_it_was_written_even_where_scores_are_equal(
    tmp_path_factory: pytest.TempPathFactory, found: dict[str, list[tuple[str, float]]]
) -> None:
    file = tmp_path_factory.mktemp("run") / "a.run"
    write_run(file, found)
    assert read_run(file) == {question: [page for page, _ in pages] for question, pages in found.items()}


def test_a_run_is_read_as_trec_eval_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "theirs.run"
    file.write_text("q1 Q0 a#1 1 0.2 x\nq1 Q0 c#1 2 0.7 x\nq1 Q0 b#1 3 0.2 x\n", encoding="utf-8")
    assert read_run(file) == {"q1": ["c#1", "b#1", "a#1"]}


def test_a_file_that_is_no_run_is_said(tmp_path: Path) -> None:
    file = tmp_path / "theirs.run"
    with pytest.raises(ExpectedError, match="There is no run file"):
        read_run(file)
    file.write_text("q1 a#1 0.2\n", encoding="utf-8")
    with pytest.raises(ExpectedError, match="line 1: a line of a TREC run has 6 columns"):
        read_run(file)
    file.write_text("q1 Q0 a#1 1 high x\n", encoding="utf-8")
    with pytest.raises(ExpectedError, match="cannot be read as a TREC run"):
        read_run(file)


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="could not be written"):
        write_text(tmp_path / "nowhere" / "report.json", "")
