"""Stories 1 and 6 to 8: what comes into the library, what does not, and what stays in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.events import Activity
from app.rows import FileState
from tests.stories.material import LOCKED_WORDS, PASSWORD, break_again
from tests.stories.player import CTRL, SHIFT, Player
from tests.stories.waiting import LONG_WORK
from ui.library.failures_dialog import FailuresDialog


def first_start(play: Player) -> None:
    """Start for the first time, drop a folder, say yes, and find something while it is indexed."""
    folder = play.forget_library("library" if play.is_brief else "first library")
    window = None
    with play.step("first start"):
        play.open(folder)
        window = play.window
        play.expect(window.body.currentWidget() is window.welcome, "the window invites")
    with play.step("a folder is dropped") as step:
        play.drop(play.made.folder)
        step.note = play.start_if_asked(play.made.folder) or "few pages: it starts at once"
    with play.step("first results") as step:
        QTest.keyClicks(window.search.edit, play.made.common)
        play.until(lambda: window.results.view.hits.rowCount(), "a first page is found")
        indexed = play.library.in_state(FileState.INDEXED)
        step.note = f"{len(indexed)} of {len(play.library.files)} files were indexed"
    with play.step("how far it is"):
        window.status.show_details()
        details = window.status._details
        play.until(lambda: details is not None and details.isVisible(), "the details")
    assert details is not None
    details.hide()
    if play.is_brief:
        play.until(lambda: play.library.progress.activity is Activity.IDLE, "all is indexed", LONG_WORK)
    else:
        play.close()


def a_scan(play: Player) -> None:
    """Find a page that has no text but what is seen on it."""
    play.open()
    made = play.made
    with play.step("a scan is dropped"):
        play.drop(str(Path(made.scan).parent))
        play.start_if_asked(str(Path(made.scan).parent))
    with play.step("it is indexed") as step:
        play.until(lambda: made.scan in play.library.in_state(FileState.INDEXED), "the scan is indexed", LONG_WORK)
        row = play.library.files[made.scan]
        play.expect(row.textless == 1, "it has no text layer")
        step.note = row.sentence
    with play.step("and found"):
        play.ask(made.scanned.telling)
        play.until(lambda: play.has_hit(made.scan, 1), "the scan among the results")
    with play.step("in this folder alone"):
        play.window.library.tree.go_to(made.scan)
        hits = play.window.results.view.hits
        play.until(lambda: {hit.path for hit in hits.hits} == {made.scan}, "nothing but the scan")
        play.expect(play.window.results.view.hits.hits[0].regions, "its words are lit")
    play.window.searching.search_everywhere()


def trouble(play: Player) -> None:
    """See why files could not be read, give a password, mend a file, and try again."""
    play.open()
    window, made, library = play.window, play.made, play.library
    break_again(made)
    with play.step("a locked and a broken file"):
        play.drop(made.trouble)
        play.start_if_asked(made.trouble)
        play.until(lambda: {made.locked, made.broken} <= library.in_state(FileState.FAILED), "both failed", LONG_WORK)
        play.until(lambda: window.library._failures.isVisible(), "how many could not be read")
    with play.step("why"):
        play.click(window.library._failures)
        dialog = play.dialog(FailuresDialog)
        rows = [file.path for file in dialog.model.files]
        dialog.table.selectRow(rows.index(made.locked))
    with play.step("the locked file is read"):
        play.click(dialog.password)
        play.give_password(PASSWORD)
        play.until(lambda: made.locked in library.in_state(FileState.INDEXED), "the locked file is indexed", LONG_WORK)
    with play.step("the broken file is mended and read"):
        shutil.copyfile(made.mended, made.broken)
        play.until(lambda: made.broken in [file.path for file in dialog.model.files], "it is in the list")
        dialog.table.selectRow([file.path for file in dialog.model.files].index(made.broken))
        play.click(dialog.retry)
        play.until(lambda: made.broken in library.in_state(FileState.INDEXED), "it is indexed", LONG_WORK)
    dialog.close()
    with play.step("what was locked is found"):
        window.activateWindow()
        play.ask(LOCKED_WORDS)
        play.until(lambda: play.has_hit(made.locked, 1, 1), "the locked page first")


def interrupted(play: Player) -> None:
    """Pause, go on, quit in the middle, start again: nothing is lost, and it goes on."""
    folder = play.forget_library("interrupted library")
    play.open(folder)
    root = play.made.folder
    play.drop(root)
    play.start_if_asked(root)
    with play.step("paused") as step:
        play.until(lambda: play.library.in_state(FileState.INDEXED), "a first file is indexed", LONG_WORK)
        play.key(Qt.Key.Key_P, CTRL | SHIFT, play.window)
        play.until(lambda: play.window.status.is_paused, "it rests", LONG_WORK)
        step.note = f"{len(play.library.in_state(FileState.INDEXED))} of {len(play.library.files)} files"
    with play.step("goes on, and is quit") as step:
        play.key(Qt.Key.Key_P, CTRL | SHIFT, play.window)
        play.until(lambda: not play.window.status.is_paused, "it goes on")
        before = play.library.in_state(FileState.INDEXED)
        play.close()
        step.note = f"{len(before)} files were indexed"
    with play.step("started again") as step:
        play.open(folder)
        after = play.library.in_state(FileState.INDEXED)
        step.note = f"{len(after)} files are indexed"
        play.expect(before <= after, f"lost: {sorted(before - after)}")
    with play.step("what was indexed is found"):
        play.ask(play.made.common)
        play.until(lambda: play.window.results.view.hits.rowCount(), "results")
    with play.step("it goes on by itself"):
        play.until(
            lambda: (
                len(play.library.in_state(FileState.INDEXED)) > len(after)
                or play.library.progress.activity is not Activity.INDEXING
            ),
            "more is indexed",
            LONG_WORK,
        )
    play.close()
