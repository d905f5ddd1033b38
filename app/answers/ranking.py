"""The pages that answer a question, in order, before the evidence of each is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.sought import Scope, Sought
from app.requests import Lane
from indexer.passage_table import FoundPassage
from indexer.types import Page


@dataclass(frozen=True, slots=True)
class Ranked:
    """A page that answers, before its evidence is looked up."""

    page: Page
    score: float
    lanes: tuple[Lane, ...]
    passage: FoundPassage | None = None


@dataclass
class Ranking:
    """What a question found.

    pages: best first.    is_whole: False where further pages may hold words of the question: see Search.deepen.
    is_good: whether any page is known to answer well.
    weights: how much each term says, once evidence was looked up: all pages of an answer are lit alike.
    """

    sought: Sought
    scope: Scope
    pages: list[Ranked]
    is_whole: bool = True
    is_good: bool = False
    weights: tuple[float, ...] | None = None


def grouped(pages: Sequence[Ranked]) -> dict[str, list[Ranked]]:
    """Put the pages of each document together, the documents in the order of their best pages."""
    groups: dict[str, list[Ranked]] = {}
    for each in pages:
        groups.setdefault(each.page.document, []).append(each)
    return groups
