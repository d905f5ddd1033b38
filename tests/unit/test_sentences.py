from __future__ import annotations

import hashlib
import json
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.arrays import Floats
from indexer.embed.sentences import SentenceModel
from tests.passages import SENTENCES

FOLDER = SENTENCES._folder


def test_the_revision_is_the_hash_of_the_model_that_ships() -> None:
    about = json.loads((FOLDER / "about.json").read_text())
    assert hashlib.sha256((FOLDER / "model.onnx").read_bytes()).hexdigest() == about["sha256"]
    assert SENTENCES.revision == about["sha256"][:12]


def test_the_model_ships_with_its_licence_and_card_and_is_small() -> None:
    assert {"LICENSE", "MODEL_CARD.md", "model.onnx", "tokenizer.json", "about.json"} == {
        file.name for file in FOLDER.iterdir()
    }
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 23.5e6


def test_opening_a_model_reads_neither_weights_nor_tokens() -> None:
    fresh = SentenceModel(FOLDER)
    assert "_session" not in vars(fresh)
    assert "_tokenizer" not in vars(fresh)


@pytest.mark.parametrize(
    ("question", "says_it", "does_not"),
    [
        (
            "How much did the company spend on new plants and machines?",
            "Purchases of property, plant and equipment amounted to 1,577 million.",
            "Dividends are declared by the board of directors each quarter.",
        ),
        (
            "When does the last boat leave?",
            "The final ferry departs at half past ten in the evening.",
            "Soup of pumpkin and ginger, for four people.",
        ),
    ],
)
def test_a_question_is_nearer_to_what_answers_it_in_other_words(question: str, says_it: str, does_not: str) -> None:
    asked, near, far = SENTENCES.embed([question, says_it, does_not])
    assert asked @ near > asked @ far + 0.2


def test_vectors_are_unit_rows_whatever_is_embedded() -> None:
    vectors = SENTENCES.embed(["one", "", "\x01", "word " * 2000, "☃ 漢字 ไทย"])
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_vector_beside_any_others() -> None:
    texts = ["The last boat leaves at ten.", "net sales rose " * 60, "x"]
    together = SENTENCES.embed(texts)
    for text, vector in zip(texts, together, strict=True):
        np.testing.assert_array_equal(SENTENCES.embed([text])[0], vector)


def test_a_long_text_is_embedded_to_its_end() -> None:
    opening = "The board declared a dividend. " * 60
    with_end, without = SENTENCES.embed([opening + "Penguins live in the far south. " * 60, opening])
    (asked,) = SENTENCES.embed(["Where do penguins live?"])
    assert asked @ with_end > asked @ without + 0.1


def test_more_tokens_than_the_model_takes_are_refused_rather_than_cut() -> None:
    with pytest.raises(ValueError, match="more than 254"):
        SENTENCES.embed_tokens([np.full(SENTENCES.longest + 1, 2000, np.int32)])
    assert SENTENCES.embed_tokens([np.full(SENTENCES.longest, 2000, np.int32)]).shape == (1, 384)


def test_rows_of_dots_are_one_dot() -> None:
    dotted = SENTENCES.tokens(["Contents", "........", ".", ".", "7", "-", "7", "!!!"])
    plain = SENTENCES.tokens(["Contents", ".", "7", "-", "7", "!"])
    assert dotted.ids.tolist() == plain.ids.tolist()
    assert dotted.words.tolist() == [0, 1, 4, 5, 6, 7]


@given(st.lists(st.text(min_size=1).filter(lambda word: not any(map(str.isspace, word))), max_size=12))
def test_words_are_cut_alike_together_and_alone(words: list[str]) -> None:
    # Without marks, which are not repeated.
    words = [word for word in words if word.isalnum()]
    together = SENTENCES.tokens(words)
    alone = [SENTENCES.tokens([word]).ids for word in words]
    assert together.ids.tolist() == [token for ids in alone for token in ids]
    assert together.words.tolist() == [at for at, ids in enumerate(alone) for _ in ids]


def test_two_threads_may_ask_at_once() -> None:
    fresh, found = SentenceModel(FOLDER), dict[int, Floats]()
    threads = [
        threading.Thread(target=lambda at=at: found.update({at: fresh.embed(["What is it?"] * 4)})) for at in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    np.testing.assert_array_equal(found[0], found[1])
