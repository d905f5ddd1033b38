"""What comes, goes and breaks while a library moves to another profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import indexer.tables
from indexer.errors import DiskFull
from indexer.looks import Looks
from indexer.plan import Place
from indexer.rows import Document
from indexer.two_stage import Candidates
from indexer.ways import Scan
from tests.kept import Kept, check_same_as_new, crashes, fill, full_after, want_sets
from tests.looks import look, name, settle, stored_pages

# --- while it goes on ---


@pytest.mark.parametrize("way", [Scan, Candidates])
@pytest.mark.parametrize("moves", [1, 3, 5])
def test_what_comes_and_goes_meanwhile_is_right_at_the_end(
    open_kept: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch, way: type, moves: int
) -> None:
    if way is Candidates:
        want_sets(monkeypatch)
    kept = open_kept(profile="exact")
    fill(kept)
    settle(kept.maintenance)
    kept.want("quality")
    assert kept.advance(moves)
    kept.put(8, pages=17)
    kept.forget(0)
    kept.forget(1)
    kept.put(9, pages=1)
    # The same content once more.
    kept.put(0, pages=2)
    settle(kept.maintenance)
    new = open_kept("new", "quality")
    for document, pages in ((0, 2), (2, 2), (8, 17), (9, 1)):
        new.put(document, pages)
    for _ in range(2):
        assert isinstance(kept.look.way, way) and len(kept.look.way) == 22
        assert kept.look.missing == set()
        check_same_as_new(kept, new)
        kept.check_nothing_left_over()
        kept.reopen()


def test_a_half_written_document_is_waited_for(open_kept: Callable[..., Kept]) -> None:
    kept = open_kept(profile="exact")
    fill(kept)
    pages = stored_pages(9, [look(900 + number) for number in range(4)])
    kept.store.write(pages[:2])
    kept.want("quality")
    for _ in range(100):
        kept.maintenance.step()
    assert kept.maintenance.is_working and kept.store.looks.profile.name == "exact"
    place = Place("/root/9.pdf", "/root", 10, 20, name(9))
    kept.store.write(pages[2:], [Document(name(9), "pdf", 4, 0)], [place])
    kept.look.add(kept.look.missing)
    settle(kept.maintenance)
    new = open_kept("new", "quality")
    fill(new)
    new.put(9, pages=4)
    check_same_as_new(kept, new)
    assert kept.told == [""]


def test_a_document_without_any_vector_holds_nothing_up(open_kept: Callable[..., Kept]) -> None:
    kept = open_kept(profile="exact")
    fill(kept)
    kept.put(5, pages=2, patches=0)
    kept.want("small")
    settle(kept.maintenance)
    assert (kept.told, kept.look.missing) == ([""], set())
    assert kept.store.looks.codes.documents == set(kept.store.documents)


def test_a_library_of_blank_pages_moves_even_to_a_trained_profile(open_kept: Callable[..., Kept]) -> None:
    kept = open_kept(profile="exact")
    kept.put(0, patches=0)
    kept.want("hpc-512-p40")
    settle(kept.maintenance)
    assert (kept.told, kept.store.looks.profile.name) == ([""], "hpc-512-p40")
    kept.reopen()
    kept.put(1)
    assert len(kept.look.way) == 3


def test_whoever_asked_first_is_told_that_another_profile_was_asked_for(open_kept: Callable[..., Kept]) -> None:
    kept = open_kept(profile="exact")
    fill(kept)
    kept.want("small")
    kept.want("balanced")
    assert len(kept.told) == 1
    kept.advance(2)
    kept.want("quality")
    settle(kept.maintenance)
    assert [bool(sentence) for sentence in kept.told] == [True, True, False]
    assert "in the meantime" in kept.told[0]
    assert kept.store.looks.profile.name == "quality"
    kept.check_nothing_left_over()


@pytest.mark.parametrize("way", [Scan, Candidates])
def test_many_steps_do_not_pile_up_versions_on_the_disk(
    open_kept: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch, way: type
) -> None:
    """2,000 writes of some kilobytes left 267 MB behind, and four times as much for twice as many."""
    if way is Candidates:
        want_sets(monkeypatch)
    kept = open_kept(profile="exact")
    kept.put(0, pages=300)
    settle(kept.maintenance)
    kept.want("quality")
    most = 0

    def count() -> None:
        nonlocal most
        versions = [len(list(folder.iterdir())) for folder in (kept.folder / "tables").glob("*/_versions")]
        most = max(most, *versions)

    settle(kept.maintenance, count)
    assert (kept.told, len(kept.look.way)) == ([""], 300)
    assert most < 10


# --- when it breaks ---


@pytest.mark.parametrize(("profile", "is_candidates"), [("small", True), ("hpc-256-p60", False)])
def test_a_crash_at_any_step_leaves_answers_as_they_were(
    open_kept: Callable[..., Kept],
    monkeypatch: pytest.MonkeyPatch,
    profile: str,
    is_candidates: bool,
) -> None:
    if is_candidates:
        want_sets(monkeypatch)
    first = open_kept("template", "exact")
    fill(first, 2)
    settle(first.maintenance)
    before = first.answers()
    first.close()
    for crashed, has_moved in crashes(
        open_kept,
        first.folder,
        begin=lambda kept: kept.want(profile, keep_exact=True),
        # Where pages are drawn one by one for training, not every one of them is worth a crash.
        next_after=lambda moves: moves + (8 if profile.startswith("hpc") and 2 < moves < 17 else 1),
        more_than=4,
    ):
        assert crashed.store.looks.profile.name == (profile if has_moved else "exact")
        assert (crashed.answers() == before) is not has_moved
        assert crashed.store.looks.keeps_exact


@pytest.mark.parametrize("is_named", [False, True])
def test_a_crash_while_tables_change_over_leaves_one_or_the_other(
    open_kept: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch, is_named: bool
) -> None:
    kept, new = open_kept(profile="exact"), open_kept("new", "quality")
    for each in (kept, new):
        fill(each)
    before = kept.answers()
    kept.want("quality")

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if is_named:
            patch.setattr(Looks, "drop_unused", power_cut)
        else:
            patch.setattr(indexer.tables, "write_about", power_cut)
        with pytest.raises(KeyboardInterrupt):
            settle(kept.maintenance)
    kept.reopen()
    kept.check_nothing_left_over()
    if is_named:
        check_same_as_new(kept, new)
    else:
        assert (kept.store.looks.profile.name, kept.answers()) == ("exact", before)


def test_a_full_disk_in_the_middle_leaves_the_old_codes_and_says_so(
    open_kept: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = open_kept(profile="exact")
    fill(kept)
    before = kept.answers()
    new_codes = Looks.new_codes

    def nearly_full(store: Looks, profile: Any) -> Any:
        codes = new_codes(store, profile)
        full_after(monkeypatch, codes._table, 2)
        return codes

    with monkeypatch.context() as patch:
        patch.setattr(Looks, "new_codes", nearly_full)
        kept.want("small")
        with pytest.raises(DiskFull):
            settle(kept.maintenance)
    assert not kept.maintenance.is_working
    assert len(kept.told) == 1 and "Make room" in kept.told[0]
    assert (kept.store.looks.profile.name, kept.answers()) == ("exact", before)
    kept.check_nothing_left_over()
    kept.want("small")
    settle(kept.maintenance)
    assert (kept.told[1:], kept.store.looks.profile.name) == ([""], "small")
