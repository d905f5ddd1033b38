"""What adding files would take, said before it begins, where it takes long enough to be asked about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.events import Estimated, Failed
from app.requests import AddPaths, Cancel, Estimate
from ui.basics import figures
from ui.basics.theme import SPACE, set_tone
from ui.bridge import Bridge

SHORT_S = 30.0
FEW_PAGES = 50
SHOW_AFTER_MS = 1500
"""How long counting may take before the bar says that it goes on."""


class EstimateBar(QWidget):
    """Adds files at once where that is short work, and else says what it takes and waits for a yes."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._paths: tuple[str, ...] = ()
        self._ticket = 0
        self.setAccessibleName(self.tr("Before adding"))
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._start = QPushButton(self.tr("Start"))
        set_tone(self._start, "primary")
        self._start.clicked.connect(self.add)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancel)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SHOW_AFTER_MS)
        self._patience.timeout.connect(self._ask_person)
        self.hide()
        bridge.estimate_arrived.connect(self._hear)
        bridge.request_failed.connect(self._hear_failure)
        bar = QFrame()
        set_tone(bar, "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE)
        row.addWidget(self._text, 1)
        row.addWidget(self._start)
        row.addWidget(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE, 0, SPACE, SPACE)
        layout.addWidget(bar)

    def propose(self, paths: Sequence[str]) -> None:
        """Add these paths, with those that still wait for a yes, or ask first."""
        if paths:
            if self._ticket:
                self._bridge.send(Cancel((self._ticket,)))
            self._paths = tuple(dict.fromkeys((*self._paths, *paths)))
            self._ticket = self._bridge.new_ticket()
            self._text.setText(self.tr("Counting files and pages…"))
            self._bridge.send(Estimate(self._ticket, self._paths))
            self._patience.start()

    def add(self) -> None:
        """Add what was proposed."""
        self._bridge.send(AddPaths(self._paths))
        self.cancel()

    def cancel(self) -> None:
        """Add nothing, and forget what was proposed."""
        if self._ticket:
            self._bridge.send(Cancel((self._ticket,)))
        self._paths, self._ticket = (), 0
        self._patience.stop()
        self.hide()

    def _hear(self, told: Estimated) -> None:
        if told.ticket != self._ticket:
            return
        is_short = told.pages <= FEW_PAGES or (told.seconds is not None and told.seconds <= SHORT_S)
        if told.is_whole and is_short:
            self.add()
            return
        self._text.setText(self._sentence(told))
        if told.is_whole or not is_short:
            self._ask_person()

    def _sentence(self, told: Estimated) -> str:
        counted = self.tr("{files}, {pages}").format(
            files=figures.files(told.files), pages=figures.about_pages(told.pages)
        )
        if not told.is_whole:
            return self.tr("Counting, so far {counted}").format(counted=counted)
        disk = figures.size(told.bytes_on_disk)
        if told.seconds is None:
            return self.tr("{counted}: {disk} with the built-in model").format(counted=counted, disk=disk)
        return self.tr("{counted}: {time}, {disk} with the built-in model").format(
            counted=counted, time=figures.duration(told.seconds), disk=disk
        )

    def _ask_person(self) -> None:
        self._patience.stop()
        if self.isHidden():
            self.show()
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _hear_failure(self, failed: Failed) -> None:
        # What cannot be estimated can still be tried; adding says what is wrong with it.
        if self._ticket and failed.ticket == self._ticket:
            self.add()
