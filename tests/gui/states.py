"""The states of the window that are looked at; each leaves one window to look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.events import Estimated, ProfilesCompared
from app.requests import CompareProfiles, Estimate
from tests.gui.asking import ask, show
from tests.gui.fakes import COSTS, DAMAGED, LOCKED, ROOT, FakeEngine, answer, file_row, hit, library
from ui.about import AboutDialog
from ui.main_window import MainWindow
from ui.models.addon_dialog import AddonDialog
from ui.models.addons_here import Addons, AddonsHere
from ui.models.models_dialog import ModelsDialog
from ui.models.shelf import Offer
from ui.settings.preferences import Preferences
from ui.settings.settings_dialog import SettingsDialog


def library_with_results(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    engine.emit(library(file_row("report.pdf"), file_row("costs.pdf"), LOCKED, DAMAGED))
    qtbot.waitUntil(lambda: window.library.model.failures == 2)
    window.library.tree.setCurrentIndex(window.library.model.index_of(ROOT))
    window.page.header.strip.setChecked(True)
    asked = ask(qtbot, window, engine)
    engine.emit(replace(answer(asked.ticket, hit("report", 3), hit("costs", 4)), filters=("type:pdf",)))
    qtbot.waitUntil(lambda: window.page.page is not None and window.filters.shown == ("type:pdf",))
    window.notices.say("The disk is nearly full.", is_problem=True, action=("Look", lambda: None))
    window.add_paths([ROOT])
    engine.emit(Estimated(engine.sent(Estimate)[-1].ticket, 412, 9_812, 960.0, 30_000_000, is_whole=True))
    qtbot.waitUntil(window.estimate.isVisible)
    return window


def welcome(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    window.body.setCurrentWidget(window.welcome)
    return window


def box_on_the_page(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    show(qtbot, window, engine, hit())
    window.page.start_box()
    QTest.keyClick(window.page.canvas, Qt.Key.Key_Right)
    assert window.page.box.box is not None
    return window


def suggestions(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    window.searching.suggesting.show_syntax()
    return window


def status_details(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    window.status.show_details()
    assert window.status._details is not None
    return window.status._details


def failures(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    engine.emit(library(LOCKED, DAMAGED))
    qtbot.waitUntil(lambda: window.library.model.failures == 2)
    window.library.show_failures()
    assert window.library._failures_dialog is not None
    return window.library._failures_dialog


def about(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    dialog = AboutDialog(window)
    dialog.show()
    return dialog


def models(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    dialog = ModelsDialog(window.bridge, window.models, window)
    dialog.shelf.look = lambda: dialog.shelf.listed.emit((Offer("vidore/colSmol-500M", None, 1_000),))  # type: ignore[method-assign]
    dialog.open_beside()
    assert dialog.details.isVisible()
    return dialog


def addon(qtbot: QtBot, window: MainWindow, engine: FakeEngine) -> QWidget:
    addons = Addons(window)
    addons.here = AddonsHere({}, "/home/ann/addons", False, "cuda", {"cpu": 1_000, "cuda": 5_000})
    dialog = AddonDialog(addons, window)
    dialog.open_for("colvision")
    dialog.consent.setChecked(True)
    addons.progressed.emit("colvision", "Prepared 61 packages in 2.1 s")
    dialog.details.setChecked(True)
    assert dialog.device.isVisible() and dialog.log.isVisible()
    return dialog


def settings(subject: int) -> Callable[[QtBot, MainWindow, FakeEngine, Preferences], QWidget]:
    def opened(qtbot: QtBot, window: MainWindow, engine: FakeEngine, preferences: Preferences) -> QWidget:
        dialog = SettingsDialog(window.bridge, preferences, window._memory, window)
        dialog.open_beside()
        engine.emit(replace(library(file_row("a.pdf")), profile="quality", skipped=("*.tmp",), folder="/home/ann"))
        qtbot.waitUntil(lambda: dialog.library.names.count() == 1)
        dialog.trade.measure.click()
        engine.emit(ProfilesCompared(engine.sent(CompareProfiles)[-1].ticket, 30, 60, COSTS))
        qtbot.waitUntil(lambda: dialog.trade.table.rowCount() == len(COSTS))
        dialog.subjects.setCurrentRow(subject)
        return dialog

    return opened


STATES = (welcome, library_with_results, box_on_the_page, suggestions, status_details, failures, about, models, addon)
SUBJECTS = range(5)
