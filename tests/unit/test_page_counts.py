"""Pages of many files, judged by opening a few."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.files import SeenFile
from indexer.page_counts import count_pages, draw_by_size, extrapolated
from tests.documents import write_pdf, write_picture


def seen(number: int, size: int) -> SeenFile:
    return SeenFile(f"/{number}.pdf", "/", size, 1)


def test_pages_are_counted_and_what_cannot_be_read_has_none(tmp_path: Path) -> None:
    assert count_pages(str(write_pdf(tmp_path / "a.pdf", ["one", "two", "three"]))) == 3
    assert count_pages(str(write_picture(tmp_path / "b.png"))) == 1
    locked = str(write_pdf(tmp_path / "c.pdf", ["one", "two"], password="open"))
    assert (count_pages(locked), count_pages(locked, "open")) == (0, 2)
    (tmp_path / "d.pdf").write_bytes(b"no PDF")
    assert count_pages(str(tmp_path / "d.pdf")) == 0
    assert count_pages(str(tmp_path / "gone.pdf")) == 0


@given(st.lists(st.integers(0, 10_000), max_size=60), st.integers(1, 50))
def test_so_many_files_are_drawn_or_all(sizes: list[int], count: int) -> None:
    files = [seen(number, size) for number, size in enumerate(sizes)]
    drawn = draw_by_size(files, count, 3)
    assert len(drawn) == min(count, len(files)) and set(drawn) <= set(files)


def test_large_files_are_drawn_more_often() -> None:
    files = [seen(number, 1000 if number < 10 else 10) for number in range(1000)]
    drawn = draw_by_size(files, 40, 5)
    # Half of all bytes are in ten of a thousand files.
    assert 19 <= sum(file.size == 1000 for file in drawn) <= 21


def test_the_sum_is_known_once_all_files_are() -> None:
    files = [seen(1, 100), seen(2, 50), seen(3, 7)]
    pages = {"/1.pdf": 10, "/2.pdf": 1}
    assert extrapolated(3, 157, files, pages) == pytest.approx(11 + 7 * 11 / 150)
    assert extrapolated(3, 157, files, {**pages, "/3.pdf": 0}) == 11


def test_a_sample_is_right_on_average_and_near_where_pages_go_with_size() -> None:
    random = np.random.default_rng(1)
    sizes = random.lognormal(12, 1.5, 3000).astype(int) + 1
    pages = {f"/{at}.pdf": max(1, int(size / 50_000 * random.uniform(0.5, 1.5))) for at, size in enumerate(sizes)}
    files = [seen(number, int(size)) for number, size in enumerate(sizes)]
    total = sum(pages.values())
    estimates = [extrapolated(3000, int(sizes.sum()), draw_by_size(files, 40, seed), pages) for seed in range(60)]
    assert np.mean(estimates) == pytest.approx(total, rel=0.03)
    assert max(abs(each - total) for each in estimates) < 0.5 * total
