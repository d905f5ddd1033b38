"""How many pages files have, judged by opening a few of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from indexer.files import SeenFile


def count_pages(path: str, password: str = "") -> int:
    """Open a file and count its pages; 0 where it cannot be read. For readers."""
    from indexer.sources import SourceError, open_source

    try:
        source = open_source(path, password)
    except SourceError:
        return 0
    try:
        return source.pages
    finally:
        source.close()


def draw_by_size(files: Sequence[SeenFile], count: int, seed: int) -> list[SeenFile]:
    """Draw about so many files, each as likely as it is large; all where there are no more.

    Systematic sampling: a ruler with even marks is laid along all bytes. A file that holds several marks is drawn as
    often, but at least once in the list.
    """
    if len(files) <= count:
        return list(files)
    by_size = sorted(files, key=lambda file: file.size)
    ends = np.cumsum([max(file.size, 1) for file in by_size])
    marks = (np.arange(count) + np.random.default_rng(seed).random()) * (int(ends[-1]) / count)
    return [by_size[at] for at in np.minimum(np.searchsorted(ends, marks, side="right"), len(by_size) - 1)]


def extrapolated(files: int, size: int, drawn: Sequence[SeenFile], pages: Mapping[str, int]) -> float:
    """Estimate the pages of files from those of the files drawn of them by size, as far as these are known.

    files, size: how many files there are, and their bytes.    pages: by path, of at least one of those drawn. Where
    every file is known, it is the sum.
    Source: Hansen and Hurwitz (1943), sampling with probability proportional to size.
    """
    known = [file for file in drawn if file.path in pages]
    if files > len(drawn):
        return size * sum(pages[file.path] / max(file.size, 1) for file in known) / len(known)
    counted = sum(pages[file.path] for file in known)
    bytes_known = sum(file.size for file in known)
    return counted + (size - bytes_known) * counted / max(bytes_known, 1)
