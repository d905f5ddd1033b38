"""Models in the window: what is known of them, and how they are downloaded and removed, from a hub of our own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QListWidget
from pytestqt.qtbot import QtBot

from app.models import here as models
from app.models.catalogue import CATALOGUE, Entry
from app.models.speeds import note_speed
from app.requests import UseModel
from tests.gui.fakes import FakeEngine
from tests.gui.models_shown import (
    WAIT_MS,
    answer_with,
    buttons,
    choose,
    facts,
    listed,
    open_models,
    small_machine,
    tell,
)
from tests.local_hub import LocalHub, Repo, model
from ui.main_window import MainWindow
from ui.models import model_words
from ui.models.model_words import Choice
from ui.models.models_dialog import ModelsDialog
from ui.models.shelf import Offer

CLIP = next(each for each in CATALOGUE if each.name.startswith("ViT-B-32"))
LARGE = next(each for each in CATALOGUE if each.revision and each.ram_bytes > 10e9)


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    with small_machine(tmp_path / "cache", monkeypatch) as running:
        yield running


@pytest.fixture
def dialog(qtbot: QtBot, local: LocalHub, window: MainWindow) -> ModelsDialog:
    return open_models(qtbot, window)


# --- what is known of them ---


def test_the_catalogue_is_listed_with_what_is_known_of_each(dialog: ModelsDialog) -> None:
    names = [dialog.list.item(row).text().split("\n")[0] for row in range(dialog.list.count())]
    assert names == [each.name for each in CATALOGUE]
    choose(dialog, "vidore/colSmol-500M")
    said = facts(dialog)
    for fact in ("Licence: Apache 2.0", "Languages: English", "Download: about 1.0 GB", "Memory: about 3.3 GB"):
        assert fact in said
    assert "82.3 of 100 (ViDoRe V1, nDCG@5), as published in" in said and "not measured here" in said
    assert "Speed here: not tried yet" in said
    assert "This library: 20 pages: how long is not known before it was tried on this machine" in said
    assert buttons(dialog) == ["Download"]


def test_a_speed_that_was_measured_here_gives_an_estimate_before_use(
    qtbot: QtBot, local: LocalHub, window: MainWindow, engine: FakeEngine
) -> None:
    note_speed(CLIP.name, "cpu", 2.0)
    opened = open_models(qtbot, window)
    tell(qtbot, window, engine)
    choose(opened, CLIP.name)
    assert "This library: 980 pages: about 8 min on the processor" in facts(opened)
    assert "Speed here: 2.0 pages/s on the processor" in facts(opened)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_every_model_of_the_catalogue_can_be_described(qapp: QApplication, entry: Entry) -> None:
    said = dict(model_words.facts(Choice(entry.name, Offer(entry.name, entry)), 1))
    assert said["Licence"] == entry.licence
    assert ("Published" in said) == (entry.published is not None)


def test_every_control_has_a_name_and_nothing_is_cut_off(dialog: ModelsDialog) -> None:
    named: list[QObject] = [*dialog.findChildren(QAbstractButton), *dialog.findChildren(QListWidget)]
    for control in named:
        assert isinstance(control, QAbstractButton | QListWidget)
        if control.isVisible():
            assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text())
    for name in (each.name for each in CATALOGUE):
        choose(dialog, name)
        QTest.qWait(10)
        for button in dialog.details.findChildren(QAbstractButton):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width()


def test_the_window_starts_without_the_hub(repository: Path) -> None:
    tell_all = (
        "import sys, ui.application; print([n for n in ('huggingface_hub', 'psutil', 'httpx2') if n in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", tell_all], cwd=repository, capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.strip() == "[]"


# --- downloading and removing ---


def test_a_model_is_downloaded_with_progress_used_and_removed(
    qtbot: QtBot, dialog: ModelsDialog, local: LocalHub, engine: FakeEngine
) -> None:
    local.repos[CLIP.repo] = Repo(model(b"w" * 300_000))
    choose(dialog, CLIP.name)
    seen: list[tuple[int, int]] = []
    dialog.shelf.progressed.connect(lambda name, done, total: seen.append((done, total)))
    dialog.details.download.click()
    assert listed(dialog, CLIP.name) == "Being downloaded"
    assert buttons(dialog) == ["Cancel the download"]
    qtbot.waitUntil(lambda: listed(dialog, CLIP.name) == "On this machine", timeout=WAIT_MS)
    whole = sum(len(content) for content in local.repos[CLIP.repo].files.values())
    assert seen[-1] == (whole, whole)
    assert models.find(CLIP.name) is not None
    assert buttons(dialog) == ["Use with this library", "Remove from this machine"]
    dialog.details.use.click()
    assert engine.sent(UseModel)[-1].name == CLIP.name
    dialog.details.remove.click()
    answer_with(dialog, "Remove")
    qtbot.waitUntil(lambda: listed(dialog, CLIP.name) == "Not downloaded", timeout=WAIT_MS)
    assert models.find(CLIP.name) is None


def test_removing_is_asked_about_first(qtbot: QtBot, dialog: ModelsDialog, local: LocalHub) -> None:
    local.repos[CLIP.repo] = Repo(model())
    models.get(CLIP.name, lambda done, total: None)
    dialog.shelf.look()
    qtbot.waitUntil(lambda: listed(dialog, CLIP.name) == "On this machine", timeout=WAIT_MS)
    choose(dialog, CLIP.name)
    dialog.details.remove.click()
    answer_with(dialog, "Cancel")
    qtbot.wait(50)
    assert models.find(CLIP.name) is not None


def test_a_download_can_be_cancelled_and_goes_on_later(qtbot: QtBot, dialog: ModelsDialog, local: LocalHub) -> None:
    local.repos[CLIP.repo] = Repo(model(b"w" * 3_000_000), wait_s=0.002)
    choose(dialog, CLIP.name)
    dialog.details.download.click()
    qtbot.waitUntil(lambda: dialog.details.bar.value() > 50, timeout=WAIT_MS)
    assert " of 3.0 MB" in dialog.details.bytes.text()
    dialog.details.stop.click()
    qtbot.waitUntil(lambda: not dialog.shelf.busy, timeout=WAIT_MS)
    assert "goes on from there" in dialog.details.state.text()
    assert not dialog.details.problem.isVisible(), "what a person wanted is no problem"
    assert buttons(dialog) == ["Download"]
    local.repos[CLIP.repo].wait_s = 0.0
    dialog.details.download.click()
    qtbot.waitUntil(lambda: listed(dialog, CLIP.name) == "On this machine", timeout=WAIT_MS)
    parts = local.fetched("model.safetensors")
    assert parts[-1].startswith("bytes=") and parts[-1] != "bytes=0-"


def test_what_goes_wrong_is_a_sentence_and_the_window_goes_on(
    qtbot: QtBot, dialog: ModelsDialog, local: LocalHub
) -> None:
    choose(dialog, CLIP.name)
    dialog.details.download.click()
    qtbot.waitUntil(dialog.details.problem.isVisible, timeout=WAIT_MS)
    assert CLIP.repo in dialog.details.problem.text()
    assert buttons(dialog) == ["Download"]
    choose(dialog, LARGE.name)
    assert not dialog.details.problem.isVisible(), "it is about the other model"


def test_too_little_memory_is_told_and_the_model_can_be_had_all_the_same(
    qtbot: QtBot, dialog: ModelsDialog, local: LocalHub
) -> None:
    local.repos[LARGE.repo] = Repo(model(), commit=str(LARGE.revision))
    choose(dialog, LARGE.name)
    dialog.details.download.click()
    qtbot.waitUntil(dialog.details.problem.isVisible, timeout=WAIT_MS)
    assert "this machine has 8 GB" in dialog.details.problem.text()
    assert local.asked == []
    assert buttons(dialog) == ["Download anyway"]
    dialog.details.anyway.click()
    qtbot.waitUntil(lambda: listed(dialog, LARGE.name) == "On this machine", timeout=WAIT_MS)


@pytest.mark.allow_log_warnings
def test_an_error_of_ours_is_logged_and_told(
    qtbot: QtBot, dialog: ModelsDialog, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(models, "get", broken)
    choose(dialog, CLIP.name)
    dialog.details.download.click()
    qtbot.waitUntil(dialog.details.problem.isVisible, timeout=WAIT_MS)
    assert "error in Pagelight" in dialog.details.problem.text()
    assert [record.message for record in caplog.records] == ["models could not be looked after"]


def test_only_one_model_is_downloaded_at_a_time(qtbot: QtBot, dialog: ModelsDialog, local: LocalHub) -> None:
    local.repos[CLIP.repo] = Repo(model(b"w" * 3_000_000), wait_s=0.002)
    choose(dialog, CLIP.name)
    dialog.details.download.click()
    choose(dialog, "vidore/colSmol-256M")
    assert dialog.details.download.isVisible() and not dialog.details.download.isEnabled()
    assert CLIP.name in dialog.details.download.toolTip()
    dialog.shelf.stop()
    qtbot.waitUntil(dialog.details.download.isEnabled, timeout=WAIT_MS)


def test_a_download_that_ends_while_nobody_looks_is_told_in_the_window(
    qtbot: QtBot, window: MainWindow, dialog: ModelsDialog, local: LocalHub
) -> None:
    local.repos[CLIP.repo] = Repo(model())
    choose(dialog, CLIP.name)
    dialog.details.download.click()
    dialog.close()
    qtbot.waitUntil(lambda: len(window.notices.bars()) == 1, timeout=WAIT_MS)
    assert window.notices.bars()[0].sentence == f"{CLIP.name} is on this machine now."
