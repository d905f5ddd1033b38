"""The line at the bottom: what is being done, how fast, how long still, and a way to pause it."""

from __future__ import annotations

import os
from pathlib import PurePath

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from app.events import Activity, LibraryState, Progress
from app.rows import ModelRow, ModelStage
from ui import model_words
from ui.icons import IconButton
from ui.theme import SPACE, set_tone


class StatusLine(QWidget):
    """Says in words and figures what the engine does."""

    pause_asked = Signal()
    resume_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: Progress | None = None
        self._library: LibraryState | None = None
        self._model = ""
        self._text, self._right = QLabel(), QLabel()
        for label in (self._text, self._right):
            set_tone(label, "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(16 * SPACE)
        self._bar.setAccessibleName(self.tr("Indexing progress"))
        self._pause = IconButton("pause", self.tr("Pause indexing"))
        self._pause.clicked.connect(self._toggle)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self._bar)
        layout.addWidget(self._text)
        layout.addWidget(self._pause)
        layout.addStretch(1)
        layout.addWidget(self._right)
        # The line keeps its height when bar and button come and go.
        self.setMinimumHeight(self._pause.sizeHint().height() + SPACE // 2)
        self._bar.hide()
        self._pause.hide()
        self._text.setText(self.tr("Starting…"))

    @property
    def is_paused(self) -> bool:
        """Whether indexing rests."""
        return self._progress is not None and self._progress.activity is Activity.PAUSED

    def show_model(self, model: str) -> None:
        """Name what the pages are looked at with."""
        self._model = model
        self._right.setText(model)
        self._describe()

    def show_beside(self, row: ModelRow | None, pages: int) -> None:
        """Say what another model than the built-in one does, if it does anything; pages: of the library."""
        text, is_problem = self._model, False
        if row is not None and row.stage is ModelStage.LOADING:
            text = self.tr("Model: being loaded")
        elif row is not None and row.stage is ModelStage.LOOKING:
            text = self.tr("Model: {seen}").format(seen=model_words.seen(row, pages))
        elif row is not None and row.stage is ModelStage.FAILED:
            text, is_problem = self.tr("Model: not working"), True
        elif row is not None:
            # A name may hold slashes, too; a folder is known by its last part.
            name = PurePath(row.name).name if os.path.isabs(row.name) else row.name
            text = self.tr("{built_in} and {name}").format(built_in=self._model, name=name)
        self._right.setText(text)
        self._right.setToolTip("\n".join(filter(None, (row.name, row.sentence))) if row is not None else "")
        set_tone(self._right, "problem" if is_problem else "small")

    def show_library(self, state: LibraryState) -> None:
        """Take over how much can be found."""
        self._library = state
        self._describe()

    def show_progress(self, progress: Progress) -> None:
        """Show how far indexing is."""
        self._progress = progress
        self._describe()

    def show_stopped(self, sentence: str) -> None:
        """Say that nothing works behind the window at the moment."""
        self._progress = None
        self._bar.hide()
        self._pause.hide()
        self._text.setText(sentence)

    def _toggle(self) -> None:
        (self.resume_asked if self.is_paused else self.pause_asked).emit()

    def _describe(self) -> None:
        progress = self._progress
        if progress is None:
            return
        working = progress.activity in (
            Activity.INDEXING,
            Activity.UNDERSTANDING,
            Activity.RECOGNISING,
            Activity.PAUSED,
        )
        self._bar.setVisible(working and progress.pages_total > 0)
        self._bar.setMaximum(max(1, progress.pages_total))
        self._bar.setValue(progress.pages_done)
        self._pause.setVisible(progress.activity is not Activity.IDLE)
        self._pause.set_icon("play" if self.is_paused else "pause")
        self._pause.set_label(self.tr("Go on indexing") if self.is_paused else self.tr("Pause indexing"))
        self._text.setText("  ·  ".join(self._parts(progress)))
        self._text.setToolTip(PurePath(progress.file).name)

    def _parts(self, progress: Progress) -> list[str]:
        number = QLocale().toString
        if progress.activity is Activity.IDLE:
            if self._library is None or not self._library.documents:
                return [self.tr("Ready")]
            return [
                self.tr("Ready"),
                self.tr("{n} documents").format(n=number(self._library.documents))
                if self._library.documents != 1
                else self.tr("1 document"),
                self.tr("{n} pages").format(n=number(self._library.pages))
                if self._library.pages != 1
                else self.tr("1 page"),
            ]
        if progress.activity is Activity.SCANNING:
            return [self.tr("Looking for files")]
        percent = 100 * progress.pages_done // progress.pages_total if progress.pages_total else 0
        if progress.activity is Activity.PAUSED:
            return [self.tr("Paused at {percent} %").format(percent=number(percent))]
        if progress.activity is Activity.UNDERSTANDING:
            return [self.tr("Reading for meaning {percent} %").format(percent=number(percent))]
        if progress.activity is Activity.RECOGNISING:
            return [self.tr("Reading scans {percent} %").format(percent=number(percent))]
        parts = [self.tr("Indexing {percent} %").format(percent=number(percent))]
        if progress.files_total > 1:
            parts.append(
                self.tr("{done} of {total} files").format(
                    done=number(progress.files_done), total=number(progress.files_total)
                )
            )
        if progress.pages_per_s > 0:
            digits = 0 if progress.pages_per_s >= 10 else 1
            parts.append(self.tr("{n} pages/s").format(n=QLocale().toString(progress.pages_per_s, "f", digits)))
        if progress.seconds_left is not None:
            parts.append(self.tr("{time} left").format(time=self._time(progress.seconds_left)))
        return parts

    def _time(self, seconds: float) -> str:
        number = QLocale().toString
        if seconds < 60:
            return self.tr("{n} s").format(n=number(max(1, round(seconds))))
        minutes = round(seconds / 60)
        if minutes < 60:
            return self.tr("{n} min").format(n=number(minutes))
        return self.tr("{h} h {m} min").format(h=number(minutes // 60), m=number(minutes % 60))
