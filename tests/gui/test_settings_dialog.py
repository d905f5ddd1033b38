from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF, QSettings, QSizeF, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import settings
from app.events import Failed, LibraryState, ProfilesCompared, Recompressed, Recompressing
from app.requests import Cancel, CompareProfiles, GetLibrary, Recompress, Skip
from app.settings import Settings
from tests.gui.fakes import COSTS, FakeEngine, file_row, library
from ui.basics.theme import GROUND, Theme, colour
from ui.basics.tokens import DARK
from ui.bridge import Bridge
from ui.searching.recent_searches import RecentSearches
from ui.settings.preferences import Preferences
from ui.settings.settings_dialog import SettingsDialog
from ui.settings.trade import TradePage
from ui.settings.trade_plot import place_labels

STATE = replace(
    library(file_row("a.pdf"), file_row("b.pdf")),
    profile="quality",
    sizes=(("codes", 700_000), ("text index", 300_000)),
    skipped=("*.tmp",),
    folder="/home/ann/library",
)


@pytest.fixture
def dialog(
    qtbot: QtBot, bridge: Bridge, engine: FakeEngine, preferences: Preferences, memory: QSettings
) -> Iterator[SettingsDialog]:
    dialog = SettingsDialog(bridge, preferences, memory)
    qtbot.addWidget(dialog)
    dialog.open_beside()
    assert engine.sent(GetLibrary) == [GetLibrary()]
    engine.emit(STATE)
    qtbot.waitUntil(lambda: dialog.library._names() == ("*.tmp",))
    yield dialog
    dialog.close()


def test_every_subject_has_its_page(dialog: SettingsDialog) -> None:
    assert not dialog.isModal()
    dialog.subjects.setFocus()
    seen = []
    for _ in range(dialog.subjects.count()):
        seen.append(dialog.pages.currentIndex())
        QTest.keyClick(dialog.subjects, Qt.Key.Key_Down)
    assert seen == [0, 1, 2, 3, 4]


def test_the_theme_changes_at_once_and_is_kept(
    dialog: SettingsDialog, preferences: Preferences, tmp_path: Path
) -> None:
    dialog.appearance.theme.setCurrentIndex(2)
    assert colour(GROUND).name() == DARK.ground.lower()
    preferences.end()
    assert settings.load(tmp_path / "settings.json") == (Settings("dark"), "")


def test_the_text_grows_at_once_and_is_kept(dialog: SettingsDialog, preferences: Preferences, tmp_path: Path) -> None:
    before = QFont(QApplication.font())
    dialog.appearance.text.setCurrentText("200 %")
    assert QApplication.font().pointSizeF() == pytest.approx(2 * before.pointSizeF())
    assert dialog.subjects.fontMetrics().height() > 1.5 * dialog.subjects.sizeHintForRow(0) / 2
    preferences.end()
    assert settings.load(tmp_path / "settings.json")[0].text_percent == 200


def test_settings_that_cannot_be_saved_are_told(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    told: list[str] = []
    preferences = Preferences(Settings(), tmp_path / "taken" / "settings.json", theme, told.append)
    preferences.open_next_time("/scans")
    preferences.end()
    assert len(told) == 1 and "could not be saved" in told[0]
    assert preferences.chosen.last_library == "/scans", "it holds until the end of the session"


def test_recent_searches_are_forgotten_when_they_are_not_wanted(dialog: SettingsDialog, memory: QSettings) -> None:
    recent = RecentSearches(memory)
    recent.remember("capital costs")
    dialog.search.remember.click()
    assert memory.value("search/remember", True, bool) is False
    dialog.search.remember.click()
    assert recent.newest_first() == []


def test_the_library_says_where_it_lies_and_what_takes_room(dialog: SettingsDialog) -> None:
    page = dialog.library
    assert page._folder.text() == "/home/ann/library"
    rows = [page._sizes.itemAt(row, page._sizes.ItemRole.LabelRole).widget().text() for row in range(3)]  # type: ignore[union-attr]
    assert rows == ["codes", "text index", "all of it"]


def test_names_are_left_out_and_taken_back_in(qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine) -> None:
    page = dialog.library
    QTest.keyClicks(page.name, " Drafts ")
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert engine.sent(Skip) == [Skip(("*.tmp", "Drafts"))]
    engine.emit(replace(STATE, skipped=("*.tmp", "Drafts")))
    qtbot.waitUntil(lambda: page.names.count() == 2)
    page.names.setCurrentRow(0)
    QTest.keyClick(page.names, Qt.Key.Key_Delete)
    assert engine.sent(Skip)[-1] == Skip(("Drafts",))


# --- compression


def compare(qtbot: QtBot, page: TradePage, engine: FakeEngine) -> None:
    page.measure.click()
    engine.emit(ProfilesCompared(engine.sent(CompareProfiles)[-1].ticket, 150, 200, COSTS))
    qtbot.waitUntil(lambda: page.table.rowCount() == len(COSTS))


def test_profiles_are_measured_on_request(qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine) -> None:
    page = dialog.trade
    assert page._in_use.text() == "Profile in use: quality"
    assert page.plot.isHidden() and page.use.isHidden()
    compare(qtbot, page, engine)
    assert page._says.text().startswith("Measured with 200 questions on 150 pages")
    cells = [[page.table.item(row, column).text() for column in range(4)] for row in range(4)]  # type: ignore[union-attr]
    assert cells[3] == ["tiny", "260 bytes", "61 %", "78 %"]
    assert page.chosen == "quality" and not page.use.isEnabled(), "it is in use already"
    assert "tiny: 260 bytes a page, 78 % kept" in page.plot.accessibleDescription()


def test_a_dot_can_be_clicked(qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine) -> None:
    page = dialog.trade
    dialog.subjects.setCurrentRow(3)
    compare(qtbot, page, engine)
    QTest.qWait(20)
    QTest.mouseClick(page.plot, Qt.MouseButton.LeftButton, pos=page.plot._place(COSTS[3]).toPoint())
    assert page.chosen == "tiny" and page.use.isEnabled()


@pytest.mark.parametrize("keeps_exact", [True, False])
def test_the_library_moves_and_tells_how_far_it_is(
    qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine, keeps_exact: bool
) -> None:
    page = dialog.trade
    engine.emit(replace(STATE, keeps_exact=keeps_exact))
    compare(qtbot, page, engine)
    page.table.selectRow(2)
    assert bool(page.use.toolTip()) is not keeps_exact
    page.use.click()
    (moving,) = engine.sent(Recompress)
    assert (moving.profile, moving.keep_exact, moving.reread) == ("balanced", None, not keeps_exact)
    assert not page.use.isEnabled() and not page.measure.isEnabled() and not page.bar.isHidden()
    engine.emit(Recompressing(moving.ticket, 5, 20))
    qtbot.waitUntil(lambda: page._says.text() == "Moving to another profile: 5 of 20 pages.")
    engine.emit(Recompressed(moving.ticket, "balanced", "x"))
    engine.emit(replace(STATE, profile="balanced"))
    qtbot.waitUntil(lambda: page._in_use.text() == "Profile in use: balanced")
    assert page.bar.isHidden() and page.measure.isEnabled()


def test_what_cannot_be_measured_or_moved_says_why(qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine) -> None:
    page = dialog.trade
    page.measure.click()
    engine.emit(Failed(engine.sent(CompareProfiles)[-1].ticket, "There are too few pages."))
    qtbot.waitUntil(lambda: page._says.text() == "There are too few pages.")
    assert page.measure.text() == "Measure on this library"


def test_closing_stops_a_measurement(dialog: SettingsDialog, engine: FakeEngine) -> None:
    dialog.trade.measure.click()
    dialog.close()
    assert engine.sent(Cancel) == [Cancel((engine.sent(CompareProfiles)[-1].ticket,))]


def test_an_empty_library_has_nothing_to_measure(qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine) -> None:
    engine.emit(LibraryState((), (), 0, 0, 0, 0, profile="quality"))
    qtbot.waitUntil(lambda: not dialog.trade.measure.isEnabled())


def test_labels_lie_upon_no_dot_and_no_other_label() -> None:
    dots = [QPointF(100 + 3 * number, 100 + number) for number in range(8)]
    frame = QRectF(0, 0, 600, 300)
    labels = place_labels([QSizeF(70, 16)] * len(dots), dots, frame)
    assert all(frame.contains(label) for label in labels)
    assert not [one for one in labels for dot in dots if one.contains(dot)]
    assert not [pair for pair in combinations(labels, 2) if pair[0].intersects(pair[1])]


def test_the_language_is_chosen_in_the_settings_for_the_next_start(
    dialog: SettingsDialog, preferences: Preferences, tmp_path: Path
) -> None:
    page = dialog.appearance
    assert [page.language.itemText(row) for row in range(3)] == ["Like the system", "English", "Deutsch"]
    assert not page.later.isVisible()
    page.language.setCurrentText("Deutsch")
    assert page.later.isVisible() and "next start" in page.later.text()
    assert dialog.windowTitle() == "Settings"
    preferences.end()
    assert settings.load(tmp_path / "settings.json") == (Settings(language="de"), "")
