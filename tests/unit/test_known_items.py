"""Questions that are made of a library's own pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.measuring.known_items import PATCHES, WORDS, draw_questions, passage
from indexer.rows import Document, StoredText
from indexer.text import FILLERS
from indexer.types import Page, PageContent, PatchEmbeddings
from tests.libraries import ASPECT, EMBEDDER, page_text
from tests.spotting_embedder import PRESENCE, SpottingEmbedder

SAID = "When the ferries leave the harbour at noon, apples ripen in every orchard of the island."


class FakeLibrary:
    """Pages that keep what they say and how they look."""

    def __init__(self, said: Mapping[Page, str], looks: Mapping[Page, str] | None = None) -> None:
        self.keeps_exact = True
        self._texts = {page: StoredText(page_text(text), ASPECT) for page, text in said.items()}
        looking = {page: page_text(text) for page, text in (looks or said).items()}
        contents = [PageContent(page.number, ASPECT, text) for page, text in looking.items()]
        self._looks = dict(zip(looking, EMBEDDER.embed_pages(contents), strict=True))
        counts: dict[str, int] = {}
        for page in said:
            counts[page.document] = max(counts.get(page.document, 0), page.number)
        self.documents = {name: Document(name, "pdf", count, 0) for name, count in counts.items()}

    def exact_pages(self) -> Iterator[tuple[Page, PatchEmbeddings]]:
        return iter(self._looks.items())

    def texts(self, pages: Collection[Page]) -> dict[Page, StoredText]:
        return {page: self._texts[page] for page in pages if page in self._texts}


def test_a_passage_is_telling_words_that_follow_one_another() -> None:
    words = SAID.split()
    telling = ["ferries", "leave", "harbour", "noon", "apples", "ripen", "every", "orchard", "island"]
    drawn = {passage(words, np.random.default_rng(seed)) for seed in range(50)}
    rings = {tuple((telling + telling)[at : at + WORDS]) for at in range(len(telling))}
    assert drawn <= rings and len(drawn) > 5


@given(st.lists(st.text(max_size=8), max_size=30), st.integers(0, 1000))
def test_a_passage_never_has_a_filler_or_a_word_twice(words: Sequence[str], seed: int) -> None:
    found = passage(words, np.random.default_rng(seed))
    assert len(found) in {0, WORDS} and len(set(found)) == len(found)
    assert not FILLERS & set(found)


def test_questions_are_the_same_every_time_and_no_more_than_there_are_pages() -> None:
    rest = {number: " ".join(f"w{number}x{at}y" for at in range(30)) for number in range(1, 9)}
    said = {Page("d", number): f"{SAID} {words}" for number, words in rest.items()}
    library = FakeLibrary(said)
    once, again = (draw_questions(library, EMBEDDER, 5) for _ in range(2))
    assert (once.from_words, once.from_patches) == (5, 0)
    pairs = zip(once.questions, again.questions, strict=True)
    assert all(np.array_equal(one.vectors, other.vectors) for one, other in pairs)
    assert all(question.vectors.shape == (WORDS, EMBEDDER.dim) for question in once.questions)
    assert all(question.presence is None and len(question.tokens) == WORDS for question in once.questions)
    assert len(draw_questions(library, EMBEDDER, 100).questions) == 8


def test_a_page_without_words_is_asked_for_by_its_own_patches() -> None:
    scan, paper, blank = Page("scan", 1), Page("paper", 1), Page("blank", 1)
    many = "\n".join(f"word{at}" for at in range(30))
    library = FakeLibrary({scan: "", paper: SAID, blank: ""}, {scan: many, paper: SAID, blank: ""})
    drawn = draw_questions(library, EMBEDDER, 10)
    assert (drawn.from_words, drawn.from_patches) == (1, 1)
    own = dict(library.exact_pages())[scan].vectors
    (by_patches,) = [question for question in drawn.questions if len(question.vectors) == PATCHES]
    assert np.allclose((by_patches.vectors @ own.T).max(axis=1), 1, atol=1e-5)
    assert (by_patches.presence, by_patches.terms, len(by_patches.tokens)) == (None, None, PATCHES)


def test_words_keep_their_spellings_and_patches_are_asked_for_as_words_are() -> None:
    scan, paper = Page("scan", 1), Page("paper", 1)
    many = "\n".join(f"word{at}" for at in range(30))
    drawn = draw_questions(FakeLibrary({scan: "", paper: SAID}, {scan: many, paper: SAID}), SpottingEmbedder(), 10)
    assert (drawn.from_words, drawn.from_patches) == (1, 1)
    by_words, by_patches = sorted(drawn.questions, key=lambda question: question.terms is None)
    assert by_words.terms is not None and by_words.terms.tolist() == [at for at in range(WORDS) for _ in range(2)]
    assert by_patches.vectors.shape == (PATCHES, EMBEDDER.dim) and by_patches.terms is None
    assert by_words.presence == by_patches.presence == PRESENCE


def test_a_library_of_scans_alone_is_asked_for_as_words_are() -> None:
    scan = Page("scan", 1)
    (question,) = draw_questions(FakeLibrary({scan: ""}, {scan: SAID}), SpottingEmbedder(), 10).questions
    assert question.presence == PRESENCE


def test_blank_pages_do_not_use_up_the_questions() -> None:
    said = {Page("d", number): SAID if number % 8 == 1 else "" for number in range(1, 161)}
    drawn = draw_questions(FakeLibrary(said), EMBEDDER, 15)
    assert (drawn.from_words, drawn.from_patches) == (15, 0)


def test_a_library_of_blank_pages_gives_no_question() -> None:
    assert draw_questions(FakeLibrary({Page("blank", 1): ""}), EMBEDDER, 10).questions == ()
