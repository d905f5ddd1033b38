"""The library as a person sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import app.library
from app.events import Activity
from app.library import LibraryView
from app.rows import FileRow, FileState, Remedy, RootRow
from indexer.files import SeenFile, Walk
from indexer.plan import Place
from indexer.rows import Document
from indexer.store import Store
from tests.libraries import MODEL, stored, whole

A, B = "a0" * 16, "b0" * 16


class Clock:
    """A clock that goes when told to."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(app.library, "time", clock)
    return clock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "library", MODEL)
    pages = [stored(A, 1, "the last ferry"), stored(A, 2, "")]
    store.write(pages, [whole(A, pages)], [place("/root/a.pdf", A), FAILED])
    store.save_roots(["/root"], [])
    yield store
    store.close()


@pytest.fixture
def view(clock: Clock, store: Store) -> LibraryView:
    return LibraryView(store)


def place(path: str, document: str, sentence: str = "", remedy: str = "") -> Place:
    return Place(path, "/root", 1, 1, document, sentence, remedy)


def seen(path: str) -> SeenFile:
    return SeenFile(path, "/root", 1, 1)


def add(store: Store, path: str, pages: int, note: str = "") -> Place:
    """Put a document into the store as the pipeline does."""
    document = Document(B, "pdf", pages, 0, note)
    store.write([], [document], [place(path, B)])
    return place(path, B)


FAILED = place("/root/broken.pdf", "", "broken.pdf is damaged.", "retry")


def test_a_library_that_was_opened_shows_what_the_store_holds(view: LibraryView, store: Store) -> None:
    state = view.state()
    assert state.files == (
        FileRow("/root/a.pdf", "/root", FileState.INDEXED, 2, 2, 1, document=A),
        FileRow("/root/broken.pdf", "/root", FileState.FAILED, 0, 0, 0, "broken.pdf is damaged.", Remedy.RETRY),
    )
    assert (state.documents, state.pages, state.textless_pages) == (1, 2, 1)
    assert state.bytes_on_disk == sum(store.size_bytes().values()) == sum(size for _, size in state.sizes)
    assert view.take_changed() == ()


def test_a_file_goes_from_waiting_to_indexed(view: LibraryView, store: Store) -> None:
    path = "/root/b.pdf"
    view.queued([seen(path)])
    assert view.take_changed() == (FileRow(path, "/root", FileState.WAITING),)
    view.opened(path, 30)
    assert view.take_changed() == (FileRow(path, "/root", FileState.INDEXING, 30, 0),)
    view.embedded(path, 16)
    view.embedded(path, 14)
    assert view.take_changed() == (FileRow(path, "/root", FileState.INDEXING, 30, 30),)
    view.done([add(store, path, 30, "1 of 30 pages could not be read (page 3).")])
    (row,) = view.take_changed()
    assert row == FileRow(
        path, "/root", FileState.INDEXED, 30, 30, 0, "1 of 30 pages could not be read (page 3).", document=B
    )
    assert view.take_changed() == ()


def test_a_file_that_can_only_be_replaced_says_so(view: LibraryView, store: Store) -> None:
    broken = place("/root/b.pdf", "", "b.pdf is damaged or not a PDF.")
    store.write(places=[broken])
    view.done([broken])
    row = view.rows["/root/b.pdf"]
    assert row.sentence == "b.pdf is damaged or not a PDF. It is tried again once the file is replaced."
    assert row.remedy is Remedy.NONE


def test_the_speed_leaves_pauses_out_and_needs_pages_enough(view: LibraryView, clock: Clock) -> None:
    view.queued([seen("/root/b.pdf")])
    view.opened("/root/b.pdf", 500)
    for pages in (100, 100):
        assert view.speed() is None
        clock.now += 4
        view.embedded("/root/b.pdf", pages)
    assert view.speed() == 200 / 8
    clock.now += 3600  # Somebody paused it.
    view.embedded("/root/b.pdf", 60)
    assert view.speed() == 260 / (8 + 5)
    view.begin_run()
    assert view.speed() is None


def test_a_file_that_failed_says_why_and_what_can_be_done(view: LibraryView, store: Store) -> None:
    view.queued([seen("/root/secret.pdf")])
    locked = place("/root/secret.pdf", "", "secret.pdf is locked with a password.", "password")
    store.write(places=[locked])
    view.done([locked])
    (row,) = view.take_changed()
    assert (row.state, row.sentence, row.remedy) == (FileState.FAILED, locked.sentence, Remedy.PASSWORD)


def test_a_file_that_was_forgotten_is_no_longer_shown(view: LibraryView) -> None:
    view.queued([seen("/root/b.pdf")])
    view.forgot(["/root/b.pdf", "/root/a.pdf", "/never/heard of.pdf"])
    assert view.take_changed() == ()
    assert [row.path for row in view.state().files] == ["/root/broken.pdf"]


def test_news_of_a_file_that_was_forgotten_meanwhile_does_no_harm(view: LibraryView) -> None:
    """It was deleted, and a rescan saw that, while its pages were on their way."""
    view.queued([seen("/root/b.pdf")])
    view.opened("/root/b.pdf", 30)
    view.forgot(["/root/b.pdf"])
    view.embedded("/root/b.pdf", 16)
    view.queued([seen("/root/c.pdf")])
    view.forgot(["/root/c.pdf"])
    view.opened("/root/c.pdf", 3)
    assert [row.path for row in view.state().files] == ["/root/a.pdf", "/root/broken.pdf"]
    assert [row for row in view.take_changed() if row.path != "/root/a.pdf"] == []


def test_work_that_was_broken_off_shows_what_the_store_holds(view: LibraryView) -> None:
    before = view.state()
    view.queued([seen("/root/a.pdf"), seen("/root/b.pdf")])
    view.opened("/root/b.pdf", 30)
    view.reset()
    assert view.state().files == before.files
    assert view.take_changed() == ()


def test_roots_say_whether_they_are_folders_and_can_be_reached(view: LibraryView, store: Store, tmp_path: Path) -> None:
    store.save_roots(["/root", "/root/a.pdf", str(tmp_path), "/nowhere"], [])
    view.walked([Walk("/root", False, False, ()), Walk("/root/a.pdf", True, True, ())])
    assert view.state().roots == (
        RootRow("/root", is_folder=True, present=False),
        RootRow("/root/a.pdf", is_folder=False, present=True),
        # Not walked yet: a look at the disk must do.
        RootRow(str(tmp_path), is_folder=True, present=True),
        RootRow("/nowhere", is_folder=True, present=False),
    )


# --- how far the work is ---


def test_progress_counts_files_and_pages_of_this_run(view: LibraryView, store: Store) -> None:
    view.queued([seen("/root/b.pdf"), seen("/root/c.pdf")])
    view.opened("/root/b.pdf", 30)
    view.embedded("/root/b.pdf", 16)
    progress = view.progress(Activity.INDEXING)
    assert (progress.files_done, progress.files_total) == (0, 2)
    assert (progress.pages_done, progress.pages_total) == (16, 30)
    assert progress.file == "/root/b.pdf"
    assert view.progress(Activity.PAUSED).file == ""
    view.begin_run()
    fresh = view.progress(Activity.INDEXING)
    assert (fresh.files_total, fresh.pages_total, fresh.pages_done, fresh.file) == (0, 0, 0, "")


def test_pages_that_will_not_come_any_more_are_not_waited_for(view: LibraryView, store: Store) -> None:
    view.queued([seen("/root/b.pdf")])
    view.opened("/root/b.pdf", 30)
    view.embedded("/root/b.pdf", 16)
    failed = place("/root/b.pdf", "", "Page 20: b.pdf made its reader crash, so it was set aside.", "retry")
    store.write(places=[failed])
    view.done([failed])
    progress = view.progress(Activity.IDLE)
    assert (progress.files_done, progress.pages_done, progress.pages_total) == (1, 16, 16)


def test_the_rate_is_that_of_the_last_seconds(view: LibraryView, clock: Clock) -> None:
    view.queued([seen("/root/b.pdf")])
    view.opened("/root/b.pdf", 10_000)
    for _ in range(60):
        clock.now += 1
        view.embedded("/root/b.pdf", 10)
    assert view.progress(Activity.INDEXING).pages_per_s == pytest.approx(10)
    for _ in range(60):
        clock.now += 1
        view.embedded("/root/b.pdf", 40)
    assert view.progress(Activity.INDEXING).pages_per_s == pytest.approx(40)


def test_the_time_left_is_unknown_until_a_file_is_done(view: LibraryView, clock: Clock) -> None:
    view.queued([seen("/root/b.pdf"), seen("/root/c.pdf")])
    assert view.progress(Activity.INDEXING).seconds_left is None
    view.opened("/root/b.pdf", 30)
    clock.now += 1
    view.embedded("/root/b.pdf", 30)
    assert view.progress(Activity.INDEXING).seconds_left is None


def test_files_that_were_not_opened_yet_are_taken_to_be_like_the_others(
    view: LibraryView, clock: Clock, store: Store
) -> None:
    view.queued([seen(f"/root/{name}.pdf") for name in "bcde"])
    view.opened("/root/b.pdf", 30)
    clock.now += 3
    view.embedded("/root/b.pdf", 30)
    view.done([add(store, "/root/b.pdf", 30)])
    # Ten pages a second, and three files of thirty pages each to go.
    assert view.progress(Activity.INDEXING).seconds_left == pytest.approx(9)
    view.opened("/root/c.pdf", 10)
    # One of them is known to be shorter, and so are the others taken to be.
    assert view.progress(Activity.INDEXING).seconds_left == pytest.approx((10 + 2 * 20) / 10)
