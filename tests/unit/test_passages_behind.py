from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import lancedb
import numpy as np
import pytest

from indexer.database import table_names
from indexer.embed.sentences import SentenceModel
from indexer.errors import DiskFull
from indexer.looks import Model
from indexer.passage_table import PassageTable
from indexer.passages_behind import PassagesBehind
from indexer.plan import Place
from indexer.store import Store
from tests.kept import full_after
from tests.libraries import MODEL, stored, whole
from tests.passages import MODEL as SENTENCES_MODEL
from tests.passages import SENTENCES

FERRIES = ("The last boat leaves at half past ten.", "Tickets are sold on board.")


class Filled:
    """A library and what fills in its passages behind."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.open()

    def open(self, sentences: Model | None = SENTENCES_MODEL) -> None:
        self.store = Store(self.folder, MODEL, sentences=sentences)
        if sentences is not None:
            self.behind = PassagesBehind(self.store, SENTENCES, lambda: None)

    def close(self) -> None:
        self.behind.close()
        self.store.close()

    def reopen(self) -> None:
        self.close()
        self.open()

    @property
    def table(self) -> PassageTable:
        assert self.store.passages is not None
        return self.store.passages

    def put(self, number: int, *said: str) -> str:
        document = f"{number:032x}"
        pages = [stored(document, at, text) for at, text in enumerate(said, 1)]
        self.store.write(pages, [whole(document, pages)], [Place(f"/root/{number}.pdf", "/root", 1, 2, document)])
        return document

    def finish(self, until: Callable[[], bool] = lambda: False) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end and not until():
            if not self.behind.step():
                if not self.behind.is_working:
                    return
                time.sleep(0.001)
        assert until()

    def found(self, question: str, limit: int = 5) -> list[tuple[int, int]]:
        (vector,) = SENTENCES.embed([question])
        return [(int(each.page.document, 16), each.page.number) for each in self.table.search(vector, limit)]


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    library = Filled(tmp_path / "library")
    yield library
    library.close()


def test_passages_of_every_document_are_made_and_found_by_meaning(filled: Filled) -> None:
    filled.put(1, *FERRIES)
    filled.put(2, "Boil the pumpkin with ginger.", "", "Serve it hot with bread.")
    assert filled.behind.waiting_pages == 5
    filled.finish()
    assert filled.behind.waiting_pages == 0
    assert filled.table.documents == set(filled.store.documents)
    assert filled.found("When does the final ferry depart?", 1) == [(1, 1)]
    assert filled.found("How do I cook the soup?", 1) == [(2, 1)]
    assert not filled.behind.step()


def test_the_passage_names_the_words_to_be_lit(filled: Filled) -> None:
    filler = "The company reports its results for the year in euros. " * 40
    filled.put(1, filler + "\nPenguins live in the far south.\n" + filler)
    filled.finish()
    (vector,) = SENTENCES.embed(["Where do penguins live?"])
    (best,) = filled.table.search(vector, 1)
    (text,) = filled.store.texts([best.page]).values()
    assert "Penguins" in text.text.words[best.first : best.last + 1]
    assert best.last - best.first < 120


def test_documents_without_text_are_silent_and_not_looked_at(filled: Filled) -> None:
    filled.put(1, "", "")
    filled.put(2, "", "Tickets are sold on board.")
    assert filled.behind.waiting_pages == 2
    filled.finish()
    assert filled.behind.waiting_pages == 0
    assert filled.table.documents == {f"{2:032x}"}


def test_text_that_the_model_knows_no_token_of_is_looked_at_once(filled: Filled) -> None:
    filled.put(1, "\x01\x02")
    filled.finish()
    assert filled.table.documents == set()
    assert not filled.behind.step()


def test_what_came_last_is_made_first(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.passages_behind._PASSAGES_TOGETHER", 1)
    for number in range(1, 4):
        filled.put(number, *FERRIES)
    filled.finish(lambda: bool(filled.table.documents))
    assert filled.table.documents == {f"{3:032x}"}
    newer = filled.put(9, *FERRIES)
    filled.finish(lambda: len(filled.table.documents) == 2)
    assert newer in filled.table.documents
    filled.finish()
    assert len(filled.table.documents) == 4


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 8])
def test_after_a_crash_a_document_has_all_its_passages_or_is_taken_up_again(
    filled: Filled, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setattr("indexer.passages_behind._PAGES_TOGETHER", 2)
    monkeypatch.setattr("indexer.passages_behind._PASSAGES_TOGETHER", 1)
    for number in range(1, 4):
        filled.put(number, *FERRIES, *FERRIES)
    moved = 0
    while moved < steps:
        moved += filled.behind.step()
    filled.reopen()
    (vector,) = SENTENCES.embed(["boats"])
    pages = [each.page for each in filled.table.search(vector, 100)]
    assert len(pages) == 4 * len(filled.table.documents)
    filled.finish()
    assert filled.table.documents == set(filled.store.documents)
    assert filled.table.count() == 12


def test_removed_documents_take_their_passages_with_them(filled: Filled) -> None:
    kept, gone = filled.put(1, *FERRIES), filled.put(2, *FERRIES)
    filled.finish()
    filled.store.forget(["/root/2.pdf"])
    assert filled.table.documents == {kept}
    assert gone not in filled.store.documents
    assert filled.found("When does the boat leave?") == [(1, 1), (1, 2)]


def test_a_document_that_is_removed_while_its_passages_are_made_gets_none(filled: Filled) -> None:
    filled.put(1, *FERRIES)
    while not filled.behind.step():
        pass
    filled.store.forget(["/root/1.pdf"])
    filled.finish()
    assert filled.table.count() == 0


def test_passages_of_documents_that_were_removed_without_the_model_are_gone_at_the_next_start(filled: Filled) -> None:
    filled.put(1, *FERRIES)
    kept = filled.put(2, *FERRIES)
    filled.finish()
    filled.close()
    filled.open(sentences=None)
    assert filled.store.passages is None
    filled.store.forget(["/root/1.pdf"])
    filled.store.close()
    filled.open()
    assert filled.table.documents == {kept}
    assert filled.table.count() == 2


def test_another_model_begins_a_table_of_its_own_and_the_old_one_is_dropped(filled: Filled) -> None:
    filled.put(1, *FERRIES)
    filled.finish()
    old = filled.table.name
    filled.close()
    filled.open(Model(SENTENCES.name, "another", SENTENCES.dim))
    assert filled.table.name != old
    assert old not in table_names(lancedb.connect(filled.folder / "tables"))
    assert filled.table.documents == set()
    filled.finish()
    assert filled.found("When does the boat leave?", 1) == [(1, 1)]


def test_a_full_disk_is_told_and_what_was_not_written_is_made_again(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.put(1, *FERRIES)
    with monkeypatch.context() as patched:
        full_after(patched, filled.table._table, 0)
        with pytest.raises(DiskFull):
            filled.finish()
    assert filled.table.documents == set()
    assert not filled.behind.is_working
    filled.finish()
    assert filled.table.count() == 2


def test_an_error_of_ours_is_raised_and_the_work_can_be_taken_up_again(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.put(1, *FERRIES)

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(SentenceModel, "embed_tokens", fail)
        with pytest.raises(RuntimeError, match="broken"):
            filled.finish()
    filled.finish()
    assert filled.table.count() == 2


def test_passages_count_among_the_library_s_bytes_by_their_name(filled: Filled) -> None:
    filled.put(1, *FERRIES)
    before = filled.store.size_bytes().get("meaning of passages", 0)
    filled.finish()
    assert filled.store.size_bytes()["meaning of passages"] > before + 2 * SENTENCES.dim * 2


def test_vectors_are_those_of_the_passages(filled: Filled) -> None:
    filled.put(1, FERRIES[0])
    filled.finish()
    (vector,) = SENTENCES.embed([FERRIES[0]])
    (best,) = filled.table.search(vector, 1)
    np.testing.assert_allclose(best.cosine, 1, atol=1e-3)
