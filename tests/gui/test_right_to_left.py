"""The window from right to left."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.asking import hear_everything
from tests.gui.fakes import ROOT, FakeEngine
from ui.basics.flow import FlowLayout
from ui.main_window import MainWindow


@pytest.fixture
def from_right_to_left(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_window_is_mirrored(
    from_right_to_left: None, request: pytest.FixtureRequest, qtbot: QtBot, engine: FakeEngine
) -> None:
    window: MainWindow = request.getfixturevalue("window")
    hear_everything(qtbot, window, engine)
    assert window.library.x() > window.results.x() > window.page.x()
    bars = (window.search, window.status, window.page.header, window.page.footer, window.library, window.estimate)
    for bar in bars:
        parts = bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        places = [part.geometry() for part in parts if part.isVisible()]
        assert [pair for pair in combinations(places, 2) if pair[0].intersects(pair[1])] == []


def test_a_line_of_buttons_begins_at_the_right(from_right_to_left: None, qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(8)
    holder.setLayout(flow)
    for name in ("first", "second"):
        flow.addWidget(QPushButton(name))
    holder.resize(400, 80)
    holder.show()
    first, second = flow.widgets()
    assert first.geometry().right() == holder.rect().right() and second.geometry().right() < first.x()


def test_rows_are_painted_the_other_way_round(
    from_right_to_left: None, request: pytest.FixtureRequest, qtbot: QtBot, engine: FakeEngine
) -> None:
    window: MainWindow = request.getfixturevalue("window")
    tree = window.library.tree
    row = tree.visualRect(window.library.model.index_of(f"{ROOT}/costs.pdf"))
    picture = tree.viewport().grab(row).toImage()
    paper = picture.pixelColor(picture.width() // 2, 0)
    inked = [
        x
        for x in range(picture.width())
        if any(picture.pixelColor(x, y) != paper for y in range(4, picture.height() - 4))
    ]
    assert inked[-1] > 0.9 * picture.width(), "the sign stands at the right"
    assert inked[0] > picture.width() / 3, "a short name leaves the left empty"
