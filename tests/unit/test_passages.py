from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.embed.sentences import Tokens
from indexer.passages import OVERLAP, WORDS, Passage, passages
from indexer.types import PageText
from tests.libraries import page_text
from tests.passages import SENTENCES

LONGEST = SENTENCES.longest


def cut(said: str) -> tuple[PageText, list[Passage]]:
    text = page_text(said)
    return text, passages(text, SENTENCES.tokens(text.words), LONGEST)


def said(text: PageText, passage: Passage) -> str:
    return " ".join(text.words[passage.first : passage.last + 1])


words = st.sampled_from(["sales", "rose.", "1,577", "x" * 40, "...", "\x01", "“Why?”", "a.b.c.d.e." * 60, "…" * 300])
lines = st.lists(st.lists(words, min_size=1, max_size=14).map(" ".join), max_size=60).map("\n".join)


@given(lines)
def test_passages_hold_every_word_that_has_a_token_and_none_is_too_long(lines: str) -> None:
    text = page_text(lines)
    tokens = SENTENCES.tokens(text.words)
    made = passages(text, tokens, LONGEST)
    if not len(tokens.ids):
        assert made == []
        return
    held = {word for passage in made for word in range(passage.first, passage.last + 1)}
    assert held >= set(tokens.words.tolist())
    assert all(len(passage.tokens) <= LONGEST for passage in made)
    assert all(passage.last - passage.first < WORDS for passage in made)
    # Tokens are those of the words, in order, and of a word that is too long all, one passage after the other.
    spans = dict.fromkeys((passage.first, passage.last) for passage in made)
    for first, last in spans:
        ids = np.concatenate([each.tokens for each in made if (each.first, each.last) == (first, last)])
        inside = (tokens.words >= first) & (tokens.words <= last)
        np.testing.assert_array_equal(ids, tokens.ids[inside])


@given(lines, st.integers(1, 40), st.integers(2, 60))
def test_each_passage_goes_on_where_the_one_before_ends_or_a_little_earlier(
    lines: str, longest: int, most_words: int
) -> None:
    text = page_text(lines)
    overlap = most_words // 4
    tokens = SENTENCES.tokens(text.words)
    made = passages(text, tokens, longest, most_words, overlap)
    spans = list(dict.fromkeys((passage.first, passage.last) for passage in made))
    for (first, last), (next_first, next_last) in pairwise(spans):
        assert first < next_first
        # Nothing that the model could be given is skipped.
        assert set(range(last + 1, next_first)).isdisjoint(tokens.words.tolist())
        assert last - next_first < overlap
        assert next_last > last


def test_a_short_page_is_one_passage() -> None:
    text, made = cut("The last boat leaves at ten.\nThe first at six.")
    assert [said(text, passage) for passage in made] == ["The last boat leaves at ten. The first at six."]


def test_a_page_without_words_has_no_passage() -> None:
    assert cut("")[1] == []
    assert cut("\x01 \x02")[1] == []


def test_passages_end_where_sentences_do_and_share_a_whole_one() -> None:
    text, made = cut("The ferry company carried many more guests this year than last. " * 30)
    assert len(made) > 2
    for passage in made:
        assert said(text, passage).startswith("The ferry")
        assert said(text, passage).endswith("than last.")
    for one, other in pairwise(made):
        assert 0 < one.last + 1 - other.first <= OVERLAP


def test_where_no_sentence_ends_lines_are_kept_whole() -> None:
    text, made = cut("\n".join(f"Total item {chr(97 + at % 26)} {at} and {at + 1}" for at in range(60)))
    assert len(made) > 2
    for passage in made:
        assert text.words[passage.first] == "Total"
        assert passage.last + 1 == len(text.words) or text.words[passage.last + 1] == "Total"


def test_the_last_passage_is_no_scrap() -> None:
    for count in range(WORDS + 1, 4 * WORDS, 7):
        _, made = cut("word " * count)
        assert made[-1].last + 1 - made[-1].first > WORDS // 3


def test_a_word_that_is_too_long_is_spread_over_passages_of_its_own() -> None:
    text, made = cut("Before it. " + "ab.cd-" * 200 + " After it.")
    long = [passage for passage in made if passage.first == passage.last == 2]
    assert len(long) > 1
    assert text.words[2] == "ab.cd-" * 200


def test_dense_overlaps_do_not_hold_up_the_end() -> None:
    tokens = Tokens(np.arange(60, dtype=np.int32), np.repeat(np.arange(6), [1, 1, 1, 28, 28, 1]).astype(np.int32))
    made = passages(page_text("a b c d e f"), tokens, 30, 6, 3)
    assert [(passage.first, passage.last) for passage in made][-1][1] == 5
    assert len(made) <= 4
