"""Stories 9 and 10: what is taken along, and how a person has it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImageReader

from app.events import Exported
from app.settings import TEXT_PERCENTS
from tests.stories.material import PASSWORD
from tests.stories.player import CTRL, SHIFT, Player
from tests.stories.waiting import LONG_WORK
from ui.page.page_copy import PAGE_WIDTH_PX


def taken_along(play: Player) -> None:
    """Export the pages that answer as PDF and as a table, and save a page as a picture."""
    play.open()
    window = play.window
    written = play.home / "exports"
    written.mkdir(exist_ok=True)
    pdf, table, picture = (str(written / name) for name in ("pages.pdf", "table.csv", "page.png"))
    for path in (pdf, table, picture):
        Path(path).unlink(missing_ok=True)
    exported: list[Exported] = []
    window.bridge.exported.connect(exported.append)
    with play.step("something to export"):
        play.ask(play.made.quoted.telling)
        play.until(lambda: window.results.answer is not None and window.results.answer.is_final, "the whole answer")
    with play.step("as PDF") as step:
        play.key(Qt.Key.Key_E, CTRL)
        play.pick(pdf)
        play.until(lambda: len(exported) == 1 and Path(pdf).exists(), "the PDF", LONG_WORK)
        play.files[pdf] = exported[-1].pages
        step.note = f"{play.files[pdf]} pages"
    with play.step("as a table") as step:
        play.key(Qt.Key.Key_E, CTRL | SHIFT)
        play.pick(table)
        play.until(lambda: len(exported) == 2 and Path(table).exists(), "the table", LONG_WORK)
        play.files[table] = exported[-1].pages
        step.note = f"{play.files[table]} lines"
    with play.step("a page as a picture"):
        play.key(Qt.Key.Key_S, CTRL)
        play.pick(picture)
        play.until(lambda: Path(picture).exists() and play.says("page.png"), "the picture")
        # By its head alone: to read all of it here would count as the window's time and memory.
        play.expect(QImageReader(picture).size().width() == PAGE_WIDTH_PX, "it is as wide as it should be")


def _open_locked(play: Player) -> None:
    """Give the password of a file that was indexed earlier: it is not kept."""
    page = play.window.page
    play.key(Qt.Key.Key_Escape, widget=play.window)
    play.window.library.tree.go_to(play.made.locked)
    play.until(lambda: page.problem.isVisible(), "the page says that it is locked")
    play.click(page.problem.password_button)
    play.give_password(PASSWORD)
    play.until(lambda: page.problem.isHidden() and not page.canvas.picture.whole.isNull(), "the page")
    play.window.searching.search_everywhere()


def another_library(play: Player) -> None:
    """Make a second library and come back; see the settings in other colours and sizes; choose another profile."""
    play.open()
    desk, usual = play.desk, play.desk.library
    second = play.forget_library("second library")
    second.mkdir()
    with play.step("the menu"):
        menu = play.window._menu_button.menu()
        menu.popup(play.window.mapToGlobal(QPoint(20, 60)))
        play.until(menu.isVisible, "the menu")
    menu.hide()
    with play.step("a second library"):
        desk.ask_for_new_library()
        play.pick(str(second))
        play.until(lambda: desk.library == second, "the second library")
        play.listen()
        play.expect(play.window.body.currentWidget() is play.window.welcome, "it is empty")
    with play.step("back in the first"):
        play.window.libraries_menu.aboutToShow.emit()
        first = next(action for action in play.window.libraries_menu.actions() if action.text() == "My library")
        first.trigger()
        play.until(lambda: desk.library == usual, "the first library")
        play.listen()
        play.ask(play.made.common)
        play.until(lambda: play.window.results.view.hits.rowCount(), "results")
    if play.made.locked in play.library.files:
        with play.step("a locked page after a restart"):
            _open_locked(play)
    with play.step("settings"):
        play.key(Qt.Key.Key_Comma, CTRL, play.window)
        play.until(lambda: desk._settings_dialog is not None and desk._settings_dialog.isVisible(), "the settings")
    dialog = desk._settings_dialog
    assert dialog is not None
    theme, text = dialog.appearance.theme, dialog.appearance.text
    chosen = desk.preferences.chosen
    with play.step("other colours"):
        theme.setCurrentIndex(theme.findData("light" if chosen.theme == "dark" else "dark"))
    with play.step("another text size"):
        text.setCurrentIndex(TEXT_PERCENTS.index(200 if chosen.text_percent == 100 else 100))
    for row in range(1, dialog.subjects.count()):
        with play.step(f"settings, {dialog.subjects.item(row).text().lower()}"):
            dialog.subjects.setCurrentRow(row)
    trade = dialog.trade
    with play.step("profiles measured") as step:
        dialog.subjects.setCurrentRow(3)
        play.click(trade.measure)
        play.until(lambda: trade.table.rowCount(), "what each profile costs", LONG_WORK)
        step.note = trade._says.text()
    text.setCurrentIndex(TEXT_PERCENTS.index(chosen.text_percent))
    with play.step("in the text size of before"):
        theme.setCurrentIndex(theme.findData(chosen.theme))
    with play.step("one applied") as step:
        now = play.library.state.profile if play.library.state is not None else ""
        trade._choose("small" if now != "small" else "balanced")
        wanted = trade.chosen
        play.click(trade.use)
        play.until(
            lambda: play.library.state is not None and play.library.state.profile == wanted,
            f"the profile {wanted}",
            LONG_WORK,
        )
        step.note = f"from {now} to {wanted}"
    dialog.close()
    with play.step("found as before"):
        play.window.activateWindow()
        play.ask(play.made.quoted.telling)
        play.until(lambda: play.has_hit(play.made.quoted.path, play.made.quoted.page, 5), "the page")
