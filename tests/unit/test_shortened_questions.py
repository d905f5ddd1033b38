"""A profile may ask with some of a question's tokens; what is lit still names tokens by their place in all of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import app.answers.look_lane
from app.answers.chance import NONSENSE, measure_chance
from app.answers.search import Search
from app.requests import Lane
from indexer.look import LookIndex
from indexer.maxsim import cosines
from indexer.plan import Place
from indexer.question import parse
from indexer.rows import StoredText
from indexer.store import Store
from tests.libraries import ASPECT, EMBEDDER, MODEL, page_text, stored, whole

WORDS = "winter timetables harbours passengers bicycles luggage children animals tickets terminals"
NAME = "fe" * 16


@pytest.mark.parametrize(("profile", "tokens", "nonsense"), [("adaptive", 9, 0.9), ("quality", 10, 1.0)])
def test_pages_are_scored_by_the_telling_tokens_and_lit_by_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str, tokens: int, nonsense: float
) -> None:
    scored: list[int] = []
    measured: list[int] = []
    lit: list[int] = []
    search_look = LookIndex.search

    def searched(index: LookIndex, query: Any, *others: Any) -> Any:
        scored.append(len(query.vectors))
        return search_look(index, query, *others)

    def measuring(codec: Any, query: Any, pages: Any) -> Any:
        measured.append(len(query))
        return measure_chance(codec, query, pages)

    def lighting(codec: Any, query: Any, codes: Any) -> Any:
        lit.append(len(query))
        return cosines(codec, query, codes)

    monkeypatch.setattr(LookIndex, "search", searched)
    monkeypatch.setattr(app.answers.look_lane, "measure_chance", measuring)
    monkeypatch.setattr(app.answers.look_lane, "cosines", lighting)
    store = Store(tmp_path / "library", MODEL, profile)
    # A page that only looks like it has them.
    page = replace(stored(NAME, 1, WORDS), text=StoredText(page_text(""), ASPECT))
    store.write([page], [whole(NAME, [page])], [Place("/root/a.pdf", "/root", 1, 1, NAME)])
    search = Search(store, LookIndex(store.looks), EMBEDDER)
    (hit,) = search.answer(WORDS, lanes=[Lane.LOOK]).hits
    store.close()
    whole_nonsense = len(EMBEDDER.embed_question(parse(NONSENSE)).vectors)
    assert (scored, lit, measured) == ([tokens], [10], [-(-whole_nonsense * nonsense // 1)])
    assert hit.regions and {token for region in hit.regions for token in region.tokens} <= set(range(10))
    assert 0 < hit.score <= 1
