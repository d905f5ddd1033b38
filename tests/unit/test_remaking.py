"""A codebook that a library has outgrown is made anew by itself, by reading files again where nothing else is kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

import indexer.maintenance
import indexer.pipeline
from indexer.codes import CodesTable
from indexer.looks import Looks
from indexer.sources import open_source
from indexer.types import Page
from tests.documents import write_pdf
from tests.kept import crashes
from tests.libraries import EMBEDDER, codes_in
from tests.looks import settle
from tests.worlds import World

TRAINED = "hpc-256-p60"
WORDS = "amber birch cedar delta ember fjord grove heath inlet jetty knoll ledge marsh notch oasis plain".split()


@pytest.fixture(autouse=True)
def write_each_document_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer.pipeline, "FLUSH_AFTER_S", 0.0)


def written(number: int) -> str:
    """Write a page of words that other pages have, too: a codebook can be trained for them."""
    return " ".join([*WORDS[number % 7 :][:8], f"page {number}"])


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Return a folder with one small document: what comes later, its codebook knows nothing of."""
    folder = tmp_path / "papers"
    folder.mkdir()
    write_pdf(folder / "ferries.pdf", ["The last ferry leaves at noon.", "Ferry prices in winter."])
    return folder


@pytest.fixture
def world(open_world: Callable[..., World], papers: Path) -> World:
    """Return a library that has just outgrown its codebook."""
    return outgrown(open_world, papers)


def outgrown(open_world: Callable[..., World], papers: Path, folder: str = "library") -> World:
    world = open_world(folder, TRAINED)
    write_pdf(papers / "long.pdf", [written(number) for number in range(14)])
    write_pdf(papers / "soup.pdf", ["Potato soup\nwith leek and bread.", "Onion soup."])
    world.scan()
    world.readers.asked.clear()
    return world


def begin(world: World, documents: int = 1) -> CodesTable:
    """Go on until so many documents have been read again, and return the table that their codes are in."""
    end = time.monotonic() + 60
    while not ((coming := world.store.looks.coming) and len(coming.documents) >= documents):
        assert time.monotonic() < end
        world.maintenance.step()
    return coming


def read_again(world: World) -> set[str]:
    """Return the names of the files that were opened to be read as a whole, and forget them."""
    names = {Path(path).name for work, path, *_ in world.readers.asked if work == "inspect"}
    world.readers.asked.clear()
    return names


def check_codes_fit(world: World) -> None:
    """Check that every page has the codes that the codebook in use makes of what its file shows."""
    codec = world.store.looks.codes.codec
    assert codec is not None
    expected = {}
    for document, known in world.store.documents.items():
        source = open_source(world.store.places_of(document)[0].path, "")
        for number in range(1, known.pages + 1):
            (look,) = EMBEDDER.embed_pages([source.read(number, None)])
            expected[Page(document, number)] = sorted(
                codec.encode(world.store.looks.profile.reduce(look).vectors).tobytes()
            )
        source.close()
    found = {page: sorted(codes) for page, codes in codes_in(world.store).items()}
    assert found == expected
    assert len(world.look.way) == len(found) and world.look.missing == set()


def test_a_library_that_has_outgrown_its_codebook_reads_its_files_again_for_a_better_one(world: World) -> None:
    old, before = world.store.looks.codes, world.answers()
    seen: list[bool] = []

    def check() -> None:
        answers = world.answers()
        assert (answers == before) is (world.store.looks.codes is old)
        seen.append(world.store.looks.codes is old)

    settle(world.maintenance, check)
    assert seen[0] and not seen[-1] and len(seen) > 5
    assert old.codebook is not None and world.store.looks.codes.codebook is not None
    assert world.store.looks.codes.codebook.vectors > 3 * old.codebook.vectors
    assert world.store.looks.codes.codebook.pages == 18
    assert read_again(world) == {"ferries.pdf", "long.pdf", "soup.pdf"}
    for _ in range(2):
        check_codes_fit(world)
        world.check_nothing_left_over()
        assert world.store.looks.coming is None and not world.store.looks.keeps_exact
        world.reopen()
        assert not world.maintenance.step()


def test_pages_unlike_those_before_are_reason_enough(
    open_world: Callable[..., World], papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here there were enough pages to train on, so that it is not for growth alone."""
    monkeypatch.setattr("indexer.codes._TELLING", 50)
    monkeypatch.setattr("indexer.maintenance.SAMPLES", {"kmeans256": 1})
    (papers / "ferries.pdf").unlink()
    write_pdf(papers / "many.pdf", [f"The last ferry leaves pier {number} at noon." for number in range(12)])
    world = open_world("library", TRAINED)
    assert not world.maintenance.step()
    write_pdf(papers / "long.pdf", [written(number) for number in range(14)])
    world.scan()
    old = world.store.looks.codes
    assert old.drift > indexer.maintenance.DRIFT
    settle(world.maintenance)
    assert world.store.looks.codes is not old
    check_codes_fit(world)
    assert not world.maintenance.step()


def test_a_crash_at_any_step_leaves_answers_as_they_were_and_the_next_start_goes_on(
    open_world: Callable[..., World], papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The long document is written in pieces.
    monkeypatch.setattr(indexer.pipeline, "CHUNK_PAGES", 4)
    monkeypatch.setattr(indexer.pipeline, "FLUSH_PAGES", 4)
    first = outgrown(open_world, papers, "template")
    before = first.answers()
    first.close()
    began, kept = 0, 0
    # Pages are drawn one by one: enough of them are broken off.
    for crashed, has_moved in crashes(
        open_world, first.folder, next_after=lambda moves: moves + (6 if 2 <= moves <= 16 else 1)
    ):
        assert (crashed.answers() == before) is not has_moved
        if has_moved:
            break
        coming = crashed.store.looks.coming
        has_codebook = coming is not None and coming.codebook is not None
        whole = coming.documents if coming is not None else set()
        began += coming is not None
        kept += bool(whole)
        crashed.readers.asked.clear()
        settle(crashed.maintenance)
        assert crashed.store.looks.codes.codebook is not None and crashed.store.looks.codes.codebook.pages == 18
        if has_codebook and coming is not None:
            assert crashed.store.looks.codes.name == coming.name
        check_codes_fit(crashed)
        crashed.check_nothing_left_over()
        crashed.close()
    assert began > 5 and kept > 2


def test_what_was_read_before_a_crash_is_not_read_again(world: World) -> None:
    there = {world.store.places_of(document)[0].path for document in begin(world, documents=2).documents}
    world.reopen()
    read_again(world)
    settle(world.maintenance)
    assert read_again(world) == {"ferries.pdf", "long.pdf", "soup.pdf"} - {Path(path).name for path in there}
    assert world.store.looks.coming is None and len(world.look.way) == 18


def test_files_that_cannot_be_reached_are_waited_for_and_nothing_is_read(world: World, papers: Path) -> None:
    before = (codes_in(world.store), world.answers())
    away = papers.parent / "long.pdf"
    (papers / "long.pdf").rename(away)
    for _ in range(2):
        settle(world.maintenance)
        assert (codes_in(world.store), world.answers()) == before
        assert not any(world.maintenance.step() for _ in range(5))
        world.maintenance.disk_was_looked_at()
    assert world.readers.asked == []
    # Not even a start changes that.
    world.reopen()
    settle(world.maintenance)
    assert world.readers.asked == [] and (codes_in(world.store), world.answers()) == before
    away.rename(papers / "long.pdf")
    assert not world.maintenance.step()
    world.maintenance.disk_was_looked_at()
    settle(world.maintenance)
    check_codes_fit(world)
    world.check_nothing_left_over()


def test_a_drive_that_goes_in_the_middle_costs_no_document_and_no_second_reading_of_the_others(
    world: World, papers: Path
) -> None:
    before = (codes_in(world.store), world.answers())

    def unplugged(work: str, path: str, first: int) -> None:
        if work == "inspect" and path.endswith("soup.pdf"):
            (papers / "soup.pdf").rename(papers.parent / "soup.pdf")

    world.readers.trouble = unplugged
    settle(world.maintenance)
    assert (codes_in(world.store), world.answers()) == before and set(world.store.documents) == {
        page.document for page in before[0]
    }
    assert not world.maintenance.step()
    world.readers.trouble = lambda work, path, first: None
    (papers.parent / "soup.pdf").rename(papers / "soup.pdf")
    read_again(world)
    world.maintenance.disk_was_looked_at()
    settle(world.maintenance)
    assert read_again(world) == {"soup.pdf"}
    check_codes_fit(world)


def test_a_file_that_can_never_be_read_again_keeps_the_old_codes_and_is_all_that_is_tried(
    world: World, papers: Path
) -> None:
    before = (codes_in(world.store), world.answers())
    (papers / "soup.pdf").write_bytes(b"%PDF-1.7 and no more")
    for times in range(3):
        settle(world.maintenance)
        assert read_again(world) == ({"ferries.pdf", "long.pdf", "soup.pdf"} if not times else {"soup.pdf"})
        assert (codes_in(world.store), world.answers()) == before
        assert not world.maintenance.step()
        world.maintenance.disk_was_looked_at()
    # When the folder is looked at for real, that document is gone, and nothing else holds the others up.
    world.scan()
    settle(world.maintenance)
    assert world.store.looks.coming is None and len(world.look.way) == 16


def test_a_codebook_that_is_hardly_better_is_not_looked_for_again_before_there_are_twice_as_many_pages(
    world: World, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = world.answers()
    with monkeypatch.context() as patch:
        patch.setattr(indexer.maintenance, "WORTH", 0.0)
        settle(world.maintenance)
    # Some pages were read, and no document as a whole.
    assert world.readers.asked and read_again(world) == set()
    assert world.answers() == before and world.store.looks.coming is None
    for _ in range(2):
        world.check_nothing_left_over()
        assert not world.maintenance.step() and world.readers.asked == []
        world.reopen()
    write_pdf(papers / "longer.pdf", [written(number) for number in range(20, 38)])
    world.scan()
    old = world.store.looks.codes
    settle(world.maintenance)
    assert world.store.looks.codes is not old and len(world.look.way) == 36


def test_what_comes_and_goes_meanwhile_is_right_at_the_end(world: World, papers: Path) -> None:
    begin(world)
    write_pdf(papers / "new.pdf", ["A page that is new.", "And another one."])
    (papers / "soup.pdf").unlink()
    world.scan()
    settle(world.maintenance)
    assert len(world.look.way) == 18 and world.store.looks.codes.documents == set(world.store.documents)
    check_codes_fit(world)
    world.check_nothing_left_over()


def test_new_files_come_first(world: World) -> None:
    assert not world.maintenance.step(is_indexing=True) and world.store.looks.coming is None
    assert world.advance(3)
    asked = len(world.readers.asked)
    assert not any(world.maintenance.step(is_indexing=True) for _ in range(5))
    assert world.maintenance.is_working and len(world.readers.asked) == asked


def test_what_a_person_asks_for_takes_its_place(world: World) -> None:
    begin(world)
    assert world.move("small") == ""
    assert (world.store.looks.profile.name, world.store.looks.coming) == ("small", None)
    world.check_nothing_left_over()
    assert not world.maintenance.step()


def test_a_wish_that_fails_does_not_cost_what_was_read(world: World, papers: Path) -> None:
    coming = begin(world).name
    sound = (papers / "soup.pdf").read_bytes()
    (papers / "soup.pdf").write_bytes(b"%PDF-1.7 and no more")
    assert "soup.pdf could not be read again" in world.move("small")
    (papers / "soup.pdf").write_bytes(sound)
    world.maintenance.disk_was_looked_at()
    settle(world.maintenance)
    assert (world.store.looks.codes.name, world.store.looks.profile.name) == (coming, TRAINED)


def test_codes_that_are_on_their_way_are_known_to_the_next_start_alone_once_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut between making the table and naming it must not leave it behind."""

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Looks, "_name_tables", power_cut)
        with pytest.raises(KeyboardInterrupt):
            world.maintenance.step()
    world.reopen()
    assert world.store.looks.coming is None
    world.check_nothing_left_over()
    settle(world.maintenance)
    assert len(world.look.way) == 18
