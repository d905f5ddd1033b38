"""How small the library is kept: what each profile costs on its own pages, and moving to another one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.events import (
    Failed,
    LibraryState,
    ProfileCost,
    ProfilesCompared,
    Recompressed,
    Recompressing,
)
from app.requests import Cancel, CompareProfiles, Recompress
from ui.basics import figures
from ui.basics.flow import FlowLayout
from ui.basics.theme import SPACE, set_tone
from ui.bridge import Bridge
from ui.settings.trade_plot import TradePlot


class TradePage(QWidget):
    """The profile in use, a measurement on request, and a button that moves the library."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._library: LibraryState | None = None
        self._compared: ProfilesCompared | None = None
        self._measuring = self._moving = 0
        self._in_use = QLabel()
        about = QLabel(
            self.tr(
                "A profile says how much is kept of the look of each page. Smaller ones take less disk and find a "
                "little less. What they cost you can be measured on your own pages."
            )
        )
        set_tone(about, "quiet")
        self.measure = QPushButton(self.tr("Measure on this library"))
        self.measure.clicked.connect(self._measure)
        self.plot = TradePlot()
        self.plot.profile_chosen.connect(self._choose)
        self.table = QTableWidget(0, 4)
        self._set_up_table()
        self.use = QPushButton(self.tr("Use this profile"))
        set_tone(self.use, "primary")
        self.use.clicked.connect(self._use)
        self._says = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Moving to another profile"))
        for label in (about, self._in_use, self._says):
            label.setWordWrap(True)
        for button in (self.measure, self.use):
            button.setAutoDefault(False)
        self._lay_out(about)
        bridge.library_changed.connect(self._show_library)
        bridge.profiles_compared.connect(self._hear_compared)
        bridge.recompress_progressed.connect(self._hear_progress)
        bridge.recompressed.connect(self._hear_moved)
        bridge.request_failed.connect(self._hear_failure)
        self._show()

    def _set_up_table(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels([self.tr("Profile"), self.tr("A page"), self.tr("Same first"), self.tr("Kept")])
        table.setAccessibleName(self.tr("Profiles"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setHighlightSections(False)
        table.itemSelectionChanged.connect(self._show)

    def _lay_out(self, about: QLabel) -> None:
        row = FlowLayout(SPACE)
        row.addWidget(self.measure)
        row.addWidget(self.use)
        self._both = both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        both.setSpacing(2 * SPACE)
        both.addWidget(self.plot, 1)
        both.addWidget(self.table, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for widget in (self._in_use, about):
            layout.addWidget(widget)
        layout.addLayout(both, 1)
        layout.addWidget(self._says)
        layout.addWidget(self.bar)
        layout.addLayout(row)
        layout.addStretch(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the table below the picture where there is no room beside it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        width = header.length() + 2 * table.frameWidth() + SPACE
        is_wide = self.width() > width + 0.7 * self.plot.sizeHint().width() + 3 * SPACE
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._both.setDirection(direction)
        table.setMaximumWidth(width)
        table.setMinimumWidth(width if is_wide else 0)
        rows = table.verticalHeader().length() + header.height() + 2 * table.frameWidth() + SPACE
        table.setMinimumHeight(rows)
        self.measure.setMinimumHeight(self.use.sizeHint().height())

    @property
    def chosen(self) -> str:
        """The profile that is chosen in the table, or ""."""
        row = self.table.currentRow()
        return self._profiles[row].name if 0 <= row < len(self._profiles) else ""

    def stop_measuring(self) -> None:
        """Give a measurement up that goes on."""
        if self._measuring:
            self._bridge.send(Cancel((self._measuring,)))
            self._measuring = 0
            self._say("")

    @property
    def _profiles(self) -> tuple[ProfileCost, ...]:
        return self._compared.profiles if self._compared is not None else ()

    # --- what people ask

    def _measure(self) -> None:
        if self._measuring:
            self.stop_measuring()
            return
        self._measuring = self._bridge.new_ticket()
        self._bridge.send(CompareProfiles(self._measuring))
        self._say(self.tr("Measuring on pages drawn by chance. You can go on searching meanwhile."))

    def _choose(self, name: str) -> None:
        self.table.selectRow([profile.name for profile in self._profiles].index(name))

    def _use(self) -> None:
        assert self._library is not None
        self._moving = self._bridge.new_ticket()
        self._bridge.send(Recompress(self._moving, self.chosen, reread=not self._library.keeps_exact))
        self.bar.setRange(0, 0)
        self._say(
            self.tr("Moving to the profile “{name}”. Everything can be found meanwhile.").format(name=self.chosen)
        )

    # --- what the engine says

    def _show_library(self, state: LibraryState) -> None:
        self._library = state
        self._show()

    def _hear_compared(self, compared: ProfilesCompared) -> None:
        if compared.ticket != self._measuring:
            return
        self._measuring, self._compared = 0, compared
        self.table.setRowCount(len(compared.profiles))
        for row, profile in enumerate(compared.profiles):
            cells = (
                profile.name,
                figures.exact_size(profile.bytes_per_page),
                figures.exact_percent(profile.same_first),
                figures.exact_percent(profile.kept),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        self._fit()
        names = [profile.name for profile in compared.profiles]
        if self._library is not None and self._library.profile in names:
            self._choose(self._library.profile)
        self._say(
            self.tr("Measured with {questions} questions on {pages}, compared with vectors kept exactly.").format(
                questions=figures.number(compared.questions), pages=figures.pages(compared.pages)
            )
        )

    def _hear_progress(self, progress: Recompressing) -> None:
        if progress.ticket == self._moving:
            self.bar.setRange(0, max(1, progress.pages_total))
            self.bar.setValue(progress.pages_done)
            self._say(
                self.tr("Moving to another profile: {done} of {pages}.").format(
                    done=figures.number(progress.pages_done), pages=figures.pages(progress.pages_total)
                )
            )

    def _hear_moved(self, moved: Recompressed) -> None:
        if moved.ticket == self._moving:
            self._moving = 0
            self._say(self.tr("The library now has the profile “{name}”.").format(name=moved.profile))

    def _hear_failure(self, failed: Failed) -> None:
        if failed.ticket and failed.ticket in (self._measuring, self._moving):
            self._measuring = self._moving = 0
            self._say(failed.sentence, is_problem=True)

    # --- what is shown

    def _say(self, sentence: str, is_problem: bool = False) -> None:
        self._says.setText(sentence)
        set_tone(self._says, "problem" if is_problem else "quiet")
        self._show()

    def _show(self) -> None:
        library = self._library
        current = library.profile if library is not None else ""
        text = self.tr("Profile in use: {name}").format(name=current or "–")
        if library is not None and library.keeps_exact:
            text = self.tr("Profile in use: {name}. Vectors are also kept exactly.").format(name=current)
        self._in_use.setText(text)
        self.measure.setText(self.tr("Stop measuring") if self._measuring else self.tr("Measure on this library"))
        has_pages = library is not None and library.pages > 0
        self.measure.setEnabled(has_pages and not self._moving)
        for widget in (self.plot, self.table, self.use):
            widget.setVisible(bool(self._profiles))
        can_move = self.chosen not in ("", current) and not self._moving and not self._measuring
        self.use.setEnabled(can_move)
        must_reread = can_move and library is not None and not library.keeps_exact
        self.use.setToolTip(
            self.tr("Your files are read again for this, behind everything else.") if must_reread else ""
        )
        self.bar.setVisible(bool(self._moving))
        self.plot.show_profiles(self._profiles, current, self.chosen)
        if must_reread and not self._says.text():
            self._says.setText(self.use.toolTip())
