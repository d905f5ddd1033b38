"""Documents that are being read: what of each is on its way, and what becomes of its files."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from indexer.files import SeenFile, shown_name
from indexer.plan import Place
from indexer.readers import Inspection, Problem
from indexer.types import PageContent, PatchEmbeddings


@dataclass(eq=False)
class Chunk:
    """Neighbouring pages of a document, first to last, that a reader was asked for."""

    reading: Reading
    first: int
    last: int
    future: Any
    is_second_try: bool = False


@dataclass(eq=False)
class Reading:
    """A document that is being read, page by page.

    textless: how many of the pages so far have no text layer.    damaged: the numbers of those that could not be read.
    signs: how often each sign was seen.    also: other files with the same content.
    """

    file: SeenFile
    inspection: Inspection
    next_page: int = 1
    pages_done: int = 0
    textless: int = 0
    damaged: list[int] = field(default_factory=list)
    signs: Counter[str] = field(default_factory=Counter)
    also: list[SeenFile] = field(default_factory=list)


@dataclass(eq=False)
class Looking:
    """Pages that were read, and how they look as soon as that is known."""

    reading: Reading
    contents: list[PageContent]
    looks: Future[list[PatchEmbeddings]]


def place_of(file: SeenFile, document: str, problem: Problem | None = None) -> Place:
    """Return where a file lies, and what was found there: a document, or why it could not be read."""
    sentence, remedy = (problem.sentence, problem.remedy) if problem else ("", "")
    return Place(file.path, file.root, file.size, file.mtime_ns, document, sentence, remedy)


def changed_place_of(file: SeenFile) -> Place | None:
    """Return a place to be read again when the file is no longer what was read."""
    try:
        info = os.stat(file.path)
    except OSError:
        return None  # Gone since: what was read is true, and the next scan forgets it.
    if (info.st_size, info.st_mtime_ns) == (file.size, file.mtime_ns):
        return None
    sentence = f"{shown_name(file.path)} changed while it was being read. Rescan to read it again."
    # A size that no file has, so that the next plan reads it.
    return Place(file.path, file.root, -1, 0, "", sentence, "retry")


def note_on(damaged: list[int], pages: int, unread: str) -> str:
    """Say what a person should know of a document: its damaged pages, and a script that is not read."""
    sentences = []
    if damaged:
        listed = ", ".join(map(str, damaged[:5]))
        if len(damaged) > 5:
            sentences.append(f"{len(damaged)} of {pages} pages could not be read (page {listed} and more).")
        else:
            sentences.append(f"{len(damaged)} of {pages} pages could not be read (page {listed}).")
    if unread:
        sentences.append(
            f"Its pages are in {unread}, which the built-in model does not read by look; words are found by the text "
            "layer."
        )
    return " ".join(sentences)
