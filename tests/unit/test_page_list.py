"""Many pages in few bytes, against a plain list of them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.page_list import PageList
from indexer.types import Page

ADDED = st.tuples(st.just("add"), st.lists(st.tuples(st.integers(0, 5), st.integers(1, 4)), max_size=6))
KEPT = st.tuples(st.just("drop"), st.lists(st.tuples(st.integers(0, 5), st.just(0)), max_size=3))
Changes: TypeAlias = list[tuple[str, list[tuple[int, int]]]]


def check_same(pages: PageList, model: list[tuple[Page, int]]) -> None:
    assert len(pages) == len(model)
    everywhere = np.arange(len(model))
    assert pages.pages(everywhere) == [page for page, _ in model]
    assert pages.row_ids(everywhere).tolist() == [row_id for _, row_id in model]
    for document in "0125x":
        inside = [page.document == document for page, _ in model]
        assert pages.within({document}).tolist() == inside
        for number in (1, 4, 9):
            places = [at for at, (page, _) in enumerate(model) if page == Page(document, number)]
            assert sorted(pages.find([Page(document, number)]).tolist()) == places
    assert pages.within({"0", "2", "y"}).tolist() == [page.document in "02" for page, _ in model]


@given(st.lists(st.one_of(ADDED, KEPT), max_size=12))
def test_pages_come_and_go_as_in_a_plain_list(changes: Changes) -> None:
    pages = PageList()
    model: list[tuple[Page, int]] = []
    row_ids = iter(range(10**12, 10**12 + 1000))
    check_same(pages, model)
    for change, some in changes:
        if change == "add":
            added = [(Page(str(document), number), next(row_ids)) for document, number in some]
            documents = [page.document for page, _ in added]
            pages.extend(documents, [page.number for page, _ in added], [row_id for _, row_id in added])
            model += added
        else:
            gone = {str(document) for document, _ in some}
            pages.keep(~pages.within(gone))
            model = [row for row in model if row[0].document not in gone]
        check_same(pages, model)


def test_several_pages_are_found_at_once_and_those_that_are_not_here_are_left_out() -> None:
    pages = PageList()
    pages.extend(["b", "a", "b"], np.array([1, 1, 2], np.int32), [7, 8, 9])
    assert pages.find([Page("b", 2), Page("a", 1), Page("a", 2), Page("c", 1)]).tolist() == [2, 1]
    assert pages.find([]).tolist() == []


def test_a_page_takes_some_bytes_and_not_hundreds() -> None:
    pages = PageList()
    for document in range(100):
        pages.extend([f"{document:032x}"] * 100, list(range(100)), list(range(100)))
    pages.find([Page("0", 1)])
    assert 16 * 10_000 <= pages.resident_bytes < 35 * 10_000
