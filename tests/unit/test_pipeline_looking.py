"""Pages are looked at in a thread beside: nothing waits for it, and nothing of it outlives what it was for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path

import pytest

import indexer.pipeline
from indexer.files import content_hash, walk
from indexer.pipeline import CHUNK_PAGES, CHUNKS_AHEAD, Done, Embedded, Indexing, Step, Waiting
from indexer.plan import plan
from indexer.question import parse
from indexer.store import Store
from indexer.types import Page, PageContent, PatchEmbeddings
from tests.documents import write_pdf
from tests.hashing_embedder import HashingEmbedder
from tests.libraries import MODEL, InlineReaders, codes_in

PATIENCE_S = 20


class Gated(HashingEmbedder):
    """Looks at pages once the gate is open, and remembers in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.threads: set[threading.Thread] = set()

    def embed_pages(self, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        self.threads.add(threading.current_thread())
        self.begun.set()
        assert self.gate.wait(PATIENCE_S)
        return super().embed_pages(pages)


class Run:
    """A folder, a library of it, and a run whose model waits for the gate."""

    def __init__(self, folder: Path) -> None:
        self.papers = folder / "papers"
        self.papers.mkdir()
        self.store = Store(folder / "library", MODEL)
        self.readers = InlineReaders()
        self.embedder = Gated()
        self.woken = threading.Event()
        self.readers.on_done = self.woken.set
        self.begin()

    def begin(self) -> None:
        self.work = Indexing(self.store, self.readers, self.embedder, {})
        self.steps = self.work.steps()

    def queue(self) -> None:
        self.work.files.extend(plan([walk(str(self.papers))], self.store.places).read)

    def until_waiting(self) -> list[Step]:
        """Step until nothing moves while the model looks."""
        taken: list[Step] = []
        for step in self.steps:
            if isinstance(step, Waiting):
                assert self.embedder.begun.wait(PATIENCE_S)
                return taken
            taken.append(step)
        raise AssertionError("the run ended")

    def finish(self) -> list[Step]:
        """Open the gate and step to the end."""
        self.embedder.gate.set()
        taken: list[Step] = []
        for step in self.steps:
            if isinstance(step, Waiting):
                time.sleep(0.002)
            else:
                taken.append(step)
        return taken

    def rows(self) -> list[Page]:
        """The pages that have codes, whether or not their documents are whole."""
        return sorted(stored.page for stored in self.store.looks.codes.stored())

    def check_whole(self, *names: str) -> None:
        """Check that these files are in the library, with each of their pages once."""
        documents = {content_hash(str(self.papers / name)) for name in names}
        assert set(self.store.documents) == documents
        assert (
            self.rows()
            == sorted(codes_in(self.store))
            == sorted(
                Page(document, number)
                for document in documents
                for number in range(1, self.store.documents[document].pages + 1)
            )
        )

    def close(self) -> None:
        self.embedder.gate.set()
        self.work.cancel()
        self.readers.close()
        self.store.close()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    run = Run(tmp_path)
    yield run
    run.close()


def test_while_pages_are_looked_at_steps_go_on_and_the_store_answers(run: Run) -> None:
    run.embedder.gate.set()
    write_pdf(run.papers / "a.pdf", ["the last ferry"])
    run.queue()
    run.finish()
    run.embedder.gate.clear()
    run.embedder.begun.clear()
    run.begin()
    write_pdf(run.papers / "b.pdf", ["potato soup"] * 3)
    run.queue()
    run.until_waiting()
    start = time.monotonic()
    assert all(isinstance(next(run.steps), Waiting) for _ in range(50))
    assert [page.document for page, _ in run.store.find_text(parse("ferry soup"), 5)] == [
        content_hash(str(run.papers / "a.pdf"))
    ]
    assert time.monotonic() - start < PATIENCE_S / 4
    taken = run.finish()
    assert sum(step.pages for step in taken if isinstance(step, Embedded)) == 3
    run.check_whole("a.pdf", "b.pdf")
    assert threading.current_thread() not in run.embedder.threads


def test_whoever_waits_is_woken_when_pages_were_looked_at(run: Run) -> None:
    write_pdf(run.papers / "a.pdf", ["the last ferry"])
    run.queue()
    run.until_waiting()
    run.woken.clear()
    run.embedder.gate.set()
    assert run.woken.wait(PATIENCE_S)
    assert isinstance(next(run.steps), Embedded)


def test_a_run_that_is_broken_off_leaves_no_page_and_the_next_reads_them_all(run: Run) -> None:
    write_pdf(run.papers / "a.pdf", [f"page {number}" for number in range(40)])
    run.queue()
    run.until_waiting()
    run.work.cancel()
    # Another begins while the model still looks at pages of the first.
    first = run.embedder.threads.copy()
    run.embedder.begun.clear()
    run.begin()
    run.queue()
    run.until_waiting()
    run.finish()
    run.check_whole("a.pdf")
    for thread in first | run.embedder.threads:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def test_what_waits_to_be_looked_at_is_dropped_when_a_run_is_broken_off(run: Run) -> None:
    write_pdf(run.papers / "a.pdf", [f"page {number}" for number in range(3 * CHUNK_PAGES)])
    run.queue()
    run.until_waiting()
    looked_at = 0
    real = HashingEmbedder.embed_pages

    def counted(self: HashingEmbedder, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        nonlocal looked_at
        looked_at += len(pages)
        return real(self, pages)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HashingEmbedder, "embed_pages", counted)
        run.work.cancel()
        run.embedder.gate.set()
        for thread in run.embedder.threads:
            thread.join(PATIENCE_S)
    assert looked_at == CHUNK_PAGES
    assert run.rows() == []


def test_a_model_that_fails_stops_the_run_and_nothing_is_half(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pdf(run.papers / "a.pdf", ["the last ferry"])
    write_pdf(run.papers / "b.pdf", ["potato soup"] * 20)

    def fail(self: Gated, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        if any("soup" in page.text.words for page in pages):
            raise RuntimeError("out of memory")
        return HashingEmbedder.embed_pages(self, pages)

    with monkeypatch.context() as patched:
        patched.setattr(Gated, "embed_pages", fail)
        run.queue()
        with pytest.raises(RuntimeError, match="out of memory"):
            run.finish()
    run.work.cancel()
    assert {page.document for page in run.rows()} <= {content_hash(str(run.papers / "a.pdf"))}
    run.begin()
    run.queue()
    run.finish()
    run.check_whole("a.pdf", "b.pdf")


def hangs_at(name: str, page: int, readers: InlineReaders) -> None:
    """Let the reader hang whenever it is to read this page of this file."""

    def hang(work: str, path: str, first: int) -> None:
        if work == "read" and path.endswith(name) and readers.asked[-1][3] <= page <= readers.asked[-1][4]:
            raise FutureTimeout

    readers.trouble = hang


@pytest.mark.parametrize("flush_pages", [1, 128])
def test_a_file_that_is_set_aside_takes_its_pages_that_are_looked_at_with_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, flush_pages: int
) -> None:
    monkeypatch.setattr(indexer.pipeline, "FLUSH_PAGES", flush_pages)
    write_pdf(run.papers / "a.pdf", [f"page {number}" for number in range(40)])
    write_pdf(run.papers / "b.pdf", ["the last ferry"])
    hangs_at("a.pdf", 20, run.readers)
    run.queue()
    taken = run.until_waiting()
    assert [place.path for step in taken if isinstance(step, Done) for place in step.places] == [
        str(run.papers / "a.pdf")
    ]
    taken = run.finish()
    assert {step.path for step in taken if isinstance(step, Embedded)} == {str(run.papers / "b.pdf")}
    run.check_whole("b.pdf")
    assert run.store.places[str(run.papers / "a.pdf")].remedy == "retry"


def test_a_file_that_is_read_again_at_once_has_each_page_once(run: Run) -> None:
    """Pages of the first try are still being looked at when the second is as far as the first was."""
    path = write_pdf(run.papers / "a.pdf", [f"page {number}" for number in range(3 * CHUNK_PAGES)])
    hangs_at("a.pdf", 3 * CHUNK_PAGES, run.readers)
    run.queue()
    for step in run.steps:
        if isinstance(step, Done):
            break
    assert run.store.places[str(path)].remedy == "retry"
    run.readers.trouble = lambda work, path, first: None
    run.work.files.extend(walk(str(run.papers)).files)
    run.until_waiting()
    run.finish()
    run.check_whole("a.pdf")


def test_pages_are_read_ahead_of_the_model_but_only_so_far(run: Run) -> None:
    for number in range(6):
        write_pdf(run.papers / f"{number}.pdf", [f"file {number} page {page}" for page in range(50)])
    run.queue()
    run.until_waiting()
    assert CHUNK_PAGES < run.readers.read_pages() <= CHUNKS_AHEAD * CHUNK_PAGES
    held = run.readers.read_pages()
    assert all(isinstance(next(run.steps), Waiting) for _ in range(20))
    assert run.readers.read_pages() == held
    run.finish()
    run.check_whole(*(f"{number}.pdf" for number in range(6)))


def test_pages_read_one_by_one_at_a_second_try_are_no_more_than_others(run: Run) -> None:
    """A reader was lost once, so that a chunk is read again page by page."""
    for number in range(4):
        write_pdf(run.papers / f"{number}.pdf", [f"file {number} page {page}" for page in range(50)])
    lost: list[str] = []

    def once(work: str, path: str, first: int) -> None:
        if work == "read" and not lost:
            lost.append(path)
            raise FutureTimeout

    run.readers.trouble = once
    run.queue()
    run.until_waiting()
    assert run.readers.read_pages() - CHUNK_PAGES <= CHUNKS_AHEAD * CHUNK_PAGES
    run.finish()
    run.check_whole(*(f"{number}.pdf" for number in range(4)))
