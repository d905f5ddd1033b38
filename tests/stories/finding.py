"""Stories 2 to 5: finding by words, by quotes and filters, by a picture and by a piece of a page."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from tests.stories.player import CTRL, SHIFT, Player
from ui.basics.light import place

_LOOKED_AT_MS = 500


def words(play: Player) -> None:
    """Ask in words, read the page, go to the next match, zoom."""
    play.open()
    window = play.window
    canvas = window.page.canvas
    with play.step("a question in words") as step:
        step.note = f"{play.ask(play.made.quoted.telling):.0f} ms from the last key to results"
    with play.step("the page at hand"):
        play.key(Qt.Key.Key_Down)
        play.key(Qt.Key.Key_Return)
        play.until(lambda: not canvas.picture.whole.isNull(), "the picture of the page")
    with play.step("next match"):
        play.key(Qt.Key.Key_F3)
        play.key(Qt.Key.Key_F3)
        play.expect(window.page.regions, "something is lit")
    with play.step("zoomed in") as step:
        for _ in range(4):
            play.key(Qt.Key.Key_Plus, CTRL)
        play.until(play.is_settled, "the sharp picture")
        assert window.page.region_at_hand is not None
        match = place(window.page.region_at_hand.box, canvas.page_rect())
        play.expect(canvas.viewport().rect().contains(match.center().toPoint()), "the match has stayed in view")
        step.note = f"{round(canvas.zoom * 100)} %"
    with play.step("heat"):
        play.key(Qt.Key.Key_0, CTRL)
        play.key(Qt.Key.Key_H, widget=canvas)
        play.until(lambda: canvas.heating.heat is not None, "the heat map")
    with play.step("page fills the window"):
        play.key(Qt.Key.Key_H, widget=canvas)
        play.key(Qt.Key.Key_F11)
        play.key(Qt.Key.Key_F9)
        play.until(lambda: window.page.strip.isVisible() and not window.library.isVisible(), "the full page")
    with play.step("back, as a list, by document"):
        play.key(Qt.Key.Key_F9)
        play.key(Qt.Key.Key_Escape)
        play.key(Qt.Key.Key_2, CTRL)
        play.key(Qt.Key.Key_G, CTRL)
        play.until(lambda: window.results.view.hits.groups, "documents with their pages")
    play.key(Qt.Key.Key_G, CTRL)
    play.key(Qt.Key.Key_1, CTRL)
    with play.step("questions typed one after another") as step:
        asked = play.made.questions[: play.questions]
        for text in asked:
            play.typed_ms.append(play.ask(text))
            # Nobody types on before there was anything to see.
            QTest.qWait(_LOOKED_AT_MS)
        step.note = f"{len(asked)} questions"


def exactly(play: Player) -> None:
    """Ask for exact words, leave some out, use filters and how they are completed."""
    play.open()
    window, made = play.window, play.made
    view, suggested = window.results.view, window.searching.suggesting.list
    quoted = made.quoted
    with play.step("exact words"):
        play.ask(f'"{made.quote}"')
        play.until(lambda: play.has_hit(quoted.path, quoted.page, 1), "the quoted page first")
    with play.step("without a word"):
        play.ask(f"-{made.other}", is_added=True)
        play.until(lambda: not play.has_hit(quoted.path, quoted.page), "the page is left out")
    with play.step("a filter is completed"):
        play.ask(made.common)
        QTest.keyClicks(window.search.edit, " type:p")
        play.until(lambda: suggested.is_open, "suggestions")
    with play.step("filtered"):
        play.key(Qt.Key.Key_Down)
        play.key(Qt.Key.Key_Return)
        play.until(lambda: window.filters.shown, "the filter as a chip")
        play.until(lambda: view.hits.hits, "results")
    with play.step("in one file"):
        play.ask(f'{made.common} in:"{PurePath(quoted.path).name}"')
        play.until(lambda: {hit.path for hit in view.hits.hits} <= {quoted.path}, "pages of this file only")
    with play.step("the filter taken away"):
        chip = window.filters.findChild(QToolButton)
        assert chip is not None
        play.click(chip)
        play.until(lambda: not window.filters.shown, "no filter")
    with play.step("what can be typed"):
        play.key(Qt.Key.Key_F1)
        play.until(lambda: suggested.is_open, "the list of what can be typed")
    with play.step("no good match"):
        play.key(Qt.Key.Key_Escape)
        play.key(Qt.Key.Key_F, CTRL)
        QTest.keyClicks(window.search.edit, '"zyzzyva quux blarney"')
        play.until(lambda: "zyzzyva" in window.results._note.text(), "a sentence that says so")


def by_picture(play: Player) -> None:
    """Search by a picture of a page, then also by words, then without the picture."""
    play.open()
    window, made = play.window, play.made
    with play.step("a picture is chosen"):
        play.key(Qt.Key.Key_F, CTRL | SHIFT, window)
        play.pick(made.picture)
        pictured = made.pictured
        play.until(lambda: play.has_hit(pictured.path, pictured.page, 10), "the page among the first ten")
    with play.step("and words"):
        play.ask(made.pictured.telling)
        play.until(lambda: play.has_hit(pictured.path, pictured.page, 3), "the page among the first three")
    with play.step("without the picture"):
        play.click(window.search.chip.remove_button)
        play.until(lambda: window.search.chip.isHidden() and window.results.answer, "results of the words alone")
    with play.step("a pasted picture"):
        play.key(Qt.Key.Key_Escape, widget=window)
        play.expect(not window.search.is_asking, "Esc clears the question")
        QGuiApplication.clipboard().setImage(QImage(made.picture))
        play.key(Qt.Key.Key_V, CTRL, window.search.edit)
        play.until(lambda: play.has_hit(pictured.path, pictured.page, 10), "the page among the first ten")
    QGuiApplication.clipboard().clear()


def by_piece(play: Player) -> None:
    """Copy the text of a piece of a page, then search by it."""
    play.open()
    window, made = play.window, play.made
    page, quoted = window.page, play.made.quoted
    canvas, box = page.canvas, page.box

    with play.step("the page that is meant"):
        play.ask(f'"{made.quote}"')
        play.until(lambda: page.path == quoted.path and not canvas.picture.whole.isNull(), "the page")
        play.until(lambda: page.regions, "the light on it")
    with play.step("a box on the page"):
        play.click(page.footer.select)
        line = place(quoted.box, canvas.page_rect()).toRect().adjusted(-4, -4, 4, 4)
        play.drag(box, line.topLeft(), line.bottomRight())
        play.until(lambda: box.box is not None, "the box")
    with play.step("its text is copied"):
        QGuiApplication.clipboard().clear()
        play.click(box.text_button)
        play.until(lambda: QGuiApplication.clipboard().text(), "text in the clipboard")
        copied = " ".join(QGuiApplication.clipboard().text().split())
        play.expect(made.quote.lower() in copied.lower(), f"the copied text is “{copied}”")
    with play.step("searched by it"):
        play.click(box.find_button)
        window.search.edit.clear()
        play.until(lambda: window.search.chip.isVisible(), "the piece as a chip")
        play.until(lambda: play.has_hit(quoted.path, quoted.page, 10), "the page among the first ten")
