"""However much comes and goes, a library is hardly larger than one that only ever held what is left."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from indexer.candidates import train_sets
from indexer.plan import Place
from indexer.rows import StoredPage
from indexer.store import Store
from indexer.two_stage import Candidates
from tests.libraries import EMBEDDER, MODEL, stored, whole

ROUNDS = 200
DOCUMENTS = 40
PAGES = 8
MOST = 1.5
"""Times the size of a library that holds the same and nothing else ever."""
# A person adds one file at a time, or several while one run goes on; a run ends by tidying up.
FILES_A_RUN = 4


@cache
def words() -> Sequence[str]:
    draw = random.Random(20261120)
    return ["".join(draw.choices("abcdefghijklmnoprstuvwz", k=draw.randint(3, 9))) for _ in range(2000)]


def paper(at: int) -> list[StoredPage]:
    """Write the pages of the `at`th document."""
    draw = random.Random(at)
    said = ["\n".join(" ".join(draw.choices(words(), k=10)) for _ in range(20)) for _ in range(PAGES)]
    return [stored(name(at), number, text) for number, text in enumerate(said, 1)]


def name(at: int) -> str:
    return f"{at:032x}"


def add(store: Store, at: int) -> None:
    """Put the `at`th document into a library, as the pipeline does."""
    pages = paper(at)
    store.write(pages, [whole(name(at), pages)], [Place(f"/root/{at}.pdf", "/root", 1, 1, name(at))])


def remove(store: Store, at: int) -> None:
    """Take it out again, as the engine does: when there is nothing else to do, it tidies up what is worth it."""
    assert store.forget([f"/root/{at}.pdf"]) == {name(at)}
    rest(store)


def rest(store: Store) -> None:
    if store.wants_tidying:
        store.tidy()


@contextmanager
def library(folder: Path, papers_in: Sequence[int], profile: str = "", keep_exact: bool = False) -> Iterator[Store]:
    """Open a new library that holds these papers."""
    store = Store(folder, MODEL, profile, keep_exact)
    try:
        for at in papers_in:
            add(store, at)
        store.tidy()
        yield store
    finally:
        store.close()


def size(store: Store) -> int:
    return sum(store.size_bytes().values())


def with_sets(store: Store) -> Candidates:
    """Let pages be found by candidates, as in a large library."""
    sets = store.looks.new_sets(*train_sets(store.looks.codes.sample(PAGES * DOCUMENTS, seed=0), 256))
    way = Candidates(store.looks.codes, sets)
    way.add(list(store.looks.codes.stored()))
    store.looks.use(store.looks.codes, sets, store.looks.exact)
    return way


def test_after_200_rounds_a_library_is_at_most_half_again_as_large_as_what_is_in_it(tmp_path: Path) -> None:
    """The profile with the fewest codes, so that the text index is most of the library."""
    draw, live = random.Random(1), list(range(DOCUMENTS))
    largest = 0
    with library(tmp_path / "library", live, "tiny") as store:
        for at in range(DOCUMENTS, DOCUMENTS + ROUNDS):
            add(store, at)
            if at % FILES_A_RUN == 0:
                store.tidy()
            remove(store, live.pop(draw.randrange(len(live))))
            live.append(at)
            if at % 10 == 0:
                largest = max(largest, size(store))
        last = size(store)
        assert store.documents.keys() == {name(at) for at in live}
    with library(tmp_path / "fresh", live, "tiny") as fresh:
        assert size(fresh) > 500_000
        assert last <= MOST * size(fresh)
        # Not only in the end.
        assert largest <= MOST * size(fresh)


def test_sets_and_exact_vectors_stay_as_small(tmp_path: Path) -> None:
    rounds, live = 24, list(range(DOCUMENTS))
    with library(tmp_path / "library", live, "balanced", keep_exact=True) as store:
        way = with_sets(store)
        for at in range(DOCUMENTS, DOCUMENTS + rounds):
            add(store, at)
            way.add(list(store.looks.codes.stored([name(at)])))
            if at % FILES_A_RUN == 0:
                store.tidy()
            gone = live.pop(0)
            remove(store, gone)
            way.remove([name(gone)])
            live.append(at)
        last = store.size_bytes()
        assert way.documents == store.documents.keys()
    with library(tmp_path / "fresh", live, "balanced", keep_exact=True) as fresh:
        with_sets(fresh)
        assert sum(last.values()) <= MOST * size(fresh)


def test_files_that_only_move_about_leave_nothing_behind(tmp_path: Path) -> None:
    """Nothing is read, so no run ends by tidying up."""
    live = range(4)
    with library(tmp_path / "library", live) as store:
        before = size(store)
        for at in range(120):
            document = name(at % len(live))
            (old,) = store.places_of(document)
            store.write(places=[replace(old, path=f"/root/{at} moved.pdf")])
            assert store.forget([old.path]) == frozenset()
            rest(store)
        assert size(store) <= MOST * before


def test_a_few_large_documents_that_go_are_worth_tidying_up(tmp_path: Path) -> None:
    with library(tmp_path / "library", range(8)) as store:
        before = size(store)
        for at in range(6):
            remove(store, at)
        assert size(store) <= 0.5 * before


def test_short_runs_that_each_leave_little_behind_are_tidied_up_after_in_the_end(tmp_path: Path) -> None:
    """Each opens the library, writes, and is gone."""
    with library(tmp_path / "library", range(4)) as store:
        before, (place,) = size(store), store.places_of(name(0))
    for _ in range(40):
        store = Store(tmp_path / "library", MODEL)
        for path in ("/root/there.pdf", "/root/back.pdf"):
            store.write(places=[replace(place, path=path)])
            store.forget([old.path for old in store.places_of(name(0)) if old.path != path])
        rest(store)
        after = size(store)
        store.close()
    assert after <= MOST * before


def test_tidying_up_leaves_one_text_index(tmp_path: Path) -> None:
    """What LanceDB leaves behind of the one before it would double it."""
    with library(tmp_path / "library", range(8)) as store:
        before = store.size_bytes()["text index"]
        for at in range(8, 10):
            add(store, at)
            store.tidy()
        assert store.size_bytes()["text index"] <= 1.6 * before


# --- what the bytes are for ---


def test_every_byte_of_the_folder_is_counted_once_and_named(tmp_path: Path) -> None:
    with library(tmp_path / "library", range(2), "hpc-256-p60", keep_exact=True) as store:
        with_sets(store)
        sizes = store.size_bytes()
        on_disk = sum(file.stat().st_size for file in store.folder.rglob("*") if file.is_file())
    assert sum(sizes.values()) == on_disk
    assert sizes.keys() == {
        "codes",
        "sets",
        "codebooks",
        "exact vectors",
        "text and word boxes",
        "text index",
        "documents and places",
        "other",
    }
    assert all(sizes.values())
    # What is "other" is library.json and the lock alone: nothing large hides there.
    assert sizes["other"] < 1000


def test_codes_of_an_exact_library_are_its_exact_vectors(tmp_path: Path) -> None:
    with library(tmp_path / "library", range(2), "exact") as store:
        sizes = store.size_bytes()
        assert sizes["codes"] > 2 * EMBEDDER.dim * store.looks.codes.count()
        assert "exact vectors" not in sizes


def test_pictures_of_pages_take_no_space(tmp_path: Path) -> None:
    """They are drawn when they are wanted; text is not copied a second time either."""
    with library(tmp_path / "library", range(2)) as store:
        assert not [file for file in store.folder.rglob("*") if file.suffix in {".png", ".jpg", ".jpeg", ".webp"}]
