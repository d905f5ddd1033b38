"""How questions are cut into terms and compared with the words of a page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.text import cut, fold, parts, pieces, sieve, stem

WORDS = st.text(min_size=1, max_size=20)


def words_of(question: str) -> tuple[str, ...]:
    return tuple(word.folded for word in cut(question))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When does the last ferry leave?", ("when", "does", "the", "last", "ferry", "leave")),
        ("the tide-table of 2025/26", ("the", "tide-table", "of", "2025/26")),
        ("Fish & chips, £4.50", ("fish", "chips", "4.50")),
        ("the harbour master's letter", ("the", "harbour", "master", "letter")),
        ("“Crème brûlée”", ("creme", "brulee")),
        ("AT&T R&D", ("at&t", "r&d")),
        ("⛴️ ferry⛴️", ("ferry",)),
        ("...?!", ()),
        ("", ()),
    ],
)
def test_a_text_is_cut_into_its_words(question: str, expected: tuple[str, ...]) -> None:
    assert words_of(question) == expected


@pytest.mark.parametrize("question", ["résumé café", "हिन्दी किताब", "ภาษาไทย", "שָׁלוֹם", "مَرحَبًا", "Việt Nam"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_and_vowel_signs_do_not_cut_a_word(question: str, form: str) -> None:
    assert len(words_of(unicodedata.normalize("NFD" if form == "NFD" else "NFC", question))) == len(question.split())


@given(st.text(max_size=60))
@example("ℌarbour №5 Foo™")
def test_words_are_folded_stretches_of_the_text_in_order(question: str) -> None:
    end = 0
    for word in cut(question):
        assert end <= word.start < word.end <= len(question)
        assert word.folded == fold(question[word.start : word.end]) != ""
        end = word.end


@given(WORDS)
@example("Foo™")
@example("ℌarbour")
@example("İstanbul")
@example("¨a")
def test_a_folded_word_is_lower_case_without_accents(word: str) -> None:
    folded = fold(word)
    assert folded == folded.casefold() or unicodedata.normalize("NFKD", folded.casefold()) == folded
    assert not any(map(unicodedata.combining, folded))


@given(WORDS)
def test_case_and_the_way_accents_are_written_make_no_difference(word: str) -> None:
    assert fold(unicodedata.normalize("NFD", word)) == fold(unicodedata.normalize("NFC", word))
    assert fold(word.casefold()) == fold(word)


@given(st.text("abcé", min_size=1), st.text(" .,;:!?“”()[]'\"-–", max_size=4), st.text(' .,;:!?“”()[]"-–', max_size=4))
def test_marks_around_a_word_make_no_difference(word: str, before: str, after: str) -> None:
    assert fold(before + word + after) == fold(word)


@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        ("Ferries,", "ferry"),
        ("prices", "price"),
        ("sailing", "sails"),
        ("harbour's", "harbours"),
        ("classes", "class"),
        ("STRASSE", "straße"),
        ("eﬃcient", "efficient"),
        ("１２", "12"),
    ],
)
def test_a_printed_word_meets_the_word_that_was_asked_for(printed: str, asked: str) -> None:
    assert stem(fold(asked)) in parts(printed)


@pytest.mark.parametrize(("printed", "asked"), [("sea", "seas"), ("2025", "202"), ("rain", "train"), ("glass", "gla")])
def test_a_printed_word_does_not_meet_another(printed: str, asked: str) -> None:
    assert stem(fold(asked)) not in parts(printed) or stem(fold(asked)) == stem(fold(printed))


def test_both_halves_of_a_compound_can_be_met() -> None:
    assert {"tide", "tabl", "tide-table"} <= parts("Tide-Tables,") | {"tide-table"}
    assert {"2025", "26", "2025/26"} <= parts("2025/26")
    assert "12500" in parts("12,500")


@given(WORDS)
def test_a_word_meets_itself(word: str) -> None:
    if fold(word):
        assert stem(fold(word)) in parts(word)


@given(WORDS)
def test_a_stem_is_a_beginning_of_the_word_but_for_its_last_letter(word: str) -> None:
    folded = fold(word)
    stemmed = stem(folded)
    assert len(stemmed) <= len(folded)
    assert folded.startswith(stemmed[:-1])
    assert len(stemmed) >= min(len(folded), 3)


ENDINGS = (
    "s es ed ing ies ied ying y ly li ily edly ingly tional ation ator ization izer ize ency ancy ability ibility "
    "iviti ivity fulness ousness iveness alism aliti ogist ational icate ative ement ion er or"
).split()


@given(
    st.one_of(
        WORDS,
        st.builds("".join, st.tuples(st.text("abcdeilnorstuy", min_size=1, max_size=8), st.sampled_from(ENDINGS))),
        st.from_regex(r"\A[$(]?\d{1,3}(,\d{3}){0,2}([.,]\d{1,2})?%?\Z"),
    )
)
@example("dying")
@example("vying")
@example("skies")
@example("Year-Ends")
@example("capability")
@example("$1,577")
@example("1,5")
def test_a_sieve_lets_every_word_through_that_has_a_stem(word: str) -> None:
    for found in (*parts(word), *pieces(word)):
        assert sieve([found])(word) and sieve(["zebra", found])(word)


def test_a_sieve_holds_most_other_words_back() -> None:
    passes = sieve(["capit", "expenditur"])
    words = "the Capital, of spending: captain EXPENDITURES 1,577 expense".split()
    # A captain begins like capital: the sieve says what may be, `parts` what is.
    assert [word for word in words if passes(word)] == ["Capital,", "captain", "EXPENDITURES"]
    assert not sieve([])("anything")
