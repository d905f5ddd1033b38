"""Files are read again for codes that cannot be made of those that are there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import indexer.pipeline
from indexer.errors import ExpectedError
from indexer.question import parse
from indexer.reindexing import Reindexing, files_of
from tests.documents import write_pdf
from tests.libraries import codes_in
from tests.looks import settle
from tests.worlds import World


@pytest.fixture
def world(open_world: Callable[..., World]) -> World:
    return open_world()


def check_same_as_new(world: World, new: World) -> None:
    assert world.store.looks.profile == new.store.looks.profile
    assert codes_in(world.store) == codes_in(new.store)
    assert (world.store.documents, world.store.places) == (new.store.documents, new.store.places)
    assert world.look.missing == set() and len(world.look.way) == len(codes_in(new.store))
    world.check_nothing_left_over()


@pytest.mark.parametrize("profile", ["balanced", "small"])
@pytest.mark.parametrize("keep_exact", [False, True])
def test_files_that_are_read_again_give_the_codes_of_a_new_library(
    world: World, open_world: Callable[..., World], profile: str, keep_exact: bool
) -> None:
    assert world.move(profile, keep_exact) == ""
    for _ in range(2):
        check_same_as_new(world, open_world(f"new {world.store.looks.keeps_exact} {_}", profile))
        assert world.store.looks.keeps_exact is keep_exact
        world.reopen()
    if keep_exact:
        # From here on nothing has to be read.
        world.readers.asked.clear()
        world.want("exact")
        settle(world.maintenance)
        check_same_as_new(world, open_world("new exact", "exact"))
        assert world.store.looks.exact is world.store.looks.codes


def test_text_and_places_stay_as_they_are(world: World) -> None:
    before = (world.store.find_text(parse("ferry soup"), 9), dict(world.store.places), world.store._pages.count_rows())
    assert world.move("exact") == ""
    assert (
        world.store.find_text(parse("ferry soup"), 9),
        dict(world.store.places),
        world.store._pages.count_rows(),
    ) == before
    assert world.store.looks.keeps_exact


def test_a_document_that_cannot_be_reached_is_named_before_anything_is_read(world: World, papers: Path) -> None:
    (papers / "soup.pdf").rename(papers.parent / "soup.pdf")
    (papers / "ferries.pdf").rename(papers.parent / "ferries.pdf")
    world.readers.asked.clear()
    with pytest.raises(ExpectedError) as raised:
        world.want("small", reread=True)
    assert raised.value.sentence.startswith("2 of the library's documents cannot be reached now")
    assert any(str(papers / each) in raised.value.sentence for each in ("soup.pdf", "ferries.pdf"))
    assert not world.maintenance.step() and world.readers.asked == [] and world.told == []


def test_a_document_is_read_from_whichever_of_its_places_is_there(world: World, papers: Path) -> None:
    (papers / "copy of soup.pdf").write_bytes((papers / "soup.pdf").read_bytes())
    world.scan()
    (papers / "soup.pdf").unlink()
    files, missing = files_of(world.store)
    assert (sorted(os.path.basename(file.path) for file in files), missing) == (
        ["copy of soup.pdf", "ferries.pdf", "long.pdf"],
        [],
    )
    assert world.move() == ""
    assert len(codes_in(world.store)) == 23
    assert len(files_of(world.store, world.store.documents)[0]) == 0


def test_a_file_that_goes_away_in_the_middle_is_named_and_nothing_changes(world: World, papers: Path) -> None:
    """It went on for ever, asking for a file that was not there."""
    before = (codes_in(world.store), world.answers())
    world.want("small", reread=True)
    world.advance(1)
    # A document that comes, and whose file goes before it was read again.
    write_pdf(papers / "late.pdf", ["Too late."])
    world.scan()
    (papers / "late.pdf").unlink()
    with pytest.raises(ExpectedError, match=r"late\.pdf"):
        settle(world.maintenance)
    world.check_nothing_left_over()
    assert len(world.told) == 1 and "late.pdf" in world.told[0]
    assert {page: codes for page, codes in codes_in(world.store).items() if page in before[0]} == before[0]
    assert world.store.looks.profile.name == "quality"


@pytest.mark.parametrize("damage", ["changed", "damaged"])
def test_a_file_that_cannot_be_read_again_is_named_and_nothing_changes(world: World, papers: Path, damage: str) -> None:
    before = (codes_in(world.store), world.answers())
    if damage == "changed":
        write_pdf(papers / "soup.pdf", ["Another soup."])
    else:
        (papers / "soup.pdf").write_bytes(b"%PDF-1.7 and no more")
    assert "soup.pdf could not be read again, so everything stays as it was." in world.move("small")
    assert (codes_in(world.store), world.answers()) == before
    world.check_nothing_left_over()
    assert not world.maintenance.step()


def test_a_file_that_changes_while_it_is_read_again_is_named_and_nothing_changes(
    world: World, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = codes_in(world.store)
    read = world.readers.trouble

    def touched(work: str, path: str, first: int) -> None:
        read(work, path, first)
        if work == "read" and path.endswith("soup.pdf"):
            os.utime(path, ns=(1, 1))

    monkeypatch.setattr(world.readers, "trouble", touched)
    assert "soup.pdf could not be read again" in world.move("small")
    assert codes_in(world.store) == before


@pytest.mark.parametrize("moves", [1, 3, 5, 7])
def test_what_is_added_and_removed_meanwhile_is_right_at_the_end(
    world: World, open_world: Callable[..., World], papers: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    monkeypatch.setattr(indexer.pipeline, "CHUNK_PAGES", 4)
    world.want("balanced", reread=True)
    assert world.advance(moves)
    write_pdf(papers / "new.pdf", ["A page that is new.", "And another one."])
    (papers / "soup.pdf").unlink()
    (papers / "long.pdf").unlink()
    world.scan()
    settle(world.maintenance)
    assert world.told == [""]
    check_same_as_new(world, open_world("new", "balanced"))


def test_a_run_that_goes_on_meanwhile_is_waited_for(
    world: World, open_world: Callable[..., World], papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer.pipeline, "CHUNK_PAGES", 2)
    monkeypatch.setattr(indexer.pipeline, "FLUSH_PAGES", 2)
    world.want("balanced", reread=True)
    world.advance(2)
    write_pdf(papers / "new.pdf", [f"New page {number}" for number in range(9)])
    run = world.begin_run()
    # Until a part of the new document is written: how many steps that takes depends on a thread.
    while world.store.looks.codes.documents <= world.store.documents.keys():
        next(run)
    for _ in range(100):
        world.maintenance.step()
    assert world.maintenance.is_working
    # In turns, as the engine drives them.
    for _ in run:
        world.maintenance.step()
        world.look.add(world.look.missing)
    settle(world.maintenance)
    assert world.told == [""]
    check_same_as_new(world, open_world("new", "balanced"))


def test_a_crash_while_files_are_read_again_leaves_everything_as_it_was(world: World) -> None:
    before = (codes_in(world.store), world.answers())
    for moves in range(1, 9, 2):
        world.want("small", keep_exact=True, reread=True)
        assert world.advance(moves)
        world.reopen()
        assert (codes_in(world.store), world.answers(), world.store.looks.profile.name) == (*before, "quality")
        world.check_nothing_left_over()


def test_another_wish_lets_go_of_the_readers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cancelled: list[bool] = []
    monkeypatch.setattr(Reindexing, "cancel", lambda run: cancelled.append(True))
    world.want("small", reread=True)
    world.advance(2)
    world.want("balanced", reread=True)
    assert cancelled == [True]
    settle(world.maintenance)
    assert (world.store.looks.profile.name, len(world.told)) == ("balanced", 2)
