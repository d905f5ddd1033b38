"""The line at the bottom: what is being done, how fast, how long still, and a way to pause it."""

from __future__ import annotations

import os
import time
from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from app.events import Activity, LibraryState, Progress
from app.rows import FileState, ModelRow, ModelStage
from ui.basics import figures
from ui.basics.elided_button import ElidedButton
from ui.basics.icons import IconButton
from ui.basics.theme import SPACE, set_tone
from ui.models import model_words
from ui.status_details import StatusDetails

ASLEEP_S = 30.0
"""After so long without news in the middle of work, the machine has slept."""
AWAKE_S = 15.0
"""So long after that, nobody knows how fast it goes on."""
SHOWN = (Activity.INDEXING, Activity.UNDERSTANDING, Activity.RECOGNISING, Activity.PAUSED)


class StatusLine(QWidget):
    """Says in words and figures what the engine does; a click or a key on them opens the details."""

    pause_asked = Signal()
    resume_asked = Signal()
    failures_asked = Signal()
    settings_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: Progress | None = None
        self._library: LibraryState | None = None
        self._model = ""
        self._heard_at = self._woke_at = 0.0
        self._text = ElidedButton()
        self._text.setToolTip(self.tr("Show more"))
        self._text.clicked.connect(self.show_details)
        self._right = QLabel()
        for widget in (self._text, self._right):
            set_tone(widget, "small")
        self._details: StatusDetails | None = None
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
        self._describe()

    def show_library(self, state: LibraryState) -> None:
        """Take over how much can be found."""
        self._library = state
        self._describe()

    def show_progress(self, progress: Progress) -> None:
        """Show how far indexing is."""
        # Wall time, because a machine that sleeps may stop the other clock.
        now = time.time()
        if self._is_working and now - self._heard_at > ASLEEP_S:
            self._woke_at = now
        self._heard_at = now
        self._progress = progress
        self._describe()

    def show_stopped(self, sentence: str) -> None:
        """Say that nothing works behind the window at the moment."""
        self._progress = None
        self._bar.hide()
        self._pause.hide()
        self._text.setText(sentence)

    def show_details(self) -> None:
        """Say all that is known of what is being done."""
        if self._details is None:
            self._details = StatusDetails(self)
            self._details.failures_asked.connect(self.failures_asked)
            self._details.settings_asked.connect(self.settings_asked)
        self._details.show_facts(self._facts())
        self._details.open_above(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the model to the details where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = [widget for widget in (self._bar, self._text, self._pause) if not widget.isHidden()]
        needed = sum(widget.sizeHint().width() + SPACE for widget in (*shown, self._right)) + 6 * SPACE
        self._right.setVisible(needed <= self.width())

    @property
    def _is_working(self) -> bool:
        return self._progress is not None and self._progress.activity is Activity.INDEXING

    def _toggle(self) -> None:
        (self.resume_asked if self.is_paused else self.pause_asked).emit()

    def _describe(self) -> None:
        progress = self._progress
        if progress is None:
            return
        self._bar.setVisible(progress.activity in SHOWN and progress.pages_total > 0)
        self._bar.setMaximum(max(1, progress.pages_total))
        self._bar.setValue(progress.pages_done)
        self._pause.setVisible(progress.activity is not Activity.IDLE)
        self._pause.set_icon("play" if self.is_paused else "pause")
        self._pause.set_label(self.tr("Go on indexing") if self.is_paused else self.tr("Pause indexing"))
        self._text.setText("  ·  ".join(self._parts(progress)))
        self._fit()
        if self._details is not None and self._details.isVisible():
            self._details.show_facts(self._facts())

    def _parts(self, progress: Progress) -> list[str]:
        parts = [self._doing(progress)]
        if progress.activity is Activity.IDLE and self._library is not None and self._library.documents:
            parts += [figures.documents(self._library.documents), figures.pages(self._library.pages)]
        if progress.activity is not Activity.INDEXING:
            return parts
        if progress.files_total > 1:
            parts.append(self._files(progress))
        if progress.pages_per_s > 0:
            parts.append(figures.rate(progress.pages_per_s))
        if (left := self._left(progress)) is not None:
            parts.append(self.tr("{time} left").format(time=figures.duration(left)))
        return parts

    def _doing(self, progress: Progress) -> str:
        share = progress.pages_done / progress.pages_total if progress.pages_total else 0.0
        percent = figures.percent(share)
        match progress.activity:
            case Activity.SCANNING:
                return self.tr("Looking for files")
            case Activity.INDEXING:
                return self.tr("Indexing {percent}").format(percent=percent)
            case Activity.UNDERSTANDING:
                return self.tr("Reading for meaning {percent}").format(percent=percent)
            case Activity.RECOGNISING:
                return self.tr("Reading scans {percent}").format(percent=percent)
            case Activity.PAUSED:
                return self.tr("Paused at {percent}").format(percent=percent)
            case _:
                return self.tr("Ready")

    def _files(self, progress: Progress) -> str:
        return self.tr("{done} of {files}").format(
            done=figures.number(progress.files_done), files=figures.files(progress.files_total)
        )

    def _left(self, progress: Progress) -> float | None:
        return progress.seconds_left if time.time() - self._woke_at > AWAKE_S else None

    def _facts(self) -> list[tuple[str, str]]:
        progress, library = self._progress, self._library
        facts: list[tuple[str, str]] = []
        if progress is not None:
            facts.append((self.tr("Now"), self._doing(progress)))
            if progress.file:
                facts.append((self.tr("File"), progress.file))
            if progress.files_total:
                facts.append((self.tr("Files"), self._files(progress)))
            if progress.pages_total:
                pages = self.tr("{done} of {pages}").format(
                    done=figures.number(progress.pages_done), pages=figures.pages(progress.pages_total)
                )
                facts.append((self.tr("Pages"), pages))
            if self._is_working:
                left = self._left(progress)
                facts.append((self.tr("Speed"), figures.rate(progress.pages_per_s)))
                shown = figures.duration(left) if left is not None else self.tr("not known yet")
                facts.append((self.tr("Time left"), shown))
        # What was known when the work began would contradict what is found already.
        if library is not None and not self._is_working:
            found = self.tr("{documents}, {pages}").format(
                documents=figures.documents(library.documents), pages=figures.pages(library.pages)
            )
            facts.append((self.tr("Can be found"), found))
            facts.append((self.tr("On disk"), figures.size(library.bytes_on_disk)))
            if failed := sum(1 for file in library.files if file.state is FileState.FAILED):
                facts.append((self.tr("Not read"), figures.files(failed)))
            if paused := [PurePath(root.path).name or root.path for root in library.roots if root.is_paused]:
                facts.append((self.tr("Paused"), ", ".join(paused)))
        facts.append((self.tr("Model"), self._right.text()))
        return facts
